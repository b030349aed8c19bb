"""Results that pages keep between reruns belong to the library they were computed with."""

from __future__ import annotations

from assumptions.loader import drawing_on, shipped_library
from ui import cached


def test_another_library_gives_another_result_and_the_first_is_kept() -> None:
    case = cached.shipped("support_b2b")
    cap = shipped_library().assumptions["deflection_cap"]
    tighter = cap.model_copy(update={"value": (cap.value or 1.0) / 100})
    later = shipped_library().model_copy(
        update={"assumptions": {**shipped_library().assumptions, "deflection_cap": tighter}}
    )
    before = cached.standing(case, None)
    with drawing_on(later):
        after = cached.standing(case, None)
    assert before.analysis
    assert after.analysis
    assert after.library is later
    assert after.analysis.appraisal.figures.npv < before.analysis.appraisal.figures.npv
    assert cached.standing(case, None).analysis is before.analysis
