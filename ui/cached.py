"""Results kept between reruns, by file content, scenario and model version; shared by all users and never changed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from exports import charts
from model import MODEL_VERSION
from model.problems import CaseProblems
from scenarios import Analysis, analyse
from scenarios.files import CaseFile, read_case, read_case_file

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "scenarios" / "examples"
TEMPLATES = ROOT / "scenarios" / "templates"

DRAWN = {
    "cash_flow": charts.cash_flow,
    "value_by_stream": charts.value_by_stream,
    "budget_by_year": charts.budget_by_year,
}


def case_files() -> dict[str, Path]:
    """Return the cases that ship with the product, by the id used in links: examples first, then templates."""
    return {path.stem: path for folder in (EXAMPLES, TEMPLATES) for path in sorted(folder.glob("*.yaml"))}


def titles() -> dict[str, str]:
    """Return what people call each case, by its id: the organisation, or the kind of template."""
    return {case_id: _title(path, path.stat().st_mtime_ns) for case_id, path in case_files().items()}


@st.cache_data(show_spinner=False, max_entries=256)
def _title(path: Path, changed: int) -> str:
    try:
        case = read_case_file(path).case
    except CaseProblems:
        return f"{path.stem} (cannot be read)"
    return f"Template: {case.title}" if path.parent == TEMPLATES else case.organisation


def case_file(case_id: str) -> CaseFile:
    """Return a case as its author wrote it. Raises `CaseProblems` if the file is wrong."""
    path = case_files()[case_id]
    return _read(path.read_bytes(), str(path.relative_to(ROOT)))


def analysis(file: CaseFile, scenario: str | None, *, cash_only: bool = False) -> Analysis:
    """Return a case under a scenario, computed. Raises `CaseProblems` if it cannot be."""
    return _analysis(file.digest, scenario, cash_only, MODEL_VERSION, file)


def chart(name: str, shown: Analysis, *, dark: bool) -> charts.Chart:
    """Return a chart of a result; drawing one costs more than computing the case."""
    return _chart(name, shown.resolved.fingerprint, MODEL_VERSION, charts.DARK if dark else charts.LIGHT, shown)


@st.cache_resource(show_spinner=False, max_entries=64)
def _read(content: bytes, file: str) -> CaseFile:
    return read_case(content, file)


@st.cache_resource(show_spinner=False, max_entries=64)
def _analysis(digest: str, scenario: str | None, cash_only: bool, version: str, _file: CaseFile) -> Analysis:  # noqa: FBT001 - a key of the cache
    return analyse(_file, scenario, cash_only=cash_only)


@st.cache_resource(show_spinner=False, max_entries=256)
def _chart(name: str, fingerprint: str, version: str, look: charts.Look, _shown: Analysis) -> charts.Chart:
    return DRAWN[name](_shown.appraisal, look)
