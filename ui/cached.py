"""Results kept between reruns, by content of the case, scenario and model version; shared by all users, never changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import streamlit as st

from assumptions.loader import library, library_digest
from model import MODEL_VERSION
from model.case import Case
from model.line import Library
from model.money import LOCALE, in_force
from model.problems import CaseProblems
from scenarios import Analysis
from scenarios.files import case_file, read_case_file
from scenarios.standing import Standing, stand

if TYPE_CHECKING:
    from exports import charts
    from model.options import OptionsAppraisal
    from scenarios.bridge import Bridge
    from scenarios.comparison import Comparison, Entry
    from scenarios.programme import ProgrammeResult
    from scenarios.upgrading import Upgrade

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "scenarios" / "examples"
TEMPLATES = ROOT / "scenarios" / "templates"


def case_files() -> dict[str, Path]:
    """Return the cases that ship with the product, by the id used in links: examples first, then templates."""
    return {**_files_in(EXAMPLES), **_files_in(TEMPLATES)}


@cache
def _files_in(folder: Path) -> Mapping[str, Path]:
    return MappingProxyType({path.stem: path for path in sorted(folder.glob("*.yaml"))})


def is_example(case_id: str) -> bool:
    """Tell whether a case that ships with the product is a public example."""
    return case_id in _files_in(EXAMPLES)


def is_template(case_id: str) -> bool:
    """Tell whether a case that ships with the product is a template."""
    return case_id in _files_in(TEMPLATES)


def shipped(case_id: str) -> Case:
    """Return a case that ships with the product. Raises `CaseProblems` if its file is wrong."""
    path = case_files()[case_id]
    return _read(path, path.stat().st_mtime_ns)


def templates() -> dict[str, Case]:
    """Return the templates that can be read, by id."""
    return dict(_readable(_as_they_are(TEMPLATES)))


def examples() -> dict[str, Case]:
    """Return the public cases that can be read, by id."""
    return dict(_readable(_as_they_are(EXAMPLES)))


def _as_they_are(folder: Path) -> tuple[tuple[Path, int], ...]:
    """Return the files of a folder and when each was changed."""
    return tuple((path, path.stat().st_mtime_ns) for path in _files_in(folder).values())


@lru_cache(maxsize=8)
def _readable(files: tuple[tuple[Path, int], ...]) -> Mapping[str, Case]:
    found: dict[str, Case] = {}
    for path, changed in files:
        try:
            found[path.stem] = _read(path, changed)
        except CaseProblems:
            continue
    return found


def standing(case: Case, scenario: str | None, *, cash_only: bool = False) -> Standing:
    """Return where a case stands under a scenario, computed as far as it goes."""
    return _standing(case_file(case, case.title).digest, scenario, cash_only, versions(), case)


def chart(name: str, shown: Analysis, *args: str, dark: bool) -> charts.Chart:
    """Return a chart of a result by its name; drawing one costs more than computing the case."""
    return drawn(name, (*args, shown.resolved.fingerprint), shown.appraisal, *args, dark=dark)


def picture(name: str, *args: Hashable, dark: bool) -> charts.Chart:
    """Return a chart that is drawn from its own rows, without a result, by its name."""
    return drawn(name, args, *args, dark=dark)


def bridge(
    one: Analysis, other: Analysis, labels: tuple[str, str], progress: Callable[[float], None] | None = None
) -> Bridge:
    """Return what makes the difference between two results. Raises `CaseProblems` where it cannot be shared out."""
    from scenarios.bridge import bridge

    place = _bridge_place(_pair(one, other), labels, versions())
    if not place:
        with nullcontext() if progress else st.spinner("Sharing out the difference"):
            place.append(bridge(one, other, labels, progress=progress))
    return place[0]


def known_bridge(one: Analysis, other: Analysis, labels: tuple[str, str]) -> Bridge | None:
    """Return the bridge between two results if it was found before."""
    place = _bridge_place(_pair(one, other), labels, versions())
    return place[0] if place else None


def _pair(one: Analysis, other: Analysis) -> tuple[str, ...]:
    return tuple(part for analysis in (one, other) for part in identity(analysis))


def identity(analysis: Analysis) -> tuple[str, ...]:
    """Return what a result is known by: its figures, and the words of its case and library."""
    return analysis.file.digest, analysis.resolved.fingerprint, library_digest(analysis.library)


def comparison(entries: tuple[Entry, ...]) -> Comparison:
    """Return scenarios side by side. Raises `CaseProblems` for fewer than two."""
    known = tuple((*identity(entry.analysis), entry.label, entry.reference, entry.left_out) for entry in entries)
    return _comparison(known, versions(), entries)


def appraised_options(shown: Comparison) -> OptionsAppraisal:
    """Return the scenarios of a comparison as options. Raises `CaseProblems` where they are in several currencies."""
    return _options(_known(shown), versions(), shown)


def compared_chart(name: str, shown: Comparison, *args: str, dark: bool) -> charts.Chart:
    """Return a chart of a comparison by its name."""
    return drawn(name, (*args, _known(shown)), shown, *args, dark=dark)


def options_chart(shown: Comparison, *, dark: bool) -> charts.Chart:
    """Return the chart of the scenarios of a comparison ranked as options."""
    return drawn("options_ranked", _known(shown), appraised_options(shown), dark=dark)


def bridge_chart(shown: Bridge, *, dark: bool) -> charts.Chart:
    """Return a bridge as a waterfall."""
    return drawn("npv_bridge", (json.dumps(shown.record()),), shown, dark=dark)


def programme_chart(shown: ProgrammeResult, *, dark: bool) -> charts.Chart:
    """Return the chart of a programme and the cases in it."""
    known = (json.dumps(shown.record()), *(member.case.fingerprint for member in shown.members))
    return drawn("programme_cash", known, shown, dark=dark)


def _known(shown: Comparison) -> tuple[tuple[Hashable, ...], ...]:
    return tuple((*identity(entry.analysis), entry.label) for entry in shown.entries)


def upgrade(case: Case, older: Library, newer: Library) -> Upgrade:
    """Return what becomes of a case that was computed over one library where another one takes its place."""
    both = (library_digest(older), library_digest(newer))
    return _upgrade(case_file(case, case.title).digest, both, versions(), case, older, newer)


def versions() -> tuple[str, ...]:
    """Return what texts and figures depend on besides the case: the model, its library, and the signs of numbers."""
    return MODEL_VERSION, library_digest(library()), in_force(LOCALE)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Case:
    return read_case_file(path).case


@st.cache_resource(show_spinner=False, max_entries=128)
def _standing(digest: str, scenario: str | None, cash_only: bool, versions: tuple[str, ...], _case: Case) -> Standing:  # noqa: FBT001 - a key of the cache
    return stand(_case, scenario, cash_only=cash_only)


def drawn(name: str, known: tuple[Hashable, ...], *given: object, dark: bool) -> charts.Chart:
    """Return the chart of a name, drawn from what is given; `known` tells what is given from anything else."""
    return _chart(name, known, versions(), given, dark=dark)


@st.cache_resource(show_spinner=False, max_entries=512)
def _chart(
    name: str, known: tuple[Hashable, ...], versions: tuple[str, ...], _given: tuple[object, ...], *, dark: bool
) -> charts.Chart:
    from exports import charts  # their library is loaded with the first of them, after the figures are shown

    found: charts.Chart = getattr(charts, name)(*_given, look=charts.DARK if dark else charts.LIGHT)
    return found


@st.cache_resource(show_spinner=False, max_entries=128)
def _bridge_place(pair: tuple[str, ...], labels: tuple[str, str], versions: tuple[str, ...]) -> list[Bridge]:
    """Return a place for a bridge, empty at first: it is found outside, where the page can show how far it has come."""
    return []


@st.cache_resource(show_spinner=False, max_entries=64)
def _comparison(
    known: tuple[tuple[Hashable, ...], ...], versions: tuple[str, ...], _entries: tuple[Entry, ...]
) -> Comparison:
    from scenarios.comparison import compare

    return compare(_entries)


@st.cache_resource(show_spinner=False, max_entries=64)
def _options(
    known: tuple[tuple[Hashable, ...], ...], versions: tuple[str, ...], _shown: Comparison
) -> OptionsAppraisal:
    from model.options import appraise_options

    return appraise_options(_shown.options)


@st.cache_resource(show_spinner="Computing with both libraries", max_entries=32)
def _upgrade(
    digest: str, both: tuple[str, str], versions: tuple[str, ...], _case: Case, _older: Library, _newer: Library
) -> Upgrade:
    from scenarios.upgrading import upgrade_effect

    return upgrade_effect(_case, _older, _newer)
