"""Drawings as pictures of pixels, in this process or, where there are many, in one beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Later = Callable[[], bytes]
"""Returns a picture once it is done."""


def png(drawing: str, scale: int = 1) -> bytes:
    """Return an SVG drawing as PNG, at its own size or so many times that."""
    import vl_convert  # it takes a while to load, and most of the product does without

    data: bytes = vl_convert.svg_to_png(drawing, scale=scale)
    return data


@contextmanager
def beside() -> Iterator[Callable[[str], Later]]:
    """Give what turns drawings into pictures while this process goes on; on a single processor it is done in this one.

    Who asks for a picture that the process beside has not begun makes it here: ask for the last ones first.
    """
    if (os.cpu_count() or 1) == 1:
        yield lambda drawing: lambda: png(drawing)
        return
    from loky import ProcessPoolExecutor

    pool = ProcessPoolExecutor(1)

    def later(drawing: str) -> Later:
        ahead = pool.submit(png, drawing)
        return lambda: png(drawing) if ahead.cancel() else ahead.result()

    try:
        yield later
    finally:
        pool.shutdown(kill_workers=True)
