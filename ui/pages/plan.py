"""The page plan, not written yet."""

from __future__ import annotations

from ui.components import markup
from ui.journey import BY_NAME

markup.page(BY_NAME["plan"], "")
