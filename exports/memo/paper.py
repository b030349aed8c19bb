"""A brand as it looks on paper: pages are white, whatever its slides stand on, and everything on them can be read."""

from __future__ import annotations

from dataclasses import replace

from exports.brand import LEAST_MARK_CONTRAST, LEAST_TEXT_CONTRAST, Brand
from exports.contrast import WHITE, readable

_LEAST = {
    "primary": LEAST_TEXT_CONTRAST,
    "accent": LEAST_TEXT_CONTRAST,
    "positive": LEAST_MARK_CONTRAST,
    "negative": LEAST_MARK_CONTRAST,
    "neutral": LEAST_TEXT_CONTRAST,
    "text": LEAST_TEXT_CONTRAST,
}


def on_paper(brand: Brand) -> Brand:
    """Return a brand whose colours can be read on white."""
    shown = {name: readable(getattr(brand.colours, name), WHITE, least) for name, least in _LEAST.items()}
    return replace(brand, colours=brand.colours.model_copy(update={**shown, "background": WHITE}))
