"""Reports for the terminal: readable tables on standard output, problems on standard error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exports import programme, side_by_side, wording
from model.explain import AssumptionExplanation, Explanation, Published
from model.names import capitalised, counted
from model.options import OptionsAppraisal
from model.problems import Problem
from model.result import Appraisal, Challenge
from scenarios.bridge import Bridge
from scenarios.comparison import Comparison
from scenarios.gathering import Together
from scenarios.stored import CaseList, CaseSummary, Revision, Verdict

_LEAST_WIDTH = 108
_SEVERITY_STYLE = {"high": "bold red", "medium": "yellow", "low": "dim"}


def _console(*, stderr: bool = False) -> Console:
    """Return a console that reads no markup in names, wide enough for tables of figures."""
    console = Console(stderr=stderr, highlight=False, markup=False)
    console.width = max(console.width, _LEAST_WIDTH)
    return console


def show_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each with its place, its reason and what to do."""
    console, listed = _console(stderr=True), list(problems)
    for problem in listed:
        place = ":".join(str(part) for part in (problem.file, problem.line) if part)
        console.print(Text.assemble((place, "bold"), "  ", (problem.field, "cyan")))
        console.print(Padding(Text(problem.what), (0, 0, 0, 2)))
        console.print(Padding(Text(f"Why: {problem.why}", style="dim"), (0, 0, 0, 2)))
        console.print(Padding(Text(f"Do: {problem.remedy}", style="green"), (0, 0, 1, 2)))
    console.print(f"{counted(len(listed), 'problem')}.", style="bold red")


def show_appraisal(appraisal: Appraisal) -> None:
    """Print what a case is worth."""
    console = _console()
    _title(console, appraisal)
    console.print(Text(wording.headline(appraisal)), "\n")
    console.print(_figures_table(appraisal))
    console.print(_years_table(appraisal))
    console.print(_streams_table(appraisal))
    _print_shares(console, appraisal)
    for title, rows in wording.methods(appraisal):
        table = _table(f"{title}: ways to count it, in the last month", "", "A month", "")
        for row in rows:
            table.add_row(*row)
        console.print(table, "")
    for note in appraisal.notes:
        console.print(Text(f"Note – {note}", style="dim"))
    _print_integrity(console, appraisal)
    _print_challenges(console, appraisal)


def _title(console: Console, appraisal: Appraisal) -> None:
    resolved = appraisal.run.graph.resolved
    scenario = f" · scenario {resolved.scenario_label}" if resolved.scenario else ""
    console.print(Text(f"\n{resolved.title} · {resolved.organisation}{scenario}", style="bold"))
    start = wording.month_name(resolved.start, 1)
    console.print(
        Text(f"{wording.duration(resolved.months).capitalize()} from {start}, in {resolved.currency}", style="dim")
    )
    console.print(Text(f"{_convention(appraisal)}\n", style="dim"))


def _convention(appraisal: Appraisal) -> str:
    resolved = appraisal.run.graph.resolved
    discount, counting = resolved.discount, wording.COUNTING_WORDS[resolved.counting]
    return f"Discounted at {wording.convention(discount.timing, discount.rate)}{counting}"


def _table(title: str, *columns: str, left: int = 1) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for index, name in enumerate(columns):
        is_text = index < left
        table.add_column(name, justify="left" if is_text else "right", no_wrap=not is_text, header_style="dim")
    return table


def _figures_table(appraisal: Appraisal) -> Table:
    table = _table("Figures", "", "")
    for label, value in wording.figure_rows(appraisal):
        table.add_row(label, value)
    table.add_section()
    return table


def _years_table(appraisal: Appraisal) -> Table:
    table = _table("\nYear by year", *wording.YEAR_COLUMNS)
    for row in wording.year_rows(appraisal):
        table.add_row(*row)
    return table


def _streams_table(appraisal: Appraisal) -> Table:
    table = _table("\nWhere it comes from and goes to", "", "", "Total", "At today's value", left=2)
    currency = appraisal.run.graph.resolved.currency
    for stream in sorted(appraisal.streams, key=lambda s: (s.kind, -s.present_value)):
        kind = "benefit" if stream.kind == "benefit" else "cost"
        table.add_row(
            stream.label, kind, wording.money(stream.total, currency), wording.money(stream.present_value, currency)
        )
    return table


def _print_shares(console: Console, appraisal: Appraisal) -> None:
    titles = {
        "goal": "goal",
        "style": "community style",
        "perspective": "perspective",
        "journey": "journey phase",
        "class": "kind of value",
    }
    table = _table("\nShare of the value by …", "", "", "", left=2)
    for view, title in titles.items():
        for index, (key, share) in enumerate(sorted(appraisal.shares[view].items(), key=lambda item: -item[1])):
            table.add_row("" if index else title, wording.share_name(view, key, appraisal), wording.percent(share))
    if table.row_count:
        console.print(table)
    console.print()


def _print_integrity(console: Console, appraisal: Appraisal) -> None:
    if not appraisal.failed_checks:
        console.print(Text(f"Integrity – all {len(appraisal.integrity)} checks hold.", style="green"))
    for check in appraisal.failed_checks:
        console.print(Text(f"Integrity – fails: {check.check} ({check.detail})", style="bold red"))


def _print_challenges(console: Console, appraisal: Appraisal, more: Sequence[Challenge] = ()) -> None:
    found = (*more, *appraisal.challenges)
    if not found:
        console.print(Text("Challenges – none found.", style="green"))
        return
    table = _table(f"\nWhat a CFO will ask ({len(found)})", "", "", left=2)
    for challenge in found:
        place = f"  ({challenge.line})" if challenge.line else ""
        text = Text.assemble(challenge.message, "\n", (f"→ {challenge.remedy}{place}", "dim"))
        table.add_row(_severity(challenge), text)
    console.print(table)


def _severity(challenge: Challenge) -> Text:
    return Text(wording.SEVERITY_NAMES[challenge.severity], style=_SEVERITY_STYLE[challenge.severity])


def show_check(appraisals: Sequence[Appraisal], between: Sequence[Challenge]) -> None:
    """Print that a case and its scenarios can be computed, with integrity and challenges of each and between them."""
    console = _console()
    failed = any(appraisal.failed_checks for appraisal in appraisals)
    title = "The case can be computed, and does not hold together" if failed else "No problems"
    table = _table(title, "Scenario", "NPV", "ROI", "Integrity", "Serious", "Worth an answer", "Tidy up")
    for appraisal in appraisals:
        resolved = appraisal.run.graph.resolved
        counts = [sum(c.severity == severity for c in appraisal.challenges) for severity in ("high", "medium", "low")]
        integrity = "holds" if appraisal.integrity[-1].ok else "FAILS"
        figures = (wording.money(appraisal.figures.npv, resolved.currency), wording.percent(appraisal.figures.roi))
        table.add_row(resolved.scenario_label or "Base case", *figures, integrity, *map(str, counts))
    console.print(table)
    console.print(Text(_convention(appraisals[0]), style="dim"))
    _print_challenges(console, appraisals[0], between)
    if len(appraisals) > 1:
        console.print(Text("\nThe findings of a scenario: cli.py appraise FILE#scenario", style="dim"))


def show_explanation(explanation: Explanation) -> None:
    """Print how a figure comes about."""
    console, unit = _console(), f" {explanation.unit}" if explanation.unit else ""
    console.print(Text(f"\n{explanation.label} ({explanation.id})", style="bold"))
    when = f"month {explanation.month} ({explanation.date})" if explanation.month else "the opening"
    console.print(Text(f"{_exact(explanation.value)}{unit} in {when}\n"))
    console.print(Text.assemble(("In words    ", "dim"), f"{explanation.words}."))
    for name, text in explanation.parts:
        console.print(Text.assemble("            ", (f"{capitalised(name)} ", "bold"), f"is {text}."))
    console.print(Text.assemble(("As formula  ", "dim"), explanation.formula))
    console.print(Text.assemble(("In figures  ", "dim"), explanation.figures, "\n"))
    console.print(_precedents_table(explanation))
    if explanation.dependants:
        console.print(
            Text.assemble(
                ("\nUsed by     ", "dim"), ", ".join(f"{label} ({name})" for name, label in explanation.dependants)
            )
        )
    if explanation.note:
        console.print(Text.assemble(("\nNote        ", "dim"), explanation.note))


def show_assumption(found: AssumptionExplanation, currency: str) -> None:
    """Print what stands behind an assumption."""
    console, unit = _console(), f" {found.unit}" if found.unit else ""
    console.print(Text(f"\n{found.label} ({found.id})", style="bold"))
    value = ", ".join(wording.number(x, 4) for x in found.by_period) or wording.number(found.value, 4)
    console.print(Text(f"{value}{unit}{' by period' if found.by_period else ''}\n"))
    ends = f"{wording.number(found.low, 4)} to {wording.number(found.high, 4)}"
    worth = " to ".join(
        "no figure" if npv is None else wording.money(npv, currency) for npv in (found.npv_at_low, found.npv_at_high)
    )
    rows = [
        ("Question", found.question or ""),
        ("Range", f"{ends}{' times the plan' if found.by_period else ''}{'' if found.is_stated_range else ' (none stated; the usual doubt)'}"),
        ("NPV over it", worth),
        ("Evidence", f"{wording.GRADE_NAMES[found.grade]}: {'; '.join(found.sources) or 'no source'}"),
        *(("Published", _published(item)) for item in found.published),
        ("Used by", ", ".join(f"{label} ({name})" for name, label in found.dependants)),
        ("Note", found.note or ""),
    ]  # fmt: skip
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, text in rows:
        if text:
            table.add_row(name, text)
    console.print(table)


def _published(item: Published) -> str:
    span = wording.number(item.low, 4) + (f" to {wording.number(item.high, 4)}" if item.high != item.low else "")
    span += f" {item.currency}" if item.currency else ""
    what = f" – {item.what}" if item.what else ""
    return f"{span}{what} ({item.source}){'' if item.comparable else ', something near, not the same'}"


def _exact(value: float) -> str:
    """Return a figure with as many decimals as mean something beside its size."""
    return wording.number(value, 2 if abs(value) >= 100 else 4)


def _precedents_table(explanation: Explanation) -> Table:
    table = _table("Computed from", "", "Id", "Value", "Unit", "Evidence", left=2)
    for column in table.columns[3:]:
        column.justify, column.no_wrap = "left", False
    for item in explanation.precedents:
        evidence = "" if item.kind != "assumption" else "; ".join(item.sources) or "no source"
        stated = f" (stated as {item.stated})" if item.stated and item.stated.partition(" ")[2] != item.unit else ""
        table.add_row(f"{item.label}{stated}", item.id, _exact(item.value), item.unit, evidence)
    return table


def show_kpis(appraisal: Appraisal) -> None:
    """Print the KPIs with the goals they serve and their targets."""
    console = _console()
    _title(console, appraisal)
    table = _table("KPIs", *wording.KPI_COLUMNS, left=3)
    for row in wording.kpi_rows(appraisal):
        table.add_row(*row)
    console.print(table if appraisal.kpis else Text("The case has no KPIs yet.", style="dim"))


def show_assumptions(rows: Sequence[dict[str, Any]]) -> None:
    """Print assumptions with ranges, sources and evidence grades."""
    table = _table(f"{len(rows)} assumptions", "Assumption", "Id", "Value", "Unit", "Published", "From", left=2)
    for column in table.columns[3:]:
        column.justify, column.no_wrap = "left", False
    for row in rows:
        value = (
            "by period"
            if row["schedule"]
            else "you must say"
            if row["value"] is None
            else wording.number(row["value"], 4)
        )
        plausible = f"{row['plausible'][0]:g} to {row['plausible'][1]:g}" if row["plausible"] else ""
        evidence = "; ".join(row["sources"]) or row["origin"]
        table.add_row(row["label"], row["id"], value, row["unit"], plausible, evidence)
    _console().print(table)


def show_saved_cases(found: CaseList) -> None:
    """Print saved cases, the newest first."""
    if not found.rows:
        _console().print(Text("No saved case.", style="dim"))
        return
    table = _table(f"{counted(found.total, 'saved case')}", "Id", "Case", "Saved", "By", "Revision", "NPV", left=4)
    for row in found.rows:
        name = f"{row.title}, {row.organisation} ({row.slug})"
        table.add_row(row.id, name, _moment(row.saved_at), row.author, _number(row), _worth(row.npv, row.currency))
    _fold(table, 1, 3)
    _console().print(table)
    if found.total > len(found.rows):
        _console().print(Text(f"{len(found.rows)} of {found.total} are shown; --limit shows more.", style="dim"))


def show_history(case: CaseSummary, revisions: Sequence[Revision]) -> None:
    """Print the revisions of a saved case, the newest first."""
    table = _table(f"{case.title} · {case.organisation} · {case.id}", "Revision", "Saved", "By", "Why", "Verdict", "NPV", left=5)  # fmt: skip
    for revision in revisions:
        mark = f" ({case.baseline_name})" if revision.number == case.baseline else ""
        worth = _worth(revision.base.npv if revision.base else None, case.currency)
        said = (_moment(revision.saved_at), revision.author, revision.message, _ruling(revision.verdict))
        table.add_row(f"{revision.number}{mark}", *said, worth)
    _fold(table, 2, 3, 4)
    _console().print(table)


def _fold(table: Table, *columns: int) -> None:
    for column in columns:
        table.columns[column].no_wrap = False


def _number(row: CaseSummary) -> str:
    return f"{row.head}{', ' + _ruling(row.verdict) if row.verdict else ''}"


def _ruling(verdict: Verdict | None) -> str:
    return f"{verdict.verdict.replace('_', ' ')} by {verdict.author}" if verdict else ""


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _worth(npv: float | None, currency: str) -> str:
    return "unknown" if npv is None else wording.money(npv, currency)


def show_programme(shown: Together) -> None:
    """Print what a programme comes to, what each of its cases adds, and what must be known of the total."""
    console, result = _console(), shown.result
    console.print(Text(shown.programme.title, style="bold"), Text(programme.answer(shown)), sep="\n")
    if result:
        table = _table("", "Case", "By itself (NPV)", "Adds (NPV)", "Share", left=1)
        for member in result.members:
            worth = wording.money(member.worth.npv, result.programme.currency)
            table.add_row(member.label, programme.own_figures(member)[0], worth, programme.share_of(member, result))
        console.print(table)
        told = [" ".join(pair) for pair in programme.overlaps(result)]
        for text in (programme.convention(result), *told, *result.warnings):
            console.print(Text(text, style="dim"))
    for item in shown.left_out:
        console.print(Text(f"Not counted: “{item.label}”. {item.fault} {item.remedy}", style="yellow"))


def show_comparison(comparison: Comparison) -> None:
    """Print scenarios side by side: warnings first, then figures, what differs, and the way from the first to each."""
    console, heads = _console(), side_by_side.columns(comparison)
    console.width = max(console.width, _LEAST_WIDTH + 18 * len(comparison.labels))
    for warning in comparison.warnings:
        console.print(Text(f"Note – {warning}", style="yellow"))
    tables = (
        ("Figures", heads, side_by_side.figure_rows(comparison), 1),
        ("Settings that differ", heads, side_by_side.setting_rows(comparison), len(heads)),
        ("Assumptions that differ", heads, side_by_side.assumption_rows(comparison), len(heads)),
        ("Lines that differ, at today's value", (heads[0], "", *heads[1:]), side_by_side.worth_rows(comparison, comparison.lines), 2),
        ("Streams, at today's value", (heads[0], "", *heads[1:]), side_by_side.worth_rows(comparison, comparison.streams), 2),
    )  # fmt: skip
    for title, names, rows, left in tables:
        if rows:
            console.print(_filled(_table(f"\n{title}", *names, left=left), rows))
    console.print(Text(side_by_side.used_by_some(comparison), style="dim"))
    for bridge in filter(None, comparison.bridges):
        _print_bridge(console, bridge)


def _print_bridge(console: Console, bridge: Bridge) -> None:
    table = _table(f"\n{side_by_side.bridge_title(bridge)}", *side_by_side.bridge_columns(bridge))
    console.print(_filled(table, side_by_side.bridge_rows(bridge)))
    for line in (*bridge.warnings, side_by_side.bridge_method(bridge)):
        console.print(Text(line, style="dim"))


def show_options(options: OptionsAppraisal) -> None:
    """Print options ranked against doing nothing, and the steps between them."""
    console = _console()
    console.width += 20
    table = _table(f"\n{side_by_side.options_title(options)}", *side_by_side.OPTION_COLUMNS)
    console.print(_filled(table, side_by_side.option_rows(options)))
    steps = _table("\nEach against the next cheaper one", *side_by_side.INCREMENT_COLUMNS, left=5)
    console.print(_filled(steps, side_by_side.increment_rows(options)))
    for note in (side_by_side.RISK_NOTE, *options.notes):
        console.print(Text(note, style="dim"))


def _filled(table: Table, rows: Iterable[Sequence[str]]) -> Table:
    for row in rows:
        table.add_row(*row)
    return table
