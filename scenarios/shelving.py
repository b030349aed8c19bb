"""What is saved, read from the tables: the list of cases, their history, one revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from model.line import Library
from model.references import BASE
from scenarios.saving import Content, case_from, library_from, searchable
from scenarios.sql import Found, cases, contents, libraries, revisions, scenarios, verdicts
from scenarios.stored import CaseList, CaseSummary, Revision, Saved, ScenarioFigures, Verdict


def listed(connection: Connection, search: str, *, deleted: bool, limit: int, offset: int) -> CaseList:
    """Return a page of the cases in which every word of the search occurs, the newest first."""
    is_wanted = cases.c.deleted_at.is_not(None) if deleted else cases.c.deleted_at.is_(None)
    wanted = [is_wanted, *(cases.c.search.contains(word, autoescape=True) for word in searchable(search).split())]
    total = connection.execute(select(func.count()).select_from(cases).where(*wanted)).scalar_one()
    newest = (cases.c.saved_at.desc(), cases.c.id)
    page = select(cases.c.id).where(*wanted).order_by(*newest).limit(limit).offset(offset)
    found = {row.id: row for row in connection.execute(_summaries().where(cases.c.id.in_(page)).order_by(*newest))}
    return CaseList(_with_reviews(connection, found), total)


def summary(connection: Connection, case_id: str) -> CaseSummary | None:
    """Return one case, deleted or not."""
    found = connection.execute(_summaries().where(cases.c.id == case_id)).one_or_none()
    return _with_reviews(connection, {case_id: found})[0] if found else None


def called(connection: Connection, name: str) -> tuple[CaseSummary, ...]:
    """Return the cases whose id, or else whose short name, is this; of deleted ones only by id."""
    query = _summaries()
    exact = connection.execute(query.where(cases.c.id == name)).all()
    by_name = query.where(revisions.c.slug == name, cases.c.deleted_at.is_(None)).order_by(cases.c.saved_at.desc())
    rows = exact or connection.execute(by_name).all()
    return _with_reviews(connection, {row.id: row for row in rows})


def _summaries() -> Select[Any]:
    """Return the query for cases with their head and the figures of its base case."""
    head = and_(revisions.c.case_id == cases.c.id, revisions.c.number == cases.c.head)
    base = and_(
        scenarios.c.case_id == cases.c.id, scenarios.c.number == cases.c.head, scenarios.c.name == BASE
    )  # fmt: skip
    said = [revisions.c[name] for name in ("slug", "title", "organisation", "currency", "author", "message")]
    figures = [scenarios.c[name] for name in ("npv", "roi", "payback_months", "is_complete")]
    return select(cases, *said, *figures).join(revisions, head).outerjoin(scenarios, base)


def _with_reviews(connection: Connection, found: Mapping[str, Found]) -> tuple[CaseSummary, ...]:
    reviews: dict[str, list[Verdict]] = defaultdict(list)
    query = select(verdicts).where(verdicts.c.case_id.in_(list(found))).order_by(verdicts.c.number)
    for row in connection.execute(query) if found else ():
        reviews[row.case_id].append(_verdict(row))
    return tuple(_summary(row, reviews[case_id]) for case_id, row in found.items())


def _summary(row: Found, reviews: list[Verdict]) -> CaseSummary:
    return CaseSummary(
        id=row.id,
        slug=row.slug,
        title=row.title,
        organisation=row.organisation,
        currency=row.currency,
        head=row.head,
        author=row.author,
        saved_at=row.saved_at,
        message=row.message,
        npv=row.npv,
        roi=row.roi,
        payback_months=row.payback_months,
        is_complete=bool(row.is_complete),
        verdicts=tuple(reviews),
        baseline=row.baseline,
        baseline_name=row.baseline_name,
        origin=row.origin,
        created_at=row.created_at,
        deleted_at=row.deleted_at,
        deleted_by=row.deleted_by,
    )


# --- revisions ---------------------------------------------------------------------------------------------------


def history(connection: Connection, case_id: str, numbers: Collection[int] = ()) -> tuple[Revision, ...]:
    """Return the revisions of a case, or those with some numbers, the newest first."""

    def of(table: Any) -> Any:
        mine = table.c.case_id == case_id
        return and_(mine, table.c.number.in_(list(numbers))) if numbers else mine

    figures: dict[int, dict[str, ScenarioFigures]] = defaultdict(dict)
    in_order = select(scenarios).where(of(scenarios)).order_by(scenarios.c.number, scenarios.c.position)
    for row in connection.execute(in_order):
        figures[row.number][row.name] = _figures(row)
    reviews = {row.number: _verdict(row) for row in connection.execute(select(verdicts).where(of(verdicts)))}
    rows = connection.execute(select(revisions).where(of(revisions)).order_by(revisions.c.number.desc()))
    return tuple(_revision(row, figures[row.number], reviews.get(row.number)) for row in rows)


def one(connection: Connection, case_id: str, number: int | None = None) -> Revision | None:
    """Return one revision of a case, the head unless said; None if there is none."""
    wanted = number
    if wanted is None:
        wanted = connection.execute(select(cases.c.head).where(cases.c.id == case_id)).scalar()
    return next(iter(history(connection, case_id, [wanted])), None) if wanted is not None else None


def opened(connection: Connection, revision: Revision) -> Saved:
    """Return a revision with its case and library. Raises `CaseProblems` (`store_damaged`) if they cannot be read."""
    body = connection.execute(select(contents.c.body).where(contents.c.digest == revision.digest)).scalar_one()
    case = case_from(Content(revision.digest, body))
    return Saved(revision, case, library_of(connection, revision.library))


def library_of(connection: Connection, digest: str) -> Library:
    """Return a stored library; one that was read before is not read again."""
    body = connection.execute(select(libraries.c.body).where(libraries.c.digest == digest)).scalar_one()
    return _library(Content(digest, body))


@lru_cache(maxsize=16)
def _library(content: Content) -> Library:
    return library_from(content)


def _revision(row: Found, figures: Mapping[str, ScenarioFigures], verdict: Verdict | None) -> Revision:
    return Revision(
        case_id=row.case_id,
        number=row.number,
        parent=row.parent,
        merged_from=row.merged_from,
        author=row.author,
        message=row.message,
        saved_at=row.saved_at,
        digest=row.digest,
        library=row.library,
        model_version=row.model_version,
        figures=figures,
        verdict=verdict,
    )


def _figures(row: Found) -> ScenarioFigures:
    known = (row.npv, row.roi, row.payback_months, row.peak_funding)
    return ScenarioFigures(row.label, row.fingerprint, *known, is_complete=row.is_complete)


def _verdict(row: Found) -> Verdict:
    return Verdict(row.case_id, row.number, row.verdict, row.author, row.text, row.at)
