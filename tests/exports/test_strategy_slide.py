"""The strategy map as an editable slide: every part is a box with all it says, every link a curve; too many are a table."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from exports.chart_slide import pptx_bytes
from exports.charts.links import links, parts
from exports.deck.mapped import smooth
from exports.outputs import Order
from exports.stamp import stamp
from scenarios import Analysis, open_case
from tests.cases import cost, opened
from tests.conftest import ROOT


def slide_of(analysis: Analysis) -> Any:
    order = Order(analysis, stamp(analysis), chart="strategy_map")
    return Presentation(io.BytesIO(pptx_bytes(order))).slides[0]


def test_every_part_is_a_box_and_every_link_a_curve() -> None:
    found = open_case(str(ROOT / "scenarios/templates/internal.yaml"))
    [group] = [shape for shape in slide_of(found).shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    texts = [shape.text_frame.text for shape in group.shapes if shape.has_text_frame]
    labels = [part.label for part in parts(found.appraisal).values()]
    assert all(any(text.split("\n")[0] == label for text in texts) for label in labels)
    assert sum(shape.name == "Link" for shape in group.shapes) == len(links(found.appraisal))
    assert "17 parts" in slide_of(found).shapes.title.text_frame.text  # 3 goals, 4 needs, 5 requirements, 5 KPIs
    inside = [shape for shape in group.shapes if shape.top < 0 or shape.left < 0]
    assert not inside


def test_what_has_no_room_is_a_table() -> None:
    needs = [
        {"id": f"n{k}", "label": f"A need of members, number {k}", "phase": "retention", "importance": 3}
        for k in range(60)
    ]
    many = opened(
        lines=[cost()], audiences=[{"id": "members", "label": "Members", "role": "customers", "needs": needs}]
    )
    kinds = [shape.shape_type for shape in slide_of(many).shapes]
    assert MSO_SHAPE_TYPE.GROUP not in kinds
    assert any(shape.has_table for shape in slide_of(many).shapes)


def test_a_curve_begins_and_ends_where_its_boxes_are() -> None:
    """A spline of one straight line is that line; of four points it stays within them."""
    line = smooth([(0.0, 0.0), (0.0, 6.0)])
    assert {x for x, _ in line} == {0.0}
    assert [y for _, y in line] == sorted(y for _, y in line)
    bent = smooth([(0.0, 0.0), (0.0, 10.0), (20.0, 10.0), (20.0, 20.0)])
    assert bent[0] == (0.0, 0.0)
    assert bent[-1] == pytest.approx((20.0, 20.0))
    assert all(0 <= x <= 20 and 0 <= y <= 20 for x, y in bent)
