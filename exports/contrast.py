"""How well colours can be told apart (WCAG 2), and colours that can be read where others could not."""

from __future__ import annotations

BLACK, WHITE = "#000000", "#FFFFFF"
_STEPS = 20


def contrast(one: str, other: str) -> float:
    """Return by how much two colours (`#RRGGBB`) differ in lightness: 1 for the same, 21 for black and white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two: `share` (0 to 1) of the other one."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * share)):02X}" for a, b in pairs)


def readable(colour: str, on: str, least: float = 4.5) -> str:
    """Return a colour, or the nearest darker or lighter one, as text that can be read on another."""
    towards = on_top(on)
    steps = (mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((found for found in steps if contrast(found, on) >= least), towards)


def on_top(colour: str) -> str:
    """Return black or white, whichever can be read better on a colour."""
    return max((BLACK, WHITE), key=lambda ink: contrast(ink, colour))


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
