"""A chat's projects at the backend: at most one of them is the present one.

Owns the rows of ``sessions``, and the ways to find one by what belongs to it. Must not know what
is in a project.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.model import ChatRef, ChatSession
from storage.chats import note_chat
from storage.codec import storable
from storage.tables import attachments, chats, deliveries, sessions
from storage.transactions import Transactions


class Projects(Transactions):
    """The part of the store that keeps projects."""

    async def current_session(self, chat: ChatRef) -> ChatSession | None:
        """See ``core.store.Store``."""
        return await self._first(_of(self._now(chat)).where(sessions.c.is_current))

    async def sessions(self, chat: ChatRef) -> list[ChatSession]:
        """See ``core.store.Store``."""
        async with self._reading() as connection:
            rows = (await connection.execute(_of(self._now(chat)))).all()
        return [_session(row) for row in rows]

    async def session_of_attachment(self, message_id: str, index: int) -> ChatSession | None:
        """See ``core.store.Store``."""
        return await self._first(
            _projects()
            .join(attachments, attachments.c.session_id == sessions.c.id)
            .where(attachments.c.message_id == message_id, attachments.c.position == index)
        )

    async def session_of_delivery(self, chat: ChatRef, platform_id: str) -> ChatSession | None:
        """See ``core.store.Store``."""
        chat, platform_id = self._present_id(chat, platform_id)
        return await self._first(
            _of(chat)
            .join(deliveries, deliveries.c.session_id == sessions.c.id)
            .where(deliveries.c.chat_key == chat.key, deliveries.c.platform_id == platform_id)
        )

    async def add_session(
        self,
        chat: ChatRef,
        nemo_session_id: str,
        nemo_task_id: str,
        user_id: str,
        title: str = "",
    ) -> ChatSession:
        """See ``core.store.Store``."""
        chat = self._now(chat)
        insert = sa.insert(sessions).values(
            chat_key=chat.key,
            nemo_session_id=nemo_session_id,
            nemo_task_id=nemo_task_id,
            user_id=user_id,
            is_current=True,
            created_at=self._clock.now(),
            title=storable(title),
        )
        async with self._writing() as connection:
            await note_chat(connection, chat)
            await _close(connection, chat)
            session_id = (await connection.execute(insert.returning(sessions.c.id))).scalar_one()
            added = (await connection.execute(_one(session_id))).one()
        return _session(added)

    async def select_session(self, chat: ChatRef, session_id: int) -> ChatSession | None:
        """See ``core.store.Store``."""
        chat = self._now(chat)
        query = _one(session_id).where(sessions.c.chat_key == chat.key)
        select = sa.update(sessions).where(sessions.c.id == session_id).values(is_current=True)
        async with self._writing() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                return None
            await _close(connection, chat)
            await connection.execute(select)
        return _session(row)

    async def rebuild_session(
        self, session_id: int, nemo_session_id: str, nemo_task_id: str, user_id: str
    ) -> ChatSession | None:
        """See ``core.store.Store``."""
        update = (
            sa.update(sessions)
            .where(sessions.c.id == session_id)
            .values(nemo_session_id=nemo_session_id, nemo_task_id=nemo_task_id, user_id=user_id)
        )
        unknown = (
            sa.update(attachments)
            .where(attachments.c.session_id == session_id)
            .values(file_hash="")
        )
        async with self._writing() as connection:
            await connection.execute(update)
            await connection.execute(unknown)
            row = (await connection.execute(_one(session_id))).one_or_none()
        return None if row is None else _session(row)

    async def close_session(self, chat: ChatRef) -> None:
        """See ``core.store.Store``."""
        async with self._writing() as connection:
            await _close(connection, self._now(chat))

    async def _first(self, query: sa.Select[Any]) -> ChatSession | None:
        async with self._reading() as connection:
            row = (await connection.execute(query.limit(1))).one_or_none()
        return None if row is None else _session(row)


def _projects() -> sa.Select[Any]:
    """Projects with the names of their chats."""
    return sa.select(
        sessions, chats.c.platform, chats.c.account, chats.c.chat, chats.c.thread
    ).join(chats, chats.c.key == sessions.c.chat_key)


def _of(chat: ChatRef) -> sa.Select[Any]:
    """The chat's, newest first."""
    return _projects().where(sessions.c.chat_key == chat.key).order_by(sessions.c.id.desc())


def _one(session_id: int) -> sa.Select[Any]:
    return _projects().where(sessions.c.id == session_id)


def _session(row: sa.Row[Any]) -> ChatSession:
    return ChatSession(
        id=row.id,
        chat=ChatRef(row.platform, row.account, row.chat, row.thread),
        nemo_session_id=row.nemo_session_id,
        nemo_task_id=row.nemo_task_id,
        user_id=row.user_id,
        created_at=row.created_at,
        title=row.title,
    )


async def _close(connection: AsyncConnection, chat: ChatRef) -> None:
    await connection.execute(
        sa.update(sessions)
        .where(sessions.c.chat_key == chat.key, sessions.c.is_current)
        .values(is_current=False)
    )
