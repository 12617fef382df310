"""Albums: messages that the platform sent one by one and that one job works on.

Owns who joins whom and until when. Must not know what is done with them. The first message of an
album that has a job is its head; what comes later joins the head until the job closes the album
or ends. Joining and closing are each one transaction, so no message is lost between the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.model import Incoming, order_of
from storage.codec import decode_incoming
from storage.tables import messages
from storage.transactions import Transactions


async def collecting(connection: AsyncConnection, incoming: Incoming) -> str | None:
    """The head that the message joins; None for one that stands by itself."""
    if not incoming.album:
        return None
    query = sa.select(messages.c.id).where(
        messages.c.chat_key == incoming.chat.key,
        messages.c.album == incoming.album,
        messages.c.id != incoming.id,
        messages.c.job.is_not(None),
        messages.c.album_closed_at.is_(None),
        messages.c.answered_at.is_(None),
    )
    found = (await connection.execute(query)).scalars().all()
    return max(found, key=order_of, default=None)


class Albums(Transactions):
    """The part of the store that keeps albums together."""

    async def close_album(self, message_id: str) -> list[Incoming]:
        """See ``core.store.Store``."""
        close = (
            sa.update(messages)
            .where(messages.c.id == message_id, messages.c.album_closed_at.is_(None))
            .values(album_closed_at=self._clock.now())
        )
        async with self._writing() as connection:
            await connection.execute(close)
            payloads = (await connection.execute(_album(message_id))).scalars().all()
        return _in_order(payloads)

    async def joined(self, message_id: str) -> list[Incoming]:
        """See ``core.store.Store``."""
        async with self._reading() as connection:
            payloads = (await connection.execute(_album(message_id))).scalars().all()
        return _in_order(payloads)


def _album(message_id: str) -> sa.Select[Any]:
    one = messages.alias("one")
    head_id = (
        sa.select(sa.func.coalesce(one.c.head_id, one.c.id))
        .where(one.c.id == message_id)
        .scalar_subquery()
    )
    return sa.select(messages.c.payload).where(
        sa.or_(messages.c.id == head_id, messages.c.head_id == head_id)
    )


def _in_order(payloads: Iterable[str]) -> list[Incoming]:
    found = [decode_incoming(payload) for payload in payloads]
    return sorted(found, key=lambda incoming: order_of(incoming.id))
