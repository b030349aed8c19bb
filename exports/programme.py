"""What a programme says: one sentence, its figures, what each case adds, how they rank, what may be counted twice; as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence

from exports import wording
from exports.tables import cell
from model.money import LOCALE
from model.names import listed
from model.programme import Worth
from scenarios.gathering import Gathered, Together
from scenarios.programme import CountedTwice, Criterion, MemberResult, ProgrammeResult

_HALF = 0.5
_LEAST_SHARE, _MORE = 0.2, 1.02


# --- the answer --------------------------------------------------------------------------------------------------


def answer(shown: Together, locale: str = LOCALE) -> str:
    """Return in a sentence what a programme comes to: its worth, when the money is back, and what most of it comes from."""
    result = shown.result
    if result is None:
        return "None of its cases can be counted yet." if shown.found else "The programme has no case yet."
    worth = wording.money_short(result.worth.npv, result.programme.currency, locale)
    who = "Together they are" if len(result.members) > 1 else "Its one case is"
    back = _back(result, are_many=len(result.members) > 1)
    left_out = f" {_left_out(shown)}" if shown.left_out else ""
    return f"{who} worth {worth} and {back}{_main(result, locale)}.{left_out}"


def _left_out(shown: Together) -> str:
    names = wording.listed([f"“{item.label}”" for item in shown.left_out])
    return f"{names} {'is' if len(shown.left_out) == 1 else 'are'} not counted."


def _back(result: ProgrammeResult, *, are_many: bool) -> str:
    months = result.worth.payback_months
    pay, do, need = ("pay", "do", "need") if are_many else ("pays", "does", "needs")
    if months is None:
        return f"{do} not pay back in {wording.duration(result.total.months)}"
    return f"{pay} back in month {math.ceil(months)}" if months else f"never {need} funding"


def _main(result: ProgrammeResult, locale: str) -> str:
    """Return what most of the worth comes from, as the rest of the sentence; nothing for a single case."""
    if len(result.members) == 1:
        return ""
    total, best = result.worth.npv, max(result.members, key=lambda member: member.worth.npv)
    if best.worth.npv < _HALF:
        return "; none of them is worth more than it costs"
    if total < _HALF:
        return f"; the best of them is “{best.label}” ({_short(best.worth.npv, result, locale)})"
    share = best.worth.npv / total
    if share > _MORE:
        return f"; “{best.label}” alone is worth {_short(best.worth.npv, result, locale)}, and others take from that"
    if share < _LEAST_SHARE:
        return f"; the largest of them is “{best.label}” ({_short(best.worth.npv, result, locale)})"
    words = wording.share_words(share)
    return f"; {words} of it is “{best.label}”"


def _short(amount: float, result: ProgrammeResult, locale: str) -> str:
    return wording.money_short(amount, result.programme.currency, locale)


# --- figures -----------------------------------------------------------------------------------------------------


def figure_cards(result: ProgrammeResult, locale: str = LOCALE) -> list[tuple[str, str, str]]:
    """Return the headline figures: what each is called, how it reads, and what is to be known of it."""
    worth, currency = result.worth, result.programme.currency
    rate = wording.percent(result.programme.rate, 1, locale)
    alone = sum(member.worth.peak_funding for member in result.members)
    return [
        ("What they are worth today (NPV)", wording.money(worth.npv, currency, locale), f"at {rate} a year, the rate of the programme"),
        ("Return on what is spent (ROI)", wording.percent(worth.roi, 0, locale), "at today's value"),
        ("Until the money is back (payback)", _payback(worth, result, locale), _when(worth, result, locale)),
        ("Most money out (peak funding)", wording.money(worth.peak_funding, currency, locale),
         f"at any time; {wording.money(alone, currency, locale)} if each case were funded by itself" if len(result.members) > 1 else "at any time"),
    ]  # fmt: skip


def _payback(worth: Worth, result: ProgrammeResult, locale: str) -> str:
    return wording.payback(worth.payback_months, locale) if result.total.net.any() else wording.NONE


def _when(worth: Worth, result: ProgrammeResult, locale: str) -> str:
    if worth.payback_months is None:
        return f"within {wording.duration(result.total.months)}"
    if not worth.payback_months:
        return "no money is ever out"
    return f"in {wording.month_words(result.total.start, math.ceil(worth.payback_months), locale)}"


def convention(result: ProgrammeResult, locale: str = LOCALE) -> str:
    """Return how the programme counts, in a sentence or two."""
    programme = result.programme
    how = wording.convention(programme.timing, programme.rate, locale)
    span = f"{wording.month_name(result.total.start, 1, locale)} to {wording.month_name(result.total.start, result.total.months, locale)}"
    return f"Convention: {how}. Each case lies on the calendar where it starts, {span}; today is the opening of the earliest."


# --- members -----------------------------------------------------------------------------------------------------


def share_of(member: MemberResult, result: ProgrammeResult, locale: str = LOCALE) -> str:
    """Return which part of the worth a member is; nothing where the total is not above nought."""
    return (
        wording.percent(member.worth.npv / result.worth.npv, 0, locale) if result.worth.npv >= _HALF else wording.NONE
    )


def own_figures(member: MemberResult, locale: str = LOCALE) -> tuple[str, str, str, str]:
    """Return the figures of a case by itself, in its own currency: NPV, ROI, payback, peak funding."""
    own, currency = member.own, member.case.currency
    has_money = bool(own.total_benefits or own.total_costs)
    return (
        wording.money(own.npv, currency, locale),
        wording.percent(own.roi, 0, locale),
        wording.payback(own.payback_months, locale) if has_money else wording.NONE,
        wording.money(own.peak_funding, currency, locale),
    )


def which(item: Gathered, locale: str = LOCALE) -> str:
    """Return which scenario and revision of a case is counted."""
    if item.saved is None:
        return ""
    revision = item.saved.revision
    newest = "" if item.member.revision else ", always the newest"
    return f"{item.scenario_label}, revision {revision.number}{newest}, saved by {revision.author} on {wording.moment(revision.saved_at, locale)}"


def exchange(member: MemberResult, result: ProgrammeResult, locale: str = LOCALE) -> str:
    """Return at which rate the currency of a member is counted; nothing where it is that of the programme."""
    if member.case.currency == result.programme.currency:
        return ""
    return f"1 {member.case.currency} = {wording.number(member.exchange_rate, 6, locale)} {result.programme.currency}"


# --- ranking -----------------------------------------------------------------------------------------------------

RANK_COLUMNS = ("Case", "Worth today (NPV)", "Return (ROI)", "NPV for each unit of peak funding")
RANK_USES: Mapping[Criterion, str] = {
    "npv": "By worth today (NPV): which case adds most. Use it where money is not short: every case above nought is worth doing.",
    "roi": "By return (ROI): which case makes most of each unit it spends over its whole life. A small case can lead it, so it does not say which adds most.",
    "npv_per_funding": "By NPV for each unit of peak funding: which case to fund first where the money that can be out at one time is short. A case that never needs funding has no place in it.",
}
"""What each ranking is for."""


def rank_rows(result: ProgrammeResult, locale: str = LOCALE) -> list[tuple[str, ...]]:
    """Return the members by NPV, the best first: each figure with its place."""
    rows = []
    for member in result.by_place("npv"):
        index = result.members.index(member)
        texts: dict[Criterion, str] = {
            "npv": wording.money(member.worth.npv, result.programme.currency, locale),
            "roi": wording.percent(member.worth.roi, 1, locale),
            "npv_per_funding": _per_funding(member.worth, locale),
        }
        rows.append((member.label, *(_placed(text, result.places[key][index]) for key, text in texts.items())))
    return rows


def _per_funding(worth: Worth, locale: str) -> str:
    return wording.NONE if worth.npv_per_funding is None else wording.fixed(worth.npv_per_funding, locale)


def _placed(text: str, place: int | None) -> str:
    return text if place is None else f"{text} · {_ordinal(place)}"


def _ordinal(place: int) -> str:
    """Return a place as people say it: 1st, 12th, 22nd."""
    ending = "th" if place // 10 % 10 == 1 else _ENDINGS.get(place % 10, "th")
    return f"{place}{ending}"


_ENDINGS: Mapping[int, str] = {1: "st", 2: "nd", 3: "rd"}


# --- what must be known ------------------------------------------------------------------------------------------


COUNTED_TWICE = (
    "Counted twice: what two cases of one organisation, or one case in two places, may both claim, such as the same "
    "contact that is avoided. Each amount is the smaller of the two. The total still holds both: look whether one "
    "benefit stands in both cases, and lower it in one of them."
)
"""What it means that something may be counted twice, and what to do about it."""
_MOST_NAMED = 4


def overlaps(result: ProgrammeResult, locale: str = LOCALE) -> list[tuple[str, str]]:
    """Return for each two cases how much they may both count, the largest first, and what that is."""
    pairs: dict[tuple[int, int], list[CountedTwice]] = {}
    for overlap in result.overlaps:
        pairs.setdefault(overlap.members, []).append(overlap)
    return [_of_pair(members, found, result, locale) for members, found in pairs.items()]


def _of_pair(
    members: tuple[int, int], found: Sequence[CountedTwice], result: ProgrammeResult, locale: str
) -> tuple[str, str]:
    names = listed([f"“{result.members[index].label}”" for index in members], "and")
    most = _short(found[0].at_stake, result, locale)
    if found[0].kind == "case":
        told = f"{names} are the same case: up to {most} of benefits at today's value stand in the total twice."
        return told, "Take one of them out, unless both will happen."
    what = [f"{overlap.what} ({_short(overlap.at_stake, result, locale)})" for overlap in found]
    more = [f"{len(what) - _MOST_NAMED} more"] if len(what) > _MOST_NAMED else []
    return (
        f"{names} may both count up to {most} of benefits, at today's value.",
        f"{'; '.join([*what[:_MOST_NAMED], *more])}.",
    )


# --- CSV ---------------------------------------------------------------------------------------------------------

CSV_COLUMNS = ("part", "id", "label", "currency", "figure", "value", "text")
_CsvRow = tuple[str, str, str, str, str, float | None, str]


def programme_csv(shown: Together) -> str:
    """Return a programme as CSV, one value a row: its figures, each case's own and what it adds, overlaps, cash by month.

    Numbers are written in full. A text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(CSV_COLUMNS)
    for row in _csv_rows(shown):
        rows.writerow([cell(value) for value in row])
    return written.getvalue()


def _csv_rows(shown: Together) -> Iterator[_CsvRow]:
    programme, result = shown.programme, shown.result
    if result:
        yield from _worth_rows("programme", programme.id, programme.title, programme.currency, result.worth)
        for item, member in zip(shown.counted, result.members, strict=True):
            yield from _member_rows(item, member, programme.currency)
        for overlap in result.overlaps:
            names = " / ".join(result.members[index].label for index in overlap.members)
            yield "counted twice", overlap.kind, names, programme.currency, "at_stake", overlap.at_stake, overlap.what
        for text in result.warnings:
            yield "warning", "", "", "", "", None, text
    for item in shown.left_out:
        yield "not counted", item.member.case, item.label, "", "", None, item.fault
    if result:
        yield from _cash_rows(result)


def _worth_rows(part: str, name: str, label: str, currency: str, worth: Worth) -> Iterator[_CsvRow]:
    for key in Worth.__slots__:
        yield part, name, label, currency, key, getattr(worth, key), ""


def _member_rows(item: Gathered, member: MemberResult, currency: str) -> Iterator[_CsvRow]:
    for key in ("npv", "roi", "payback_months", "peak_funding"):
        yield (
            "by itself",
            item.member.case,
            item.label,
            member.case.currency,
            key,
            getattr(member.own, key),
            which(item),
        )
    yield "rate of exchange", item.member.case, item.label, currency, "exchange_rate", member.exchange_rate, ""
    yield from _worth_rows("contribution", item.member.case, item.label, currency, member.worth)
    for text in item.remarks:
        yield "remark", item.member.case, item.label, "", "", None, text


def _cash_rows(result: ProgrammeResult) -> Iterator[_CsvRow]:
    """Yield the cumulative cash of the programme and of each case, by month of the programme."""
    for label, net in ((result.programme.title, result.total.net), *((m.label, m.net) for m in result.members)):
        for month, amount in enumerate(net.cumsum()):
            yield (
                "cumulative cash",
                str(month),
                label,
                result.programme.currency,
                "cash",
                float(amount),
                wording.month_short(result.total.start, month) if month else "Opening",
            )
