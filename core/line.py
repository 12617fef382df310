"""The line before the one engine: fair by person, with a place and a time that is roughly right.

Owns who is next. Must not know jobs, renders or words. The cloud has no such line: it takes what
comes. The rule is start-time fair queueing (Goyal, Vin, Cheng: "Start-time Fair Queueing", 1996)
with persons as flows and tickets as packets: a person's next ticket is tagged after their last one,
so that somebody with ten clips waits behind somebody with one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

_FIRST_GUESS_S_PER_S: Final = 1.0
"""Seconds of rendering for a second of clip before the first was measured (two cores: 0.75)."""
_NEWEST_WEIGHT: Final = 0.3
_LEAST_S: Final = 3.0
"""What even the shortest render takes: start, sound, index."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: ``ahead`` renders come first, which takes about ``wait_s``."""

    ahead: int
    wait_s: float


@dataclass(eq=False, slots=True)
class Ticket:
    """One render's place in the line. ``clip_s`` is the length of what is rendered."""

    person: str
    clip_s: float
    tag: int = 0
    number: int = 0
    is_called: asyncio.Event = field(default_factory=asyncio.Event)
    began_s: float = 0.0

    @property
    def order(self) -> tuple[int, int]:
        """Who comes first: the lower tag, then who came earlier."""
        return self.tag, self.number


class Line:
    """So many at a time, the others in fair order."""

    def __init__(self, slots: int, now_s: Callable[[], float]) -> None:
        self._slots = slots
        self._now_s = now_s
        self._waiting: list[Ticket] = []
        self._served: list[Ticket] = []
        self._next_tags: dict[str, int] = {}
        self._tag = 0
        self._count = 0
        self._s_per_s = _FIRST_GUESS_S_PER_S
        self._moved = asyncio.Condition()

    async def enter(self, ticket: Ticket, told: Callable[[Place], Awaitable[None]]) -> None:
        """Return when it is the ticket's turn; ``told`` hears each new place until then.

        A ticket that is cancelled here has left the line; else ``leave`` gives its place free.
        """
        self._count += 1
        ticket.number = self._count
        ticket.tag = max(self._tag, self._next_tags.get(ticket.person, 0))
        self._next_tags[ticket.person] = ticket.tag + 1
        self._waiting.append(ticket)
        try:
            self._call()
            await self._until_called(ticket, told)
        except BaseException:
            await self.leave(ticket)
            raise

    async def leave(self, ticket: Ticket, *, is_done: bool = False) -> None:
        """The ticket's render is over or given up. ``is_done``: its time teaches the next guess."""
        if ticket in self._served:
            self._served.remove(ticket)
            if is_done and ticket.clip_s > 0:
                taken = (self._now_s() - ticket.began_s) / ticket.clip_s
                self._s_per_s += _NEWEST_WEIGHT * (taken - self._s_per_s)
        elif ticket in self._waiting:
            self._waiting.remove(ticket)
            self._give_back(ticket)
        if not self._waiting and not self._served:
            self._next_tags.clear()
        self._call()
        async with self._moved:
            self._moved.notify_all()

    def place(self, ticket: Ticket) -> Place:
        """Where the ticket stands now."""
        before = [one for one in self._waiting if one.order < ticket.order]
        now_s = self._now_s()
        left_s = sum(
            max(_LEAST_S, self._guess_s(one) - (now_s - one.began_s)) for one in self._served
        )
        wait_s = (left_s + sum(map(self._guess_s, before))) / self._slots
        return Place(len(before) + len(self._served), wait_s)

    def _give_back(self, gone: Ticket) -> None:
        """What was never served costs its person nothing: their later tickets move up."""
        tag = gone.tag
        for ticket in self._waiting:
            if ticket.person == gone.person and ticket.number > gone.number:
                ticket.tag, tag = tag, ticket.tag
        self._next_tags[gone.person] = tag

    def _guess_s(self, ticket: Ticket) -> float:
        return max(_LEAST_S, ticket.clip_s * self._s_per_s)

    def _call(self) -> None:
        while self._waiting and len(self._served) < self._slots:
            ticket = min(self._waiting, key=lambda one: one.order)
            self._waiting.remove(ticket)
            self._served.append(ticket)
            self._tag = ticket.tag
            ticket.began_s = self._now_s()
            ticket.is_called.set()

    async def _until_called(self, ticket: Ticket, told: Callable[[Place], Awaitable[None]]) -> None:
        while not ticket.is_called.is_set():
            place = self.place(ticket)
            await told(place)
            async with self._moved:
                # Looked at again under the lock: the call may have come while it was told.
                await self._moved.wait_for(partial(self._has_moved, ticket, place))

    def _has_moved(self, ticket: Ticket, place: Place) -> bool:
        return ticket.is_called.is_set() or self.place(ticket).ahead != place.ahead
