"""Starts of the process, and when each was last seen alive.

Owns the rows of ``boots``. Must not know what a start does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import sqlalchemy as sa

from storage.tables import boots
from storage.transactions import Transactions

_KEPT: Final = 5
"""Only the one before is ever asked for; a few more are kept for whoever looks into a trouble."""


class Boots(Transactions):
    """The part of the store that keeps signs of life."""

    async def beat(self, boot: str) -> datetime | None:
        """See ``core.store.Store``."""
        now = self._clock.now()
        mine = boots.c.boot == boot
        number = sa.select(boots.c.number).where(mine).scalar_subquery()
        before = (
            sa.select(boots.c.alive_at)
            .where(boots.c.number < number)
            .order_by(boots.c.number.desc())
            .limit(1)
        )
        async with self._writing() as connection:
            again = await connection.execute(sa.update(boots).where(mine).values(alive_at=now))
            if again.rowcount == 0:
                await connection.execute(sa.insert(boots).values(boot=boot, alive_at=now))
                old = sa.select(boots.c.number).order_by(boots.c.number.desc()).offset(_KEPT)
                await connection.execute(sa.delete(boots).where(boots.c.number.in_(old)))
            return (await connection.execute(before)).scalar_one_or_none()
