"""Community Case in the browser: page config, style and navigation; everything else lies in ui/."""

from __future__ import annotations

import streamlit as st

from ui.components import markup

st.set_page_config(page_title="Community Case", page_icon="ui/icon.png", layout="wide")
markup.use_style()
st.navigation([st.Page("ui/pages/overview.py", title="Overview", default=True)], position="hidden").run()
