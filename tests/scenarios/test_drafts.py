"""Drafts: saved whole or not at all, found again, never overwritten or lost without a word."""

from __future__ import annotations

import errno
import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.case import Case
from model.document import MAX_BYTES
from model.problems import CaseProblems
from scenarios import drafts, replacing
from tests.cases import BARE, the_problem

GOOD_ID = "AbCdEfGh_-123456"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for drafts that nobody else uses, and that is not there yet."""
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path / "case" / "home"))
    return tmp_path / "case" / "home"


def bare(**fields: object) -> Case:
    return Case.model_validate(BARE | fields)


def saved(title: str = "Bare", draft_id: str = GOOD_ID, expected: str | None = None) -> drafts.Draft:
    return drafts.save(draft_id, bare(title=title), origin="blank", expected=expected)


def file_of(draft_id: str = GOOD_ID) -> Path:
    return drafts.folder() / f"{draft_id}.yaml"


# --- saving and loading -------------------------------------------------------------------------------------------


def test_a_draft_is_found_as_it_was_saved() -> None:
    before = datetime.now(UTC)
    kept = drafts.save(GOOD_ID, bare(title="Prüfung ‘א’", summary="Two\nlines"), origin="sps_commerce")
    found = drafts.load(GOOD_ID)
    assert found == kept
    assert found.case.title == "Prüfung ‘א’"
    assert (found.origin, found.digest) == ("sps_commerce", kept.digest)
    assert found.text.startswith("schema: 1\n")
    assert before <= found.saved_at <= datetime.now(UTC)
    assert found.saved_at.utcoffset() == timedelta(0)


def test_the_folder_is_made_by_the_first_draft_and_private(home: Path) -> None:
    assert drafts.recent() == ()
    assert drafts.load(GOOD_ID) is None
    assert not home.exists()
    saved()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (home, home / "drafts")} == {0o700}
    assert stat.S_IMODE(file_of().stat().st_mode) == 0o600
    assert [path.name for path in drafts.folder().iterdir()] == [f"{GOOD_ID}.yaml"]


def test_without_a_setting_drafts_lie_in_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COMMUNITY_CASE_HOME", "")
    assert drafts.folder() == tmp_path / ".community-case" / "drafts"


def test_ids_are_new_and_accepted() -> None:
    ids = {drafts.new_id() for _ in range(100)}
    assert len(ids) == 100
    for draft_id in ids:
        assert drafts.load(draft_id) is None
    assert saved(draft_id=ids.pop()).id == drafts.recent()[0].id


@pytest.mark.parametrize(
    "draft_id",
    ["", ".", "..", "../../../etc/hosts", "a" * 15, "a" * 17, "a" * 16 + "\n", "../aaaaaaaaaaaaa", "a/bcdefghijklmno", "éaaaaaaaaaaaaaaa", "C:aaaaaaaaaaaaaa"],
)  # fmt: skip
def test_no_other_id_becomes_a_file_name(draft_id: str, home: Path) -> None:
    assert drafts.load(draft_id) is None
    for act in (lambda: saved(draft_id=draft_id), lambda: drafts.delete(draft_id), lambda: drafts.restore(draft_id)):
        assert the_problem(act).code == "draft_id"
    assert not home.exists()


def test_a_draft_that_could_not_be_read_again_is_refused() -> None:
    saved()
    texts = ["x" * 4_000] * (MAX_BYTES // 4_000 + 1)
    problem = the_problem(lambda: drafts.save(GOOD_ID, bare(assumed=texts), origin="blank"))
    assert (problem.code, drafts.load(GOOD_ID).case.title) == ("draft_too_large", "Bare")


# --- two windows --------------------------------------------------------------------------------------------------


def test_a_change_in_another_window_is_not_overwritten() -> None:
    first = saved("First")
    other = saved("Other window", expected=first.digest)
    os.utime(file_of(), (at := datetime(2027, 3, 4, 14, 5).timestamp(), at))  # noqa: DTZ001 - as the clock on the wall
    problem = the_problem(lambda: saved("Mine", expected=first.digest))
    assert problem.code == "draft_conflict"
    assert problem.what == "The draft was changed in another window at 14:05 on 2027-03-04."
    assert drafts.load(GOOD_ID) == other
    assert saved("Mine", expected=other.digest).digest == drafts.load(GOOD_ID).digest
    assert saved("Forced").case.title == drafts.load(GOOD_ID).case.title == "Forced"


def test_of_windows_that_save_at_once_one_goes_first() -> None:
    seen = saved("First").digest

    def write(title: str) -> bool:
        try:
            return saved(title, expected=seen).case.title == title
        except CaseProblems:
            return False

    with ThreadPoolExecutor(8) as windows:
        won = list(windows.map(write, [f"Window {number}" for number in range(8)]))
    assert won.count(True) == 1
    assert drafts.load(GOOD_ID).case.title == f"Window {won.index(True)}"


def test_the_same_change_in_both_windows_is_no_conflict() -> None:
    first = saved("First")
    saved("Second", expected=first.digest)
    assert saved("Second", expected=first.digest).case.title == "Second"


def test_a_draft_deleted_in_another_window_is_saved_anew() -> None:
    first = saved("First")
    assert drafts.delete(GOOD_ID)
    saved("Second", expected=first.digest)
    assert drafts.load(GOOD_ID).case.title == "Second"
    assert the_problem(lambda: drafts.restore(GOOD_ID)).code == "draft_conflict"
    assert drafts.load(GOOD_ID).case.title == "Second"


def test_a_change_by_hand_is_seen_as_well() -> None:
    first = saved("First")
    file_of().write_text(file_of().read_text().replace("\ntitle: First", "\ntitle: By hand"))
    assert the_problem(lambda: saved("Mine", expected=first.digest)).code == "draft_conflict"
    assert drafts.load(GOOD_ID).case.title == drafts.recent()[0].title == "By hand"
    assert drafts.recent()[0].reason == ""


# --- trouble ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", ["fsync", "mkstemp", "replace", "mkdir"])
def test_a_full_disk_leaves_the_old_draft_whole(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = saved("Kept")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    place = {"fsync": replacing.os, "mkstemp": replacing}.get(call, drafts.Path)
    with monkeypatch.context() as patch:
        patch.setattr(place, call, refuse)
        problem = the_problem(lambda: saved("New"))
    assert problem.code == "draft_unwritable"
    assert "No space left on device" in problem.what
    assert drafts.load(GOOD_ID) == kept
    assert [path.name for path in drafts.folder().iterdir()] == [f"{GOOD_ID}.yaml"]


def test_a_folder_that_cannot_be_made_is_named(home: Path) -> None:
    home.parent.mkdir()
    home.write_text("a file where the folder should be")
    problem = the_problem(saved)
    assert problem.code == "draft_unwritable"
    assert problem.file == str(file_of())
    assert "COMMUNITY_CASE_HOME" in problem.remedy


def test_a_half_written_file_is_listed_with_its_reason_and_kept() -> None:
    saved("Whole", draft_id := drafts.new_id())
    saved("Broken")
    content = file_of().read_bytes()
    file_of().write_bytes(half := content[: content.index(b"currency")])
    (drafts.folder() / ".abandoned.tmp").write_text("schema")
    listed = {draft.id: draft for draft in drafts.recent()}
    assert set(listed) == {GOOD_ID, draft_id}
    assert (listed[draft_id].title, listed[draft_id].reason) == ("Whole", "")
    assert (listed[GOOD_ID].title, listed[GOOD_ID].reason) == ("Broken", "`currency` is missing.")
    with pytest.raises(CaseProblems, match="`currency` is missing") as caught:
        drafts.load(GOOD_ID)
    assert caught.value.problems[0].file == str(file_of())
    assert file_of().read_bytes() == half


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file holds nothing."),
        (b"# draft: {", "The file holds nothing."),
        (b"\xff\xfe", "The file is not UTF-8 text: byte 0xff cannot be read."),
        (b"# draft: {}\nschema: 9\n", "The file is of format 9; this program reads formats up to 1."),
    ],
)
def test_any_damage_has_a_reason(content: bytes, reason: str) -> None:
    saved()
    file_of().write_bytes(content)
    assert [draft.reason for draft in drafts.recent()] == [reason]
    with pytest.raises(CaseProblems):
        drafts.load(GOOD_ID)
    assert the_problem(lambda: saved(expected="0" * 64)).code == "draft_conflict"


def test_a_file_without_its_first_line_is_a_draft_still() -> None:
    kept = saved("Kept")
    file_of().write_text(kept.text)
    found = drafts.load(GOOD_ID)
    assert (found.case, found.text, found.origin) == (kept.case, kept.text, "import")
    assert drafts.recent()[0].title == "Kept"


def test_what_is_no_file_cannot_be_read() -> None:
    drafts.folder().mkdir(parents=True)
    file_of().mkdir()
    assert "cannot be read" in drafts.recent()[0].reason
    for act in (lambda: drafts.load(GOOD_ID), lambda: saved(expected="0" * 64)):
        assert the_problem(act).code == "draft_unreadable"


def test_a_draft_knows_the_revision_it_goes_on_from() -> None:
    base = drafts.Base(case_id="QmFzZUJhc2VCYXNl", number=3, library="0" * 64)
    drafts.save(GOOD_ID, bare(), origin="blank", base=base)
    assert drafts.load(GOOD_ID).base == base
    assert saved(draft_id="another-one-1234").base is None


def test_a_list_can_be_narrowed_to_some_drafts() -> None:
    saved("Mine")
    saved("Of somebody else", draft_id="another-one-1234")
    assert [draft.title for draft in drafts.recent(among={GOOD_ID})] == ["Mine"]
    assert drafts.recent(among=set()) == ()


# --- lists and the trash ------------------------------------------------------------------------------------------


def test_five_hundred_drafts_are_listed_newest_first() -> None:
    drafts.folder().mkdir(parents=True)
    text = saved("Any").text
    body = text + "".join(f"# filler {line:>60}\n" for line in range(300))  # 20 kB, as a case of some size
    for number in range(500):
        head = drafts._Head(
            title=f"Draft {number}", organisation="Test", origin="blank", digest=drafts._digest(body.encode()),
            saved_at=datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        )  # fmt: skip
        (drafts.folder() / f"{number:016}.yaml").write_text(f"# draft: {head.model_dump_json()}\n{body}")
    file_of().unlink()
    began = time.perf_counter()
    listed = drafts.recent(limit=20)
    assert time.perf_counter() - began < 1
    assert [draft.title for draft in listed] == [f"Draft {number}" for number in range(499, 479, -1)]
    assert len(drafts.recent(limit=1_000)) == 500
    assert drafts.load(f"{7:016}").case.title == "Any"


def test_a_deleted_draft_can_be_restored() -> None:
    kept = saved("Kept")
    assert drafts.delete(GOOD_ID)
    assert (drafts.load(GOOD_ID), drafts.recent()) == (None, ())
    assert not drafts.delete(GOOD_ID)
    assert drafts.restore(GOOD_ID)
    assert drafts.load(GOOD_ID) == kept
    assert not drafts.restore(GOOD_ID)


def test_a_draft_that_cannot_be_moved_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = saved("Kept")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(drafts.Path, "replace", refuse)
        assert "Permission denied" in the_problem(lambda: drafts.delete(GOOD_ID)).what
    assert drafts.load(GOOD_ID) == kept


def test_a_draft_deleted_while_the_list_is_read_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    saved()
    seen = [file_of(drafts.new_id()), file_of()]
    monkeypatch.setattr(drafts.Path, "glob", lambda *_: iter(seen))
    assert [draft.id for draft in drafts.recent()] == [GOOD_ID]
