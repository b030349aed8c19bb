"""What goes wrong with a database, said as problems a person can mend; nothing of it is lost from the draft."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from model.problems import CaseProblems, Problem

_SQLITE = {
    "SQLITE_FULL": "store_full",
    "SQLITE_READONLY_DBMOVED": "store_unreachable",
    "SQLITE_READONLY": "store_read_only",
    "SQLITE_PERM": "store_read_only",
    "SQLITE_AUTH": "store_read_only",
    "SQLITE_BUSY": "store_busy",
    "SQLITE_LOCKED": "store_busy",
    "SQLITE_CANTOPEN": "store_unreachable",
    "SQLITE_IOERR": "store_unreachable",
    "SQLITE_CORRUPT": "store_damaged",
    "SQLITE_NOTADB": "store_damaged",
}
"""Errors of SQLite by how their name begins, the more exact first."""
_POSTGRES = {
    "53100": "store_full",
    "25006": "store_read_only",
    "42501": "store_read_only",
    "53": "store_busy",
    "55": "store_busy",
    "40": "store_busy",
    "57014": "store_busy",
    "08": "store_unreachable",
    "57": "store_unreachable",
    "28": "store_unreachable",
    "3D": "store_unreachable",
    "58": "store_unreachable",
    "XX": "store_damaged",
}
"""States of PostgreSQL by their code or the class it begins with, the more exact first."""
_KEPT = "Nothing was written; what you have entered is kept as a draft."
_WORDS = {
    "store_full": (
        "There is no room left where cases are saved",
        _KEPT,
        "Make room on the disk, then save again.",
    ),
    "store_read_only": (
        "Cases can be read but not saved",
        _KEPT,
        "Let this program write to the store and to its folder, then save again.",
    ),
    "store_unreachable": (
        "The store of the cases cannot be reached",
        _KEPT,
        "Check that the database runs, its address and password, and the network; then try again.",
    ),
    "store_busy": (
        "Others are using the store just now, and it did not become free in time",
        _KEPT,
        "Try again in a moment.",
    ),
    "store_damaged": (
        "The store of the cases is damaged",
        "It was cut short, or changed by other means.",
        "Keep the file as it is, and restore a backup into a new store.",
    ),
    "store_failed": (
        "The store of the cases refused",
        _KEPT,
        "Try again; if it stays, keep this message and ask whoever looks after the database.",
    ),
}


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Raise what a database or its driver reports as `CaseProblems`, with the place of the store but no password."""
    try:
        yield
    except DBAPIError as error:
        raise _problem(_code(error), url, _detail(error)) from None
    except PoolTimeout:
        raise _problem("store_busy", url, "") from None
    except SQLAlchemyError as error:
        raise _problem("store_failed", url, _first_line(error)) from None
    except OSError as error:
        raise _problem(_of_the_system(error), url, error.strerror or str(error)) from None


def _code(error: DBAPIError) -> str:
    original = error.orig
    name = getattr(original, "sqlite_errorname", None)
    if name:
        return next((code for sign, code in _SQLITE.items() if name.startswith(sign)), "store_failed")
    state = getattr(original, "sqlstate", None) or ""
    known = next((_POSTGRES[state[:length]] for length in (5, 2) if state[:length] in _POSTGRES), None)
    if known:
        return known
    is_lost = error.connection_invalidated or (type(original).__name__ == "OperationalError" and not state)
    return "store_unreachable" if is_lost else "store_failed"


def _of_the_system(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "store_read_only"
    return "store_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "store_unreachable"


def _detail(error: DBAPIError) -> str:
    return _first_line(error.orig or error)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(". ") if lines else ""


def _problem(code: str, url: URL, detail: str) -> CaseProblems:
    what, why, remedy = _WORDS[code]
    place = url.render_as_string(hide_password=True) if url.get_backend_name() != "sqlite" else url.database or ""
    said = f"{what}: {detail}." if detail else f"{what}."
    return CaseProblems([Problem(code, (), said, why, remedy, place)])
