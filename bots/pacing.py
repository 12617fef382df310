"""How much may be said in a chat, and in all of them together.

Owns the counting, the waits and who goes first. Must not know what is said, nor any platform's
rates. A chat that was told to wait waits alone; nobody else is held up. Progress never waits and
never takes the last room: it is what is dropped first.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from core.errors import DeliveryDelayed

_MOST_CHATS: Final = 10_000
"""Of the chats spoken to last; older ones have long had their rest."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``count`` messages in any ``period_s``."""

    count: int
    period_s: float


RatesOf = Callable[[int], tuple[Rate, ...]]
"""The rates of a chat, by the platform's number of it: all of them hold; at least one."""


@dataclass(slots=True)
class _Count:
    """The times of what was said lately, for one set of rates."""

    rates: tuple[Rate, ...]
    times_s: deque[float] = field(default_factory=deque)
    held_until_s: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def wait_s(self, now_s: float, share: float = 1.0) -> float:
        """How long until one more is allowed."""
        longest_s = max(rate.period_s for rate in self.rates)
        while self.times_s and self.times_s[0] <= now_s - longest_s:
            self.times_s.popleft()
        waits = [0.0]
        for rate in self.rates:
            allowed = max(1, int(rate.count * share))
            recent = [at_s for at_s in self.times_s if at_s > now_s - rate.period_s]
            if len(recent) >= allowed:
                waits.append(recent[-allowed] + rate.period_s - now_s)
        return max(waits)


class Pace:
    """The turns of all chats.

    ``overall`` is for all of them together. ``factor`` shrinks the periods, for tests. Progress may
    use ``progress_share`` of each rate, but always one message; the rest is kept for answers.
    """

    def __init__(
        self,
        overall: Rate,
        rates_of: RatesOf,
        factor: float = 1.0,
        progress_share: float = 0.5,
    ) -> None:
        self._rates_of = rates_of
        self._factor = factor
        self._progress_share = progress_share
        self._overall = _Count(self._shrunk((overall,)))
        self._chats: OrderedDict[int, _Count] = OrderedDict()

    async def turn(self, chat_id: int) -> None:
        """Wait until something may be said there, and count it.

        Raises ``DeliveryDelayed`` where the platform itself has asked to wait.
        """
        chat = self._chat(chat_id)
        # Locks are given in the order in which they were asked for: first come, first served.
        async with chat.lock:
            await self._wait(chat, chat)
            async with self._overall.lock:
                await self._wait(self._overall, chat)
                self._note(chat, time.monotonic())

    async def _wait(self, count: _Count, chat: _Count) -> None:
        while True:
            now_s = time.monotonic()
            if chat.held_until_s > now_s:
                held_s = chat.held_until_s - now_s
                raise DeliveryDelayed("the chat was told to wait", retry_after_s=held_s)
            wait_s = count.wait_s(now_s)
            if wait_s <= 0:
                return
            await asyncio.sleep(wait_s)

    def take_progress(self, chat_id: int) -> bool:
        """Count a word of progress if there is room enough for it; never waits."""
        chat = self._chat(chat_id)
        now_s = time.monotonic()
        share = self._progress_share
        waits = (chat.wait_s(now_s, share), self._overall.wait_s(now_s, share))
        if chat.held_until_s > now_s or max(waits) > 0:
            return False
        self._note(chat, now_s)
        return True

    def hold(self, chat_id: int, wait_s: float) -> None:
        """The platform asked this chat to wait."""
        chat = self._chat(chat_id)
        chat.held_until_s = max(chat.held_until_s, time.monotonic() + wait_s)

    def _note(self, chat: _Count, now_s: float) -> None:
        chat.times_s.append(now_s)
        self._overall.times_s.append(now_s)

    def _chat(self, chat_id: int) -> _Count:
        if chat_id not in self._chats:
            self._chats[chat_id] = _Count(self._shrunk(self._rates_of(chat_id)))
            if len(self._chats) > _MOST_CHATS:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat_id)
        return self._chats[chat_id]

    def _shrunk(self, rates: tuple[Rate, ...]) -> tuple[Rate, ...]:
        return tuple(Rate(rate.count, rate.period_s * self._factor) for rate in rates)
