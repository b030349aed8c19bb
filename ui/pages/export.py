"""Export: choose a form, see what it will hold, put in a look, say which scenarios go with it, and take the file along."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import streamlit as st

from exports.brand import DEFAULT
from exports.outputs import FORMS, OUTPUTS, Order, Output
from model.problems import CaseProblems
from model.references import BASE
from scenarios import Analysis
from scenarios.standing import Standing
from ui import exporting, state
from ui.components import fields, markup
from ui.components.picking import button, live
from ui.journey import BY_NAME

PAGE = "export"
_CHART, _BESIDE, _KIND = "export-chart", "export-beside", "export-kind"
_ALL, _FIRST = "zip", "cash_flow"
_ONE_CHART = {
    "png": "Picture (PNG)",
    "svg": "Drawing (SVG)",
    "pptx": "Editable slide (PPTX)",
    "csv": "Rows behind it (CSV)",
}


def show() -> None:
    """Show what can be exported; then what the chosen file will hold, and how it is had."""
    standing = state.standing()
    analysis = standing.analysis
    if analysis is None:
        markup.page(BY_NAME[PAGE], "There is nothing to take along yet.")
        markup.empty(
            "Once the case has a value stream or a cost with its answers, it can be exported as slides, a text, a workbook, charts or data."
        )
        st.button(
            "Choose where value comes from", type="primary", on_click=state.go_to, args=("value",), key="to-value"
        )
        return
    markup.page(BY_NAME[PAGE], _answer(standing))
    form = _form()
    left, right = st.columns([2, 3], gap="large")
    with left:
        output, asked = _asked(form, standing, analysis)
        _look(output)
    with right:
        _take(output, asked)
        _preview(output, asked)


def _answer(standing: Standing) -> str:
    under = (
        standing.case.options[standing.scenario].label or standing.scenario if standing.scenario else "the base case"
    )
    so_far = "" if standing.is_complete else "; what is not answered yet is left out, and the file says so"
    return f"Slides, a text, a workbook, charts or data of {under}, all from the same figures{so_far}."


# --- what --------------------------------------------------------------------------------------------------------


def _form() -> str:
    """Let somebody choose a form, and return the one that is chosen."""
    offered = {name: said for name, said in FORMS.items() if any(output.form == name for output in OUTPUTS.values())}
    current = state.picked(PAGE, next(iter(offered)))
    current = current if current in offered else next(iter(offered))
    items = "".join(
        f"<li class='cc-option{' cc-on' if name == current else ''}'><h3>"
        f"{button(name, title, 'cc-whole-card', f'{title}: choose it', is_on=name == current)}</h3><p>{markup.escape(holds)}</p></li>"
        for name, (title, holds) in offered.items()
    )
    drawn = f"<div role='group' aria-label='Forms'><ul class='cc-options'>{items}</ul></div>"
    live(drawn, "export-forms", lambda name: state.pick(PAGE, name))
    return current


def _asked(form: str, standing: Standing, analysis: Analysis) -> tuple[Output, Order]:
    """Ask which file of a form is wanted, of which chart, and beside which scenarios."""
    beside = _beside(standing)
    whole = exporting.order(standing, analysis, beside)
    if form != "charts":
        kinds = {name: output.title for name, output in OUTPUTS.items() if output.form == form}
        return OUTPUTS[_chosen("What kind of file?", f"{_KIND}-{form}", kinds, next(iter(kinds)))], whole
    listed = {_ALL: "All charts, as pictures, slides and rows (ZIP)"} | exporting.charts(whole)
    chart = _chosen("Which chart?", _CHART, listed, _ALL)
    if chart == _ALL:
        return OUTPUTS[_ALL], whole
    offered = {name: said for name, said in _ONE_CHART.items() if name in OUTPUTS}
    kind = _chosen("As what?", f"{_KIND}-chart", offered, "png")
    return OUTPUTS[kind], exporting.order(standing, analysis, beside, chart)


def _chosen(label: str, name: str, options: Mapping[str, str], otherwise: str) -> str:
    """Show a list and return what is picked in it; nothing is asked where there is one answer."""
    if len(options) == 1:
        return next(iter(options))
    current = state.picked(name, otherwise)
    current = current if current in options else otherwise
    fields.show(name, current)
    st.selectbox(
        label, list(options), key=name, format_func=lambda option: options[option], on_change=_pick, args=(name,)
    )
    return current


def _pick(name: str) -> None:
    state.pick(name, str(st.session_state[name]))


def _beside(standing: Standing) -> list[str | None]:
    """Ask which other scenarios go with the one that is shown; with some, the export compares them."""
    labels = {BASE: "Base case"} | {name: overlay.label or name for name, overlay in standing.case.options.items()}
    labels.pop(standing.scenario or BASE)
    if not labels:
        return []
    current = [name for name in state.picked(_BESIDE).split(",") if name in labels]
    fields.show(_BESIDE, current)
    st.multiselect(
        "Which scenarios go with it?", list(labels), key=_BESIDE, placeholder="Only the one shown", max_selections=7,
        format_func=lambda name: labels[name], on_change=_pick_several,
        help="With others beside it, the export compares them: their cash, streams and worth, and what makes the difference.",
    )  # fmt: skip
    return [None if name == BASE else name for name in current]


def _pick_several() -> None:
    state.pick(_BESIDE, ",".join(st.session_state[_BESIDE]))


# --- in which look -----------------------------------------------------------------------------------------------


def _look(output: Output) -> None:
    """Take a brand file and, for slides, a template."""
    if output.form == "data":
        return
    on = exporting.shelf()
    with st.expander(
        "Colours, font and logo", expanded=bool(on.fault) or on.brand != DEFAULT or on.template is not None
    ):
        st.file_uploader(
            "Brand file, and its logo", type=["yaml", "yml", "png", "jpg", "jpeg"], accept_multiple_files=True, key="brand-files",
            on_change=_put_in_brand,
            help="A small text file with colours and a font, and the logo it names as PNG or JPEG; a logo alone will do too.",
        )  # fmt: skip
        _kept(
            "brand",
            f"In the look of {on.brand.name}{' with a logo' if on.brand.logo else ''}." if on.brand != DEFAULT else "",
        )
        if output.takes_template:
            st.file_uploader("Your own slide template", type=["pptx", "potx"], key="template-file", on_change=_put_in_template, help="The slides take its layouts, colours and fonts.")  # fmt: skip
            _kept("template", f"In the template {on.template_name}." if on.template else "")


def _put_in_brand() -> None:
    exporting.put_in_brand(st.session_state["brand-files"])


def _put_in_template() -> None:
    exporting.put_in_template(st.session_state["template-file"])


def _kept(what: str, said: str) -> None:
    """Say what is in use, with a way to take it out again, and what is wrong with what was put in."""
    fault = exporting.shelf().fault.get(what)
    if fault:
        markup.fault(fault)
    if said:
        markup.note(said)
        st.button("Take it out", key=f"take-out-{what}", on_click=exporting.take_out, args=(what,))


# --- what it holds -----------------------------------------------------------------------------------------------


def _preview(output: Output, asked: Order) -> None:
    """Show what will be in the file: the chart itself, or the names of its parts."""
    try:
        if asked.chart:
            _picture(asked)
        elif output.extension == _ALL:
            _picture(exporting.with_chart(asked, _FIRST))
        found = () if asked.chart else exporting.contents(asked, output.extension)
    except CaseProblems as error:
        markup.problems(error)
        return
    if found:
        markup.heading(_PARTS.get(output.extension, "What it holds"), output.holds)
        is_told = any(said for _, said in found)
        items = "".join(f"<li>{_part(name, said, is_strong=is_told)}</li>" for name, said in found)
        st.html(f"<ol class='cc-contents'>{items}</ol>")
    elif not asked.chart:
        markup.heading("What it holds", output.holds)


_PARTS = {"pptx": "Its slides", "xlsx": "Its sheets", "docx": "Its sections", "pdf": "Its sections", "zip": "Its charts", "csv": "Its columns", "parquet": "Its columns"}  # fmt: skip


def _part(name: str, said: str, *, is_strong: bool) -> str:
    title = f"<strong>{markup.escape(name)}</strong>" if is_strong else markup.escape(name)
    return f"{title}<span class='cc-note'>{markup.escape(said)}</span>" if said else title


def _picture(asked: Order) -> None:
    data = base64.b64encode(exporting.picture(asked).encode()).decode("ascii")
    said = markup.escape(f"The chart as it will be: {asked.chart}", quote=True)
    st.html(f"<img class='cc-picture' alt='{said}' src='data:image/svg+xml;base64,{data}'>")


# --- taking it along ---------------------------------------------------------------------------------------------


def _take(output: Output, asked: Order) -> None:
    """Say where the figures come from, write the file while a bar shows how far it is, and hand it over."""
    with st.container(key="export-take"):
        markup.note(f"It will say: {asked.stamp.line()}")
        found = exporting.written(asked, output.extension)
        place = st.empty()
        if found is None:
            wanted = place.button("Write the file", type="primary", key="export-write", icon=":material/draft:")
            found = _written(output, asked, place) if wanted else None
        if found is not None:
            place.download_button(
                f"Download {found.name}", found.data, found.name, found.media_type, on_click="ignore", type="primary",
                icon=":material/download:", key="export-download",
            )  # fmt: skip


def _written(output: Output, asked: Order, place: st.delta_generator.DeltaGenerator) -> exporting.Written | None:
    def told(what: str, share: float) -> None:
        place.progress(min(share, 1.0), markup.plain(what))

    told("Writing the file", 0.0)
    try:
        exporting.write(asked, output, told)
    except CaseProblems as error:
        place.empty()
        markup.problems(error)
        return None
    place.empty()
    return exporting.written(asked, output.extension)


show()
