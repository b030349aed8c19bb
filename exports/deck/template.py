"""A client's own template, opened and emptied: its masters, layouts and theme stay, its sample slides go."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from model.problems import CaseProblems, Problem

MOST_BYTES, MOST_UNPACKED = 50_000_000, 400_000_000
_MOST_PARTS = 5_000
_TYPES = "[Content_Types].xml"
_TEMPLATE, _DECK = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"
_OLD = b"\xd0\xcf\x11\xe0"
"""How files begin that are encrypted, or from before 2007."""
_SAVE_ANEW = "Open it in PowerPoint and save it as a presentation (.pptx) or template (.potx), without a password."


def opened(content: bytes) -> Any:
    """Return the presentation in a template without any slide. Raises `CaseProblems` where it cannot be used."""
    try:
        deck = Presentation(io.BytesIO(_as_deck(content)))
        _emptied(deck)
        untold(deck)
    except CaseProblems:
        raise
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, TypeError, IndexError, OSError, SyntaxError, zipfile.BadZipFile, NotImplementedError, RuntimeError):  # fmt: skip
        raise problem("The template cannot be read as a presentation.", _SAVE_ANEW) from None
    return deck


def problem(what: str, remedy: str) -> CaseProblems:
    """Return what is wrong with a template as a problem."""
    return CaseProblems([Problem("template", (), what, "The deck takes its layouts and colours from it.", remedy)])


def _as_deck(content: bytes) -> bytes:
    """Return the bytes of a presentation; a template (.potx) differs from one by a word in its list of parts."""
    if len(content) > MOST_BYTES:
        raise problem(
            f"The template has more than {MOST_BYTES // 1_000_000} MB.", "Take pictures and sample slides out of it."
        )
    if content.startswith(_OLD):
        raise problem("The template is protected by a password, or older than PowerPoint 2007.", _SAVE_ANEW)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise problem("The template is too large once unpacked.", "Take pictures and sample slides out of it.")
        types = archive.read(_TYPES)
        if b"macroEnabled" in types:
            raise problem("The template holds macros.", "Save it without macros, as .pptx or .potx.")
        if _TEMPLATE not in types:
            return content
        return _with_types(archive, types.replace(_TEMPLATE, _DECK))


def _with_types(archive: zipfile.ZipFile, types: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in archive.namelist():
            changed.writestr(name, types if name == _TYPES else archive.read(name))
    return whole.getvalue()


def _emptied(deck: Any) -> None:
    """Drop the slides, and what names them: sections and shows."""
    root = deck.part._element  # noqa: SLF001 - python-pptx cannot remove slides
    listed = root.find(qn("p:sldIdLst"))
    for slide in list(listed) if listed is not None else []:
        deck.part.drop_rel(slide.get(qn("r:id")))
        listed.remove(slide)
    for tag in ("p:custShowLst", "p:extLst"):
        for element in root.findall(qn(tag)):
            root.remove(element)


def untold(deck: Any) -> None:
    """Drop the picture of the first sample slide, and the properties that list titles, companies and people."""
    package = deck.part.package
    for name, relation in list(package._rels.items()):  # noqa: SLF001 - python-pptx keeps them to itself
        if relation.reltype.endswith(("/thumbnail", "/extended-properties", "/custom-properties")):
            package.drop_rel(name)
    for name, relation in list(deck.part.rels.items()):
        if relation.reltype.endswith(("/printerSettings", "/commentAuthors", "/customXml")):
            deck.part.drop_rel(name)


# --- theme -------------------------------------------------------------------------------------------------------


def theme_of(master: Any) -> Any:
    """Return the theme of a master as XML."""
    return parse_xml(theme_part(master).blob)


def theme_part(master: Any) -> Any:
    """Return the part of a presentation that holds the theme of a master."""
    return next(relation.target_part for relation in master.part.rels.values() if relation.reltype.endswith("/theme"))


def font_of(theme: Any) -> str:
    """Return the font that text is written in."""
    found = theme.find(f".//{qn('a:minorFont')}/{qn('a:latin')}")
    return "" if found is None else str(found.get("typeface", ""))


def colour_of(master: Any, theme: Any, role: str) -> str:
    """Return what a role of the colour map (`bg1`, `tx1`) comes to, as `#RRGGBB`; black or white where it is not said."""
    usual = {"bg1": "lt1", "tx1": "dk1"}[role]
    mapped = master._element.find(qn("p:clrMap"))  # noqa: SLF001 - python-pptx does not read it
    name = usual if mapped is None else mapped.get(role, usual)
    found = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
    value = None if found is None or not len(found) else found[0].get("lastClr") or found[0].get("val")
    is_hex = value is not None and re.fullmatch(r"[0-9A-Fa-f]{6}", value)
    return f"#{value}" if is_hex else ("#FFFFFF" if usual == "lt1" else "#000000")
