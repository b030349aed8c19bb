"""The style sheet takes its colours from the theme: what Streamlit gives to components alone is the same for all else."""

from __future__ import annotations

import re
import tomllib

from tests.conftest import ROOT

NAMES = {"primary": "primaryColor", "link": "linkColor", "text": "textColor", "background": "backgroundColor"}


def test_the_colours_of_the_style_sheet_are_those_of_the_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    style = (ROOT / "ui" / "style.css").read_text()
    for name, key in NAMES.items():
        pair = re.search(rf"--st-{name}-color: light-dark\((#\w+), (#\w+)\)", style)
        assert pair, name
        assert pair.groups() == (theme["light"][key], theme["dark"][key]), name
