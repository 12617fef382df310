"""Which attachment went into which project.

Owns the rows of ``attachments``: whether each one waits, was taken by a project or was set aside.
What an attachment *is* stands in its message. Must not know files.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from core.model import Attachment, ChatRef, Incoming, order_of
from storage.codec import decode_incoming
from storage.tables import attachments, messages
from storage.transactions import Transactions

WAITING: Final = "waiting"
TAKEN: Final = "taken"
SET_ASIDE: Final = "set_aside"


def waiting_rows(incoming: Incoming) -> list[dict[str, Any]]:
    """The rows of a message's attachments, as long as nothing was done with them."""
    return [
        {
            "message_id": incoming.id,
            "position": position,
            "chat_key": incoming.chat.key,
            "state": WAITING,
        }
        for position in range(len(incoming.attachments))
    ]


class Attachments(Transactions):
    """The part of the store that keeps track of attachments."""

    async def pending_attachments(self, chat: ChatRef) -> list[tuple[str, int, Attachment]]:
        """See ``core.store.Store``."""
        query = (
            _with_message()
            .where(attachments.c.chat_key == self._now(chat).key, attachments.c.state == WAITING)
            .order_by(attachments.c.position)
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        rows = sorted(rows, key=lambda row: order_of(row.message_id))
        return [(row.message_id, row.position, _attachment(row)) for row in rows]

    async def take_attachment(
        self, message_id: str, index: int, session_id: int, file_hash: str
    ) -> None:
        """See ``core.store.Store``."""
        last = sa.select(sa.func.max(attachments.c.taken_order)).where(
            attachments.c.session_id == session_id
        )
        async with self._writing() as connection:
            order = (await connection.execute(last)).scalar_one() or 0
            # Uploaded again into a rebuilt project, it keeps the place that it had there.
            kept = sa.case(
                (attachments.c.session_id == session_id, attachments.c.taken_order),
                else_=order + 1,
            )
            await connection.execute(
                sa.update(attachments)
                .where(attachments.c.message_id == message_id, attachments.c.position == index)
                .values(state=TAKEN, session_id=session_id, file_hash=file_hash, taken_order=kept)
            )

    async def taken_attachments(self, session_id: int) -> list[tuple[str, int, Attachment, str]]:
        """See ``core.store.Store``."""
        query = (
            _with_message()
            .where(attachments.c.session_id == session_id)
            .order_by(attachments.c.taken_order)
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        return [(row.message_id, row.position, _attachment(row), row.file_hash) for row in rows]

    async def set_aside_attachment(self, message_id: str, index: int) -> None:
        """See ``core.store.Store``."""
        update = (
            sa.update(attachments)
            .where(
                attachments.c.message_id == message_id,
                attachments.c.position == index,
                attachments.c.state == WAITING,
            )
            .values(state=SET_ASIDE)
        )
        async with self._writing() as connection:
            await connection.execute(update)

    async def drop_pending_attachments(self, chat: ChatRef, before: str) -> None:
        """See ``core.store.Store``."""
        mine = (attachments.c.chat_key == self._now(chat).key, attachments.c.state == WAITING)
        query = sa.select(attachments.c.message_id).where(*mine).distinct()
        async with self._writing() as connection:
            waiting = (await connection.execute(query)).scalars().all()
            earlier = [message for message in waiting if order_of(message) < order_of(before)]
            await connection.execute(
                sa.update(attachments)
                .where(*mine, attachments.c.message_id.in_(earlier))
                .values(state=SET_ASIDE)
            )


def _with_message() -> sa.Select[Any]:
    return sa.select(
        attachments.c.message_id,
        attachments.c.position,
        attachments.c.file_hash,
        messages.c.payload,
    ).join(messages, messages.c.id == attachments.c.message_id)


def _attachment(row: sa.Row[Any]) -> Attachment:
    message = decode_incoming(row.payload)
    position: int = row.position
    return message.attachments[position]
