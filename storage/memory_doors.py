"""One-time ways into chats, in memory.

Owns that part of ``storage.memory``. Must not know SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from core.model import ChatRef, Door, Incoming, order_of
from storage.memory_rows import KeptDoor, MemoryRows


class MemoryDoors(MemoryRows):
    """What ``storage.doors`` does in SQL."""

    async def add_door(self, door: Door, token_hash: str) -> None:
        """See ``core.store.Store``."""
        door = replace(door, about=self._present(door.about))
        self._chat(door.about.chat).doors[door.id] = KeptDoor(door, token_hash)

    async def door(self, token_hash: str) -> Door | None:
        """See ``core.store.Store``."""
        return next((one.door for one in self._doors() if one.token_hash == token_hash), None)

    async def doors(self, chat: ChatRef) -> list[Door]:
        """See ``core.store.Store``."""
        found = [one.door for one in self._chat(chat).doors.values()]
        return sorted(found, key=lambda door: (door.expires_at, door.id))

    async def use_door(self, door_id: str, taken: Incoming) -> Incoming | None:
        """See ``core.store.Store``."""
        for kept in self._doors():
            if kept.door.id == door_id:
                if kept.door.taken is None:
                    kept.door = replace(kept.door, taken=self._present(taken))
                return kept.door.taken
        return None

    async def unheard_drops(self) -> list[Incoming]:
        """See ``core.store.Store``."""
        taken = [one.door.taken for one in self._doors() if one.door.taken is not None]
        unheard = [message for message in taken if self._found(message.id) is None]
        return sorted(unheard, key=lambda message: order_of(message.id))

    async def close_doors(self, chat: ChatRef) -> list[str]:
        """See ``core.store.Store``."""
        key = self._now(chat).key
        return self._end(lambda door: door.about.chat.key == key)

    async def close_door(self, door_id: str) -> None:
        """See ``core.store.Store``."""
        self._end(lambda door: door.id == door_id)

    async def expire_doors(self, at: datetime) -> list[str]:
        """See ``core.store.Store``."""
        return self._end(lambda door: door.expires_at <= at)

    async def forget_used_doors(self, before: datetime) -> None:
        """See ``core.store.Store``."""
        over = [
            one.door.id
            for one in self._doors()
            if one.door.taken is not None
            and one.door.expires_at <= before
            and self._found(one.door.taken.id) is not None
        ]
        self._drop(over)

    def _doors(self) -> list[KeptDoor]:
        return [door for chat in self._chats.values() for door in chat.doors.values()]

    def _end(self, is_meant: Callable[[Door], bool]) -> list[str]:
        over = [
            one.door.id for one in self._doors() if one.door.taken is None and is_meant(one.door)
        ]
        self._drop(over)
        return sorted(over)

    def _drop(self, ids: Collection[str]) -> None:
        for chat in self._chats.values():
            chat.doors = {key: it for key, it in chat.doors.items() if key not in ids}
