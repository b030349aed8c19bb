"""What the sheets around the model are written from: the plan of the workbook and the places of its cash flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from exports.outputs import Order
from exports.workbook.cash_flow import Flows, blocks, flows_of
from exports.workbook.places import FIRST_ROW
from exports.workbook.plan import Plan
from exports.workbook.rate_search import Search
from exports.workbook.sheet_names import CASH_FLOW
from exports.workbook.timed import Block, Ref, laid, time_rows
from model.result import Appraisal
from model.risk.tornado import Tornado, tornado


@dataclass(frozen=True, eq=False)
class Report:
    """An order and its plan, with the rows of the sheet “Cash flow” and what they come to."""

    order: Order
    plan: Plan

    @property
    def appraisal(self) -> Appraisal:
        """The figures of the scenario that is shown, as the model computes them."""
        return self.plan.switched.option.analysis.appraisal

    @cached_property
    def tornado(self) -> Tornado:
        """NPV at both ends of the range of each assumption."""
        return tornado(self.plan.switched.option.analysis.program, self.appraisal.swings)

    @property
    def currency(self) -> str:
        """The currency of the case."""
        return self.plan.resolved.currency

    @cached_property
    def flows(self) -> Flows:
        """The benefit and cost lines."""
        return flows_of(self.plan)

    @cached_property
    def blocks(self) -> list[Block]:
        """The rows of the sheet “Cash flow” in their order."""
        return blocks(self.flows)

    @cached_property
    def rows(self) -> Mapping[str, Ref]:
        """Where each of them stands, as formulas on the same sheet name it."""
        return laid(self.blocks, FIRST_ROW + 1, self.plan.months)

    @cached_property
    def cash(self) -> Mapping[str, Ref]:
        """Where each of them and the rows about time stand, as formulas on other sheets name them."""
        here = {**self.rows, **{key: ref for key, ref in time_rows(self.plan.months).items() if isinstance(ref, Ref)}}
        return {key: ref.on(CASH_FLOW) for key, ref in here.items()}

    @cached_property
    def values(self) -> Mapping[str, np.ndarray]:
        """What the rows come to."""
        return {timed.key: timed.values for block in self.blocks for timed in block.rows}

    @cached_property
    def search(self) -> Search:
        """What the rate of return is looked for in."""
        a_year = 1.0 if self.flows.is_by_year else 12.0
        return Search(self.values["clean"], self.values["since"], self.values["until"], a_year)
