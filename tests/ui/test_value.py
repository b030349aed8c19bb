"""Value: streams are switched on and off, questions answered, and lines of one's own checked as they are written."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assumptions.loader import library
from model.case import Case
from scenarios import drafts, editing
from scenarios.standing import OWN, stand
from tests.cases import BARE, amount, cost
from tests.ui.conftest import case_of, opened, ran, shown
from ui import cached

VOLUME = "contact_volume"


def on(group: str, case: Case | None = None, **link: str) -> AppTest:
    """The page on one of its groups, on a draft or on what a link names."""
    if case is not None:
        link = {"draft": drafts.save(drafts.new_id(), case, origin="blank").id}
    app = opened("value", **link or {"case": "support_b2b"})
    app.session_state["picked:value"] = group
    return ran(app.run())


def typed(app: AppTest, key: str, text: str) -> AppTest:
    box = app.text_area(key=key) if any(area.key == key for area in app.text_area) else app.text_input(key=key)
    box.set_value(text).run()
    return ran(app)


def bare(**fields: Any) -> Case:
    return Case.model_validate(BARE | fields)


# --- streams ------------------------------------------------------------------------------------------------------


def test_every_stream_is_offered_with_its_reasons() -> None:
    page = shown(on("choose"))
    for stream in library().streams.values():
        if stream.kind == "value":
            assert stream.summary.split(",")[0][:30].replace("'", "&#x27;") in page
    assert "In your case" in page


def test_a_stream_is_removed_and_taken_back() -> None:
    app = on("support_deflection")
    app.button(key="remove-support_deflection").click().run()
    ran(app)
    assert "support_deflection" not in case_of(app).streams
    app.button(key="undo").click().run()
    ran(app)
    assert "support_deflection" in case_of(app).streams


@pytest.mark.parametrize("name", [name for name, stream in library().streams.items() if stream.kind == "value"])
def test_every_stream_asks_its_questions_in_a_blank_case(name: str) -> None:
    audiences = [{"id": "customers", "label": "Customers", "role": "customers"}]
    case = editing.switch_on(bare(audiences=audiences), name)
    app = on(name, case)
    assert library().streams[name].title in shown(app)
    standing = stand(case)
    asked = [question for question in standing.asked(name) if question.is_missing]
    boxes = {box.key for box in app.text_input}
    assert [question.name for question in asked if f"answer::{question.name}:value" not in boxes] == []


def test_what_counts_is_picked_line_by_line() -> None:
    app = on("support_deflection")
    stream = library().streams["support_deflection"]
    picked = [pills for pills in app.get("button_group") if pills.key == "counted:support_deflection"]
    if picked:
        first = next(line.id for line in stream.lines if line.is_money)
        picked[0].set_value([first]).run()
        assert editing.counted_lines(case_of(ran(app)), "support_deflection", library()) == (first,)


def test_a_choice_changes_how_a_stream_is_counted() -> None:
    app = on("support_deflection")
    radio = app.radio(key="field:streams.support_deflection.choose.method")
    other = next(
        option for option in library().streams["support_deflection"].choices["method"].options if option != radio.value
    )
    radio.set_value(other).run()
    assert case_of(ran(app)).streams["support_deflection"].choose["method"] == other


# --- questions ----------------------------------------------------------------------------------------------------


def details(app: AppTest, name: str) -> AppTest:
    app.session_state["picked:question"] = name
    return ran(app.run())


def test_a_range_is_stated_as_a_whole_and_taken_away() -> None:
    name = "unit_contact_cost"
    app = details(on("support_deflection"), name)
    typed(app, f"answer::{name}:value", "40")
    typed(app, f"answer::{name}:low", "15")
    assert case_of(app).assumptions[name].range() == (15, 40)
    typed(app, f"answer::{name}:high", "50")
    assert case_of(app).assumptions[name].range() == (15, 50)
    typed(app, f"answer::{name}:low", "45")
    assert "lies above the likely one" in shown(app)
    assert app.text_input(key=f"answer::{name}:low").value == "45"
    typed(app, f"answer::{name}:low", "")
    assert case_of(app).assumptions[name].range() is None
    assert stand(case_of(app)).is_complete


def test_a_source_an_owner_a_note_and_a_grade_are_stated() -> None:
    name = "unit_contact_cost"
    app = details(on("support_deflection"), name)
    for field, text in (("source", "Accounts 2026"), ("owner", "Ada"), ("note", "With <b>overheads</b>")):
        typed(app, f"answer::{name}:{field}", text)
    app.selectbox(key=f"answer::{name}:grade").select("measured").run()
    record = case_of(ran(app)).assumptions[name]
    assert (record.source[0].title, record.owner, record.note, record.grade) == (
        "Accounts 2026",
        "Ada",
        "With <b>overheads</b>",
        "measured",
    )
    typed(app, f"answer::{name}:source", "x" * 300)
    assert "This" in shown(app) or "string" in shown(app)
    assert case_of(app).assumptions[name].source[0].title == "Accounts 2026"


def test_an_answer_may_change_from_year_to_year() -> None:
    name = "unit_contact_cost"
    app = details(on("support_deflection"), name)
    value = case_of(app).assumptions[name].value
    app.button(key=f"schedule-{name}").click().run()
    schedule = case_of(ran(app)).assumptions[name].schedule
    assert schedule is not None
    assert schedule.values == (value,) * 3  # 36 months
    assert stand(case_of(app)).is_complete
    typed(app, f"answer::{name}:values", "10; 20")
    assert "cover 24 months of 36" in shown(app)
    typed(app, f"answer::{name}:values", "10; 20; -3")
    assert "cannot be" in shown(app)
    typed(app, f"answer::{name}:values", "10; 20; thirty")
    assert app.text_area(key=f"answer::{name}:values").value == "10; 20; thirty"
    typed(app, f"answer::{name}:values", "10; 20; 30")
    changed = case_of(app).assumptions[name].schedule
    assert changed is not None
    assert changed.values == (10, 20, 30)
    app.button(key=f"schedule-{name}").click().run()
    assert case_of(ran(app)).assumptions[name].value == 10


def test_thirty_months_have_three_years() -> None:
    name = "unit_contact_cost"
    case = editing.put(cached.shipped("support_b2b"), ("months",), 30)
    app = details(on("support_deflection", case), name)
    app.button(key=f"schedule-{name}").click().run()
    assert stand(case_of(ran(app))).is_complete


def test_an_answer_that_is_taken_away_is_asked_again() -> None:
    name = "unit_contact_cost"
    app = typed(on("support_deflection"), f"answer::{name}:value", "")
    assert name not in case_of(app).assumptions
    assert "We still need this" in shown(app)
    assert "We still need:" in shown(app)


# --- lines of one's own -------------------------------------------------------------------------------------------


def with_line(formula: str = "0") -> AppTest:
    app = on(OWN, bare(lines=[cost("rent", "7")], assumptions={"price": amount(3)}))
    app.button(key="add-line-cost").click().run()
    return typed(ran(app), "field:lines[1].formula", formula)


def test_a_line_is_written_checked_and_removed() -> None:
    app = with_line("price * 2")
    assert "Holds together. In month 12 (December 2027) it is 6 USD/month." in shown(app)
    app.button(key="remove-line-1").click().run()
    assert [line.id for line in case_of(ran(app)).lines] == ["rent"]


def test_a_line_with_an_unknown_name_says_so_and_is_not_counted() -> None:
    app = with_line("prise * 2")
    assert "Did you mean `price`" in shown(app)
    assert case_of(app).lines[1].formula == "prise * 2"
    standing = stand(case_of(app))
    assert standing.analysis is not None
    assert standing.analysis.appraisal.figures.total_costs == 7 * 12
    app.switch_page("ui/pages/results.py").run()
    assert "So far, and without New cost" in shown(ran(app))


def test_a_formula_that_is_none_stays_in_its_box_and_changes_nothing() -> None:
    app = with_line("price *")
    assert app.text_area(key="field:lines[1].formula").value == "price *"
    assert case_of(app).lines[1].formula == "0"
    assert "cc-fault" in shown(app)


def test_a_name_is_put_into_a_formula() -> None:
    app = with_line("price")
    app.selectbox(key="suggest-1").select("price").run()
    assert case_of(ran(app)).lines[1].formula == "price * price"


def answer_of_ones_own(app: AppTest, label: str, value: str, unit: str) -> AppTest:
    nth = len(case_of(app).assumptions)
    app.text_input(key=f"new-answer-{nth}").set_value(label)
    app.text_input(key=f"new-value-{nth}").set_value(value)
    app.text_input(key=f"new-unit-{nth}").set_value(unit)
    next(button for button in app.button if button.label == "Add").click().run()
    return ran(app)


def test_an_answer_of_ones_own_is_named_apart_from_the_library() -> None:
    app = answer_of_ones_own(on(OWN, bare()), "Audience size", "$12.50", "USD/item")
    assert list(case_of(app).assumptions) == ["audience_size_2"]
    assert "No formula uses it yet; its name is audience_size_2." in shown(app)
    assert app.text_input(key="new-answer-1").value == ""
    app.button(key="remove-answer-audience_size_2").click().run()
    assert case_of(ran(app)).assumptions == {}


@pytest.mark.parametrize(
    ("label", "value", "unit", "words"),
    [
        (" ", "3", "USD/item", "has no name"), ("Price", "", "USD/item", "has no value"), ("Price", "much", "USD/item", "not a number"),
        ("Price", "3", "USD/gizmo", "not a unit this case knows"), ("Price", "3", "EUR/item", "not the currency of this case"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_taken_stays_in_its_boxes(label: str, value: str, unit: str, words: str) -> None:
    app = answer_of_ones_own(on(OWN, bare()), label, value, unit)
    assert words in shown(app)
    assert case_of(app).assumptions == {}
    assert (app.text_input(key="new-value-0").value, app.text_input(key="new-unit-0").value) == (value, unit)


def test_without_lines_of_ones_own_the_page_says_what_they_are_for() -> None:
    assert "Add one where you know a benefit or a cost" in shown(on(OWN, bare()))


# --- members ------------------------------------------------------------------------------------------------------


def test_without_an_audience_one_is_offered() -> None:
    case = editing.switch_on(bare(), "innovation")
    app = on("membership", case)
    if "There is no audience yet" in shown(app):
        app.button(key="to-audience").click().run()
        assert "Who is it for" in shown(ran(app))


def test_each_audience_says_how_it_grows() -> None:
    app = on("membership")
    audience = case_of(app).audiences[0]
    radio = app.radio(key=f"field:growth.{audience.id}")
    radio.set_value("steady").run()
    assert case_of(ran(app)).audiences[0].choose["curve"] == "steady"


def test_finance_may_see_a_benefit_in_another_way() -> None:
    app = on("support_deflection")
    line = next(line for line in library().streams["support_deflection"].lines if line.kind == "benefit")
    key = f"class:support_deflection:{line.id}"
    app.selectbox(key=key).select("capacity").run()
    assert case_of(ran(app)).streams["support_deflection"].benefit_class == {line.id: "capacity"}
    app.selectbox(key=key).select(line.benefit_class).run()
    assert case_of(ran(app)).streams["support_deflection"].benefit_class == {}
    share = "field:streams.support_deflection.risk_adjustment"
    typed(app, share, "20%")
    assert case_of(app).streams["support_deflection"].risk_adjustment == "0.2"
    assert app.text_input(key=share).value == "20%"
    typed(app, share, "200%")
    assert "cannot be" in shown(app)
    typed(app, share, "")
    assert case_of(app).streams["support_deflection"].risk_adjustment is None


# --- what an answer does to the result -----------------------------------------------------------------------------


def rent(**fields: Any) -> AppTest:
    case = bare(lines=[cost("rent", "price")], assumptions={"price": amount(100) | fields})
    return on(OWN, case)


def test_a_guess_says_between_which_two_results_it_leaves_the_case() -> None:
    # A guess without a range is half less or more: 50 or 150 USD in each of 12 months at no discount.
    assert "with 50% less or more the result would be between \u2212$1.8K and \u2212$600" in shown(rent())


def test_a_stated_range_says_the_results_at_its_ends() -> None:
    # 12 months of 90 and of 120 USD, at no discount: 1,080 and 1,440.
    said = shown(rent(low=90, high=120))
    assert "from its low to its high end the result would be between \u2212$1.4K and \u2212$1.1K" in said


# --- what is offered in one click ----------------------------------------------------------------------------------


def unanswered(*gone: str) -> Case:
    """The support template under another currency, without some of its answers."""
    case = editing.recounted(cached.shipped("support_b2b"), "EUR")
    return editing.put(case, ("assumptions",), {name: r for name, r in case.assumptions.items() if name not in gone})


def test_an_empty_box_says_the_unit_and_no_number() -> None:
    app = on("support_deflection", unanswered("would_have_contacted", "avoidable_share"))
    assert app.text_input(key="answer::would_have_contacted:value").placeholder == "A share, in percent"
    assert "such as" not in " ".join(box.placeholder or "" for box in app.text_input)


def test_a_missing_answer_offers_the_templates_value_and_published_figures() -> None:
    page = shown(on("support_deflection", unanswered("would_have_contacted", "unit_contact_cost")))
    assert "Take 25% for now" in page  # the template of support communities states 0.25
    assert "a guess, from the template “Support community for business customers”" in page
    assert "Take 43%" in page  # Cothrel and Johnston (2007) as quoted in the library
    assert "Take €" not in page  # the template is in dollars, and so are the published figures


def test_many_missing_answers_are_taken_from_the_template_in_one_step() -> None:
    gone = ("would_have_contacted", "avoidable_share", "unit_contact_cost")
    app = on("support_deflection", unanswered(*gone))
    app.button(key="take-all-support_deflection").click().run()
    taken = case_of(ran(app)).assumptions
    assert "unit_contact_cost" not in taken  # money in dollars
    assert [(taken[name].value, taken[name].grade) for name in gone[:2]] == [(0.25, "guess"), (0.65, "guess")]
    assert app.session_state["desk"].past[-1].words.startswith("2 guesses from the template “Support community")
    app.button(key="undo").click().run()
    assert not set(gone) & case_of(ran(app)).assumptions.keys()


def test_a_typed_answer_is_asked_how_it_is_known() -> None:
    app = typed(on("support_deflection"), "answer::avoidable_share:value", "70%")
    assert "How do you know it?" in shown(app)
    assert "Our own records" in shown(app)


def test_a_sourced_answer_is_not_asked_again() -> None:
    assert "How do you know it?" not in shown(on("support_deflection"))


def test_a_typed_figure_that_was_published_is_offered_as_such() -> None:
    app = typed(on("support_deflection"), "answer::would_have_contacted:value", "43%")
    assert "This is the figure of" in shown(app)


def test_the_option_most_cases_take_is_offered_first_with_the_count_and_not_chosen_for_you() -> None:
    case = editing.put(cached.shipped("support_b2b"), ("streams", "support_deflection", "choose"), {})
    radio = on("support_deflection", case).radio(key="field:streams.support_deflection.choose.method")
    # Eight of the cases count contacts: four directly and indirectly (National Instruments, Prezi, SAP and the template
    # for partners), three by four gates (Analog Devices, Mindjet, the template for support), and SPS Commerce as observed.
    assert radio.options[0].startswith("Questions answered by members")
    assert radio.value is None
    captions = radio.proto.captions
    assert captions[0].startswith("Most often taken: by 4 of the 8 cases that come with this tool")
    assert not any("Most often" in caption for caption in captions[1:])
    assert captions[1].startswith("You need to know how many people come for help")


def test_a_stream_asks_which_goals_it_serves_and_leads_to_the_first_one() -> None:
    goals = [{"id": "calls", "label": "Fewer calls", "perspective": "process"}, {"id": "a", "label": "A", "perspective": "customer"}]  # fmt: skip
    app = on("support_deflection", editing.switch_on(bare(goals=goals), "support_deflection"))
    assert "No goal names it yet." in shown(app)
    app.multiselect(key="serves:support_deflection").set_value(["calls"]).run()
    assert [goal.served_by for goal in case_of(ran(app)).goals] == [("support_deflection",), ()]
    assert "No goal names it yet." not in shown(app)
    app = on("support_deflection", editing.switch_on(bare(), "support_deflection"))
    app.button(key="to-goals-support_deflection").click().run()
    assert "What should be different" in shown(ran(app))


def test_a_stream_leads_to_the_numbers_it_shares_with_others() -> None:
    app = on("support_deflection")
    page = shown(app)
    assert "It also uses, from “Your organisation's numbers”" in page
    assert "Support contacts today" in page
    assert "Shared by several streams" not in page
    assert "What you know of your own work, such as contacts a month" in shown(on("general"))
