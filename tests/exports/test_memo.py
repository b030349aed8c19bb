"""The written case: both forms carry the same words, its sentences hold whatever the figures are, and no text harms it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from exports.brand import DEFAULT, Brand, Colours, Logo
from exports.memo import in_pdf, in_word
from exports.memo.content import (
    Bibliography,
    Facts,
    Memo,
    Paragraph,
    Picture,
    Points,
    Reference,
    Section,
    Table,
    sections_of,
    words_of,
)
from exports.memo.document import document
from exports.outputs import Order, output_for
from exports.stamp import stamp
from scenarios import Analysis
from tests.cases import SALES, amount, cost, opened

DAY = date(2027, 3, 15)
GOALS: dict[str, Any] = {
    "goals": [{"id": "grow", "label": "Sell more", "perspective": "financial", "owner": "Head of sales", "served_by": ["gain"]}],
    "kpis": [
        {"id": "sold", "label": "Orders in a month", "unit": "USD/month", "goals": ["grow"], "target": {"line": "gain", "month": 12}}
    ],
    "plan": [{"id": "open", "label": "Open the doors", "kind": "launch", "start": 31, "days": 1}],
    "audiences": [{"id": "buyers", "label": "Buyers", "role": "customers", "needs": [{"id": "fast", "label": "A fast answer", "phase": "purchase"}]}],
}  # fmt: skip
RANGES = {
    **SALES,
    "assumptions": SALES["assumptions"] | {"sales": amount(30.0, "order/month", label="Sales", low=10, high=50)},
}


def order(analysis: Analysis, **more: Any) -> Order:
    return Order(analysis, stamp(analysis, on=DAY), **more)


def told(analysis: Analysis) -> str:
    """All words of the written case of an analysis, without the time that draws take unless it has ranges."""
    return "\n".join(words_of(document(order(analysis))))


def squeezed(text: str) -> str:
    """A text without what depends on the lines it is set in."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)


def word_text(data: bytes) -> str:
    whole = docx.Document(io.BytesIO(data))
    return squeezed("".join(text.text or "" for text in whole.element.body.iter(qn("w:t"))))


def pdf_text(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def small(*blocks: Any, title: str = "Title") -> Memo:
    return replace(document(order(opened(**SALES))), title=title, sections=(Section("First", tuple(blocks)),))


# --- both forms --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole() -> Order:
    """A case with everything: ranges, goals, a KPI, a plan, needs and two scenarios."""
    scenarios = {
        "worse": {"label": "Conservative", "assumptions": {"sales": 15}},
        "other": {"label": "Another vendor", "assumptions": {"fee": 80}},
    }
    return order(opened(**RANGES, **GOALS, scenarios=scenarios, summary="What it is about."))


@pytest.fixture(scope="module")
def memo(whole: Order) -> Memo:
    return document(whole)


@pytest.fixture(scope="module")
def word(memo: Memo) -> bytes:
    return in_word.written(memo, DEFAULT)


@pytest.fixture(scope="module")
def pdf(memo: Memo) -> bytes:
    return in_pdf.written(memo, DEFAULT)


def test_both_forms_carry_every_sentence_and_every_figure(memo: Memo, word: bytes, pdf: bytes) -> None:
    in_words, on_pages = word_text(word), pdf_text(pdf)
    foot = squeezed(memo.stamp.line())
    on_pages = re.sub(rf"{re.escape(foot)}Page\d+of\d+", "", on_pages).replace(
        squeezed(f"{memo.title} · {memo.organisation}"), ""
    )
    for said in map(squeezed, words_of(memo)):
        assert said in in_words
        assert said in on_pages


def test_a_word_document_has_real_headings_contents_captions_and_repeated_heads(memo: Memo, word: bytes) -> None:
    whole = docx.Document(io.BytesIO(word))
    body = whole.element.body
    titles = [p.text for p in whole.paragraphs if p.style and p.style.name == "Heading 1"]
    assert titles == [section.title for section in memo.sections]
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))}
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert len(links) == len(titles)
    assert links <= marks
    assert any("TOC" in (one.text or "") for one in body.iter(qn("w:instrText")))
    tables = [block for _, section in sections_of(memo) for block in section.blocks if isinstance(block, Table)]
    assert sum(1 for _ in body.iter(qn("w:tblHeader"))) == len(tables)
    pictures = [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    assert len(pictures) == sum(
        isinstance(block, Picture) for _, section in sections_of(memo) for block in section.blocks
    )
    assert all(pictures)


def test_a_pdf_has_tags_an_outline_a_language_and_its_title(memo: Memo, pdf: bytes) -> None:
    read = PdfReader(io.BytesIO(pdf))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert read.metadata is not None
    assert read.metadata.title == memo.title
    first = [str(item["/Title"]) for item in read.outline if not isinstance(item, list)]
    assert first == [f"{number} {section.title}" for number, section in enumerate(memo.sections, start=1)]


def test_the_same_case_gives_the_same_bytes_and_carries_the_day_of_its_stamp() -> None:
    one = small(Paragraph("A sentence."), Table("Figures", ("What", "How much"), (("Fee", "$100"),), (50, 50)))
    for form in (in_word, in_pdf):
        assert form.written(one, DEFAULT) == form.written(one, DEFAULT)
    data = in_word.written(one, DEFAULT)
    created = docx.Document(io.BytesIO(data)).core_properties.created
    assert created is not None
    assert created.date() == DAY
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2027" in str(PdfReader(io.BytesIO(in_pdf.written(one, DEFAULT))).metadata)


def test_both_are_offered() -> None:
    assert output_for(".docx").builder == "exports.memo.in_word:build"
    assert output_for("pdf").form == "written"


# --- sentences hold whatever the figures are ---------------------------------------------------------------------


def test_the_ask_and_the_answer_are_those_of_a_hand_calculation() -> None:
    # 12 months at 100 out and 150 in, undiscounted: 1,200 out, 1,800 in, worth 600; money is never out.
    said = told(opened(**SALES))
    assert "Test is asked to spend $1.2K over one year from January 2027." in said
    assert "Benefits cover it at all times, so that no money has to be found beforehand." in said
    assert "It is worth $600 today (NPV, at 0.0% a year), so it is worth doing on these figures." in said
    assert "All of the value comes from “Gain”." in said
    assert "Whether to release $1.2K over one year, in return for benefits worth $1.8K today." in said


def test_what_is_missing_is_said() -> None:
    said = told(opened(**SALES))
    for sentence in (
        "The case does not say yet what kind of community it is",
        "No strategic goal is stated.",
        "No audience is named",
        "There is no dated plan yet.",
        "No requirement is stated",
        "No KPI is chosen yet",
        "No KPI is read from the model",
        "No health check is planned.",
        "The base case is the only way that was looked at",
    ):
        assert sentence in said


def test_a_case_that_loses_is_not_called_worth_doing() -> None:
    # 20 sales at 5 are 100 a month against a fee of 150: 12 × (100 − 150) = −600, and nothing comes back.
    said = told(
        opened(
            **SALES
            | {
                "assumptions": SALES["assumptions"]
                | {"fee": amount(150.0, label="Fee"), "sales": amount(20.0, "order/month", label="Sales")}
            }
        )
    )
    assert (
        "It is worth \u2212$600 today (NPV, at 0.0% a year), so on these figures it takes more than it gives." in said
    )
    assert "Whether to go on although it is worth \u2212$600 today" in said
    assert "It is not back within one year." in said
    assert "There is no yearly rate of return (IRR)" in said
    assert "Whether to release" not in said
    assert "begin to pay alone" in said


def test_what_a_draft_lacks_is_said_wherever_its_worth_is() -> None:
    analysis = opened(**SALES)
    said = "\n".join(words_of(document(Order(analysis, stamp(analysis, on=DAY, left_out=("Retention",))))))
    assert said.count("So far, and without Retention: over one year") == 2
    assert "Left out of all figures until its questions are answered: Retention." in said


def test_doing_nothing_asks_for_nothing_and_promises_nothing() -> None:
    said = told(opened("idle", **SALES, **GOALS, scenarios={"idle": {"label": "Do nothing", "without": "all"}}))
    assert "Nothing. In this scenario nothing is done" in said
    assert "Nothing is done in this scenario, so there is nothing to plan." in said
    assert "so its KPIs have no target" in said
    assert "What must be decided." not in said
    assert "worth doing on these figures" not in said


def test_without_costs_nothing_can_be_released() -> None:
    gain = [cost("gain", "price * sales", kind="benefit", **{"class": "cashable"})]
    said = told(
        opened(**SALES | {"lines": gain, "assumptions": {k: v for k, v in SALES["assumptions"].items() if k != "fee"}})
    )
    assert "No money, as no cost is stated." in said
    assert "No cost is stated." in said


def test_without_benefits_there_is_no_value_to_explain() -> None:
    said = told(opened(lines=[cost("spend", "fee")], assumptions={"fee": SALES["assumptions"]["fee"]}))
    assert "No benefit is counted." in said
    assert "there is no value to explain" in said


def test_values_without_a_range_leave_no_probability() -> None:
    fixed = {
        name: {**record, "low": record["value"], "high": record["value"], "grade": "measured"}
        for name, record in SALES["assumptions"].items()
    }
    said = told(opened(**SALES | {"assumptions": fixed}))
    assert "no assumption states a range, so this is one outcome without a probability" in said
    assert "Its 3 assumptions: 3 measured here." in said
    assert "nothing is known of what moves it" in said


def test_views_of_one_plan_are_no_ways_to_choose_from(memo: Memo) -> None:
    # Conservative: 15 sales at 5 are 75 a month against 100: 12 × (75 − 100) = −300. Another vendor: 12 × (150 − 80) = 840.
    said = "\n".join(words_of(memo))
    assert "Besides cautious and ambitious views, “Another vendor” is worth most: $840 today." in said
    assert (
        "The same plan, seen with more or less caution, is worth: the base case $600 and “Conservative” \u2212$300."
        in said
    )


def test_a_plan_dates_the_launch_and_kpis_have_targets_by_quarter(memo: Memo) -> None:
    # The plan begins on 1 January; 31 days later is 1 February. Sales bring 150 a month in each quarter.
    said = dict.fromkeys(words_of(memo))
    assert {"Open the doors", "1 Feb 2027", "Mar 2027", "Dec 2027", "$150.00"} <= set(said)
    assert "Nobody answers yet for 1 KPI; name an owner for each." in said


def test_sources_are_numbered_once_and_cited(memo: Memo) -> None:
    sources = [block for _, section in sections_of(memo) for block in section.blocks if isinstance(block, Bibliography)]
    assert [(item.number, item.text) for item in sources[0].items] == [(1, "Offer")]
    rows = [
        row
        for _, section in sections_of(memo)
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert [row[-1] for row in rows if row[0] == "Fee" and len(row) == 6 and "Guess" not in row[-1]][-1] == "[1]"


# --- hostile text ------------------------------------------------------------------------------------------------

MARKUP = '#set page(width: 1pt) *bold* $x^2$ `raw` @cite <label> \\ // "quoted" [x] =SUM(A1) & <w:p/> {{}}'
FOREIGN = ("漢字かな交じり文", "مرحبا بالعالم", "שלום")
BROKEN = "bell\x07null\x00half\ud800end"
LONG = "word " * 2_000
ENDLESS = "x" * 2_000


def test_no_text_is_read_as_markup_or_breaks_a_file() -> None:
    texts = (MARKUP, BROKEN, LONG, *FOREIGN)
    cells = tuple((text, text) for text in (*texts, ENDLESS))
    one = small(
        *(Paragraph(text, strong=MARKUP) for text in texts), Points(tuple(map(Paragraph, texts)), is_numbered=True),
        Table(MARKUP, (MARKUP, "B"), (*cells, (MARKUP,)), (30, 70), bands=frozenset({len(cells)})), Facts(()),
        Bibliography((Reference(1, MARKUP, "https://example.org/?a=1&b=2"),)), title=MARKUP,
    )  # fmt: skip
    for found in (word_text(in_word.written(one, DEFAULT)), pdf_text(in_pdf.written(one, DEFAULT))):
        assert squeezed(MARKUP) in found
        assert "bellnullhalfend" in found
        assert found.count("word") == 4 * 2_000
        assert ENDLESS in found
    turned = docx.Document(io.BytesIO(in_word.written(one, DEFAULT)))
    assert any(p.text == FOREIGN[1] and p._p.find(f".//{qn('w:bidi')}") is not None for p in turned.paragraphs)


def test_a_brand_gives_colours_font_and_logo_and_a_dark_one_is_read_on_paper() -> None:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (120, 60), "#14395B").save(stream, "PNG")
    colours = Colours(primary="#FFD000", text="#F5F5F5", background="#101010")
    brand = Brand("Example", colours, "Georgia", Logo(stream.getvalue(), "png", 120, 60))
    data = in_word.written(small(Paragraph("A sentence.")), brand)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()
    assert "Georgia" in styles
    assert "FFD000" not in styles
    assert "F5F5F5" not in styles
    assert b"Logo of Example" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert in_pdf.written(small(Paragraph("A sentence.")), brand).startswith(b"%PDF")
