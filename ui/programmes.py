"""What a session does with programmes: open one, compute it, and change it over the version that was shown."""

from __future__ import annotations

from collections.abc import Callable

from assumptions.loader import drawing_on
from exports import wording
from model.problems import CaseProblems
from scenarios import gathering
from scenarios.gathering import Together
from scenarios.programme import Programme
from scenarios.standing import Standing
from scenarios.stored import Saved, StaleProgramme, StoredProgramme, refusal
from ui import cached, saved, saving, state

TROUBLE = "programme-trouble"
"""The dialog that says why a change was not made, and what it says."""
_SEEN = "programme-seen"
Edit = Callable[[Programme], Programme]


def wanted() -> str:
    """Return the id of the programme that is shown; nothing where the list is."""
    return state.picked(state.PROGRAMME)


def show(programme_id: str) -> None:
    """Show a programme from now on; without an id, the list of them."""
    state.pick(state.PROGRAMME, programme_id)


def found() -> StoredProgramme | None:
    """Return the programme that is shown as it is in the store, deleted or not; None where there is none.

    Raises `CaseProblems` where the store cannot be read.
    """
    return saving.store().programme(wanted()) if wanted() else None


def see(shown: StoredProgramme) -> None:
    """Note which version is shown: a change is made to this one, or not at all."""
    state.pick(_SEEN, f"{shown.programme.id}@{shown.version}")


def together(programme: Programme) -> Together:
    """Return a programme with its cases, each computed with its own library; results are kept between reruns."""
    return gathering.together(programme, saving.store(), _stand)


def _stand(found: Saved, scenario: str | None) -> Standing:
    with drawing_on(found.library):
        return cached.standing(found.case, scenario)


# --- changing ----------------------------------------------------------------------------------------------------


def make(new: Programme, author: str) -> None:
    """Save a new programme and show it. Raises `CaseProblems` where the store refuses it."""
    show(saving.store().save_programme(new, parent=0, author=author).programme.id)


def change(edit: Edit, author: str) -> Programme:
    """Change the programme that is shown, and return it.

    Raises `StaleProgramme` where somebody else has changed it since it was shown, and `CaseProblems` for what a
    programme cannot have; nothing is written then.
    """
    programme_id, _, version = state.picked(_SEEN).partition("@")
    head = saving.store().programme(programme_id)
    if head is None or head.deleted_at is not None:
        who = (head.deleted_by if head else None) or "Somebody"
        remedy = "Recover it among the deleted programmes."
        raise refusal("deleted_programme", f"{who} deleted the programme.", "It cannot be changed now.", remedy)
    if str(head.version) != version:
        raise StaleProgramme(head)
    new = saving.store().save_programme(edit(head.programme), parent=head.version, author=author)
    see(new)
    return new.programme


def try_change(edit: Edit) -> Programme | None:
    """Change the programme that is shown as who works here; where that fails a dialog says why."""
    try:
        return change(edit, saved.name())
    except StaleProgramme as error:
        _say(told(error))
    except CaseProblems as error:
        _say(" ".join(problem.in_short for problem in error.problems[:3]))
    return None


def _say(trouble: str) -> None:
    saved.ask(TROUBLE)
    state.pick(TROUBLE, trouble)


def told(error: StaleProgramme) -> str:
    """Return who changed a programme first, for a page that shows it as it is now."""
    return (
        f"{error.head.author} changed the programme on {wording.moment(error.head.saved_at)}, after it was shown here. "
        "Your change was not made; the programme is shown as it is now, so make it again if it still holds."
    )
