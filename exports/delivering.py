"""Writes the file of an export to its place: whole, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from model.problems import CaseProblems, Problem
from scenarios.replacing import replaced

_FOR_ALL = 0o644
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


def written(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; what stood there before stays until the new one is complete.

    Raises `CaseProblems`: `no_folder`, `is_folder`, `no_room`, `not_allowed`, else `unwritable`.
    """
    check_place(path)
    try:
        replaced(path, [data], _FOR_ALL)
    except OSError as error:
        raise _refused(path, error) from None


def check_place(path: Path) -> None:
    """Look whether a file can stand there, before anything is built.

    Raises `CaseProblems`: `no_folder` where its folder is missing, `is_folder` where the name is that of a folder,
    `not_allowed` where this program may not write.
    """
    try:
        if path.is_dir():
            raise _problem("is_folder", path, "There is a folder of that name.", "Name the file to write in it.")
        if not path.parent.is_dir():
            raise _problem(
                "no_folder", path, f"There is no folder `{path.parent}`.", "Make the folder, or name another."
            )
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _refused(path, error) from None


def _refused(path: Path, error: OSError) -> CaseProblems:
    reason = error.strerror or str(error)
    if error.errno in _NO_ROOM:
        return _problem(
            "no_room", path, f"There is no room for the file: {reason}.", "Make room, or name another disk."
        )
    if error.errno in _NOT_ALLOWED:
        remedy = "Name a folder you may write to, or close the file where it is open."
        return _problem("not_allowed", path, f"The file may not be written: {reason}.", remedy)
    return _problem("unwritable", path, f"The file cannot be written: {reason}.", "Name another place.")


def _problem(code: str, path: Path, what: str, remedy: str) -> CaseProblems:
    why = "An export that is not whole is worth nothing; nothing was left behind."
    return CaseProblems([Problem(code, (), what, why, remedy, str(path))])
