"""One-time ways into a chat, for files that its platform does not hand out.

Owns the rows of ``doors``. Must not know who gets a link, or where the files lie. A link's secret
is kept as a hash only: whoever reads the database can open no door with it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.model import ChatRef, Door, Incoming
from storage.chats import note_chat
from storage.codec import decode_incoming, encode_incoming
from storage.errors import PayloadUnreadable
from storage.tables import doors, messages
from storage.transactions import Transactions

log = logging.getLogger(__name__)


class Doors(Transactions):
    """The part of the store that keeps them."""

    async def add_door(self, door: Door, token_hash: str) -> None:
        """See ``core.store.Store``."""
        about = self._present(door.about)
        row = {
            "id": door.id,
            "chat_key": about.chat.key,
            "token_hash": token_hash,
            "about": encode_incoming(about),
            "expires_at": door.expires_at,
        }
        async with self._writing() as connection:
            await note_chat(connection, about.chat)
            await connection.execute(sa.insert(doors).values(row))

    async def door(self, token_hash: str) -> Door | None:
        """See ``core.store.Store``."""
        query = sa.select(doors).where(doors.c.token_hash == token_hash)
        async with self._reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else next(_readable([row]), None)

    async def doors(self, chat: ChatRef) -> list[Door]:
        """See ``core.store.Store``."""
        query = (
            sa.select(doors)
            .where(doors.c.chat_key == self._now(chat).key)
            .order_by(doors.c.expires_at, doors.c.id)
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        return list(_readable(rows))

    async def use_door(self, door_id: str, taken: Incoming) -> Incoming | None:
        """See ``core.store.Store``."""
        taken = self._present(taken)
        mine = doors.c.id == door_id
        async with self._writing() as connection:
            row = (await connection.execute(sa.select(doors).where(mine))).one_or_none()
            if row is None:
                return None
            if row.taken is not None:
                return decode_incoming(row.taken)
            values = {"taken_id": taken.id, "taken": encode_incoming(taken)}
            await connection.execute(sa.update(doors).where(mine).values(values))
        return taken

    async def unheard_drops(self) -> list[Incoming]:
        """See ``core.store.Store``."""
        query = (
            sa.select(doors)
            .outerjoin(messages, messages.c.id == doors.c.taken_id)
            .where(doors.c.taken_id.is_not(None), messages.c.id.is_(None))
            .order_by(doors.c.taken_id)
        )
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        return [door.taken for door in _readable(rows) if door.taken is not None]

    async def close_doors(self, chat: ChatRef) -> list[str]:
        """See ``core.store.Store``."""
        return await self._end(doors.c.chat_key == self._now(chat).key)

    async def close_door(self, door_id: str) -> None:
        """See ``core.store.Store``."""
        await self._end(doors.c.id == door_id)

    async def expire_doors(self, at: datetime) -> list[str]:
        """See ``core.store.Store``."""
        return await self._end(doors.c.expires_at <= at)

    async def forget_used_doors(self, before: datetime) -> None:
        """See ``core.store.Store``."""
        is_heard = sa.exists().where(messages.c.id == doors.c.taken_id)
        async with self._writing() as connection:
            await connection.execute(sa.delete(doors).where(doors.c.expires_at <= before, is_heard))

    async def _end(self, which: sa.ColumnElement[bool]) -> list[str]:
        is_over = (which, doors.c.taken_id.is_(None))
        query = sa.select(doors.c.id).where(*is_over).order_by(doors.c.id)
        async with self._writing() as connection:
            found = list((await connection.execute(query)).scalars().all())
            await connection.execute(sa.delete(doors).where(*is_over))
        return found


def _readable(rows: Iterable[sa.Row[Any]]) -> Iterator[Door]:
    """All but those that nobody can read: one of them must not stand in the way of the others."""
    for row in rows:
        try:
            yield _door(row)
        except PayloadUnreadable as error:
            log.warning("Door %s is passed over. %s", row.id, error)


def _door(row: sa.Row[Any]) -> Door:
    return Door(
        row.id,
        decode_incoming(row.about),
        row.expires_at,
        None if row.taken is None else decode_incoming(row.taken),
    )
