"""Compare: two to eight scenarios side by side, what differs between them, and what makes the difference."""

from __future__ import annotations

from functools import partial

import streamlit as st

from exports import compared, side_by_side, wording
from model.compare import LEAST
from model.names import counted
from model.problems import CaseProblems
from scenarios.bridge import Bridge, why_no_bridge
from scenarios.comparison import Comparison
from scenarios.progress import page_of_answer
from ui import cached, comparing, state
from ui.comparing import Chosen, Item
from ui.components import comparison_choice, downloads, fields, markup
from ui.components.drawing import draw
from ui.components.side_tables import Cell, SideRow, side_table
from ui.journey import BY_NAME

_PLACE = BY_NAME["compare"]
_FROM, _TO = "bridge-from", "bridge-to"
_FIRST_SHOWN = 8


def show() -> None:
    """Show the scenarios that were chosen side by side; where there are none yet, what to choose."""
    chosen, offers = comparing.chosen(), comparing.offers()
    if len(chosen.items) < LEAST:
        _too_few(chosen, offers)
        return
    comparison = cached.comparison(chosen.entries)
    pair = _pair(chosen)
    top = st.empty()
    with top:
        markup.page(_PLACE, compared.answer(comparison, _known(comparison, pair)))
    comparison_choice.show(chosen, offers)
    _say_faults(chosen)
    _cautions(comparison)
    _figures(chosen, comparison)
    bridge = _bridge(chosen, comparison, pair)
    if bridge is not None:
        with top:
            markup.page(_PLACE, compared.answer(comparison, bridge))
    _cash(comparison)
    _assumptions(chosen, comparison, bridge)
    _settings(chosen, comparison)
    _money(chosen, comparison)
    _options(comparison)
    _downloads(comparison)


def _too_few(chosen: Chosen, offers: tuple[comparing.Offer, ...]) -> None:
    count = len(chosen.items)
    answer = (
        "Choose one more scenario to compare it with."
        if count
        else "Choose two to eight scenarios to hold side by side."
    )
    markup.page(_PLACE, answer)
    _say_faults(chosen)
    if not count:
        markup.empty(
            "A comparison shows the figures of each scenario beside the others, every answer that differs, and a bridge: "
            "how much of the difference each change makes. Scenarios may come from this case, from any saved revision, "
            "or from the examples."
        )
        if offers:
            first = offers[0]
            st.button(f"Compare: {first.title}", type="primary", key="compare-first", on_click=comparing.choose, args=(first.references,), help=first.why)  # fmt: skip
    comparison_choice.show(chosen, offers)


def _say_faults(chosen: Chosen) -> None:
    rows = [("medium", "Not compared", message, "Choose another one in its place.") for _, message in chosen.faults]
    if rows:
        markup.findings(rows)
        found = tuple(item.reference for item in chosen.items)
        st.button("Leave out what is not here", key="compare-forget", on_click=comparing.choose, args=(found,))


def _cautions(comparison: Comparison) -> None:
    """Say first what keeps the figures from being compared as they stand."""
    if comparison.warnings:
        markup.findings(markup.caution(warning, "medium") for warning in comparison.warnings)


# --- figures -----------------------------------------------------------------------------------------------------


def _figures(chosen: Chosen, comparison: Comparison) -> None:
    shared, differing = compared.conventions(comparison)
    also = "; what differs of it stands below" if differing else ""
    markup.heading("Figures", f"Convention of all: {shared}{also}. {_clickable(chosen)}")
    rows = [_figure_row(chosen, comparison, key) for key in compared.HEADLINES]
    rows += [SideRow(name, [Cell(text) for text in texts], group="How it is counted") for name, texts in differing]
    columns = [item.so_far for item in chosen.items]
    side_table(columns, rows, "compared-figures", partial(_trace, chosen), caption="Figures side by side")
    with st.expander("More figures"):
        rest = [key for key in wording.FIGURE_LABELS if key not in compared.HEADLINES]
        more = [_figure_row(chosen, comparison, key) for key in rest]
        side_table(columns, more, "more-figures", partial(_trace, chosen), caption="More figures side by side")


def _clickable(chosen: Chosen) -> str:
    is_on_desk = any(item.source.is_on_desk for item in chosen.items)
    return "Click a number of the case you work on to see where it comes from." if is_on_desk else ""


def _figure_row(chosen: Chosen, comparison: Comparison, key: str) -> SideRow:
    best = compared.best(comparison, key)
    cells = [
        Cell(compared.figure_text(appraisal, key), pick=_pick(item, index, f"figure:{key}"), is_best=index in best)
        for index, (item, appraisal) in enumerate(zip(chosen.items, comparison.appraisals, strict=True))
    ]
    return SideRow(wording.figure_label(key), cells)


def _pick(item: Item, index: int, name: str) -> str:
    """Return what is picked by a click on a number of the case on the desk; others are explained once they are opened."""
    return f"{index}|{name}" if item.source.is_on_desk else ""


def _trace(chosen: Chosen, picked: str) -> None:
    """Explain a number under the scenario it stands for, or go to the field of an answer."""
    index, _, name = picked.partition("|")
    if index.isdecimal():
        state.show_scenario(chosen.items[int(index)].reference.scenario)
        state.trace_to(name)
    else:
        state.go_to(page_of_answer(name), name)


# --- the bridge --------------------------------------------------------------------------------------------------


def _pair(chosen: Chosen) -> tuple[int, int]:
    """Return which two the bridge joins: the first two unless somebody chose."""
    named = [str(item.reference) for item in chosen.items]
    one, other = state.picked(_FROM), state.picked(_TO)
    begin = named.index(one) if one in named else 0
    end = named.index(other) if other in named else (1 if begin == 0 else 0)
    return (begin, end) if begin != end else (begin, (begin + 1) % len(named))


def _known(comparison: Comparison, pair: tuple[int, int]) -> Bridge | None:
    one, other = (comparison.entries[i] for i in pair)
    return cached.known_bridge(one.analysis, other.analysis, (one.label, other.label))


def _bridge(chosen: Chosen, comparison: Comparison, pair: tuple[int, int]) -> Bridge | None:
    """Show what makes the difference between two of them, and return it; None where it cannot be shared out."""
    one, other = (comparison.entries[i] for i in pair)
    why = why_no_bridge(one.analysis, other.analysis)
    if len(chosen.items) > LEAST:
        markup.label("A bridge from one to another", "what each change does to what it is worth (NPV)")
        _pickers(chosen, pair)
    if why:
        markup.note(why)
        return None
    found = _shared_out(comparison, pair)
    if found is None:
        return None
    draw(cached.bridge_chart(found, dark=state.is_dark()))
    markup.note(side_by_side.bridge_method(found))
    for warning in found.warnings:
        markup.note(warning)
    return found


def _pickers(chosen: Chosen, pair: tuple[int, int]) -> None:
    labels = {str(item.reference): item.label for item in chosen.items}
    for column, key, title, at in zip(st.columns(2), (_FROM, _TO), ("From", "To"), pair, strict=True):
        fields.show(key, str(chosen.items[at].reference))
        with column:
            st.selectbox(
                title,
                list(labels),
                key=key,
                format_func=labels.__getitem__,
                on_change=_keep_pair,
                args=(pair, chosen, key),
            )


def _keep_pair(pair: tuple[int, int], chosen: Chosen, changed: str) -> None:
    """Keep both ends of the bridge; where the same one is chosen twice, they change places."""
    ends = dict(zip((_FROM, _TO), (str(chosen.items[i].reference) for i in pair), strict=True))
    before, now = ends[changed], str(st.session_state[changed])
    other = _TO if changed == _FROM else _FROM
    ends |= {changed: now, other: before if ends[other] == now else ends[other]}
    for key, reference in ends.items():
        state.pick(key, reference)


def _shared_out(comparison: Comparison, pair: tuple[int, int]) -> Bridge | None:
    one, other = (comparison.entries[i] for i in pair)
    known = _known(comparison, pair)
    if known:
        return known
    place = st.empty()
    try:
        return cached.bridge(one.analysis, other.analysis, (one.label, other.label), partial(_progress, place))
    except CaseProblems as error:
        markup.problems(error)
        return None
    finally:
        place.empty()


def _progress(place: st.delta_generator.DeltaGenerator, share: float) -> None:
    place.progress(min(max(share, 0.0), 1.0), "Sharing the difference out among everything that differs")


# --- what differs ------------------------------------------------------------------------------------------------


def _by_currency(comparison: Comparison) -> list[Comparison]:
    """Return the comparison in parts of one currency each."""
    parts: dict[str, list[int]] = {}
    for index, appraisal in enumerate(comparison.appraisals):
        parts.setdefault(appraisal.run.graph.resolved.currency, []).append(index)
    return [Comparison(tuple(comparison.entries[i] for i in indices)) for indices in parts.values()]


def _cash(comparison: Comparison) -> None:
    by = "case"
    if len({appraisal.run.graph.resolved.start for appraisal in comparison.appraisals}) > 1:
        ways = {"case": "Month of each case", "calendar": "Calendar month"}
        by = st.segmented_control("Months are counted by", list(ways), key="compare-months", default="case", format_func=ways.__getitem__, required=True) or "case"  # fmt: skip
    for part in _by_currency(comparison):
        draw(cached.compared_chart("cash_curves", part, by, dark=state.is_dark()))


def _assumptions(chosen: Chosen, comparison: Comparison, bridge: Bridge | None) -> None:
    """Show the answers that differ, those that make most of the difference first."""
    rows = _answer_rows(chosen, comparison, bridge)
    said = (
        f"{counted(len(rows), 'answer')} {'differs' if len(rows) == 1 else 'differ'}" if rows else "No answer differs"
    )
    order = ", those that move NPV most first" if bridge and len(rows) > 1 else ""
    to_field = "; click one to go to its field" if any(row.pick for row in rows) else ""
    markup.heading("Answers that differ", f"{said}{order}{to_field}")
    _answer_table(chosen, rows[:_FIRST_SHOWN], "compared-answers")
    if rows[_FIRST_SHOWN:]:
        more = st.expander(
            f"{counted(len(rows) - _FIRST_SHOWN, 'more answer')} that differ", key="more-answers", on_change="rerun"
        )
        if more.open:
            with more:
                _answer_table(chosen, rows[_FIRST_SHOWN:], "compared-more-answers")
    used = side_by_side.used_by_some(comparison)
    if used:
        markup.note(used)


def _answer_rows(chosen: Chosen, comparison: Comparison, bridge: Bridge | None) -> list[SideRow]:
    listed = [row for row in comparison.assumptions if row.differs != ("use",)]
    texts = side_by_side.assumption_rows(comparison)
    asked = {name for item in chosen.items if item.source.is_on_desk for name in item.standing.by_name}
    rank = {name: i for i, part in enumerate(bridge.parts if bridge else ()) for name in part.id.split("+")}
    rows = [
        (
            rank.get(row.id, len(rank)),
            SideRow(label, [Cell(*_two(text)) for text in cells], pick=row.id if row.id in asked else ""),
        )
        for row, (label, *cells) in zip(listed, texts, strict=True)
    ]
    return [row for _, row in sorted(rows, key=lambda ranked: ranked[0])]


def _answer_table(chosen: Chosen, rows: list[SideRow], key: str) -> None:
    columns = [item.so_far for item in chosen.items]
    if rows:
        side_table(columns, rows, key, partial(_trace, chosen), caption="Answers that differ", words=True)


def _settings(chosen: Chosen, comparison: Comparison) -> None:
    columns = [item.so_far for item in chosen.items]
    rows = [SideRow(label, [Cell(text) for text in cells]) for label, *cells in side_by_side.setting_rows(comparison)]
    if rows:
        markup.heading("Settings and streams that differ")
        side_table(
            columns, rows, "compared-settings", partial(_trace, chosen), caption="Settings that differ", words=True
        )


def _two(text: str) -> tuple[str, str]:
    """Return the value of an answer, and what is said of its evidence."""
    value, _, rest = text.partition(" · ")
    return value, rest


def _money(chosen: Chosen, comparison: Comparison) -> None:
    """Show value and cost by stream, and on demand every line that differs."""
    for part in _by_currency(comparison):
        draw(cached.compared_chart("streams_compared", part, dark=state.is_dark()))
    if not comparison.lines:
        markup.note("No benefit or cost line differs.")
        return
    more = st.expander(f"{counted(len(comparison.lines), 'line')} that differ", key="more-lines", on_change="rerun")
    if more.open:
        with more:
            markup.note("At today's value, the furthest apart first.")
            columns = [item.so_far for item in chosen.items]
            rows = _line_rows(chosen, comparison)
            side_table(columns, rows, "compared-lines", partial(_trace, chosen), caption="Lines that differ")


def _line_rows(chosen: Chosen, comparison: Comparison) -> list[SideRow]:
    return [
        SideRow(
            label,
            [
                Cell(text, pick="" if text == wording.NONE else _pick(item, index, f"line:{line.id}"))
                for index, (item, text) in enumerate(zip(chosen.items, cells, strict=True))
            ],
            group="Benefits" if kind == "benefit" else "Costs",
        )
        for line, (label, kind, *cells) in zip(
            comparison.lines, side_by_side.worth_rows(comparison, comparison.lines), strict=True
        )
    ]


# --- options and files -------------------------------------------------------------------------------------------


def _options(comparison: Comparison) -> None:
    if not comparison.is_one_currency:
        markup.heading("As options")
        markup.note(
            "Options are ranked within one currency only. Compare scenarios of one currency to see which to choose."
        )
        return
    options = cached.appraised_options(comparison)
    draw(cached.options_chart(comparison, dark=state.is_dark()), with_table=False)
    markup.table(side_by_side.OPTION_COLUMNS, side_by_side.option_rows(options), caption="Options ranked")
    for note in (side_by_side.RISK_NOTE, *options.notes):
        markup.note(note)
    markup.label("Step by step", "each option against the next cheaper one: is the extra money well spent?")
    markup.points(compared.step_sentences(comparison, options))


def _downloads(comparison: Comparison) -> None:
    with st.container(horizontal=True, key="compare-files"):
        downloads.table("comparison", lambda: compared.comparison_csv(comparison, list(filter(None, comparison.bridges))), "compare-csv")  # fmt: skip
        downloads.data("comparison", comparison.record, "compare-json")


show()
