"""Both stores against the one contract; the SQL store on a real file, with DBOS's real tables."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from dbos import DBOSClient

from core.durable import QUEUE
from core.model import ChatRef, Incoming
from storage import sqlite
from storage.durable import enqueuer, forget_jobs
from storage.memory import MemoryStore
from storage.store import SqlStore
from storage.tables import metadata
from tests.contract.store_contract import StoreContract
from tests.contract.store_rig import ANNA, BEN, CLIP, OwnClock, incoming
from tests.unit.storage_child import database_with_all_tables


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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(database_with_all_tables(), tmp_path))


@pytest.fixture
async def jobs_engine(path: Path) -> AsyncIterator[sa.Engine]:
    engine = sqlite.dbos_engine(path)
    yield engine
    engine.dispose()


class TestSqlStore(StoreContract):
    @pytest.fixture
    def jobs(self, jobs_engine: sa.Engine) -> SqlJobs:
        return SqlJobs(jobs_engine)

    @pytest.fixture
    async def store(self, path: Path, jobs: SqlJobs, clock: OwnClock) -> AsyncIterator[SqlStore]:
        store = SqlStore(sqlite.async_engine(path), jobs.enqueue, clock)
        yield store
        await store.close()

    async def test_all_is_there_after_a_restart(
        self, path: Path, store: SqlStore, jobs: SqlJobs, clock: OwnClock
    ) -> None:
        await self._fill(store, ANNA)
        before = await self._all(store, ANNA, clock)
        await store.close()
        reopened = SqlStore(sqlite.async_engine(path), jobs.enqueue, clock)
        assert await self._all(reopened, ANNA, clock) == before
        assert await reopened.accept(incoming(1), "edit") is False
        await reopened.close()

    async def test_a_forgotten_chat_has_no_row_in_any_table(
        self, store: SqlStore, path: Path
    ) -> None:
        await self._fill(store, ANNA)
        await store.forget(ANNA)
        engine = sqlite.async_engine(path)
        async with engine.connect() as connection:
            for table in metadata.sorted_tables:
                count = sa.select(sa.func.count()).select_from(table)
                assert (await connection.execute(count)).scalar_one() == 0, table.name
        await engine.dispose()

    async def test_a_job_waits_in_its_chat_s_partition(
        self, store: SqlStore, jobs_engine: sa.Engine
    ) -> None:
        await store.accept(incoming(1), "edit")
        [row] = DBOSClient(system_database_engine=jobs_engine, lazy=True).list_workflows()
        assert (row.queue_name, row.queue_partition_key) == (QUEUE, ANNA.key)
        assert (row.status, row.app_version) == ("ENQUEUED", "1")
        assert row.input == {"args": (incoming(1).id,), "kwargs": {}}

    async def test_jobs_are_forgotten_for_one_chat_only(
        self, store: SqlStore, jobs: SqlJobs, jobs_engine: sa.Engine
    ) -> None:
        lower, upper = ChatRef("web", "", "a_c"), ChatRef("web", "", "A_C")
        for chat in (lower, upper, ChatRef("web", "", "abc"), BEN):
            await store.accept(incoming(1, chat), "edit")
        assert await asyncio.to_thread(forget_jobs, jobs_engine, lower) == 1
        left = [message_id for _, message_id in await jobs.enqueued()]
        assert incoming(1, lower).id not in left
        assert len(left) == 3
        with jobs_engine.connect() as connection:
            inputs = connection.execute(sa.text("SELECT count(*) FROM workflow_input"))
            assert inputs.scalar_one() == 3

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
