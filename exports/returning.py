"""What comes back in the terminal: cases from a backup, deleted ones, and older revisions, each with what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from exports import records
from scenarios.referring import stored_case

if TYPE_CHECKING:
    from scenarios.store import Store


def taken_in(store: Store, path: Path, author: str) -> list[dict[str, Any]]:
    """Take in a backup, and say what became of each case."""
    from scenarios.backup import lines_of

    return [records.imported_row(found) for found in store.import_yaml(lines_of(path), author=author)]


def gone_back(store: Store, name: str, revision: int | None, message: str, author: str) -> list[dict[str, Any]]:
    """Recover a case if it was deleted, and go back to a revision if one is named."""
    on = stored_case(name)
    said = []
    if on.deleted_at is not None:
        store.recover(on.id, author=author)
        said.append(f"Recovered “{on.title}”.")
    if revision is not None:
        new = store.restore(on.id, revision, author=author, message=message)
        said.append(f"Revision {revision} is now revision {new.number}.")
    if not said:
        raise typer.BadParameter("The case is not deleted: say with --revision which of its revisions you want.")
    return [{"id": on.id, "said": " ".join(said)}]
