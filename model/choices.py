"""The answers of a case to the choices of its streams: by audience, by stream, by community, or by default."""

from __future__ import annotations

from model.case import Case
from model.line import Stream, StreamChoice
from model.problems import Path, Problem

_NOTHING = StreamChoice()


class Choices:
    """Looks up which option of a choice is in force."""

    def __init__(self, case: Case, streams: dict[str, Stream]) -> None:
        self.case = case
        self.shared = [stream for stream in streams.values() if stream.kind == "driver"]

    def settings(self, stream: Stream | None) -> StreamChoice:
        """Return how the case uses a stream; nothing is set for the case's own lines."""
        return self.case.streams.get(stream.id, _NOTHING) if stream else _NOTHING

    def answer(self, name: str, stream: Stream | None, member: str | None, path: Path) -> str | Problem:
        """Return the option in force, or what is wrong: no such choice, no answer, an answer that is no option.

        A choice is declared by the line's own stream or by a block of drivers that all streams share.
        """
        offering = next((s for s in (stream, *self.shared) if s and name in s.choices), None)
        if offering is None:
            why = "A choice is declared by a stream of the library."
            return Problem(
                "unknown_choice", (*path, "choose"), f"`{name}` is no choice.", why, "Give the line one `formula`."
            )
        choice = offering.choices[name]
        options = "; ".join(f"`{key}`: {text}" for key, text in choice.options.items())
        answer, place = self._stated(name, offering, member)
        answer = answer or choice.default
        if answer is None:
            member_label = next((f" ({a.label})" for a in self.case.audiences if a.id == member), "")
            what = f"{offering.title}{member_label}: {choice.question}"
            why = "Different answers give different figures, so none is taken for granted."
            return Problem("missing_choice", place, what, why, f"Write `choose: {{{name}: …}}` with one of {options}.")
        if answer not in choice.options:
            what, why = f"`{answer}` is no answer to “{choice.question}”", "Only the listed answers have a formula."
            return Problem("unknown_option", place, what, why, f"Choose one of {options}.")
        return answer

    def _stated(self, name: str, offering: Stream, member: str | None) -> tuple[str | None, Path]:
        """Return what the case answers, the audience before the stream before the community, and where it says so."""
        own = next((i for i, audience in enumerate(self.case.audiences) if audience.id == member), None)
        if own is not None and name in self.case.audiences[own].choose:
            return self.case.audiences[own].choose[name], ("audiences", own, "choose", name)
        community = getattr(self.case.community, name, None) if self.case.community else None
        answer = self.settings(offering).choose.get(name) or community
        place: Path = ("streams", offering.id, "choose", name)
        return answer, place if answer or own is None else ("audiences", own, "choose", name)
