"""The first tables: cases, their revisions and figures, libraries, reviews, programmes, the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scenarios.stored import refusal

revision = "0001"
down_revision = None

KEPT = ("contents", "libraries", "revisions", "scenarios", "verdicts", "events")
"""Tables whose rows are never changed or taken away; the database itself sees to that."""
_MOMENT = sa.DateTime(timezone=True)
_OF_A_REVISION = (["case_id", "number"], ["revisions.case_id", "revisions.number"])


def upgrade() -> None:
    """Make the tables, and forbid changes where there must be none."""
    _contents()
    _cases()
    _figures()
    _reviews()
    _trail()
    _programmes()
    for table in KEPT:
        _keep(table)


def downgrade() -> None:
    """Take the tables away, which is refused while they hold cases."""
    (count,) = op.get_bind().execute(sa.text("SELECT count(*) FROM cases")).one()
    if count:
        what = f"The store holds {count} cases, and its tables were not taken away."
        remedy = "Write a backup, and take another database or file for an empty store."
        raise refusal("store_not_empty", what, "All of them would be lost.", remedy)
    for table in (
        "programmes",
        "events",
        "verdicts",
        "comments",
        "scenarios",
        "revisions",
        "cases",
        "libraries",
        "contents",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION community_case_kept()")


def _contents() -> None:
    for name in ("contents", "libraries"):
        digest = sa.Column("digest", sa.String(64), primary_key=True)
        op.create_table(name, digest, sa.Column("body", sa.LargeBinary, nullable=False))


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("baseline", sa.Integer),
        sa.Column("baseline_name", sa.Text, nullable=False),
        sa.Column("deleted_at", _MOMENT),
        sa.Column("deleted_by", sa.String(120)),
    )
    op.create_table(
        "revisions",
        sa.Column("case_id", sa.String(16), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("parent", sa.Integer),
        sa.Column("merged_from", sa.Integer),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.Column("digest", sa.String(64), sa.ForeignKey("contents.digest"), nullable=False),
        sa.Column("library", sa.String(64), sa.ForeignKey("libraries.digest"), nullable=False),
        sa.Column("model_version", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
    )


def _figures() -> None:
    op.create_table(
        "scenarios",
        sa.Column("case_id", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("npv", sa.Float(53)),
        sa.Column("roi", sa.Float(53)),
        sa.Column("payback_months", sa.Float(53)),
        sa.Column("peak_funding", sa.Float(53)),
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(*_OF_A_REVISION),
    )


def _reviews() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("scenario", sa.String(80)),
        sa.Column("proposal", sa.Text),
        sa.Column("reply_to", sa.String(16), sa.ForeignKey("comments.id")),
        sa.Column("settled_at", _MOMENT),
        sa.Column("settled_by", sa.String(120)),
        sa.ForeignKeyConstraint(*_OF_A_REVISION),
    )
    op.create_index("comments_by_revision", "comments", ["case_id", "number", "at"])
    op.create_table(
        "verdicts",
        sa.Column("case_id", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("verdict", sa.String(30), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(*_OF_A_REVISION),
    )


def _trail() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "events",
        sa.Column("position", number, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(16), nullable=False, unique=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(16)),
        sa.Column("revision", sa.Integer),
        sa.Column("details", sa.Text, nullable=False),
    )
    op.create_index("events_by_case", "events", ["case_id", "position"])


def _programmes() -> None:
    op.create_table(
        "programmes",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.Column("deleted_at", _MOMENT),
        sa.Column("deleted_by", sa.String(120)),
    )


def _keep(table: str) -> None:
    """Let the database refuse to change or take away a row."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            name = f"{table}_kept_from_{action.lower()}"
            refused = f"SELECT RAISE(ABORT, 'rows of {table} are never changed')"
            op.execute(f"CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN {refused}; END")
        return
    if table == KEPT[0]:
        refused = "RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME"
        op.execute(
            f"CREATE FUNCTION community_case_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refused}; END $$"
        )
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION community_case_kept()"
    )
