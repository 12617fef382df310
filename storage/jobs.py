"""Jobs as the messages tell of them: which have not ended, and whose end is asked for.

Owns those columns of ``messages``. Must not know how a job runs; the durable library's rows are
not looked at here.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.model import ChatRef, order_of
from storage.tables import messages
from storage.transactions import Transactions


async def note_cancel(connection: AsyncConnection, message_id: str, now: datetime) -> bool:
    """Ask for a job's end in the open transaction; False if it had ended or somebody had asked."""
    update = (
        sa.update(messages)
        .where(
            messages.c.id == message_id,
            messages.c.cancel_requested_at.is_(None),
            *_IS_OPEN,
        )
        .values(cancel_requested_at=now)
    )
    return (await connection.execute(update)).rowcount == 1


class Jobs(Transactions):
    """The part of the store that knows about jobs."""

    async def open_jobs(self, chat: ChatRef) -> list[str]:
        """See ``core.store.Store``."""
        return await self._open(messages.c.chat_key == self._now(chat).key)

    async def all_open_jobs(self) -> list[str]:
        """See ``core.store.Store``."""
        return await self._open()

    async def request_cancel(self, message_id: str) -> bool:
        """See ``core.store.Store``."""
        async with self._writing() as connection:
            return await note_cancel(connection, message_id, self._clock.now())

    async def is_cancel_requested(self, message_id: str) -> bool:
        """See ``core.store.Store``."""
        query = sa.select(messages.c.cancel_requested_at).where(messages.c.id == message_id)
        async with self._reading() as connection:
            return (await connection.execute(query)).scalar_one_or_none() is not None

    async def _open(self, *conditions: sa.ColumnElement[bool]) -> list[str]:
        query = sa.select(messages.c.id).where(*_IS_OPEN, *conditions)
        async with self._reading() as connection:
            found = (await connection.execute(query)).scalars().all()
        # Sorted here: a database sorts by the rules of its own language.
        return sorted(found, key=order_of)


_IS_OPEN = (messages.c.job.is_not(None), messages.c.answered_at.is_(None))
