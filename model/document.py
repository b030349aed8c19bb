"""YAML 1.2 text to plain data that knows on which line each field stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from model.problems import CaseProblems, Path, Problem, show_path

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_FIELDS = 50_000

_Loader = getattr(yaml, "CLoader", yaml.Loader)  # used for its event parser only: nothing is constructed by it
_UNSAFE_TAG = "Only plain text, numbers, true, false and null are read; anything else could run code or hide a value."

# The core schema of YAML 1.2.2, section 10.3.2: `no`, `on` and `010` mean what they look like.
_PLAIN: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]{1,300}"), int),
    (re.compile(r"0o[0-7]{1,100}"), lambda text: int(text, 0)),
    (re.compile(r"0x[0-9a-fA-F]{1,100}"), lambda text: int(text, 0)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.(nan|NaN|NAN)"), lambda _: float("nan")),
)
_FIRST_OF_NON_TEXT = frozenset("nNtTfF~0123456789+-.")


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file: its plain data, and the line (from 1) of every field in it.

    What was never written down has neither: its data are None.
    """

    file: str
    data: Any
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int | None:
        """Return the line of a field, or of the nearest enclosing field that the file does hold; None without a file."""
        if self.data is None:
            return None
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def locate(self, problems: list[Problem]) -> list[Problem]:
        """Return the problems with this file and their line, where they have no place yet."""
        return [p if p.file else p.at(self.file, self.line_of(p.path)) for p in problems]


def read_document(content: str | bytes, file: str) -> Document:
    """Parse YAML 1.2 into a document.

    Raises `CaseProblems` for a wrong encoding, an empty or oversized file, broken YAML, aliases, tags,
    duplicate keys and nesting deeper than `MAX_DEPTH`.
    """
    text = _decode(content, file)
    builder = _Builder(file)
    try:
        builder.build(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        builder.problems.append(_broken(error, text, file))
    if not builder.problems and builder.root is None:
        builder.add(
            "empty",
            (),
            1,
            "The file holds nothing.",
            "There is no case to read.",
            "Start from a template in scenarios/templates/.",
        )
    if builder.problems:
        raise CaseProblems(builder.problems)
    return Document(file, builder.root, builder.lines)


def _decode(content: str | bytes, file: str) -> str:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(raw) > MAX_BYTES:
        what = f"The file has more than {MAX_BYTES:,} bytes."
        raise CaseProblems(
            [
                Problem(
                    "too_large",
                    (),
                    what,
                    "A case is a document people review, not a data set.",
                    "Split it, or keep data elsewhere.",
                    file,
                    1,
                )
            ]
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = f"The file is not UTF-8 text: byte {raw[error.start]:#04x} cannot be read."
        problem = Problem(
            "encoding",
            (),
            what,
            "Names and currency signs would come out wrong.",
            "Save the file as UTF-8.",
            file,
            line,
        )
        raise CaseProblems([problem]) from None


def _broken(error: yaml.YAMLError, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else text[: getattr(error, "position", 0)].count("\n") + 1
    detail = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    said = next((words for sign, words in _YAML_WORDS.items() if sign in detail), None)
    written = next(iter(text.splitlines()[line - 1 : line]), "")
    what, remedy = said or (f"This is not YAML: {detail}.", "Check indentation, colons and quotes here.")
    if "\t" in written[: len(written) - len(written.lstrip())]:
        what, remedy = "A tab stands at the beginning of this line.", "Indent with spaces."
    return Problem("yaml", (), what, "Nothing after this place can be understood.", remedy, file, line)


_YAML_WORDS = {
    "mapping values are not allowed": (
        "There is a second colon in this line.", 'Put text that holds a colon in quotes: "…".'
    ),
    "expected ',' or": ("A bracket or a quote is not closed, or a comma is missing.", "Close it, on this line or before."),
    "found unexpected end of stream": ("A quote is opened and never closed.", "Close it where the text ends."),
    "could not find expected ':'": ("Here `name: value` is expected.", "Write a colon and a space after the name."),
    "expected <block end>": ("This line is indented unlike those around it.", "Line it up with the fields it belongs to."),
}  # fmt: skip
"""What the parser says, and what that means to a person: (what, remedy)."""


@dataclass(slots=True)
class _Open:
    """A mapping or list still being read."""

    path: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None

    def next_path(self) -> Path:
        return (*self.path, len(self.value)) if isinstance(self.value, list) else (*self.path, self.key or "")


@dataclass(slots=True)
class _Builder:
    """Turns parser events into data, without recursion and within the limits."""

    file: str
    root: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def build(self, events: Iterator[Any]) -> None:
        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, line)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._open(event, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._place(None, line)
                self._refuse_alias(str(event.anchor), line)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._count_document(line)
            if self._over_limits(line):
                return

    def add(self, code: str, path: Path, line: int, what: str, why: str, remedy: str) -> None:
        self.problems.append(Problem(code, path, what, why, remedy, self.file, line))

    def _scalar(self, event: Any, line: int) -> None:
        if self._is_key():
            self._key(event.value, line)
        elif event.tag not in (None, "!"):
            self._refuse_tag(event.tag, line)
            self._place(None, line)
        else:
            self._place(event.value if event.style else _plain(event.value), line)

    def _is_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _key(self, text: str, line: int) -> None:
        top = self.stack[-1]
        path = (*top.path, text)
        if path in self.lines:
            what = f"`{show_path(path)}` stands twice: on line {self.lines[path]} and on line {line}."
            self.add("duplicate", path, line, what, "One of the two would be lost without a word.", "Keep one of them.")
        self.lines[path] = line
        top.key = text

    def _open(self, event: Any, line: int) -> None:
        if self._is_key():
            self.add(
                "yaml",
                self.stack[-1].path,
                line,
                "A list or mapping stands where a name belongs.",
                "Fields are found by name.",
                "Write `name: value`.",
            )
            self._key("?", line)
        if event.tag not in (None, "!"):
            self._refuse_tag(event.tag, line)
        path = self.stack[-1].next_path() if self.stack else ()
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._place(value, line)
        self.stack.append(_Open(path, value))

    def _place(self, value: Any, line: int) -> None:
        if not self.stack:
            self.root = value if self.root is None else self.root
            return
        top = self.stack[-1]
        self.lines.setdefault(top.next_path(), line)
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is not None:
            top.value[top.key] = value
            top.key = None

    def _count_document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self.add(
                "yaml",
                (),
                line,
                "A second document begins here (`---`).",
                "A file holds one case.",
                "Put each case in a file of its own.",
            )

    def _refuse_alias(self, anchor: str, line: int) -> None:
        path = self.stack[-1].path if self.stack else ()
        why = "A reader must see each value where it is used, and nested aliases can blow up a small file."
        self.add(
            "alias", path, line, f"`*{anchor}` is a YAML alias; aliases are not read.", why, "Write the value out here."
        )

    def _refuse_tag(self, tag: str, line: int) -> None:
        path = self.stack[-1].path if self.stack else ()
        self.add(
            "tag",
            path,
            line,
            f"`{tag}` is a YAML tag; tags are not read.",
            _UNSAFE_TAG,
            "Remove the tag and write the value as text or a number.",
        )

    def _over_limits(self, line: int) -> bool:
        if len(self.stack) > MAX_DEPTH:
            self.add(
                "too_deep",
                self.stack[4].path,
                line,
                f"Fields are nested more than {MAX_DEPTH} deep.",
                "No field of a case lies that deep.",
                "Look for a bracket that is never closed.",
            )
        elif len(self.lines) > MAX_FIELDS:
            self.add(
                "too_large",
                (),
                line,
                f"The file holds more than {MAX_FIELDS:,} fields.",
                "A case is a document people review, not a data set.",
                "Split it.",
            )
        else:
            return False
        return True


def is_plain_text(text: str) -> bool:
    """True where a text without quotes is read as that text, and not as a number, true, false or nothing."""
    return isinstance(_plain(text), str)


def _plain(text: str) -> Any:
    if text and text[0] not in _FIRST_OF_NON_TEXT:
        return text
    for pattern, convert in _PLAIN:
        if pattern.fullmatch(text):
            return convert(text)
    return text
