"""That one process at a time works on a PostgreSQL database.

Owns the lock and its watch. Must not know what is in the database. Two processes with the same
executor id ran jobs twice, and the database would not notice. The lock is the session's: the
server gives it back when our connection ends, however it ends, so a database behind a pooler that
shares out sessions can't be used.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import NullPool

from storage import postgres
from storage.errors import DatabaseBusy, DatabaseUnavailable

log = logging.getLogger(__name__)

_PROCESS: Final = int.from_bytes(b"bdrp-run")
"""The lock's number."""

_WATCHED_EVERY_S: Final = 5.0
"""A lock that was lost with its connection is taken again within this time."""


@contextlib.asynccontextmanager
async def held(url: sa.URL, *, watched_every_s: float = _WATCHED_EVERY_S) -> AsyncIterator[None]:
    """A context: inside it the database is ours alone.

    Raises ``DatabaseBusy`` and ``DatabaseUnavailable``. When the connection breaks and another
    process takes the database before we do, the body is cancelled and ``DatabaseBusy`` raised.
    """
    engine = postgres.async_engine(url, poolclass=NullPool)
    lock = _Lock(engine)
    await lock.take()
    owner = asyncio.current_task()
    assert owner is not None  # noqa: S101
    watch = asyncio.create_task(lock.watch(owner, watched_every_s))
    try:
        yield
    except asyncio.CancelledError:
        if lock.lost is None:
            raise
        owner.uncancel()
        raise lock.lost from None
    finally:
        watch.cancel()
        await asyncio.wait({watch})
        await lock.give_back()
        await engine.dispose()


class _Lock:
    """The lock, on a connection of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self.lost: DatabaseBusy | None = None

    async def take(self) -> None:
        """Raises ``DatabaseBusy`` and ``DatabaseUnavailable``."""
        take = sa.text("SELECT pg_try_advisory_lock(:number)")
        with postgres.told_plainly():
            connection = await self._engine.connect()
            try:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                is_taken = (await connection.execute(take, {"number": _PROCESS})).scalar_one()
                if not is_taken:
                    raise DatabaseBusy(self._engine.url.database)
            except BaseException:
                await connection.close()
                raise
        self._connection = connection

    async def give_back(self) -> None:
        """With the connection the lock goes, too."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sa.exc.DBAPIError):
                await connection.close()

    async def watch(self, owner: asyncio.Task[object], every_s: float) -> None:
        """Keep the lock over a server's restart, or end the owner if somebody else has it now."""
        while True:
            await asyncio.sleep(every_s)
            if await self._is_alive():
                continue
            await self.give_back()
            try:
                await self.take()
                log.warning("The connection to the database was lost and made again.")
            except DatabaseUnavailable as error:
                log.warning("%s", error)
            except DatabaseBusy as error:
                self.lost = error
                owner.cancel()
                return

    async def _is_alive(self) -> bool:
        if self._connection is None:
            return False
        try:
            await self._connection.execute(sa.text("SELECT 1"))
        except sa.exc.DBAPIError:
            return False
        return True
