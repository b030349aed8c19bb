"""Writes the reference part of the handbook from the records themselves, so that it cannot fall behind them.

`python -m exports.handbook` writes docs/reference/; a test fails when a page there is not what this would write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from assumptions.loader import shipped_library
from exports import wording
from exports.shelf import formulas, labels, rules
from model.case import Case, Discount, DiscountChange, Member, Overlay
from model.evidence import AACE_RANGES, Assumption, Benchmark, Correlation, Source
from model.line import Balance, Library, Line, Overlap, Stream, StreamChoice
from model.notation import number_text
from model.plan import Activity
from model.schedule import Schedule
from model.strategy import Audience, Baseline, Community, Goal, Kpi, Need, Requirement, Target, Vision
from model.units import CALENDAR, EFFORT, MULTIPLES, NOUNS
from model.vendors import Vendor

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
RECORDS: tuple[type[BaseModel], ...] = (
    Case, Discount, Community, Vision, Goal, Audience, Need, Requirement, Kpi, Baseline, Target, Assumption, Schedule, Source,
    Benchmark, Correlation, Line, Balance, Overlap, StreamChoice, Overlay, DiscountChange, Vendor, Activity, Member,
)  # fmt: skip
_NOTE = "<!-- Written by `make docs` from the records; do not edit by hand. -->\n"


def pages() -> dict[str, str]:
    """Return the text of every reference page, by file name."""
    shelf = shipped_library()
    return {
        "case.md": _case_page(),
        "units.md": _units_page(),
        "streams.md": _streams_page(shelf),
        "assumptions.md": _assumptions_page(shelf),
        "challenges.md": _challenges_page(),
    }


def _page(title: str, lead: str, *parts: str) -> str:
    return "\n".join([f"# {title}\n", _NOTE, f"{lead}\n", *parts]).rstrip() + "\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    listed = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in listed) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _case_page() -> str:
    lead = "Every field of a case file, record by record. A field without a default must be written."
    return _page("The case document, field by field", lead, *map(_record, RECORDS))


def _record(record: type[BaseModel]) -> str:
    doc = (record.__doc__ or "").strip().splitlines()[0]
    rows = []
    for name, info in record.model_fields.items():
        default = "required" if info.is_required() else _default(info.get_default(call_default_factory=True))
        values = ", ".join(f"`{value}`" for value in _values(info.annotation))
        rows.append((f"`{info.alias or name}`", default, info.description or "", values))
    return f"## {record.__name__}\n\n{doc}\n\n" + _table(("Field", "Default", "What it is", "One of"), rows)


def _values(annotation: Any) -> tuple[str, ...]:
    """Return the words a field may hold, where it holds one of a few."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    return tuple(value for part in get_args(annotation) for value in _values(part))


def _default(value: object) -> str:
    return "–" if value in (None, (), {}) else f"`{value}`"


def _units_page() -> str:
    groups = {
        "Money": "The currency of the case (an ISO 4217 code), or `currency` for it.",
        "Calendar time": ", ".join(_defined(name, text) for name, text in CALENDAR.items()),
        "Working time": ", ".join(_defined(name, text) for name, text in EFFORT.items()),
        "Things counted": ", ".join(f"`{name}`" for name in NOUNS),
        "Multiples": ", ".join(f"`{name}`" for name in MULTIPLES),
        "Shares and rates": "`1`, written 0 to 1; percent exists on screen only",
    }
    lead = (
        "Units are words joined by `*` and `/`, such as `USD/contact` or `hour/member/month`; plurals are read as "
        "singulars. An hour of work and a month of the calendar are different things. A case adds nouns under `units:`."
    )
    return _page("Units", lead, _table(("Kind", "Words"), groups.items()))


def _defined(name: str, definition: str) -> str:
    return f"`{name}`" if definition.startswith("[") else f"`{name}` ({definition})"


def _streams_page(shelf: Library) -> str:
    names = labels(shelf)
    lead = "Every stream of the library: what it computes, in formulas and in words, by which published method."
    return _page("Value streams and cost groups", lead, *(_stream(stream, names) for stream in shelf.streams.values()))


def _stream(stream: Stream, names: dict[str, str]) -> str:
    parts = [
        f"## {stream.title} (`{stream.id}`)\n",
        f"{stream.summary.strip()}\n",
        f"*When:* {stream.applies.strip()}\n",
    ]
    if stream.serves:
        parts.append(f"*Serves:* {', '.join(stream.serves)}\n")
    parts += [_bullets("Methods", stream.methods), _bullets("Caveats", stream.caveats)]
    for name, choice in stream.choices.items():
        options = tuple(
            " ".join(filter(None, (f"`{key}`: {text}.", choice.guidance.get(key))))
            for key, text in choice.options.items()
        )
        parts.append(_bullets(f"Choice `{name}` – {choice.question}", options))
    parts += [_line(line, names) for line in stream.lines]
    parts.append(_bullets("Checks", tuple(f"{check.label}: `{check.formula}`" for check in stream.checks)))
    return "\n".join(part for part in parts if part)


def _bullets(title: str, items: Sequence[str]) -> str:
    return f"*{title}*\n\n" + "\n".join(f"- {' '.join(item.split())}" for item in items) + "\n" if items else ""


def _line(line: Line, names: dict[str, str]) -> str:
    head = f"**{line.label}** `{line.id}` – {line.kind}, {line.unit}{f', {line.benefit_class}' if line.benefit_class else ''}"
    said = [
        f"- {f'`{formula.option}`: ' if formula.option else ''}`{formula.text}`  \n  {formula.words}."
        for formula in formulas(line, names)
    ]
    more = [f"attributed by `{line.attribution}`"] if line.attribution else []
    more += [f"opening `{line.opening}`"] if line.opening else []
    return f"{head}{f' ({chr(59).join(more)})' if more else ''}\n\n" + "\n".join(said) + "\n"


def _assumptions_page(shelf: Library) -> str:
    lead = (
        f"All {len(shelf.assumptions)} assumptions. Where no published figure fits there is no default, and the case must "
        "say its own. Published figures that measure something near, but not the same, are marked “near”."
    )
    ranges = _table(
        ("Class", "Low", "High"),
        ((str(k), wording.percent(a), wording.percent(b)) for k, (a, b) in AACE_RANGES.items()),
    )
    classes = f"## Cost estimate classes\n\n`aace: 3` on a cost gives it the widest range of its class (AACE 18R-97).\n\n{ranges}"
    return _page(
        "Assumptions", lead, *(_assumption(name, record) for name, record in shelf.assumptions.items()), classes
    )


def _assumption(name: str, record: Assumption) -> str:
    default = f"default {number_text(record.value)}" if record.value is not None else "no default"
    limits = " to ".join("no limit" if x is None else f"{x:g}" for x in record.limits) if record.limits else "none"
    head = f"## {record.label} (`{name}`)\n\n{(record.question or '').strip()}\n\nUnit {record.unit}; {default}; hard limits {limits}.\n"
    rows = [_benchmark(benchmark, record.unit or "1") for benchmark in record.benchmarks]
    table = f"\n{_table(('Published', 'What', 'Source'), rows)}" if rows else ""
    return head + table + (f"\n{' '.join(record.note.split())}\n" if record.note else "")


def _benchmark(benchmark: Benchmark, unit: str) -> tuple[str, str, str]:
    low, high = benchmark.span
    figure = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    near = "" if benchmark.comparable else " (near)"
    source = "; ".join(f"[{item}]({item.link})" if item.link else str(item) for item in benchmark.source)
    return f"{figure} {unit.replace('currency', benchmark.currency or '')}{near}", benchmark.what or "", source


def _challenges_page() -> str:
    rows = [(f"`{name}`", finds, about) for name, finds, about in rules()]
    lead = "What a CFO will ask of a case. Each rule looks at a computed case and says what it found, where, and what to do."
    return _page("Challenge list", lead, _table(("Rule", "Finds", "About"), rows))


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
