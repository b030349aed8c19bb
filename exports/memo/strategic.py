"""The strategic case: vision and kind of community, the goals it serves, the needs it meets, and why now."""

from __future__ import annotations

from collections.abc import Iterator

from exports import charts, wording
from exports.answers import shown
from exports.memo.basis import Basis
from exports.memo.content import Block, Paragraph, Picture, Points, Section, note, table, text
from model.names import KIND_NAMES, PERSPECTIVE_NAMES, PHASE_NAMES, capitalised, counted
from model.names import listed as listed_all
from model.shares import UNASSIGNED
from model.strategy import Community, Goal
from model.styles import STAGES, STYLES

_ACCESS = {"public": "open to everyone", "gated": "open to members only", "hybrid": "open in part, and for members in part"}  # fmt: skip
_BLANKS = {
    "place": "what it is the place for",
    "benefit": "what members will benefit from",
    "second_benefit": "what else they will benefit from",
    "excited": "what they will be most excited to do",
}


def section(basis: Basis) -> Section:
    """Return the strategic case."""
    return Section(
        "Strategic case",
        sections=(
            Section("What the community is", tuple(_community(basis))),
            Section("The goals it serves", tuple(_goals(basis))),
            Section("The needs it meets", tuple(_needs(basis))),
            Section("Why now", tuple(_now(basis))),
        ),
    )


# --- the community -----------------------------------------------------------------------------------------------


def _community(basis: Basis) -> Iterator[Block]:
    yield from text(basis.case.summary)
    community = basis.resolved.community
    if community is None:
        yield from text("The case does not say yet what kind of community it is, nor what it is for.")
        return
    yield from _vision(community)
    yield from text(_kind(community))
    style = next((style for style in STYLES if style.id == community.style), None)
    if style is None:
        yield from text("Its style is not chosen yet.")
        return
    cited = basis.cited(style.sources)
    said = f"The intended style is {style.name}. {style.what} What it earns: {_lower(style.earns)} Where it fails: {_lower(style.fails)} {cited}"
    yield from text(said.strip())


def _lower(sentence: str) -> str:
    """Return a sentence as it stands after a colon."""
    return f"{sentence[:1].lower()}{sentence[1:]}"


def _vision(community: Community) -> Iterator[Block]:
    vision = community.vision
    if vision is None:
        yield from text("There is no vision statement yet.")
        return
    yield Paragraph(str(vision), "Vision.")
    blank = [words for name, words in _BLANKS.items() if not getattr(vision, name)]
    if blank:
        yield from note(f"Still to be said: {listed_all(blank, 'and')}.")


def _kind(community: Community) -> str:
    kind = (
        f"It is a {KIND_NAMES[community.kind]}" if community.kind else "What kind of community it is, is not said yet"
    )
    access = f", {_ACCESS[community.access]}" if community.access else ""
    stage = next((stage for stage in STAGES if stage.id == community.maturity), None)
    return f"{kind}{access}.{f' Its stage of maturity is “{stage.name}”: {_lower(stage.what)}' if stage else ''}"


# --- goals -------------------------------------------------------------------------------------------------------


def _goals(basis: Basis) -> Iterator[Block]:
    goals, shares = basis.resolved.goals, basis.appraisal.shares["goal"]
    if not goals:
        yield from text(
            "No strategic goal is stated. A community without a goal of the organisation behind it is the first to be cut."
        )
        return
    yield from text(f"The community serves {counted(len(goals), 'strategic goal')}. {_goal_shares(basis)}".strip())
    rows = [_goal_row(basis, goal) for goal in goals]
    columns = ("Goal", "Perspective", "Owner", "Measured by", "Share of the value")
    yield from table("Strategic goals, and how much of the value serves each", columns, rows, (38, 16, 20, 12, 14), 3)
    if len(shares) > 1:
        yield Picture(charts.value_by_goal(basis.appraisal, look=basis.look, locale=basis.locale))


def _goal_shares(basis: Basis) -> str:
    shares = basis.appraisal.shares["goal"]
    if not shares:
        return "As no benefit is worth anything today, none of them carries a share of the value."
    rest = shares.get(UNASSIGNED, 0.0)
    if rest >= 0.005:
        return f"{basis.percent(rest)} of the value serves none of them."
    return "All of the value serves one or more of them." if len(_served(basis)) > 1 else ""


def _served(basis: Basis) -> list[str]:
    """Return the goals that benefits serve."""
    return [goal for goal in basis.appraisal.shares["goal"] if goal != UNASSIGNED]


def _goal_row(basis: Basis, goal: Goal) -> tuple[str, ...]:
    share = basis.appraisal.shares["goal"].get(goal.id)
    kpis = sum(goal.id in kpi.goals for kpi in basis.resolved.kpis)
    return (
        goal.label, PERSPECTIVE_NAMES[goal.perspective], goal.owner or "nobody yet",
        counted(kpis, "KPI") if kpis else "nothing yet", basis.percent(share) if share is not None else wording.NONE,
    )  # fmt: skip


# --- needs -------------------------------------------------------------------------------------------------------


def _needs(basis: Basis) -> Iterator[Block]:
    audiences = basis.resolved.audiences
    if not audiences:
        yield from text("No audience is named, so nobody can say whose need it meets.")
        return
    rows = [
        (need.label, audience.label, PHASE_NAMES[need.phase], f"{need.importance} of 5", need.business_need or wording.NONE)
        for audience in audiences
        for need in sorted(audience.needs, key=lambda need: -need.importance)
    ]  # fmt: skip
    names = listed_all([audience.label for audience in audiences], "and")
    found = (
        f"{counted(len(rows), 'need')} {'is' if len(rows) == 1 else 'are'} stated" if rows else "no need is stated yet"
    )
    yield from text(f"The community is for: {names}. {capitalised(found)}.")
    columns = ("What they want", "Audience", "Phase", "Weight", "What the organisation gains")
    yield from table("Needs of the audiences", columns, rows, (32, 16, 12, 10, 30), 5)


# --- why now -----------------------------------------------------------------------------------------------------


def _now(basis: Basis) -> Iterator[Block]:
    yield from text(_delay(basis))
    yield from text(
        "Doing nothing costs nothing and brings nothing here: all costs and benefits in this document are those that come on top of it."
    )
    if basis.case.published:
        yield Paragraph("", "What is known already.")
        yield Points(tuple(map(Paragraph, basis.case.published[:3])))


def _delay(basis: Basis) -> str:
    """Return what opening later does to the worth of the case, from the range of the launch."""
    swing = next((swing for swing in basis.appraisal.swings.found if swing.assumption == "months_to_launch"), None)
    given = basis.resolved.assumptions.get("months_to_launch")
    if swing is None or given is None or given.record.value is None or swing.high <= given.record.value:
        return "What it would cost to wait is not computed: the case gives no range for its launch."
    later, likely = (
        shown(value, given.record, basis.resolved.currency, basis.locale) for value in (swing.high, given.record.value)
    )
    loss = basis.figures.npv - swing.npv_at_high
    if abs(loss) < 1:
        return f"Opening after {later} instead of {likely} makes no difference to what the case is worth."
    change = f"takes {basis.short(loss)} off" if loss > 0 else f"adds {basis.short(-loss)} to"
    return capitalised(f"opening after {later} instead of {likely} {change} what the case is worth today.")
