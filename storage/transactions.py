"""One transaction for each method of the store.

Owns how a transaction is begun and ended. Must not know tables. Either database lets one writing
transaction of ours in at a time, so a method need not fear another one between two of its
statements. Writers of this process queue up here, in order, so that only DBOS's connections are
ever waited for inside SQLite, whose waiting is blind and unfair.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.chat_names import ChatNames
from core.model import ChatRef, Incoming
from core.ports import Clock
from storage.names import moved_id, moved_message


def writing(engine: AsyncEngine) -> AsyncEngine:
    """The same connections, for transactions that write: one at a time, from their beginning."""
    return engine.execution_options(is_writing=True)


def migrating(engine: AsyncEngine) -> AsyncEngine:
    """The same, for migrations; dispose of the engine's connections afterwards."""
    return engine.execution_options(is_writing=True, is_migrating=True)


class Transactions:
    """What the parts of the SQL store share."""

    def __init__(
        self, engine: AsyncEngine, clock: Clock, writers: asyncio.Lock | None = None
    ) -> None:
        """``writers`` is the queue of all who write to that engine in this process."""
        self._engine = engine
        self._writing_engine = writing(engine)
        self._clock = clock
        self._writers = writers or asyncio.Lock()
        self._names = ChatNames()

    def _now(self, chat: ChatRef) -> ChatRef:
        """The chat by its present name. Jobs that were running when it moved know the old one."""
        return self._names.now(chat)

    def _present(self, incoming: Incoming) -> Incoming:
        """The same of a message."""
        chat = self._now(incoming.chat)
        return incoming if chat is incoming.chat else moved_message(incoming, chat)

    def _present_id(self, chat: ChatRef, platform_id: str) -> tuple[ChatRef, str]:
        """The same of a message by the platform's id of it."""
        present = self._now(chat)
        return present, platform_id if present is chat else moved_id(chat, platform_id)

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        """For one query: on PostgreSQL a second one might see another state of the data."""
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        """All statements of the block are committed at its end, or none when it raises."""
        async with self._writers, self._writing_engine.begin() as connection:
            yield connection
