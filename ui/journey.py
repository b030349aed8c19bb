"""The pages of the product in the order of the journey: file, title, question it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["journey", "saved", "reference"]


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its name in links, its title, the question it answers, and the part of the product it belongs to."""

    name: str
    title: str
    question: str
    part: Part = "journey"

    @property
    def is_step(self) -> bool:
        """Return whether it is a step on the way from a blank page to a case."""
        return self.part == "journey"

    @property
    def file(self) -> str:
        """Return the file of the page, as Streamlit names it."""
        return f"ui/pages/{self.name}.py"


PLACES: tuple[Place, ...] = (
    Place("start", "Start", "Which case do you work on?"),
    Place("strategy", "Strategy", "What is the community for?"),
    Place("audience", "Audience and needs", "Who is it for, and what do they need?"),
    Place("value", "Value", "What will it bring?"),
    Place("budget", "Budget", "What will it cost?"),
    Place("results", "Results", "Is it worth it?"),
    Place("risk", "Risk", "How sure are you?"),
    Place("kpis", "KPIs", "How will we know?"),
    Place("plan", "Plan", "What happens when?"),
    Place("vendors", "Vendors", "Which platform fits?"),
    Place("export", "Export", "What will you take along?", part="saved"),
    Place("saved", "Saved cases", "What has been saved?", part="saved"),
    Place("history", "History", "What changed, and why?", part="saved"),
    Place("compare", "Compare", "What differs, and why?", part="saved"),
    Place("review", "Review", "Does it hold?", part="saved"),
    Place("programme", "Programme", "What do they come to together?", part="saved"),
    Place("library", "Library", "What is known, and from whom?", part="reference"),
    Place("help", "Help", "How is it computed?", part="reference"),
)
BY_NAME = {place.name: place for place in PLACES}
FIRST = "results"
"""What opens first: the result of a real example."""


def neighbours(name: str) -> tuple[Place | None, Place | None]:
    """Return the steps before and after a page of the journey."""
    steps = [place for place in PLACES if place.is_step]
    names = [place.name for place in steps]
    if name not in names:
        return None, None
    index = names.index(name)
    return (steps[index - 1] if index else None), (steps[index + 1] if index + 1 < len(steps) else None)
