"""A process of its own for the storage tests: ``python -m tests.unit.storage_child WHAT DIR …``.

A crash is only a crash when a real process is killed, and the durable library can't be launched
twice in one.
"""

from __future__ import annotations

import asyncio
import atexit
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from core import durable
from core.clock import SystemClock
from core.durable import Job
from core.model import ChatRef, Incoming
from storage import migrate, sqlite
from storage.durable import Enqueue, enqueuer
from storage.lock import DataDirectory
from storage.store import SqlStore
from tests.contract.store_rig import incoming

CHAT = ChatRef("telegram", "bot", "42")
JOB = "edit"


@functools.cache
def database_with_all_tables() -> Path:
    """A file with our tables and DBOS's, made once by a process of its own; copy it."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "tests.unit.storage_child", "make", str(folder)],
        check=True,
        cwd=Path(__file__).resolve().parents[2],
        timeout=60,
    )
    return folder / "backdrop.sqlite3"


def say(word: str) -> None:
    print(word, flush=True)  # noqa: T201


async def make(directory: DataDirectory) -> None:
    """All tables, ours and DBOS's."""
    await run(directory)


async def run(directory: DataDirectory) -> None:
    """Work off the queue; each job writes a line, in a step."""
    path = directory.database_path
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    await migrate.upgrade(engine)
    await engine.dispose()
    jobs_engine = sqlite.dbos_engine(path)
    durable.create(jobs_engine)

    async def note(message_id: str) -> None:
        with (directory.path / "ran").open("a") as ran:
            ran.write(f"{message_id}\n")

    async def work(job: Job) -> None:
        await job.step("note", note, job.message_id)

    durable.register(JOB, work)
    await durable.launch(poll_s=0.02)
    await asyncio.gather(*(durable.finished(job, 0.05) for job in await durable.all_open_jobs()))
    await durable.stop()
    jobs_engine.dispose()


async def accept(directory: DataDirectory, when: str, *updates: str) -> None:
    """Accept these updates with a job; be killed ``before`` or ``after`` the last one's commit."""
    path = directory.database_path
    jobs_engine = sqlite.dbos_engine(path)
    enqueue = enqueuer(jobs_engine, durable.APPLICATION_VERSION)
    last = incoming(int(updates[-1]), CHAT).id

    def then_die(connection: sa.Connection, job: str, message: Incoming) -> None:
        enqueue(connection, job, message)
        if message.id == last:
            os.kill(os.getpid(), signal.SIGKILL)

    used: Enqueue = then_die if when == "before" else enqueue
    store = SqlStore(sqlite.async_engine(path), used, SystemClock())
    for update in updates:
        say(str(await store.accept(incoming(int(update), CHAT), JOB)))
    if when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    await store.close()
    jobs_engine.dispose()


def hold(path: Path, seconds: str) -> None:
    """Hold the write lock."""
    connection = sqlite.sqlite_module().connect(str(path), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    say("held")
    time.sleep(float(seconds))
    connection.execute("COMMIT")


def main() -> None:
    what, path, *others = sys.argv[1:]
    if what == "hold":
        hold(Path(path), *others)
        return
    if what == "occupy":
        with DataDirectory(Path(path)):
            say("occupied")
            sys.stdin.read()
        return
    with DataDirectory(Path(path)) as directory:
        coroutine = {"make": make, "run": run, "accept": accept}[what](directory, *others)
        asyncio.run(coroutine)


if __name__ == "__main__":
    main()
