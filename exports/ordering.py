"""From what people name on a command line to what is to be exported: cases, a brand, a template, one chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.brand import DEFAULT, read_brand
from exports.outputs import OUTPUTS, Order, Output, Progress
from exports.stamp import Stamp, revision_words, stamp
from model.problems import CaseProblems, Problem
from scenarios import Analysis, analyse
from scenarios.referring import referred

MOST_TEMPLATE_BYTES = 50_000_000
_OF_ONE_CHART = ("svg", "png", "csv", "pptx")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the case, the scenarios that go with it, a chart and how large, a brand and a template."""

    reference: str
    beside: Sequence[str] = ()
    chart: str | None = None
    scale: int = 1
    brand: Path | None = None
    template: Path | None = None


def order_of(wanted: Wanted, output: Output, progress: Progress | None = None) -> Order:
    """Open what is wanted for one kind of file.

    Raises `CaseProblems` with everything that is wrong with the cases, the brand and the template, and where the kind of
    file has no use for one of them.
    """
    _check_use(wanted, output)
    opened: list[tuple[Analysis, Stamp]] = []
    problems: list[Problem] = []
    for reference in (wanted.reference, *wanted.beside):
        try:
            opened.append(_opened(reference))
        except CaseProblems as error:
            problems += error.problems
    if problems:
        raise CaseProblems(dict.fromkeys(problems))
    (analysis, said), *others = opened
    return Order(
        analysis, said, brand=read_brand(wanted.brand) if wanted.brand else DEFAULT,
        template=_template(wanted.template) if wanted.template else None, others=tuple(each for each, _ in others),
        other_stamps=tuple(its for _, its in others), chart=wanted.chart, scale=wanted.scale, progress=progress,
    )  # fmt: skip


def _opened(reference: str) -> tuple[Analysis, Stamp]:
    found = referred(reference)
    analysis = analyse(found.file, found.scenario, library=found.library)
    return analysis, stamp(analysis, revision=revision_words(found.revision) if found.revision else None)


def _check_use(wanted: Wanted, output: Output) -> None:
    """Refuse what would be left out of the file without a word."""
    kind = output.extension
    templates = ", ".join(f".{name}" for name, known in OUTPUTS.items() if known.takes_template)
    charts = ", ".join(f".{name}" for name in _OF_ONE_CHART)
    found = []
    if wanted.template and not output.takes_template:
        found.append(
            ("template", f"A .{kind} file takes no template.", f"Leave out `--template`; it is for {templates}.")
        )
    if wanted.chart and kind not in _OF_ONE_CHART:
        found.append(("chart", f"A .{kind} file does not hold one chart.", f"Leave out `--chart`; it is for {charts}."))
    if wanted.scale > 1 and kind != "png":
        found.append(("scale", f"A .{kind} file has no number of pixels.", "Leave out `--scale`; it is for .png."))
    if wanted.beside and not output.takes_others:
        found.append(("with", f"A .{kind} file holds one case.", "Leave out `--with`."))
    if found:
        why = "What you asked for would be left out."
        raise CaseProblems(Problem("unused", (option,), what, why, remedy) for option, what, remedy in found)


def _template(path: Path) -> bytes:
    why = "The slides are made in its layouts."
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_TEMPLATE_BYTES + 1)
    except OSError as error:
        what = f"The template cannot be read: {error.strerror or error}."
        raise CaseProblems(
            [Problem("unreadable", (), what, why, "Check the name and the folder.", str(path))]
        ) from None
    if len(content) > MOST_TEMPLATE_BYTES:
        what = f"The template has more than {MOST_TEMPLATE_BYTES // 1_000_000} MB."
        raise CaseProblems(
            [Problem("size", (), what, why, "Take out its pictures and slides, and save it anew.", str(path))]
        )
    return content
