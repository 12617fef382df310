"""Inbound messages on their way to the core: in order within a chat, chats side by side.

Owns the order and the patience: whoever waits here has what it brought committed, or is cancelled.
Must not know a platform, or what a lane's key means there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Hashable, Iterable
from contextlib import asynccontextmanager
from typing import Final
from weakref import WeakValueDictionary

from core.model import Inbound
from core.ports import Receive

log = logging.getLogger(__name__)

_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 15.0


class Lanes:
    """One lane for each key, in one run of an adapter. ``factor`` shrinks pauses, for tests."""

    def __init__(self, receive: Receive, factor: float = 1.0) -> None:
        self._receive = receive
        self._factor = factor
        # Each lives as long as somebody holds it or waits for it.
        self._lanes: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    async def take(self, key: Hashable, inbounds: Iterable[Inbound]) -> None:
        """Returns when all of them are safe on disk, in their order, after what came before.

        ``inbounds`` is first looked at when the lane's turn has come.
        """
        async with self.hold(key) as commit:
            for inbound in inbounds:
                await commit(inbound)

    @asynccontextmanager
    async def hold(self, key: Hashable) -> AsyncIterator[Receive]:
        """Have the lane for oneself, so that what comes meanwhile comes later.

        Gives what commits a message; inside, ``take`` of the same key would wait for ever. A lane
        that nobody has is held at once, without a turn of the event loop.
        """
        lane = self._lanes.setdefault(key, asyncio.Lock())
        # Locks are given in the order in which they were asked for.
        async with lane:
            yield self._commit

    async def _commit(self, inbound: Inbound) -> None:
        pause_s = _PAUSE_S
        while True:
            try:
                await self._receive(inbound)
                return
            except Exception:
                # Not safe on disk: it isn't acknowledged, and nothing of its lane overtakes it.
                log.exception(
                    "A message could not be stored; it is tried again in %.1f s.", pause_s
                )
            await asyncio.sleep(pause_s * self._factor)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
