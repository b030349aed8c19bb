"""Runs the app as people start it, on a free port, for tests in the browser, for timings and for pictures."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.conftest import ROOT


@contextmanager
def served(home: str, settings: Mapping[str, str] | None = None, *, is_awaited: bool = True) -> Iterator[str]:
    """Run the app with its drafts and cases in a folder and give its address; stop it afterwards.

    `settings` are further environment variables. Unless `is_awaited`, the address is given before anything answers
    there.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ui", "--server.port", str(port), "--server.headless", "true"]
    env = {**os.environ, "COMMUNITY_CASE_HOME": home, **(settings or {})}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            if is_awaited:
                wait_for(f"{address}/_stcore/health")
            yield address
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    """Wait until something answers at an address. Raises `TimeoutError` after 40 seconds."""
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=1)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)
