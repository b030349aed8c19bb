"""The chart of a programme leaves as a picture and as an editable slide, and says where its figures come from."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from exports import programme_chart
from tests.scenarios.test_programme import both


def test_the_slide_holds_an_editable_chart_of_the_running_cash() -> None:
    # In USD at 1.5 by month: First 20, 20; Second from the second month on 90, 90, 90. Together 20, 110, 90, 90.
    (slide,) = Presentation(io.BytesIO(programme_chart.pptx(both()))).slides
    (chart,) = (shape.chart for shape in slide.shapes if shape.has_chart)
    drawn = {series.name: list(series.values) for series in chart.plots[0].series}
    assert drawn["Together"] == pytest.approx([0, 20, 130, 220, 310])
    assert drawn["First"][:3] == pytest.approx([0, 20, 40])
    assert drawn["Second"][-1] == pytest.approx(270)
    notes = slide.notes_slide.notes_text_frame.text
    assert "Case: All communities" in notes
    assert "Scenario: 2 cases" in notes


def test_pictures_say_whose_figures_they_are() -> None:
    drawing = programme_chart.svg(both()).decode()
    assert "All communities (2 cases)" in drawing
    assert programme_chart.as_png(both()).startswith(b"\x89PNG")


def test_another_rate_of_exchange_has_another_fingerprint() -> None:
    prints = {programme_chart.programme_stamp(both(rate)).fingerprint for rate in (1.5, 1.5, 1.6)}
    assert len(prints) == 2
