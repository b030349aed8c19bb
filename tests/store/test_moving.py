"""Backups: nothing is lost on the way out and in, nothing comes in twice, and a damaged one says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.case import Case
from model.evidence import Assumption
from model.line import Library
from model.problems import CaseProblems
from scenarios.backup import lines_of, save_as
from scenarios.files import read_case_file
from scenarios.store import Store
from scenarios.writing import case_yaml
from tests.cases import BARE, the_problem
from tests.conftest import ROOT
from tests.store.acting import a_case, created
from tests.store.conftest import copied


@pytest.fixture
def other(pattern_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A second, empty store."""
    opened = Store.open(copied(pattern_file, tmp_path / "other"))
    yield opened
    opened.close()


def filled(store: Store) -> list[str]:
    """Save two cases with everything a case can have; return their ids."""
    path = ROOT / "scenarios" / "examples" / "sps_commerce.yaml"
    case = read_case_file(path).case
    one = store.create(case, author="Ann", message="Begun: “quotes”, #hash", origin="sps_commerce").case_id
    store.save(one, case.model_copy(update={"title": "Other"}), parent=1, author="Bob", message="Two\nlines")
    proposal = Assumption.model_validate({"value": 130, "source": "Offer"})
    asked = store.comment(one, 1, author="Rita", text="Why?\n\n- so much", field="assumptions.fee", proposal=proposal)
    store.comment(one, 1, author="Ann", text="--- because\n---\n", reply_to=asked.id)
    store.settle(asked.id, author="Rita")
    store.judge(one, 1, verdict="approved_with_conditions", author="Cleo", text="Measure first: 50 %")
    store.restore(one, 1, author="Ann")
    store.set_baseline(one, 1, author="Ann", name="Budget")
    two = created(store, "Second").case_id
    store.save(two, a_case("Second", fee=2), parent=1, author="Bob", library=Library(topics={"other": "people"}))
    store.delete(two, author="Dora")
    return [one, two]


def told(store: Store, case_id: str) -> tuple[object, ...]:
    """Everything a store says of a case, but that it was imported."""
    history = store.history(case_id)
    saved = [store.revision(case_id, revision.number) for revision in history]
    events = tuple(event for event in store.events(case_id) if event.action != "imported")
    said = [(one.case.model_dump_json(exclude_unset=True), one.library) for one in saved]
    return store.case(case_id), history, said, store.comments(case_id), events


def text_of(store: Store, *case_ids: str) -> str:
    return "".join(store.export_yaml(case_ids or None))


# --- out and in ---------------------------------------------------------------------------------------------------


def test_nothing_is_lost(store: Store, other: Store) -> None:
    ids = filled(store)
    done = other.import_yaml(text_of(store), author="Ida")
    assert [(found.id, found.how, found.was) for found in done] == [(name, "added", name) for name in ids]
    for case_id in ids:
        assert told(other, case_id) == told(store, case_id)
        last = other.events(case_id)[-1]
        assert (last.actor, last.action) == ("Ida", "imported")
    assert other.cases("other rita").total == 0
    assert other.cases("budget").total == 0
    assert [row.id for row in other.cases("sps ann").rows] == ids[:1]
    assert other.save(ids[0], a_case(fee=4), parent=3, author="Ann").number == 4


def test_the_way_there_and_back_changes_nothing(store: Store, other: Store) -> None:
    ids = filled(store)
    other.import_yaml(text_of(store))
    before = (store.cases(limit=9), store.events())
    assert [(found.was, found.how) for found in store.import_yaml(text_of(other))] == [
        (one, "unchanged") for one in ids
    ]
    assert (store.cases(limit=9), store.events()) == before
    other.set_baseline(ids[0], 2, author="Ann")
    assert [found.how for found in store.import_yaml(text_of(other))] == ["copied", "unchanged"]


def test_the_same_twice_adds_nothing(store: Store, other: Store) -> None:
    filled(store)
    text = text_of(store)
    other.import_yaml(text)
    before = (other.cases(limit=9), other.events())
    assert {found.how for found in other.import_yaml(text)} == {"unchanged"}
    assert {found.how for found in store.import_yaml(text)} == {"unchanged"}
    assert (other.cases(limit=9), other.events()) == before


def test_an_older_backup_of_the_same_adds_nothing(store: Store) -> None:
    case_id = created(store).case_id
    asked = store.comment(case_id, 1, author="Rita", text="Why?")
    older = text_of(store)
    store.settle(asked.id, author="Ann")
    store.save(case_id, a_case(fee=2), parent=1, author="Bob")
    store.judge(case_id, 1, verdict="returned", author="Cleo")
    before = store.events()
    assert [found.how for found in store.import_yaml(older)] == ["unchanged"]
    assert store.events() == before


def test_other_content_under_the_same_id_becomes_a_copy(store: Store, other: Store) -> None:
    case_id = created(store).case_id
    asked = store.comment(case_id, 1, author="Rita", text="Why?")
    store.comment(case_id, 1, author="Ann", text="So", reply_to=asked.id)
    other.import_yaml(text_of(store))
    store.save(case_id, a_case("Mine", fee=2), parent=1, author="Ann")
    other.save(case_id, a_case("Theirs", fee=3), parent=1, author="Bob")
    other.judge(case_id, 2, verdict="approved", author="Cleo")
    mine, text = told(store, case_id), text_of(other)
    (found,) = store.import_yaml(text, author="Ida")
    assert (found.how, found.was, found.title) == ("copied", case_id, "Theirs")
    assert found.id != case_id
    assert told(store, case_id) == mine
    assert store.case(found.id).title == "Theirs"
    assert [revision.author for revision in store.history(found.id)] == ["Bob", "Ann"]
    assert store.history(found.id)[0].verdict.case_id == found.id
    first, reply = store.comments(found.id)
    assert (reply.reply_to, first.text) == (first.id, "Why?")
    assert first.id != asked.id
    assert store.events(found.id)[-1].details == {"copy_of": case_id}
    (again,) = store.import_yaml(text)
    assert (again.id, again.how) == (found.id, "unchanged")


def test_one_case_alone(store: Store, other: Store) -> None:
    one, two = filled(store)
    assert [found.id for found in other.import_yaml(text_of(store, one))] == [one]
    assert other.case(two) is None
    assert the_problem(lambda: text_of(store, "nobody-has-this")).code == "unknown_case"


def test_a_case_in_a_backup_is_a_file_of_its_own(store: Store) -> None:
    created(store, "Prüfung")
    text = text_of(store)
    assert f"---\n{case_yaml(a_case('Prüfung'))}---\n" in text
    assert text.startswith("backup: 1\n")


# --- any text -----------------------------------------------------------------------------------------------------

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
HARD = st.sampled_from(["---", "a\n---\nb", "'\"`", "\u2028\u0085\ufeff", "no", "1e3", " # x", "- a: b", "🙂\r\n", "\0\x1b\x7f", "|-", "%"])  # fmt: skip
TEXTS = ANY | HARD | st.lists(ANY | HARD, max_size=3).map("\n".join)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS))
def test_any_text_comes_back(sqlite: Store, other: Store, texts: tuple[str, str, str, str, str]) -> None:
    title, author, message, remark, summary = texts
    label = " ".join(title.split()) or "x"
    case = Case.model_validate(BARE | {"title": label, "summary": summary, "assumed": [remark]})
    who = author if author.strip() else "Ann"
    case_id = sqlite.create(case, author=who, message=message, library=Library()).case_id
    if remark.strip():
        sqlite.comment(case_id, 1, author="Rita", text=remark, field=message)
    sqlite.judge(case_id, 1, verdict="returned", author="Cleo", text=remark)
    other.import_yaml(text_of(sqlite, case_id))
    assert told(other, case_id) == told(sqlite, case_id)
    assert other.revision(case_id).case == case


# --- damage -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(pattern_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A backup of two cases."""
    store = Store.open(copied(pattern_file, tmp_path_factory.mktemp("whole")))
    filled(store)
    text = text_of(store)
    store.close()
    return text


def test_a_backup_cut_short_anywhere_is_refused(whole: str, other: Store) -> None:
    places = [whole.index("---\nkind: case"), whole.index("kind: revision") + 40, len(whole) - 90, len(whole) // 2, 30]
    for place in places:
        with pytest.raises(CaseProblems):
            other.import_yaml(whole[:place])
        assert other.cases().total == other.cases(deleted=True).total == 0
    problem = the_problem(lambda: other.import_yaml(whole[: whole.rindex("---\nkind: end")]))
    assert problem.code == "backup_damaged"
    assert "ends too early" in problem.what
    assert other.events() == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('message: "Begun', 'message: "Began', "backup_damaged", "changed after it was written"),
        ("title: A customer community that", "title: The customer community that", "backup_damaged", "A case in it is not what was saved"),
        ("digest: ", "digest: 0", "backup_damaged", "A library in it is not what was saved"),
        ("number: 2", "number: 7", "backup_damaged", "Revisions of the case"),
        ("kind: comment", "kind: remark", "backup_damaged", "no known kind"),
        ("documents: ", "documents: 9", "backup_damaged", "It should have 9"),
        ("backup: 1", "backup: 7", "schema", "format 7"),
        ("backup: 1", "copy: 1", "not_a_backup", "no backup"),
        ("author: Rita", "author: [Rita]", "string_type", "stands where text belongs"),
        ("kind: case\n", "kind: case\nid: !x y\n", "tag", "`!x` is a YAML tag"),
        ("\nschema: 1\n", "\nschema: 1\ncolour: red\n", "extra_forbidden", "`colour` is not a field here"),
    ],
)  # fmt: skip
def test_a_changed_backup_says_what_and_where(
    whole: str, other: Store, old: str, new: str, code: str, words: str
) -> None:
    damaged = whole.replace(old, new, 1)
    assert damaged != whole
    with pytest.raises(CaseProblems) as caught:
        other.import_yaml(damaged)
    found = [problem for problem in caught.value.problems if problem.code == code]
    assert found
    assert words in found[0].what
    if code in ("string_type", "tag", "extra_forbidden"):
        line = damaged.splitlines()[found[0].line - 1]
        assert line.strip() in {"author: [Rita]", "id: !x y", "colour: red"}
    assert other.cases().total == 0
    assert other.events() == ()


def test_a_single_case_is_no_backup(other: Store) -> None:
    problem = the_problem(lambda: other.import_yaml(case_yaml(a_case())))
    assert (problem.code, problem.what) == ("not_a_backup", "This is a single case, and no backup.")
    assert the_problem(lambda: other.import_yaml("")).code == "not_a_backup"
    assert the_problem(lambda: other.import_yaml("\0\1\2")).code == "not_a_backup"


# --- files --------------------------------------------------------------------------------------------------------


def test_a_file_is_written_whole_and_read_by_line(store: Store, other: Store, tmp_path: Path) -> None:
    ids = filled(store)
    path = tmp_path / "backup.yaml"
    save_as(path, store.export_yaml())
    assert [found.id for found in other.import_yaml(lines_of(path))] == ids
    assert [name.name for name in tmp_path.glob("*backup*")] == ["backup.yaml"]
    windows = tmp_path / "windows.yaml"
    windows.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert {found.how for found in other.import_yaml(lines_of(windows))} == {"unchanged"}


def test_files_that_cannot_be_read_or_written(tmp_path: Path, other: Store) -> None:
    assert the_problem(lambda: list(lines_of(tmp_path / "none.yaml"))).code == "unreadable"
    (tmp_path / "bytes.yaml").write_bytes(b"backup: 1\n\xff\xfe")
    assert the_problem(lambda: other.import_yaml(lines_of(tmp_path / "bytes.yaml"))).code == "backup_damaged"
    assert the_problem(lambda: save_as(tmp_path / "none" / "backup.yaml", ["x"])).code == "unwritable"
    kept = tmp_path / "kept.yaml"
    kept.write_text("before")

    def full() -> Iterator[str]:
        yield "half"
        raise OSError(28, "No space left on device")

    assert the_problem(lambda: save_as(kept, full())).what == "The file cannot be written: No space left on device."
    assert kept.read_text() == "before"
    assert {path.name for path in tmp_path.glob("*.yaml")} == {"bytes.yaml", "kept.yaml"}
    assert not list(tmp_path.glob(".*.tmp"))
