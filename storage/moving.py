"""A chat that got another name at its platform: all that is kept of it goes along.

Owns that one transaction. Must not know why a chat moves. Ids of messages, and so of their jobs,
keep the old name within them; everything else is as if the chat had always been called like that.
"""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.model import ChatRef
from storage.accounts import account_name
from storage.chats import note_chat
from storage.codec import decode_incoming, encode_incoming
from storage.durable import move_jobs
from storage.errors import PayloadUnreadable
from storage.names import moved_id, moved_message, moved_prefix
from storage.tables import accounts, attachments, chats, deliveries, doors, messages, sessions
from storage.transactions import Transactions

log = logging.getLogger(__name__)

_NAME = frozenset({"key", "platform", "account", "chat", "thread"})


class Moving(Transactions):
    """The part of the store that lets chats move."""

    async def move_chat(self, before: ChatRef, chat: ChatRef) -> None:
        """See ``core.store.Store``."""
        if before.key == chat.key:
            return
        # First: whoever writes after this transaction must not write under the old name any more.
        self._names.move(before, chat)
        async with self._writing() as connection:
            old = await _row(connection, before)
            if old is not None:
                await note_chat(connection, chat)
                await _move_profile(connection, old, chat)
                await _move_sessions(connection, before, chat)
                await _move_messages(connection, before, chat)
                await _move_deliveries(connection, before, chat)
                await _move_doors(connection, before, chat)
                await connection.run_sync(move_jobs, before, chat)
                await connection.execute(sa.delete(chats).where(chats.c.key == before.key))
            await _move_account(connection, before, chat)


async def _row(connection: AsyncConnection, chat: ChatRef) -> sa.Row[Any] | None:
    return (await connection.execute(sa.select(chats).where(chats.c.key == chat.key))).one_or_none()


async def _move_profile(connection: AsyncConnection, old: sa.Row[Any], chat: ChatRef) -> None:
    """What was said under the new name counts; what was not said there yet, as it was."""
    new = await _row(connection, chat)
    assert new is not None  # noqa: S101 - it was noted in this transaction
    merged = {
        name: new._mapping[name] or old._mapping[name]
        for name in chats.c.keys()  # noqa: SIM118 - a collection of columns, no dictionary
        if name not in _NAME
    }
    await connection.execute(sa.update(chats).where(chats.c.key == chat.key).values(merged))


async def _move_sessions(connection: AsyncConnection, before: ChatRef, chat: ChatRef) -> None:
    """The present project is the one that was opened under the new name, if there is one."""
    current = sa.select(sessions.c.id).where(sessions.c.chat_key == chat.key, sessions.c.is_current)
    mine = sessions.c.chat_key == before.key
    if (await connection.execute(current)).first() is not None:
        await connection.execute(sa.update(sessions).where(mine).values(is_current=False))
    await connection.execute(sa.update(sessions).where(mine).values(chat_key=chat.key))


async def _move_messages(connection: AsyncConnection, before: ChatRef, chat: ChatRef) -> None:
    query = sa.select(messages.c.id, messages.c.payload, messages.c.platform_id).where(
        messages.c.chat_key == before.key
    )
    for row in (await connection.execute(query)).all():
        await connection.execute(
            sa.update(messages)
            .where(messages.c.id == row.id)
            .values(
                chat_key=chat.key,
                payload=_moved(row.payload, chat),
                platform_id=moved_id(before, row.platform_id),
            )
        )
    await connection.execute(
        sa.update(attachments).where(attachments.c.chat_key == before.key).values(chat_key=chat.key)
    )


def _moved(payload: str, chat: ChatRef) -> str:
    try:
        return encode_incoming(moved_message(decode_incoming(payload), chat))
    except PayloadUnreadable as error:
        # Whoever needs that message is told so then; it must not hold the others back.
        log.warning("%s", error)
        return payload


async def _move_doors(connection: AsyncConnection, before: ChatRef, chat: ChatRef) -> None:
    """What is dropped for the chat lands where it is now."""
    query = sa.select(doors).where(doors.c.chat_key == before.key)
    for row in (await connection.execute(query)).all():
        await connection.execute(
            sa.update(doors)
            .where(doors.c.id == row.id)
            .values(
                chat_key=chat.key,
                about=_moved(row.about, chat),
                taken=None if row.taken is None else _moved(row.taken, chat),
            )
        )


async def _move_deliveries(connection: AsyncConnection, before: ChatRef, chat: ChatRef) -> None:
    """A message that shows a project can still be answered; where others stood is of no use now."""
    mine = deliveries.c.chat_key == before.key
    is_shown = sa.and_(deliveries.c.session_id.is_not(None), deliveries.c.platform_id.is_not(None))
    moved = sa.literal(moved_prefix(before)).concat(deliveries.c.platform_id)
    kept = sa.case((is_shown, moved), else_=None)
    await connection.execute(
        sa.update(deliveries).where(mine).values(chat_key=chat.key, platform_id=kept)
    )


async def _move_account(connection: AsyncConnection, before: ChatRef, chat: ChatRef) -> None:
    """The chat's own account goes along, unless it has one under the new name already."""
    old, new = account_name(before), account_name(chat)
    known = sa.select(accounts.c.name).where(accounts.c.name == new)
    mine = accounts.c.name == old
    if (await connection.execute(known)).first() is None:
        await connection.execute(sa.update(accounts).where(mine).values(name=new))
    else:
        await connection.execute(sa.delete(accounts).where(mine))
