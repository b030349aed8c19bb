"""Risk: a part of the page for each question, the draws behind it, and what stands there before anything can be drawn."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from exports import risk_reading, risk_words
from model.case import Case
from model.risk.break_even import Aim, break_even_curve, break_evens
from model.risk.findings import Simulation
from model.risk.information import information
from model.risk.overview import draws_of, failing_together
from model.risk.staged import Gate, staged
from model.risk.treatments import treatments
from scenarios import Analysis, drafts, open_case
from tests.cases import BARE, amount, cost
from tests.conftest import ROOT
from tests.ui.conftest import APP, opened, shown
from ui import cached, simulating

GAIN = cost("gain", "price", kind="benefit", **{"class": "cashable"})
PAYING: dict[str, Any] = {
    "lines": [GAIN, cost("spend", "fee")],
    "assumptions": {"price": amount(150, low=60, high=220), "fee": amount(100, low=90, high=130)},
}
"""12 months of 150 in and 100 out; the two ranges overlap, so that some draws lose."""


@pytest.fixture(autouse=True)
def _waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a page waits for its draws."""
    monkeypatch.setattr(simulating, "PATIENCE", 60.0)


@pytest.fixture(scope="module")
def example() -> Analysis:
    return open_case(str(cached.EXAMPLES / "sps_commerce.yaml"))


@pytest.fixture(scope="module")
def drawn(example: Analysis) -> Simulation:
    return example.simulate()


def at(part: str, link: dict[str, str], **picked: str) -> AppTest:
    """The page turned to one of its parts, with what was picked on it."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in ({"risk": part} | picked).items():
        app.session_state[f"picked:{name}"] = value
    for name, value in link.items():
        app.query_params[name] = value
    return turned(app.switch_page("ui/pages/risk.py"))


def turned(app: AppTest, part: str = "") -> AppTest:
    if part:
        app.session_state["picked:risk"] = part
    app.run()
    assert not app.exception
    return app


def drafted(part: str = "likely", **fields: object) -> AppTest:
    draft = drafts.save(drafts.new_id(), Case.model_validate(BARE | fields), origin="blank")
    return at(part, {"draft": draft.id})


def of_example(part: str, **picked: str) -> AppTest:
    return at(part, {"case": "sps_commerce"}, **picked)


def stored() -> Case:
    """The case as the newest draft has it."""
    found = drafts.load(drafts.recent()[0].id)
    assert found is not None
    return found.case


# --- the parts ----------------------------------------------------------------------------------------------------


def test_it_says_what_the_draws_say(drawn: Simulation) -> None:
    page = shown(opened("risk", case="sps_commerce"))
    for said in (risk_words.answer(drawn), risk_reading.fan_reading(drawn), risk_reading.exceedance_reading(drawn)):
        assert said in page
    assert "8,192 draws of" in page
    assert "(seed 1). Convention: 10.0% a year" in page
    for row in risk_words.figure_rows(drawn):
        assert all(text in page for text in row)
    for part in ("What makes the difference?", "What would turn it?", "What to measure first?", "How is it drawn?"):
        assert part in page


def test_the_months_are_chosen(drawn: Simulation) -> None:
    app = opened("risk", case="sps_commerce")
    assert "Money back within two years" in shown(app)
    app.slider(key="risk-within").set_value(36).run()
    assert not app.exception
    assert "Money back within three years" in shown(app)
    assert risk_words.of_100(drawn.probability_paid_back(36).value) in shown(app)


def test_what_makes_the_difference() -> None:
    app = of_example("difference")
    page = shown(app)
    assert "moves it most" in page
    assert "is the steepest: 10% more of it" in page
    app.segmented_control(key="risk-difference").set_value("all").run()
    page = shown(app)
    assert "of the spread, by itself" in page
    assert "no other value tells so surely" in page


def test_what_would_turn_it(example: Analysis) -> None:
    app = of_example("turning")
    first = break_evens(example.program, Aim())[0]
    assert risk_words.turning_words(example.program, first) in shown(app)
    app.segmented_control(key="risk-aim").set_value("payback").run()
    first = break_evens(example.program, Aim(24))[0]
    assert risk_words.turning_words(example.program, first) in shown(app)
    assert "the money is back within 24 months" in shown(app)


def test_two_values_at_once_are_chosen(example: Analysis) -> None:
    app = of_example("turning")
    one, other = (app.selectbox(key=f"risk-two-{side}").value for side in "ab")
    curve = break_even_curve(example.program, one, other, Aim())
    assert risk_words.curve_words(example.program, curve) in shown(app)
    app.selectbox(key="risk-two-a").set_value(other).run()
    assert not app.exception
    assert app.selectbox(key="risk-two-b").value == one


def test_what_to_measure_first(example: Analysis, drawn: Simulation) -> None:
    page = shown(of_example("measure"))
    known = information(example.program, *draws_of(drawn))
    assert known.sentence.partition(" (")[0] in page
    assert known.first is not None
    assert risk_words.learning_words(example.program, known.first) in page


def test_starting_small(example: Analysis, drawn: Simulation) -> None:
    app = of_example("small")
    app.slider(key="risk-gate-month").set_value(6)
    app.slider(key="risk-gate-size").set_value(30)
    app.selectbox(key="risk-gate-seen").set_value("everything")
    app.multiselect(key="risk-gate-kept").set_value(["community_managers"])
    app.number_input(key="risk-gate-cost").set_value(5_000.0).run()
    assert not app.exception
    gate = Gate(6, "everything", ("community_managers",), 5_000, 0.3)
    found = staged(example.program, draws_of(drawn)[0], gate)
    for said in (found.sentence, found.stop_sentence, found.pilot_sentence):
        assert said in shown(app)


def test_when_it_fails(example: Analysis, drawn: Simulation) -> None:
    app = of_example("fails")
    box = failing_together(example.program, drawn).boxes[0]
    assert risk_reading.box_words(box, "does not pay", is_first=True) in shown(app)
    app.segmented_control(key="risk-fails").set_value("payback").run()
    assert not app.exception
    assert "takes longer than 24 months to pay back" in shown(app)


def test_ways_to_allow_for_risk(example: Analysis) -> None:
    app = of_example("ways")
    page = shown(app)
    assert "The case states contingency, and the draws vary its values as well" in page
    for row in treatments(example.program).rows:
        assert row.what in page
    app.selectbox(key="risk-aace").set_value("5").run()
    assert "Estimate class 5 (AACE)" in shown(app)
    app.number_input(key="risk-tei-benefits").set_value(50.0).run()
    assert "Benefits are lowered by 50% and costs raised by 20%." in shown(app)


def test_draws_and_seed_are_chosen(example: Analysis) -> None:
    app = of_example("draws")
    app.selectbox(key="risk-draws").set_value("1024")
    app.number_input(key="risk-seed").set_value(7.0).run()
    assert not app.exception
    assert risk_words.answer(example.simulate(1_024, 7)) in shown(app)
    assert "1,024 draws of" in shown(app)
    assert "(seed 7)" in shown(app)


def test_draws_end_early_once_the_mean_is_sure() -> None:
    app = of_example("draws")
    app.number_input(key="risk-tolerance").set_value(1e9).run()
    assert "It ended after 1,024 of 8,192 draws: the mean is as sure as you asked." in shown(app)


# --- what goes together -------------------------------------------------------------------------------------------


def test_values_are_let_go_together_and_apart_again() -> None:
    app = drafted("draws", **PAYING)
    assert "So far every value is drawn by itself." in shown(app)
    app.slider(key="risk-tie-rank").set_value(0.8).run()
    app.button(key="tie-add").click().run()
    assert [(set(tie.between), tie.rank) for tie in stored().correlations] == [({"price", "fee"}, 0.8)]
    assert "Where one turns out high, the other nearly always turns out high as well." in shown(app)
    app.session_state["picked:tie"] = "0"
    app.run()
    app.slider(key="field:correlations[0].rank").set_value(-0.3).run()
    app.text_input(key="field:correlations[0].note").set_value("Dearer offers bring more").run()
    app.text_input(key="field:correlations[0].source").set_value("Offer of May").run()
    tie = stored().correlations[0]
    assert (tie.rank, tie.note, tie.source[0].title) == (-0.3, "Dearer offers bring more", "Offer of May")
    app.button(key="untie-0").click().run()
    assert stored().correlations == ()


def test_what_cannot_all_hold_is_said_in_words() -> None:
    """Where a goes with b, and b with c, then a cannot go against c."""
    assumptions = {name: amount(50, low=40, high=60, label=f"Part {name}") for name in "abc"}
    pairs = [("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)]
    app = drafted(
        lines=[GAIN | {"formula": "a + b + c"}, cost()], assumptions=assumptions,
        correlations=[{"between": [one, other], "rank": rank} for one, other, rank in pairs],
    )  # fmt: skip
    assert "What goes together cannot all hold at once" in shown(app)
    assert "“Part a” and “Part c” are drawn with −0." in shown(app)
    assert "in place of −0.9." in shown(app)


# --- draws under way ----------------------------------------------------------------------------------------------


def test_draws_under_way_show_how_far_they_are_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulating, "PATIENCE", 0.0)
    may_go_on, simulate = threading.Event(), Analysis.simulate

    def slow(self: Analysis, *args: Any, progress: Any, **settings: Any) -> Simulation:
        def told(done: int, of: int) -> bool:
            assert may_go_on.wait(60)
            return bool(progress(done, of))

        return simulate(self, *args, progress=told, **settings)

    monkeypatch.setattr(Analysis, "simulate", slow)
    app = drafted(**PAYING, title="Slow to draw")
    assert "The case is being computed thousands of times" in shown(app)
    app.button(key="risk-stop").click().run()
    may_go_on.set()
    monkeypatch.setattr(simulating, "PATIENCE", 60.0)
    app.run()
    assert "You stopped it after 1,024 of 8,192 draws" in shown(app)
    app.button(key="risk-again").click().run()
    assert "You stopped it" not in shown(app)
    assert "8,192 draws of 2 uncertain assumptions" in shown(app)


def test_a_job_gives_its_error_to_the_page() -> None:
    def failing(_told: simulating.Told) -> Simulation:
        raise ValueError

    job = simulating.Job("known", 8)
    job.start(failing)
    assert job.wait(60)
    assert isinstance(job.error, ValueError)
    assert replace(job, done=4).share == 0.5


# --- before anything can be drawn ---------------------------------------------------------------------------------


def test_a_blank_case_is_told_what_to_do() -> None:
    app = drafted()
    assert "There is nothing to compute yet." in shown(app)
    assert app.button(key="to-value").label == "Choose where value comes from"


def test_doing_nothing_is_said_in_words() -> None:
    app = opened("risk", case="sps_commerce", scenario="do_nothing")
    assert "doing nothing" in shown(app)
    app.button(key="to-base").click().run()
    assert "of 100 draws the community earns its cost" in shown(app)


def test_a_case_that_is_certain_is_told_how_to_doubt() -> None:
    app = drafted(lines=[GAIN.copy() | {"formula": "150"}, cost()])
    assert "there is nothing to vary" in shown(app)
    app.button(key="to-value").click().run()
    assert not app.exception


def test_a_case_without_any_range_is_told_to_state_one() -> None:
    """150 as a guess and 100 as a guess are drawn by half: said first, with the way to the one that moves most."""
    app = drafted("draws", **PAYING | {"assumptions": {"price": amount(150, label="Price"), "fee": amount(100)}})
    assert "No value of this case has a range of its own yet" in shown(app)
    assert "Look at it: No value of this case" in shown(app)
    assert "the rule: 50% either way" in shown(app)
    assert "No value of this case has a range" not in shown(drafted(**PAYING))


def test_a_part_with_nothing_to_say_leads_to_one_that_has() -> None:
    losing = drafted(
        "measure",
        **PAYING | {"assumptions": {"price": amount(50, low=40, high=60), "fee": amount(100, low=90, high=130)}},
    )
    assert "No single value is worth measuring" in shown(losing)
    losing.button(key="risk-to-turning").click().run()
    assert "One value alone" in shown(losing)
    turned(losing, "fails")
    losing.button(key="risk-to-difference").click().run()
    assert "How the values change" in [choice.label for choice in losing.button_group]


def test_every_part_holds_for_the_smallest_cases() -> None:
    """A case of one month has no gate and no payback to choose; one uncertain value has no other to go with."""
    short = drafted(**PAYING, months=1)
    for part in ("turning", "measure", "small", "fails", "draws"):
        turned(short, part)
    single = drafted(lines=[GAIN, cost()], assumptions={"price": amount(150, low=60, high=220)})
    for part in ("difference", "turning", "measure", "small", "fails", "ways", "draws"):
        turned(single, part)


ROOTED = [GAIN | {"formula": "price * sqrt(root)"}, cost()]


def test_draws_that_cannot_be_computed_are_named() -> None:
    """Of a uniform from −1 to 9 one draw in ten has no square root."""
    root = amount(4, "1", low=-1, high=9, distribution="uniform")
    app = drafted(lines=ROOTED, assumptions={"root": root, "price": amount(300)})
    assert "cannot be computed and count for nothing" in shown(app)
    assert "Narrow the ranges of the values this rests on." in shown(app)
    assert "Draws that cannot be computed" in shown(turned(app, "draws"))


def test_a_case_of_which_most_draws_fail_says_so() -> None:
    """Of a uniform from −9 to 1 nine draws in ten have no square root."""
    root = amount(0.5, "1", low=-9, high=1, distribution="uniform")
    app = drafted(lines=ROOTED, assumptions={"root": root, "price": amount(300)})
    assert "most draws of this case cannot be computed" in shown(app)
    assert any("cannot be computed in" in warning.value for warning in app.warning)


def test_numbers_science_needs_are_not_loaded_before_this_page_is_opened() -> None:
    script = (
        "import sys\nfrom streamlit.testing.v1 import AppTest\n"
        "app = AppTest.from_file('app.py', default_timeout=60).run()\nassert not app.exception\n"
        "sys.exit('scipy.special' in sys.modules)"  # its empty top package is loaded by the library of units
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
