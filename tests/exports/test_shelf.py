"""The library in words: how much there is, ranges with their unit once, what uses an assumption, formulas as sentences."""

from __future__ import annotations

import yaml

from exports import shelf as words
from exports.conventions import timing_rows
from exports.documents import Span, document, section
from model.evidence import Assumption, Benchmark
from model.finance import TIMING_WORDS
from model.line import Library
from tests.conftest import ROOT

COST = Assumption(label="Cost", unit="currency/contact", limits=(0.0, None), plausible=(2.0, 50.0))
SHARE = Assumption(label="Share", unit="1", limits=(0.0, 1.0))


def test_what_is_known_is_counted_for_real(shelf: Library) -> None:
    files = [path for path in (ROOT / "assumptions").glob("*.yaml") if path.stem != "sources"]
    records = [record for path in files for record in yaml.safe_load(path.read_text()).values()]
    published = [record for record in records if record.get("benchmarks")]
    named = [mark["source"] for record in published for mark in record["benchmarks"]]
    publications = {name for source in named for name in ([source] if isinstance(source, str) else source)}
    streams = len(list((ROOT / "model" / "streams").glob("*.yaml")))
    assert words.counted(shelf) == (
        f"{len(records)} assumptions, {len(published)} of them with published figures from {len(publications)} "
        f"publications, and {streams} streams."
    )


def test_ranges_say_their_unit_once() -> None:
    ten_to_fifty = Benchmark(low=10, high=50, currency="EUR", source="T")
    assert words.figure_said(ten_to_fifty, COST, "USD") == "€10 to €50 a contact"
    assert words.figure_said(Benchmark(value=0.2, source="T"), SHARE, "USD") == "20%"
    assert words.figure_said(Benchmark(low=0.1, high=0.2, source="T"), SHARE, "USD") == "10% to 20%"
    # One contact and twenty contacts have no unit in common.
    contacts = Assumption(label="Contacts", unit="contact/month")
    assert (
        words.figure_said(Benchmark(low=1, high=20, source="T"), contacts, "USD")
        == "1 contact a month to 20 contacts a month"
    )


def test_limits_and_plausible_ranges() -> None:
    assert words.limits_said(COST, "USD") == "at least $0 a contact; anything else is refused"
    assert words.limits_said(SHARE, "USD") == "between 0% and 100%; anything else is refused"
    assert words.limits_said(Assumption(unit="1"), "USD") == ""
    assert words.plausible_said(COST, "USD") == "$2 to $50 a contact; a value outside is challenged, not refused"
    assert words.plausible_said(SHARE, "USD") == ""
    assert (words.unit_said(COST, "USD"), words.unit_said(SHARE, "USD")) == ("USD a contact", "a share, in %")


def test_an_assumption_names_the_streams_that_use_it(shelf: Library) -> None:
    assert [stream.id for stream in words.users(shelf, "unit_contact_cost")] == ["support_deflection"]
    assert all(words.users(shelf, name) for name in shelf.assumptions)


def test_topics_have_titles(shelf: Library) -> None:
    titles = words.topics(shelf)
    assert titles["general"] == "Your organisation's numbers"
    assert set(shelf.topics.values()) <= set(titles)


def test_formulas_are_said_by_option(shelf: Library) -> None:
    lines = {line.id: line for line in shelf.streams["support_deflection"].lines}
    gated = next(item for item in words.formulas(lines["help_visits"], words.labels(shelf)) if item.option == "gated")
    assert gated.text == "active_members * help_visits_per_member"
    assert str(gated.words) == "“Active members in a month” times “Visits for help by a member”"
    avoided = next(line for line in lines.values() if line.kind == "benefit")
    assert words.line_said(avoided, "USD").startswith("Benefit, in USD a month, money that stops being spent")


def test_timing_conventions_at_ten_percent() -> None:
    # Month ends: 1000 / 1.1^(1/12) = 992.09, / 1.1 = 909.09, / 1.1^2 = 826.45. Mid-month: half a month less of waiting,
    # 1000 / 1.1^(1/24) = 996.04, / 1.1^(11.5/12) = 912.71, / 1.1^(23.5/12) = 829.73. Year ends: months 1 and 12 lie in
    # year 1. Excel: one year more for each.
    rows = timing_rows(0.10, "USD")
    assert [row[1:] for row in rows] == [
        ("$1,000.00", "$992.09", "$909.09", "$826.45"),
        ("$1,000.00", "$996.04", "$912.71", "$829.73"),
        ("$1,000.00", "$909.09", "$909.09", "$826.45"),
        ("$909.09", "$826.45", "$826.45", "$751.31"),
    ]
    assert [row[0].lower() for row in rows] == [text.lower() for text in TIMING_WORDS.values()]


def test_a_page_of_the_handbook_is_read_in_parts() -> None:
    parts = document("formulas.md")
    assert [part.text for part in parts if part.kind == "heading"][:2] == ["Pieces", "Time"]
    pieces = section("formulas.md", "Pieces")
    assert [part.kind for part in pieces] == ["table"]
    assert pieces[0].rows[0] == ((Span("text", "write"),), (Span("text", "it means"),))
    assert pieces[0].rows[1][0] == (Span("code", "12"), Span("text", ", "), Span("code", "0.05"))
    assert Span("strong", "opening") in section("formulas.md", "Time")[0].rows[0][0]
    assert section("formulas.md", "Units")[0].text.startswith("Each line and assumption has a unit, and")


def test_nothing_of_a_page_is_lost() -> None:
    for name in ("formulas.md", "finance.md", "app.md"):
        shown = " ".join(part.text for part in document(name))
        text = (ROOT / "docs" / name).read_text().partition("\n")[2].replace("```yaml", "")
        for word in text.replace("|", " ").split():
            plain = word.strip("`*#[]()")
            if plain.isalpha():
                assert plain in shown, (name, plain)
