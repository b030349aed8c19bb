"""What would turn it: the value of each assumption at which the case just pays, or is just back in time, and of two at once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from exports import risk_words
from exports.risk_choices import MAP_POINTS
from model.risk.break_even import BreakEven
from ui import cached_risk
from ui.components import markup, risk_parts
from ui.components.risk_parts import Shown, choose_across

_FIRST = 5


def show(shown: Shown) -> None:
    """Show at which values the case turns, the nearest first, and along which line two of them turn it together."""
    months = _aim(shown)
    turning = [one for one in cached_risk.turning_points(shown.analysis, months) if one.value is not None]
    reached = _reached(shown, months)
    markup.heading(
        "One value alone",
        f"With every value at its likely one {reached}. Here is what each value alone would have to be for that to change: first the one that has to "
        "move least, beside the width of its own range",
    )
    near = [one for one in turning if one.within_range]
    far = [one for one in turning if not one.within_range]
    if not turning:
        markup.note(f"Whatever a single value is, the others being as they are: {reached}.")
    elif not near:
        markup.note("No value within its range turns it by itself; these would have to leave theirs.")
    first = near[:_FIRST] or far[:2]
    _listed(shown, first, "turns")
    rest = [one for one in turning if one not in first]
    if rest:
        with st.expander(f"{len(rest)} more that could turn it"):
            _listed(shown, rest, "more-turns")
    _two(shown, months)


def _aim(shown: Shown) -> float | None:
    """Ask what is to be reached; None for NPV, else the months within which the money should be back."""
    if shown.months == 1:
        return None
    ways = {"npv": "Worth more than it costs (NPV above 0)", "payback": "Money back in time (payback)"}
    if choose_across("What should be reached?", ways, "aim") == "npv":
        return None
    return float(risk_parts.slide("Within how many months should the money be back?", 1, shown.months, "within", shown.within))  # fmt: skip


def _reached(shown: Shown, months: float | None) -> str:
    if months is None:
        return "the case pays" if shown.analysis.appraisal.figures.npv >= 0 else "the case does not pay"
    payback = shown.analysis.appraisal.figures.payback_months
    is_back = payback is not None and payback <= months
    return f"the money is {'' if is_back else 'not '}back within {months:g} months"


def _listed(shown: Shown, turning: Sequence[BreakEven], key: str) -> None:
    rows = [
        (one.assumption, "medium" if one.within_range else "low", "Within its range" if one.within_range else "Outside its range",
         risk_words.turning_words(shown.analysis.program, one), risk_words.turning_note(one))
        for one in turning
    ]  # fmt: skip
    risk_parts.leading(rows, key, lambda name: risk_parts.visit(shown, name))


def _two(shown: Shown, months: float | None) -> None:
    """Show NPV over the ranges of two values, and the line along which the case turns; the two widest unless chosen."""
    bars = cached_risk.tornado(shown.analysis).bars
    names = [bar.assumption for bar in bars]
    if len(names) < 2:
        return
    markup.heading("Two values at once", "Choose two: what the case is worth over both ranges, and where it turns")
    left, right = st.columns(2)
    with left:
        a = risk_parts.choose("One value", names, "two-a", shown.label, names[0])
    others = [name for name in names if name != a]
    with right:
        b = risk_parts.choose("The other value", others, "two-b", shown.label, others[0])
    grid = cached_risk.two_way(shown.analysis, a, b, MAP_POINTS)
    curve = cached_risk.turning_curve(shown.analysis, a, b, months)
    if min(len(grid.values_a), len(grid.values_b)) > 1:
        said = risk_words.curve_words(shown.analysis.program, curve)
        shown.chart("two_way_map", grid, curve, shown.analysis.program, reading=said, known=(a, b, months))
