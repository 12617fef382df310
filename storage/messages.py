"""Inbound messages: accepted once, together with their job.

Owns the rows of ``messages``, and the one commit that makes a message "seen". Must not know what
a job does.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from core.model import ChatRef, Incoming, handle_of, order_of
from storage.albums import collecting
from storage.attachments import waiting_rows
from storage.chats import note_chat
from storage.codec import decode_incoming, encode_incoming, storable
from storage.durable import Enqueue
from storage.errors import PayloadUnreadable
from storage.jobs import note_cancel
from storage.statements import insert_if_absent
from storage.tables import attachments, chats, messages
from storage.transactions import Transactions

log = logging.getLogger(__name__)

_DIGITS: Final = 20
_NUMBER: Final = sa.func.substr(messages.c.id, sa.func.length(messages.c.id) - _DIGITS + 1)
"""The platform's number in a message's id (``core.model.message_id``): the digits at its end."""


class Messages(Transactions):
    """The part of the store that keeps messages."""

    _enqueue: Enqueue

    async def accept(
        self, incoming: Incoming, job: str | None, instead_of: str | None = None
    ) -> bool:
        """See ``core.store.Store``."""
        incoming = self._present(incoming)
        now = self._clock.now()
        row = {
            "id": incoming.id,
            "chat_key": incoming.chat.key,
            "job": job,
            "payload": encode_incoming(incoming),
            "received_at": now,
            "platform_id": incoming.platform_id,
            "album": incoming.album,
        }
        async with self._writing() as connection:
            await note_chat(connection, incoming.chat)
            head_id = await collecting(connection, incoming)
            if head_id is not None:
                job = None
                row |= {"job": None, "head_id": head_id, "answered_at": now}
            if not await insert_if_absent(connection, messages, row):
                return False
            if places := waiting_rows(incoming):
                await connection.execute(sa.insert(attachments), places)
            if job is not None:
                await connection.run_sync(self._enqueue, job, incoming)
            if instead_of is not None:
                await note_cancel(connection, instead_of, now)
        return True

    async def message(self, message_id: str) -> Incoming:
        """See ``core.store.Store``."""
        query = sa.select(messages.c.payload).where(messages.c.id == message_id)
        async with self._reading() as connection:
            payload = (await connection.execute(query)).scalar_one_or_none()
        if payload is None:
            raise KeyError(message_id)
        return decode_incoming(payload)

    async def find_message(self, chat: ChatRef, platform_id: str) -> Incoming | None:
        """See ``core.store.Store``."""
        if not platform_id:
            return None
        chat, platform_id = self._present_id(chat, platform_id)
        query = sa.select(messages.c.id, messages.c.payload).where(
            messages.c.chat_key == chat.key, messages.c.platform_id == platform_id
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        first = min(rows, key=lambda row: order_of(row.id), default=None)
        return None if first is None else decode_incoming(first.payload)

    async def by_handle(self, chat: ChatRef, handle: str) -> Incoming | None:
        """See ``core.store.Store``."""
        number = handle.partition("/")[0].zfill(_DIGITS)
        query = sa.select(messages.c.id, messages.c.payload).where(
            messages.c.chat_key == self._now(chat).key, sa.literal(storable(number)) == _NUMBER
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        found = (row.payload for row in rows if handle_of(row.id) == handle)
        payload = next(found, None)
        return None if payload is None else decode_incoming(payload)

    async def newest_message(self, chat: ChatRef) -> str | None:
        """See ``core.store.Store``."""
        mine = messages.c.chat_key == self._now(chat).key
        greatest = sa.select(sa.func.max(_NUMBER)).where(mine).scalar_subquery()
        # What came through a door has the number of the message before it.
        query = sa.select(messages.c.id).where(mine, greatest == _NUMBER)
        async with self._reading() as connection:
            found = (await connection.execute(query)).scalars().all()
        return max(found, key=order_of, default=None)

    async def heard(self, platform: str, account: str, since: datetime) -> dict[ChatRef, int]:
        """See ``core.store.Store``."""
        # Grouped before the join: PostgreSQL without statistics would otherwise look through them
        # for each chat. By an expression: SQLite would otherwise read all messages, chat by chat,
        # to be spared the sorting of those few.
        chat_key = messages.c.chat_key.concat("").label("chat_key")
        said = sa.case((messages.c.platform_id != "", _NUMBER))
        number = sa.func.coalesce(sa.func.max(said), sa.func.min(_NUMBER)).label("number")
        newest = (
            sa.select(chat_key, number)
            .where(messages.c.received_at >= since)
            .group_by(chat_key)
            .subquery()
        )
        query = (
            sa.select(chats.c.chat, chats.c.thread, chats.c.missed_after, newest.c.number)
            .join(newest, newest.c.chat_key == chats.c.key)
            .where(chats.c.platform == platform, chats.c.account == account)
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        return {
            ChatRef(platform, account, row.chat, row.thread): (
                int(row.number) if row.missed_after is None else row.missed_after
            )
            for row in rows
        }

    async def mark_answered(self, message_id: str) -> None:
        """See ``core.store.Store``."""
        update = (
            sa.update(messages)
            .where(messages.c.id == message_id, messages.c.answered_at.is_(None))
            .values(answered_at=self._clock.now())
        )
        async with self._writing() as connection:
            await connection.execute(update)

    async def unanswered(self, since: datetime) -> list[Incoming]:
        """See ``core.store.Store``."""
        query = sa.select(messages.c.id, messages.c.received_at, messages.c.payload).where(
            messages.c.received_at >= since,
            messages.c.job.is_(None),
            messages.c.answered_at.is_(None),
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        found = []
        for row in sorted(rows, key=lambda row: (row.received_at, order_of(row.id))):
            try:
                found.append(decode_incoming(row.payload))
            except PayloadUnreadable as error:
                # One such question must not keep the program from starting.
                log.warning("%s", error)
        return found
