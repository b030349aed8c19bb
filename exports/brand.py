"""How exports look: the colours, the font and the logo of whoever presents them, read from a brand file."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field

from exports.contrast import contrast
from exports.hues import BENEFIT, COST, INK, PAGE, SOFT
from model.document import Document, read_document
from model.problems import CaseProblems, Complaint, Problem
from model.record import Label, Record
from model.validation import validated

LEAST_TEXT_CONTRAST = 4.5
LEAST_MARK_CONTRAST = 3.0
MOST_LOGO_BYTES = 2_000_000
MOST_LOGO_PIXELS, LEAST_LOGO_PIXELS = 6_000, 16
_MOST_BYTES = 100_000
_HEX = re.compile(r"#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_SUFFIXES = (".png", ".jpg", ".jpeg")


def _colour(text: str) -> str:
    found = _HEX.fullmatch(text)
    if found is None:
        remedy = "Write six hexadecimal digits in quotes, such as '#1F5F8B'."
        raise Complaint(f"`{text}` is not a colour.", "Charts and slides are drawn in it.", remedy)
    digits = found[1].upper()
    return f"#{digits if len(digits) == 6 else ''.join(2 * digit for digit in digits)}"


Colour = Annotated[str, Field(max_length=20), AfterValidator(_colour)]
"""A colour as `#1F5F8B`."""


class Colours(Record):
    """The colours of a brand, each as `#RRGGBB`."""

    primary: Colour = Field("#1F5F8B", description="Titles, bars of a total, the head of a table.")
    accent: Colour = Field("#0B7A75", description="What is pointed out.")
    positive: Colour = Field(BENEFIT, description="Benefits, and what makes a case better.")
    negative: Colour = Field(COST, description="Costs, and what makes a case worse.")
    neutral: Colour = Field(SOFT, description="Axes, notes and everything that stays in the background.")
    text: Colour = Field(INK, description="Text.")
    background: Colour = Field(PAGE, description="What everything stands on.")


class BrandFile(Record):
    """A brand as its file says it; the logo is a file beside it."""

    name: Label = Field(description="Whose brand it is.")
    colours: Colours = Field(default_factory=Colours, description="Its colours.")
    font: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w .-]+$")] = Field(
        "Arial", description="The family of its font, as programs list it."
    )
    logo: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None, description="The file name of its logo, beside the brand file: a PNG or JPEG."
    )


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as a picture: its bytes, its format, and its size in pixels."""

    content: bytes
    kind: Literal["png", "jpeg"]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand, ready to be used."""

    name: str = "Community Case"
    colours: Colours = field(default_factory=Colours)
    font: str = "Arial"
    logo: Logo | None = None


DEFAULT = Brand()
"""The look of exports where no brand file is given."""


def read_brand(path: Path) -> Brand:
    """Read a brand from its file, with the logo beside it.

    Raises `CaseProblems` with everything that is wrong with it, each with file, field, reason and remedy.
    """
    said = _said(_content(path, _MOST_BYTES), str(path))
    if said.logo is None:
        return _brand(said, None)
    if Path(said.logo).name != said.logo or Path(said.logo).suffix.lower() not in _SUFFIXES:
        what = f"`{said.logo}` cannot be a logo."
        raise _problem(
            "logo", what, f"Name a {_listed()} file that lies beside the brand file, without a folder.", str(path)
        )
    place = path.with_name(said.logo)
    return _brand(said, logo_of(_content(place, MOST_LOGO_BYTES), str(place)))


def brand_of(content: bytes, file: str, logo: bytes | None = None, logo_file: str = "the logo") -> Brand:
    """Return the brand in the bytes of a file, with a logo given apart from it; `file` is the name shown with problems.

    Raises `CaseProblems` as `read_brand` does, and where the file names a logo that is not given.
    """
    said = _said(content, file)
    if said.logo and logo is None:
        raise _problem(
            "logo", f"The logo `{said.logo}` is missing.", "Give the picture as well, or take the line out.", file
        )
    return _brand(said, logo_of(logo, logo_file) if logo is not None else None)


def logo_of(content: bytes, file: str) -> Logo:
    """Return a picture as a logo. Raises `CaseProblems` (`logo`) where it is no PNG or JPEG, broken, or of a bad size."""
    from PIL import Image  # it takes a while to load, and most brands are read without a logo

    if len(content) > MOST_LOGO_BYTES:
        raise _problem("logo", f"The logo has more than {MOST_LOGO_BYTES / 1e6:g} MB.", "Save it smaller.", file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
                (width, height), kind = picture.size, cast("Literal['png', 'jpeg']", str(picture.format).lower())
                _check_size(width, height, file)
                picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _problem("logo", "The logo cannot be read as a picture.", f"Save it anew as {_listed()}.", file) from None
    return Logo(content, kind, width, height)


def _check_size(width: int, height: int, file: str) -> None:
    if min(width, height) < LEAST_LOGO_PIXELS or max(width, height) > MOST_LOGO_PIXELS:
        what = f"The logo has {width} × {height} pixels."
        remedy = f"Save it with {LEAST_LOGO_PIXELS} to {MOST_LOGO_PIXELS:,} pixels on each side."
        raise _problem("logo", what, remedy, file)


def _said(content: bytes, file: str) -> BrandFile:
    document = read_document(content, file)
    said = validated(BrandFile, document.data, document)
    _check_contrast(said.colours, document)
    return said


def _check_contrast(colours: Colours, document: Document) -> None:
    """Refuse colours that cannot be seen or told apart: everything must be read from the back of a room."""
    shown = {name: contrast(getattr(colours, name), colours.background) for name in Colours.model_fields}
    least = dict.fromkeys(("primary", "accent", "positive", "negative", "neutral"), LEAST_MARK_CONTRAST) | {
        "text": LEAST_TEXT_CONTRAST
    }
    problems = [
        Problem(
            "contrast", ("colours", name), f"`{name}` stands out from `background` by {shown[name]:.1f} : 1.",
            f"From less than {needed:g} : 1 on it cannot be seen from the back of a room.",
            "Choose a darker one, or a lighter one on a dark background.",
        )
        for name, needed in least.items() if shown[name] < needed
    ]  # fmt: skip
    if colours.positive == colours.negative:
        why, remedy = "Benefits and costs could not be told apart.", "Choose two colours that differ."
        problems.append(
            Problem("contrast", ("colours", "negative"), "`positive` and `negative` are one colour.", why, remedy)
        )
    if problems:
        raise CaseProblems(document.locate(problems))


def _brand(said: BrandFile, logo: Logo | None) -> Brand:
    return Brand(said.name, said.colours, said.font, logo)


def _content(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}."
        raise _problem("unreadable", what, "Check the name and the folder.", str(path)) from None
    if len(content) > most:
        raise _problem("size", f"The file has more than {most:,} bytes.", "Check that it is the right file.", str(path))
    return content


def _problem(code: str, what: str, remedy: str, file: str) -> CaseProblems:
    why = "Without it the export would not look as you want it to."
    return CaseProblems([Problem(code, ("logo",) if code == "logo" else (), what, why, remedy, file)])


def _listed() -> str:
    return "PNG or JPEG"
