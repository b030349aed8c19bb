"""The chart of a programme as files: a picture, an editable slide, and where its figures come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256

from exports import charts, images, wording
from exports.brand import DEFAULT
from exports.charts import Chart, Look
from exports.listing import CURVES, Listed
from exports.rastering import png
from exports.stamp import Stamp, today
from model import MODEL_VERSION
from model.finance import TIMING_NAMES
from model.names import counted
from scenarios.programme import ProgrammeResult


def svg(result: ProgrammeResult) -> bytes:
    """Return the cash of a programme and of its cases as an SVG of 1920 × 1080 pixels."""
    return images.svg(_drawn(result), DEFAULT, programme_stamp(result)).encode()


def as_png(result: ProgrammeResult) -> bytes:
    """Return the cash of a programme and of its cases as a PNG of 1920 × 1080 pixels."""
    return png(svg(result).decode())


def pptx(result: ProgrammeResult) -> bytes:
    """Return the cash of a programme and of its cases as a presentation of one slide with an editable chart."""
    from exports.chart_slide import slide_of_rows

    listed = Listed("programme_cash", "Cash of the programme", _drawn(result), CURVES)
    return slide_of_rows(listed, listed.draw(images.look_of(DEFAULT)), programme_stamp(result))


KINDS: Mapping[str, tuple[str, str, Callable[[ProgrammeResult], bytes]]] = {
    "pptx": ("Editable slide", "application/vnd.openxmlformats-officedocument.presentationml.presentation", pptx),
    "png": ("Picture (PNG)", "image/png", as_png),
    "svg": ("Picture (SVG)", "image/svg+xml", svg),
}
"""The kinds of file there are: what people call each, its media type, and what writes it."""


def programme_stamp(result: ProgrammeResult) -> Stamp:
    """Return where the figures of a programme come from; its fingerprint is that of its record and its cases."""
    programme = result.programme
    said = json.dumps([result.record(), *(member.case.fingerprint for member in result.members)], sort_keys=True)
    return Stamp(
        case=programme.title, case_id=programme.id, organisation=programme.organisation,
        scenario=counted(len(result.members), "case"), scenario_id="programme", revision="programme of saved cases",
        convention=wording.convention(programme.timing, programme.rate),
        convention_short=f"{wording.percent(programme.rate, 1)} a year, {TIMING_NAMES[programme.timing]}",
        currency=programme.currency, date=today(), model_version=MODEL_VERSION, fingerprint=sha256(said.encode()).hexdigest(),
    )  # fmt: skip


def _drawn(result: ProgrammeResult) -> Callable[[Look], Chart]:
    return lambda look: charts.programme_cash(result, look=look)
