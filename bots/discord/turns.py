"""Turns at something of which only so many may be done at a time.

Owns the line, and who may go to its front. Must not know what is done in a turn.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable


class Turns:
    """So many turns at a time, in the order in which they were asked for, but for the urgent."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._line: OrderedDict[asyncio.Future[None], Hashable] = OrderedDict()
        self._urgent: set[Hashable] = set()

    @contextlib.asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Have one, for the length of the block."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(key)
        try:
            yield
        finally:
            self._pass_on()

    def hurry(self, key: Hashable) -> None:
        """Let those of that key go first, those that wait and those to come."""
        if key not in self._urgent:
            self._urgent.add(key)
            for mine in [one for one, its in self._line.items() if its == key]:
                self._line.move_to_end(mine, last=False)

    def calm(self, key: Hashable) -> None:
        """They need not go first any more."""
        self._urgent.discard(key)

    async def _wait(self, key: Hashable) -> None:
        mine = asyncio.get_running_loop().create_future()
        self._line[mine] = key
        if key in self._urgent:
            self._line.move_to_end(mine, last=False)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                # It was this one's turn in the same moment.
                self._pass_on()
            self._line.pop(mine, None)
            raise

    def _pass_on(self) -> None:
        while self._line:
            following, _ = self._line.popitem(last=False)
            if not following.done():
                following.set_result(None)
                return
        self._free += 1
