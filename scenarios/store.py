"""The store of saved cases: revisions that never change, comments, verdicts, programmes and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from threading import Lock
from typing import ClassVar

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from assumptions.loader import library as library_in_force
from model.case import Case
from model.evidence import Assumption
from model.line import Library
from scenarios import backup, moving, programmes, reviews, revising, shelving, sql, trail
from scenarios.faults import explained
from scenarios.migrating import migrate
from scenarios.programme import Programme
from scenarios.saving import MOST_MESSAGE, named, now, said
from scenarios.stored import (
    CaseList,
    CaseSummary,
    Comment,
    Event,
    Imported,
    Revision,
    Ruling,
    Saved,
    StoredProgramme,
    Verdict,
)


class Store:
    """Everything that was saved, in one SQLite file or one PostgreSQL database; safe to use from several threads.

    Every method raises `CaseProblems` with the code `store_full`, `store_read_only`, `store_unreachable`,
    `store_busy` or `store_damaged` where the database fails; a write is then kept whole or not at all.
    """

    _open: ClassVar[dict[str, Store]] = {}
    _one_at_a_time: ClassVar[Lock] = Lock()

    def __init__(self, url: URL, engine: Engine) -> None:
        self.url = url
        self._engine = engine

    @classmethod
    def open(cls, url: str | None = None) -> Store:
        """Return the store at an address: SQLite or PostgreSQL; one a process, brought to the newest tables.

        Without one, DATABASE_URL names it, and otherwise it is the file `cases.db` in the folder of this program.
        """
        place = sql.address(url)
        name = place.render_as_string(hide_password=False)
        with cls._one_at_a_time:
            if name not in cls._open:
                with explained(place):
                    cls._open[name] = cls(place, cls._prepared(place))
            return cls._open[name]

    @staticmethod
    def _prepared(place: URL) -> Engine:
        engine = sql.engine_for(place)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def close(self) -> None:
        """Let go of every connection; the next `open` begins anew."""
        with self._one_at_a_time:
            type(self)._open.pop(self.url.render_as_string(hide_password=False), None)  # noqa: SLF001 - its own
        self._engine.dispose()

    @property
    def is_shared(self) -> bool:
        """True where several people can use it from their own machines."""
        return self.url.get_backend_name() == "postgresql"

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self.url), sql.writing(self._engine) as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self.url), sql.reading(self._engine) as connection:
            yield connection

    # --- saving --------------------------------------------------------------------------------------------------

    def create(
        self, case: Case, *, author: str, message: str = "", library: Library | None = None, origin: str = ""
    ) -> Revision:
        """Save a new case and return its first revision; `origin` is the example, template or case it began from."""
        new = revising.entry(case, library or library_in_force(), author, message)
        with self._writing() as connection:
            return revising.create(connection, new, origin)

    def save(
        self,
        case_id: str,
        case: Case,
        *,
        parent: int,
        author: str,
        message: str = "",
        library: Library | None = None,
        merged_from: int | None = None,
    ) -> Revision:
        """Save the next revision of a case; where nothing differs from the head, that is returned.

        `parent` is the head as it was seen last, `merged_from` the revision whose changes were taken over.
        Raises `StaleRevision` if somebody else has saved since.
        """
        shelf, who = library or library_in_force(), named(author)
        with self._reading() as connection:
            head = revising.settled(connection, case_id, case, shelf, parent)
        if head is not None:
            return head
        new = revising.entry(case, shelf, who, message)
        with self._writing() as connection:
            return revising.save(connection, case_id, new, parent, merged_from)

    def restore(self, case_id: str, number: int, *, author: str, message: str = "") -> Revision:
        """Make an older revision the head again, as a new revision."""
        who, why = named(author), said(message.strip(), MOST_MESSAGE) or f"Back to revision {number}"
        with self._writing() as connection:
            return revising.restore(connection, case_id, number, who, why)

    def delete(self, case_id: str, *, author: str) -> None:
        """Mark a case as deleted; `recover` takes the mark away."""
        who = named(author)
        with self._writing() as connection:
            revising.delete(connection, case_id, who)

    def recover(self, case_id: str, *, author: str) -> None:
        """Get a deleted case back."""
        who = named(author)
        with self._writing() as connection:
            revising.recover(connection, case_id, who)

    def set_baseline(self, case_id: str, number: int | None, *, author: str, name: str = "Baseline") -> None:
        """Name a revision to hold others against; None: none."""
        who, called = named(author), said(name.strip(), MOST_MESSAGE) or "Baseline"
        with self._writing() as connection:
            revising.set_baseline(connection, case_id, number, who, called)

    # --- reading -------------------------------------------------------------------------------------------------

    def cases(self, search: str = "", *, deleted: bool = False, limit: int = 50, offset: int = 0) -> CaseList:
        """Return saved cases, the newest first, in whose head every word of the search occurs.

        Title, organisation, short name, author and message are searched; `deleted` lists the deleted ones instead.
        """
        with self._reading() as connection:
            return shelving.listed(connection, search, deleted=deleted, limit=limit, offset=offset)

    def case(self, case_id: str) -> CaseSummary | None:
        """Return one case, deleted or not; None if there is none."""
        with self._reading() as connection:
            return shelving.summary(connection, case_id)

    def called(self, name: str) -> tuple[CaseSummary, ...]:
        """Return the case with this id, or else every case that is not deleted and has this short name."""
        with self._reading() as connection:
            return shelving.called(connection, name)

    def history(self, case_id: str) -> tuple[Revision, ...]:
        """Return every revision of a case, the newest first."""
        with self._reading() as connection:
            return shelving.history(connection, case_id)

    def revision(self, case_id: str, number: int | None = None) -> Saved | None:
        """Return a revision with its case and its library, the head unless said; None if there is none."""
        with self._reading() as connection:
            found = shelving.one(connection, case_id, number)
            return shelving.opened(connection, found) if found else None

    def events(self, case_id: str | None = None) -> tuple[Event, ...]:
        """Return the audit trail of a case, or of everything, in the order things happened."""
        with self._reading() as connection:
            return tuple(trail.read(connection, case_id))

    # --- reviewing -----------------------------------------------------------------------------------------------

    def comment(
        self,
        case_id: str,
        number: int,
        *,
        author: str,
        text: str,
        field: str = "",
        scenario: str | None = None,
        proposal: Assumption | None = None,
        reply_to: str | None = None,
    ) -> Comment:
        """Comment on a revision: on a field, by its dotted path, or on the whole; a proposal is a value in its place.

        Raises `CaseProblems` (`locked`) once there is a verdict on the revision.
        """
        about = {"field": field, "scenario": scenario, "proposal": proposal, "reply_to": reply_to}
        new = reviews.drafted(case_id, number, author, text, about)
        with self._writing() as connection:
            return reviews.comment(connection, new)

    def comments(self, case_id: str, number: int | None = None) -> tuple[Comment, ...]:
        """Return the comments on a case, or on one revision, in the order they came."""
        with self._reading() as connection:
            return reviews.all_of(connection, case_id, number)

    def settle(self, comment_id: str, *, author: str) -> Comment:
        """Mark a comment as dealt with. Raises `CaseProblems` (`locked`) once there is a verdict on its revision."""
        who = named(author)
        with self._writing() as connection:
            return reviews.settle(connection, comment_id, who)

    def judge(self, case_id: str, number: int, *, verdict: Ruling, author: str, text: str = "") -> Verdict:
        """Decide on a revision, which is locked from then on. Raises `CaseProblems` (`locked`) if it was before."""
        new = Verdict(case_id, number, verdict, named(author), said(text.strip()), now())
        with self._writing() as connection:
            return reviews.judge(connection, new)

    # --- programmes ----------------------------------------------------------------------------------------------

    def programmes(self, *, deleted: bool = False) -> tuple[StoredProgramme, ...]:
        """Return the programmes, the newest first; `deleted` returns the deleted ones instead."""
        with self._reading() as connection:
            return programmes.listed(connection, deleted=deleted)

    def programme(self, programme_id: str) -> StoredProgramme | None:
        """Return a programme, deleted or not; None if there is none."""
        with self._reading() as connection:
            return programmes.one(connection, programme_id)

    def save_programme(self, programme: Programme, *, parent: int, author: str) -> StoredProgramme:
        """Save a programme over the version that was seen last (0: it is new).

        Raises `StaleProgramme` if somebody else has saved since.
        """
        who = named(author)
        with self._writing() as connection:
            return programmes.save(connection, programme, parent, who)

    def delete_programme(self, programme_id: str, *, author: str) -> None:
        """Mark a programme as deleted; its cases stay."""
        who = named(author)
        with self._writing() as connection:
            programmes.mark(connection, programme_id, who, is_deleted=True)

    def recover_programme(self, programme_id: str, *, author: str) -> None:
        """Get a deleted programme back."""
        who = named(author)
        with self._writing() as connection:
            programmes.mark(connection, programme_id, who, is_deleted=False)

    # --- moving --------------------------------------------------------------------------------------------------

    def export_yaml(self, case_ids: Sequence[str] | None = None) -> Iterator[str]:
        """Yield a backup as text, piece by piece: of some cases, or of everything, as it is at this moment.

        Raises `CaseProblems` (`unknown_case`) for an id that is not there.
        """
        with self._reading() as connection:
            yield from backup.written(moving.everything(connection, case_ids))

    def import_yaml(self, text: str | Iterable[str], *, author: str = "Import") -> tuple[Imported, ...]:
        """Take in a backup, given whole or line by line: all of it or nothing; what is there already adds nothing.

        A case whose id has other content here becomes a copy. Raises `CaseProblems`: `not_a_backup`,
        `backup_damaged`, or what is wrong inside it, with its line.
        """
        who = named(author)
        lines = StringIO(text) if isinstance(text, str) else text
        with self._writing() as connection:
            return moving.take_in(connection, backup.parts_of(lines), who)
