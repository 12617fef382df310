"""The one database, whichever it is: opened, its tables up to date, ready for the store.

Owns the choice and the order of opening. Must not know what either database is like.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from core import durable
from core.nemo.account import TokenStore
from core.ports import Clock
from core.secrecy import Secret
from core.store import ChatTokens
from storage import migrate, postgres, postgres_lock, sqlite
from storage.accounts import SqlChatTokens, SqlTokenStore
from storage.durable import Enqueue, enqueuer
from storage.key import load_key
from storage.lock import DataDirectory


@dataclass(frozen=True, slots=True)
class Database:
    """What the store and its neighbours are made of.

    ``tokens`` gives the account of that backend, ``chat_tokens`` the chats' own ones for it.
    ``writers`` is the queue of those who write often: the store and the chat page.
    """

    engine: AsyncEngine
    jobs_engine: sa.Engine
    enqueue: Enqueue
    tokens: Callable[[str], TokenStore]
    chat_tokens: Callable[[str], ChatTokens]
    clock: Clock
    writers: asyncio.Lock = field(default_factory=asyncio.Lock)


@asynccontextmanager
async def opened(
    directory: DataDirectory, clock: Clock, *, url: Secret | None = None, key: Secret | None = None
) -> AsyncIterator[Database]:
    """The SQLite file of the directory, or the PostgreSQL database of that ``url``.

    Brings the tables up to date and creates the durable library's instance on the same database.
    ``directory`` is ours already; it holds the key in either case. Raises ``StorageError``.
    """
    engines = _sqlite(directory.database_path) if url is None else _postgres(url)
    async with engines as (engine, jobs_engine):
        cipher = load_key(directory.key_path, key)
        durable.create(jobs_engine)
        yield Database(
            engine=engine,
            jobs_engine=jobs_engine,
            enqueue=enqueuer(jobs_engine, durable.APPLICATION_VERSION),
            tokens=lambda name: SqlTokenStore(engine, cipher, name),
            chat_tokens=lambda backend: SqlChatTokens(engine, cipher, backend),
            clock=clock,
        )


@asynccontextmanager
async def _sqlite(path: Path) -> AsyncIterator[tuple[AsyncEngine, sa.Engine]]:
    await asyncio.to_thread(sqlite.prepare, path)
    engine, jobs_engine = sqlite.async_engine(path), sqlite.dbos_engine(path)
    try:
        await migrate.upgrade(engine)
        yield engine, jobs_engine
    finally:
        jobs_engine.dispose()
        await engine.dispose()


@asynccontextmanager
async def _postgres(url: Secret) -> AsyncIterator[tuple[AsyncEngine, sa.Engine]]:
    address = postgres.address(url)
    async with postgres_lock.held(address):
        await postgres.prepare(address)
        engine, jobs_engine = postgres.async_engine(address), postgres.dbos_engine(address)
        try:
            with postgres.told_plainly():
                await migrate.upgrade(engine)
            yield engine, jobs_engine
        finally:
            jobs_engine.dispose()
            await engine.dispose()
