"""The KPI page without a browser: what it says, what it changes, and what it offers where nothing can be computed."""

from __future__ import annotations

import csv
import io
from datetime import date

from streamlit.testing.v1 import AppTest

from assumptions.loader import library
from exports import tables
from scenarios.answering import answer
from scenarios.blank import blank
from scenarios.editing import put, switch_off
from scenarios.standing import stand
from tests.ui.conftest import case_of, draft_of, opened, shown
from ui.cached import shipped


def pick(app: AppTest, name: str) -> AppTest:
    app.session_state["picked:kpis"] = name
    return app.run()


# --- what it says --------------------------------------------------------------------------------------------------


def test_the_answer_counts_goals_and_baselines() -> None:
    case = put(shipped("sps_commerce"), ("kpis", 0, "baseline"), None)
    case = put(case, ("kpis", 3, "goals"), ())
    app = opened("kpis", draft=draft_of(case))
    # Five KPIs; the fourth was the only one of the third goal, and the first has lost its baseline.
    assert "5 KPIs measure 2 of 3 goals; 1 has no baseline yet." in shown(app)
    assert "No KPI measures “Keep customers longer”" in shown(app)
    assert "Tied to no goal: “Customers kept who would have left”" in shown(app)


def test_a_missing_baseline_is_asked_for_before_launch() -> None:
    case = put(shipped("sps_commerce"), ("kpis", 0, "baseline"), None)
    app = opened("kpis", draft=draft_of(case))
    # The case begins in January 2014 and opens six months later.
    assert "No baseline yet. Measure it before launch, by 1 July 2014." in shown(app)


def test_the_vanity_measure_is_named() -> None:
    assert "only counts; it can rise while nothing is gained" in shown(opened("kpis"))


def test_the_matrix_names_signals_in_words_and_goals_with_their_share() -> None:
    said = shown(opened("kpis"))
    assert "Leading: moves first" in said
    assert "Lagging: shows the result" in said
    assert "of the value" in said


def test_a_blank_case_is_told_where_to_begin() -> None:
    app = opened("kpis", draft=draft_of(blank("Acme", "A community", "USD", date(2027, 1, 1))))
    assert "No KPI yet" in shown(app)
    assert "Name the goals first" in shown(app)
    assert app.button(key="to-goals").label == "Name a goal"
    assert app.button(key="to-value").label == "Choose where value comes from"


# --- what it changes -----------------------------------------------------------------------------------------------


def test_another_line_brings_its_unit_and_its_target() -> None:
    app = opened("kpis")
    app.selectbox(key="field:kpis[0].target.line").set_value("kept_customers").run()
    kpi = case_of(app).kpis[0]
    assert (kpi.target.line, kpi.unit, kpi.baseline) == ("kept_customers", "customer", None)
    assert "Target: 10.9 customers in month 24 (December 2015)." in shown(app)


def test_a_stated_target_needs_a_reason() -> None:
    app = opened("kpis")
    app.selectbox(key="field:kpis[0].target.line").set_value(None).run()
    # What the model gave is kept as the first value: 50,000 requests a year are 4,167 a month.
    assert round(case_of(app).kpis[0].target.value) == 4_167
    app.text_input(key="field:kpis[0].target.value").set_value("5k contacts a month").run()
    app.text_input(key="field:kpis[0].target.reason").set_value("Agreed with support").run()
    assert (case_of(app).kpis[0].target.value, case_of(app).kpis[0].target.reason) == (5_000, "Agreed with support")
    app.text_input(key="field:kpis[0].target.reason").set_value("").run()
    assert case_of(app).kpis[0].target.reason == "Agreed with support"
    assert "cannot be defended" not in shown(app)
    assert "neither read from a line nor stated with a reason" in shown(app)


def test_twelve_months_make_an_amount() -> None:
    app = opened("kpis")
    app.selectbox(key="field:kpis[0].target.months_summed").set_value(12).run()
    assert case_of(app).kpis[0].unit == "contact"
    assert "over the 12 months up to then" in shown(app)


def test_a_baseline_is_written_with_its_unit_and_taken_away() -> None:
    app = opened("kpis")
    app.text_input(key="baseline-0").set_value("1,200 contacts a month").run()
    assert (case_of(app).kpis[0].baseline.value, case_of(app).kpis[0].baseline.date) == (1_200, "2013-12")
    app.text_input(key="baseline-0").set_value("").run()
    assert case_of(app).kpis[0].baseline is None
    app.text_input(key="baseline-0").set_value("3").run()
    assert case_of(app).kpis[0].baseline.value == 3
    app.text_input(key="baseline-0").set_value("many").run()
    assert "“many” is not a number we can read." in shown(app)


def test_what_an_answer_or_a_stream_left_behind_is_mended_in_place() -> None:
    case = answer(shipped("support_b2b"), "contact_volume", None, {"value": 9_000})
    case = switch_off(case, "onboarding", library())
    app = pick(opened("kpis", draft=draft_of(case)), "contacts_left")
    assert "Your answers begin with 9,000 contacts a month in month 1, and this baseline says 22,000" in shown(app)
    app.button(key="take-baseline-1").click().run()
    assert case_of(app).kpis[1].baseline.value == 9_000
    assert "Your answers begin with" not in shown(app)
    pick(app, "setup_hours")
    assert "It is read from Onboarding and training, which is not in your case" in shown(app)
    app.button(key="stream-again-3").click().run()
    assert "onboarding" in case_of(app).streams
    assert "which is not in your case" not in shown(app)


def test_a_kpi_is_removed_and_the_next_one_opened() -> None:
    app = opened("kpis")
    app.button(key="remove-kpi-0").click().run()
    assert next(kpi.id for kpi in case_of(app).kpis) == "requests_left"
    assert app.text_input(key="field:kpis[0].label").value == "Requests that still reach the desk"


def test_a_kpi_of_ones_own_is_added_with_its_reason() -> None:
    app = pick(opened("kpis"), "add")
    label, target, _, _, reason = (field for field in app.text_input if field.form_id)
    label.set_value("Members who recommend us")
    target.set_value("60%")
    app.button(key="FormSubmitter:new-kpi-Add this KPI").click().run()
    assert "The KPI lacks a name, a target or a reason." in shown(app)
    reason = [field for field in app.text_input if field.form_id][4]
    reason.set_value("Agreed with the board")
    app.button(key="FormSubmitter:new-kpi-Add this KPI").click().run()
    added = case_of(app).kpis[-1]
    assert (added.label, added.target.value, added.target.month) == ("Members who recommend us", 0.6, 24)


def test_editing_works_while_nothing_can_be_computed() -> None:
    case = blank("Acme", "A community", "USD", date(2027, 1, 1))
    stated = {"id": "trust", "label": "Trust", "target": {"value": 0.5, "month": 12, "reason": "A survey"}}
    case = type(case).model_validate(case.model_dump(by_alias=True, exclude_unset=True) | {"kpis": [stated]})
    app = opened("kpis", draft=draft_of(case))
    app.text_input(key="field:kpis[0].label").set_value("Trust in answers").run()
    assert case_of(app).kpis[0].label == "Trust in answers"


def test_a_kpi_whose_line_lacks_an_answer_says_so() -> None:
    case = shipped("sps_commerce")
    kept = {name: record for name, record in case.assumptions.items() if name != "observed_requests"}
    app = opened("kpis", draft=draft_of(put(case, ("assumptions",), kept)))
    assert "The model cannot give the target yet" in shown(app)
    assert "Not computed yet, as answers are missing" in shown(app)
    app.text_input(key="field:kpis[0].owner").set_value("Desk lead").run()
    assert case_of(app).kpis[0].owner == "Desk lead"


# --- the file ------------------------------------------------------------------------------------------------------


def test_the_file_holds_what_the_page_shows() -> None:
    analysis = stand(shipped("sps_commerce")).analysis
    assert analysis is not None
    rows = list(csv.DictReader(io.StringIO(tables.kpi_csv(analysis.appraisal))))
    assert [row["KPI"] for row in rows] == [kpi.label for kpi in shipped("sps_commerce").kpis]
    assert rows[0]["Owner"] == "Support operations"
    # 50,000 a year are 4,166.67 a month once the ramp is over.
    assert round(float(rows[0]["2016-12"]), 2) == 4_166.67
    assert opened("kpis").get("download_button")
