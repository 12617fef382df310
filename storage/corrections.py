"""Edited messages: new words for one whose job has not begun.

Owns that one transaction. Must not know how it is decided; that is ``core.corrections``.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.corrections import Corrected, Kept, judge
from core.model import Incoming, order_of
from storage.attachments import waiting_rows
from storage.codec import decode_incoming, encode_incoming
from storage.tables import attachments, messages
from storage.transactions import Transactions


class Corrections(Transactions):
    """The part of the store that takes new words for old messages."""

    async def correct(self, edited: Incoming, job: str | None) -> Corrected:
        """See ``core.store.Store``."""
        edited = self._present(edited)
        async with self._writing() as connection:
            found, replaced = judge(edited, job, await _kept(connection, edited))
            if replaced is not None:
                await _replace(connection, replaced)
        return found


async def _kept(connection: AsyncConnection, edited: Incoming) -> list[Kept]:
    if not edited.platform_id:
        return []
    head = messages.alias("head")
    query = (
        sa.select(
            messages.c.payload,
            sa.func.coalesce(head.c.id, messages.c.id).label("job_id"),
            sa.func.coalesce(head.c.job, messages.c.job).label("job"),
            *(
                sa.case((head.c.id.is_not(None), head.c[name]), else_=messages.c[name]).label(name)
                for name in ("album_closed_at", "answered_at", "cancel_requested_at")
            ),
        )
        .outerjoin(head, head.c.id == messages.c.head_id)
        .where(
            messages.c.chat_key == edited.chat.key,
            messages.c.platform_id == edited.platform_id,
        )
    )
    rows = (await connection.execute(query)).all()
    return sorted(map(_one, rows), key=lambda one: order_of(one.incoming.id))


def _one(row: sa.Row[Any]) -> Kept:
    return Kept(
        incoming=decode_incoming(row.payload),
        job=row.job,
        job_id=row.job_id,
        is_begun=row.album_closed_at is not None or row.answered_at is not None,
        is_cancelled=row.cancel_requested_at is not None,
    )


async def _replace(connection: AsyncConnection, replaced: Incoming) -> None:
    await connection.execute(
        sa.update(messages)
        .where(messages.c.id == replaced.id)
        .values(payload=encode_incoming(replaced))
    )
    await connection.execute(sa.delete(attachments).where(attachments.c.message_id == replaced.id))
    if places := waiting_rows(replaced):
        await connection.execute(sa.insert(attachments), places)
