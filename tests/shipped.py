"""The cases that ship with the product, and where each of them stands, read and computed once for all tests."""

from __future__ import annotations

from functools import cache

from model.case import Case
from scenarios.files import read_case_file
from scenarios.standing import Standing, stand
from tests.conftest import ROOT

SHIPPED = {path.stem: path for name in ("examples", "templates") for path in (ROOT / "scenarios" / name).glob("*.yaml")}


@cache
def shipped(name: str) -> Case:
    """A case that ships, by the name of its file."""
    return read_case_file(SHIPPED[name]).case


@cache
def standing_of(name: str, scenario: str | None) -> Standing:
    """Where a case that ships stands under one of its scenarios; nobody changes it."""
    return stand(shipped(name), scenario)
