"""The cases of a programme as a table: each one's own figures, what it adds, what is to be known of it; and how to add one."""

from __future__ import annotations

from collections.abc import Callable

from exports import programme as said
from exports import wording
from model.names import counted
from scenarios import grouping
from scenarios.gathering import Gathered, Together
from scenarios.programme import MemberResult, ProgrammeResult
from scenarios.stored import CaseList, CaseSummary
from ui import programmes, saved, saving, state
from ui.components import markup, programme_forms, signing, stored_list
from ui.components.picking import button, live

_LISTED = 8
_SEARCH = "programme-search"
_COLUMNS = (
    "Case", "Worth by itself (NPV)", "Return (ROI)", "Payback", "Peak funding", "Adds to the programme (NPV)", "Share",
)  # fmt: skip
_NONE = ("", "", "", "", "", "")


def table(shown: Together) -> None:
    """Show the cases in their order; those that are not counted say why."""
    result = shown.result
    known = dict(zip((item.place for item in shown.counted), result.members if result else (), strict=True))
    head = "".join(f"<th scope='col' class='{'cc-right' if i else 'cc-left'}'>{markup.explained(name)}</th>" for i, name in enumerate(_COLUMNS))  # fmt: skip
    body = "".join(_row(item, known.get(item.place), result) for item in shown.found)
    total = _total(result) if result and len(result.members) > 1 else ""
    caption = "<caption class='cc-hidden'>Cases of the programme</caption>"
    drawn = (
        f"<thead><tr>{head}<th><span class='cc-hidden'>What to do</span></th></tr></thead><tbody>{body}{total}</tbody>"
    )
    live(f"<table class='cc-table cc-members'>{caption}{drawn}</table>", "programme-members", lambda name: _pick(shown, name))  # fmt: skip


def _row(item: Gathered, member: MemberResult | None, result: ProgrammeResult | None) -> str:
    figures: tuple[str, ...] = _NONE
    if member and result:
        adds = wording.money(member.worth.npv, result.programme.currency)
        figures = (*said.own_figures(member), adds, said.share_of(member, result))
    cells = "".join(_cell(name, text) for name, text in zip(_COLUMNS[1:], figures, strict=True))
    acts = button(f"change:{item.place}", "Change", "cc-button", f"Change: {item.label}") + button(f"remove:{item.place}", "Take out", "cc-button", f"Take out: {item.label}")  # fmt: skip
    return f"<tr><td class='cc-left'>{_name(item, member, result)}</td>{cells}<td class='cc-act-cell'><div class='cc-acts'>{acts}</div></td></tr>"


def _cell(name: str, text: str) -> str:
    return f"<td class='cc-right{'' if text else ' cc-void'}' data-label='{markup.escape(name, quote=True)}'><span>{markup.escape(text)}</span></td>"


def _name(item: Gathered, member: MemberResult | None, result: ProgrammeResult | None) -> str:
    """Return the name of a case, to be opened, with which of it is counted and what must be known."""
    title = button(f"open:{item.place}", item.label, "cc-link", f"{item.label}: open it") if item.saved else markup.escape(item.label)  # fmt: skip
    notes = [item.summary.organisation if item.summary else "", said.which(item)]
    notes += [said.exchange(member, result)] if member and result else []
    marks = [f"Not counted. {item.fault} {item.remedy}"] if item.fault else []
    under = f"<span class='cc-note cc-below'>{markup.escape(' · '.join(filter(None, notes)))}</span>"
    warned = "".join(f"<span class='cc-fault cc-below'>{markup.escape(text)}</span>" for text in marks)
    told = "".join(f"<span class='cc-note cc-below cc-remark'>{markup.escape(text)}</span>" for text in item.remarks)
    return f"<span>{title}{under}{warned}{told}</span>"


def _total(result: ProgrammeResult) -> str:
    worth = wording.money(result.worth.npv, result.programme.currency)
    figures = ("", "", "", "", worth, wording.percent(1.0) if result.worth.npv > 0 else "")
    cells = "".join(_cell(name, text) for name, text in zip(_COLUMNS[1:], figures, strict=True))
    return f"<tr class='cc-strong'><td class='cc-left'>Together</td>{cells}<td class='cc-void'></td></tr>"


# --- acts --------------------------------------------------------------------------------------------------------


def _pick(shown: Together, name: str) -> None:
    act, _, place = name.partition(":")
    item = shown.found[int(place)]
    if act == "open" and item.saved:
        _open(item)
    elif act == "change":
        programme_forms.ask(f"{programme_forms.MEMBER}:{place}")
    elif act == "remove":
        _do(lambda: programmes.try_change(lambda head: grouping.removed(head, item.place)), "take-out", place)


def _open(item: Gathered) -> None:
    number = item.saved.revision.number if item.saved else None
    if state.open_saved(item.member.case, number):
        state.show_scenario(item.member.scenario)
        state.go_to("results")


def _do(act: Callable[[], object], name: str, target: str) -> None:
    """Do something at once where it is known who works here; else ask first."""
    if saved.name():
        act()
    else:
        signing.begin(name, target)


def _take_out(place: str, author: str, _said: str) -> None:
    programmes.change(lambda head: grouping.removed(head, int(place)), author)


def _put_in(case_id: str, author: str, _said: str) -> None:
    programmes.change(lambda head: grouping.added(head, case_id), author)


ACTS = {
    "take-out": signing.Act("Take the case out", "The case itself stays as it is.", _take_out),
    "put-in": signing.Act("Add the case", "It is counted in its newest revision and base case; you can change that.", _put_in),
}  # fmt: skip


# --- adding ------------------------------------------------------------------------------------------------------


def add(shown: Together) -> None:
    """Offer the saved cases to be added."""
    searched = state.picked(_SEARCH)
    found = saving.store().cases(searched, limit=_LISTED)
    if not found.total and not searched:
        markup.empty("Nothing has been saved yet. A programme is made of saved cases: save the one you work on, then add it here.")  # fmt: skip
        stored_list.offer_to_save("Save the case you work on")
        return
    stored_list.search(_SEARCH)
    _offers(shown, found)


def _offers(shown: Together, found: CaseList) -> None:
    here = {member.case for member in shown.programme.members}
    rows = [_offer(row, is_here=row.id in here) for row in found.rows]
    if rows:
        stored_list.listed(rows, "programme-offers", lambda case_id: _add(shown, found, case_id))
    if found.total > len(found.rows):
        markup.note(f"{counted(found.total - len(found.rows), 'more case')}: search for what you want to add.")
    if not found.total:
        markup.note("Nothing matches. Search for other words.")


def _offer(row: CaseSummary, *, is_here: bool) -> str:
    worth = "no figures yet" if row.npv is None else wording.money_short(row.npv, row.currency)
    also = " · in the programme already" if is_here else ""
    told = f"{row.organisation} · revision {row.head} by {row.author}, {wording.moment(row.saved_at)}{also}"
    act = button(
        row.id, "Add again" if is_here else "Add", "cc-button", f"{'Add again' if is_here else 'Add'}: {row.title}"
    )
    return stored_list.row(f"<strong>{markup.escape(row.title)}</strong>", told, [("NPV", worth)], act)


def _add(shown: Together, found: CaseList, case_id: str) -> None:
    """Add a case; where its currency is another, ask at once for the rate of exchange."""
    _do(lambda: _added(shown, found, case_id), "put-in", case_id)


def _added(shown: Together, found: CaseList, case_id: str) -> None:
    new = programmes.try_change(lambda head: grouping.added(head, case_id))
    own = next((row.currency for row in found.rows if row.id == case_id), shown.programme.currency)
    if new and own != new.currency:
        programme_forms.ask(f"{programme_forms.MEMBER}:{len(new.members) - 1}")
