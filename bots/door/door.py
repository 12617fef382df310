"""The door as the core knows it: links that lead in, and the files that were dropped.

Owns where links lead, how many there are for a chat, and that files go with their door. Must not
know HTTP, platforms, or what is done with a file. Files lie on the shelf, where each door is an
owner of its own, and all doors of a chat have one share of the room.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bots.serving.shelf import LIFETIME_S, Shelf
from core.doors import Doors
from core.model import Attachment, ChatRef, Incoming
from core.ports import Clock, OpenedBytes
from core.store import Store

MOST_OPEN: Final = 10
"""Doors into one chat that are open at a time, as many as an album has files."""
_USED_KEPT: Final = timedelta(seconds=LIFETIME_S)
"""Words about the message that a door was for lead to what was dropped, as long as that is kept."""


class Doorway:
    """``core.ports.TakesIn``. Without a ``public_url`` no link is given out, and none is over."""

    def __init__(
        self, doors: Doors, store: Store, shelf: Shelf, clock: Clock, public_url: str | None
    ) -> None:
        self._doors = doors
        self._store = store
        self._shelf = shelf
        self._clock = clock
        self._public_url = None if public_url is None else public_url.rstrip("/")
        self._inviting = asyncio.Lock()

    async def invite(self, about: Incoming) -> str | None:
        """See ``core.ports.TakesIn``."""
        if self._public_url is None:
            return None
        # One by one: else several at once would all find room for one more.
        async with self._inviting:
            await self._make_way(about.chat)
            return f"{self._public_url}/u/{await self._doors.open(about)}"

    async def _make_way(self, chat: ChatRef) -> None:
        """For one more: first goes what nobody has brought anything to, then what ends first."""
        now = self._clock.now()
        open_now = [
            one.id
            for one in await self._store.doors(chat)
            if one.taken is None and now < one.expires_at
        ]
        open_now.sort(key=lambda door_id: bool(self._shelf.owned(owner_of(door_id))))
        for door_id in open_now[: max(0, len(open_now) - MOST_OPEN + 1)]:
            await self._store.close_door(door_id)
            await self.clear(door_id)

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes]:
        """See ``core.ports.TakesIn``."""
        return self._shelf.open(attachment.ref)

    async def close(self, chat: ChatRef) -> None:
        """See ``core.ports.TakesIn``."""
        for door_id in await self._store.close_doors(chat):
            await self.clear(door_id)

    async def forget(self, chat: ChatRef) -> None:
        """See ``core.ports.TakesIn``."""
        # First those that somebody may still be using: nothing comes after what is deleted.
        await self.close(chat)
        for door in await self._store.doors(chat):
            await self.clear(door.id)

    async def sweep(self) -> None:
        """What was brought to doors that ended unused goes with them; used ones go later."""
        now = self._clock.now()
        for door_id in await self._store.expire_doors(now):
            await self.clear(door_id)
        await self._store.forget_used_doors(now - _USED_KEPT)

    async def clear(self, door_id: str, but: Collection[str] = ()) -> None:
        """Delete what was brought to that door, but for the files of these ids."""
        for kept in self._shelf.owned(owner_of(door_id)):
            if kept.id not in but:
                await self._shelf.remove(kept.id)


def owner_of(door_id: str) -> str:
    """Whose its files are on the shelf."""
    return f"door:{door_id}"


def share_of(chat: ChatRef) -> str:
    """What all files that are dropped for a chat and its threads are counted for."""
    whole = replace(chat, thread="")
    return f"chat:{hashlib.sha256(whole.key.encode()).hexdigest()[:32]}"
