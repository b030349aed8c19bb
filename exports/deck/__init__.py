"""The case as a slide deck: native, editable, in the look of a brand or of a client's own template."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from exports.deck.appendix import appendix
from exports.deck.content import Slide
from exports.deck.drawing import draw
from exports.deck.facts import Facts
from exports.deck.money_slides import budget, cash, value
from exports.deck.opening import ask, cover, why_now
from exports.deck.proof_slides import assumptions, options, risk
from exports.deck.stage import stage
from exports.deck.strategy_slides import goals_and_needs, kpis, plan, style
from exports.guarding import xml_text
from exports.outputs import Order
from exports.packing import repacked

__all__ = ["deck", "slides"]

_MAIN = (cover, ask, why_now, goals_and_needs, style, value, budget, cash, risk, kpis, options, plan, assumptions)


def deck(order: Order) -> bytes:
    """Return the case as a presentation (.pptx).

    With a template its layouts, colours, fonts and size are those of the deck, and the brand is not looked at. The same
    order gives the same bytes. Raises `CaseProblems` where the template cannot be used.
    """
    place = stage(order.brand, order.template)
    order.told("Computing the case over many draws", 0.1)
    said = list(slides(order))
    order.told("Drawing the slides", 0.6)
    draw(place, said, order.stamp.line())
    _signed(place.deck, order)
    written = io.BytesIO()
    place.deck.save(written)
    order.told("Packing the deck", 1.0)
    return repacked(written.getvalue())


def slides(order: Order) -> Iterator[Slide]:
    """Return what the slides say, in their order; those about what the case does not have are left out."""
    facts = Facts(order)
    for make in _MAIN:
        slide = make(facts)
        if slide is not None:
            yield slide
    yield from appendix(facts)


def _signed(presentation: Any, order: Order) -> None:
    """Set the properties of the document from the stamp; nothing of a template's author stays."""
    known, stamp = presentation.core_properties, order.stamp
    known.title, known.subject = xml_text(stamp.case)[:255], xml_text(stamp.line())[:255]
    known.author = known.last_modified_by = stamp.program
    known.category, known.comments, known.keywords = "Business case", "", xml_text(stamp.fingerprint)
    known.created = known.modified = known.last_printed = stamp.moment.replace(tzinfo=None)
    known.revision, known.version = 1, stamp.model_version
