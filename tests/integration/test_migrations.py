"""The migrations make what the tables say, all or nothing, and know what is newer than they."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util import CommandError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.clock import SystemClock
from storage import migrate, sqlite
from storage.errors import DatabaseNewer
from storage.store import SqlStore
from storage.tables import metadata
from tests.contract.store_contract import ANNA


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    path = tmp_path / "backdrop.sqlite3"
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    yield engine
    await engine.dispose()


async def tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))


async def execute(engine: AsyncEngine, statement: str) -> None:
    async with sqlite.writing(engine).begin() as connection:
        await connection.execute(sa.text(statement))


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
    await execute(engine, "CREATE TABLE workflow_status (workflow_uuid TEXT PRIMARY KEY)")
    await migrate.upgrade(engine)
    await check(engine)
    assert "workflow_status" in await tables(engine)


async def test_a_second_start_changes_nothing(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    store = SqlStore(engine, lambda *_: None, SystemClock())
    session = await store.add_session(ANNA, "s", "t", "u")
    await migrate.upgrade(engine)
    assert await store.current_session(ANNA) == session


async def test_a_newer_database_is_refused_and_left_alone(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    await execute(engine, "UPDATE alembic_version SET version_num = '9999'")
    await execute(engine, "CREATE TABLE of_tomorrow (x)")
    before = await tables(engine)
    with pytest.raises(DatabaseNewer, match="newer Backdrop") as caught:
        await migrate.upgrade(engine)
    assert "9999" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert await tables(engine) == before


async def test_a_migration_that_fails_leaves_nothing_half_made(engine: AsyncEngine) -> None:
    await execute(engine, "CREATE TABLE deliveries (in_the_way TEXT)")
    with pytest.raises(sa.exc.OperationalError, match="already exists"):
        await migrate.upgrade(engine)
    assert await tables(engine) == {"deliveries"}


async def test_foreign_keys_are_kept_after_migrating(engine: AsyncEngine) -> None:
    await migrate.upgrade(engine)
    with pytest.raises(sa.exc.IntegrityError):
        await execute(engine, "INSERT INTO messages VALUES ('1', 'nobody', NULL, '', 'now', NULL)")
