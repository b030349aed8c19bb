"""What will be in an export, before it is written: the names of its sheets, slides, sections, charts or columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exports.outputs import Order

Contents = tuple[tuple[str, str], ...]
"""What each part is called, and what it holds."""


def preview(extension: str, order: Order) -> Contents:
    """Return the parts of an export; none for a single picture, which is its own preview."""
    found = _PREVIEWS.get(extension)
    return found(order) if found else ()


def _sheets(order: Order) -> Contents:
    from exports.workbook.contents import held
    from exports.workbook.plan import plan

    return tuple(held(plan(order.analysis, order.stamp)).items())


def _slides(order: Order) -> Contents:
    from exports.deck import slides

    return tuple((slide.title, "") for slide in slides(order))


def _sections(order: Order) -> Contents:
    from exports.memo.document import document

    return tuple(
        (section.title, "; ".join(part.title for part in section.sections)) for section in document(order).sections
    )


def _charts(order: Order) -> Contents:
    from exports.chart_list import archived
    from exports.images import look_of

    look = look_of(order.brand)
    return tuple((chart.name, chart.draw(look).title) for chart in archived(order))


def _lines(order: Order) -> Contents:  # noqa: ARG001 - one signature for all
    from exports.data import HOLDS

    return tuple(HOLDS.items())


def _record(order: Order) -> Contents:
    held = order.analysis.appraisal.record()
    words = {
        "case": "What it is about, and its convention", "figures": "The headline figures", "years": "Benefits, costs and net by year",
        "streams": "What each stream brings or costs", "shares": "The value by goal, style, perspective, journey and class",
        "kpis": "KPIs with their targets", "challenges": "What a CFO will ask", "integrity": "The model against itself",
        "notes": "What is missing or unusual",
    }  # fmt: skip
    others = (("comparison", "The scenarios side by side"),) if order.others else ()
    every = (("lines", "Every line by month"), *others, ("stamp", "Where the figures come from"))
    return (*((name, words[name]) for name in held if name in words), *every)


_PREVIEWS: Mapping[str, Callable[[Order], Contents]] = {
    "xlsx": _sheets, "pptx": _slides, "docx": _sections, "pdf": _sections, "zip": _charts, "csv": _lines,
    "parquet": _lines, "json": _record,
}  # fmt: skip
