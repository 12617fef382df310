"""What the adapter contract suite works with: a platform behind a `Rig`, a chat as a `Seat`.

A platform joins the suite by a rig alone. Owns what a person can do and see, and how an adapter's
inbox misbehaves. Must not know a platform.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import pytest

from bots.log import RedactingFormatter
from core.errors import BackdropError, DeliveryDelayed
from core.model import AttachmentKind, ChatRef, Inbound, Incoming, Media, Outgoing, Receipt, Text
from core.ports import Platform

E = TypeVar("E", bound=BackdropError)

FACTOR = 0.05
"""What adapters shrink their waiting times by here."""


class Power(StrEnum):
    """What not every platform, or not every way to it, has; a rig names those that it lacks."""

    EDITED_MESSAGES = "a person's edits are told"
    FORBIDDING = "a chat can forbid files alone"
    REPLYING = "the bot's messages answer others"
    PACING = "edits are counted by the platform"
    TAP_ANSWERS = "taps are acknowledged"
    FILE_SERVER = "files come over HTTP"
    DOWNLOAD_LIMIT = "files above a size are not given out"
    UPLOAD_LIMIT = "the limit of uploads is small enough to be met in a test"


@dataclass(frozen=True)
class ShownFile:
    """A file of the bot's as the platform has it. ``shown_as``: video, picture or file."""

    name: str
    path: Path
    shown_as: str
    width: int | None
    height: int | None
    duration_s: int | None
    thumbnail: bytes
    is_streamable: bool


@dataclass(frozen=True)
class Shown:
    """A message of the bot's in a chat; ``versions`` ends with what it says now."""

    platform_id: str
    versions: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]
    files: tuple[ShownFile, ...]
    reply_to: str | None

    @property
    def text(self) -> str:
        """What it says now."""
        return self.versions[-1]


class Seat(Protocol):
    """One chat, or one thread of it, with a person in it. Ids are the platform's, as text."""

    ref: ChatRef
    sender_id: str
    sender_name: str

    def say(
        self, text: str, *, reply_to: str = "", by: str = "", mentions_bot: bool = False
    ) -> str:
        """Say something; the message's id. ``by`` is another person of that name."""
        ...

    def send_file(
        self, path: Path, caption: str = "", *, as_: str = "video", album: str = "", by: str = ""
    ) -> str:
        """Send a file, in one of the rig's ``file_kinds``; the message's id."""
        ...

    def press(self, platform_id: str, label: str) -> str:
        """Tap a button of a message; a name for that tap."""
        ...

    def is_answered(self, tap: str) -> bool:
        """Whether the person sees that the tap was taken."""
        ...

    def edit(self, platform_id: str, text: str) -> None:
        """Say something else in one's own message."""
        ...

    def take_away(self, platform_id: str) -> None:
        """Delete a message of the bot's, or one's own."""
        ...

    def block(self) -> None:
        """Let the bot say nothing more here."""
        ...

    def forbid_files(self) -> None:
        """Let the bot write here, and send no files."""
        ...

    def standing(self) -> list[Shown]:
        """The bot's messages that stand here, oldest first."""
        ...

    def has_message(self, platform_id: str) -> bool:
        """Whether that message, anybody's, stands here."""
        ...


class Rig(Protocol):
    """A platform's server, which outlives its adapters, and what is behind it.

    ``secrets`` may be in no error and no line of the log, the start of a ``file_address`` in no
    error and no line of ours. ``file_kinds`` are the ways in which a
    person sends a file, each with what it is for the core.
    """

    lacks: frozenset[Power]
    secrets: tuple[str, ...]
    file_address: str
    bot_name: str
    file_kinds: tuple[tuple[str, AttachmentKind], ...]

    def seat(
        self, name: str = "anna", *, language: str = "en", thread: str = "", is_group: bool = False
    ) -> Seat:
        """The chat of that name, made if it isn't there. Groups have threads."""
        ...

    def connected(self) -> AbstractAsyncContextManager[Platform]:
        """A new adapter, as after a start of the process, ready to ``run``."""
        ...

    def arm(self, what: str, fault: str, *, seat: Seat | None = None, **options: Any) -> None:
        """Let something go wrong: send, upload (of a video), edit, delete, file, tap."""
        ...

    def go_away(self) -> None:
        """Refuse all connections."""
        ...

    def come_back(self) -> None:
        """Take connections again, at the same address."""
        ...

    def repeat_last_update(self) -> None:
        """Give the last update once more."""
        ...

    def unacknowledged(self) -> int:
        """How many updates the platform still would give to a new adapter."""
        ...


class Hearing:
    """The core's place at an adapter's ``run``: an inbox that can be made to fail or to wait."""

    def __init__(self) -> None:
        self.heard: list[Inbound] = []
        self.attempts: list[str] = []
        self.refusals = 0
        self._shut: set[ChatRef] = set()
        self._opened = asyncio.Event()

    def shut(self, chat: ChatRef) -> None:
        """Let what comes of that chat hang."""
        self._shut.add(chat)

    def let_in(self) -> None:
        """Let everything go on that hangs."""
        self._shut.clear()
        self._opened.set()

    async def receive(self, inbound: Inbound) -> None:
        """What the adapter calls."""
        self.attempts.append(words_of(inbound))
        if self.refusals:
            self.refusals -= 1
            raise OSError("no room on the disk")
        if inbound.chat in self._shut:
            await self._opened.wait()
        self.heard.append(inbound)

    async def messages(self, count: int) -> list[Incoming]:
        """What was heard, as soon as that are so many."""
        await until(lambda: len(self.heard) >= count, f"{count} messages", self.told)
        return [one for one in self.heard if isinstance(one, Incoming)]

    def told(self) -> object:
        """What was heard, for a failed test."""
        return [words_of(one) for one in self.heard]


def words_of(inbound: Inbound) -> str:
    """What it says, if that is words."""
    is_said = isinstance(inbound, Incoming) and isinstance(inbound.body, Text)
    return inbound.body.text if is_said else ""  # type: ignore[union-attr]


@contextmanager
def hearing(platform: Platform, ear: Hearing) -> Iterator[asyncio.Task[None]]:
    """The adapter runs while the block does."""
    running = asyncio.create_task(platform.run(ear.receive))
    try:
        yield running
    finally:
        running.cancel()


async def ended(running: asyncio.Task[None], limit_s: float = 2.0) -> None:
    """Cancel it, and see it end in time."""
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=limit_s)
    assert done, f"the adapter still runs {limit_s} s after it was cancelled"
    assert running.cancelled(), "a cancelled run ends as cancelled"


async def until(
    condition: Callable[[], Any],
    what: object = "it",
    told: Callable[[], object] = str,
    limit_s: float = 15.0,
) -> None:
    """Wait for a condition."""
    deadline_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline_s, f"not so within {limit_s} s: {what}; {told()}"
        await asyncio.sleep(0.01)


async def stays(condition: Callable[[], Any], what: str, seconds: float = 0.3) -> None:
    """Nothing tells that something does not happen, so it is watched for a while."""
    deadline_s = time.monotonic() + seconds
    while time.monotonic() < deadline_s:
        assert condition(), what
        await asyncio.sleep(0.01)


@dataclass
class Raised:
    """What a block raised, once it has ended."""

    errors: list[BackdropError] = field(default_factory=list)

    def of(self, kind: type[E]) -> E:
        """The error, which is exactly of that class."""
        (error,) = self.errors
        assert type(error) is kind
        return error


@contextmanager
def raising(kind: type[BackdropError], rig: Rig) -> Iterator[Raised]:
    """The block raises exactly that error, with no secret in anything that shows or keeps it."""
    raised = Raised()
    with pytest.raises(kind) as caught:
        yield raised
    error = caught.value
    assert type(error) is kind, repr(error)
    raised.errors.append(error)
    shown = [str(error), repr(error), repr(vars(error)), pickle.dumps(error).decode("latin-1")]
    shown += traceback.format_exception(error)
    assert secrets_in(shown, (*rig.secrets, rig.file_address)) == []


def secrets_in(texts: list[str], secrets: tuple[str, ...]) -> list[str]:
    """The lines of the texts in which one of the secrets stands."""
    lines = "\n".join(texts).splitlines()
    return [line for line in lines if any(one in line for one in secrets)]


async def show(platform: Platform, outgoing: Outgoing) -> Receipt:
    """Send words of progress; an adapter may drop what its chat has no room for."""
    for _ in range(100):
        try:
            return await platform.send(outgoing)
        except DeliveryDelayed:
            await asyncio.sleep(0.02)
    raise AssertionError("a chat at rest has room for progress")


class Log(logging.Handler):
    """Every record of a test at DEBUG level.

    ``written``: as `bots.log` writes them; ``own``: those of our modules with no mask before them.
    """

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._redacting = RedactingFormatter("%(name)s: %(message)s")
        self._plain = logging.Formatter("%(name)s: %(message)s")
        self.written: list[str] = []
        self.own: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.written.append(self._redacting.format(record))
        if record.name.partition(".")[0] in ("bots", "core"):
            # A formatter keeps a traceback in the record, and takes it from there.
            record.exc_text = None
            self.own.append(self._plain.format(record))
            record.exc_text = None


def words(seat: Seat, text: str, outgoing_id: str = "1/answer", **more: Any) -> Outgoing:
    """A message of ours for that chat."""
    return Outgoing(outgoing_id, seat.ref, text, **more)


def video(path: Path, size_bytes: int = 3000, **more: Any) -> Media:
    """A file of ours that is told to be a video; its bytes are no two the same in a row."""
    path.write_bytes(pattern(size_bytes))
    facts: dict[str, Any] = {"width": 320, "height": 180, "duration_ms": 2400} | more
    name = facts.pop("name", path.name)
    return Media(AttachmentKind.VIDEO, str(path), name, size_bytes, **facts)


def pattern(size_bytes: int) -> bytes:
    """Bytes that show where some are missing."""
    return np.arange(size_bytes // 4 + 1, dtype=">u4").tobytes()[:size_bytes]
