"""What happens in conversations, told to every page that looks at them, and again to one that lost
its line.

Owns the numbering of events, who listens, and the short memory from which a page that comes back
is told what it missed. Must not know what an event says, or where anything is kept. What is too
long ago for this memory is no loss: the page then gets everything anew.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

Frame = dict[str, Any]
"""One event as the page gets it, a JSON object."""

_MOST_REMEMBERED: Final = 1_000
"""Events of one visitor. A render tells some hundred."""
_MOST_STREAMS: Final = 2_000
"""Visitors whose last events are remembered."""
_MOST_WAITING: Final = 1_000
"""Events that a slow line may owe; then it is cut, and the page comes back for all at once."""


@dataclass(frozen=True, slots=True)
class _Event:
    number: int
    conversation: str | None
    frame: Frame


class Listener:
    """One open page, in one conversation."""

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        self._frames: asyncio.Queue[Frame | None] = asyncio.Queue()
        self._is_over = False

    async def next(self) -> Frame | None:
        """The next event; None where the line is to be cut."""
        return await self._frames.get()

    def put(self, frame: Frame) -> None:
        """Tell it, unless it is too far behind."""
        if self._is_over:
            return
        if self._frames.qsize() >= _MOST_WAITING:
            self.end()
            return
        self._frames.put_nowait(frame)

    def end(self) -> None:
        """Nothing more comes."""
        if not self._is_over:
            self._is_over = True
            self._frames.put_nowait(None)


@dataclass(slots=True)
class _Stream:
    """One visitor's. ``floor``: events up to that number are not remembered."""

    floor: int
    events: deque[_Event] = field(default_factory=deque)
    listeners: set[Listener] = field(default_factory=set)


class Hub:
    """All visitors' events, of this start of the process."""

    def __init__(self) -> None:
        self._boot = secrets.token_hex(6)
        self._number = 0
        self._streams: OrderedDict[str, _Stream] = OrderedDict()

    @property
    def last_id(self) -> str:
        """The id of the last event of all."""
        return self._id(self._number)

    def publish(self, owner: str, conversation: str | None, frame: Frame) -> None:
        """Tell a visitor's pages: those in that conversation, or all."""
        self._number += 1
        told = {**frame, "id": self._id(self._number)}
        stream = self._stream(owner)
        stream.events.append(_Event(self._number, conversation, told))
        if len(stream.events) > _MOST_REMEMBERED:
            stream.floor = stream.events.popleft().number
        for listener in tuple(stream.listeners):
            if conversation in (None, listener.conversation):
                listener.put(told)

    def join(self, owner: str, conversation: str) -> Listener:
        """Listen from now on."""
        listener = Listener(conversation)
        self._stream(owner).listeners.add(listener)
        return listener

    def leave(self, owner: str, listener: Listener) -> None:
        """Listen no more."""
        self._stream(owner).listeners.discard(listener)

    def missed(self, owner: str, conversation: str, after: str) -> list[Frame] | None:
        """What came after that event, in order; None where that isn't known (any more)."""
        boot, _, number = after.partition("-")
        if boot != self._boot or not number.isdecimal() or int(number) > self._number:
            return None
        stream = self._stream(owner)
        if int(number) < stream.floor:
            return None
        return [
            event.frame
            for event in stream.events
            if event.number > int(number) and event.conversation in (None, conversation)
        ]

    def listeners(self, owner: str) -> int:
        """How many pages that visitor has open."""
        return len(self._stream(owner).listeners)

    def end(self, is_meant: Callable[[str], bool] = lambda _: True) -> None:
        """Cut the lines of those visitors."""
        for owner, stream in self._streams.items():
            if is_meant(owner):
                for listener in tuple(stream.listeners):
                    listener.end()

    def _id(self, number: int) -> str:
        return f"{self._boot}-{number}"

    def _stream(self, owner: str) -> _Stream:
        if owner not in self._streams:
            self._streams[owner] = _Stream(floor=self._number)
            self._make_room()
        self._streams.move_to_end(owner)
        return self._streams[owner]

    def _make_room(self) -> None:
        if len(self._streams) <= _MOST_STREAMS:
            return
        for owner, stream in self._streams.items():
            if not stream.listeners:
                del self._streams[owner]
                return
