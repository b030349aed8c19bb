"""Library: what is known about each question, who published it, and what each stream computes."""

from __future__ import annotations

import streamlit as st

from assumptions.loader import library
from exports import answers, shelf, wording
from exports.finding import Hit, find
from model.evidence import Assumption
from model.line import Stream
from model.names import ROLE_NAMES, counted, listed
from scenarios.progress import page_of
from scenarios.standing import Question, Standing
from ui import state
from ui.components import fields, groups, markup, picking, reading
from ui.components.groups import Group
from ui.components.picking import button, live
from ui.journey import BY_NAME

PAGE = "library"
MOST_SHOWN = 40
_WORDS, _TOPIC, _PUBLISHED, _SEEN = "library-words", "library-topic", "library-published", "library-seen"


def show() -> None:
    """Show what a search finds, and the entry that is chosen."""
    _follow(state.seen_focus())
    markup.page(BY_NAME[PAGE], shelf.counted(library()))
    _search()
    words, topic = state.picked(_WORDS), state.picked(_TOPIC)
    found = find(library(), words, topic=topic, is_published=bool(state.picked(_PUBLISHED)))
    if not found:
        markup.empty(f"Nothing in the library speaks of “{words}”. Try one word of it, or another word for it.")
        st.button("Show everything", on_click=_search_for, key="library-all")
        return
    left, right = st.columns([1, 1.7], gap="large")
    with left:
        name = _list(found)
    with right:
        _entry(name)


def _follow(focus: str) -> None:
    """Open the entry a link names, such as `assumption:reach` or `stream:retention`."""
    if focus:
        _search_for()
        state.pick(PAGE, focus)
        state.pick(_TOPIC, library().topics.get(focus.partition(":")[2], focus.partition(":")[2]))


# --- searching ---------------------------------------------------------------------------------------------------


def _search() -> None:
    """Show the search box and its filters; they keep what they hold while other pages are shown."""
    left, middle, right = st.columns([3, 2, 1.5], vertical_alignment="bottom")
    titles = {"": "All topics", **shelf.topics(library())}
    with left:
        fields.show(_WORDS, state.picked(_WORDS))
        st.text_input(
            "Search assumptions, streams and sources", key=_WORDS, live=True,
            placeholder="A question, a stream, a publisher", on_change=_taken, args=(_WORDS,),
        )  # fmt: skip
    with middle:
        fields.show(_TOPIC, state.picked(_TOPIC) if state.picked(_TOPIC) in titles else "")
        st.selectbox(
            "Topic", list(titles), key=_TOPIC, format_func=lambda name: titles[name], on_change=_taken, args=(_TOPIC,)
        )
    with right:
        fields.show(_PUBLISHED, bool(state.picked(_PUBLISHED)))
        st.checkbox("With published figures", key=_PUBLISHED, on_change=_taken, args=(_PUBLISHED,))


def _taken(key: str) -> None:
    """Search anew; the best entry is opened, whichever was open before."""
    state.pick(key, str(st.session_state[key] or ""))
    state.pick(PAGE, "")


def _search_for(words: str = "", topic: str = "") -> None:
    for key, held in ((_WORDS, words), (_TOPIC, topic), (_PUBLISHED, "")):
        state.pick(key, held)


def _list(found: tuple[Hit, ...]) -> str:
    """Show the first entries that were found, and return the one that is chosen."""
    first, count = found[:MOST_SHOWN], len(found)
    with st.container(key="library-list", gap="xsmall"):
        markup.note(f"{count} {'entry' if count == 1 else 'entries'}")
        name = groups.chosen(PAGE, [Group(f"{hit.kind}:{hit.name}", hit.title, _about(hit)) for hit in first])
        if count > MOST_SHOWN:
            markup.note(f"… and {count - MOST_SHOWN} more; search to narrow.")
    if state.picked(PAGE) not in ("", state.picked(_SEEN)):
        picking.scroll_to(".cc-entry-top", f"library-scroll-{name}")
    state.pick(_SEEN, state.picked(PAGE))
    return name


def _about(hit: Hit) -> str:
    if hit.kind == "stream":
        stream = library().streams[hit.name]
        return f"{shelf.kind_of(stream).capitalize()}, {counted(len(stream.lines), 'line')}"
    count = len(library().assumptions[hit.name].benchmarks)
    topic = shelf.topics(library())[hit.topic]
    return f"{topic}; {counted(count, 'published figure')}" if count else topic


def _entry(name: str) -> None:
    kind, _, key = name.partition(":")
    st.html("<span class='cc-entry-top'></span>")
    if kind == "stream":
        _stream(library().streams[key])
    else:
        _assumption(key, library().assumptions[key])


# --- an assumption -----------------------------------------------------------------------------------------------


def _assumption(name: str, record: Assumption) -> None:
    currency = state.case().currency
    markup.heading(record.label or name, answers.question(record, name))
    st.html(
        reading.said(
            [
                ("Counted in", shelf.unit_said(record, currency)),
                ("Usual value", answers.shown(record.value, record, currency)),
                ("Hard limits", shelf.limits_said(record, currency)),
                ("Plausible", shelf.plausible_said(record, currency)),
                ("To know", record.note or ""),
                ("Name in formulas", name),
            ]
        )
    )
    _in_case(name)
    markup.label("Published figures")
    published = reading.figures(record, currency)
    st.html(
        published or "<p class='cc-note'>No published figure fits, so there is no usual value: ask, or measure it.</p>"
    )
    _used_by(name)


def _in_case(name: str) -> None:
    """Show what the case on the desk says to an assumption, and lead to its question."""
    standing = state.standing()
    asked = [question for question in standing.questions if question.name.partition("[")[0] == name]
    markup.label("In your case")
    if not asked:
        markup.note("The case on the desk does not ask for it; none of the streams that use it is switched on.")
        return
    items = "".join(f"<li>{_answer(question)}</li>" for question in asked)
    live(f"<ul class='cc-answers'>{items}</ul>", "library-answers", lambda picked: _go_to_question(standing, picked))


def _answer(question: Question) -> str:
    record, currency = question.record, state.case().currency
    value = (
        answers.periods_shown(record.schedule.values, record)
        if record.schedule
        else answers.shown(record.value, record, currency)
    )
    said = f"{wording.GRADE_NAMES[record.evidence]}: {'; '.join(map(str, record.source)) or 'no source yet'}"
    words = "We still need this answer." if question.is_missing else said
    return (
        f"<div><p><strong>{markup.escape(value or 'No answer yet')}</strong> {markup.escape(question.label)}</p>"
        f"<p class='cc-note'>{markup.escape(words)}</p></div>"
        f"{button(question.name, 'Go to its question', 'cc-button', f'Go to the question: {question.label}')}"
    )


def _go_to_question(standing: Standing, name: str) -> None:
    state.go_to(page_of(standing.by_name[name]), name)


def _used_by(name: str) -> None:
    markup.label("Used by")
    items = "".join(
        f"<li>{button(stream.id, stream.title, 'cc-pill', f'Show the stream {stream.title}')}</li>"
        for stream in shelf.users(library(), name)
    )
    live(f"<ul class='cc-pills'>{items}</ul>", "library-users", _open_stream)


def _open_stream(name: str) -> None:
    _search_for(topic=name)
    state.pick(PAGE, f"stream:{name}")


# --- a stream ----------------------------------------------------------------------------------------------------


def _stream(stream: Stream) -> None:
    markup.heading(stream.title, stream.summary)
    _to_stream(stream)
    st.html(
        reading.said(
            [
                ("What it is", shelf.kind_of(stream).capitalize()),
                ("Applies when", stream.applies),
                ("Counts", listed([ROLE_NAMES[role] for role in stream.serves], "and") if stream.serves else ""),
            ]
        )
    )
    for title, texts in (("Methods it follows", stream.methods), ("What to be careful with", stream.caveats)):
        if texts:
            markup.label(title)
            markup.points(texts)
    markup.label("Its lines", "each with its formula in words")
    st.html(_lines(stream))


def _to_stream(stream: Stream) -> None:
    place = BY_NAME["budget" if stream.kind == "cost" else "value"]
    count = sum(topic == stream.id for topic in library().topics.values())
    with st.container(horizontal=True, vertical_alignment="center", key="library-to-stream"):
        st.button(
            f"Go to it on {place.title}", key="to-stream", icon=":material/arrow_forward:",
            on_click=state.go_to, args=(place.name, f"group:{stream.id}"),
        )  # fmt: skip
        st.button(
            f"Show its {count} assumptions", key="to-assumptions", type="tertiary",
            on_click=_search_for, kwargs={"topic": stream.id}, disabled=state.picked(_TOPIC) == stream.id,
        )  # fmt: skip
        markup.note(_use(stream))


def _use(stream: Stream) -> str:
    if stream.kind == "driver":
        return "Part of every case that counts members"
    return "In your case" if stream.id in state.case().streams else "Not in your case"


def _lines(stream: Stream) -> str:
    names, currency = shelf.labels(library()), state.case().currency
    options = {key: text for choice in stream.choices.values() for key, text in choice.options.items()}
    items = []
    for line in stream.lines:
        said = "".join(_formula(formula, options) for formula in shelf.formulas(line, names))
        head = f"<p><strong>{markup.escape(line.label)}</strong></p><p class='cc-note'>{markup.escape(shelf.line_said(line, currency))}</p>"
        items.append(f"<li>{head}{said}</li>")
    return f"<ul class='cc-published'>{''.join(items)}</ul>"


def _formula(formula: shelf.FormulaSaid, options: dict[str, str]) -> str:
    when = f"<em>{markup.escape(options.get(formula.option, formula.option))}:</em> " if formula.option else ""
    return f"<p>{when}{markup.escape(str(formula.words))}.</p><p><code>{markup.escape(formula.text)}</code></p>"


show()
