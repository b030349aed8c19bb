"""Other ways to allow for risk: adjustment, optimism bias, estimate classes and simulation side by side, never stacked."""

from __future__ import annotations

import streamlit as st

from exports import risk_words
from model.evidence import AACE_RANGES
from model.risk.treatments import USUAL, Rates
from ui import cached_risk
from ui.components import markup, risk_parts
from ui.components.risk_parts import Shown


def show(shown: Shown) -> None:
    """Show what the case is worth under each way to allow for risk, each by itself, and warn where it applies two."""
    markup.note(
        "Finance may be used to another way of allowing for risk than thousands of draws. Here they stand side by side; agree on one "
        "of them before you show figures, and do not add a second."
    )
    answer = st.container()
    rates = _asked()
    with answer:
        _answer(shown, rates)


def _answer(shown: Shown, rates: Rates) -> None:
    found = cached_risk.treatments(shown.analysis, shown.found, rates)
    stacked = risk_words.stacked_words(found.in_case)
    if stacked:
        markup.findings([("medium", "Applied twice", *stacked)])
    said = " ".join(filter(None, (found.sentence, found.note)))
    shown.chart("treatments_ranked", found, shown.analysis.program, reading=said, known=(rates,))
    columns = ("Allowing for risk by", "What it does", "Where it is from")
    markup.table(
        columns, [(one.label, one.what, one.source) for one in found.rows], left=3, caption="Ways to allow for risk"
    )


def _asked() -> Rates:
    """Ask for the shares and the class that differ from organisation to organisation; the published ones unless said."""
    with st.expander("Rates of your own"):
        first, second, third = st.columns(3)
        with first:
            benefits = risk_parts.number(
                "Benefits lowered by, in %",
                100.0,
                "tei-benefits",
                round(100 * USUAL.tei_benefits),
                "Risk adjustment (TEI)",
            )
        with second:
            costs = risk_parts.number(
                "Costs raised by, in %", 500.0, "tei-costs", round(100 * USUAL.tei_costs), "Risk adjustment (TEI)"
            )
        with third:
            known = [str(number) for number in AACE_RANGES]
            aace = risk_parts.choose(
                "Estimate class of the costs (AACE)",
                known,
                "aace",
                _class,
                str(USUAL.aace_class),
                "How well the costs are known: 5 is a first idea, 1 a checked offer",
            )
    tei = {"benefits": USUAL.tei_benefits, "costs": USUAL.tei_costs}
    chosen = {
        name: tei[name] if value == round(100 * tei[name]) else value / 100
        for name, value in (("benefits", benefits), ("costs", costs))
    }
    return Rates(chosen["benefits"], chosen["costs"], aace_class=int(aace))


def _class(name: str) -> str:
    down, up = AACE_RANGES[int(name)]
    return f"Class {name}: {-down:.0%} lower to {up:.0%} higher"
