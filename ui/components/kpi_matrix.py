"""Which KPI measures which goal, as a matrix to click, and what neither measures nor is measured."""

from __future__ import annotations

from collections.abc import Mapping

from exports import wording
from model.case import Case
from model.result import Appraisal
from model.strategy import Goal, Kpi
from scenarios import editing
from ui import state
from ui.components import markup
from ui.components.markup import escape
from ui.components.picking import button, live

SIGNALS: Mapping[str, str] = {"leading": "Leading: moves first", "lagging": "Lagging: shows the result"}


def show(case: Case, appraisal: Appraisal | None, page: str) -> None:
    """Show the matrix; a click on a cell ties a KPI to a goal or unties it, one on a KPI opens it on the page."""
    heads = "".join(_head(goal, appraisal) for goal in case.goals)
    rows = "".join(_row(kpi, case) for kpi in case.kpis)
    counts = "".join(_count(goal, case) for goal in case.goals)
    table = (
        "<table class='cc-matrix'><caption class='cc-hidden'>KPIs and the goals they measure</caption>"
        f"<thead><tr><th scope='col' class='cc-left'>KPI</th>{heads}</tr></thead><tbody>{rows}</tbody>"
        f"<tfoot><tr><th scope='row'>How many KPIs</th>{counts}</tr></tfoot></table>"
    )
    live(markup.scrolled(table, "KPIs and goals"), "kpi-matrix", lambda name: _picked(name, page))
    for said in _loose(case):
        markup.note(said)


def _head(goal: Goal, appraisal: Appraisal | None) -> str:
    share = appraisal.shares["goal"].get(goal.id) if appraisal else None
    said = "no value yet" if not share else f"{wording.percent(share)} of the value"
    return f"<th scope='col'>{escape(goal.label)}<p class='cc-note'>{escape(said)}</p></th>"


def _row(kpi: Kpi, case: Case) -> str:
    cells = "".join(_cell(kpi, goal) for goal in case.goals)
    name = button(f"open|{kpi.id}", kpi.label, "cc-link", f"{kpi.label}: open it")
    return f"<tr><th scope='row'>{name}<p class='cc-note'>{escape(SIGNALS[kpi.signal])}</p></th>{cells}</tr>"


def _cell(kpi: Kpi, goal: Goal) -> str:
    is_on = goal.id in kpi.goals
    hint = escape(f"{kpi.label} measures {goal.label}", quote=True)
    pressed = "true" if is_on else "false"
    mark = ("○" if kpi.signal == "leading" else "●") if is_on else ""
    name = escape(f"{kpi.id}|{goal.id}", quote=True)
    return (
        f"<td data-label='{escape(goal.label, quote=True)}'><button type='button' class='cc-cell' data-pick='{name}' "
        f"aria-pressed='{pressed}' aria-label='{hint}' title='{hint}'>{mark}</button></td>"
    )


def _count(goal: Goal, case: Case) -> str:
    count = sum(goal.id in kpi.goals for kpi in case.kpis)
    said = f"{count}" if count else "<span class='cc-lacking'>no KPI</span>"
    return f"<td class='cc-sum' data-label='{escape(goal.label, quote=True)}'>{said}</td>"


def _loose(case: Case) -> list[str]:
    """Say in words which goals nothing measures, and which KPIs measure no goal."""
    measured = {name for kpi in case.kpis for name in kpi.goals}
    goals = [f"“{goal.label}”" for goal in case.goals if goal.id not in measured]
    kpis = [f"“{kpi.label}”" for kpi in case.kpis if not kpi.goals]
    said = [f"No KPI measures {wording.listed(goals, 6)}: nobody could tell whether it is reached."] if goals else []
    return [*said, *([f"Tied to no goal: {wording.listed(kpis, 6)}. Tie each to a goal, or drop it."] if kpis else [])]


def _picked(name: str, page: str) -> None:
    first, _, second = name.partition("|")
    if first == "open":
        state.pick(page, second)
        state.look_at(f"opened:{second}")
        return
    index = next((i for i, kpi in enumerate(state.case().kpis) if kpi.id == first), None)
    if index is not None:
        label = state.case().kpis[index].label
        state.edit(f"{label}: its goals", lambda case: editing.put(case, ("kpis", index, "goals"), editing.toggled(case.kpis[index].goals, second)))  # fmt: skip
