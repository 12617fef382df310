"""The file and its connections: one library, the right modes, every bad file in one line."""

from __future__ import annotations

import os
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.clock import SystemClock
from storage import sqlite
from storage.errors import DatabaseCorrupt, DatabaseForeign, DatabaseUnusable
from storage.store import SqlStore
from storage.tables import metadata
from storage.transactions import writing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backdrop.sqlite3"


def test_both_engines_use_the_one_newest_library(path: Path) -> None:
    module = sqlite.sqlite_module()
    assert module.sqlite_version_info >= sqlite3.sqlite_version_info
    jobs = sqlite.dbos_engine(path)
    store = sqlite.async_engine(path)
    assert jobs.dialect.dbapi is module
    assert store.dialect.dbapi.sqlite is module  # type: ignore[union-attr]
    jobs.dispose()


async def test_the_store_s_connections_really_come_from_it(path: Path) -> None:
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert isinstance(raw.driver_connection._conn, sqlite.sqlite_module().Connection)
        version = (await connection.execute(sa.text("SELECT sqlite_version()"))).scalar_one()
        assert version == sqlite.sqlite_module().sqlite_version
        with pytest.raises(sa.exc.OperationalError):
            await connection.execute(sa.text("SELECT * FROM nothing"))
    await engine.dispose()


async def test_every_connection_is_set_up(path: Path) -> None:
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    jobs = sqlite.dbos_engine(path)
    full = 2
    expected = {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1}
    expected["busy_timeout"] = sqlite.BUSY_TIMEOUT_MS
    for pragma, value in expected.items():
        with jobs.connect() as connection:
            assert connection.execute(sa.text(f"PRAGMA {pragma}")).scalar_one() == value
        async with engine.connect() as connection:
            assert (await connection.execute(sa.text(f"PRAGMA {pragma}"))).scalar_one() == value
    jobs.dispose()
    await engine.dispose()


async def test_a_writing_transaction_takes_the_lock_at_once(path: Path) -> None:
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    other = sqlite.sqlite_module().connect(str(path), isolation_level=None, timeout=0)
    async with engine.begin():
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    async with writing(engine).begin():
        with pytest.raises(sqlite.sqlite_module().OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()
    await engine.dispose()


async def test_tables_can_be_made_and_taken_back_in_a_transaction(path: Path) -> None:
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    with pytest.raises(ZeroDivisionError):
        async with writing(engine).begin() as connection:
            await connection.execute(sa.text("CREATE TABLE half (x)"))
            raise ZeroDivisionError
    async with engine.connect() as connection:
        tables = await connection.execute(sa.text("SELECT name FROM sqlite_master"))
        assert tables.scalars().all() == []
    await engine.dispose()


def test_values_are_not_told_in_errors(path: Path) -> None:
    jobs = sqlite.dbos_engine(path)
    with jobs.connect() as connection, pytest.raises(sa.exc.SQLAlchemyError) as caught:
        connection.execute(sa.text("SELECT :it FROM nothing"), {"it": "my private words"})
    assert "my private words" not in str(caught.value)
    jobs.dispose()


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_the_file_is_for_its_owner_only(path: Path) -> None:
    sqlite.prepare(path)
    sqlite.prepare(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 40, b"?"])
def test_something_else_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(DatabaseCorrupt) as caught:
        sqlite.prepare(path)
    assert len(str(caught.value).splitlines()) == 1
    assert path.read_bytes() == content


def test_a_damaged_database_is_refused(path: Path) -> None:
    sqlite.prepare(path)
    connection = sqlite.sqlite_module().connect(str(path))
    connection.execute("CREATE TABLE t (x)")
    connection.executemany("INSERT INTO t VALUES (?)", [("words " * 100,)] * 200)
    connection.commit()
    connection.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    with pytest.raises(DatabaseCorrupt):
        sqlite.prepare(path)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DatabaseCorrupt):
        sqlite.prepare(path)


@pytest.mark.parametrize("mark", ["CREATE TABLE photos (x)", "PRAGMA application_id=77"])
def test_another_program_s_database_is_refused_and_left_alone(path: Path, mark: str) -> None:
    connection = sqlite.sqlite_module().connect(str(path))
    connection.execute(mark)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseForeign, match="another program"):
        sqlite.prepare(path)
    assert path.read_bytes() == before


def test_a_place_that_takes_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="unable to open"):
        sqlite.prepare(tmp_path)
    with pytest.raises(DatabaseUnusable, match="No such file"):
        sqlite.prepare(tmp_path / "nowhere" / "backdrop.sqlite3")


async def test_chats_that_were_heard_are_looked_up_by_time(path: Path) -> None:
    """Whoever asks wants some days of what may be years: all messages are not to be read."""
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    asked: list[tuple[str, Any]] = []
    sa.event.listen(
        engine.sync_engine,
        "before_cursor_execute",
        lambda _1, _2, statement, parameters, _3, _4: asked.append((statement, parameters)),
    )
    async with writing(engine).begin() as connection:
        await connection.run_sync(metadata.create_all)
    asked.clear()
    await SqlStore(engine, lambda *_: None, SystemClock()).heard("discord", "1", datetime.now(UTC))
    [(statement, parameters)] = [one for one in asked if one[0].startswith("SELECT")]
    async with engine.connect() as connection:
        explained = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = " / ".join(row.detail for row in explained)
    assert "messages USING INDEX ix_messages_received_at" in plan, plan
    assert "chats USING INDEX" in plan, plan
    await engine.dispose()
