"""The styles of a written case in Word: its headings, captions, tables and notes in the colours and font of a brand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from exports.brand import Brand
from exports.contrast import mixed
from exports.memo.paper import on_paper

LEAD, NOTE, MEASURE, CELL, SOURCE, CONTENTS = "Lead", "Note", "Measure", "Table Text", "Source", "toc 1"
FACT, FACT_LABEL, AFTER = "Figure", "Figure Label", "After Table"
TABLE = "Case Table"
_HEADING_NUMBERS = 90
_LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a brand as they can be read on paper, without the sign before their digits."""

    primary: str
    text: str
    soft: str
    line: str
    band: str


def inks(brand: Brand) -> Inks:
    """Return the colours of a brand on paper; slides may stand on a dark background, pages do not."""
    colours = on_paper(brand).colours
    line, band = (mixed(colours.primary, colours.background, share) for share in (0.7, 0.93))
    shown = (colours.primary, colours.text, colours.neutral, line, band)
    return Inks(*(colour.removeprefix("#") for colour in shown))


@dataclass(frozen=True, slots=True)
class _Type:
    """How a paragraph looks: its size, space before and after in points, its ink, and whether it is bold."""

    size: float
    before: float
    after: float
    ink: str
    is_bold: bool = False
    keeps: bool = False


def style(document: Document, brand: Brand) -> None:
    """Give a document the styles of a written case."""
    shown = inks(brand)
    for name, kind in _types(shown).items():
        _set(_paragraph_style(document, name), kind, brand.font)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    document.styles[CONTENTS].paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
    _set_language(document)
    document.styles.element.append(
        parse_xml(_TABLE.format(name=TABLE, ns=nsdecls("w"), primary=shown.primary, line=shown.line))
    )
    number_headings(document)


def _types(shown: Inks) -> Mapping[str, _Type]:
    text, soft, primary = shown.text, shown.soft, shown.primary
    return {
        "Normal": _Type(10.5, 0, 6, text),
        "Title": _Type(27, 0, 4, primary, is_bold=True),
        "Subtitle": _Type(12.5, 0, 3, soft),
        LEAD: _Type(14, 14, 14, text),
        "Heading 1": _Type(19, 0, 10, primary, is_bold=True, keeps=True),
        "Heading 2": _Type(13.5, 16, 5, text, is_bold=True, keeps=True),
        "Heading 3": _Type(11, 14, 4, text, is_bold=True, keeps=True),
        "Caption": _Type(9.5, 12, 1, text, is_bold=True, keeps=True),
        MEASURE: _Type(8.5, 0, 4, soft, keeps=True),
        NOTE: _Type(8.5, 4, 6, soft),
        CELL: _Type(8.5, 2, 2, text),
        SOURCE: _Type(9, 0, 4, text),
        FACT: _Type(19, 1, 1, primary, is_bold=True),
        FACT_LABEL: _Type(8.5, 0, 0, soft),
        CONTENTS: _Type(10.5, 0, 2, text),
        AFTER: _Type(4, 0, 4, soft),
        "Header": _Type(8, 0, 0, soft),
        "Footer": _Type(7.5, 0, 0, soft),
        "List Bullet": _Type(10.5, 0, 3, text),
        "List Number": _Type(10.5, 0, 4, text),
    }


def _paragraph_style(document: Document, name: str) -> ParagraphStyle:
    styles = document.styles
    known = {one.name for one in styles}
    found = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == CONTENTS)
    if not isinstance(found, ParagraphStyle):
        raise TypeError(name)
    return found


def _set(one: ParagraphStyle, kind: _Type, font: str) -> None:
    one.font.size, one.font.bold, one.font.italic = Pt(kind.size), kind.is_bold, False
    one.font.color.rgb = RGBColor.from_string(kind.ink)
    one.font.name = font
    run = one.element.get_or_add_rPr()
    for spread in (*run.findall(qn("w:spacing")), *run.findall(qn("w:kern"))):
        run.remove(spread)
    fonts = run.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), font)
    layout = one.paragraph_format
    layout.space_before, layout.space_after = Pt(kind.before), Pt(kind.after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.12
    layout.keep_with_next, layout.widow_control = kind.keeps, True
    if (border := one.element.find(f".//{qn('w:pBdr')}")) is not None:
        border.getparent().remove(border)


def _set_language(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def number_headings(document: Document) -> None:
    """Number headings by Word itself: 1 and 1.1, so that they follow when sections are moved."""
    numbering = document.part.numbering_part.element
    abstract = parse_xml(_NUMBERS.format(ns=nsdecls("w"), id=_HEADING_NUMBERS))
    first = numbering.find(qn("w:num"))
    numbering.insert(list(numbering).index(first) if first is not None else len(numbering), abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{_HEADING_NUMBERS}"><w:abstractNumId w:val="{_HEADING_NUMBERS}"/></w:num>'))  # fmt: skip
    for level, name in enumerate(("Heading 1", "Heading 2")):
        numbered = document.styles[name].element.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = level, _HEADING_NUMBERS


_NUMBERS = """<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:suff w:val="tab"/>
<w:lvlText w:val="%1"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="567"/></w:tabs><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:suff w:val="tab"/>
<w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="567"/></w:tabs><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum>"""
_TABLE = """<w:style {ns} w:type="table" w:customStyle="1" w:styleId="CaseTable"><w:name w:val="{name}"/><w:uiPriority w:val="99"/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{primary}"/><w:bottom w:val="single" w:sz="8" w:color="{primary}"/>
<w:insideH w:val="single" w:sz="4" w:color="{line}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{primary}"/></w:rPr>
<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="{primary}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>"""
