"""Workbooks as LibreOffice computes them: one start for many files, from a profile of its own that recalculates everything."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from exports.packing import packed
from tests.sheets import Sheets

_BOOK = "xl/workbook.xml"
_PRINT_TITLES = re.compile(rb'<definedName name="_xlnm.Print_Titles".*?</definedName>')
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Without this LibreOffice would keep the values a file comes with, and the test would compare them with themselves."""


def office() -> str:
    """Return the program; where it is missing the test is skipped, but not in CI, where it must be there."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None and os.environ.get("CI"):
        pytest.fail("LibreOffice is missing, and the workbook cannot be proved without it")
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


def without_print_titles(data: bytes) -> bytes:
    """Return a workbook without the heads that are printed on every page: LibreOffice spends half of its time on them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[_BOOK] = _PRINT_TITLES.sub(b"", files[_BOOK])
    return packed(files)


def recalculated(files: Mapping[str, bytes], folder: Path) -> dict[str, Sheets]:
    """Return workbooks by name as they are once LibreOffice has computed every formula in them."""
    program, profile, written, out = office(), folder / "profile", folder / "written", folder / "computed"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS)
    written.mkdir()
    for name, data in files.items():
        (written / f"{name}.xlsx").write_bytes(without_print_titles(data))
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", "xlsx",
        "--outdir", str(out), *(str(path) for path in sorted(written.iterdir())),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    return {name: Sheets((out / f"{name}.xlsx").read_bytes()) for name in files}
