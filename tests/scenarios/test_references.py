"""How a link names what is compared: read, written, and named anew when the desk is put away."""

from __future__ import annotations

import pytest

from ui.references import DESK, Reference, pinned, read, written

LINK = "~,~#cautious,~aB3_x-9,Kq8@3#finance_view,sps_commerce"


def test_a_link_names_the_desk_drafts_revisions_and_what_ships() -> None:
    found = read(LINK)
    assert written(found) == LINK
    desk, cautious, draft, saved, shipped = found
    assert (desk.source, desk.scenario, desk.is_draft) == (DESK, None, False)
    assert cautious == Reference(DESK, "cautious")
    assert (draft.case_id, draft.is_draft, draft.number) == ("aB3_x-9", True, None)
    assert (saved.case_id, saved.number, saved.scenario) == ("Kq8", 3, "finance_view")
    assert (shipped.case_id, shipped.number, shipped.scenario) == ("sps_commerce", None, None)


@pytest.mark.parametrize(
    "text", ["", ",", "a b", "<script>", "a#b#c", "a@x", "~~", "a" * 81, "../cases", "a@1#" + "b" * 81]
)
def test_what_is_no_name_is_left_out(text: str) -> None:
    assert read(text) == ()


def test_each_is_named_once_and_no_more_than_eight() -> None:
    assert read("a,a,b") == (Reference("a"), Reference("b"))
    assert len(read(",".join("abcdefghij"))) == 8


def test_what_lay_on_the_desk_is_named_for_itself() -> None:
    assert pinned("~,~#cautious,other", "Kq8@3") == "Kq8@3,Kq8@3#cautious,other"
    assert pinned("", "Kq8@3") == ""
