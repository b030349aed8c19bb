"""What is offered beside a question in one click: a value to take for now, or how an answer is known."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from exports import answers
from scenarios import suggesting
from scenarios.standing import Question
from scenarios.suggesting import Suggestion
from ui import cached, state
from ui.components import fields
from ui.components.markup import escape
from ui.components.picking import button, live

_TEMPLATE, _PUBLISHED, _SAME = "template", "published", "same"
_MANY = 2
"""From so many missing answers on, those of the templates can be taken together."""


def values(question: Question, said: str) -> None:
    """Show what is said of a question without an answer, and the values that can be taken for it."""
    found = _values(question)
    items = "".join(_value(name, item, question) for name, item in found.items())
    if not items:
        st.html(said)
        return

    def picked(name: str) -> None:
        item = found[name]
        words = f"{question.label}: {_shown(item, question)}, {_how(item)}"
        state.edit(words, lambda case: suggesting.taken(case, {question.name: item}, state.scenario()))

    live(f"{said}<ul class='cc-pills cc-takes'>{items}</ul>", f"offers-{question.name}", picked)


def _values(question: Question) -> dict[str, Suggestion]:
    """Return what can be taken for a question, by the name of its button; nothing where the plan of the case answers."""
    case, record = state.case(), question.record
    if any(activity.drives == question.name for activity in case.plan):
        return {}
    found = {f"{_PUBLISHED}:{i}": item for i, item in enumerate(suggesting.published(record, case.currency))}
    of_template = _of_template(question)
    return found | ({_TEMPLATE: of_template} if of_template else {})


def _of_template(question: Question) -> Suggestion | None:
    return suggesting.from_templates(state.case(), question.name, question.record, cached.templates().values())


def _value(name: str, item: Suggestion, question: Question) -> str:
    words = f"Take {_shown(item, question)}{'' if item.grade == 'published' else ' for now'}"
    told = f"{words}: {question.label}, {_how(item)}"
    return f"<li>{button(name, words, 'cc-pill', told)} <span class='cc-note'>{escape(_how(item))}</span></li>"


def _shown(item: Suggestion, question: Question) -> str:
    return answers.shown(item.value, question.record, state.case().currency)


def _how(item: Suggestion) -> str:
    return f"published: {item.origin}" if item.grade == "published" else f"a guess, from {item.origin}"


def knowledge(question: Question, said: str) -> None:
    """Show what is said of an answer; where the case gives it without a source, ask how it is known."""
    case, scenario = state.case(), state.scenario()
    if not suggesting.is_unexplained(case, question.name, scenario):
        st.html(said)
        return
    same = suggesting.same_as_published(question.record, case.currency)
    ways = "".join(f"<li>{button(name, way.words, 'cc-pill')}</li>" for name, way in suggesting.WAYS.items())
    asked = "<li class='cc-note'>How do you know it?</li>"

    def picked(name: str) -> None:
        if name == _SAME and same:
            words, known = f"{question.label}: from {same.origin}", {question.name: same}
            state.edit(words, lambda case: suggesting.taken(case, known, scenario))
        elif name in suggesting.WAYS:
            way = suggesting.WAYS[name]
            words = f"{question.label}: {way.words.lower()}"
            state.edit(words, lambda case: suggesting.known_by(case, question.name, scenario, way))

    live(f"{said}{_same(same)}<ul class='cc-pills cc-known'>{asked}{ways}</ul>", f"known-{question.name}", picked)


def _same(item: Suggestion | None) -> str:
    if item is None:
        return ""
    said = f"This is the figure of {item.origin}."
    return f"<p class='cc-note cc-same'>{escape(said)} {button(_SAME, 'Take it as its source', 'cc-pill')}</p>"


def of_templates(questions: Iterable[Question]) -> None:
    """Offer the templates' values for all questions without an answer that they state one for, as one step."""
    missing = [question for question in questions if question.is_missing]
    planned = {activity.drives for activity in state.case().plan}
    known = {item.name: (item, _of_template(item)) for item in missing if item.name not in planned}
    found = {name: (item, value) for name, (item, value) in known.items() if value}
    if len(found) < _MANY:
        return
    those = f"the {len(found)}" if len(found) == len(missing) else f"{len(found)} of the {len(missing)}"
    listed = ", ".join(f"{item.label} {_shown(value, item)}" for item, value in found.values())
    origins = " and ".join(dict.fromkeys(value.origin for _, value in found.values()))
    fields.act(
        f"Take the template's values for {those} that are missing",
        f"{len(found)} guesses from {origins}: {listed}",
        lambda case: suggesting.taken(case, {name: value for name, (_, value) in found.items()}, state.scenario()),
        key=f"take-all-{missing[0].group}", icon=":material/library_add_check:",
        help_text=f"From {origins}. Each is graded as a guess until you replace it; one undo takes all of them back.",
    )  # fmt: skip
