"""What assumptions and their values are called in the findings about risk."""

from __future__ import annotations

from model.evaluate import Program
from model.evidence import Assumption
from model.money import money_text
from model.powers import MONTH
from model.quantities import number, quantity
from model.result import label_of


def record_of(program: Program, name: str) -> Assumption:
    """Return what a case says of an assumption."""
    return program.graph.resolved.assumptions[name].record


def label(program: Program, name: str) -> str:
    """Return what people call an assumption, with its audience."""
    return label_of(program.graph, name)


def value_text(program: Program, name: str, value: float) -> str:
    """Return a value of an assumption with its unit: $22.00 a contact; for a schedule, 0.8 times its plan."""
    record, resolved = record_of(program, name), program.graph.resolved
    if record.schedule:
        return f"{number(value, 2)} times its plan"
    return quantity(value, resolved.vocabulary.show_unit(record.unit or "1"), resolved.currency)


def money(program: Program, amount: float) -> str:
    """Return an amount in the currency of the case, without cents."""
    return money_text(amount, program.graph.resolved.currency)


def in_whole_months(program: Program, name: str) -> bool:
    """Tell whether an assumption is a number of months that is stated whole: nothing in the model is finer."""
    record = record_of(program, name)
    unit = program.graph.resolved.vocabulary.unit(record.unit or "1")
    stated = (record.likely, *(record.range() or ()))
    in_months = unit.dimension == MONTH and unit.scale == 1 and record.schedule is None
    return in_months and all(float(value).is_integer() for value in stated)
