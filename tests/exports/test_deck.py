"""The slide deck: titles that are true, text that fits, native charts, notes, templates of clients, hostile text."""

from __future__ import annotations

import io
import itertools
import os
import re
import zipfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml
from PIL import ImageFont
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Inches

from exports.brand import DEFAULT, Brand, Logo
from exports.deck import deck, native_risk, slides
from exports.deck.charting import Frame, unit_of
from exports.deck.content import Slide, Table, listed_words
from exports.deck.drawing import draw
from exports.deck.facts import Facts, span_words
from exports.deck.metrics import Face, Said, face_of, fitted
from exports.deck.money_slides import budget_title, cash_title, value_title
from exports.deck.native import _GRID, Step, _parts, _spans
from exports.deck.opening import ask_title, why_title
from exports.deck.proof_slides import assumptions_title, options_title, risk_title, wider_bins
from exports.deck.stage import stage
from exports.deck.strategy_slides import goals_title, kpis_title, plan_title, style_title
from exports.deck.template import opened as opened_template
from exports.outputs import Order
from exports.stamp import stamp
from scenarios import analyse, open_case
from tests.cases import SALES, amount, case_file, cost, opened, the_problem

ROOT = Path(__file__).parent.parent.parent
DAY = date(2026, 11, 23)
CERTAIN = {
    name: record | {"grade": "measured", "distribution": "fixed"} for name, record in SALES["assumptions"].items()
}
RANGES = {
    "fee": amount(100.0, label="Fee", low=90.0, high=110.0),
    "price": amount(5.0, "USD/order", label="Price", low=2.0, high=8.0),
    "sales": amount(30.0, "order/month", label="Sales"),
}


def order_of(analysis, *, draws: int = 256, **settings) -> Order:
    drawn = analysis.simulate(draws) if "drawn" not in settings and analysis.appraisal.run.money else None
    known = drawn if drawn is not None and drawn.sample.uncertain else None
    return Order(analysis, stamp(analysis, on=DAY), **{"drawn": known, **settings})


def facts_of(scenario: str | None = None, **fields) -> Facts:
    return Facts(order_of(opened(scenario, **fields)))


@cache
def content_of(name: str, template: str = "") -> bytes:
    """The deck of an example, with a template or a brand where one is named."""
    folder = "templates" if name == "support_b2b" else "examples"
    settings = {"template": client_template()} if template else {}
    return deck(order_of(open_case(str(ROOT / "scenarios" / folder / f"{name}.yaml")), **settings))


def deck_of(name: str, template: str = ""):
    return Presentation(io.BytesIO(content_of(name, template)))


# --- titles ------------------------------------------------------------------------------------------------------


def test_a_case_that_pays_says_when_and_how_much():
    # 300 in the opening, then 50 a month: back in month 6; NPV = 12 × 50 − 300 = 300 at a rate of nought.
    lines = [cost("build", "0", opening="300"), cost("gain", "50", kind="benefit", **{"class": "cashable"})]
    facts = facts_of(lines=lines)
    assert ask_title(facts) == "Pays back in month 6 and is worth $300 today"
    assert cash_title(facts) == "The money is back in month 6 (June 2027), after at most $300 out"
    assert why_title(facts) == "Once it runs, each month without the community gives up about $50 net"
    assert value_title(facts) == "All of the value comes from Gain: $600 today"
    assert budget_title(facts) == "It takes $300 over one year, all of it for Build"


def test_a_case_that_loses_says_so_on_every_slide():
    # 150 a month comes in and 200 goes out: NPV = 12 × (150 − 200) = −600.
    assumptions = CERTAIN | {"fee": CERTAIN["fee"] | {"value": 200.0}}
    facts = facts_of(**SALES | {"assumptions": assumptions})
    assert ask_title(facts) == "Costs $600 more than it brings, at today's value"
    assert cash_title(facts) == "The money is not back within one year: $600 is still out at the end"
    assert why_title(facts).startswith("Even in its last year the community costs as much as it brings or more")
    said = " ".join(text for slide in slides(facts.order) for text in (slide.title, *words_of(slide)))
    assert "What it would take:" in said
    assert "The ask:" not in said
    assert "less than it costs" in said


def test_a_negative_value_with_money_that_comes_back_says_both():
    # −100, then 9 a month: 8 left after 12 months, but at 50% a year the 108 are worth less than 100.
    lines = [cost("build", "0", opening="100"), cost("gain", "9", kind="benefit", **{"class": "cashable"})]
    facts = facts_of(lines=lines, discount={"rate": 0.5})
    assert facts.figures.npv < 0
    assert "though the money itself is back in month 12" in ask_title(facts)


def test_nothing_only_benefits_and_only_costs():
    nothing = facts_of()
    assert ask_title(nothing).startswith("Doing nothing costs nothing and brings nothing")
    assert cash_title(nothing) == "No money is spent and none comes in"
    benefit = facts_of(lines=[cost("gain", "50", kind="benefit", **{"class": "cashable"})])
    assert ask_title(benefit) == "Benefits are worth $600 today, and no cost is stated yet"
    assert budget_title(benefit) == "No cost is stated: nothing is spent"
    assert cash_title(benefit).startswith("No money is ever out")
    spending = facts_of(lines=[cost("spend", "50")])
    assert ask_title(spending) == "Costs $600 more than it brings, at today's value"
    assert value_title(spending) == "No benefit is counted: there is nothing to set against the costs"


def test_risk_is_said_with_ranges_and_without():
    certain = facts_of(lines=SALES["lines"], assumptions=CERTAIN)
    assert certain.simulation is None
    assert risk_title(certain) == "Every value is taken as certain"
    said = [text for slide in slides(certain.order) for text in words_of(slide)]
    assert "How sure: Every value is taken as certain, so nobody can say." in said
    # Price between 2 and 8 for 30 sales a month against a fee of 90 to 110: it pays above about 3.3, on either side.
    varied = facts_of(lines=SALES["lines"], assumptions=RANGES)
    assert re.match(
        r"In \d+ of 100 draws the community earns its cost; 9 in 10 outcomes lie between −\$", risk_title(varied)
    )
    assert re.search(r"; \d+% likely to earn its cost$", ask_title(varied))


def test_what_a_case_does_not_have_is_neither_claimed_nor_shown():
    facts = facts_of(**SALES)
    titles = [slide.title for slide in slides(facts.order)]
    assert not any("goal" in title or "KPI" in title or "opens" in title for title in titles)
    assert goals_title(facts) == "0 needs of members are known, and no strategic goal is named yet"
    assert style_title(facts) == "It is to be a community; its style is not chosen yet"
    assert plan_title(facts) == "When the community opens is not said yet"
    missing = [
        row for slide in slides(facts.order) for part in slide.parts if isinstance(part, Table) for row in part.rows
    ]
    assert any("No KPI is named." in row for row in missing)


def test_goals_nobody_measures_are_named():
    goals = [
        {"id": "a", "label": "Serve", "perspective": "customer"},
        {"id": "b", "label": "Grow", "perspective": "financial"},
    ]
    kpi = {"id": "k", "label": "Kept", "goals": ["a"], "target": {"value": 0.5, "month": 6, "reason": "Agreed"}}
    facts = facts_of(**SALES, goals=goals, kpis=[kpi])
    assert kpis_title(facts) == "1 KPI measures 1 of 2 goals; “Grow” has none yet"
    assert goals_title(facts) == "2 strategic goals, and no value serves them yet"
    assert kpis_title(facts_of(**SALES, kpis=[kpi | {"goals": []}])).endswith("no strategic goal for it to measure yet")


def test_options_name_the_best_and_the_least():
    # NPV: base 600, dear 12 × (150 − 200) = −600, cheap 12 × (150 − 50) = 1,200.
    scenarios = {
        "dear": {"label": "Dear", "assumptions": {"fee": amount(200.0)}},
        "cheap": {"label": "Cheap", "assumptions": {"fee": amount(50.0)}},
    }
    facts = facts_of(**SALES, scenarios=scenarios)
    assert (
        options_title(facts) == "The base case is worth $600; the others range from −$600 (“Dear”) to $1.2K (“Cheap”)"
    )
    best = facts_of("cheap", **SALES, scenarios=scenarios)
    assert options_title(best) == "“Cheap” is worth most: $1.2K; next comes the base case with $600"


def test_guesses_are_counted():
    assert assumptions_title(facts_of(**SALES)).startswith("2 of the 3 assumptions that matter most are guesses")


def test_scenarios_that_go_with_the_case_are_compared_and_bridged():
    # From 600 to 1,200 as the fee falls from 100 to 50: 12 × 50.
    scenarios = {"cheap": {"label": "Cheap", "assumptions": {"fee": amount(50.0)}}}
    analysis = opened(**SALES, scenarios=scenarios)
    titles = [slide.title for slide in slides(order_of(analysis, others=(analysis.under("cheap"),)))]
    assert "The base case is worth $600; the others range from $0 (“Do nothing”) to $1.2K (“Cheap”)" in titles
    assert "Appendix: “Cheap” is worth $600 more than the base case" in titles
    euros = opened(**SALES | {"currency": "EUR", "lines": [], "assumptions": {}})
    titles = [slide.title for slide in slides(order_of(analysis, others=(euros,)))]
    assert "The options are in several currencies: they stand side by side, and none is ranked" in titles


def test_a_long_horizon_shows_some_years():
    facts = facts_of(**SALES | {"months": 600})
    (table,) = [
        part
        for slide in slides(facts.order)
        if slide.title == cash_title(facts)
        for part in slide.parts
        if isinstance(part, Table)
    ]
    assert [row[0] for row in table.rows][:3] == ["Opening", "Year 1", "Year 2"]
    assert table.rows[-1][0] == "Year 50"
    assert len(table.rows) <= 13
    assert table.caption.endswith("some years")


def words_of(slide: Slide) -> list[str]:
    return [said.whole for part in slide.parts for said in getattr(part, "paragraphs", ())]


# --- the file ----------------------------------------------------------------------------------------------------


def test_the_deck_is_whole_native_and_signed():
    presentation = deck_of("support_b2b")
    titles = [slide.shapes.title.text for slide in presentation.slides]
    main = [title for title in titles if not title.startswith("Appendix")]
    assert 10 <= len(main) <= 14
    assert (presentation.slide_width, presentation.slide_height) == (Inches(13.333), Inches(7.5))
    charts = [shape.chart for slide in presentation.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) >= 8
    assert all(chart.part.chart_workbook.xlsx_part is not None for chart in charts)
    linked = [
        ref for chart in charts for ref in chart.part._element.iter(qn("c:numFmt")) if ref.get("sourceLinked") == "1"
    ]
    assert not linked
    assert not any(shape.shape_type == 13 for slide in presentation.slides for shape in slide.shapes)
    for place, slide in enumerate(presentation.slides, start=1):
        kinds = {shape.placeholder_format.type: shape for shape in slide.placeholders}
        assert "Base case" in kinds[PP_PLACEHOLDER.FOOTER].text_frame.text
        assert presentation.core_properties.keywords[:12] in kinds[PP_PLACEHOLDER.FOOTER].text_frame.text
        number = kinds[PP_PLACEHOLDER.SLIDE_NUMBER]
        assert number._element.find(f".//{qn('a:fld')}").get("type") == "slidenum"
        assert number._element.find(f".//{qn('a:t')}").text == str(place)
        assert not [
            shape
            for shape in slide.placeholders
            if shape.has_text_frame and not shape.text_frame.text and shape is number
        ]


def test_every_chart_has_a_text_alternative_and_the_speaker_has_formulas():
    presentation = deck_of("support_b2b")
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
    notes = [slide.notes_slide.notes_text_frame.text for slide in presentation.slides if slide.has_notes_slide]
    assert len(notes) >= 12
    assert any("Formula: Benefits at today's value − costs at today's value" in text for text in notes)
    assert any("Source: " in text for text in notes)


def test_colours_are_those_of_the_theme_only():
    with zipfile.ZipFile(io.BytesIO(content_of("support_b2b"))) as archive:
        slide_parts = [name for name in archive.namelist() if re.match(r"ppt/(slides|charts)/[^/]+\.xml", name)]
        assert not [name for name in slide_parts if b"srgbClr" in archive.read(name)]


def test_the_same_order_gives_the_same_bytes_and_says_nothing_of_today():
    analysis = opened(**SALES | {"assumptions": RANGES})
    one, other = (deck(order_of(analysis)) for _ in range(2))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert b"2026-11-23T00:00:00Z" in archive.read("docProps/core.xml")
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(archive.read(name))) as sheet:
                    assert b"1980-01-01" in sheet.read("docProps/core.xml")


def test_a_brand_sets_colours_font_and_logo():
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (300, 100), "#123456").save(picture, "PNG")
    brand = Brand(
        "Test",
        DEFAULT.colours.model_copy(update={"positive": "#005500"}),
        "Georgia",
        Logo(picture.getvalue(), "png", 300, 100),
    )
    analysis = opened(**SALES)
    with zipfile.ZipFile(io.BytesIO(deck(order_of(analysis, brand=brand)))) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        assert '<a:accent1><a:srgbClr val="005500"/></a:accent1>' in theme
        assert theme.count('typeface="Georgia"') == 2
        assert any(name.startswith("ppt/media/") for name in archive.namelist())


# --- text fits ---------------------------------------------------------------------------------------------------


@cache
def font(*, bold: bool) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf", 100)
    except OSError:
        if os.environ.get("CI"):
            raise
        pytest.skip("Liberation Sans is not installed")


def wide(text: str, size: float, *, bold: bool) -> float:
    return font(bold=bold).getlength(text) * size / 100


def lines_of(text: str, width: float, size: float, *, bold: bool) -> int:
    """Break a text greedily, as programs do; a word that is too long is broken anywhere."""
    count, line = 1, ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if wide(longer, size, bold=bold) <= width:
            line = longer
            continue
        count, line = (count + 1, word) if line else (count, word)
        while wide(line, size, bold=bold) > width and len(line) > 1:
            kept = next(k for k in range(len(line), 0, -1) if k == 1 or wide(line[:k], size, bold=bold) <= width)
            count, line = count + 1, line[kept:]
    return count


def height_of(frame, width: float, usual: float) -> float:
    """How high the paragraphs of a text frame are in points."""
    total = 0.0
    for paragraph in frame.paragraphs:
        text = "".join(part.text or "" for part in paragraph._p.iter(qn("a:t")))
        sizes = [int(part.get("sz")) / 100 for part in paragraph._p.iter(qn("a:rPr")) if part.get("sz")]
        size = max(sizes, default=usual)
        properties = paragraph._p.pPr
        indent = int(properties.get("marL", 0)) / 12_700 if properties is not None else 0
        is_bold = any(run.font.bold for run in paragraph.runs) or usual > 20
        total += lines_of(text, width - indent + 0.5, size, bold=is_bold) * size * 1.15
        total += paragraph.space_after.pt if paragraph.space_after else 0
    return total


def overflowing(presentation, usual: float = 24.0) -> list[str]:
    """Every text frame and table that needs more room than it has, and what leaves its slide."""
    found = []
    for number, slide in enumerate(presentation.slides, start=1):
        for shape in slide.shapes:
            if (
                shape.left < 0
                or shape.top < 0
                or shape.left + shape.width > presentation.slide_width + 2
                or shape.top + shape.height > presentation.slide_height + 2
            ):
                found.append(f"{number} {shape.name}: outside the slide")
            if shape.has_text_frame and shape.text_frame.text:
                frame = shape.text_frame
                width = (shape.width - frame.margin_left - frame.margin_right) / 12_700
                room = (shape.height - frame.margin_top - frame.margin_bottom) / 12_700
                size = usual if shape.is_placeholder else 12.0
                if height_of(frame, width, size) > room + 1:
                    found.append(f"{number} {shape.name}: {frame.text[:60]}")
            if shape.has_table:
                found += [f"{number} table: {text}" for text in _full_cells(shape)]
    return found


def _full_cells(shape) -> list[str]:
    found = []
    for row in shape.table.rows:
        for cell, column in zip(row.cells, shape.table.columns, strict=True):
            width = (column.width - cell.margin_left - cell.margin_right) / 12_700
            room = (row.height - cell.margin_top - cell.margin_bottom) / 12_700
            if height_of(cell.text_frame, width, 12.0) > room + 1:
                found.append(cell.text_frame.text[:60])
    return found


def overlapping(presentation) -> list[str]:
    """Every two shapes of a slide that cover each other."""
    found = []
    for number, slide in enumerate(presentation.slides, start=1):
        boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for one, other in itertools.combinations(boxes, 2):
            across = min(one[3], other[3]) - max(one[1], other[1])
            down = min(one[4], other[4]) - max(one[2], other[2])
            if across > 12_700 and down > 12_700:
                found.append(f"{number}: {one[0]} and {other[0]}")
    return found


@pytest.mark.parametrize("name", ["support_b2b", "sap_community_network"])
def test_no_text_leaves_its_box_and_no_box_covers_another(name: str):
    presentation = deck_of(name)
    assert overflowing(presentation) == []
    assert overlapping(presentation) == []


def test_no_text_leaves_its_box_in_a_client_s_template():
    presentation = deck_of("mindjet", "4:3")
    assert overflowing(presentation, 28.0) == []
    assert overlapping(presentation) == []


def test_widths_are_those_of_the_font():
    face = Face()
    for text in (
        "Support deflection carries 76% of the value; 3 others bring the rest",
        "ÀÉÎõüß „Größe“ €1,234 −5 · ½ ŠŽčęł",
        "WMQ@%&",
    ):
        for bold in (False, True):
            real, ours = wide(text, 20, bold=bold), face.width(text, 20, bold=bold)
            assert real * 0.999 <= ours <= real * 1.08, text
    assert face_of("Some Client Sans").width("x", 10) > face_of("Arial").width("x", 10)
    # A figure of Georgia Bold and of Verdana Bold is 0.71 of the size wide (1454 of 2048 units).
    for font in ("Georgia", "Verdana", "Some Client Serif"):
        assert face_of(font).width("8", 100, bold=True) >= 71.0


def test_verbs_agree_whatever_a_stream_is_called():
    """One other stream brings, two bring; no name of a stream is the subject, as “Membership fees” would need another verb."""
    one = facts_of(
        lines=[
            cost("fees", "90", kind="benefit", **{"class": "cashable"}),
            cost("ads", "10", kind="benefit", **{"class": "cashable"}),
        ]
    )
    assert value_title(one) == "90% of the value comes from Fees; 1 other stream brings the rest"


def test_a_grid_of_months_skips_none_and_names_none_twice():
    for months, days in zip((1, 2, 3, 4, 6, 12, 24), _GRID, strict=True):
        for begin in (date(2027, month, 1) for month in range(1, 13)):
            lines = [begin + timedelta(days=days * place) for place in range(7)]
            assert [(d.year - 2027) * 12 + d.month - begin.month for d in lines] == [months * k for k in range(7)]


def test_what_is_asked_is_counted_as_everywhere_and_what_is_missing_beside_it():
    facts = facts_of(lines=[cost("spend", "50")])
    asked = len(facts.appraisal.challenges)
    titles = [slide.title for slide in slides(facts.order)]
    assert any(f"{asked} question" in title and "3 things the case lacks" in title for title in titles), titles


def test_no_line_ends_in_the_minus_of_an_amount():
    """“worth” and the minus take less than 60 points at this size, with “€430,577” more: the amount goes to the next line."""
    face = Face()
    assert face.joined("It is worth −€430,577.", 70, 12) == "It is worth −\u2060€430,577."
    assert face.joined("It is worth −€430,577.", 500, 12) == "It is worth −€430,577."


def test_text_is_cut_by_rule():
    face = Face()
    assert face.lines("社区" * 4, 4 * 10.0, 10) == ["社区社区", "社区社区"]
    assert len(face.lines("x" * 50, 10 * 5.0, 10)) == 5
    cut = face.cut("one two three four five six seven", 60, 10, 1)
    assert cut.endswith("…")
    assert len(face.lines(cut, 60, 10)) == 1
    many = fitted(face, [Said(f"Point {k}") for k in range(30)], 200, 60, (12, 10))
    assert re.fullmatch(r"and \d+ more", many.paragraphs[-1].text)
    assert int(many.paragraphs[-1].text.split()[1]) + len(many.paragraphs) - 1 == 30


# --- tables ------------------------------------------------------------------------------------------------------


def drawn(*made: Slide):
    place = stage(DEFAULT, None)
    draw(place, made, "Case · today")
    return place.deck


def test_long_tables_go_on_evenly_and_cut_ones_count_the_rest():
    rows = tuple((f"Row {k}", "What it is") for k in range(50))
    going_on = drawn(Slide("Fifty rows", (Table(("A", "B"), rows, (1.0, 2.0)),)))
    tables = [shape.table for slide in going_on.slides for shape in slide.shapes if shape.has_table]
    shown = [row.cells[0].text_frame.text for table in tables for row in list(table.rows)[1:]]
    assert shown == [row[0] for row in rows]
    assert going_on.slides[1].shapes.title.text == "Fifty rows (continued)"
    counts = [len(table.rows) for table in tables]
    assert max(counts) - min(counts) <= 1
    cut = drawn(Slide("Cut", (Table(("A", "B"), rows, (1.0, 2.0), is_cut=True),)))
    (only,) = [shape.table for shape in cut.slides[0].shapes if shape.has_table]
    assert len(cut.slides) == 1
    last = only.rows[len(only.rows) - 1].cells[0].text_frame.text
    assert last == f"and {50 - (len(only.rows) - 2)} more"


def test_labels_of_ten_thousand_characters_are_cut():
    long = "Ein sehr langes Wort " * 500
    word = "W" * 10_000
    made = Slide(
        long,
        (Table(("A", "B"), ((long, word), (word, long)), (1.0, 1.0), caption=long), listed_words(long, word)),
        source=long,
    )
    presentation = drawn(made)
    assert overflowing(presentation) == []
    assert len(presentation.slides) == 1


# --- charts ------------------------------------------------------------------------------------------------------


def test_bars_of_a_waterfall_are_split_where_they_cross_nought():
    # From −50 up by 80 to 30: 50 of it lie below nought and 30 above.
    steps = [
        Step("From", -50, "", is_total=True),
        Step("Up", 80, ""),
        Step("Down", -10, ""),
        Step("To", 20, "", is_total=True),
    ]
    spans = _spans(steps)
    assert spans == [(-50, 0), (-50, 30), (20, 30), (0, 20)]
    parts = _parts(steps, spans)
    assert parts["Adds"] == [None, 30, None, None]
    assert parts["Adds (below nought)"] == [None, -50, None, None]
    assert parts["Takes away"] == [None, None, 10, None]
    assert parts["Hidden"] == [None, None, 20, None]
    assert parts["Worth"] == [None, None, None, 20]
    assert parts["Worth (below nought)"] == [-50, None, None, None]


def test_units_of_charts():
    assert unit_of([9_999.0], "EUR").words == "EUR"
    assert unit_of([-12_000.0], "EUR").words == "EUR thousand"
    assert unit_of([2e7], "EUR").words == "EUR million"
    assert unit_of([2e10], "EUR").code.startswith("#,##0.0,,,;")
    assert native_risk._scaled(-1_200_000.0, unit_of([2e7], "EUR")) == "−1.2"


def test_bars_of_a_spread_are_put_together_about_nought():
    bins = [(k * 10.0, k * 10.0 + 10.0, 1) for k in range(-3, 5)]
    # Pairs with an edge at nought: −40, −20, 0, 20, and 40 holds the last single bar … which is none here.
    assert wider_bins(bins, 4) == [(-40.0, -20.0, 1), (-20.0, 0.0, 2), (0.0, 20.0, 2), (20.0, 40.0, 2), (40.0, 60.0, 1)]


def test_ranges_name_their_unit_once():
    assert span_words("0.15 contacts a visit", "0.43 contacts a visit") == "0.15 to 0.43 contacts a visit"
    assert span_words("1 month", "6 months") == "1 month to 6 months"
    assert span_words("20%", "40%") == "20% to 40%"


# --- templates ---------------------------------------------------------------------------------------------------


@cache
def client_template() -> bytes:
    """A 4:3 presentation with sample slides, in other colours than ours."""
    presentation = Presentation()
    for layout in (0, 1, 5):
        presentation.slides.add_slide(presentation.slide_layouts[layout]).shapes.title.text = "SAMPLE OF THE CLIENT"
    theme = next(
        rel.target_part for rel in presentation.slide_master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    theme._blob = theme.blob.replace(b'typeface="Calibri"', b'typeface="Arial"')
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


def test_a_client_s_template_keeps_its_size_layouts_and_colours_and_loses_its_slides():
    content = content_of("mindjet", "4:3")
    presentation = Presentation(io.BytesIO(content))
    assert (presentation.slide_width, presentation.slide_height) == (9_144_000, 6_858_000)
    assert presentation.slides[0].slide_layout.name == "Title Slide"
    assert {slide.slide_layout.name for slide in presentation.slides} == {
        "Title Slide",
        "Title and Content",
        "Title Only",
    }
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert not any(b"SAMPLE OF THE CLIENT" in archive.read(name) for name in names)
        assert "docProps/thumbnail.jpeg" not in names
        assert b'<a:accent1><a:srgbClr val="4F81BD"/>' in archive.read("ppt/theme/theme1.xml")
        assert len([name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]) == len(
            presentation.slides
        )


def test_a_template_file_is_taken_as_it_is_saved_by_powerpoint():
    template = changed(client_template(), "[Content_Types].xml", b"presentation.main+xml", b"template.main+xml")
    assert len(opened_template(template).slides) == 0


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(written, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            copy.writestr(name, data.replace(old, new) if name == part else data)
    return written.getvalue()


def test_broken_templates_are_refused_with_what_to_do():
    whole = client_template()
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    macros = changed(
        whole,
        "[Content_Types].xml",
        b"presentationml.presentation.main+xml",
        b"ms-powerpoint.presentation.macroEnabled.main+xml",
    )
    for content in (
        b"", b"no presentation", whole[:5_000], empty.getvalue(), b"\xd0\xcf\x11\xe0" + b"0" * 600, macros,
        changed(whole, "ppt/presentation.xml", b"<p:sldMasterIdLst>", b"<p:broken>"),
        changed(whole, "ppt/slideMasters/slideMaster1.xml", b"<p:cSld>", b"<p:cSld"),
    ):  # fmt: skip
        problem = the_problem(lambda content=content: stage(DEFAULT, content))
        assert problem.code == "template"
    bare = Presentation()
    for layout in list(bare.slide_layouts):
        if layout.name != "Blank":
            bare.slide_layouts.remove(layout)
    written = io.BytesIO()
    bare.save(written)
    assert "no layout with a title" in the_problem(lambda: stage(DEFAULT, written.getvalue())).what


# --- hostile text ------------------------------------------------------------------------------------------------

_FORMULA = "=cmd|' /C calc'!A0"
_CJK = "为企业客户提供支持的社区" * 16
_RTL = "مجتمع لدعم العملاء من الشركات " * 6


def test_hostile_text_is_written_as_text_and_fits():
    data = yaml.safe_load((ROOT / "scenarios" / "templates" / "support_b2b.yaml").read_text())
    data |= {
        "id": "hostile",
        "title": _FORMULA,
        "organisation": _RTL[:190],
        "author": "\x07Bell\x1b",
        "summary": "<b>&amp;</b>" * 300,
    }
    data["goals"][0]["label"], data["goals"][1]["label"] = _CJK[:190], _RTL[:190]
    data["goals"][2]["label"] = "W" * 200
    data["audiences"][0]["needs"][0]["label"] = "=1+1 \x00\x0b" + "y" * 180
    data["kpis"][0]["label"] = _CJK[:180]
    data["kpis"][1]["owner"] = _RTL[:180]
    data["scenarios"]["ambitious"]["label"] = _FORMULA
    data["lines"] = [
        cost("odd", "10", label=_FORMULA),
        cost("odder", "20", label=_CJK[:190]),
        cost("won", "5", kind="benefit", label="\x01@SUM", **{"class": "margin"}),
    ]
    content = deck(order_of(analyse(case_file(data))))
    presentation = Presentation(io.BytesIO(content))
    assert presentation.slides[0].shapes.title.text == _FORMULA
    assert overflowing(presentation) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert any(
            b'rtl="1"' in archive.read(name) for name in archive.namelist() if name.startswith("ppt/slides/slide")
        )
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(archive.read(name))) as book:
                    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_frames_know_their_edges():
    frame = Frame(10, 20, 30, 40)
    assert (frame.right, frame.bottom) == (40, 60)
