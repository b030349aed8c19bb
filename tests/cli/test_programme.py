"""A programme in the terminal: its totals, what each case adds, and what is not counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.programme import Member, Programme
from scenarios.store import Store
from tests.cli.test_cli import record, run
from tests.exports.test_gathering import saved


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """By hand: 12 × (60 − 40) = 240 USD, and 12 × (30 − 40) = −120 USD; a third case is not there."""
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = Store.open()
    ids = [saved(found, "First", 60, 40), saved(found, "Second", 30, 40), "none"]
    members = tuple(Member(case=case_id) for case_id in ids)
    new = Programme(id="p1", title="Growth", organisation="Test", currency="USD", rate=0.0, members=members)
    found.save_programme(new, parent=0, author="Ann")
    return found


def test_a_programme_as_data() -> None:
    data = record("programme", "p1")
    assert data["figures"]["npv"] == pytest.approx(120)
    assert [member["contribution"]["npv"] for member in data["members"]] == pytest.approx([240, -120])
    assert [item["case"] for item in data["not_counted"]] == ["none"]


def test_a_programme_as_a_report() -> None:
    said = run("programme", "p1").stdout
    for part in (
        "Growth",
        "Together they are worth $120",
        "$240",
        "−$120",
        "Not counted: “Case none”. The store has no such case.",
    ):
        assert part in said


def test_an_unknown_programme_is_refused() -> None:
    result = run("programme", "other")
    assert result.exit_code == 1
    assert "There is no programme `other`." in result.stderr
