"""Lines of one's own in the formula language, checked while they are written, with suggestions of names."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assumptions.loader import library
from exports import answers, wording
from model.case import Case
from model.evidence import Assumption
from model.line import Line
from model.problems import Complaint
from model.units import vocabulary
from scenarios import editing
from scenarios.standing import OWN, Standing
from ui import state
from ui.components import fields, markup, question

_KINDS = {"benefit": "Benefit", "cost": "Cost", "driver": "Driver (no money)"}


def show(standing: Standing) -> None:
    """Show the case's own lines and its own answers, and ways to add one."""
    markup.heading(
        "Lines of your own",
        "For what no stream covers. A line is one formula for all months, such as active_members * 0.5 * item_price",
    )
    case = state.case()
    if not case.lines:
        markup.empty("There are none. Add one where you know a benefit or a cost that no stream speaks of.")
    for index in range(len(case.lines)):
        _card(standing, index)
    with st.container(horizontal=True, key="add-line"):
        for kind, label in _KINDS.items():
            fields.act(f"Add a {label.partition(' ')[0].lower()}", f"New {label.lower()}", partial(_with_line, kind=kind), key=f"add-line-{kind}", icon=":material/add:")  # fmt: skip
    own = standing.asked(OWN)
    if own:
        markup.label("Your own answers")
    for item in own:
        question.ask(item, standing)
    _idle(standing)
    _new_answer()


def _with_line(case: Case, kind: str) -> Case:
    name = editing.new_id(f"own {kind}", _taken(case), "line")
    money = {"unit": f"{case.currency}/month"} if kind != "driver" else {"unit": "1"}
    benefit = {"benefit_class": "cashable"} if kind == "benefit" else {}
    line = Line.model_validate({"id": name, "label": f"New {kind}", "kind": kind, "formula": "0", **money, **benefit})
    return editing.add(case, ("lines",), line)


def _taken(case: Case) -> set[str]:
    """Return the names that mean something already; a new line or answer must not stand for one of them."""
    own = {line.id for line in case.lines} | {name.partition("[")[0] for name in case.assumptions}
    shelf = library()
    return own | shelf.assumptions.keys() | {line.id for stream in shelf.streams.values() for line in stream.lines}


def _card(standing: Standing, index: int) -> None:
    line = state.case().lines[index]
    with st.container(border=True, key=f"line-{index}"):
        left, right = st.columns([3, 2])
        with left:
            fields.text("What it is", ("lines", index, "label"))
        with right:
            if line.kind == "benefit":
                fields.choice("Kind of value", ("lines", index, "benefit_class"), wording.CLASS_NAMES)
            else:
                fields.text(
                    "Unit",
                    ("lines", index, "unit"),
                    help_text="Money lines are a currency a month, such as USD/month.",
                    most=80,
                )
        if line.formula is None:
            markup.note("This line has a formula for each option of a choice; change it in the file.")
        else:
            fields.text("Formula", ("lines", index, "formula"), is_long=True, most=2000, help_text="Names of answers and lines, numbers, + − * / and the words of the formula language: see Help.")  # fmt: skip
            _checked(standing, index)
            _suggest(standing, index)
        fields.act("Remove this line", f"Without {line.label}", lambda case: editing.remove_line(case, index), key=f"remove-line-{index}", icon=":material/delete:", kind="tertiary")  # fmt: skip


def _checked(standing: Standing, index: int) -> None:
    """Say at once what is wrong with a line, or what it comes to."""
    wrong = [problem for problem in standing.faults if problem.path[:2] == ("lines", index)]
    for problem in wrong:
        markup.fault(problem.in_short)
    line = state.case().lines[index]
    run = standing.analysis.appraisal.run if standing.analysis else None
    if run and not wrong and line.id in run.index:
        months, unit = run.graph.resolved.months, run.graph.resolved.vocabulary.show_unit(line.unit)
        last = wording.number(float(run.line(line.id)[-1]), 2)
        markup.note(f"Holds together. In {wording.month_words(run.graph.resolved.start, months)} it is {last} {unit}.")


def _suggest(standing: Standing, index: int) -> None:
    """Offer the names a formula can use; the chosen one is put at its end."""
    names = _names(standing)
    key = f"suggest-{index}"
    if not names:
        return
    st.selectbox(
        "Put a name into the formula", list(names), index=None, key=key, placeholder="Search by what it means",
        format_func=lambda name: f"{names[name]}: {name}", on_change=_put_name, args=(key, index),
    )  # fmt: skip


def _names(standing: Standing) -> dict[str, str]:
    if standing.analysis is None:
        return {}
    run = standing.analysis.appraisal.run
    lines = {row.line.id: row.line.label for row in run.graph.rows.values() if not row.line.generated}
    idle = {name: record.label or name for name, record in _unused(standing).items()}
    return idle | {name: run.label(name) for name in run.graph.resolved.assumptions} | lines


def _unused(standing: Standing) -> dict[str, Assumption]:
    """Return the case's own answers that no formula uses yet."""
    own = {name: record for name, record in state.case().assumptions.items() if record.label and record.unit}
    return {name: record for name, record in own.items() if name not in standing.by_name}


def _put_name(key: str, index: int) -> None:
    name = st.session_state[key]
    st.session_state[key] = None
    if not name:
        return
    formula = state.case().lines[index].formula or "0"
    longer = name if formula.strip() in ("", "0") else f"{formula} * {name}"
    state.edit(
        f"Formula with {name}",
        lambda case: editing.put(case, ("lines", index, "formula"), longer),
        key=f"field:lines[{index}].formula",
    )


def _idle(standing: Standing) -> None:
    """Name the answers that no formula uses yet, so that they can be put into one, or taken away."""
    for name, record in _unused(standing).items():
        with st.container(horizontal=True, vertical_alignment="center", key=f"idle-{name}"):
            shown = answers.shown(record.value, record, state.case().currency)
            markup.note(f"{record.label}: {shown}. No formula uses it yet; its name is {name}.")
            fields.act("Remove", f"Without {record.label}", partial(_without_answer, name=name), key=f"remove-answer-{name}", icon=":material/delete:", kind="tertiary")  # fmt: skip


def _without_answer(case: Case, name: str) -> Case:
    return editing.drop(case, ("assumptions", name))


def _new_answer() -> None:
    """Let somebody add an answer of their own, for formulas to use."""
    with (
        st.expander("Add an answer of your own, for formulas to use"),
        st.form("new-answer", border=False),
    ):
        case = state.case()
        nth = len(case.assumptions)  # one answer more makes the boxes anew, and empty; what is refused stays in them
        label = st.text_input(
            "What it is", max_chars=200, placeholder="Price of a printed manual", key=f"new-answer-{nth}"
        )
        left, right = st.columns(2)
        value = left.text_input("Value", placeholder="12.50", key=f"new-value-{nth}")
        unit = right.text_input("Unit", placeholder=f"{case.currency}/item", max_chars=80, key=f"new-unit-{nth}")
        if st.form_submit_button("Add"):
            state.edit(f"New answer: {label}", lambda case: _with_answer(case, label, value, unit), key="new-answer")
            st.rerun()
        fields.explain_refusal("new-answer")


def _with_answer(case: Case, label: str, value: str, unit: str) -> Case:
    if not label.strip():
        raise Complaint("The answer has no name.", "Formulas and reviewers refer to it.", "Say what it is.")
    record = Assumption(label=label.strip(), unit=vocabulary(case.currency, case.units).unit(unit.strip() or "1").text)
    number = answers.read(value, record, case.currency)
    if number is None:
        raise Complaint("The answer has no value.", "A formula cannot be computed without it.", "Write a number.")
    name = editing.new_id(label, _taken(case), "answer")
    return editing.put(case, ("assumptions", name), record.model_copy(update={"value": number}))
