"""Lines the model adds itself where a formula asks for them by index: costs of a group, claims on an overlap."""

from __future__ import annotations

from collections.abc import Iterator

from model.asking import Context
from model.dependencies import needs
from model.expand import AUDIENCE, GENERATED, Expander
from model.parse import indexed, parse_resolved
from model.problems import Path, Problem, did_you_mean
from model.resolved import ResolvedLine

MONEY = "currency/month"
OVERHEADS = "overheads"
OWN = "own"
"""Group of the cost lines of the case that are reported under no stream."""


def add_generated(expander: Expander) -> None:
    """Add every sum and share that formulas and KPIs ask for, such as `costs[people]` or `overlap_share[contacts]`."""
    done: set[str] = set()
    while wanted := [name for name in _asked_for(expander) if name not in expander.state.lines and name not in done]:
        for name in wanted:
            done.add(name)
            base, _, index = name.partition("[")
            _costs(expander, name, index[:-1]) if base == "costs" else _overlap(expander, name, base, index[:-1])
        expander.run()


def _asked_for(expander: Expander) -> list[str]:
    used = (*expander.state.used, *(kpi.target.line or "" for kpi in expander.case.kpis))
    return [name for name in used if name.partition("[")[0] in GENERATED and "[" in name]


def uncapped_claims(expander: Expander) -> Iterator[Problem]:
    """Yield lines that money is computed from and that take a claim in full, past the cap of its group."""
    lines = expander.state.lines
    claims = {name: line.overlap for name, line in lines.items() if line.overlap}
    for name in _behind_money(expander):
        names = needs(parse_resolved(lines[name].formula)).names
        for claim in sorted(names & claims.keys()):
            share = indexed("overlap_share", claims[claim] or "")
            if not lines[name].generated and share not in names:
                what = f"{lines[name].label} (`{name}`) takes `{claim}` in full, whatever the cap of {claims[claim]} allows."
                why = "Together the lines of an overlap group cannot have more than there is."
                path = expander.state.paths[name]
                yield Problem("uncapped_claim", (*path, "formula"), what, why, f"Multiply `{claim}` by `{share}`.")


def unknown_overlaps(expander: Expander) -> Iterator[Problem]:
    """Yield own lines that claim a part of a group nobody has declared."""
    for index, line in enumerate(expander.case.lines):
        if line.overlap and line.overlap not in expander.overlaps:
            what = f"`{line.id}` claims a part of `{line.overlap}`, which is no overlap group."
            remedy = f"{did_you_mean(line.overlap, expander.overlaps)}Declare it under `overlaps:`."
            yield Problem("unknown_overlap", ("lines", index, "overlap"), what, "Its cap is unknown.", remedy)


def _costs(expander: Expander, name: str, group: str) -> None:
    costs = [line for line in expander.state.lines.values() if line.kind == "cost"]
    direct = [line for line in costs if line.stream != OVERHEADS]
    groups: dict[str, tuple[str, list[ResolvedLine]]] = {
        stream: (f"All costs: {title}", [line for line in costs if line.stream == stream])
        for stream, title in _cost_streams(expander)
    }
    groups |= {
        "direct": ("All costs but overheads", direct),
        "one_off": ("Costs paid once", [line for line in direct if line.one_off]),
        "recurring": ("Running costs", [line for line in direct if not line.one_off]),
        OWN: ("Own cost lines", [line for line in costs if line.stream is None]),
    }
    if group not in groups:
        remedy = f"{did_you_mean(group, groups)}Use one of {', '.join(groups)}."
        _problem(expander, "unknown_group", name, f"`{name}`: `{group}` is no group of costs.", remedy)
        return
    label, lines = groups[group]
    expander.add_sum(name, label, MONEY, [line.id for line in lines], ())


def _cost_streams(expander: Expander) -> Iterator[tuple[str, str]]:
    """Yield the cost groups of the library, and the names under which the case reports own costs."""
    yield from ((line.stream, line.stream) for line in expander.case.lines if line.kind == "cost" and line.stream)
    yield from ((stream.id, stream.title) for stream in expander.streams.values() if stream.kind == "cost")


def _overlap(expander: Expander, name: str, base: str, group: str) -> None:
    overlap = expander.overlaps.get(group)
    if overlap is None:
        remedy = f"{did_you_mean(group, expander.overlaps)}Declare it under `overlaps:`."
        _problem(expander, "unknown_overlap", name, f"`{name}`: `{group}` is no overlap group.", remedy)
        return
    claimed, share = indexed("overlap_claimed", group), indexed("overlap_share", group)
    cap = expander.formula_text(overlap.cap, Context(needed_by=overlap.label, audiences=expander.members[AUDIENCE]))
    if base == "overlap_claimed":
        expander.add_sum(name, f"{overlap.label}: claimed by all lines", overlap.unit, _claims(expander, group), ())
    elif base == "overlap_share":
        label = f"{overlap.label}: share of each claim that fits under the cap"
        _add(expander, name, label, "1", f"min(1, ({cap}) / {claimed}) if {claimed} > 0 else 1", [claimed])
    else:
        label = f"{overlap.label}: granted to all lines"
        _add(expander, name, label, overlap.unit, f"{claimed} * {share}", [claimed, share])


def _claims(expander: Expander, group: str) -> list[str]:
    """Return the lines that claim a part: own ones, and those of streams that money comes from.

    A line of a stream that is only shown, by a KPI or for comparison, takes nothing away from the others.
    """
    lines = expander.state.lines
    own = {line.id for line in expander.case.lines}
    reached = _behind_money(expander)
    return [
        name
        for name, line in lines.items()
        if line.overlap == group and (name in reached or name.partition("[")[0] in own)
    ]


def _behind_money(expander: Expander) -> set[str]:
    """Return the lines that benefits and costs are computed from, themselves among them."""
    lines = expander.state.lines
    reached: set[str] = set()
    waiting = {name for name, line in lines.items() if line.kind != "driver"}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= (needs(parse_resolved(lines[name].formula)).names & lines.keys()) - reached
    return reached


def _add(expander: Expander, name: str, label: str, unit: str, formula: str, needed: list[str]) -> None:
    expander.add(ResolvedLine(id=name, label=label, unit=unit, kind="driver", formula=formula, generated=True), ())
    for other in needed:
        expander.state.used.setdefault(other, label)


def _problem(expander: Expander, code: str, name: str, what: str, remedy: str) -> None:
    problem = Problem(code, _place(expander, name), what, "It would count nothing, without a word.", remedy)
    expander.state.problems.setdefault((code, what), problem)


def _place(expander: Expander, name: str) -> Path:
    """Return the place in the case of the first line or KPI that asks for a generated line."""
    for index, line in enumerate(expander.case.lines):
        if any(name in text for text in (line.formula, *line.formulas.values(), line.opening) if text):
            return ("lines", index, "formula")
    return next((("kpis", i, "target", "line") for i, k in enumerate(expander.case.kpis) if k.target.line == name), ())
