"""The hues that mean the same on every page, chart, slide and sheet; benefits and costs keep theirs."""

from __future__ import annotations

BENEFIT = "#2B7A9B"
COST = "#C2652A"
INK = "#1B2733"
SOFT = "#566573"
PAGE = "#FFFFFF"
