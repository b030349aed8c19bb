"""Zip archives and office documents that are the same, byte by byte, whenever and wherever they were written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST = ("[Content_Types].xml", "_rels/.rels")
"""Parts that readers of office documents look for first."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip archive can hold."""
_READABLE = 0o644 << 16
_UNIX = 3


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files by name as a zip archive, in the order of their names, without the time it was made."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=_place):
            archive.writestr(_entry(name), files[name])
    return whole.getvalue()


def repacked(data: bytes) -> bytes:
    """Return an office document (or another zip archive) with its parts in a fixed order and without times.

    What stands inside the parts is left as it is: set the dates in the properties of the document from its stamp.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _READABLE, _UNIX
    return entry
