"""Files of exports: whole or not at all, whatever happens to the disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from exports import delivering
from model.problems import CaseProblems


def refused(path: Path) -> str:
    with pytest.raises(CaseProblems) as caught:
        delivering.written(path, b"new")
    return caught.value.problems[0].code


def test_a_file_is_written_with_the_rights_of_others(tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    path.write_bytes(b"old")
    delivering.written(path, b"new")
    assert path.read_bytes() == b"new"
    (tmp_path / "plain").write_bytes(b"")
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "no_room"), (errno.EDQUOT, "no_room"), (errno.EACCES, "not_allowed"), (errno.EIO, "unwritable")],
)
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch, number: int, code: str) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(b"old")

    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(delivering.os, "fsync", refuse)
    assert refused(path) == code
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("out.pdf", b"old")]


def test_a_device_that_is_full(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no such device here")
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space") as caught:
        full.write(b"x")
    assert delivering._refused(tmp_path, caught.value).problems[0].code == "no_room"


def test_places_where_nothing_can_stand(tmp_path: Path, monkeypatch) -> None:
    assert refused(tmp_path) == "is_folder"
    assert refused(tmp_path / "none" / "out.pdf") == "no_folder"
    assert refused(tmp_path / ("x" * 300)) == "unwritable"
    monkeypatch.setattr(delivering.os, "access", lambda *_: False)
    assert refused(tmp_path / "out.pdf") == "not_allowed"
