"""One transaction for each method of the store.

Owns how a transaction is begun and ended. Must not know tables. Writers of this process queue up
here, in order, so that only DBOS's connections are ever waited for inside SQLite, whose waiting
is blind and unfair.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.ports import Clock
from storage.sqlite import writing


class Transactions:
    """What the parts of the SQL store share."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._writing_engine = writing(engine)
        self._clock = clock
        self._writers = asyncio.Lock()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        """One state of the data for the whole block."""
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        """All statements of the block are committed at its end, or none when it raises."""
        async with self._writers, self._writing_engine.begin() as connection:
            yield connection
