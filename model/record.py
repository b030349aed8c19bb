"""The base of every record that is read from a document: frozen, with no unknown fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from model.nodes import Number
from model.parse import RESERVED, indexed, is_identifier, parse_formula
from model.problems import Complaint


class Record(BaseModel):
    """A frozen record; unknown fields are refused and fields go by their names in the document."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)


def _not_an_identifier(text: str) -> Complaint:
    what = f"`{text}` is a word of the formula language." if text in RESERVED else f"`{text}` cannot be a name."
    why = "Formulas refer to lines, assumptions and audiences by name."
    return Complaint(what, why, "Use lower case letters, digits and `_`, beginning with a letter, such as `unit_cost`.")


def _identifier(text: str) -> str:
    if not is_identifier(text):
        raise _not_an_identifier(text)
    return text


def _quantity_id(text: str) -> str:
    name, bracket, rest = text.partition("[")
    members = rest.removesuffix("]").split(",") if bracket else []
    if not is_identifier(name) or not all(is_identifier(member.strip()) for member in members):
        raise _not_an_identifier(text)
    return indexed(name, *(member.strip() for member in members)) if members else name


def _formula_text(text: object) -> object:
    return repr(text) if isinstance(text, int | float) and not isinstance(text, bool) else text


def _parsed(text: str) -> str:
    parse_formula(text)
    return text


Identifier = Annotated[str, Field(max_length=80), AfterValidator(_identifier)]
"""A name that formulas can use: lower case letters, digits and `_`, beginning with a letter."""

QuantityId = Annotated[str, Field(max_length=200), AfterValidator(_quantity_id)]
"""An identifier, or one for a member of a dimension: `reach[customers]`."""

Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$")]
"""A name for files and links: letters, digits, `_` and `-`."""

Label = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
"""A short text for people, on one line."""

Text = Annotated[str, Field(max_length=4_000)]
"""A longer text for people."""

Figure = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""A finite number, written as a number."""

Count = Annotated[int, Field(strict=True)]
"""A whole number, written as a number."""

YearMonth = Annotated[str, Field(pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$")]
"""A month as `2027-01`."""


def _share(text: str) -> str:
    node = parse_formula(text)
    if isinstance(node, Number) and not 0 <= node.value <= 1:
        remedy = f"{node.value:g}% is {node.value / 100:g}." if 1 < node.value <= 100 else "Write a share from 0 to 1."
        raise Complaint(f"{node.value:g} is no share.", "Shares are written 0 to 1.", remedy)
    return text


Formula = Annotated[str, BeforeValidator(_formula_text), AfterValidator(_parsed)]
"""Text in the formula language; a bare number is read as one."""

ShareFormula = Annotated[Formula, AfterValidator(_share)]
"""A share, written as a number from 0 to 1 or as the name of an assumption."""
