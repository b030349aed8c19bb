"""Recommendations: what suits a case comes first, with its reasons; what the case does not say counts neither way."""

from __future__ import annotations

from typing import Any

import pytest

from model.line import Library, Role, Stream, Style
from model.names import KIND_NAMES, PERSPECTIVE_NAMES, PHASE_NAMES, ROLE_NAMES
from model.recommend import Recommendation, recommendations
from model.strategy import CommunityKind
from model.styles import B2B_B2C, STAGES, STYLE_NAMES, STYLES
from scenarios.files import read_case_file
from tests.cases import BARE, case_file
from tests.conftest import ROOT

SUPPORT = {"kind": "support", "access": "public"}
CUSTOMERS = {"id": "customers", "label": "Customers", "role": "customers"}
EMPLOYEES = {"id": "staff", "label": "Our people", "role": "employees"}


def goal(perspective: str, label: str = "Goal", **fields: Any) -> dict[str, Any]:
    return {"id": label.lower().replace(" ", "_"), "label": label, "perspective": perspective} | fields


def need(label: str, phase: str, importance: int = 3) -> dict[str, Any]:
    return {"id": label.lower(), "label": label, "phase": phase, "importance": importance}


def recommended(shelf: Library, **fields: Any) -> dict[str, Recommendation]:
    return {item.stream: item for item in recommendations(case_file(BARE | fields).case, shelf)}


def test_a_blank_case_leaves_everything_open(shelf: Library) -> None:
    found = recommended(shelf)
    assert list(found) == [name for name, stream in shelf.streams.items() if stream.kind == "value"]
    assert {(item.strength, item.score, item.reasons, item.against, item.is_on) for item in found.values()} == {
        ("possible", 0, (), (), False)
    }
    assert found["retention"].title == "Retention"
    assert found["retention"].summary == shelf.streams["retention"].summary


def test_the_kind_of_community_counts(shelf: Library) -> None:
    found = recommended(shelf, community=SUPPORT)
    assert "Suits a support community" in found["retention"].reasons
    assert found["advertising"].against == ("Not usual in a support community",)
    assert found["advertising"].strength == "unlikely"
    assert next(iter(found)) == "support_deflection"  # 3 for its kind, 1 for readers, as no other has


def test_kind_and_audience_are_enough_where_no_style_is_stated(shelf: Library) -> None:
    found = recommended(shelf, community=SUPPORT, audiences=[CUSTOMERS])
    assert found["retention"].strength == "strong"  # 3 + 2
    assert found["innovation"].strength == "unlikely"  # −3 + 2
    styled = recommended(shelf, community=SUPPORT | {"style": "innovation_center"}, audiences=[CUSTOMERS])
    assert styled["retention"].strength == "possible"
    assert styled["innovation"].strength == "possible"  # −3 + 2 + 2
    assert "Earns what an Innovation Center community earns" in styled["innovation"].reasons


def test_a_stream_without_its_audience_is_unlikely_at_most(shelf: Library) -> None:
    found = recommended(
        shelf,
        community={"kind": "internal", "access": "gated", "style": "innovation_center"},
        audiences=[CUSTOMERS],
        goals=[goal("process", served_by=["employee_productivity"])],
    )
    productivity = found["employee_productivity"]
    assert productivity.strength == "unlikely"
    assert productivity.score == 3 - 5 + 2 + 3 + 2
    assert productivity.against == ("You have no employees among your audiences",)
    staff = recommended(shelf, audiences=[EMPLOYEES])
    assert staff["new_customers"].against == ("You have no prospects, consumers or professionals among your audiences",)
    assert staff["hiring"].reasons == ("Counts your audience “Our people”",)


def test_audiences_chosen_for_a_stream_count_in_it(shelf: Library) -> None:
    partners = {"id": "resellers", "label": "Resellers", "role": "partners"}
    usual = recommended(shelf, audiences=[partners])
    assert usual["support_deflection"].strength == "unlikely"
    streams = {"support_deflection": {"audiences": ["resellers"]}, "retention": {}}
    chosen = recommended(shelf, audiences=[partners, CUSTOMERS], streams=streams)
    assert chosen["support_deflection"].reasons == ("Counts your audience “Resellers”",)
    assert chosen["support_deflection"].is_on
    assert chosen["retention"].reasons == ("Counts your audiences “Resellers” and “Customers”",)


def test_goals_count_by_name_and_by_perspective(shelf: Library) -> None:
    goals = [
        goal("process", "Fewer calls", served_by=["deflection_saving"]),
        goal("process", "Faster answers"),
    ]
    found = recommended(shelf, goals=goals)
    assert found["support_deflection"].reasons == (
        "You name it for “Fewer calls”",
        "Serves the goal perspective “Internal process” (Fewer calls; Faster answers)",
    )
    assert found["advertising"].against == ("None of your goals has its perspective, “Financial”",)
    assert found["innovation"].score == 2
    named = recommended(shelf, goals=[goal("customer", served_by=["advertising"])])["advertising"]
    assert (named.reasons, named.against) == (("You name it for “Goal”",), ())


def test_needs_count_where_their_phase_is_that_of_a_stream(shelf: Library) -> None:
    needs = [
        need("Nice", "retention", 1),
        need("Vital", "retention", 5),
        need("Start", "purchase", 2),
        need("Talk", "retention", 2),
    ]
    audience = CUSTOMERS | {"needs": needs}
    found = recommended(shelf, audiences=[audience])
    assert found["retention"].reasons[1] == "Meets needs in the phase “Retention”: “Vital”, “Talk”, “Nice”"
    assert found["onboarding"].reasons[1] == (
        "Meets needs in the phase “Retention” and “Purchase”: “Vital”, “Start”, “Talk” and more"
    )
    assert found["research"].against == ("No need you name arises in the phase “Awareness” or “Evaluation”",)


def test_a_gated_community_has_no_readers_from_outside(shelf: Library) -> None:
    gated = recommended(shelf, community={"kind": "b2c", "access": "gated"})
    open_to_all = recommended(shelf, community={"kind": "b2c", "access": "hybrid"})
    readers = ("advertising", "content_search", "new_customers", "support_deflection")
    for name, item in gated.items():
        assert any("gated" in text for text in item.against) == (name in readers), name
        assert any("can see" in text for text in open_to_all[name].reasons) == (name in readers), name


def test_what_is_not_said_of_the_community_counts_neither_way(shelf: Library) -> None:
    found = recommended(shelf, community={"maturity": "emergent"})
    assert {(item.score, item.reasons, item.against) for item in found.values()} == {(0, (), ())}


def test_a_stream_that_says_little_is_neither_praised_nor_blamed() -> None:
    line = {"id": "gain", "label": "Gain", "unit": "USD/month", "kind": "benefit", "class": "margin", "formula": "1"}
    plain = Stream.model_validate(
        {"id": "own", "title": "Own", "kind": "value", "summary": "S", "applies": "A", "lines": [line]}
    )
    found = recommended(
        Library(streams={"own": plain}),
        goals=[goal("process")],
        audiences=[CUSTOMERS | {"needs": [need("Start", "purchase")]}],
    )
    assert found["own"].reasons == ("Counts your audience “Customers”",)
    assert found["own"].against == ()


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*/*.yaml")), ids=lambda path: path.stem)
def test_what_a_case_counts_is_never_called_unlikely(path, shelf: Library) -> None:
    found = recommendations(read_case_file(path).case, shelf)
    assert [item.stream for item in found if item.is_on and item.strength == "unlikely"] == []
    strengths = [item.strength for item in found]
    assert strengths == sorted(strengths, key=["strong", "possible", "unlikely"].index)


def test_every_word_of_a_case_has_a_name(shelf: Library) -> None:
    for literal, names in ((CommunityKind, KIND_NAMES), (Role, ROLE_NAMES), (Style, STYLE_NAMES)):
        assert set(literal.__args__) == set(names)
    for stream in shelf.streams.values():
        assert set(stream.suits) <= set(KIND_NAMES)
        for line in stream.lines:
            assert {line.perspective} - {None} <= set(PERSPECTIVE_NAMES)
            assert set(line.phases) <= set(PHASE_NAMES)


def test_what_is_published_names_its_publication() -> None:
    assert [style.id for style in STYLES] == list(Style.__args__)
    assert [stage.id for stage in STAGES] == ["hierarchy", "emergent", "community", "networked"]
    for record in (*STYLES, *STAGES, *B2B_B2C):
        assert record.sources
