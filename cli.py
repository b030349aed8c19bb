"""Community Case in the terminal: check a case, appraise it, explain a figure, compare, save and find cases."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assumptions.loader import library
from exports import records
from exports.console import print_json, problems_on_stderr, progress_bar, terminal, whoami
from exports.returning import gone_back, taken_in
from model.challenges.across import across
from model.explain import AssumptionExplanation
from model.options import appraise_options
from scenarios import open_case
from scenarios.comparison import compare as comparison
from scenarios.files import read_case_file
from scenarios.opening import entries, with_scenarios
from scenarios.referring import stored_case

if TYPE_CHECKING:
    from scenarios.store import Store

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)

Reference = Annotated[
    str, typer.Argument(metavar="FILE[#scenario]", help="A case; `#name` takes one of its scenarios.")
]
SavedCase = Annotated[str, typer.Argument(metavar="CASE", help="A saved case, by its id or short name.")]
Author = Annotated[str, typer.Option(help="Who does it; COMMUNITY_CASE_AUTHOR, or you, unless said.")]
Message = Annotated[str, typer.Option(help="Why, in a few words.")]
Reading = Literal["auto", "numpy", "compiled"]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a report.")]


@app.command()
def check(file: Reference, *, as_json: AsJson = False) -> None:
    """Check a case and all its scenarios: problems, integrity, and what a CFO will ask."""
    with problems_on_stderr(as_json=as_json):
        found = [analysis.appraisal for analysis in with_scenarios(open_case(file))]
    between = list(across(found[0], found[1:]))
    holds = not any(appraisal.failed_checks for appraisal in found)
    if as_json:
        scenarios = [records.check_record(appraisal) for appraisal in found]
        print_json({"file": file, "ok": holds, "scenarios": scenarios, "between": [asdict(c) for c in between]})
    else:
        terminal().show_check(found, between)
    if not holds:
        raise typer.Exit(1)


@app.command()
def appraise(
    file: Reference,
    *,
    as_json: AsJson = False,
    lines: Annotated[bool, typer.Option("--lines", help="Add every line, month by month (with --json).")] = False,
    cash_only: Annotated[
        bool, typer.Option("--cash-only", help="Count cashable savings as the only benefits.")
    ] = False,
) -> None:
    """Show what a case is worth: figures, years, streams, shares, challenges."""
    with problems_on_stderr(as_json=as_json):
        appraisal = open_case(file, cash_only=cash_only).appraisal
    if as_json:
        print_json(appraisal.record(with_lines=lines))
    else:
        terminal().show_appraisal(appraisal)


@app.command()
def explain(
    file: Reference,
    name: Annotated[str, typer.Argument(help="The id of a line or an assumption, such as deflection_saving.")],
    *,
    month: Annotated[int | None, typer.Option(help="The month to explain; the last one unless said.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a figure comes about: its formula in words and figures, its sources, what depends on it."""
    with problems_on_stderr(as_json=as_json):
        analysis = open_case(file)
        is_assumption = name in analysis.resolved.assumptions
        found = analysis.explain_assumption(name) if is_assumption else analysis.explain(name, month)
    if as_json:
        print_json(asdict(found))
    elif isinstance(found, AssumptionExplanation):
        terminal().show_assumption(found, analysis.resolved.currency)
    else:
        terminal().show_explanation(found)


@app.command()
def sensitivity(
    file: Reference,
    *,
    draws: Annotated[
        int, typer.Option(min=1, help="How many draws of the assumptions; a power of two is best.")
    ] = 8_192,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same draws.")] = 1,
    payback: Annotated[
        float | None,
        typer.Option(min=1, help="Ask where payback within so many months turns; the horizon unless said."),
    ] = None,
    gate: Annotated[int | None, typer.Option(help="The month in which you may stop; 12 unless said.")] = None,
    observe: Annotated[
        str, typer.Option(help="What you see at the gate: cash, everything, or the id of a line or an assumption.")
    ] = "cash",
    committed: Annotated[
        list[str] | None,
        typer.Option(help="A cost or benefit line that goes on after a stop; may be given several times."),
    ] = None,
    pilot: Annotated[float, typer.Option(min=1, max=100, help="At how many percent it runs up to the gate.")] = 100,
    stop_cost: Annotated[float, typer.Option(min=0, help="What is paid once at the gate if you stop.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Show what moves a case, at which values it turns, what is worth measuring first, and when it fails."""
    from model.risk.overview import Wish, overview
    from model.risk.staged import Gate, usual_gate

    with problems_on_stderr(as_json=as_json):
        analysis = open_case(file)
        month = usual_gate(analysis.resolved.months) if gate is None else gate
        stop = (
            Gate(month, observe, tuple(committed or ()), stop_cost, pilot / 100)
            if analysis.resolved.months > 1
            else None
        )
        found = overview(analysis.program, Wish(draws, seed, payback, stop))
    if as_json:
        print_json({"file": file} | found.record())
        return
    from exports.sensitivity_report import show_overview

    show_overview(found)


@app.command()
def kpis(file: Reference, *, as_json: AsJson = False) -> None:
    """List the KPIs of a case with the goals they serve and their targets from the model."""
    with problems_on_stderr(as_json=as_json):
        appraisal = open_case(file).appraisal
    if as_json:
        print_json([asdict(kpi) for kpi in appraisal.kpis])
    else:
        terminal().show_kpis(appraisal)


@app.command()
def assumptions(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE[#scenario]]", help="A case; without one, the library.")
    ] = None,
    *,
    search: Annotated[str, typer.Option(help="Show only those whose name, label or question holds this text.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the assumptions of a case, or of the library, with ranges, sources and evidence grades."""
    with problems_on_stderr(as_json=as_json):
        rows = records.library_rows(library()) if file is None else records.case_rows(open_case(file).appraisal.run)
    found = [row for row in rows if search.lower() in f"{row['id']} {row['label']} {row['question']}".lower()]
    if as_json:
        print_json(found)
    else:
        terminal().show_assumptions(found)


@app.command()
def compare(
    cases: Annotated[
        list[str],
        typer.Argument(metavar="A B [C …]", help="Two to eight cases, each with `#scenario` if not its base."),
    ],
    *,
    as_json: AsJson = False,
    cash_only: Annotated[
        bool, typer.Option("--cash-only", help="Count cashable savings as the only benefits.")
    ] = False,
) -> None:
    """Hold scenarios side by side: figures, what differs, and what makes the difference in NPV."""
    with problems_on_stderr(as_json=as_json):
        found = comparison(entries(cases, cash_only=cash_only))
        options = appraise_options(found.options) if found.is_one_currency else None
        data = found.record() | {"options": options and options.record()} if as_json else None
    if as_json:
        print_json(data)
        return
    terminal().show_comparison(found)
    if options:
        terminal().show_options(options)


@app.command()
def export(
    file: Reference,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; its ending says what kind it is.")],
    *,
    scenario: Annotated[str, typer.Option(help="A scenario of the case, as `FILE#scenario` names it.")] = "",
    chart: Annotated[
        str | None, typer.Option(help="Only this chart, by its id: for .svg, .png, .csv and .pptx.")
    ] = None,
    scale: Annotated[int, typer.Option(min=1, max=4, help="So many times 1920 × 1080 pixels: for .png.")] = 1,
    brand: Annotated[Path | None, typer.Option(help="A brand file: colours, font and logo.")] = None,
    template: Annotated[
        Path | None, typer.Option(help="A presentation whose layouts the slides take: for .pptx.")
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FILE[#scenario]", help="Compare with this one; may be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a case as a workbook, a deck, a written case, charts or data."""
    from exports.delivering import check_place, written
    from exports.ordering import Wanted, order_of
    from exports.outputs import output_for

    with problems_on_stderr(as_json=as_json), progress_bar(is_silent=as_json) as progress:
        output = output_for(out.suffix)
        check_place(out)
        reference = f"{file}#{scenario}" if scenario else file
        order = order_of(Wanted(reference, beside or (), chart, scale, brand, template), output, progress)
        data = output.build(order)
        written(out, data)
    if as_json:
        print_json({"file": str(out), "bytes": len(data), "holds": output.holds, "stamp": dict(order.stamp.rows())})
    else:
        print(f"Written to {out}.")


@app.command()
def save(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case.")],
    *,
    case: Annotated[str, typer.Option(help="The saved case it is a new revision of; a new case unless said.")] = "",
    parent: Annotated[
        int | None, typer.Option(help="The revision the file was begun from; the newest one unless said.")
    ] = None,
    message: Message = "",
    author: Author = "",
    as_json: AsJson = False,
) -> None:
    """Save a case, as a new one or as the next revision of a saved one."""
    with problems_on_stderr(as_json=as_json):
        found, who = read_case_file(file).case, author or whoami()
        if case:
            on = stored_case(case)
            seen = on.head if parent is None else parent
            saved = _store().save(on.id, found, parent=seen, author=who, message=message)
        else:
            saved = _store().create(found, author=who, message=message, origin=found.id)
    if as_json:
        print_json(records.revision_row(saved))
    else:
        print(f"Saved as revision {saved.number} of {saved.case_id}.")


@app.command("list")
def list_cases(
    *,
    search: Annotated[str, typer.Option(help="Show only cases in which each of these words occurs.")] = "",
    deleted: Annotated[bool, typer.Option("--deleted", help="Show the deleted cases instead.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Show so many at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the saved cases, the newest first."""
    with problems_on_stderr(as_json=as_json):
        found = _store().cases(search, deleted=deleted, limit=limit)
    if as_json:
        print_json({"total": found.total, "cases": [records.saved_case_row(row) for row in found.rows]})
    else:
        terminal().show_saved_cases(found)


@app.command()
def history(case: SavedCase, *, as_json: AsJson = False) -> None:
    """List the revisions of a saved case: who saved them, when, why, and what they are worth."""
    with problems_on_stderr(as_json=as_json):
        on = stored_case(case)
        revisions = _store().history(on.id)
    if as_json:
        rows = [records.revision_row(revision) for revision in revisions]
        trail = [records.event_row(event) for event in _store().events(on.id)]
        print_json({"case": records.saved_case_row(on), "revisions": rows, "events": trail})
    else:
        terminal().show_history(on, revisions)


@app.command()
def restore(
    case: Annotated[str, typer.Argument(metavar="[CASE]", help="A saved case; a deleted one by its id.")] = "",
    *,
    revision: Annotated[int | None, typer.Option(help="The revision that becomes the newest one again.")] = None,
    backup_file: Annotated[Path | None, typer.Option("--from", help="Take in a backup instead.")] = None,
    message: Message = "",
    author: Author = "",
    as_json: AsJson = False,
) -> None:
    """Go back to an older revision, recover a deleted case, or take in a backup."""
    if bool(case) == bool(backup_file) or (backup_file and revision):
        raise typer.BadParameter("Name a saved case, or a backup with --from.")
    with problems_on_stderr(as_json=as_json):
        who = author or whoami()
        done = (
            taken_in(_store(), backup_file, who) if backup_file else gone_back(_store(), case, revision, message, who)
        )
    if as_json:
        print_json(done)
    else:
        for row in done:
            print(row["said"])


@app.command()
def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT.yaml", help="The file to write.")],
    *,
    case: Annotated[list[str] | None, typer.Option(help="Only this saved case; may be given several times.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write saved cases with their whole history to a file: all of them, or some."""
    from scenarios.backup import save_as

    with problems_on_stderr(as_json=as_json):
        case_ids = [stored_case(name).id for name in case] if case else None
        save_as(out, _store().export_yaml(case_ids))
    if as_json:
        print_json({"file": str(out), "bytes": out.stat().st_size})
    else:
        print(f"Written to {out}.")


@app.command()
def programme(
    programme_id: Annotated[str, typer.Argument(metavar="ID", help="A programme, as the link to it names it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Show what a programme of saved cases comes to, and what each case adds."""
    from scenarios import gathering

    with problems_on_stderr(as_json=as_json):
        shown = gathering.opened(programme_id, _store())
    if as_json:
        print_json(shown.record())
    else:
        terminal().show_programme(shown)


@app.command()
def simulate(
    file: Reference,
    *,
    draws: Annotated[int, typer.Option(min=1, help="How many; a power of two is spread most evenly.")] = 8_192,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 1,
    tolerance: Annotated[float | None, typer.Option(help="End once mean NPV has at most this standard error.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many processes; the result is the same.")] = 1,
    scheduler: Annotated[str | None, typer.Option(help="Compute on the Dask cluster at this address.")] = None,
    reading: Annotated[Reading, typer.Option(help="By NumPy, or compiled by Numba; auto compiles long runs.")] = "auto",
    line: Annotated[list[str] | None, typer.Option(help="Show the range of this line too; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw every assumption from its range, thousands of times: how likely the case pays, and the range of each figure."""
    from exports import risk_report

    where = {"workers": workers, "scheduler": scheduler, "reading": reading}
    settings = where | {"tolerance": tolerance, "lines": line or ()}
    with problems_on_stderr(as_json=as_json), risk_report.progress_bar(is_silent=as_json) as progress:
        found = open_case(file).simulate(draws, seed, progress=progress, **settings)
    if as_json:
        print_json(found.record())
    else:
        risk_report.show_simulation(found)


def _store() -> Store:
    """Return the store; databases take a while to load, and other commands do without."""
    from scenarios.store import Store

    return Store.open()


if __name__ == "__main__":
    app()
