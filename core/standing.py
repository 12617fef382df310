"""Where the one progress message of a job stands: edited in place, and taken away at the end.

Owns the memory of it, in the process and over a restart, so that no platform adapter needs one.
Must not know any wording, or what a job does.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from weakref import WeakValueDictionary

from core.errors import DeliveryError
from core.model import ChatRef, DeliveryState, Outgoing
from core.ports import Deletes, Platform, Recalls
from core.store import Store

log = logging.getLogger(__name__)

_MOST_REMEMBERED: Final = 10_000
"""Messages whose place is kept in memory; that of others is read from the store again."""


class Standing:
    """Shows messages that replace themselves again and again, and takes them away.

    Only the first send of each is written down, not what becomes of it in place.
    """

    def __init__(self, store: Store, platform: Callable[[ChatRef], Platform]) -> None:
        self._store = store
        self._platform = platform
        # None: begun, and certainly not there.
        self._places: dict[str, str | None] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._sending: set[asyncio.Task[None]] = set()

    async def show(self, outgoing: Outgoing) -> None:
        """Edit the message where it stands, else send it. Raises ``DeliveryError``.

        Who is cancelled meanwhile does not cut it off: it would stand in the chat, unknown to us.
        """
        sending = asyncio.create_task(self._show(outgoing))
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)
        await asyncio.shield(sending)

    async def clear(self, chat: ChatRef, outgoing_id: str) -> None:
        """Take the message away, where the platform can; else nothing. A failure is logged."""
        platform = self._platform(chat)
        if not isinstance(platform, Deletes):
            return
        async with self._lock(outgoing_id):
            try:
                platform_id = await self._found(Outgoing(outgoing_id, chat, ""))
                if platform_id is None:
                    return
                await platform.delete(chat, platform_id)
            except DeliveryError as error:
                log.info("A progress message could not be taken away: %s", error)
            except Exception:
                # The answer has arrived; what is left of its progress must not make it a failure.
                log.exception("A progress message could not be taken away.")
                return
            # Also where it stays: what comes next belongs below the answer, not above it.
            self._places.pop(outgoing_id, None)
            await self._store.end_delivery(outgoing_id, None)

    def moved(self, before: ChatRef) -> None:
        """The chat has another name: its platform may give the old ids to other messages."""
        theirs = [one for one in self._places if one.startswith(f"{before.key}:")]
        for outgoing_id in theirs:
            del self._places[outgoing_id]

    async def _show(self, outgoing: Outgoing) -> None:
        platform = self._platform(outgoing.chat)
        if not platform.capabilities(outgoing.chat).can_edit:
            await platform.send(outgoing)
            return
        async with self._lock(outgoing.id):
            if outgoing.id in self._places:
                standing = self._places[outgoing.id]
            else:
                standing = await self._begun(outgoing)
            try:
                receipt = await platform.send(replace(outgoing, standing=standing))
            except DeliveryError as error:
                if standing is None and error.is_outcome_known:
                    self._remember(outgoing.id, None)
                raise
            self._remember(outgoing.id, receipt.platform_id)
            if receipt.platform_id != standing:
                await self._store.end_delivery(outgoing.id, receipt.platform_id)

    async def _begun(self, outgoing: Outgoing) -> str | None:
        """Where an earlier start of the process left it; None where it has to be sent."""
        before = await self._store.begin_delivery(outgoing.id, outgoing.chat)
        if before.state is not DeliveryState.SENDING or not before.attempts:
            return before.platform_id
        found = await self._recalled(outgoing)
        if found is not None:
            await self._store.end_delivery(outgoing.id, found)
        return found

    async def _found(self, outgoing: Outgoing) -> str | None:
        if outgoing.id in self._places:
            return self._places[outgoing.id]
        record = await self._store.delivery(outgoing.id)
        if record is not None and record.state is DeliveryState.SENDING:
            return await self._recalled(outgoing)
        return record.platform_id if record else None

    async def _recalled(self, outgoing: Outgoing) -> str | None:
        platform = self._platform(outgoing.chat)
        receipt = await platform.recall(outgoing) if isinstance(platform, Recalls) else None
        return receipt.platform_id if receipt else None

    def _remember(self, outgoing_id: str, platform_id: str | None) -> None:
        self._places.pop(outgoing_id, None)
        self._places[outgoing_id] = platform_id
        if len(self._places) > _MOST_REMEMBERED:
            del self._places[next(iter(self._places))]

    def _lock(self, outgoing_id: str) -> asyncio.Lock:
        return self._locks.setdefault(outgoing_id, asyncio.Lock())
