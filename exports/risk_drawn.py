"""What is drawn of a case: each value with its range, the shape of its curve, and where the range comes from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from exports import wording
from model.evidence import AACE_RANGES
from model.names import counted
from model.risk.naming import label, record_of, value_text
from model.risk.tornado import basis_of, end_labels
from model.sensitivity import range_of, usual_doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.evaluate import Program
    from model.risk.findings import Simulation
    from model.risk.tornado import Basis

COLUMNS = ("Value", "Range from", "Low", "Likely", "High", "Drawn from")
HOW = (
    "The draws are spread evenly over all ranges (scrambled Sobol' points) in eight independent sets; how far these differ gives "
    "the standard error."
)


def counted_by_basis(found: Simulation) -> Counter[Basis]:
    """Return how many of the values that are drawn have a range of their own, of an estimate class, or the usual one."""
    program = found.sample.program
    return Counter(basis_of(record_of(program, name)) for name in found.sample.uncertain)


def basis_words(found: Simulation) -> str:
    """Return how many ranges the case states, and what stands in for those it does not state."""
    by = counted_by_basis(found)
    stated = by["stated"] + by["class"]
    if not by["doubt"]:
        return "The case states the range of every one."
    usual = "10% either way, a guess by 50%"
    if not stated:
        return f"The case states no range: each is varied by {usual}."
    return f"The case states the range of {wording.number(stated)}; the other {wording.number(by['doubt'])} are varied by {usual}."


def unstated_words(found: Simulation) -> tuple[str, str] | None:
    """Return what figures without any stated range are worth, and what to do next; None where the case states one."""
    by = counted_by_basis(found)
    if by["stated"] + by["class"]:
        return None
    said = "No value of this case has a range of its own yet, so the figures below are only a first impression."
    remedy = (
        f"So far each of the {counted(by['doubt'], 'value')} is varied by a rule: 10% either way, a guess by 50%. Begin with the value "
        "that moves most, open “Range, source” under it, and say how low and how high it may turn out: 1 time in 20 it would be lower, "
        "1 in 20 higher. Ask somebody who knows it, and write down whom you asked."
    )
    return said, remedy


def rows(program: Program, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what each of some values is drawn from, as the columns name it."""
    return [_row(program, name) for name in names]


def _row(program: Program, name: str) -> tuple[str, ...]:
    record = record_of(program, name)
    low, high = range_of(program, name)
    ends = (value_text(program, name, value) for value in (low, record.likely, high))
    beyond = "nothing beyond" if end_labels(record)[0] == "P0" else "1 in 20 beyond each end"
    shape = {"pert": "PERT", None: "PERT"}.get(record.distribution, record.distribution or "")
    return (label(program, name), _from(program, name), *ends, f"{shape}, {beyond}")


def _from(program: Program, name: str) -> str:
    record = record_of(program, name)
    basis = basis_of(record)
    if basis == "class" and record.aace:
        down, up = AACE_RANGES[record.aace]
        return f"estimate class {record.aace}: {-down:.0%} less to {up:.0%} more"
    return "the case" if basis == "stated" else f"the rule: {usual_doubt(record):.0%} either way"
