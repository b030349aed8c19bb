"""The Python interface in one page; run it from the project folder with `.venv/bin/python docs/example.py`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scenarios import open_case  # noqa: E402

base = open_case(str(ROOT / "scenarios" / "examples" / "sps_commerce.yaml"))
for name in (None, *base.scenarios):
    analysis = base.under(name)
    figures = analysis.appraisal.figures
    print(
        f"{name or 'base case':12}  NPV {figures.npv:>12,.0f} USD  payback {figures.payback_months or float('nan'):5.1f} months"
    )

print()
print(base.yearly().round(0).to_string())

print()
print(base.monthly()[["members", "deflected_contacts", "deflection_saving"]].iloc[::12].round(1).to_string())

print()
explanation = base.explain("deflection_saving", month=24)
print(f"{explanation.label} in month {explanation.month} is {explanation.value:,.2f} {explanation.unit}")
print(f"= {explanation.formula}")
print(f"= {explanation.figures}")
for precedent in explanation.precedents:
    print(f"  {precedent.label}: {precedent.value:,.2f} {precedent.unit}  {'; '.join(precedent.sources)}")

print()
for challenge in base.appraisal.challenges:
    print(f"{challenge.severity}: {challenge.message}")
