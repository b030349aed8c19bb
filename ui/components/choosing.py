"""The choices of a stream, explained: how it is counted, which of its lines count, and how finance will see it."""

from __future__ import annotations

import streamlit as st

from assumptions.loader import library
from exports import answers, glossary, wording
from model.case import Case
from model.evidence import Assumption
from model.line import ALL_LINES, Choice, Stream
from model.names import capitalised, uncapitalised
from model.problems import Path
from scenarios import editing
from scenarios.standing import MEMBERSHIP, Standing
from scenarios.suggesting import Usual, usual_options
from ui import cached, state
from ui.components import fields, markup

_SHARE = Assumption(label="This share", unit="1", limits=(0.0, 1.0))


def choices(stream: Stream) -> None:
    """Ask how a stream is counted: each choice with its options in plain words."""
    for name, choice in stream.choices.items():
        if choice.for_each is None and not (stream.id == MEMBERSHIP and name == "access"):
            _choice(stream, name, choice)


def _choice(stream: Stream, name: str, choice: Choice) -> None:
    path: Path = ("streams", stream.id, "choose", name)
    current = editing.at(state.case(), path) or choice.default
    _radio(
        choice.question, path, choice, _usual(stream, name), current,
        lambda case, option: editing.choose(case, stream.id, name, option),
    )  # fmt: skip


def _usual(stream: Stream, name: str) -> Usual:
    """Return how often the cases that come with the product take each option."""
    return usual_options((*cached.examples().values(), *cached.templates().values()), stream, name)


def growth(audience: str, label: str) -> None:
    """Ask how the membership of one audience grows."""
    choice = library().streams[MEMBERSHIP].choices["curve"]
    case = state.case()
    own = next((item.choose.get("curve") for item in case.audiences if item.id == audience), None)
    shared = editing.at(case, ("streams", MEMBERSHIP, "choose", "curve"))
    path: Path = ("growth", audience)
    _radio(
        f"{label}: {uncapitalised(choice.question)}", path, choice, _usual(library().streams[MEMBERSHIP], "curve"), own or shared,
        lambda case, option: editing.choose(case, MEMBERSHIP, "curve", option, audience),
    )  # fmt: skip


def _radio(asked: str, path: Path, choice: Choice, usual: Usual, current: str | None, apply: fields.Apply) -> None:
    """Ask for one of some options, the most usual first, each with what must be known for it; none is taken unasked."""
    key, texts = fields.key_of(path), choice.options
    options = sorted(texts, key=lambda option: -usual.taken.get(option, 0))
    fields.show(key, current)
    st.radio(
        markup.plain(asked), options, key=key, index=None, format_func=lambda option: markup.plain(texts[option]),
        captions=[markup.plain(_caption(option, choice, usual)) for option in options],
        on_change=fields.changed, args=(key, asked, apply), help=_help(asked, *texts.values()),
    )  # fmt: skip
    fields.explain_refusal(key)


def _caption(option: str, choice: Choice, usual: Usual) -> str:
    """Return what must be known for an option, and that most take it, where they do."""
    often = (
        f"Most often taken: by {usual.taken[option]} of the {usual.cases} cases that come with this tool and answer this."
        if option in usual.most
        else ""
    )
    return " ".join(filter(None, (often, choice.guidance.get(option, ""))))


def _help(*texts: str) -> str | None:
    """Return what the terms in a question and its options mean, as Streamlit reads it; None where there are none."""
    said = glossary.explained(". ".join(texts))
    return markup.plain(f"{capitalised(said)}.") if said else None


def counted_lines(stream: Stream, label: str) -> None:
    """Let somebody choose which benefits or costs of a stream count; with none of them it is switched off."""
    money = {line.id: line.label for line in stream.lines if line.is_money}
    if len(money) < 2:
        return
    key = f"counted:{stream.id}"
    fields.show(key, list(editing.counted_lines(state.case(), stream.id, library())))
    st.pills(
        label, list(money), key=key, selection_mode="multi", format_func=lambda name: markup.plain(money[name]),
        on_change=fields.changed, args=(key, f"{stream.title}: what counts", _counted(stream)), wrap=True,
    )  # fmt: skip
    known = [(name, glossary.definition(name)) for name in money.values()]
    said = [f"<p class='cc-note'>{markup.escape(f'{name}: {meaning}.')}</p>" for name, meaning in known if meaning]
    if said:
        st.html("".join(said))


def _counted(stream: Stream) -> fields.Apply:
    order = [line.id for line in stream.lines if line.is_money]

    def apply(case: Case, chosen: list[str]) -> Case:
        return editing.count_lines(case, stream.id, tuple(name for name in order if name in chosen), library())

    return apply


def methods(standing: Standing, stream: Stream) -> None:
    """Show the ways to count one thing side by side, where a stream has several."""
    if standing.analysis is None or not stream.compare:
        return
    resolved = standing.analysis.resolved
    for title, rows in wording.methods(standing.analysis.appraisal):
        if title == stream.title:
            markup.label(
                "The ways to count it, side by side",
                f"in {wording.month_words(resolved.start, resolved.months)}; one of them is counted",
            )
            markup.table(("Method", "A month", ""), rows, caption=f"Ways to count: {title}")


def for_finance(stream: Stream) -> None:
    """Ask what a CFO asks of a benefit: what kind of value it is, and which share the community caused."""
    benefits = [line for line in stream.lines if line.kind == "benefit"]
    if not benefits or stream.id not in state.case().streams:
        return
    with st.expander("How finance will look at it"):
        for line in benefits:
            _benefit_class(stream, line.id, line.label, line.benefit_class)
        if not any(line.attribution for line in benefits):
            _share(
                stream,
                "attribution",
                "Share of the effect the community caused (attribution)",
                "Empty: all of it. Where other measures help too, say which part is yours.",
            )
        _share(
            stream,
            "risk_adjustment",
            "Share taken off for risk (risk adjustment)",
            "Empty: nothing. Do not also raise the discount rate, and do not use it beside a simulation.",
        )


def _benefit_class(stream: Stream, line: str, label: str, usual: str | None) -> None:
    benefits = [other for other in stream.lines if other.kind == "benefit"]
    settings = state.case().streams[stream.id].benefit_class
    key = f"class:{stream.id}:{line}"
    fields.show(key, settings.get(line) or settings.get(ALL_LINES) or usual)

    def apply(case: Case, chosen: str) -> Case:
        stated = case.streams[stream.id].benefit_class
        kept = (
            dict.fromkeys((other.id for other in benefits), stated[ALL_LINES]) if ALL_LINES in stated else dict(stated)
        )
        kept.pop(line, None)
        return editing.put(
            case, ("streams", stream.id, "benefit_class"), {**kept, line: chosen} if chosen != usual else kept
        )

    st.selectbox(
        f"{label}: what kind of value is it?", list(wording.CLASS_NAMES), key=key, format_func=lambda name: wording.CLASS_NAMES[name],
        on_change=fields.changed, args=(key, f"{label}: kind of value", apply), help=_help(*wording.CLASS_NAMES.values()),
    )  # fmt: skip
    fields.explain_refusal(key)


def _share(stream: Stream, field: str, label: str, help_text: str) -> None:
    currency = state.case().currency

    def read(written: str) -> str | None:
        share = answers.read(written, _SHARE, currency)
        return None if share is None else repr(share)

    def write(stated: str) -> str:
        try:
            return answers.shown(float(stated), _SHARE, currency)
        except ValueError:
            return stated

    fields.number(label, ("streams", stream.id, field), read=read, write=write, help_text=f"{_help(label)} {help_text}")
