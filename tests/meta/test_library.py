"""The library is whole: names, files, units, sources, and words that cannot be misheard."""

from __future__ import annotations

from collections import Counter

import pytest

from assumptions.loader import load_library
from assumptions.overlay import resolve
from model.evidence import Assumption
from model.line import Library, Stream
from model.nodes import Number, walk
from model.parse import parse_formula
from model.problems import CaseProblems
from model.units import vocabulary
from model.words import PHRASES
from tests.cases import BARE, case_file
from tests.conftest import ROOT

STREAM_FILES = sorted((ROOT / "model" / "streams").glob("*.yaml"))
VALUE_STREAMS = 18
COST_GROUPS = {"technology", "people", "process", "overheads"}
HARMLESS = {0.0, 1.0, 2.0, 1e-6}


def formulas(stream: Stream) -> list[str]:
    texts = [
        text
        for line in stream.lines
        for text in (line.formula, line.opening, line.attribution, *line.formulas.values())
        if text
    ]
    return [*texts, *(check.formula for check in stream.checks), *(overlap.cap for overlap in stream.overlaps.values())]


def test_the_library_holds_what_it_promises(shelf: Library) -> None:
    kinds = Counter(stream.kind for stream in shelf.streams.values())
    assert kinds["value"] == VALUE_STREAMS
    assert {stream.id for stream in shelf.streams.values() if stream.kind == "cost"} == COST_GROUPS


@pytest.mark.parametrize("path", STREAM_FILES, ids=lambda path: path.stem)
def test_path_is_name(path) -> None:
    assert (ROOT / "assumptions" / path.name).exists()
    assert (ROOT / "tests" / "golden" / path.name).exists()


def test_every_name_means_one_thing(shelf: Library) -> None:
    ids = [line.id for stream in shelf.streams.values() for line in stream.lines] + list(shelf.assumptions)
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    labels = [line.label for stream in shelf.streams.values() for line in stream.lines]
    labels += [record.label or "" for record in shelf.assumptions.values()]
    assert [label for label, count in Counter(map(str.lower, labels)).items() if count > 1] == []


def test_labels_cannot_be_misheard(shelf: Library) -> None:
    labels = [line.label for stream in shelf.streams.values() for line in stream.lines]
    labels += [record.label or "" for record in shelf.assumptions.values()]
    assert [label for label in labels for phrase in PHRASES if phrase in f" {label.lower()} "] == []
    assert [label for label in labels if "“" in label or "”" in label] == []


def test_formulas_hold_no_hidden_numbers(shelf: Library) -> None:
    for stream in shelf.streams.values():
        for text in formulas(stream):
            numbers = {node.value for node in walk(parse_formula(text)) if isinstance(node, Number)}
            assert numbers <= HARMLESS, (stream.id, text)


def test_every_assumption_is_used_and_described(shelf: Library) -> None:
    used = {
        getattr(node, "id", None)
        for s in shelf.streams.values()
        for text in formulas(s)
        for node in walk(parse_formula(text))
    }
    for name, record in shelf.assumptions.items():
        assert name in used, name
        assert record.label, name
        assert record.question, name
        assert record.question.rstrip().endswith((".", "?")), name
        assert record.limits is not None, name
        assert vocabulary("USD").unit(record.unit or ""), name


def test_every_value_and_benchmark_has_a_source(shelf: Library) -> None:
    for name, record in shelf.assumptions.items():
        if record.is_known:
            assert record.source, name
            assert record.grade == "published", name
        for benchmark in record.benchmarks:
            assert benchmark.source, name
            assert all(source.title for source in benchmark.source), name
            assert benchmark.currency or "currency" not in (record.unit or ""), name


def test_benchmarks_lie_within_hard_limits(shelf: Library) -> None:
    for name, record in shelf.assumptions.items():
        low, high = record.limits or (None, None)
        for benchmark in record.benchmarks:
            if benchmark.comparable:
                assert low is None or benchmark.span[0] >= low, name
                assert high is None or benchmark.span[1] <= high, name


def test_published_money_is_no_default_in_another_currency(shelf: Library) -> None:
    price = Assumption(
        label="Price",
        unit="currency/member",
        value=5,
        source="T",
        benchmarks=({"value": 5, "currency": "USD", "source": "T"},),
    )
    made_up = Library(assumptions={"price": price}, streams=shelf.streams)
    line = {"id": "fee", "label": "Fee", "unit": "currency/member", "formula": "price"}
    for currency, is_default in (("USD", True), ("EUR", False)):
        case = case_file(BARE | {"currency": currency, "lines": [line]}).case
        if is_default:
            assert resolve(case, made_up).resolved.assumptions["price"].record.value == 5
        else:
            with pytest.raises(CaseProblems, match="We still need: price"):
                resolve(case, made_up)


def test_a_figure_without_its_publication_is_refused(tmp_path) -> None:
    (tmp_path / "sources.yaml").write_text("nielsen: {title: Participation}\n")
    (tmp_path / "topic.yaml").write_text("share: {unit: '1', value: 0.1, source: nilsen}\n")
    with pytest.raises(CaseProblems, match="Did you mean `nielsen`"):
        load_library(ROOT / "model" / "streams", tmp_path)
    (tmp_path / "topic.yaml").write_text("share: {unit: '1', valeu: 0.1}\n")
    with pytest.raises(CaseProblems, match="Did you mean `value`"):
        load_library(ROOT / "model" / "streams", tmp_path)
