"""The library in words: what it holds, what a formula of it says, what uses an assumption, and who published a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exports import answers, wording
from model.challenges import RULES
from model.evidence import Assumption, Benchmark
from model.line import Library, Line, Stream
from model.money import LOCALE
from model.nodes import Name, walk
from model.parse import parse_formula
from model.words import Words, in_words

GENERAL = "general"
"""The topic of assumptions that several streams share."""
GENERAL_TITLE = "Your organisation's numbers"
_KINDS = {"value": "value stream", "cost": "cost group", "driver": "drivers (no money)"}
_LINE_KINDS = {"benefit": "Benefit", "cost": "Cost", "driver": "Driver"}


def counted(shelf: Library) -> str:
    """Return in one sentence how much is known, and from how many publications."""
    published = [record for record in shelf.assumptions.values() if record.benchmarks]
    sources = {str(source) for record in published for mark in record.benchmarks for source in mark.source}
    return (
        f"{len(shelf.assumptions)} assumptions, {len(published)} of them with published figures from "
        f"{len(sources)} publications, and {len(shelf.streams)} streams."
    )


def topics(shelf: Library) -> dict[str, str]:
    """Return the topics assumptions belong to, by id, with their titles."""
    named = {name: stream.title for name, stream in shelf.streams.items()}
    others = {topic: topic.capitalize() for topic in shelf.topics.values() if topic not in named}
    return named | others | ({GENERAL: GENERAL_TITLE} if GENERAL in others else {})


def kind_of(stream: Stream) -> str:
    """Return what kind of stream it is, in words."""
    return _KINDS[stream.kind]


# --- assumptions -------------------------------------------------------------------------------------------------


def unit_said(record: Assumption, currency: str) -> str:
    """Return what an assumption is counted in: contacts a month, USD a contact, a share in percent."""
    words = answers.unit_words(record, currency)
    return f"a share, in {words}" if answers.is_share(record) else words


def limits_said(record: Assumption, currency: str, locale: str = LOCALE) -> str:
    """Return the hard limits in words; nothing where there are none."""
    said = answers.limits_words(record, currency, locale)
    return f"{said}; anything else is refused" if said else ""


def plausible_said(record: Assumption, currency: str, locale: str = LOCALE) -> str:
    """Return the range published figures span, in words; nothing where there is none."""
    span = record.plausible_range(currency)
    if span is None:
        return ""
    return f"{_span(span, record, currency, locale)}; a value outside is challenged, not refused"


def figure_said(mark: Benchmark, record: Assumption, currency: str, locale: str = LOCALE) -> str:
    """Return a published figure as people read it, in the currency it was published in."""
    return _span(mark.span, record, mark.currency or currency, locale)


def _span(span: tuple[float, float], record: Assumption, currency: str, locale: str) -> str:
    """Return a range with its unit once: $10 to $50 a contact."""
    low, high = (answers.shown(end, record, currency, locale) for end in span)
    number, _, unit = low.partition(" ")
    return high if low == high else f"{number if high.endswith(f' {unit}') else low} to {high}"


def users(shelf: Library, name: str) -> tuple[Stream, ...]:
    """Return the streams whose formulas name an assumption, in the order of the library."""
    return tuple(stream for stream in shelf.streams.values() if name in _names(stream))


def _names(stream: Stream) -> set[str]:
    """Return every line and assumption the formulas of a stream name."""
    nodes = (node for text in _formulas(stream) for node in walk(parse_formula(text)))
    return {node.id.partition("[")[0] for node in nodes if isinstance(node, Name)}


def _formulas(stream: Stream) -> Iterator[str]:
    for line in stream.lines:
        yield from (text for text in (line.formula, line.opening, line.attribution, line.risk_adjustment) if text)
        yield from line.formulas.values()
    yield from (check.formula for check in stream.checks)
    yield from (overlap.cap for overlap in stream.overlaps.values())


# --- formulas ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormulaSaid:
    """One formula of a line: the option it counts under ("" for all), its text, and the same in words."""

    option: str
    text: str
    words: Words


def labels(shelf: Library) -> dict[str, str]:
    """Return what people call each assumption and line of the library, by id."""
    names = {name: record.label or name for name, record in shelf.assumptions.items()}
    return names | {line.id: line.label for stream in shelf.streams.values() for line in stream.lines}


def formulas(line: Line, names: Mapping[str, str]) -> tuple[FormulaSaid, ...]:
    """Return the formulas of a line, one for each option where a choice decides; `names` are those of `labels`."""
    texts = line.formulas or {"": line.formula or ""}
    return tuple(
        FormulaSaid(option, " ".join(text.split()), in_words(parse_formula(text), lambda name: names.get(name, name)))
        for option, text in texts.items()
    )


def line_said(line: Line, currency: str) -> str:
    """Return what a line is: its kind, its unit in words, and for a benefit what kind of value it is."""
    unit = answers.unit_words(Assumption(unit=line.unit), currency)
    value = f", {wording.CLASS_NAMES[line.benefit_class].lower()}" if line.benefit_class else ""
    return f"{_LINE_KINDS[line.kind]}, in {unit}{value}"


# --- challenges --------------------------------------------------------------------------------------------------


def rules() -> tuple[tuple[str, str, str], ...]:
    """Return every challenge rule: its name, what it finds, and what it is about."""
    return tuple(
        (rule.__name__, (rule.__doc__ or "").strip().splitlines()[0], rule.__module__.rpartition(".")[2])
        for rule in RULES
    )
