"""Why a figure of the sheet “Appraisal” is missing or unusual: the words of the model, said by formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exports import wording
from exports.workbook.book import Page
from exports.workbook.naming import MONTHS, MONTHS_IN_YEAR, TIMING, VERY_HIGH
from exports.workbook.report import Report
from exports.workbook.timed import Named, referred
from model import appraise, finance

_NO = f'"{wording.NONE}"'
_MOST_LITERAL = 255
"""How long a text in a formula may be."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note on something: the formula that gives its words or a dash, and the words it may come to."""

    about: str
    formula: str
    may_say: tuple[str, ...]


def said(template: str, filling: str = "") -> str:
    """Return a formula for a sentence, with another formula in the place of its braces."""
    parts = template.split("{}")
    return f"&{filling}&".join(quoted(part) for part in parts)


def quoted(text: str) -> str:
    """Return a text as it stands in a formula."""
    pieces = [text[start : start + _MOST_LITERAL] for start in range(0, len(text), _MOST_LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def write_notes(page: Page, report: Report, row: int, named: Named) -> None:
    """Write the notes from a row (from 0) on."""
    page.text(row, 0, "Notes", "section")
    told = report.appraisal.notes
    page.text(row, 1, f"Why a figure is missing or unusual; {wording.NONE} where it is as usual", "note")
    for place, note in enumerate(_notes(report), start=row + 1):
        value = next((text for text in told if text in note.may_say), wording.NONE)
        page.text(place, 0, note.about)
        page.formula(place, 1, referred(note.formula, named), value, "text")


def _notes(report: Report) -> Iterator[Note]:
    yield _irr(report)
    yield _plain("MIRR", "{turns.total}=0", appraise.NO_MIRR.format(finance.ONE_WAY))
    middle = f'AND(ISNUMBER({{irr}}),{TIMING}="mid_month")'
    yield _plain("IRR by mid-month timing", middle, appraise.MID_MONTH_IRR)
    yield _plain("Size of IRR", f"IF(ISNUMBER({{irr}}),{{irr}}>{VERY_HIGH},FALSE)", appraise.HIGH_IRR)
    yield _plain("ROI and benefit-cost ratio", "{pv_costs}<=0", appraise.NO_COSTS)
    yield from _payback(report)
    rest = f"MOD({MONTHS},{MONTHS_IN_YEAR})"
    part = appraise.PART_YEAR.format(report.plan.resolved.months % 12)
    yield Note("Years", f"IF({rest}>0,{said(appraise.PART_YEAR, rest)},{_NO})", (part,))


def _plain(about: str, condition: str, text: str) -> Note:
    return Note(about, f"IF({condition},{quoted(text)},{_NO})", (text,))


def _irr(report: Report) -> Note:
    turns = report.search.turns
    several, only = (finance.SEVERAL_RATES, finance.ONLY_RATE)
    borrowing = f"IF({{turns_sign.end}}<0,{quoted(appraise.UNUSUAL_IRR.format(finance.BORROWING))},{_NO})"
    many = (
        f"IF({{exists}}=1,{said(appraise.UNUSUAL_IRR.format(only), '{turns.total}')},"
        f"{said(appraise.NO_IRR.format(several), '{turns.total}')})"
    )
    one_way = quoted(appraise.NO_IRR.format(finance.ONE_WAY))
    formula = f"IF({{turns.total}}=0,{one_way},IF({{turns.total}}=1,{borrowing},{many}))"
    return Note(
        "IRR",
        formula,
        (
            appraise.NO_IRR.format(finance.ONE_WAY), appraise.UNUSUAL_IRR.format(finance.BORROWING),
            appraise.UNUSUAL_IRR.format(only.format(turns)), appraise.NO_IRR.format(several.format(turns)),
        ),
    )  # fmt: skip


def _payback(report: Report) -> Iterator[Note]:
    months = report.plan.resolved.months
    late, never = said(appraise.NOT_BACK, MONTHS), quoted(appraise.NEVER_OUT)
    back = f"IF(ISTEXT({{payback_months}}),{late},IF({{payback_months}}=0,{never},{_NO}))"
    yield Note(
        "Payback",
        f"IF({{is_money}}=0,{quoted(appraise.NOTHING_SPENT)},{back})",
        (appraise.NOTHING_SPENT, appraise.NOT_BACK.format(months), appraise.NEVER_OUT),
    )
    is_back = "ISNUMBER({payback_months}),{payback_months}>0"
    times = "SUMPRODUCT((1-{net_below.earlier})*{net_below.later})+{net_below.opening}"
    yield _plain("After payback", f"AND({is_back},{times}>1)", appraise.BACK_ONCE)
    today = f"IF(AND({is_back},ISTEXT({{discounted_payback_months}})),{said(appraise.NOT_BACK_TODAY, MONTHS)},{_NO})"
    yield Note("Discounted payback", today, (appraise.NOT_BACK_TODAY.format(months),))
