"""The message row and its job are one commit: shown with real processes that are really killed."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.clock import SystemClock
from storage import migrate, sqlite
from storage.store import SqlStore
from tests.contract.store_rig import incoming
from tests.servers import postgres
from tests.unit.storage_child import (
    CHAT,
    JOB,
    database_with_all_tables,
    postgres_with_all_tables,
)

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Place:
    """A folder, and the database that goes with it: its file, or one of a server."""

    folder: Path
    database: str | None

    @property
    def url(self) -> str:
        """The address, "" for the file."""
        return postgres.server().url(self.database) if self.database else ""

    def child(self, what: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tests.unit.storage_child", what, str(self.folder), *arguments],
            check=False,
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": self.url},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def ran(self) -> list[str]:
        notes = self.folder / "ran"
        return notes.read_text().splitlines() if notes.exists() else []

    def rows(self, schema: str, table: str, column: str) -> list[str]:
        statement = f"SELECT {column} FROM {table} ORDER BY {column}"  # noqa: S608
        if self.database:
            statement = statement.replace(table, f"{schema}.{table}")
            return [str(value) for (value,) in postgres.server().execute(statement, self.database)]
        engine = sqlite.dbos_engine(self.folder / "backdrop.sqlite3")
        with engine.connect() as connection:
            values = list(connection.execute(sa.text(statement)).scalars())
        engine.dispose()
        return values


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        shutil.copy(database_with_all_tables(), tmp_path)
        yield Place(tmp_path, None)
        return
    server = postgres.server()
    database = server.create(postgres_with_all_tables())
    yield Place(tmp_path, database)
    server.drop(database)


def ids(*updates: int) -> list[str]:
    return [incoming(update, CHAT).id for update in updates]


def test_what_was_accepted_runs_once(place: Place) -> None:
    accepted = place.child("accept", "never", "3", "1", "2", "1")
    assert accepted.stdout.split() == ["True", "True", "True", "False"], accepted.stderr
    for _ in range(2):
        finished = place.child("run")
        assert finished.returncode == 0, finished.stderr
        # DBOS may have given all three the same second; then their ids decide.
        assert sorted(place.ran()) == ids(1, 2, 3)


def test_killed_before_the_commit_neither_row_nor_job_is_there(place: Place) -> None:
    killed = place.child("accept", "before", "1", "2")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert killed.stdout.split() == ["True"]
    assert place.rows("backdrop", "messages", "id") == ids(1)
    assert place.rows("dbos", "workflow_status", "workflow_uuid") == ids(1)
    assert place.rows("dbos", "workflow_input", "workflow_uuid") == ids(1)
    again = place.child("accept", "never", "1", "2")
    assert again.stdout.split() == ["False", "True"], again.stderr
    place.child("run")
    assert place.ran() == ids(1, 2)


@pytest.mark.soak
def test_killed_after_the_commit_both_are_there(place: Place) -> None:
    killed = place.child("accept", "after", "1")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert place.rows("backdrop", "messages", "id") == ids(1)
    place.child("run")
    assert place.ran() == ids(1)


@pytest.mark.soak
async def test_a_lock_of_five_seconds_in_another_process_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "backdrop.sqlite3"
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    await migrate.upgrade(engine)
    store = SqlStore(engine, lambda *_: None, SystemClock())
    # Longer than the libraries' own limit of five seconds, so that it is ours that is waited out.
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.unit.storage_child",
        "hold",
        str(path),
        "5.5",
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert (await holder.stdout.readline()).strip() == b"held"
    began = time.monotonic()
    answers = await asyncio.gather(*(store.accept(incoming(n), JOB) for n in range(5)))
    assert answers == [True] * 5
    assert time.monotonic() - began > 5
    assert await store.profile(CHAT) is not None
    assert await holder.wait() == 0
    await store.close()
