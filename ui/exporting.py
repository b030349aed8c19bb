"""What a session exports: the look and the template it has put in, what is asked for, and the file that was written last."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

import streamlit as st

from exports.brand import DEFAULT, Brand, brand_of, logo_of
from exports.outputs import Order, Output, Progress
from exports.stamp import DRAFT, Stamp, revision_words, stamp
from model.problems import CaseProblems
from scenarios import Analysis
from scenarios.standing import Standing
from ui import cached, cached_exports, state

if TYPE_CHECKING:
    from exports.previews import Contents

_DRAWINGS = (".png", ".jpg", ".jpeg")


class Given(Protocol):
    """A file that somebody has put in."""

    name: str

    def getvalue(self) -> bytes:
        """Return what it holds."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: for what, its name, its bytes and its media type."""

    known: Hashable
    name: str
    data: bytes
    media_type: str


@dataclass
class Shelf:
    """What this session has put in and taken out; `fault` says why what was put in last could not be used."""

    brand: Brand = field(default_factory=lambda: DEFAULT)
    template: bytes | None = None
    template_name: str = ""
    fault: dict[str, str] = field(default_factory=dict)
    written: Written | None = None


@st.cache_resource(show_spinner=False, scope="session")
def shelf() -> Shelf:
    """Return what this session has put in and taken out."""
    return Shelf()


# --- look --------------------------------------------------------------------------------------------------------


def put_in_brand(files: Sequence[Given]) -> None:
    """Take a brand file, its logo, or both; what is wrong with them is said beside the field."""
    on = shelf()
    on.fault.pop("brand", None)
    drawings = [file for file in files if PurePath(file.name).suffix.lower() in _DRAWINGS]
    texts = [file for file in files if file not in drawings]
    logo = drawings[0].getvalue() if drawings else None
    if not files:
        return
    try:
        if texts:
            on.brand = brand_of(texts[0].getvalue(), texts[0].name, logo, drawings[0].name if drawings else "")
        elif logo:
            on.brand = replace(on.brand, logo=logo_of(logo, drawings[0].name))
    except CaseProblems as error:
        on.fault["brand"] = " ".join(problem.in_short for problem in error.problems[:4])


def put_in_template(file: Given | None) -> None:
    """Take a presentation whose layouts the slides take; one that cannot be used is said beside the field."""
    from exports.deck.stage import stage

    on = shelf()
    on.fault.pop("template", None)
    if file is None:
        return
    content = file.getvalue()
    try:
        stage(DEFAULT, content)
    except CaseProblems as error:
        on.fault["template"] = " ".join(problem.in_short for problem in error.problems)
        return
    on.template, on.template_name = content, file.name


def take_out(what: str) -> None:
    """Go back to the usual look, or to slides without a template."""
    if what == "brand":
        shelf().brand = DEFAULT
    else:
        shelf().template, shelf().template_name = None, ""


# --- what is asked for -------------------------------------------------------------------------------------------


def stamp_of(standing: Standing, analysis: Analysis) -> Stamp:
    """Return where the figures on the desk come from: a saved revision, or a draft that says what it goes on from."""
    on = state.desk()
    if on.revision and on.is_as_saved:
        revision = revision_words(on.revision)
    elif on.revision:
        revision = f"{DRAFT}, changed since revision {on.revision.number}"
    elif on.draft_id is None:
        kind = "template" if cached.is_template(on.origin) else "public example"
        revision = f"{kind} as it comes with the program"
    else:
        revision = DRAFT
    return stamp(analysis, revision=revision, left_out=standing.left_out)


def order(standing: Standing, analysis: Analysis, others: Sequence[str | None], chart: str | None = None) -> Order:
    """Return what is to be exported of the case on the desk, in the look this session has put in."""
    on = shelf()
    beside = [
        (s, s.analysis) for s in (cached.standing(standing.case, name, cash_only=state.cash_only()) for name in others)
    ]
    known = [(s, found) for s, found in beside if found is not None]
    return Order(
        analysis, stamp_of(standing, analysis), brand=on.brand, template=on.template, chart=chart,
        others=tuple(found for _, found in known), other_stamps=tuple(stamp_of(s, found) for s, found in known),
    )  # fmt: skip


def with_chart(asked: Order, chart: str) -> Order:
    """Return the same for one chart."""
    return replace(asked, chart=chart)


def known(asked: Order, extension: str) -> Hashable:
    """Return what tells an export from any other."""
    cases = tuple(cached.identity(analysis) for analysis in (asked.analysis, *asked.others))
    look = (asked.brand, hash(asked.template))
    return (extension, cases, asked.stamp, look, asked.chart, asked.scale, cached.versions())


def write(asked: Order, output: Output, progress: Progress) -> None:
    """Write the file, and keep it until another one is asked for. Raises `CaseProblems` where it cannot be written."""
    data = output.build(replace(asked, progress=progress))
    part = f"-{asked.chart}".replace(":", "-").replace(",", "-") if asked.chart else ""
    name = asked.stamp.file_name(output.extension)
    stem, dot, ending = name.rpartition(".")
    shelf().written = Written(known(asked, output.extension), f"{stem}{part}{dot}{ending}", data, output.media_type)


def written(asked: Order, extension: str) -> Written | None:
    """Return the file that was written for exactly this."""
    found = shelf().written
    return found if found and found.known == known(asked, extension) else None


# --- previews ----------------------------------------------------------------------------------------------------


def contents(asked: Order, extension: str) -> Contents:
    """Return what will be in a file. Raises `CaseProblems` where the case cannot be told."""
    return cached_exports.contents(known(asked, extension), asked, extension)


def picture(asked: Order) -> str:
    """Return the chart that is asked for as SVG."""
    return cached_exports.picture(known(asked, "svg"), asked)


def charts(asked: Order) -> dict[str, str]:
    """Return the charts there are: what people call each, by its id."""
    return cached_exports.charts(known(asked, "zip"), asked)
