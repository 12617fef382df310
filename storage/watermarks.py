"""Up to when all that a platform told an account is in the store.

Owns the rows of ``watermarks``, and in which chats something before that is still missed. Must not
know how a platform is asked for what came later.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from core.model import ChatRef
from storage.statements import insert_or_replace
from storage.tables import chats, watermarks
from storage.transactions import Transactions


class Watermarks(Transactions):
    """The part of the store that keeps them."""

    async def watermark(self, platform: str, account: str) -> datetime | None:
        """See ``core.store.Store``."""
        query = sa.select(watermarks.c.heard_until).where(
            watermarks.c.platform == platform, watermarks.c.account == account
        )
        async with self._reading() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def set_watermark(self, platform: str, account: str, at: datetime) -> None:
        """See ``core.store.Store``."""
        values = {"platform": platform, "account": account, "heard_until": at}
        missed = sa.update(chats).where(
            chats.c.platform == platform,
            chats.c.account == account,
            chats.c.missed_after.is_not(None),
        )
        async with self._writing() as connection:
            await insert_or_replace(connection, watermarks, values)
            await connection.execute(missed.values(missed_after=None))

    async def put_off(self, chat: ChatRef, number: int) -> None:
        """See ``core.store.Store``."""
        update = sa.update(chats).where(chats.c.key == self._now(chat).key)
        async with self._writing() as connection:
            await connection.execute(update.values(missed_after=number))
