"""The slides about what the community is for: goals and needs, its style, KPIs and the goals they measure, the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from exports import wording
from exports.deck import native
from exports.deck.content import Picture, Slide, Table, Words, points
from exports.deck.facts import Facts, name, ranked, share_words
from model.names import KIND_NAMES, PERSPECTIVE_NAMES, PHASE_NAMES, capitalised, counted
from model.plan import activity_dates, occurrences
from model.quantities import quantity
from model.shares import UNASSIGNED
from model.strategy import Goal, Need
from model.styles import STAGES, STYLE_NAMES, STYLES
from scenarios.planning import milestones

_MOST_GOALS = 5
"""How many goals a matrix has columns for."""
_FEW_GOALS = 3
"""Up to how many of them a column has room for a whole sentence."""
_MOST_TASKS = 11
_LEAST_DATES = 2
"""From so many dates on they make a picture where there is no plan."""
_MONTH = 30
"""Days a date takes of which only the month is known."""
_DOT = "●"


# --- goals and needs ---------------------------------------------------------------------------------------------


def goals_and_needs(facts: Facts) -> Slide | None:
    """Return the goals with the share of the value they carry, and the needs that serve them; None where there are none."""
    goals, needs = facts.resolved.goals, list(_needs(facts))
    parts: list[Table] = []
    if goals:
        parts.append(_goal_table(facts))
    if needs:
        parts.append(_need_table(facts, needs))
    if not parts:
        return None
    source = f"Source: “{facts.resolved.title}”; share of benefits at today's value, {facts.order.stamp.convention}"
    notes = (
        "The share of a goal is the present value of the benefit lines that serve it ÷ that of all benefits; a line that serves several goals is split by their weights.",
        *(f"{goal.label}: {goal.note}" for goal in goals if goal.note),
    )
    return Slide(goals_title(facts), tuple(parts), (1.0, 1.2)[: len(parts)], source=source, notes=notes)


def goals_title(facts: Facts) -> str:
    """Return which goal carries how much of the value, or what is known instead."""
    goals, needs = facts.resolved.goals, len(list(_needs(facts)))
    if not goals:
        return f"{counted(needs, 'need')} of members {'is' if needs == 1 else 'are'} known, and no strategic goal is named yet"
    carried = {goal: share for goal, share in facts.appraisal.shares["goal"].items() if goal != UNASSIGNED}
    if not carried or max(carried.values()) <= 0:
        return f"{counted(len(goals), 'strategic goal')}, and no value serves {'it' if len(goals) == 1 else 'them'} yet"
    goal, share = ranked(carried)[0]
    label = name(next((one.label for one in goals if one.id == goal), goal))
    return f"“{label}” carries {share_words(share)} of the value"


def _needs(facts: Facts) -> Iterator[tuple[str, Need]]:
    for audience in facts.resolved.audiences:
        for need in audience.needs:
            yield audience.label, need


def _goal_table(facts: Facts) -> Table:
    shares = facts.appraisal.shares["goal"]
    rows = [
        (goal.label, PERSPECTIVE_NAMES[goal.perspective], goal.owner or "–", wording.percent(shares.get(goal.id, 0.0)) if shares else "–")
        for goal in sorted(facts.resolved.goals, key=lambda goal: -shares.get(goal.id, 0.0))
    ]  # fmt: skip
    if shares.get(UNASSIGNED):
        rows.append(("Value that serves no goal", "–", "–", wording.percent(shares[UNASSIGNED])))
    return Table(
        ("Strategic goal", "Perspective", "Owner", "Value"), tuple(rows), (2.4, 1.3, 1.5, 0.75), frozenset((3,)),
        caption="What the organisation wants", is_cut=True,
    )  # fmt: skip


def _need_table(facts: Facts, needs: list[tuple[str, Need]]) -> Table:
    labels = {goal.id: goal.label for goal in facts.resolved.goals}
    several = len(facts.resolved.audiences) > 1
    rows = [
        (
            f"{need.label} ({audience})" if several else need.label,
            PHASE_NAMES[need.phase], f"{need.importance} of 5", need.business_need or wording.listed([labels.get(g, g) for g in need.goals], 2) or "–",
        )
        for audience, need in sorted(needs, key=lambda item: -item[1].importance)
    ]  # fmt: skip
    return Table(
        ("Need of members", "Phase", "Weight", "What the organisation gains"), tuple(rows), (2.3, 1.1, 0.8, 2.2),
        caption="What members want", is_cut=True,
    )  # fmt: skip


# --- style -------------------------------------------------------------------------------------------------------


def style(facts: Facts) -> Slide | None:
    """Return what kind of community it is, with the vision, and in which style its value is earned; None if nobody said."""
    community = facts.resolved.community
    shares = _style_shares(facts)
    if community is None and not any(key != UNASSIGNED for key, _ in shares):
        return None
    parts: list[Words | Picture] = [points(_style_words(facts), "What kind of community")]
    if shares:
        found = dict.fromkeys(STYLE_NAMES, 0.0) | dict(shares)
        names = [STYLE_NAMES.get(key, "No style") for key, _ in ranked(found)]
        values = [share for _, share in ranked(found)]
        told = "; ".join(f"{label}: {wording.percent(share)}" for label, share in zip(names, values, strict=True))
        parts.append(
            Picture(
                lambda spot: native.ranked(spot, names, values, "0%"),
                "Share of the benefits by the style that earns them",
                told,
            )
        )
    guide = next((one for one in STYLES if community and one.id == community.style), None)
    sources = f"Source: styles after {guide.sources[0]}; shares from the model" if guide else facts.source
    notes = [
        "Each benefit line belongs to the style that earns it; its share is its present value ÷ that of all benefits."
    ]
    if guide:
        notes += [
            f"{guide.name}: {guide.what} It earns: {guide.earns} It fails: {guide.fails}",
            *(str(s) for s in guide.sources),
        ]
    return Slide(style_title(facts), tuple(parts), (1.25, 1.0)[: len(parts)], source=sources, notes=tuple(notes))


def _style_shares(facts: Facts) -> list[tuple[str, float]]:
    return [(key, share) for key, share in ranked(facts.appraisal.shares["style"]) if share > 0]


def style_title(facts: Facts) -> str:
    """Return which style is meant, and whether the value is earned by it."""
    community = facts.resolved.community
    meant = STYLE_NAMES.get(community.style or "", "") if community else ""
    earned = {key: share for key, share in _style_shares(facts) if key != UNASSIGNED}
    if not meant and not earned:
        kind = KIND_NAMES.get(community.kind or "", "community") if community else "community"
        return f"It is to be a {kind}; its style is not chosen yet"
    if not earned:
        return f"A {meant} community is meant, and no value is earned in any style yet".replace("A I", "An I", 1)
    first, share = ranked(earned)[0]
    if not meant:
        return f"Most of the value, {share_words(share)}, is that of a {STYLE_NAMES[first]} community".replace(
            "a I", "an I", 1
        )
    article = "An" if meant[0] in "AEIOU" else "A"
    own = earned.get(str(community.style) if community else "", 0.0)
    if own == share:
        return f"{article} {meant} community, and {share_words(own)} of the value is earned that way"
    return f"{article} {meant} community is meant, yet {share_words(share)} of the value is that of another style, {STYLE_NAMES[first]}"


def _style_words(facts: Facts) -> list[tuple[str, str]]:
    community = facts.resolved.community
    if community is None:
        return [("Style:", "not chosen yet.")]
    guide = next((one for one in STYLES if one.id == community.style), None)
    stage = next((one for one in STAGES if one.id == community.maturity), None)
    kind = KIND_NAMES.get(community.kind or "", "")
    both = ", ".join(filter(None, (capitalised(kind), f"{community.access} access" if community.access else "")))
    return [
        ("Vision:", str(community.vision) if community.vision and community.vision.is_complete else ""),
        ("For whom:", f"{both}." if both else ""),
        ("What it does:", guide.what if guide else ""),
        ("What it earns:", guide.earns if guide else ""),
        ("Where it fails:", guide.fails if guide else ""),
        ("Where the organisation stands:", f"{stage.name}." if stage else ""),
    ]


# --- KPIs --------------------------------------------------------------------------------------------------------


def kpis(facts: Facts) -> Slide | None:
    """Return the KPIs with their targets and the goals they measure, as a matrix; None where there are none."""
    found, goals = facts.appraisal.kpis, facts.resolved.goals
    if not found:
        return None
    shown = goals[:_MOST_GOALS]
    heads = ("KPI", "Baseline", "Target", "By", "Owner", *(name(goal.label) for goal in shown))
    rows = [
        (
            kpi.label, quantity(kpi.baseline, kpi.unit, facts.currency), quantity(kpi.target, kpi.unit, facts.currency),
            wording.month_short(facts.resolved.start, kpi.target_month), kpi.owner or "–",
            *(_DOT if goal.id in kpi.goals else "" for goal in shown),
        )
        for kpi in found
    ]  # fmt: skip
    first = 5
    table = Table(
        heads, tuple(rows), (2.5, 1.15, 1.25, 0.85, 1.35, *(1.7 if len(shown) <= _FEW_GOALS else 1.15 for _ in shown)), frozenset((1, 2)),
        centred=frozenset(range(first, first + len(shown))), is_cut=False, most_lines=5,
        caption=f"How each KPI is to move, and the goal it measures{_left_out(goals)}",
    )  # fmt: skip
    source = (
        f"Source: targets read from the model of “{facts.resolved.title}” where nothing else is said; {facts.scenario}"
    )
    notes = tuple(
        f"{kpi.label}: {'read from ' + facts.appraisal.run.label(kpi.line) if kpi.line else 'stated'}"
        f"{', because: ' + kpi.reason if kpi.reason else ''}; data from {kpi.data_source or 'a source not named yet'}; looked at {kpi.review.replace('_', '-')}."
        for kpi in found
    )
    return Slide(kpis_title(facts), (table,), source=source, notes=notes)


def _left_out(goals: tuple[Goal, ...]) -> str:
    return f" ({len(goals) - _MOST_GOALS} more goals in the appendix)" if len(goals) > _MOST_GOALS else ""


def kpis_title(facts: Facts) -> str:
    """Return how many KPIs measure how many goals, and which goal nobody measures."""
    found, goals = facts.appraisal.kpis, facts.resolved.goals
    if not goals:
        return f"{counted(len(found), 'KPI')}, and no strategic goal for {'it' if len(found) == 1 else 'them'} to measure yet"
    missed = [goal for goal in goals if not any(goal.id in kpi.goals for kpi in found)]
    says = "says" if len(found) == 1 else "say"
    if not missed:
        every = "the goal" if len(goals) == 1 else f"all {len(goals)} goals"
        return f"{counted(len(found), 'KPI')} {says} whether {every} {'is' if len(goals) == 1 else 'are'} reached"
    if len(missed) == 1:
        return f"{counted(len(found), 'KPI')} measure{'s' if len(found) == 1 else ''} {len(goals) - 1} of {len(goals)} goals; “{name(missed[0].label)}” has none yet"
    return f"{counted(len(found), 'KPI')} measure{'s' if len(found) == 1 else ''} {len(goals) - len(missed)} of {len(goals)} goals; {len(missed)} have none yet"


# --- plan --------------------------------------------------------------------------------------------------------


def plan(facts: Facts) -> Slide | None:
    """Return what happens when: the plan, or the dates the answers come to, with those of the money; None without."""
    tasks = [*_tasks(facts), *_money_dates(facts)]
    if not facts.resolved.plan and len(tasks) < _LEAST_DATES:
        return None
    tasks.sort(key=lambda task: (task.begin, task.days))
    shown = tasks[:_MOST_TASKS]
    told = "; ".join(f"{task.name}: {task.label}" for task in tasks)
    more = f" ({len(tasks) - len(shown)} more in the notes)" if len(tasks) > len(shown) else ""
    caption = f"{'Activities and dates' if facts.resolved.plan else 'Dates the case comes to'}{more}"
    chart = Picture(lambda spot: native.plan(spot, shown), caption, told)
    source = f"Source: {'plan and model' if facts.resolved.plan else 'answers and model'} of “{facts.resolved.title}”, {facts.scenario}"
    return Slide(plan_title(facts), (chart,), source=source, notes=(told, *(_owners(facts))))


def _owners(facts: Facts) -> tuple[str, ...]:
    return tuple(f"{activity.label}: {activity.owner}" for activity in facts.resolved.plan if activity.owner)


def _tasks(facts: Facts) -> Iterator[native.Task]:
    resolved = facts.resolved
    if not facts.has_money:
        return
    for activity in resolved.plan:
        times = occurrences(resolved.start, resolved.months, activity) or (activity_dates(resolved.start, activity),)
        begin, end = times[0]
        when = _when(begin, end)
        if activity.every_months and len(times) > 1:
            when = f"from {wording.day_short(begin)}, every {activity.every_months} months"
        yield native.Task(name(activity.label), begin, (end - begin).days + 1, when)
    if not resolved.plan:
        for found in milestones(facts.case):
            if found.day is not None and found.name in resolved.assumptions:
                yield native.Task(
                    _MILESTONES[found.name], found.day, _MONTH, wording.month_short(f"{found.day:%Y-%m}", 1)
                )


_MILESTONES = {
    "months_to_launch": "The community opens", "manager_start": "The first community manager starts",
    "platform_start": "The platform is paid for",
}  # fmt: skip


def _when(begin: date, end: date) -> str:
    if begin == end:
        return wording.day_short(begin)
    first, last = wording.day_short(begin), wording.day_short(end)
    return f"{first.removesuffix(f' {end.year}') if begin.year == end.year else first} – {last}"


def _money_dates(facts: Facts) -> Iterator[native.Task]:
    """Return when most money is out, and when it is back."""
    from model.calendar import first_day, month_of

    figures, resolved = facts.figures, facts.resolved
    cumulative = facts.appraisal.run.net.cumsum()
    lowest = int(cumulative.argmin())
    marks = []
    if figures.peak_funding > 0:
        marks.append((max(lowest, 1), f"Most money is out: {facts.short(figures.peak_funding)}"))
    if figures.break_even_month:
        marks.append((figures.break_even_month, "The money is back"))
    for month, label in marks:
        yield native.Task(
            label, first_day(month_of(resolved.start, month)), _MONTH, wording.month_short(resolved.start, month)
        )


def plan_title(facts: Facts) -> str:
    """Return when the community opens and when the money is back, as far as either is known."""
    opens = next((task for task in _tasks(facts) if task.name == _MILESTONES["months_to_launch"]), None)
    launch = next((a for a in facts.resolved.plan if a.drives == "months_to_launch"), None)
    when = wording.day_name(activity_dates(facts.resolved.start, launch)[0]) if launch else f"{wording.month_name(f'{opens.begin:%Y-%m}', 1)}" if opens else ""  # fmt: skip
    first = (
        f"The community opens {'on' if launch else 'in'} {when}" if when else "When the community opens is not said yet"
    )
    month = facts.figures.break_even_month
    if month:
        return f"{first}; the money is back in {wording.month_name(facts.resolved.start, month)}"
    return f"{first}; the money is not back within {facts.horizon}" if month is None and facts.has_money else first
