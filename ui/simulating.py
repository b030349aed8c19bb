"""Draws made in a thread of their own, so that the page stays free: how far they are, and a way to stop them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from model.risk.findings import Simulation

PATIENCE = 1.0
"""For so many seconds a page waits before it shows how far the draws are; most are done by then, and nothing flickers."""

Told = Callable[[int, int], bool]
"""Is told how many draws of how many are done, and says whether to go on."""


@dataclass
class Job:
    """Draws under way, known by what is drawn; `result` or `error` once they have ended."""

    known: Hashable
    of: int
    done: int = 0
    result: Simulation | None = None
    error: Exception | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def has_ended(self) -> bool:
        """True once there is a result or an error."""
        return self._ended.is_set()

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return min(self.done / self.of, 1.0)

    def stop(self) -> None:
        """End it after the draws that are being made; those there are by then are its result."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end, and tell whether it has come."""
        return self._ended.wait(seconds)

    def start(self, simulate: Callable[[Told], Simulation]) -> None:
        """Make the draws in a thread that ends with the program, with the numbers written as on the page that asks."""
        context = copy_context()
        threading.Thread(target=lambda: context.run(self._run, simulate), name="draws", daemon=True).start()

    def _run(self, simulate: Callable[[Told], Simulation]) -> None:
        try:
            self.result = simulate(self._told)
        except Exception as error:  # noqa: BLE001 - it is raised again on the page, which is another thread
            self.error = error
        finally:
            self._ended.set()

    def _told(self, done: int, of: int) -> bool:
        self.done, self.of = done, of
        return not self._stop.is_set()


def job(known: Hashable, draws: int, simulate: Callable[[Told], Simulation]) -> Job:
    """Return this session's draws of something, begun now unless they are under way; others it began are stopped."""
    jobs = _jobs()
    if not jobs or jobs[0].known != known:
        forget()
        jobs.append(Job(known, draws))
        jobs[0].start(simulate)
    return jobs[0]


def forget() -> None:
    """Stop what this session draws, so that it is begun anew when it is asked for."""
    for one in _jobs():
        one.stop()
    _jobs().clear()


def _end(jobs: list[Job]) -> None:
    for one in jobs:
        one.stop()


@st.cache_resource(show_spinner=False, scope="session", on_release=_end)
def _jobs() -> list[Job]:
    """Return what this session draws: one at a time."""
    return []
