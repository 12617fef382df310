"""A process of its own for the storage tests: ``python -m tests.unit.storage_child WHAT DIR …``.

It works on the SQLite file of the folder, or on the PostgreSQL database of ``DATABASE_URL``. A
crash is only a crash when a real process is killed, and the durable library can't be launched
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
from core.secrecy import Secret
from storage import database, sqlite
from storage.database import Database
from storage.durable import Enqueue
from storage.lock import DataDirectory
from storage.store import SqlStore
from tests.contract.store_rig import incoming
from tests.servers import postgres

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


@functools.cache
def postgres_with_all_tables() -> str:
    """The name of a database of ``postgres.server()`` with the same; copy it as a template."""
    name = postgres.server().create()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "tests.unit.storage_child", "make", folder],
            check=True,
            cwd=Path(__file__).resolve().parents[2],
            env=os.environ | {"DATABASE_URL": postgres.server().url(name)},
            timeout=60,
        )
    return name


def say(word: str) -> None:
    print(word, flush=True)  # noqa: T201


async def make(directory: DataDirectory, used: Database) -> None:
    """All tables, ours and DBOS's."""
    await run(directory, used)


async def run(directory: DataDirectory, used: Database) -> None:
    """Work off the queue; each job writes a line, in a step."""

    async def note(message_id: str) -> None:
        with (directory.path / "ran").open("a") as ran:
            ran.write(f"{message_id}\n")

    async def work(job: Job) -> None:
        await job.step("note", note, job.message_id)

    durable.register(JOB, work)
    await durable.launch(poll_s=0.02)
    await asyncio.gather(*(durable.finished(job, 0.05) for job in await durable.all_open_jobs()))
    await durable.stop()


async def accept(directory: DataDirectory, used: Database, when: str, *updates: str) -> None:
    """Accept these updates with a job; be killed ``before`` or ``after`` the last one's commit."""
    last = incoming(int(updates[-1]), CHAT).id

    def then_die(connection: sa.Connection, job: str, message: Incoming) -> None:
        used.enqueue(connection, job, message)
        if message.id == last:
            os.kill(os.getpid(), signal.SIGKILL)

    enqueue: Enqueue = then_die if when == "before" else used.enqueue
    store = SqlStore(used.engine, enqueue, SystemClock())
    for update in updates:
        say(str(await store.accept(incoming(int(update), CHAT), JOB)))
    if when == "after":
        os.kill(os.getpid(), signal.SIGKILL)


def hold(path: Path, seconds: str) -> None:
    """Hold the write lock."""
    connection = sqlite.sqlite_module().connect(str(path), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    say("held")
    time.sleep(float(seconds))
    connection.execute("COMMIT")


async def work_on(directory: DataDirectory, what: str, *others: str) -> None:
    """Open the database and do that in it."""
    given = os.environ.get("DATABASE_URL")
    url = Secret(given) if given else None
    async with database.opened(directory, SystemClock(), url=url) as used:
        await {"make": make, "run": run, "accept": accept}[what](directory, used, *others)


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
        asyncio.run(work_on(directory, what, *others))


if __name__ == "__main__":
    main()
