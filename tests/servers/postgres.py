"""A real PostgreSQL for tests and benches: made in a folder of its own, gone with the process.

``server()`` skips the test that asks where PostgreSQL is not installed, and fails it on the
continuous integration, which has to have it. Nothing that is already running is touched.
"""

from __future__ import annotations

import atexit
import functools
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

_STARTED_WITHIN_S = 30
_USER = "tester"


@dataclass(frozen=True)
class Server:
    """A running server that only this process knows. Its one user needs a password."""

    folder: Path
    password: str
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """The address of one of its databases, by its socket."""
        return f"postgresql://{_USER}:{self.password}@/{database}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """A new database, a copy of the template; returns its name."""
        name = f"t_{secrets.token_hex(6)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, database: str) -> None:
        """Delete the database, whoever is connected to it."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement by a connection of its own; returns the rows, if it gives any."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        """End it, its connections too, and delete all that it kept."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(_STARTED_WITHIN_S)
        shutil.rmtree(self.folder, ignore_errors=True)


@functools.cache
def _found() -> Path | None:
    """The folder with the server's programs."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


@functools.cache
def server() -> Server:
    """The process's one server, started when it is first asked for.

    It writes without waiting for the disk, because only our own processes are killed in tests.
    """
    started = start(is_durable=False)
    atexit.register(started.stop)
    return started


def start(*, is_durable: bool) -> Server:
    """Start a server; the caller stops it. ``is_durable``: a commit waits for the disk."""
    programs = _found()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed, and the continuous integration needs it")
        pytest.skip("PostgreSQL is not installed (no initdb found)")
    owner = _owner()
    # The name of a socket is at most 107 characters long, so no folder of pytest's will do.
    folder = Path(tempfile.mkdtemp(prefix="bd-pg-", dir="/tmp"))
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password)
    for path in (folder, secret):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    whose = {"user": owner.pw_uid, "group": owner.pw_gid} if os.geteuid() == 0 else {}
    data = folder / "data"
    made = [programs / "initdb", "-D", data, "-U", _USER, f"--pwfile={secret}"]
    made += ["-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=folder, **whose)
    settings = {"listen_addresses": "", "unix_socket_directories": folder, "max_connections": 200}
    # A connection that a cancelled task left half made holds up the dropping of its database.
    settings |= {"authentication_timeout": "2s"}
    if not is_durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *given], cwd=folder, stdout=log, stderr=log, **whose
        )
    started = Server(folder, password, process)
    _wait(started)
    return started


def _owner() -> pwd.struct_passwd:
    """Whose process it is: ours, or where we are root some other's, because it refuses root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _wait(started: Server) -> None:
    give_up = time.monotonic() + _STARTED_WITHIN_S
    while True:
        try:
            psycopg.connect(started.url("postgres")).close()
        except psycopg.OperationalError:
            if started.process.poll() is not None or time.monotonic() > give_up:
                pytest.fail((started.folder / "log").read_text(errors="replace"))
            time.sleep(0.05)
        else:
            return
