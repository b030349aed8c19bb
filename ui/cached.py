"""Results kept between reruns, by content of the case, scenario and model version; shared by all users, never changed."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assumptions.loader import library, library_digest
from model import MODEL_VERSION
from model.case import Case
from model.money import LOCALE, in_force
from model.problems import CaseProblems
from scenarios import Analysis
from scenarios.files import case_file, read_case_file
from scenarios.standing import Standing, stand

if TYPE_CHECKING:
    from exports import charts
    from scenarios.bridge import Bridge

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "scenarios" / "examples"
TEMPLATES = ROOT / "scenarios" / "templates"


def case_files() -> dict[str, Path]:
    """Return the cases that ship with the product, by the id used in links: examples first, then templates."""
    return {path.stem: path for folder in (EXAMPLES, TEMPLATES) for path in sorted(folder.glob("*.yaml"))}


def is_example(case_id: str) -> bool:
    """Tell whether a case that ships with the product is a public example."""
    return (EXAMPLES / f"{case_id}.yaml") in case_files().values()


def is_template(case_id: str) -> bool:
    """Tell whether a case that ships with the product is a template."""
    return (TEMPLATES / f"{case_id}.yaml") in case_files().values()


def shipped(case_id: str) -> Case:
    """Return a case that ships with the product. Raises `CaseProblems` if its file is wrong."""
    path = case_files()[case_id]
    return _read(path, path.stat().st_mtime_ns)


def templates() -> dict[str, Case]:
    """Return the templates that can be read, by id."""
    return _readable(TEMPLATES)


def examples() -> dict[str, Case]:
    """Return the public cases that can be read, by id."""
    return _readable(EXAMPLES)


def _readable(folder: Path) -> dict[str, Case]:
    found: dict[str, Case] = {}
    for case_id, path in case_files().items():
        try:
            found |= {case_id: shipped(case_id)} if path.parent == folder else {}
        except CaseProblems:
            continue
    return found


def standing(case: Case, scenario: str | None, *, cash_only: bool = False) -> Standing:
    """Return where a case stands under a scenario, computed as far as it goes."""
    return _standing(case_file(case, case.title).digest, scenario, cash_only, _versions(), case)


def chart(name: str, shown: Analysis, *args: str, dark: bool) -> charts.Chart:
    """Return a chart of a result by its name; drawing one costs more than computing the case."""
    return _chart(name, args, shown.resolved.fingerprint, _versions(), _look(dark=dark), shown)


def picture(name: str, *args: Hashable, dark: bool) -> charts.Chart:
    """Return a chart that is drawn from its own rows, without a result, by its name."""
    return _picture(name, args, _versions(), _look(dark=dark))


def bridge(one: Analysis, other: Analysis, labels: tuple[str, str]) -> Bridge:
    """Return what makes the difference between two results. Raises `CaseProblems` where it cannot be shared out."""
    both = (one.resolved.fingerprint, other.resolved.fingerprint)
    return _bridge(both, labels, _versions(), one, other)


def _look(*, dark: bool) -> charts.Look:
    """Return how charts are drawn; their library is loaded with the first of them, after the figures are shown."""
    from exports import charts

    return charts.DARK if dark else charts.LIGHT


def _versions() -> tuple[str, ...]:
    """Return what texts and figures depend on besides the case: the model, its library, and the signs of numbers."""
    return MODEL_VERSION, library_digest(library()), in_force(LOCALE)


@st.cache_resource(show_spinner=False, max_entries=64)
def _read(path: Path, changed: int) -> Case:
    return read_case_file(path).case


@st.cache_resource(show_spinner=False, max_entries=128)
def _standing(digest: str, scenario: str | None, cash_only: bool, versions: tuple[str, ...], _case: Case) -> Standing:  # noqa: FBT001 - a key of the cache
    return stand(_case, scenario, cash_only=cash_only)


@st.cache_resource(show_spinner=False, max_entries=256)
def _chart(
    name: str, args: tuple[str, ...], fingerprint: str, versions: tuple[str, ...], look: charts.Look, _shown: Analysis
) -> charts.Chart:
    from exports import charts

    draw = getattr(charts, name)
    drawn: charts.Chart = draw(_shown.appraisal, *args, look)
    return drawn


@st.cache_resource(show_spinner=False, max_entries=64)
def _picture(name: str, args: tuple[Hashable, ...], versions: tuple[str, ...], look: charts.Look) -> charts.Chart:
    from exports import charts

    drawn: charts.Chart = getattr(charts, name)(*args, look=look)
    return drawn


@st.cache_resource(show_spinner="Sharing out the difference", max_entries=128)
def _bridge(
    both: tuple[str, str], labels: tuple[str, str], versions: tuple[str, ...], _one: Analysis, _other: Analysis
) -> Bridge:
    from scenarios.bridge import bridge

    return bridge(_one, _other, labels)
