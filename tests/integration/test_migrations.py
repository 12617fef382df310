"""The migrations make what the tables say, all or nothing, and know what is newer than they."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util import CommandError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.clock import SystemClock
from core.model import ChatProfile
from core.secrecy import Secret
from storage import migrate, postgres, sqlite
from storage.errors import DatabaseNewer
from storage.store import SqlStore
from storage.tables import metadata
from storage.transactions import migrating, writing
from tests.contract.store_rig import ANNA, incoming
from tests.servers import postgres as postgres_server

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    if request.param == "sqlite":
        path = tmp_path / "backdrop.sqlite3"
        sqlite.prepare(path)
        engine = sqlite.async_engine(path)
        yield engine
        await engine.dispose()
        return
    server = postgres_server.server()
    database = server.create()
    url = postgres.address(Secret(server.url(database)))
    await postgres.prepare(url)
    engine = postgres.async_engine(url)
    yield engine
    await engine.dispose()
    server.drop(database)


async def tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))


async def execute(engine: AsyncEngine, *statements: str) -> None:
    async with writing(engine).begin() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))


async def insert(engine: AsyncEngine, table: str, **row: Any) -> None:
    columns = (sa.column(name) for name in row)
    async with writing(engine).begin() as connection:
        await connection.execute(sa.insert(sa.table(table, *columns)).values(row))


async def upgrade_to(engine: AsyncEngine, revision: str) -> None:
    """As an older program did."""
    async with migrating(engine).begin() as connection:
        await connection.run_sync(
            lambda sync: command.upgrade(migrate.config(sync), revision),
        )
    await engine.dispose()


async def check(engine: AsyncEngine) -> None:
    """`alembic check`: raises when the models and the database differ."""
    async with engine.connect() as connection:
        await connection.run_sync(lambda sync: command.check(migrate.config(sync)))


async def test_migrations_and_models_agree(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    await check(engine)
    assert await tables(engine) == set(metadata.tables) | {"alembic_version"}


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE chats ADD COLUMN mood TEXT",
        "DROP INDEX ix_messages_received_at",
        "DROP TABLE deliveries",
    ],
)
async def test_the_agreement_would_be_missed(engine: AsyncEngine, change: str) -> None:
    await migrate.upgrade(engine)
    await execute(engine, change)
    with pytest.raises(CommandError):
        await check(engine)


async def test_the_durable_library_s_tables_are_none_of_ours(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await execute(engine, "CREATE TABLE workflow_status (workflow_uuid TEXT, status TEXT)")
    await migrate.upgrade(engine)
    await check(engine)
    assert "workflow_status" in await tables(engine)


async def test_a_second_start_changes_nothing(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    store = SqlStore(engine, lambda *_: None, SystemClock())
    session = await store.add_session(ANNA, "s", "t", "u")
    await migrate.upgrade(engine)
    assert await store.current_session(ANNA) == session


async def test_an_older_database_s_rows_are_all_there(engine: AsyncEngine) -> None:
    await upgrade_to(engine, "0001")
    ids = [message.id for message in (incoming(n) for n in range(4))]
    await execute(engine, "CREATE TABLE workflow_status (workflow_uuid TEXT, status TEXT)")
    await insert(engine, "workflow_status", workflow_uuid=ids[0], status="SUCCESS")
    await insert(engine, "workflow_status", workflow_uuid=ids[1], status="PENDING")
    key = ANNA.key
    chat = {"platform": "telegram", "account": "bot", "chat": "42", "thread": ""}
    await insert(engine, "chats", key=key, language="de", is_greeted=True, **chat)
    nemo = {"nemo_session_id": "s", "nemo_task_id": "t", "user_id": "u"}
    await insert(engine, "sessions", id=7, chat_key=key, is_current=True, created_at=AT, **nemo)
    for message, job in zip(ids, ("edit", "edit", None, "edit"), strict=True):
        row = {"id": message, "chat_key": key, "job": job, "payload": "{}", "received_at": AT}
        await insert(engine, "messages", **row)
    taken = {"state": "taken", "session_id": 7, "file_hash": "hash", "taken_order": 1}
    await insert(engine, "attachments", message_id=ids[0], position=0, chat_key=key, **taken)
    sent = {"state": "sent", "platform_id": "tg-1", "attempts": 1}
    await insert(engine, "deliveries", outgoing_id="d", chat_key=key, **sent)
    await migrate.upgrade(engine)
    await check(engine)
    store = SqlStore(engine, lambda *_: None, SystemClock())
    assert await store.profile(ANNA) == ChatProfile(ANNA, "de", is_greeted=True)
    [session] = await store.sessions(ANNA)
    assert (session.id, session.title) == (7, "")
    assert await store.session_of_attachment(ids[0], 0) == session
    delivery = await store.begin_delivery("d", ANNA)
    assert (delivery.platform_id, delivery.attempts) == ("tg-1", 1)
    # Only what the durable library still works on is open; the rest ended long ago.
    assert await store.open_jobs(ANNA) == [ids[1]]
    assert await store.forget(ANNA) is None
    async with engine.connect() as connection:
        left = sa.select(sa.func.count()).select_from(metadata.tables["deliveries"])
        assert (await connection.execute(left)).scalar_one() == 0


async def test_a_newer_database_is_refused_and_left_alone(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    await execute(engine, "UPDATE alembic_version SET version_num = '9999'")
    await execute(engine, "CREATE TABLE of_tomorrow (x TEXT)")
    before = await tables(engine)
    with pytest.raises(DatabaseNewer, match="newer Backdrop") as caught:
        await migrate.upgrade(engine)
    assert "9999" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert await tables(engine) == before


async def test_a_migration_that_fails_leaves_nothing_half_made(engine: AsyncEngine) -> None:
    await execute(engine, "CREATE TABLE deliveries (in_the_way TEXT)")
    with pytest.raises(sa.exc.DBAPIError, match="already exists"):
        await migrate.upgrade(engine)
    assert await tables(engine) == {"deliveries"}


async def test_foreign_keys_are_kept_after_migrating(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    with pytest.raises(sa.exc.IntegrityError):
        await insert(engine, "messages", id="1", chat_key="nobody", payload="", received_at=AT)
