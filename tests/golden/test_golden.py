"""Every golden case holds."""

from __future__ import annotations

import re

import pytest

from model.problems import CaseProblems
from tests.golden.runner import Golden, found, golden_cases, number

CASES = list(golden_cases())


@pytest.mark.parametrize("golden", CASES, ids=[case.name for case in CASES])
def test_golden_case(golden: Golden) -> None:
    expected = golden.data["expect"]
    if "problem" in expected:
        with pytest.raises(CaseProblems, match=re.escape(expected["problem"])):
            golden.analysis()
        return
    analysis = golden.analysis()
    failed = [check.check for check in analysis.appraisal.integrity[:-1] if not check.ok]
    assert set(failed) <= {check.check for check in analysis.appraisal.failed_checks}
    assert all(expected.get("integrity", "nothing") in check for check in failed)
    assert bool(failed) == ("integrity" in expected)
    assert set(expected.get("challenges", ())) <= {challenge.id for challenge in analysis.appraisal.challenges}
    for path, wanted in expected.items():
        if path in ("integrity", "challenges"):
            continue
        if path == "notes":
            assert any(wanted in note for note in analysis.appraisal.notes)
        elif wanted == "none":
            assert found(analysis, path) is None, path
        else:
            stated = wanted if isinstance(wanted, dict) else {"is": wanted}
            value = number(stated["is"])
            within = number(stated.get("within", 1e-9 * max(abs(value), 1)))
            assert abs(found(analysis, path) - value) <= within, (path, found(analysis, path), value)
