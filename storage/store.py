"""The store that speaks SQL, put together from its parts.

Owns nothing but the putting together. ``storage.memory`` is its twin, and both pass the same
contract suite. Rows belong to a chat: an update about something that was forgotten meanwhile
changes nothing.
"""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncEngine

from core.ports import Clock
from storage.albums import Albums
from storage.attachments import Attachments
from storage.boots import Boots
from storage.chats import Chats
from storage.corrections import Corrections
from storage.doors import Doors
from storage.durable import Enqueue
from storage.jobs import Jobs
from storage.messages import Messages
from storage.moving import Moving
from storage.projects import Projects
from storage.watermarks import Watermarks
from storage.work import Work


class SqlStore(
    Messages,
    Corrections,
    Albums,
    Jobs,
    Attachments,
    Chats,
    Projects,
    Work,
    Moving,
    Boots,
    Watermarks,
    Doors,
):
    """``core.store.Store`` on a database whose tables ``storage.migrate`` has made.

    ``enqueue`` adds a job to a transaction (``storage.durable.enqueuer``).
    """

    def __init__(
        self,
        engine: AsyncEngine,
        enqueue: Enqueue,
        clock: Clock,
        writers: asyncio.Lock | None = None,
    ) -> None:
        super().__init__(engine, clock, writers)
        self._enqueue = enqueue

    async def close(self) -> None:
        """See ``core.store.Store``."""
        await self._engine.dispose()
