"""What was begun outside and must not be done twice: edits, renders, deliveries.

Owns the rows of these three. Must not know how any of them is carried out.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.model import (
    ChatRef,
    Delivery,
    DeliveryState,
    Edit,
    EditState,
    Render,
    RenderState,
)
from storage.chats import note_chat
from storage.codec import decode_json, encode_json, storable
from storage.statements import insert_if_absent
from storage.tables import deliveries, edits, renders, sessions
from storage.transactions import Transactions


class Work(Transactions):
    """The part of the store that keeps these records."""

    async def arm_edit(self, edit: Edit) -> Edit:
        """See ``core.store.Store``."""
        row = {
            "message_id": edit.message_id,
            "session_id": edit.session_id,
            "boot": edit.boot,
            "state": edit.state.value,
            "before": encode_json(edit.before),
            "reply": storable(edit.reply),
        }
        async with self._writing() as connection:
            await insert_if_absent(connection, edits, row)
            standing = await _edit(connection, edit.message_id)
        return standing or edit

    async def save_edit(self, edit: Edit) -> None:
        """See ``core.store.Store``."""
        update = (
            sa.update(edits)
            .where(edits.c.message_id == edit.message_id)
            .values(
                session_id=edit.session_id,
                boot=edit.boot,
                state=edit.state.value,
                before=encode_json(edit.before),
                reply=storable(edit.reply),
            )
        )
        async with self._writing() as connection:
            await connection.execute(update)

    async def edit(self, message_id: str) -> Edit | None:
        """See ``core.store.Store``."""
        async with self._reading() as connection:
            return await _edit(connection, message_id)

    async def add_render(self, render: Render) -> None:
        """See ``core.store.Store``."""
        insert = sa.insert(renders).values(
            id=render.id,
            message_id=render.message_id,
            session_id=render.session_id,
            state=render.state.value,
            attempt=render.attempt,
            created_at=render.created_at,
        )
        async with self._writing() as connection:
            await connection.execute(insert)

    async def set_render_state(self, render_id: str, state: RenderState) -> None:
        """See ``core.store.Store``."""
        update = sa.update(renders).where(renders.c.id == render_id).values(state=state.value)
        async with self._writing() as connection:
            await connection.execute(update)

    async def renders(self, message_id: str) -> list[Render]:
        """See ``core.store.Store``."""
        query = (
            sa.select(renders)
            .where(renders.c.message_id == message_id)
            .order_by(renders.c.attempt, renders.c.created_at, renders.c.id)
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Render(
                row.id,
                row.message_id,
                row.session_id,
                RenderState(row.state),
                row.attempt,
                row.created_at,
            )
            for row in rows
        ]

    async def begin_delivery(
        self, outgoing_id: str, chat: ChatRef, session_id: int | None = None
    ) -> Delivery:
        """See ``core.store.Store``."""
        chat = self._now(chat)
        mine = deliveries.c.outgoing_id == outgoing_id
        # Null for a project that was forgotten meanwhile: the answer is due all the same.
        project = sa.select(sessions.c.id).where(sessions.c.id == session_id).scalar_subquery()
        async with self._writing() as connection:
            row = (await connection.execute(sa.select(deliveries).where(mine))).one_or_none()
            if row is None:
                await note_chat(connection, chat)
                await connection.execute(
                    sa.insert(deliveries).values(
                        outgoing_id=outgoing_id,
                        chat_key=chat.key,
                        state=DeliveryState.SENDING.value,
                        attempts=1,
                        session_id=project,
                    )
                )
                return Delivery(outgoing_id, chat.key, DeliveryState.SENDING)
            before = _delivery(row)
            if before.state is not DeliveryState.SENT:
                await connection.execute(
                    sa.update(deliveries)
                    .where(mine)
                    .values(state=DeliveryState.SENDING.value, attempts=row.attempts + 1)
                )
            return before

    async def delivery(self, outgoing_id: str) -> Delivery | None:
        """See ``core.store.Store``."""
        query = sa.select(deliveries).where(deliveries.c.outgoing_id == outgoing_id)
        async with self._reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _delivery(row)

    async def end_delivery(self, outgoing_id: str, platform_id: str | None) -> None:
        """See ``core.store.Store``."""
        state = DeliveryState.FAILED if platform_id is None else DeliveryState.SENT
        update = (
            sa.update(deliveries)
            .where(deliveries.c.outgoing_id == outgoing_id)
            .values(state=state.value, platform_id=platform_id)
        )
        async with self._writing() as connection:
            await connection.execute(update)


def _delivery(row: sa.Row[Any]) -> Delivery:
    return Delivery(
        row.outgoing_id, row.chat_key, DeliveryState(row.state), row.platform_id, row.attempts
    )


async def _edit(connection: AsyncConnection, message_id: str) -> Edit | None:
    query = sa.select(edits).where(edits.c.message_id == message_id)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    return Edit(
        row.message_id,
        row.session_id,
        row.boot,
        EditState(row.state),
        decode_json(row.before),
        row.reply,
    )
