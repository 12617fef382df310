"""A chat's projects at the backend: at most one of them is the present one.

Owns the rows of ``sessions``. Must not know what is in a project.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.model import ChatRef, ChatSession
from storage.chats import note_chat
from storage.tables import sessions
from storage.transactions import Transactions


class Projects(Transactions):
    """The part of the store that keeps projects."""

    async def current_session(self, chat: ChatRef) -> ChatSession | None:
        """See ``core.ports.Store``."""
        found = await self._sessions(chat, sessions.c.is_current)
        return found[0] if found else None

    async def sessions(self, chat: ChatRef) -> list[ChatSession]:
        """See ``core.ports.Store``."""
        return await self._sessions(chat)

    async def add_session(
        self, chat: ChatRef, nemo_session_id: str, nemo_task_id: str, user_id: str
    ) -> ChatSession:
        """See ``core.ports.Store``."""
        created_at = self._clock.now()
        insert = sa.insert(sessions).values(
            chat_key=chat.key,
            nemo_session_id=nemo_session_id,
            nemo_task_id=nemo_task_id,
            user_id=user_id,
            is_current=True,
            created_at=created_at,
        )
        async with self._writing() as connection:
            await note_chat(connection, chat)
            await _close(connection, chat)
            session_id = (await connection.execute(insert.returning(sessions.c.id))).scalar_one()
        return ChatSession(session_id, chat, nemo_session_id, nemo_task_id, user_id, created_at)

    async def close_session(self, chat: ChatRef) -> None:
        """See ``core.ports.Store``."""
        async with self._writing() as connection:
            await _close(connection, chat)

    async def _sessions(
        self, chat: ChatRef, *conditions: sa.ColumnElement[bool]
    ) -> list[ChatSession]:
        query = (
            sa.select(sessions)
            .where(sessions.c.chat_key == chat.key, *conditions)
            .order_by(sessions.c.id.desc())
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        return [
            ChatSession(
                row.id, chat, row.nemo_session_id, row.nemo_task_id, row.user_id, row.created_at
            )
            for row in rows
        ]


async def _close(connection: AsyncConnection, chat: ChatRef) -> None:
    await connection.execute(
        sa.update(sessions)
        .where(sessions.c.chat_key == chat.key, sessions.c.is_current)
        .values(is_current=False)
    )
