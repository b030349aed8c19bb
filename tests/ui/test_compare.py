"""The comparison page without a browser: what is chosen and offered, what it says, and what cannot be found."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from assumptions.loader import shipped_library
from model.case import Case
from model.evidence import Assumption
from scenarios import drafts
from scenarios.drafts import Base
from scenarios.editing import put
from scenarios.finance_view import finance_view
from scenarios.store import Store
from scenarios.stored import Revision
from tests.ui.conftest import opened, shown
from ui.cached import shipped
from ui.comparing import Source, names
from ui.references import read

SUPPORT = "support_b2b"


def page(**link: str) -> AppTest:
    return opened("compare", **link)


def linked(app: AppTest, name: str) -> str:
    found = app.query_params.get(name, "")
    return found if isinstance(found, str) else str(found[0])


def compared(app: AppTest) -> str:
    return linked(app, "with")


def answer(app: AppTest) -> str:
    found = re.findall("<p class='cc-sentence'>(.*?)</p>", shown(app))
    return str(found[-1])


def chosen_labels(app: AppTest) -> list[str]:
    chips = re.search("<ul class='cc-chosen'.*?</ul>", shown(app))
    return re.findall("<strong>(.*?)</strong>", chips[0]) if chips else []


def dearer(case: Case, value: float) -> Case:
    return put(case, ("assumptions", "unit_contact_cost"), Assumption(value=value))


def saved(*cases: Case) -> Revision:
    """Revisions of one case, one after another; the last of them."""
    store, (first, *others) = Store.open(), cases
    head = store.create(first, author="Maria", origin=SUPPORT)
    for number, case in enumerate(others, start=1):
        head = store.save(head.case_id, case, parent=number, author="Jon")
    return head


def draft_on(head: Revision, case: Case) -> str:
    draft_id = drafts.new_id()
    base = Base(case_id=head.case_id, number=head.number, library=head.library)
    drafts.save(draft_id, case, origin=head.case_id, base=base)
    return draft_id


# --- choosing ----------------------------------------------------------------------------------------------------


def test_an_empty_comparison_teaches_and_offers_the_scenarios_of_the_case() -> None:
    app = page(case=SUPPORT)
    assert answer(app) == "Choose two to eight scenarios to hold side by side."
    assert "how much of the difference each change makes" in shown(app)
    app.button(key="compare-first").click().run()
    assert compared(app) == "~,~#conservative,~#ambitious,~#do_nothing"
    assert chosen_labels(app) == ["Base case", "Conservative", "Ambitious", "Do nothing"]
    assert answer(app).startswith("Of these 4, “Ambitious” is worth most")


def test_one_scenario_asks_for_another() -> None:
    app = page(case=SUPPORT, **{"with": "~"})
    assert answer(app) == "Choose one more scenario to compare it with."


def test_results_lead_to_the_comparison() -> None:
    app = opened(case=SUPPORT)
    app.button(key="compare-them").click().run()
    assert compared(app) == "~,~#conservative,~#ambitious,~#do_nothing"
    assert "What differs, and why?" in shown(app)


def test_the_choice_survives_navigation_and_a_new_window() -> None:
    link = {"case": SUPPORT, "with": "~#conservative,~,sps_commerce"}
    app = page(**link)
    said = answer(app)
    app.switch_page("ui/pages/budget.py").run()
    assert compared(app) == link["with"]
    app.switch_page("ui/pages/compare.py").run()
    assert answer(app) == said
    assert answer(page(**{name: linked(app, name) for name in app.query_params})) == said


def test_starting_over_leaves_nothing() -> None:
    app = page(case=SUPPORT, **{"with": "~,~#conservative"})
    app.button(key="compare-clear").click().run()
    assert compared(app) == ""
    assert chosen_labels(app) == []


def test_a_saved_case_is_offered_with_its_revisions_and_scenarios() -> None:
    head = saved(shipped(SUPPORT), dearer(shipped(SUPPORT), 20.0))
    app = page(case="sps_commerce", **{"with": "~"})
    app.segmented_control(key="compare-from").set_value("saved").run()
    assert app.selectbox(key="compare-saved").value == head.case_id
    assert app.selectbox(key="compare-number").value == "2"
    app.selectbox(key="compare-number").select("1").run()
    assert "Conservative: add it" in shown(app)
    app.segmented_control(key="compare-from").set_value("shipped").run()
    assert "SPS Commerce: A customer community" in str(app.selectbox(key="compare-shipped").options)


def test_nothing_is_offered_where_nothing_is_saved() -> None:
    app = page(case=SUPPORT, **{"with": "~"})
    app.segmented_control(key="compare-from").set_value("saved").run()
    assert "Nothing has been saved yet" in shown(app)


def test_eight_are_enough() -> None:
    app = page(case="dell", **{"with": "~,~#conservative,~#ambitious,~#leader_leaves,~#face_value,~#do_nothing,trinet,prezi,mindjet"})  # fmt: skip
    assert len(chosen_labels(app)) == 8
    assert "8 are compared, and more could not be told apart" in shown(app)


# --- what is compared --------------------------------------------------------------------------------------------


def test_a_draft_against_the_revision_it_goes_on_from() -> None:
    first = shipped(SUPPORT)
    head = saved(first, dearer(first, 20.0))
    app = page(draft=draft_on(head, dearer(first, 25.0)))
    assert f"This draft against revision {head.number}" in shown(app)
    app = page(draft=draft_on(head, dearer(first, 25.0)), **{"with": f"{head.case_id}@2,~"})
    assert chosen_labels(app) == ["Revision 2", "Draft"]
    assert answer(app).startswith("The draft is worth ")
    assert "more than revision 2; all of it comes from “Cost of a contact, all channels” ($20.00 → $25.00 a contact)." in answer(app)  # fmt: skip


def test_the_draft_is_followed_as_it_changes_and_named_once_it_is_put_away() -> None:
    app = page(case=SUPPORT, **{"with": f"{SUPPORT},~"})
    assert " is worth as much as " in answer(app)
    app.switch_page("ui/pages/value.py").run()
    app.session_state["picked:value"] = "support_deflection"
    app.run()
    app.text_input(key="answer::unit_contact_cost:value").set_value("31").run()
    app.switch_page("ui/pages/compare.py").run()
    assert chosen_labels(app) == ["Template", "Draft"]
    assert "Cost of a contact" in answer(app)
    assert compared(app) == f"{SUPPORT},~"
    draft_id = linked(app, "draft")
    app.switch_page("ui/pages/start.py").run()
    reference = app.session_state["desk"].reference
    assert reference == f"~{draft_id}"
    other = page(case="sps_commerce", **{"with": f"{SUPPORT},{reference}"})
    assert chosen_labels(other) == ["Template", "Draft"]


def test_a_saved_revision_is_computed_with_its_own_library() -> None:
    library = shipped_library()
    stream = library.streams["support_deflection"]
    other = library.model_copy(update={"streams": {**library.streams, "support_deflection": stream.model_copy(update={"title": "Another title"})}})  # fmt: skip
    head = Store.open().create(shipped(SUPPORT), author="Maria", library=other)
    app = page(case=SUPPORT, **{"with": f"~,{head.case_id}@1"})
    assert "different versions of the library" in shown(app)


def test_finance_view_and_baseline_are_offered() -> None:
    case = finance_view(shipped(SUPPORT), {"unit_contact_cost": Assumption(value=9.0)})
    head = saved(shipped(SUPPORT), case)
    Store.open().set_baseline(head.case_id, 1, author="Jon")
    app = page(case=head.case_id, revision="2")
    assert "This revision against revision 1" in shown(app)
    assert "This revision against the baseline (revision 1)" in shown(app)
    assert "The base case against finance" in shown(app)
    older = page(case=head.case_id, revision="1")
    assert "Against what Jon saved since (revision 2)" in shown(older)


def test_currencies_are_never_mixed() -> None:
    euros = put(put(shipped("dell"), ("currency",), "EUR"), ("organisation",), "Berlin")
    head = Store.open().create(euros, author="Kai")
    app = page(case=SUPPORT, **{"with": f"~,{head.case_id}@1"})
    assert answer(app).startswith("The amounts are in different currencies")
    text = shown(app)
    assert "There is no bridge from USD to EUR" in text
    assert "Options are ranked within one currency only" in text
    assert "Cumulative cash in USD" in text
    assert "Cumulative cash in EUR" in text
    assert "is left out" not in re.sub("is left out of its figures", "", text)


def test_what_lacks_answers_is_shown_so_far() -> None:
    case = put(shipped(SUPPORT), ("assumptions", "unit_contact_cost", "value"), None)
    draft = drafts.save(drafts.new_id(), case, origin="import")
    app = page(draft=draft.id, **{"with": f"{SUPPORT},~"})
    assert "(so far)" in " ".join(chosen_labels(app))
    assert answer(app).startswith("So far, ")
    assert "is not complete" in shown(app)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("nobody@2", "the saved case “nobody” with revision 2, which is not here"),
        ("nobody", "the saved case “nobody”, which is not here"),
        ("~#gone", "has no scenario “gone”"),
        ("~nothing", "The draft “nothing” is not here"),
    ],
)
def test_what_the_link_names_and_is_not_here_is_said(wanted: str, said: str) -> None:
    app = page(case=SUPPORT, **{"with": f"~,{wanted},~#conservative"})
    assert said in shown(app)
    assert chosen_labels(app) == ["Base case", "Conservative"]
    app.button(key="compare-forget").click().run()
    assert said not in shown(app)
    assert compared(app) == "~,~#conservative"


def test_the_bridge_is_between_those_that_are_picked() -> None:
    app = page(case=SUPPORT, **{"with": "~,~#conservative,~#ambitious"})
    assert "from the base case to “Conservative”" in shown(app)
    app.selectbox(key="bridge-to").select("~#ambitious").run()
    assert "from the base case to “Ambitious”" in shown(app)
    app.selectbox(key="bridge-from").select("~#ambitious").run()
    assert "from “Ambitious” to the base case" in shown(app)


def test_figures_answers_and_options_are_there() -> None:
    text = shown(page(case=SUPPORT, **{"with": "~,~#conservative"}))
    assert "cc-best" in text
    assert "0|figure:npv" in text
    assert "1|figure:npv" in text
    assert "Answers that differ" in text
    assert "Step by step" in text
    assert "One value at its worst: the lowest NPV" in text


# --- names -------------------------------------------------------------------------------------------------------


def source(lineage: str, state: str, organisation: str = "Acme", title: str = "A community") -> Source:
    case = put(put(shipped(SUPPORT), ("organisation",), organisation), ("title",), title)
    return Source(case, shipped_library(), lineage, state)


def test_scenarios_are_named_by_what_tells_them_apart() -> None:
    acme, older = source("a", "Draft"), source("a", "Revision 3")
    other, same = source("b", "Draft", "Berlin"), source("c", "Draft", "Acme", "Another")
    assert names([(acme, ""), (acme, "conservative")]) == ["Base case", "Conservative"]
    assert names([(acme, ""), (older, "")]) == ["Draft", "Revision 3"]
    assert names([(acme, ""), (older, "conservative")]) == ["Draft", "Revision 3 · Conservative"]
    assert names([(acme, ""), (acme, "conservative"), (older, "")]) == ["Draft · Base case", "Draft · Conservative", "Revision 3"]  # fmt: skip
    assert names([(acme, ""), (other, "")]) == ["Acme", "Berlin"]
    assert names([(acme, ""), (same, "conservative")]) == ["A community", "Another · Conservative"]


def test_links_hold_ids_only() -> None:
    app = page(case=SUPPORT, **{"with": "~,~#conservative,not a name,<b>"})
    assert all(re.fullmatch(r"[A-Za-z0-9_@#~-]+", str(item)) for item in read(compared(app)))
    assert chosen_labels(app) == ["Base case", "Conservative"]
