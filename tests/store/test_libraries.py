"""A revision stands on its own: it computes to the same figures to the cent, whatever the library says by then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assumptions.loader import drawing_on, library, library_digest, use_library
from model.line import Library
from scenarios import analyse, open_case
from scenarios.files import case_file, read_case_file
from scenarios.store import Store
from scenarios.stored import Revision
from tests.cases import the_problem
from tests.conftest import ROOT

EXAMPLES = ("sps_commerce", "sap_community_network", "dell")


@pytest.fixture(autouse=True)
def shipped() -> Iterator[None]:
    """Whatever a test draws on, the next one draws on the library that ships."""
    yield
    use_library(None)


def later(shelf: Library) -> Library:
    """The library as a later release may have it: other defaults, and a formula that counts otherwise."""
    changed = {
        name: record.model_copy(update={"value": record.value * 1.1})
        for name, record in shelf.assumptions.items()
        if record.value is not None and record.unit != "1" and record.limits is None
    }
    stream = shelf.streams["support_deflection"]
    lines = tuple(
        line.model_copy(update={"formula": f"({line.formula}) / 2"}) if line.id == "deflection_saving" else line
        for line in stream.lines
    )
    assert lines != stream.lines
    streams = shelf.streams | {stream.id: stream.model_copy(update={"lines": lines})}
    return shelf.model_copy(update={"assumptions": shelf.assumptions | changed, "streams": streams})


def recomputed(store: Store, revision: Revision) -> dict[str, float]:
    """NPV of every scenario of a revision, computed anew from what the store holds."""
    saved = store.revision(revision.case_id, revision.number)
    file = case_file(saved.case, "saved")
    names = [name if name != "base" else None for name in revision.figures]
    found = {name: analyse(file, name, library=saved.library) for name in names}
    return {name or "base": analysis.appraisal.figures.npv for name, analysis in found.items()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_computes_to_the_same_under_a_later_library(store: Store, name: str) -> None:
    case = read_case_file(ROOT / "scenarios" / "examples" / f"{name}.yaml").case
    first = store.create(case, author="Ann")
    store.judge(first.case_id, 1, verdict="approved", author="Cleo")
    before = {scenario: figures.npv for scenario, figures in first.figures.items()}
    other = later(library())
    use_library(other)
    moved = analyse(case_file(case, "now")).appraisal.figures.npv
    if name == "sps_commerce":
        assert abs(moved - before["base"]) > 1_000  # the later library does count otherwise
    found = recomputed(store, first)
    assert found.keys() == before.keys()
    for scenario, npv in before.items():
        assert found[scenario] == pytest.approx(npv, abs=0.005), scenario
    assert found == before  # and to the last bit
    again = store.revision(first.case_id)
    fingerprint = analyse(case_file(again.case, "x"), library=again.library).resolved.fingerprint
    assert fingerprint == first.figures["base"].fingerprint


def test_a_case_is_upgraded_by_saving_it_with_another_library(store: Store) -> None:
    case = read_case_file(ROOT / "scenarios" / "examples" / "sps_commerce.yaml").case
    first = store.create(case, author="Ann")
    other = later(library())
    second = store.save(first.case_id, case, parent=1, author="Ann", message="Upgraded", library=other)
    assert (second.number, second.digest) == (2, first.digest)
    assert second.library == library_digest(other) != first.library
    assert second.figures["base"].npv != first.figures["base"].npv
    with drawing_on(other):
        assert second.figures["base"].npv == analyse(case_file(case, "x")).appraisal.figures.npv
    assert store.revision(first.case_id, 1).library is library()
    found = store.revision(first.case_id, 2).library
    assert found == other
    assert library_digest(found) == second.library
    assert store.save(first.case_id, case, parent=2, author="Bob", library=other) == second
    back = store.restore(first.case_id, 1, author="Ann")
    assert (back.number, back.library, back.figures) == (3, first.library, first.figures)


def test_the_library_in_force_is_the_one_that_is_kept(store: Store) -> None:
    case = read_case_file(ROOT / "scenarios" / "examples" / "sps_commerce.yaml").case
    other = later(library())
    with drawing_on(other):
        first = store.create(case, author="Ann")
    assert first.library == library_digest(other)
    store.close()
    again = Store.open(store.url.render_as_string(hide_password=False))
    assert again.revision(first.case_id).library == other
    again.close()


# --- references ---------------------------------------------------------------------------------------------------


def test_a_saved_case_is_opened_like_a_file(monkeypatch: pytest.MonkeyPatch, url: str, tmp_path) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    store = Store.open()
    path = ROOT / "scenarios" / "examples" / "sps_commerce.yaml"
    case, other = read_case_file(path).case, later(library())
    first = store.create(case, author="Ann", library=other)
    store.save(first.case_id, case, parent=1, author="Ann", library=library())
    shipped, now = open_case(str(path)), open_case("sps_commerce")
    assert now.appraisal.figures == open_case(first.case_id).appraisal.figures == shipped.appraisal.figures
    assert open_case(f"{first.case_id}@1").appraisal.figures.npv == first.figures["base"].npv
    cautious = open_case("sps_commerce@1#conservative")
    assert cautious.appraisal.figures.npv == first.figures["conservative"].npv
    assert cautious.under(None).appraisal.figures.npv == first.figures["base"].npv
    assert the_problem(lambda: open_case("sps_commerce@9")).code == "unknown_revision"
    assert the_problem(lambda: open_case("sps_comerce")).remedy.startswith("Did you mean `sps_commerce`?")
    assert the_problem(lambda: open_case("sps_commerce#none")).code == "unknown_scenario"
    assert the_problem(lambda: open_case("none.yaml")).code == "unreadable"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sps_commerce").write_text(path.read_text().replace("SPS Commerce", "A file comes first"))
    assert open_case("sps_commerce").resolved.organisation == "A file comes first"
    second = store.create(case, author="Ann")
    (tmp_path / "sps_commerce").unlink()
    problem = the_problem(lambda: open_case("sps_commerce"))
    assert problem.code == "ambiguous_case"
    assert first.case_id in problem.what
    assert second.case_id in problem.what
    store.close()


def test_looking_for_a_case_makes_no_store(home) -> None:
    assert the_problem(lambda: open_case("sps_commerce")).code == "unknown_case"
    assert not home.exists()
