"""All stores against the one contract: in memory, on a real SQLite file, on a real PostgreSQL.

The latter two with DBOS's real tables beside ours.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from dbos import DBOSClient
from sqlalchemy.ext.asyncio import AsyncEngine

from core.durable import QUEUE
from core.model import ChatRef, Incoming
from core.secrecy import Secret
from storage import postgres, sqlite
from storage.durable import enqueuer, forget_jobs
from storage.memory import MemoryStore
from storage.store import SqlStore
from storage.tables import doors, metadata
from tests.contract.store_contract import StoreContract
from tests.contract.store_door_contract import dropped, way_in
from tests.contract.store_rig import ANNA, BEN, CLIP, OwnClock, incoming
from tests.servers import postgres as postgres_server
from tests.unit.storage_child import database_with_all_tables, postgres_with_all_tables


@pytest.fixture
def clock() -> OwnClock:
    return OwnClock()


class MemoryJobs:
    """A queue in memory."""

    def __init__(self) -> None:
        self.is_failing = False
        self._noted: list[tuple[str, str]] = []

    def enqueue(self, job: str, message: Incoming) -> None:
        if self.is_failing:
            raise RuntimeError("the queue is full")
        self._noted.append((job, message.id))

    async def enqueued(self) -> list[tuple[str, str]]:
        return sorted(self._noted, key=lambda noted: noted[1])


class SqlJobs:
    """DBOS's own rows."""

    def __init__(self, engine: sa.Engine) -> None:
        self.is_failing = False
        self._enqueue = enqueuer(engine, "1")
        self._client = DBOSClient(system_database_engine=engine, lazy=True)

    def enqueue(self, connection: sa.Connection, job: str, message: Incoming) -> None:
        self._enqueue(connection, job, message)
        if self.is_failing:
            raise RuntimeError("the disk is full")

    async def enqueued(self) -> list[tuple[str, str]]:
        found = await self._client.list_workflows_async()
        return sorted(((one.name, one.workflow_id) for one in found), key=lambda one: one[1])


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def jobs(self) -> MemoryJobs:
        return MemoryJobs()

    @pytest.fixture
    def store(self, jobs: MemoryJobs, clock: OwnClock) -> MemoryStore:
        return MemoryStore(jobs.enqueue, clock)


@dataclass
class Place:
    """A database with all tables, to which any number of engines may be made."""

    engine: Callable[[], AsyncEngine]
    jobs_engine: sa.Engine


class SqlStoreContract(StoreContract):
    """What every SQL store must do besides. Needs the fixture ``place``."""

    @pytest.fixture
    def jobs(self, place: Place) -> SqlJobs:
        return SqlJobs(place.jobs_engine)

    @pytest.fixture
    async def store(self, place: Place, jobs: SqlJobs, clock: OwnClock) -> AsyncIterator[SqlStore]:
        store = SqlStore(place.engine(), jobs.enqueue, clock)
        yield store
        await store.close()

    async def test_all_is_there_after_a_restart(
        self, place: Place, store: SqlStore, jobs: SqlJobs, clock: OwnClock
    ) -> None:
        await self._fill(store, ANNA)
        before = await self._all(store, ANNA, clock)
        await store.close()
        reopened = SqlStore(place.engine(), jobs.enqueue, clock)
        assert await self._all(reopened, ANNA, clock) == before
        assert await reopened.accept(incoming(1), "edit") is False
        await reopened.close()

    async def test_a_forgotten_chat_has_no_row_in_any_table(
        self, store: SqlStore, place: Place
    ) -> None:
        await self._fill(store, ANNA)
        await store.forget(ANNA)
        engine = place.engine()
        async with engine.connect() as connection:
            for table in metadata.sorted_tables:
                count = sa.select(sa.func.count()).select_from(table)
                assert (await connection.execute(count)).scalar_one() == 0, table.name
        await engine.dispose()

    async def test_a_job_waits_in_its_chat_s_partition(self, store: SqlStore, place: Place) -> None:
        await store.accept(incoming(1), "edit")
        [row] = DBOSClient(system_database_engine=place.jobs_engine, lazy=True).list_workflows()
        assert (row.queue_name, row.queue_partition_key) == (QUEUE, ANNA.key)
        assert (row.status, row.app_version) == ("ENQUEUED", "1")
        assert row.input == {"args": (incoming(1).id,), "kwargs": {}}

    async def test_jobs_of_a_moved_chat_wait_with_its_later_ones(
        self, store: SqlStore, jobs: SqlJobs, place: Place
    ) -> None:
        await store.accept(incoming(1), "edit")
        await store.move_chat(ANNA, BEN)
        await store.accept(incoming(2, BEN), "edit")
        client = DBOSClient(system_database_engine=place.jobs_engine, lazy=True)
        rows = client.list_workflows()
        assert {row.queue_partition_key for row in rows} == {BEN.key}
        # Whatever the clock's grain is, and however the names sort.
        times = {row.workflow_id: row.created_at for row in rows}
        assert times[incoming(1).id] < times[incoming(2, BEN).id]
        assert await asyncio.to_thread(forget_jobs, place.jobs_engine, BEN) == 2
        assert await jobs.enqueued() == []

    async def test_jobs_are_forgotten_for_one_chat_only(
        self, store: SqlStore, jobs: SqlJobs, place: Place
    ) -> None:
        lower, upper = ChatRef("web", "", "a_c"), ChatRef("web", "", "A_C")
        for chat in (lower, upper, ChatRef("web", "", "abc"), BEN):
            await store.accept(incoming(1, chat), "edit")
        assert await asyncio.to_thread(forget_jobs, place.jobs_engine, lower) == 1
        left = [message_id for _, message_id in await jobs.enqueued()]
        assert incoming(1, lower).id not in left
        assert len(left) == 3
        table = "workflow_input"
        if place.jobs_engine.dialect.name == "postgresql":
            table = f"dbos.{table}"
        with place.jobs_engine.connect() as connection:
            inputs = connection.execute(sa.text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            assert inputs.scalar_one() == 3

    @pytest.mark.parametrize("column", ["about", "taken"])
    async def test_a_door_that_nobody_can_read_is_in_nobody_s_way(
        self, store: SqlStore, place: Place, clock: OwnClock, column: str
    ) -> None:
        for name in ("d1", "d2"):
            await store.add_door(way_in(clock, name), name)
            await store.use_door(name, dropped(part=name))
        engine = place.engine()
        async with engine.begin() as connection:
            torn = sa.update(doors).where(doors.c.id == "d1").values({column: '{"id": "tele'})
            await connection.execute(torn)
        await engine.dispose()
        assert await store.unheard_drops() == [dropped(part="d2")]
        assert [one.id for one in await store.doors(ANNA)] == ["d2"]
        assert await store.door("d1") is None

    async def test_a_writer_that_is_cancelled_leaves_nothing_half_done(
        self, store: SqlStore, jobs: SqlJobs
    ) -> None:
        for update in range(60):
            task = asyncio.create_task(store.accept(incoming(update, ANNA, CLIP), "edit"))
            for _ in range(update):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait({task})
        enqueued = {message_id for _, message_id in await jobs.enqueued()}
        seen = {message_id for message_id, _, _ in await store.pending_attachments(ANNA)}
        assert enqueued == seen
        assert await store.accept(incoming(100), "edit") is True

    async def test_two_stores_on_one_database_write_one_after_another(
        self, place: Place, store: SqlStore, jobs: SqlJobs, clock: OwnClock
    ) -> None:
        other = SqlStore(place.engine(), jobs.enqueue, clock)
        pieces = [replace(incoming(n), album="a") for n in range(20)]
        stores = [store, other] * 10
        await asyncio.gather(
            *(one.accept(piece, "edit") for one, piece in zip(stores, pieces, strict=True)),
            *(one.add_session(ANNA, str(n), "t", "u") for n, one in enumerate(stores)),
        )
        [(_, head)] = await jobs.enqueued()
        assert await store.close_album(head) == pieces
        sessions = await store.sessions(ANNA)
        assert len(sessions) == 20
        assert await store.current_session(ANNA) == sessions[0]
        await other.close()


class TestSqliteStore(SqlStoreContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        path = Path(shutil.copy(database_with_all_tables(), tmp_path))
        jobs_engine = sqlite.dbos_engine(path)
        yield Place(lambda: sqlite.async_engine(path), jobs_engine)
        jobs_engine.dispose()


class TestPostgresStore(SqlStoreContract):
    @pytest.fixture
    def place(self) -> Iterator[Place]:
        server = postgres_server.server()
        database = server.create(postgres_with_all_tables())
        url = postgres.address(Secret(server.url(database)))
        jobs_engine = postgres.dbos_engine(url)
        yield Place(lambda: postgres.async_engine(url), jobs_engine)
        jobs_engine.dispose()
        server.drop(database)
