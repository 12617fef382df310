"""Chats and what is remembered of them.

Owns the rows of ``chats``. Must not know messages or projects. Of accounts it knows only that a
chat may have one, which goes with it.
"""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.model import ChatProfile, ChatRef
from storage.accounts import account_name, forget_account
from storage.statements import insert_if_absent
from storage.tables import chats
from storage.transactions import Transactions


async def note_chat(connection: AsyncConnection, chat: ChatRef) -> None:
    """Make sure that the chat has a row for others to belong to."""
    await insert_if_absent(
        connection,
        chats,
        {
            "key": chat.key,
            "platform": chat.platform,
            "account": chat.account,
            "chat": chat.chat,
            "thread": chat.thread,
        },
    )


class Chats(Transactions):
    """The part of the store that keeps profiles."""

    async def profile(self, chat: ChatRef) -> ChatProfile:
        """See ``core.store.Store``."""
        chat = self._now(chat)
        query = sa.select(chats).where(chats.c.key == chat.key)
        async with self._reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return ChatProfile(chat)
        return ChatProfile(
            chat,
            row.language,
            row.is_greeted,
            row.is_low_told,
            row.wish,
            row.is_original_quality,
        )

    async def save_profile(self, profile: ChatProfile) -> None:
        """See ``core.store.Store``."""
        chat = self._now(profile.chat)
        update = (
            sa.update(chats)
            .where(chats.c.key == chat.key)
            .values(
                language=profile.language,
                is_greeted=profile.is_greeted,
                is_low_told=profile.is_low_told,
                wish=profile.wish,
                is_original_quality=profile.is_original_quality,
            )
        )
        async with self._writing() as connection:
            await note_chat(connection, chat)
            await connection.execute(update)

    async def threads(self, chat: ChatRef) -> list[ChatRef]:
        """See ``core.store.Store``."""
        query = sa.select(chats.c.thread).where(
            chats.c.platform == chat.platform,
            chats.c.account == chat.account,
            chats.c.chat == chat.chat,
        )
        async with self._reading() as connection:
            found = (await connection.execute(query)).scalars().all()
        return [replace(chat, thread=thread) for thread in sorted(found)]

    async def greet(self, chat: ChatRef) -> bool:
        """See ``core.store.Store``."""
        chat = self._now(chat)
        update = (
            sa.update(chats)
            .where(chats.c.key == chat.key, chats.c.is_greeted.is_(False))
            .values(is_greeted=True)
        )
        async with self._writing() as connection:
            await note_chat(connection, chat)
            return (await connection.execute(update)).rowcount == 1

    async def forget(self, chat: ChatRef) -> None:
        """See ``core.store.Store``. Every other table's rows go with their chat's."""
        chat = self._now(chat)
        async with self._writing() as connection:
            await forget_account(connection, account_name(chat))
            await connection.execute(sa.delete(chats).where(chats.c.key == chat.key))
