"""The address, the lock and every refusal of PostgreSQL in one line, without the password."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bots.settings import SettingsInvalid, load
from core.clock import SystemClock
from core.secrecy import Secret
from storage import migrate, postgres, postgres_lock
from storage.errors import DatabaseBusy, DatabaseUnavailable, StorageError
from storage.store import SqlStore
from storage.transactions import writing
from tests.contract.store_rig import ANNA
from tests.servers.postgres import Server, server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database() -> Iterator[str]:
    name = server().create()
    yield name
    server().drop(name)


def address(database: str) -> sa.URL:
    return postgres.address(Secret(server().url(database)))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@db.example/backdrop?sslmode=require",
        "postgres://me:hunter2@db.example:5433/backdrop",
        "postgresql+psycopg://me:hunter2@/backdrop?host=/run/postgresql",
    ],
)
def test_an_address_is_taken_as_others_write_it(url: str) -> None:
    assert postgres.address(Secret(url)).drivername == "postgresql+psycopg"
    settings = load(database_url=url)
    assert settings.database_url is not None
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:hunter2@db.example/backdrop",
        "postgresql://me:hunter2@db.example",
        "postgresql://me:hunter2@db.example:port/backdrop",
        "hunter2",
    ],
)
def test_a_wrong_address_is_told_without_a_value(url: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        load(database_url=url)
    told = str(caught.value)
    assert told.startswith("DATABASE_URL must be an address like postgresql://")
    assert "hunter2" not in told
    assert len(told.splitlines()) == 1


async def refused(url: str) -> StorageError:
    """What an operator reads."""
    with pytest.raises(DatabaseUnavailable) as caught:
        async with postgres_lock.held(postgres.address(Secret(url))):
            await postgres.prepare(postgres.address(Secret(url)))
    assert len(str(caught.value).splitlines()) == 1
    assert "DATABASE_URL" in str(caught.value)
    return caught.value


async def test_a_server_that_is_not_there_is_told() -> None:
    told = str(await refused("postgresql://me:hunter2@127.0.0.1:9/backdrop"))
    assert "127.0.0.1" in told
    assert "hunter2" not in told


async def test_a_server_that_turns_us_away_is_told(database: str) -> None:
    url = server().url(database)
    told = str(await refused(url.replace(server().password, "hunter2")))
    assert "password authentication failed" in told
    assert "hunter2" not in told
    told = str(await refused(server().url("nowhere")))
    assert "does not exist" in told
    assert server().password not in told


async def test_a_database_that_is_not_for_us_is_told(database: str) -> None:
    running: Server = server()
    running.execute("CREATE ROLE guest LOGIN PASSWORD 'hunter2'")
    try:
        guest = running.url(database).replace(f"tester:{running.password}", "guest:hunter2")
        assert "permission denied" in str(await refused(guest))
    finally:
        running.execute("DROP ROLE guest")
    name = f"{database}_old"
    running.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING SQL_ASCII")
    assert "SQL_ASCII" in str(await refused(running.url(name)))
    running.drop(name)


async def test_a_database_that_others_use_keeps_what_is_theirs(database: str) -> None:
    server().execute("CREATE TABLE messages (theirs TEXT)", database)
    await postgres.prepare(address(database))
    await postgres.prepare(address(database))
    engine = postgres.async_engine(address(database))
    await migrate.upgrade(engine)
    store = SqlStore(engine, lambda *_: None, SystemClock())
    await store.add_session(ANNA, "s", "t", "u")
    await store.close()
    assert server().execute("SELECT count(*) FROM messages", database) == [(0,)]
    assert server().execute("SELECT count(*) FROM backdrop.sessions", database) == [(1,)]


async def test_a_second_process_is_turned_away(database: str, tmp_path: Path) -> None:
    async with postgres_lock.held(address(database)):
        second = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.unit.storage_child", "run", str(tmp_path)),
            cwd=ROOT,
            env={"DATABASE_URL": server().url(database), "PATH": ""},
            stderr=subprocess.PIPE,
        )
        _, told = await second.communicate()
        assert second.returncode == 1
        last = told.decode().splitlines()[-1]
        assert "DatabaseBusy: Another Backdrop is already running on this database" in last
    async with postgres_lock.held(address(database)):
        pass


async def until_connected(database: str) -> int:
    """Wait for the connection that holds the lock; the id of its process at the server."""
    query = (
        "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
        "WHERE locktype = 'advisory' AND granted AND datname = "
    )
    async with asyncio.timeout(20):
        while not (found := await asyncio.to_thread(server().execute, f"{query}'{database}'")):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return int(str(found[0][0]))


async def test_a_lock_that_was_lost_is_taken_again(database: str) -> None:
    async with postgres_lock.held(address(database), watched_every_s=0.05):
        first = await until_connected(database)
        await asyncio.to_thread(server().execute, f"SELECT pg_terminate_backend({first}, 5000)")
        assert await until_connected(database) != first
        with pytest.raises(DatabaseBusy):
            async with postgres_lock.held(address(database)):
                pass


async def test_whoever_lost_the_database_to_another_process_ends(database: str) -> None:
    began = asyncio.Event()

    async def loser() -> None:
        async with postgres_lock.held(address(database), watched_every_s=0.5):
            began.set()
            await asyncio.Event().wait()

    losing = asyncio.create_task(loser())
    await began.wait()
    first = await until_connected(database)
    await asyncio.to_thread(server().execute, f"SELECT pg_terminate_backend({first}, 5000)")
    async with postgres_lock.held(address(database)):
        with pytest.raises(DatabaseBusy):
            await losing


async def test_an_end_from_outside_is_still_an_end(database: str) -> None:
    async def held() -> None:
        async with postgres_lock.held(address(database)):
            began.set()
            await asyncio.Event().wait()

    began = asyncio.Event()
    holding = asyncio.create_task(held())
    await began.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    async with postgres_lock.held(address(database)):
        pass


async def test_a_writer_waits_for_the_other_and_sees_what_it_wrote(database: str) -> None:
    await postgres.prepare(address(database))
    engine = postgres.async_engine(address(database))
    async with writing(engine).begin() as connection:
        await connection.execute(sa.text("CREATE TABLE steps (step INTEGER)"))
    seen: list[int] = []

    async def write() -> None:
        async with writing(engine).begin() as connection:
            count = sa.text("SELECT count(*) FROM steps")
            seen.append((await connection.execute(count)).scalar_one())
            await asyncio.sleep(0)
            await connection.execute(sa.text("INSERT INTO steps VALUES (1)"))

    await asyncio.gather(*(write() for _ in range(10)))
    assert seen == list(range(10))
    await engine.dispose()


async def test_a_server_s_restart_costs_no_later_write(database: str) -> None:
    await postgres.prepare(address(database))
    engine = postgres.async_engine(address(database))
    await migrate.upgrade(engine)
    store = SqlStore(engine, lambda *_: None, SystemClock())
    await store.greet(ANNA)
    cut = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = "
    await asyncio.to_thread(server().execute, f"{cut}'{database}'")
    assert await store.greet(ANNA) is False
    assert (await store.profile(ANNA)).is_greeted
    await store.close()
