"""What can leave the tool: each kind of file, what it holds in a sentence, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast

from exports.brand import DEFAULT, Brand
from exports.stamp import Stamp
from model.evaluate import Program
from model.problems import CaseProblems, Problem, did_you_mean
from scenarios import Analysis
from scenarios.bridge import BASE_CASE
from scenarios.comparison import Comparison, Entry, compare

if TYPE_CHECKING:
    from model.risk.findings import Simulation
    from model.risk.tornado import Tornado

Progress = Callable[[str, float], None]
"""Is told what is being done and how much of all is done, 0 to 1."""
Form = Literal["workbook", "deck", "written", "charts", "data"]
FORMS: Mapping[Form, tuple[str, str]] = {
    "deck": ("Deck", "Slides with editable charts, each with its message as its title, for the people who decide."),
    "written": ("Written case", "The whole argument in sentences, tables and charts, to be read without you."),
    "workbook": (
        "Workbook",
        "Every figure as a live formula, for those who check: change an input, and everything follows.",
    ),
    "charts": ("Charts", "Any chart at the size of a slide, as a picture, an editable slide, and the rows behind it."),
    "data": ("Data", "The monthly lines, the whole appraisal or the case itself, for other programs."),
}
"""What people choose from, in that order: what each is called, and what it holds; some come as several kinds of file."""


@dataclass(frozen=True)
class Order:
    """What is to be exported and how: the analysis, whose look, which other scenarios go with it, and who is told.

    `drawn` is a simulation there is already, `other_stamps` are those of the other scenarios where they are known; `chart`
    is the id of the one chart that is wanted, and `scale` by how much its picture is larger than 1920 × 1080 pixels. What
    builders have in common is computed once, when it is first asked for.
    """

    analysis: Analysis
    stamp: Stamp
    brand: Brand = DEFAULT
    template: bytes | None = None
    others: tuple[Analysis, ...] = ()
    other_stamps: tuple[Stamp, ...] = ()
    drawn: Simulation | None = None
    chart: str | None = None
    scale: int = 1
    progress: Progress | None = None

    def told(self, what: str, share: float) -> None:
        """Tell whoever waits what is being done, and how much of all is done."""
        if self.progress:
            self.progress(what, share)

    @property
    def program(self) -> Program:
        """The case as it is computed."""
        return self.analysis.program

    @cached_property
    def simulation(self) -> Simulation | None:
        """The case over many draws; None where nothing varies, no money moves, or most draws cannot be computed."""
        if self.drawn is not None:
            return self.drawn
        if not self.analysis.appraisal.run.money:
            return None
        try:
            found = self.analysis.simulate()
        except CaseProblems:
            return None
        return found if found.sample.uncertain else None

    @cached_property
    def tornado(self) -> Tornado | None:
        """NPV at both ends of each range; None where nothing varies."""
        from model.risk.tornado import tornado

        if self.simulation is None:
            return None
        found = tornado(self.program)
        return found if found.bars else None

    @cached_property
    def comparison(self) -> Comparison | None:
        """The scenario beside the others that go with it; None where there are none.

        Raises `CaseProblems` for too many, and where one of them cannot be computed.
        """
        if not self.others:
            return None
        return compare([Entry(a.resolved.scenario_label or BASE_CASE, a) for a in (self.analysis, *self.others)])


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of file: its extension, what people call it, what it holds, its media type, and what writes it.

    `builder` names a function of an `Order` that returns the bytes, as `package.module:function`; it is imported when it is
    used, so that listing the kinds costs nothing. `chart_builder` writes the one chart that is wanted, where that is
    something else.
    """

    extension: str
    form: Form
    title: str
    holds: str
    media_type: str
    builder: str
    chart_builder: str = ""
    takes_template: bool = False
    takes_others: bool = False

    def build(self, order: Order) -> bytes:
        """Write the file. Raises `CaseProblems` where the case, the template or what is asked for does not allow it."""
        builder = self.chart_builder if order.chart and self.chart_builder else self.builder
        module, _, name = builder.partition(":")
        return cast("bytes", getattr(import_module(module), name)(order))


_ALL: tuple[Output, ...] = (
    Output(
        "pptx", "deck", "Slide deck", "The case in about fifteen slides with native charts, notes for the speaker and an appendix; of one chart its slide.",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", "exports.deck:deck",
        chart_builder="exports.chart_slide:pptx_bytes", takes_template=True, takes_others=True,
    ),
    Output(
        "docx", "written", "Written case (Word)", "The whole business case as a Word document, to be edited.",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "exports.memo.in_word:build",
        takes_others=True,
    ),
    Output(
        "pdf", "written", "Written case (PDF)", "The same as a PDF, ready to be handed out.", "application/pdf",
        "exports.memo.in_pdf:build", takes_others=True,
    ),
    Output(
        "xlsx", "workbook", "Workbook", "The model as live formulas: inputs by scenario, workings by month, appraisal, checks, charts, sources.",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "exports.workbook:workbook", takes_others=True,
    ),
    Output(
        "zip", "charts", "All charts", "Every chart as a picture (SVG and PNG), an editable slide and the rows behind it, with a list of what each says.",
        "application/zip", "exports.chart_files:zip_bytes", takes_others=True,
    ),
    Output(
        "svg", "charts", "One chart (SVG)", "A chart as a drawing that stays sharp at every size.", "image/svg+xml",
        "exports.chart_files:svg_bytes", takes_others=True,
    ),
    Output(
        "png", "charts", "One chart (PNG)", "A chart as a picture of 1920 × 1080 pixels, or twice that.", "image/png",
        "exports.chart_files:png_bytes", takes_others=True,
    ),
    Output(
        "csv", "data", "Monthly lines (CSV)", "Every line in every month as a tidy table; of one chart the rows behind it.", "text/csv",
        "exports.data:csv_bytes", chart_builder="exports.chart_files:csv_bytes", takes_others=True,
    ),
    Output(
        "parquet", "data", "Monthly lines (Parquet)", "The same table for programs that read many figures fast.",
        "application/vnd.apache.parquet", "exports.data:parquet_bytes", takes_others=True,
    ),
    Output(
        "json", "data", "The whole appraisal (JSON)", "Figures, years, streams, shares, KPIs, challenges, checks and every line by month.",
        "application/json", "exports.data:json_bytes", takes_others=True,
    ),
    Output(
        "yaml", "data", "The case (YAML)", "The case with all its scenarios, as this program reads it back.", "application/yaml",
        "exports.data:yaml_bytes",
    ),
)  # fmt: skip

OUTPUTS: Mapping[str, Output] = {output.extension: output for output in _ALL}
"""Every kind of file by its extension, in the order people see them."""


def output_for(extension: str) -> Output:
    """Return the kind of file with an extension, with or without its dot. Raises `CaseProblems` (`extension`) if there is none."""
    wanted = extension.lower().removeprefix(".")
    if wanted not in OUTPUTS:
        what = f"Nothing can be exported as `.{wanted}`." if wanted else "The file to write has no extension."
        remedy = f"{did_you_mean(wanted, OUTPUTS)}End its name in one of {', '.join(f'.{known}' for known in OUTPUTS)}."
        raise CaseProblems([Problem("extension", (), what, "It says what kind of file is wanted.", remedy)])
    return OUTPUTS[wanted]
