"""Risk: how sure the case is, what would turn it, what to measure; and what stands there before anything can be drawn."""

from __future__ import annotations

import subprocess
import sys

from streamlit.testing.v1 import AppTest

from exports import risk_words
from model.case import Case
from scenarios import drafts, open_case
from tests.cases import BARE, amount, cost
from tests.conftest import ROOT
from tests.ui.conftest import opened, shown
from ui import cached

GAIN = cost("gain", "price", kind="benefit", **{"class": "cashable"})


def drafted(**fields: object) -> AppTest:
    draft = drafts.save(drafts.new_id(), Case.model_validate(BARE | fields), origin="blank")
    return opened("risk", draft=draft.id)


def test_it_says_what_the_draws_say() -> None:
    found = open_case(str(cached.EXAMPLES / "sps_commerce.yaml")).simulate()
    app = opened("risk", case="sps_commerce")
    page = shown(app)
    assert risk_words.answer(found) in page
    assert "8,192 draws of" in page
    assert "(seed 1). Convention: 10.0% a year" in page
    for row in risk_words.figure_rows(found):
        assert all(text in page for text in row)
    assert "What would turn the case" in page
    assert "What to measure first" in page


def test_the_months_are_chosen() -> None:
    app = opened("risk", case="sps_commerce")
    assert "Money back within two years" in shown(app)
    app.slider(key="within-months").set_value(36).run()
    assert not app.exception
    found = open_case(str(cached.EXAMPLES / "sps_commerce.yaml")).simulate()
    assert "Money back within three years" in shown(app)
    assert risk_words.of_100(found.probability_paid_back(36).value) in shown(app)


def test_draws_and_seed_are_chosen() -> None:
    app = opened("risk", case="sps_commerce")
    app.selectbox(key="risk-draws").set_value(1_024).run()
    app.number_input(key="risk-seed").set_value(7).run()
    assert not app.exception
    found = open_case(str(cached.EXAMPLES / "sps_commerce.yaml")).simulate(1_024, 7)
    assert risk_words.answer(found) in shown(app)
    assert "1,024 draws of" in shown(app)
    assert "(seed 7)" in shown(app)


def test_a_blank_case_is_told_what_to_do() -> None:
    app = drafted()
    assert "There is nothing to compute yet." in shown(app)
    assert app.button(key="to-value").label == "Choose where value comes from"


def test_doing_nothing_is_said_in_words() -> None:
    assert "doing nothing" in shown(opened("risk", case="sps_commerce", scenario="do_nothing"))


def test_a_case_that_is_certain_is_told_how_to_doubt() -> None:
    app = drafted(lines=[GAIN.copy() | {"formula": "150"}, cost()])
    assert "there is nothing to vary" in shown(app)
    app.button(key="to-value").click().run()
    assert not app.exception


ROOTED = [GAIN | {"formula": "price * sqrt(root)"}, cost()]


def test_draws_that_cannot_be_computed_are_named() -> None:
    """Of a uniform from −1 to 9 one draw in ten has no square root."""
    root = amount(4, "1", low=-1, high=9, distribution="uniform")
    page = shown(drafted(lines=ROOTED, assumptions={"root": root, "price": amount(300)}))
    assert "cannot be computed and count for nothing" in page
    assert "Narrow the ranges of the values this rests on." in page


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
