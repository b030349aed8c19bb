"""What every export carries, and that its bytes and its text are safe to hand on."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from exports import guarding, outputs, packing
from exports.stamp import stamp
from model import MODEL_VERSION
from model.problems import CaseProblems
from tests.cases import cost, opened


def test_a_stamp_says_where_the_figures_come_from() -> None:
    found = opened(discount={"rate": 0.08}, lines=[cost()])
    said = stamp(found, on=date(2026, 11, 23))
    assert said.line() == (
        "Bare (Base case) · Test · Unsaved draft · 8.0% a year, month ends · 23 November 2026 · "
        f"Community Case, model {MODEL_VERSION} · {found.resolved.fingerprint[:12]}"
    )
    assert said.file_name("xlsx") == "bare-base-2026-11-23.xlsx"
    assert dict(said.rows())["Fingerprint"] == found.resolved.fingerprint
    assert said.moment.isoformat() == "2026-11-23T00:00:00+00:00"


def test_the_day_may_be_fixed_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")  # one day after 1 January 1970
    assert stamp(opened(lines=[cost()])).date == date(1970, 1, 2)


def test_what_is_not_answered_is_said() -> None:
    said = stamp(opened(lines=[cost()]), revision="revision 3", left_out=("cost per contact",))
    assert "Revision 3 · Without cost per contact" in said.line()
    assert ("Not answered yet", "Cost per contact") in said.rows()


def test_a_day_stands_once_where_the_revision_was_saved_on_it() -> None:
    day, found = date(2026, 11, 23), opened(lines=[cost()])
    assert stamp(found, revision="revision 3, saved by Ann on 23 November 2026", on=day).line().count("2026") == 1
    assert stamp(found, revision="revision 3, saved by Ann on 2 November 2026", on=day).later_day == "23 November 2026"


def test_an_archive_does_not_know_when_it_was_made() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    for whole, names, year in ((one, ("b", "[Content_Types].xml"), 2001), (other, ("[Content_Types].xml", "b"), 2020)):
        with zipfile.ZipFile(whole, "w") as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), name.encode())
    assert packing.repacked(one.getvalue()) == packing.repacked(other.getvalue())
    with zipfile.ZipFile(io.BytesIO(packing.repacked(one.getvalue()))) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "b"]
        assert archive.read("b") == b"b"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"), ("\n=1", "'\n=1"), ("＝1", "'＝1"), ("plain", "plain"), ("−3", "−3"), ("a\x00\x1fb", "ab"),
        ("\x00=1", "'=1"), ("שלום 你好", "שלום 你好"), ("\ud800x", "x"),
    ],
)  # fmt: skip
def test_text_for_a_csv_file(text: str, safe: str) -> None:
    assert guarding.csv_text(text) == safe


def test_texts_have_the_length_a_workbook_can_hold() -> None:
    assert len(guarding.cell_text("x" * 40_000)) == 32_767
    assert guarding.sheet_name("'[a]:b*c?/\\'") == "a b c"
    assert len(guarding.sheet_name("A name that is far longer than a sheet may have")) == 31
    assert guarding.sheet_name("''") == "Sheet"
    assert guarding.file_part("Ünder/../way: 1") == "nder-..-way-1"


def test_an_extension_nobody_writes_is_refused() -> None:
    with pytest.raises(CaseProblems, match=r"Nothing can be exported as `\.doc`"):
        outputs.output_for(".doc")
    with pytest.raises(CaseProblems, match="no extension"):
        outputs.output_for("")
