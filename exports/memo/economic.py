"""The economic case: the value by stream with its method and caveats, the options, what moves it and where it turns."""

from __future__ import annotations

from collections.abc import Iterator

from exports import charts, risk_words, side_by_side, wording
from exports.memo.basis import Basis
from exports.memo.content import Block, Paragraph, Picture, Points, Section, note, table, text
from exports.side_by_side import scenario_name
from model.names import CLASS_NAMES, capitalised, counted, uncapitalised
from model.names import listed as listed_all
from model.options import OptionsAppraisal
from model.result import StreamTotal
from model.risk.naming import value_text

_MOST_TURNING = 8
_MOST_BARS = 10


def section(basis: Basis) -> Section:
    """Return the economic case."""
    return Section(
        "Economic case",
        sections=(
            Section("Where the value comes from", tuple(_value(basis))),
            Section("How each part is counted", tuple(_methods(basis))),
            Section("Options compared", tuple(_options(basis))),
            Section("What moves the result", tuple(_moves(basis))),
            Section("Where it turns", tuple(_turns(basis))),
        ),
    )


# --- value -------------------------------------------------------------------------------------------------------


def _value(basis: Basis) -> Iterator[Block]:
    benefits = basis.streams_of("benefit")
    if not benefits:
        yield from text("No benefit is counted, so there is no value to explain.")
        return
    whole = basis.figures.pv_benefits
    yield from text(f"All benefits together are worth {basis.short(whole)} today. {_classes(basis)}".strip())
    if len(benefits) > 1 and whole > 0:
        yield Picture(charts.value_by_stream(basis.appraisal, look=basis.look, locale=basis.locale))
    rows = [_value_row(basis, stream, whole) for stream in benefits]
    if len(rows) > 1:
        rows.append(("All benefits", *map(basis.money, (basis.figures.total_benefits, whole)), basis.percent(1.0) if whole > 0 else wording.NONE))  # fmt: skip
    columns = ("Value stream", f"Over {basis.over}", "Worth today", "Share")
    yield from table("Benefits by value stream", columns, rows, (46, 20, 20, 14), totals=(-1,) if len(rows) > 1 else ())


def _value_row(basis: Basis, stream: StreamTotal, whole: float) -> tuple[str, ...]:
    share = basis.percent(stream.present_value / whole) if whole > 0 else wording.NONE
    return (stream.label, basis.money(stream.total), basis.money(stream.present_value), share)


def _classes(basis: Basis) -> str:
    """Return what kind of money the value is."""
    shares = sorted(basis.appraisal.shares["class"].items(), key=lambda item: -item[1])
    parts = [
        f"{basis.percent(share)} {uncapitalised(CLASS_NAMES.get(name, name))}"
        for name, share in shares
        if share >= 0.005
    ]
    return f"By kind: {listed_all(parts, 'and')}." if parts else ""


# --- methods -----------------------------------------------------------------------------------------------------


def _methods(basis: Basis) -> Iterator[Block]:
    benefits = basis.streams_of("benefit")
    if not benefits:
        yield from text("There is nothing to count.")
    for stream in benefits:
        yield from _method(basis, stream)
    compared = wording.methods(basis.appraisal, basis.locale)
    for title, rows in compared:
        caption = f"{title}: ways to count it, in the last month"
        yield from table(caption, ("Way to count it", "A month", ""), [(a, b, c) for a, b, c in rows], (60, 20, 20))


def _method(basis: Basis, stream: StreamTotal) -> Iterator[Block]:
    known = basis.library_stream(stream.id)
    if known is None:
        line = next(iter(basis.lines_in(stream.id)))
        yield Paragraph(
            f"A line of the case's own. {line.note or 'How it is computed stands in the appendix.'}", f"{stream.label}."
        )
        return
    yield Paragraph(known.summary, f"{stream.label}.")
    chosen = _chosen(basis, stream.id)
    methods = [method.rstrip(".") for method in known.methods]
    said = [
        *([Paragraph(f"{chosen}.", "Counted here:")] if chosen else []),
        *(
            [Paragraph(f"{'; '.join(methods)}.", "Published methods:" if len(methods) > 1 else "Published method:")]
            if methods
            else []
        ),
        *(Paragraph(caveat.replace("`", ""), "Caveat:") for caveat in known.caveats),
    ]
    if said:
        yield Points(tuple(said))


def _chosen(basis: Basis, name: str) -> str:
    """Return the answers that decide how a stream is counted."""
    known = basis.library_stream(name)
    used = next((stream for stream in basis.resolved.streams if stream.id == name), None)
    if known is None or used is None:
        return ""
    options = {question: choice.options for question, choice in known.choices.items()}
    said = [options[name][answer] for name, answer in used.choices.items() if answer in options.get(name, {})]
    return "; ".join(uncapitalised(one.rstrip(".")) for one in dict.fromkeys(said))


# --- options -----------------------------------------------------------------------------------------------------


def _options(basis: Basis) -> Iterator[Block]:
    options = basis.options
    if options is None:
        yield from text("Nothing is done in any scenario, so there is nothing to compare.")
        return
    title = side_by_side.options_title(options, basis.locale)
    if len(options.rows) < 3:
        only = capitalised(scenario_name(options.rows[1].label))
        yield from text(
            f"{title}. {only} is the only way that was looked at, held against doing nothing; a case is stronger where other ways to the same goals were looked at."
        )
    else:
        yield from text(
            f"{title}. Every scenario is held against doing nothing; one that may happen, rather than be chosen, is no option."
        )
        yield Picture(charts.options_ranked(options, basis.look, basis.locale))
    yield from _option_tables(basis, options)
    yield from _views(basis)


def _option_tables(basis: Basis, options: OptionsAppraisal) -> Iterator[Block]:
    rows = side_by_side.option_rows(options, basis.locale)
    caption = "Options by what they are worth today, with their place"
    yield from table(caption, side_by_side.OPTION_COLUMNS, rows, (24, 17, 13, 15, 15, 16))
    yield from note(side_by_side.RISK_NOTE, *options.notes)
    if len(options.rows) > 2:
        steps = side_by_side.increment_rows(options, basis.locale)
        caption = "Each option against the next cheaper one"
        yield from table(caption, side_by_side.INCREMENT_COLUMNS, steps, (20, 20, 17, 17, 26), 2)
    if basis.not_compared:
        names = listed_all(basis.not_compared, "and")
        yield from note(f"Not shown, as it cannot be computed, is in another currency, or is one too many: {names}.")


def _views(basis: Basis) -> Iterator[Block]:
    """Yield what the same plan comes to where it is seen with more or less caution."""
    if not basis.views:
        return
    said = [f"{scenario_name(name)} {basis.short(view.figures.npv)}" for name, view in basis.views]
    yield from text(f"The same plan, seen with more or less caution, is worth: {listed_all(said, 'and')}.")
    keys = ("npv", "roi", "payback_months", "peak_funding")
    rows = [(name, *(wording.figure_text(view, key, basis.locale) for key in keys)) for name, view in basis.views]
    columns = ("View", *(side_by_side.CRITERION_NAMES[key] for key in ("npv", "roi", "payback", "peak_funding")))
    yield from table("The same plan, seen with more or less caution", columns, rows, (32, 18, 16, 16, 18))


# --- sensitivity -------------------------------------------------------------------------------------------------


def _moves(basis: Basis) -> Iterator[Block]:
    tornado = basis.order.tornado
    if tornado is None:
        yield from text("No value of this case is varied, so nothing is known of what moves it.")
        return
    bars = [bar for bar in tornado.bars if bar.size]
    if not bars:
        yield from text("No value of this case moves what it is worth.")
        return
    signs = [bar for bar in bars if bar.changes_sign]
    said = f"“{bars[0].label}” moves the result most. {bars[0].sentence}"
    yield from text(said, _signs(basis, len(signs)))
    yield Picture(charts.npv_tornado(tornado, basis.analysis.program, look=basis.look, locale=basis.locale))
    rows = [
        (bar.label, bar.low_text, bar.high_text, basis.money(bar.npv_at_low), basis.money(bar.npv_at_high))
        for bar in bars[:_MOST_BARS]
    ]
    columns = ("Assumption", "Low", "High", "NPV at low", "NPV at high")
    yield from table("One assumption at a time, from its low to its high value", columns, rows, (34, 17, 17, 16, 16))


def _signs(basis: Basis, count: int) -> str:
    pays = basis.figures.npv >= 0
    if not count:
        return f"No assumption alone, within its range, makes the case {'stop paying' if pays else 'pay'}."
    alone = "One assumption" if count == 1 else f"Each of {count} assumptions"
    return f"{alone} alone, at one end of its range, makes the case {'stop paying' if pays else 'pay'}."


# --- turning points ----------------------------------------------------------------------------------------------


def _turns(basis: Basis) -> Iterator[Block]:
    found = basis.turning
    if not found:
        yield from text("No value of a single assumption turns the result, with the others at their likely values.")
        return
    within = sum(one.within_range for one in found)
    lies = "lies" if within == 1 else "lie"
    pays = "stop paying" if basis.figures.npv >= 0 else "begin to pay"
    yield from text(
        f"{counted(len(found), 'assumption')} could make the case {pays} alone, the others at their likely values; {within or 'none'} of these turning points {lies} within the range."
    )
    program = basis.analysis.program
    rows = [
        (
            one.label, *(value_text(program, one.assumption, value or 0.0) for value in (one.likely, one.value)),
            risk_words.distance_words(one.value or 0.0, one.likely) or wording.NONE, "yes" if one.within_range else "no",
        )
        for one in found[:_MOST_TURNING]
    ]  # fmt: skip
    columns = ("Assumption", "Likely", "Turns at", "That is", "Within its range")
    yield from table("The nearest values at which the result turns", columns, rows, (36, 18, 18, 16, 12))
