"""What goes together: pairs of assumptions that turn out high or low together, to add, change and take out."""

from __future__ import annotations

import streamlit as st

from exports import risk_reading, wording
from model.case import Case
from model.evidence import Correlation
from model.names import capitalised
from scenarios.editing import drop
from scenarios.tying import place_of, tied
from ui import cached_risk, state
from ui.components import fields, markup, risk_parts
from ui.components.picking import button, live
from ui.components.risk_parts import Shown

_OPEN = "tie"
_USUAL = 0.5
_STEP = 0.05


def show(shown: Shown) -> None:
    """Show what goes together, say where that cannot all hold, and let somebody add a pair."""
    markup.heading(
        "What goes together",
        "Values are drawn independently of one another, unless you say that two tend to turn out high or low together. Ups and downs "
        "that go together do not even out, so that the ranges become wider, or narrower where one pays for the other",
    )
    ties = shown.found.sample.ties
    adjusted = risk_reading.tie_words(shown.analysis.program, ties)
    if adjusted:
        markup.findings([("medium", "Drawn otherwise", "These cannot all hold at once, so the nearest that can are drawn.", " ".join(adjusted))])  # fmt: skip
    case = state.case()
    _listed(shown, case)
    opened = state.picked(_OPEN)
    if opened.isdecimal() and int(opened) < len(case.correlations):
        _opened(shown, int(opened), case.correlations[int(opened)])
    _adder(shown)


def _listed(shown: Shown, case: Case) -> None:
    if not case.correlations:
        markup.note("So far every value is drawn by itself.")
        return
    used = set(shown.found.sample.ties.names)
    items = "".join(
        _item(shown, index, tie, is_used=set(tie.between) <= used) for index, tie in enumerate(case.correlations)
    )
    live(
        f"<ul class='cc-findings'>{items}</ul>",
        "ties",
        lambda name: state.pick(_OPEN, "" if state.picked(_OPEN) == name else name),
    )


def _item(shown: Shown, index: int, tie: Correlation, *, is_used: bool) -> str:
    one, other = map(shown.label, tie.between)
    said = f"“{one}” and “{other}”: {risk_reading.together_words(tie.rank)}"
    why = "" if is_used else "It changes nothing here: one of them does not vary under this scenario, or is not used. "
    note = f"{why}{tie.note or 'No reason is stated.'}"
    act = button(str(index), "Change", "cc-button", f"Change: {one} and {other}")
    return (
        f"<li class='cc-low'><span class='cc-tag'>{markup.escape(wording.number(tie.rank, 2))}</span><div><p>{markup.escape(said)}</p>"
        f"<p class='cc-note'>{markup.escape(note)}</p></div>{act}</li>"
    )


def _opened(shown: Shown, index: int, tie: Correlation) -> None:
    one, other = map(shown.label, tie.between)
    words = f"{capitalised(one)} with {other}"
    with st.container(border=True, key=f"tie-{index}"):
        left, right = st.columns([1, 2])
        with left:
            key = fields.key_of(("correlations", index, "rank"))
            fields.show(key, float(tie.rank))
            st.slider(
                f"How closely “{one}” and “{other}” go together", -1.0, 1.0, step=_STEP, key=key,
                on_change=fields.changed, args=(key, words, lambda case, rank: tied(case, tie.between, round(rank, 2))),
            )  # fmt: skip
            fields.explain_refusal(key)
        with right:
            fields.text("Why they go together", ("correlations", index, "note"), most=500)
            _source(index, tie)
        fields.act("Take it out", f"{words}: drawn by themselves", lambda case: drop(case, ("correlations", index)), key=f"untie-{index}", icon=":material/delete:", kind="tertiary")  # fmt: skip


def _source(index: int, tie: Correlation) -> None:
    path = ("correlations", index, "source")
    key = fields.key_of(path)
    fields.show(key, "; ".join(source.title for source in tie.source))
    st.text_input("Where that is known from", key=key, max_chars=500, on_change=fields.changed, args=(key, "Source", lambda case, written: _sourced(case, index, written)))  # fmt: skip
    fields.explain_refusal(key)


def _sourced(case: Case, index: int, written: str) -> Case:
    from scenarios.editing import put

    return put(case, ("correlations", index, "source"), ({"title": written.strip()},) if written.strip() else None)


def _adder(shown: Shown) -> None:
    names = [bar.assumption for bar in cached_risk.tornado(shown.analysis).bars]
    names += [name for name in shown.found.sample.uncertain if name not in names]
    if len(names) < 2:
        return
    markup.label("Say that two go together")
    first, second, third = st.columns(3)
    with first:
        one = risk_parts.choose("This value", names, "tie-one", shown.label, names[0])
    others = [name for name in names if name != one]
    with second:
        other = risk_parts.choose("goes together with", others, "tie-other", shown.label, others[0])
    with third:
        rank = _rank()
    markup.note(risk_reading.together_words(rank))
    is_there = place_of(state.case(), (one, other)) is not None
    fields.act(
        "Change how they go together" if is_there else "Let them go together",
        f"{capitalised(shown.label(one))} with {shown.label(other)}: {wording.number(rank, 2)}",
        lambda case: tied(case, (one, other), rank), key="tie-add", icon=":material/link:",
    )  # fmt: skip


def _rank() -> float:
    current = float(state.picked("tie-rank") or _USUAL)
    fields.show("risk-tie-rank", current)
    st.slider(
        "How closely (rank correlation)", -1.0, 1.0, step=_STEP, key="risk-tie-rank",
        help="1: always high together. 0: nothing to do with one another. −1: where one is high, the other is low",
        on_change=lambda: state.pick("tie-rank", str(round(st.session_state["risk-tie-rank"], 2))),
    )  # fmt: skip
    return round(current, 2)
