"""Community Case in the browser: page config, style, frame and navigation; everything else lies in ui/."""

from __future__ import annotations

import logging

import streamlit as st

from ui import state
from ui.components import frame, markup, picking, saving, trace
from ui.journey import BY_NAME, FIRST, PLACES

st.set_page_config(page_title="Community Case", page_icon="ui/icon.png", layout="wide")
markup.use_style()
pages = [st.Page(place.file, title=place.title, url_path=place.name, default=place.name == FIRST) for place in PLACES]
page = st.navigation(pages, position="hidden")
wanted = state.turn_page()
if wanted:
    st.switch_page(BY_NAME[wanted].file)
try:
    state.speak()
    state.begin()
    standing = state.standing()
    state.sync_link()
    frame.rail(standing)
    frame.head(standing)
    state.turn_to(page.title)
    page.run()
    frame.foot(page.url_path or FIRST)
    picking.close_menu(page.title)
    trace.show(standing)
    saving.show()
except Exception:  # whatever a page stumbles over, nobody is shown a trace, and the draft is kept
    logging.getLogger(__name__).exception("The page %s could not be drawn", page.title)
    frame.apologise()
