"""The door as the core knows it: links that lead in, and the files that were dropped.

Owns where links lead, and that files go with their door. Must not know HTTP, platforms, or what is
done with a file. Files lie on the shelf, where each door is an owner of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager

from bots.serving.shelf import Shelf
from core.doors import Doors
from core.model import Attachment, ChatRef, Incoming
from core.ports import Clock, OpenedBytes, Store


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

    async def invite(self, about: Incoming) -> str | None:
        """See ``core.ports.TakesIn``."""
        if self._public_url is None:
            return None
        await self.sweep()
        return f"{self._public_url}/u/{await self._doors.open(about)}"

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
        """What was brought to doors that ended unused goes with them."""
        for door_id in await self._store.expire_doors(self._clock.now()):
            await self.clear(door_id)

    async def clear(self, door_id: str, but: Collection[str] = ()) -> None:
        """Delete what was brought to that door, but for the files of these ids."""
        for kept in self._shelf.owned(owner_of(door_id)):
            if kept.id not in but:
                await self._shelf.remove(kept.id)


def owner_of(door_id: str) -> str:
    """Whose its files are on the shelf."""
    return f"door:{door_id}"
