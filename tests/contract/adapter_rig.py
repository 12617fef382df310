"""What the adapter contract suite works with: a platform behind a `Rig`, a chat as a `Seat`.

A platform joins the suite by a rig alone. Owns what a person can do and see. Must not know a
platform.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from core.model import AttachmentKind, ChatRef
from core.ports import Platform

FACTOR = 0.05
"""What adapters shrink their waiting times by here."""


class Power(StrEnum):
    """What not every platform, or not every way to it, has; a rig names those that it lacks."""

    GROUPS = "several persons are in one chat, which has threads"
    REMOTE = "the platform is somebody else's server: it can refuse, fail, be slow and be away"
    ACKNOWLEDGING = "what nobody has acknowledged is kept, and told again"
    FORGETTING = "the platform may forget who listened, and what it did not tell them"
    ALBUMS = "files sent together come as messages that belong together"
    SEVERAL_FILES = "one message holds several files"
    TYPED_COMMANDS = "a line with a slash is a command; elsewhere the core knows it by its slash"
    LANGUAGES = "a message tells the language of whoever wrote it"
    OVERHEARING = "in a group also that is told which isn't meant for the bot"
    CLEARING = "what a person said in private can be taken away"
    BLOCKED_EDITS = "who blocks the bot is spared its edits too"
    MUTING = "a chat can forbid the bot every word"
    VIDEO_FACTS = "a video is sent with its size, length and preview"
    PLAIN_FILES = "a video can be sent as a mere file"
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

    def send_files(self, paths: Sequence[Path], caption: str = "") -> str:
        """Send several in one message; its id."""
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
        """Delete a message of the bot's, or one's own; where only the bot can, it does."""
        ...

    def block(self) -> None:
        """Let the bot say nothing more here."""
        ...

    def forbid_files(self) -> None:
        """Let the bot write here, and send no files."""
        ...

    def mute(self) -> None:
        """Let the bot read here, and write nothing."""
        ...

    def whispered(self) -> list[str]:
        """What the bot has told this seat's person in private."""
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
    person sends a file, each with what it is for the core. ``long_wait_s`` is a wait too long for
    the client library to sit out by itself, ``error_status`` a server's error that the library does
    not ask again for by itself, ``backlog`` as many messages as persons may leave there unheard.
    """

    lacks: frozenset[Power]
    secrets: tuple[str, ...]
    file_address: str
    bot_name: str
    file_kinds: tuple[tuple[str, AttachmentKind], ...]
    long_wait_s: float
    error_status: int
    backlog: int

    def seat(
        self, name: str = "anna", *, language: str = "en", thread: str = "", is_group: bool = False
    ) -> Seat:
        """The chat of that name, made if it isn't there.

        Groups have threads. Where there are no groups, a thread is another chat of that person's.
        """
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

    def forget_listener(self) -> None:
        """Cut the line to whoever listens; what is said until they are back, they aren't told."""
        ...

    def repeat_last_update(self) -> None:
        """Give the last update once more."""
        ...

    def unacknowledged(self) -> int:
        """How many updates the platform still would give to a new adapter."""
        ...

    def listener(self) -> int:
        """A number of its own for whoever listens now and has been told all; 0 for nobody.

        For platforms without acknowledging: what they tell nobody is not kept.
        """
        ...
