"""A PostgreSQL server for the tests: the one that is named, or one of our own in a folder that goes away."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import URL

NAMED = "COMMUNITY_CASE_TEST_POSTGRES"
USER = "postgres"


def binaries() -> Path | None:
    """Where the server's programs lie; None if it is not installed."""
    listed = [Path(folder) for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if config := shutil.which("pg_config"):
        asked = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
        listed.append(Path(asked))
    return next((folder for folder in listed if (folder / "initdb").exists()), None)


def as_user() -> dict[str, str]:
    """The server refuses to run as root; it is then run as the user its package makes."""
    return {"user": USER, "group": USER} if os.geteuid() == 0 else {}


@dataclass(frozen=True)
class Named:
    """A server that is there already."""

    url: URL


class Server:
    """A server in a folder of its own, which can be stopped and started again."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        make = [
            str(programs / "initdb"),
            "-D",
            str(folder / "data"),
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run([*make, "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/", **as_user())

    @property
    def url(self) -> URL:
        return URL.create("postgresql+psycopg", USER, host="127.0.0.1", port=self.port, database="postgres")

    def start(self) -> None:
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder, "fsync": "off",
                    "synchronous_commit": "off", "full_page_writes": "off", "max_connections": 120}  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), *options]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **as_user())
        engine = create_engine(self.url)
        for _ in range(200):
            try:
                with engine.connect():
                    break
            except Exception:  # noqa: BLE001 - it is not up yet
                time.sleep(0.05)
        engine.dispose()

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # fast shutdown: whoever is connected is cut off
            self.process.wait(30)
            self.process = None


@contextmanager
def server() -> Iterator[Server | None]:
    """Start a server of our own; None where PostgreSQL is not installed."""
    programs = binaries()
    if programs is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(folder, USER, USER)
        (folder / "log").touch()
        found = Server(folder, programs)
        try:
            found.start()
            yield found
        finally:
            found.stop()


@contextmanager
def database(host: URL, name: str, pattern: str = "template0") -> Iterator[str]:
    """Make a database after a pattern, an empty one unless said, and take it away in the end; yield its address."""
    engine = create_engine(host, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"'))
    try:
        yield host.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


def named() -> URL | None:
    """The server that the environment names."""
    wanted = os.environ.get(NAMED)
    return make_url(wanted).set(drivername="postgresql+psycopg") if wanted else None
