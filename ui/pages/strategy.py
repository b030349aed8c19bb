"""Strategy: the vision, the goals, and what kind of community it is meant to be."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assumptions.loader import library
from exports import wording
from model.names import counted
from model.shares import UNASSIGNED
from model.strategy import Vision
from model.styles import B2B_B2C, STAGES, STYLE_NAMES, STYLES
from scenarios import editing, links
from scenarios.standing import MEMBERSHIP, Standing
from ui import cached, state
from ui.components import board, fields, goal_cards, groups, markup, options
from ui.components.groups import Group
from ui.components.options import Option
from ui.journey import BY_NAME

PAGE = "strategy"
_PARTS = {
    "vision": "Vision",
    "goals": "Goals",
    "kind": "Kind and access",
    "style": "Intended style",
    "stage": "Stage of maturity",
}
_BLANKS = {
    "place": ("Our community is the place for …", "people who keep our product running every day"),
    "benefit": ("Members will benefit from …", "answers from people who had the same problem"),
    "second_benefit": ("… and …", "a say in what is built next"),
    "excited": ("… and will be most excited when they can … online", "show a peer how they solved it"),
}  # fmt: skip
"""Each blank of the vision: the words before it, and an example to begin from."""
_KINDS = {
    "b2b": ("Business customers (B2B)", "People who buy or use something for their organisation."),
    "b2c": ("Consumers (B2C)", "People who buy or use something for themselves."),
    "support": ("Support", "People who are stuck, and those who help them out."),
    "partner": ("Partners", "Firms that sell, deliver or build on what you offer."),
    "internal": ("Your own people (internal)", "Employees, across teams and places."),
}
_ACCESS_TITLES = {"public": "Everyone (public)", "hybrid": "Some of each (hybrid)", "gated": "Members only (gated)"}


def show() -> None:
    """Show the parts of the strategy, and the one that is chosen."""
    standing, focus = state.standing(), state.seen_focus()
    _follow(focus)
    markup.page(BY_NAME[PAGE], _answer())
    part = groups.chosen(PAGE, _groups(standing), is_across=True)
    if part == "vision":
        _vision()
    elif part == "goals":
        goal_cards.show(standing, focus)
    elif part == "kind":
        _kind()
    elif part == "style":
        _style(standing)
    else:
        _stage()


def _follow(focus: str) -> None:
    """Open the part of the page that holds a field."""
    kind, _, name = focus.partition(":")
    part = {"goal": "goals", "access": "kind", "maturity": "stage", board.OPENED: "goals"}.get(kind, kind)
    if part in _PARTS:
        state.pick(PAGE, part)
    if kind == "goal" and name:
        state.pick(goal_cards.KEY, name)


def _answer() -> str:
    case, vision = state.case(), _stated_vision()
    if vision.is_complete:
        return str(vision)
    if case.goals:
        goals = wording.listed([f"“{goal.label}”" for goal in case.goals])
        return f"It serves {goals}; the vision statement is not complete yet."
    return "Nothing is decided yet: begin with the vision, or with one goal."


def _stated_vision() -> Vision:
    community = state.case().community
    return (community.vision if community else None) or Vision()


def _groups(standing: Standing) -> list[Group]:
    community, vision = state.case().community, _stated_vision()
    filled = sum(bool(getattr(vision, blank)) for blank in _BLANKS)
    kind = community.kind if community else None
    access = community.access if community else None
    both = " · ".join(
        text for text in (_KINDS[kind][0] if kind else "", _ACCESS_TITLES[access] if access else "") if text
    )
    stage = next((stage.name for stage in STAGES if community and stage.id == community.maturity), "")
    said = {
        "vision": ("written" if vision.is_complete else f"{filled} of 4 blanks filled", 0 < filled < len(_BLANKS)),
        "goals": _goals_said(standing),
        "kind": (both, False) if kind and access else (_half_said(both, has_kind=bool(kind)), bool(both)),
        "style": (STYLE_NAMES[community.style] if community and community.style else "not chosen", False),
        "stage": (stage or "not chosen", False),
    }  # fmt: skip
    return [Group(name, title, *said[name]) for name, title in _PARTS.items()]


def _half_said(both: str, *, has_kind: bool) -> str:
    return f"{both}; {'access' if has_kind else 'kind'} not chosen" if both else "not chosen"


def _goals_said(standing: Standing) -> tuple[str, bool]:
    count = len(standing.case.goals)
    loose = len(links.unmeasured(standing.case) | links.unserved(standing.case, library()))
    if not count:
        return "none yet", False
    goals = counted(count, "goal")
    return (f"{goals}, {loose} without KPI or value", True) if loose else (goals, False)


# --- vision ------------------------------------------------------------------------------------------------------


def _vision() -> None:
    """Show the statement as four blanks to fill."""
    vision = _stated_vision()
    markup.heading(
        "The vision in one sentence", "Fill four blanks; what you type is kept at once, also when blanks are left"
    )
    if not vision.is_complete:
        st.html(f"<p class='cc-vision'>{_with_blanks(vision)}</p>")
    with st.container(key="blanks", width=760):
        for blank, (label, hint) in _BLANKS.items():
            _blank(blank, label, hint)
    with st.expander("How the public examples put it"):
        for case in cached.examples().values():
            if case.community and case.community.vision and case.community.vision.is_complete:
                st.html(f"<p class='cc-vision'><strong>{markup.escape(case.organisation)}.</strong> {markup.escape(str(case.community.vision))}</p>")  # fmt: skip
        markup.note("The organisations did not publish these sentences; they were written for the examples.")


def _blank(blank: str, label: str, hint: str) -> None:
    fields.text(
        label, ("community", "vision", blank), hint=f"for example: {hint}", most=300,
        apply=lambda case, written: editing.envision(case, blank, written.strip() or None),
    )  # fmt: skip


def _with_blanks(vision: Vision) -> str:
    """Return the statement as HTML, with a gap for each blank that is empty."""
    parts = {
        blank: f"<strong>{markup.escape(words)}</strong>" if (words := getattr(vision, blank)) else "<span class='cc-blank'>…</span>"
        for blank in _BLANKS
    }  # fmt: skip
    return (
        f"Our community is the place for {parts['place']}. Members will benefit from {parts['benefit']} and "
        f"{parts['second_benefit']}, and will be most excited when they can {parts['excited']} online."
    )


# --- kind, access, style, stage ----------------------------------------------------------------------------------


def _kind() -> None:
    community = state.case().community
    kind = community.kind if community else None
    markup.heading("Who is it made for?", "The kind of community decides which value streams are recommended")
    kinds = [Option(name, title, (("", what),)) for name, (title, what) in _KINDS.items()]
    options.cards(
        "Kind of community", kinds, kind, "pick-kind", _described("kind", {n: t for n, (t, _) in _KINDS.items()})
    )
    markup.heading("Who can see it?", "Access decides whether readers count who are no members")
    texts = library().streams[MEMBERSHIP].choices["access"].options
    ways = [Option(name, title, (("", f"{texts[name]}."),)) for name, title in _ACCESS_TITLES.items()]
    access = community.access if community else None
    options.cards("Access", ways, access, "pick-access", _described("access", _ACCESS_TITLES))
    with st.expander("How communities for businesses and for consumers differ", expanded=kind in ("b2b", "b2c")):
        _differences(is_b2c_first=kind == "b2c")


def _differences(*, is_b2c_first: bool) -> None:
    order = -1 if is_b2c_first else 1
    columns = ("For businesses (B2B)", "For consumers (B2C)")[::order]
    markup.table(
        ("", *columns), [(item.aspect, *(item.b2b, item.b2c)[::order]) for item in B2B_B2C],
        left=3, caption="How communities for businesses and for consumers differ",
    )  # fmt: skip
    known = {source.title: source for item in B2B_B2C for source in item.sources}
    st.html(f"<p class='cc-note'>{'; '.join(options.source_link(source) for source in known.values())}</p>")
    markup.note("Communities for technical support stand between the two.")


def _style(standing: Standing) -> None:
    markup.heading("What should the community do for you?", "Four styles; each earns something else and fails in its own way. Good communities combine parts of all; choose the one that leads")  # fmt: skip
    styles = [
        Option(item.id, item.name, (("", item.what), ("Earns", item.earns), ("Fails", item.fails)), item.sources)
        for item in STYLES
    ]
    community = state.case().community
    options.cards(
        "Intended style", styles, community.style if community else None, "pick-style", _described("style", STYLE_NAMES)
    )
    shares = standing.analysis.appraisal.shares["style"] if standing.analysis else {}
    earned = {name: share for name, share in shares.items() if name != UNASSIGNED and share > 0}
    if earned:
        leading = max(earned, key=lambda name: earned[name])
        markup.note(f"What your figures say: {wording.percent(earned[leading])} of the value belongs to the style {STYLE_NAMES[leading]}.")  # fmt: skip


def _stage() -> None:
    markup.heading("How far has your organisation come with communities?", "Four stages of maturity; benefits that are there at once are questioned unless it is one of the later two")  # fmt: skip
    stages = [Option(item.id, item.name, (("", item.what),), item.sources) for item in STAGES]
    names: dict[str, str] = {item.id: item.name for item in STAGES}
    community = state.case().community
    options.cards("Stage of maturity", stages, community.maturity if community else None, "pick-stage", _described("maturity", names))  # fmt: skip


_SAID_OF = {"kind": "Kind of community", "access": "Access", "style": "Intended style", "maturity": "Stage of maturity"}


def _described(field: str, names: Mapping[str, str]) -> options.OnPick:
    """Return what chooses an option of the community, or takes it back where it is chosen already."""

    def picked(name: str) -> None:
        current = getattr(state.case().community, field, None)
        new = None if name == current else name
        words = f"{_SAID_OF[field]}: {names[name] if new else 'not chosen'}"
        state.edit(words, lambda case: editing.describe(case, field, new))

    return picked


show()
