"""Run by Alembic for every migration: on the connection, and in the transaction, that `scenarios/migrating.py` gives it."""

from __future__ import annotations

from alembic import context

from scenarios.sql import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
