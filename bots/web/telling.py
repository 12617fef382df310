"""What pages are shown of conversations: all of it at first, then each change.

Owns how a conversation looks now, progress included, which is kept nowhere else: whoever makes it
tells it anew. Must not know how a message comes to be, or who may come in.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Final
from weakref import WeakValueDictionary

import sqlalchemy as sa

from bots.serving.shelf import Shelf
from bots.web import messages
from bots.web.hub import Frame, Hub, Listener
from storage.page import PageRows, Row

log = logging.getLogger(__name__)

_MOST_BYTES: Final = 2_000_000
"""Of a conversation that are shown at once, the newest messages; it is sent again to whoever comes
back after long."""


class Telling:
    """All conversations as their visitors see them."""

    def __init__(self, rows: PageRows, shelf: Shelf, hub: Hub) -> None:
        self._rows = rows
        self._shelf = shelf
        self._hub = hub
        # By the message that shows it: (its visitor, it).
        self._progress: dict[int, tuple[str, Row]] = {}
        self._listing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def progress(self, number: int) -> Row | None:
        """The progress that a message shows now, if it is one of these."""
        found = self._progress.get(number)
        return found[1] if found else None

    def show(self, owner: str, row: Row) -> None:
        """A message stands, or says something else."""
        self._progress.pop(row.number, None)
        if row.payload.get("progress") is not None:
            self._progress[row.number] = (owner, row)
        frame: Frame = {
            "type": "message",
            "conversation": row.conversation,
            "message": messages.view(row, self._is_kept),
        }
        self._hub.publish(owner, row.conversation, frame)

    def remove(self, owner: str, row: Row) -> None:
        """A message is gone."""
        self.forget(row)
        frame: Frame = {
            "type": "removed",
            "conversation": row.conversation,
            "number": row.number,
        }
        self._hub.publish(owner, row.conversation, frame)

    def forget(self, row: Row) -> None:
        """A message is gone with its whole conversation."""
        self._progress.pop(row.number, None)

    async def show_list(self, owner: str) -> None:
        """Something about a visitor's list of conversations may be different.

        A database that fails meanwhile is logged: what it is about is safe, and told next time.
        """
        # One by one: of two that are read at once, the older could be told last, and stay.
        async with self._listing.setdefault(owner, asyncio.Lock()):
            try:
                frame: Frame = {"type": "conversations", "conversations": await self._list(owner)}
            except sa.exc.SQLAlchemyError as error:
                log.warning("A list of conversations can't be read: %s", type(error).__name__)
                return
            self._hub.publish(owner, None, frame, is_whole=True)

    async def snapshot(self, owner: str, listener: Listener) -> str:
        """All that a page shows, as it is sent. Nothing of a conversation that isn't theirs."""
        conversation = listener.conversation
        # Taken first: what happens while it is read is told once more, and does no harm.
        last_id = self._hub.last_id
        found = await self._rows.conversation(conversation) if conversation else None
        is_theirs = found is not None and found.owner == owner
        rows = await self._rows.messages(conversation) if is_theirs else []
        shown = [self.progress(row.number) or row for row in rows]
        async with self._listing.setdefault(owner, asyncio.Lock()):
            conversations = await self._list(owner)
            # Lists that wait for this page are older, and would take from it what it has.
            listener.knows_whole(self._hub.last_number)
        head: Frame = {
            "type": "snapshot",
            "id": last_id,
            "conversation": conversation,
            "conversations": conversations,
        }
        # In a thread: it may be megabytes, and everybody else would wait.
        return await asyncio.to_thread(self._written, head, shown)

    def _written(self, head: Frame, rows: list[Row]) -> str:
        texts: list[str] = []
        size_bytes = 0
        for row in reversed(rows):
            texts.append(json.dumps(messages.view(row, self._is_kept)))
            size_bytes += len(texts[-1])
            if size_bytes > _MOST_BYTES:
                break
        return f'{json.dumps(head)[:-1]}, "messages": [{",".join(reversed(texts))}]}}'

    async def _list(self, owner: str) -> list[dict[str, Any]]:
        working = {row.conversation for theirs, row in self._progress.values() if theirs == owner}
        return [
            {
                "id": one.id,
                "title": one.title,
                "changed_at": one.changed_at.isoformat(),
                "is_working": one.id in working,
            }
            for one in await self._rows.conversations(owner)
        ]

    def _is_kept(self, file: str) -> bool:
        return self._shelf.find(file) is not None
