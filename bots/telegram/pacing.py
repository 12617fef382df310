"""Telegram's rates: how much may be said in a chat, and in all of them together.

Owns the counting, the waits and who goes first. Must not know what is said. A chat that was told to
wait waits alone; nobody else is held up. Progress never waits and never takes the last room: it is
what is dropped first. Source of the rates: the Bot API FAQ ("My bot is hitting limits").
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
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


OVERALL: Final = Rate(25, 1.0)
"""Telegram's limit is about 30."""
PRIVATE: Final = (Rate(4, 4.0),)
"""One a second, of which short bursts pass."""
GROUP: Final = (Rate(4, 4.0), Rate(18, 60.0))
"""Telegram's limit is 20 a minute, edits included."""
PROGRESS_SHARE: Final = 0.5
"""Progress may use so much of each rate; the rest is kept for answers."""


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
    """The turns of all chats. ``factor`` shrinks the periods, for tests."""

    def __init__(self, factor: float = 1.0) -> None:
        self._factor = factor
        self._overall = _Count(self._shrunk((OVERALL,)))
        self._chats: OrderedDict[int, _Count] = OrderedDict()

    async def turn(self, chat_id: int) -> None:
        """Wait until something may be said there, and count it.

        Raises ``DeliveryDelayed`` where Telegram itself has asked to wait.
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
                raise DeliveryDelayed("flood control", retry_after_s=chat.held_until_s - now_s)
            wait_s = count.wait_s(now_s)
            if wait_s <= 0:
                return
            await asyncio.sleep(wait_s)

    def take_progress(self, chat_id: int) -> bool:
        """Count a word of progress if there is room enough for it; never waits."""
        chat = self._chat(chat_id)
        now_s = time.monotonic()
        waits = (chat.wait_s(now_s, PROGRESS_SHARE), self._overall.wait_s(now_s, PROGRESS_SHARE))
        if chat.held_until_s > now_s or max(waits) > 0:
            return False
        self._note(chat, now_s)
        return True

    def hold(self, chat_id: int, wait_s: float) -> None:
        """Telegram asked this chat to wait."""
        chat = self._chat(chat_id)
        chat.held_until_s = max(chat.held_until_s, time.monotonic() + wait_s)

    def _note(self, chat: _Count, now_s: float) -> None:
        chat.times_s.append(now_s)
        self._overall.times_s.append(now_s)

    def _chat(self, chat_id: int) -> _Count:
        if chat_id not in self._chats:
            # Telegram counts a person's chat and a group's differently; groups have negative ids.
            self._chats[chat_id] = _Count(self._shrunk(PRIVATE if chat_id > 0 else GROUP))
            if len(self._chats) > _MOST_CHATS:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat_id)
        return self._chats[chat_id]

    def _shrunk(self, rates: tuple[Rate, ...]) -> tuple[Rate, ...]:
        return tuple(Rate(rate.count, rate.period_s * self._factor) for rate in rates)
