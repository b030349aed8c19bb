"""What lists and search need: when the head of a case was saved, and the words it is found by."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from scenarios.saving import searchable

revision = "0002"
down_revision = "0001"

_AT_ONCE = 500
_WORDS = sa.text(
    "SELECT cases.id, title, organisation, slug, author, message FROM cases"
    " JOIN revisions ON revisions.case_id = cases.id AND revisions.number = cases.head"
)
_NEWEST = (
    "UPDATE cases SET saved_at = (SELECT saved_at FROM revisions"
    " WHERE revisions.case_id = cases.id AND revisions.number = cases.head)"
)


def upgrade() -> None:
    """Add the columns and fill them from the revisions that are there."""
    long_ago = "1970-01-01 00:00:00.000000"
    op.add_column("cases", sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, server_default=long_ago))
    op.add_column("cases", sa.Column("search", sa.Text, nullable=False, server_default=""))
    op.execute(_NEWEST)
    write = sa.text("UPDATE cases SET search = :words WHERE id = :case_id")
    for rows in _found():
        op.get_bind().execute(write, rows)
    op.create_index("cases_by_time", "cases", ["saved_at", "id"])


def downgrade() -> None:
    """Take the columns away; everything in them stands in the revisions too."""
    op.drop_index("cases_by_time", "cases")
    op.drop_column("cases", "search")
    op.drop_column("cases", "saved_at")


def _found() -> Iterator[list[dict[str, str]]]:
    """Yield the words of every case, some hundred cases at a time."""
    rows = op.get_bind().execute(_WORDS).all()
    for start in range(0, len(rows), _AT_ONCE):
        yield [{"case_id": row[0], "words": searchable(*row[1:])} for row in rows[start : start + _AT_ONCE]]
