"""The message row and its job are one commit: shown with real processes that are really killed."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.clock import SystemClock
from storage import migrate, sqlite
from storage.store import SqlStore
from tests.contract.store_rig import incoming
from tests.unit.storage_child import CHAT, JOB, database_with_all_tables

ROOT = Path(__file__).resolve().parents[2]


def child(what: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.unit.storage_child", what, *arguments],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def ran(folder: Path) -> list[str]:
    notes = folder / "ran"
    return notes.read_text().splitlines() if notes.exists() else []


def rows(folder: Path, table: str, column: str) -> list[str]:
    engine = sqlite.dbos_engine(folder / "backdrop.sqlite3")
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"SELECT {column} FROM {table} ORDER BY {column}"))  # noqa: S608
        values = list(found.scalars())
    engine.dispose()
    return values


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(database_with_all_tables(), tmp_path)
    return tmp_path


def ids(*updates: int) -> list[str]:
    return [incoming(update, CHAT).id for update in updates]


def test_what_was_accepted_runs_once(folder: Path) -> None:
    accepted = child("accept", str(folder), "never", "3", "1", "2", "1")
    assert accepted.stdout.split() == ["True", "True", "True", "False"], accepted.stderr
    for _ in range(2):
        finished = child("run", str(folder))
        assert finished.returncode == 0, finished.stderr
        # DBOS may have given all three the same second; then their ids decide.
        assert sorted(ran(folder)) == ids(1, 2, 3)


def test_killed_before_the_commit_neither_row_nor_job_is_there(folder: Path) -> None:
    killed = child("accept", str(folder), "before", "1", "2")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert killed.stdout.split() == ["True"]
    assert rows(folder, "messages", "id") == ids(1)
    assert rows(folder, "workflow_status", "workflow_uuid") == ids(1)
    assert rows(folder, "workflow_input", "workflow_uuid") == ids(1)
    again = child("accept", str(folder), "never", "1", "2")
    assert again.stdout.split() == ["False", "True"], again.stderr
    child("run", str(folder))
    assert ran(folder) == ids(1, 2)


def test_killed_after_the_commit_both_are_there(folder: Path) -> None:
    killed = child("accept", str(folder), "after", "1")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert rows(folder, "messages", "id") == ids(1)
    child("run", str(folder))
    assert ran(folder) == ids(1)


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
