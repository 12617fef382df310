"""What was said on the chat page: its conversations and messages, whose only copy is ours.

Owns the rows of ``page_conversations`` and ``page_messages``. Must not know what a message is made
of (a JSON value), the core's own rows, or who may look. A conversation has one owner for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import decode_json, encode_json, storable
from storage.errors import PayloadUnreadable
from storage.statements import insert_if_absent
from storage.tables import page_conversations as conversations
from storage.tables import page_messages as messages
from storage.transactions import Transactions

log = logging.getLogger(__name__)

MOST_SHOWN: Final = 500
"""The newest messages of a conversation; nobody scrolls further."""
_TOMBSTONE: Final = timedelta(days=30)
"""How long the id of a deleted conversation is known, so that a late repetition begins no new one:
a phone that slept may say again what was never answered."""

Payload = dict[str, Any]
"""A message as a JSON value."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """An entry of somebody's list."""

    id: str
    owner: str
    title: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """A message. ``is_heard``: the core has it, or it is ours."""

    number: int
    conversation: str
    key: str
    is_heard: bool
    payload: Payload


class PageRows(Transactions):
    """The page's part of the database."""

    async def say(
        self,
        owner: str,
        conversation: str,
        key: str,
        payload: Payload,
        title: str,
        *,
        is_last: bool = False,
    ) -> tuple[Row, bool] | None:
        """Add a person's message, and the conversation if it is its first.

        Said again under its key, it is the one that stands: (row, whether it is new). None where
        the conversation is somebody else's, or deleted. ``is_last``: it asks for the conversation
        to be deleted, so nobody sees it or writes in it any more.
        """
        async with self._writing() as connection:
            row = {
                "id": conversation,
                "owner": owner,
                "title": storable(title),
                "changed_at": self._clock.now(),
            }
            is_begun = await insert_if_absent(connection, conversations, row)
            if not is_begun:
                found = await _conversation(connection, conversation)
                if found is None or found.owner != owner:
                    return None
                standing = await _by_key(connection, conversation, key)
                if standing is not None:
                    return standing, False
                await self._touch(connection, conversation)
            if is_last:
                mine = conversations.c.id == conversation
                hide = sa.update(conversations).where(mine).values(is_deleted=True)
                await connection.execute(hide)
            return await _insert(connection, conversation, key, payload, is_heard=False), True

    async def show(self, conversation: str, key: str, payload: Payload) -> Row | None:
        """Add a message of ours; None where there is no such conversation (any more).

        Under a key that stands already it is that message: its words become these.
        """
        async with self._writing() as connection:
            if await _conversation(connection, conversation) is None:
                return None
            standing = await _by_key(connection, conversation, key)
            if standing is not None:
                return await _update(connection, standing, key, payload)
            await self._touch(connection, conversation)
            return await _insert(connection, conversation, key, payload, is_heard=True)

    async def replace(
        self, conversation: str, number: int, key: str, payload: Payload
    ) -> Row | None:
        """Give a message of ours other words and another key; None where it doesn't stand."""
        async with self._writing() as connection:
            standing = await _by_number(connection, conversation, number)
            if standing is None:
                return None
            return await _update(connection, standing, key, payload)

    async def remove(self, conversation: str, number: int) -> Row | None:
        """Take a message away; it, or None where it didn't stand."""
        async with self._writing() as connection:
            standing = await _by_number(connection, conversation, number)
            if standing is not None:
                await connection.execute(sa.delete(messages).where(messages.c.number == number))
            return standing

    async def mark_heard(self, number: int) -> None:
        """The core has that message."""
        update = sa.update(messages).where(messages.c.number == number).values(is_heard=True)
        async with self._writing() as connection:
            await connection.execute(update)

    async def unheard(self, conversation: str | None = None) -> list[Row]:
        """What the core has not got, in order: of one conversation, or of all.

        What can't be read is logged and left out: it must not stand in the way of the rest.
        """
        query = sa.select(messages).where(messages.c.is_heard == sa.false())
        if conversation is not None:
            query = query.where(messages.c.conversation_id == conversation)
        async with self._reading() as connection:
            return _readable(await connection.execute(_in_order(query)))

    async def by_key(self, conversation: str, key: str) -> Row | None:
        """The message of that key."""
        async with self._reading() as connection:
            return await _by_key(connection, conversation, key)

    async def by_number(self, conversation: str, number: int) -> Row | None:
        """The message of that number."""
        async with self._reading() as connection:
            return await _by_number(connection, conversation, number)

    async def messages(self, conversation: str, most: int = MOST_SHOWN) -> list[Row]:
        """The conversation's newest messages, in order."""
        query = (
            sa.select(messages)
            .where(messages.c.conversation_id == conversation)
            .order_by(messages.c.number.desc())
            .limit(most)
        )
        async with self._reading() as connection:
            return _readable(await connection.execute(query))[::-1]

    async def conversation(self, conversation: str) -> Conversation | None:
        """That conversation; None also where it was deleted."""
        async with self._reading() as connection:
            return await _conversation(connection, conversation)

    async def conversations(self, owner: str) -> list[Conversation]:
        """Somebody's conversations, the one with the newest message first."""
        query = (
            sa.select(conversations)
            .where(conversations.c.owner == owner, conversations.c.is_deleted == sa.false())
            .order_by(conversations.c.changed_at.desc(), conversations.c.id)
        )
        async with self._reading() as connection:
            return [_listed(found) for found in await connection.execute(query)]

    async def count(self, owner: str) -> int:
        """How many conversations somebody has."""
        query = (
            sa.select(sa.func.count())
            .select_from(conversations)
            .where(conversations.c.owner == owner, conversations.c.is_deleted == sa.false())
        )
        async with self._reading() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def is_named(self, owner: str, file: str, besides: str = "") -> bool:
        """Whether any message of somebody's conversations, but that one, names the file."""
        query = (
            sa.select(messages.c.number)
            .join(conversations, conversations.c.id == messages.c.conversation_id)
            .where(
                conversations.c.owner == owner,
                conversations.c.id != besides,
                messages.c.payload.contains(file),
            )
            .limit(1)
        )
        async with self._reading() as connection:
            return (await connection.execute(query)).first() is not None

    async def held(self, conversation: str) -> list[Row]:
        """All of a conversation's messages, also of one that is to be deleted."""
        query = sa.select(messages).where(messages.c.conversation_id == conversation)
        async with self._reading() as connection:
            return _readable(await connection.execute(_in_order(query)))

    async def forget(self, conversation: str) -> str:
        """Delete all of it but its id; its owner, "" where there was none."""
        mine = conversations.c.id == conversation
        async with self._writing() as connection:
            owner = (
                await connection.execute(sa.select(conversations.c.owner).where(mine))
            ).scalar_one_or_none()
            if not owner:
                return ""
            delete = sa.delete(messages).where(messages.c.conversation_id == conversation)
            await connection.execute(delete)
            tombstone = {"owner": "", "title": "", "is_deleted": True}
            update = sa.update(conversations).where(mine)
            await connection.execute(update.values(**tombstone, changed_at=self._clock.now()))
        return str(owner)

    async def purge(self) -> None:
        """Let go of the ids of conversations that were deleted long ago."""
        before = self._clock.now() - _TOMBSTONE
        delete = sa.delete(conversations).where(
            conversations.c.owner == "", conversations.c.changed_at < before
        )
        async with self._writing() as connection:
            await connection.execute(delete)

    async def _touch(self, connection: AsyncConnection, conversation: str) -> None:
        await connection.execute(
            sa.update(conversations)
            .where(conversations.c.id == conversation)
            .values(changed_at=self._clock.now())
        )


def _in_order(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.order_by(messages.c.number)


async def _conversation(connection: AsyncConnection, conversation: str) -> Conversation | None:
    query = sa.select(conversations).where(
        conversations.c.id == conversation, conversations.c.is_deleted == sa.false()
    )
    found = (await connection.execute(query)).one_or_none()
    return None if found is None else _listed(found)


async def _by_key(connection: AsyncConnection, conversation: str, key: str) -> Row | None:
    query = sa.select(messages).where(
        messages.c.conversation_id == conversation, messages.c.key == key
    )
    found = (await connection.execute(query)).one_or_none()
    return None if found is None else _row(found)


async def _by_number(connection: AsyncConnection, conversation: str, number: int) -> Row | None:
    query = sa.select(messages).where(
        messages.c.conversation_id == conversation, messages.c.number == number
    )
    found = (await connection.execute(query)).one_or_none()
    return None if found is None else _row(found)


async def _insert(
    connection: AsyncConnection, conversation: str, key: str, payload: Payload, *, is_heard: bool
) -> Row:
    insert = sa.insert(messages).values(
        conversation_id=conversation, key=key, is_heard=is_heard, payload=encode_json(payload)
    )
    number = (await connection.execute(insert.returning(messages.c.number))).scalar_one()
    return Row(number, conversation, key, is_heard, payload)


async def _update(connection: AsyncConnection, standing: Row, key: str, payload: Payload) -> Row:
    await connection.execute(
        sa.update(messages)
        .where(messages.c.number == standing.number)
        .values(key=key, payload=encode_json(payload))
    )
    return Row(standing.number, standing.conversation, key, standing.is_heard, payload)


def _readable(found: Iterable[sa.Row[Any]]) -> list[Row]:
    rows = []
    for one in found:
        try:
            rows.append(_row(one))
        except PayloadUnreadable as error:
            log.error("Message %d of the page can't be read and is left out: %s", one.number, error)
    return rows


def _row(found: sa.Row[Any]) -> Row:
    payload = decode_json(found.payload)
    return Row(found.number, found.conversation_id, found.key, found.is_heard, payload)


def _listed(found: sa.Row[Any]) -> Conversation:
    return Conversation(found.id, found.owner, found.title, found.changed_at)
