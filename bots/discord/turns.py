"""Turns at something of which only so many may be done at a time.

Owns the line, and who need not stand in it. Must not know what is done in a turn.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Hashable


class Turns:
    """So many turns at a time, in the order in which they were asked for; the urgent need none."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._line: dict[asyncio.Future[bool], Hashable] = {}
        """Whoever waits, the first first; what comes is whether it is a turn."""
        self._urgent: set[Hashable] = set()

    @contextlib.asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Have one, for the length of the block."""
        has_turn = await self._take(key)
        try:
            yield
        finally:
            if has_turn:
                self._pass_on()

    def hurry(self, key: Hashable) -> None:
        """Let those of that key go at once: those that wait, and those to come."""
        if key not in self._urgent:
            self._urgent.add(key)
            for mine in [one for one, its in self._line.items() if its == key]:
                del self._line[mine]
                _let_go(mine, has_turn=False)

    def calm(self, key: Hashable) -> None:
        """From now on they stand in the line again."""
        self._urgent.discard(key)

    async def _take(self, key: Hashable) -> bool:
        if key in self._urgent:
            return False
        if self._free:
            self._free -= 1
            return True
        mine: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._line[mine] = key
        try:
            return await mine
        except asyncio.CancelledError:
            self._line.pop(mine, None)
            if not mine.cancelled() and mine.result():
                # It got its turn in the moment in which it was cancelled.
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while self._line:
            following = next(iter(self._line))
            del self._line[following]
            if _let_go(following, has_turn=True):
                return
        self._free += 1


def _let_go(waiting: asyncio.Future[bool], *, has_turn: bool) -> bool:
    """False if it was cancelled."""
    if waiting.done():
        return False
    waiting.set_result(has_turn)
    return True
