"""The sheet “Side by side”: the figures of every scenario as the model computed them, beside the live one."""

from __future__ import annotations

from exports import wording
from exports.workbook.appraising import cells, shown
from exports.workbook.book import Book, Page
from exports.workbook.changes import COUNT, wide
from exports.workbook.naming import SCENARIO, TOLERANCE
from exports.workbook.places import letters
from exports.workbook.report import Report
from exports.workbook.sheet_names import BESIDE
from exports.workbook.wrapping import height
from model.result import Figures
from scenarios import Analysis
from scenarios.bridge import BASE_CASE

LABEL, UNIT, LIVE, CHECK, FIRST = range(5)
_LABEL_WIDTH, _FACT_WIDTH = 54, 96
"""How wide, in letters, the first column is, and the cells from the units to the third scenario together."""
_TOP = 6
"""The row of the heads, from 1."""


def off_cells() -> str:
    """Return the cells that count figures of the live scenario that are not those the model computed."""
    return f"'{BESIDE}'!${letters(CHECK)}${_TOP + 1}:${letters(CHECK)}${_TOP + len(wording.FIGURE_LABELS)}"


def option_names(options: int) -> str:
    """Return the cells with the names of the scenarios, in the order of their numbers."""
    return f"'{BESIDE}'!${letters(FIRST)}${_TOP}:${letters(FIRST + options - 1)}${_TOP}"


def beside(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, options = book.pages[BESIDE], _stored(report)
    page.title(
        "Side by side",
        f"Scenarios as the model computed them on {book.stamp.day}; only the column “Live” follows the inputs.",
    )
    heads = ("Figure", "Unit", "Live", "Live differs: 1", *(label for label, _ in options))
    page.row_of(_TOP - 1, heads[:LIVE])
    page.row_of(_TOP - 1, heads[LIVE:], "head_right", LIVE)
    page.text(_TOP - 2, LIVE, "By formula", "note")
    page.text(_TOP - 2, FIRST, "Values at export, not live", "note")
    widths = [(_LABEL_WIDTH, 10, 18, 16)[column] if column < FIRST else 18 for column in range(len(heads))]
    for column, width in enumerate(widths):
        page.sheet.set_column(column, column, width)
    page.sheet.set_row(_TOP - 1, height(heads, [0.8 * width for width in widths]))
    for row, key in enumerate(wording.FIGURE_LABELS, start=_TOP):
        _figure(page, report, row, key)
    _facts(page, report, _TOP + len(wording.FIGURE_LABELS) + 1)
    page.sheet.freeze_panes(_TOP, 1)
    page.set_up(repeat=(_TOP - 2, _TOP - 1), pages=(wide(len(options)), 0))


def _stored(report: Report) -> list[tuple[str, Analysis]]:
    """Return the scenarios of the workbook, then whatever else the order sets beside them, each under its name."""
    options = [(option.label, option.analysis) for option in report.plan.switched.options]
    known = {analysis.resolved.fingerprint for _, analysis in options}
    others = [one for one in report.order.others if one.resolved.fingerprint not in known]
    return [*options, *((_name(one, report), one) for one in others)]


def _name(analysis: Analysis, report: Report) -> str:
    resolved = analysis.resolved
    scenario = resolved.scenario_label or BASE_CASE
    money = "" if resolved.currency == report.currency else f", in {resolved.currency}"
    return f"{resolved.title}: {scenario}{money}"


def _figure(page: Page, report: Report, row: int, key: str) -> None:
    unit, form = shown(report, key)
    look, bold = page.book.style("figure", form), page.book.style("figure", form, bold=True)
    found: list[Figures] = [analysis.appraisal.figures for _, analysis in _stored(report)]
    values: list[float | str] = [wording.NONE if (v := getattr(one, key)) is None else v for one in found]
    page.text(row, LABEL, wording.FIGURE_LABELS[key])
    page.text(row, UNIT, unit, "unit")
    page.formula(row, LIVE, cells()[key], values[report.plan.switched.chosen], bold)
    page.formula(row, CHECK, _differs(row + 1, len(report.plan.switched.options)), 0.0, "flag")
    for index, value in enumerate(values):
        if isinstance(value, str):
            page.text(row, FIRST + index, value, page.book.style("figure", align="right"))
        else:
            page.number(row, FIRST + index, value, look)


def _differs(row: int, options: int) -> str:
    """Return the formula that is 1 where the live figure is not the stored one, while the inputs are as exported."""
    stored = f"INDEX($E{row}:${letters(FIRST + options - 1)}{row},1,{SCENARIO})"
    live = f"$C{row}"
    off = f"IF(ABS({live}-{stored})>{TOLERANCE}*MAX(ABS({live}),ABS({stored}),1),1,0)"
    return f"IF({COUNT}>0,0,IF(ISNUMBER({live})*ISNUMBER({stored}),{off},IF({live}={stored},0,1)))"


def _facts(page: Page, report: Report, row: int) -> None:
    """Write what the scenarios are: how long, by which convention, with which fingerprint, and what must be noted."""
    page.text(row, LABEL, "What each scenario is", "section")
    for label, analysis in _stored(report):
        resolved = analysis.resolved
        convention = wording.convention(resolved.discount.timing, resolved.discount.rate)
        horizon = f"{resolved.months} months from {wording.month_name(resolved.start, 1)}"
        said = (f"{horizon}; {convention}", *analysis.appraisal.notes, f"Fingerprint {resolved.fingerprint}")
        page.text(row + 1, LABEL, label, "wrapped")
        for place, text in enumerate(said):
            row += 1
            look = page.book.style("wrapped", font_color=page.book.brand.colours.neutral) if text is said[-1] else page.book.style("wrapped")  # fmt: skip
            page.across(row, UNIT, FIRST + 2, text, look)
            page.sheet.set_row(row, height((text, "" if place else label), (_FACT_WIDTH, _LABEL_WIDTH)))
    for label, why in report.plan.switched.left_out:
        row += 1
        page.text(row, LABEL, label)
        page.text(row, UNIT, f"Not in this workbook, because {why}.", "note")
