"""Writes a file beside the old one and puts it in its place at once, so that there is always a whole one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkstemp


def replaced(path: Path, pieces: Iterable[bytes], mode: int = 0o600) -> None:
    """Write the pieces as one file, which only its owner may read unless said. Raises `OSError`; the old file is whole then."""
    descriptor, name = mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
