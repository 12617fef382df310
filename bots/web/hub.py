"""What happens in conversations, told to every page that looks at them, and again to one that lost
its line.

Owns the numbering of events, who listens, and the short memory from which a page that comes back
is told what it missed. Must not know what an event says, or where anything is kept. What is too
long ago for this memory is no loss: the page then gets everything anew.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

Frame = dict[str, Any]
"""One event as the page gets it, a JSON object."""

_MOST_REMEMBERED: Final = 1_000
"""Events of one visitor. A render tells some hundred."""
_MOST_REMEMBERED_BYTES: Final = 256 * 1024
"""Of one visitor."""
_MOST_STREAMS: Final = 2_000
"""Visitors who are remembered; those who listen are, however many."""
_MOST_BYTES: Final = 64 * 1024 * 1024
"""Of all visitors together."""
_MOST_WAITING: Final = 1_000
_MOST_WAITING_BYTES: Final = 4 * 1024 * 1024
"""What a slow line may owe; then it is cut, and the page comes back for all at once."""


@dataclass(frozen=True, slots=True)
class _Event:
    """``text`` is what is sent, ASCII. ``is_whole``: see ``Hub.publish``."""

    number: int
    conversation: str | None
    text: str
    is_whole: bool


class Listener:
    """One open page, in one conversation."""

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        self._events: asyncio.Queue[_Event | None] = asyncio.Queue()
        self._waiting_bytes = 0
        self._is_over = False
        self._whole_after = 0

    async def next(self) -> str | None:
        """The next event as it is sent; None where the line is to be cut."""
        while (event := await self._events.get()) is not None:
            self._waiting_bytes -= len(event.text)
            if not event.is_whole or event.number > self._whole_after:
                return event.text
        return None

    def knows_whole(self, number: int) -> None:
        """It has been told all there was up to that event: an earlier "all" would be older."""
        self._whole_after = number

    def put(self, event: _Event) -> None:
        """Tell it, unless it is too far behind."""
        if self._is_over:
            return
        is_behind = self._waiting_bytes > _MOST_WAITING_BYTES
        if is_behind or self._events.qsize() >= _MOST_WAITING:
            self.end()
            return
        if event.is_whole:
            # Of those that wait, only the newest is worth telling.
            self._whole_after = event.number - 1
        self._waiting_bytes += len(event.text)
        self._events.put_nowait(event)

    def end(self) -> None:
        """Nothing more comes."""
        if not self._is_over:
            self._is_over = True
            self._events.put_nowait(None)


@dataclass(slots=True)
class _Stream:
    """One visitor's. ``floor``: events up to that number are not remembered.

    ``whole`` is the newest of those that make earlier ones of their kind worthless.
    """

    floor: int
    events: deque[_Event] = field(default_factory=deque)
    whole: _Event | None = None
    held_bytes: int = 0
    listeners: set[Listener] = field(default_factory=set)

    def forget_first(self) -> int:
        """Forget the oldest event, ``whole`` only as the last; returns its bytes."""
        event = self.events.popleft() if self.events else self.whole
        if event is None:
            return 0
        if event is self.whole:
            self.whole = None
        self.floor = max(self.floor, event.number)
        self.held_bytes -= len(event.text)
        return len(event.text)


class Hub:
    """All visitors' events, of this start of the process."""

    def __init__(self) -> None:
        self._boot = secrets.token_hex(6)
        self._number = 0
        self._held_bytes = 0
        # The one who was told, or listened, the longest ago is first.
        self._streams: OrderedDict[str, _Stream] = OrderedDict()

    @property
    def last_id(self) -> str:
        """The id of the last event of all."""
        return self._id(self._number)

    @property
    def last_number(self) -> int:
        """Its number."""
        return self._number

    def publish(
        self, owner: str, conversation: str | None, frame: Frame, *, is_whole: bool = False
    ) -> None:
        """Tell a visitor's pages: those in that conversation, or all.

        ``is_whole``: it says all there is of its kind, so that no earlier one has to be told.
        """
        self._number += 1
        text = json.dumps({**frame, "id": self._id(self._number)})
        event = _Event(self._number, conversation, text, is_whole)
        stream = self._stream(owner)
        self._remember(stream, event)
        for listener in tuple(stream.listeners):
            if conversation in (None, listener.conversation):
                listener.put(event)

    def _remember(self, stream: _Stream, event: _Event) -> None:
        stream.held_bytes += len(event.text)
        self._held_bytes += len(event.text)
        if event.is_whole:
            if stream.whole is not None:
                stream.held_bytes -= len(stream.whole.text)
                self._held_bytes -= len(stream.whole.text)
            stream.whole = event
        else:
            stream.events.append(event)
        while (
            len(stream.events) > _MOST_REMEMBERED or stream.held_bytes > _MOST_REMEMBERED_BYTES
        ) and len(stream.events) > 1:
            self._held_bytes -= stream.forget_first()
        for other in self._streams.values():
            while self._held_bytes > _MOST_BYTES and other.held_bytes:
                self._held_bytes -= other.forget_first()
            if self._held_bytes <= _MOST_BYTES:
                break

    def join(self, owner: str, conversation: str) -> Listener:
        """Listen from now on."""
        listener = Listener(conversation)
        self._stream(owner).listeners.add(listener)
        return listener

    def leave(self, owner: str, listener: Listener) -> None:
        """Listen no more."""
        if owner in self._streams:
            self._streams[owner].listeners.discard(listener)

    def missed(self, owner: str, conversation: str, after: str) -> list[str] | None:
        """What came after that event, in order; None where that isn't known (any more)."""
        boot, _, number = after.partition("-")
        is_number = number.isascii() and number.isdecimal()
        if boot != self._boot or not is_number or int(number) > self._number:
            return None
        stream = self._stream(owner)
        if int(number) < stream.floor:
            return None
        events = [*stream.events, stream.whole] if stream.whole else [*stream.events]
        return [
            event.text
            for event in sorted(events, key=lambda it: it.number)
            if event.number > int(number) and event.conversation in (None, conversation)
        ]

    def listeners(self, owner: str) -> int:
        """How many pages that visitor has open."""
        stream = self._streams.get(owner)
        return len(stream.listeners) if stream else 0

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
            self._make_room()
            # What was before is told by a snapshot alone.
            self._streams[owner] = _Stream(floor=self._number)
        self._streams.move_to_end(owner)
        return self._streams[owner]

    def _make_room(self) -> None:
        if len(self._streams) < _MOST_STREAMS:
            return
        for owner, stream in self._streams.items():
            if not stream.listeners:
                self._held_bytes -= stream.held_bytes
                del self._streams[owner]
                return
