"""What there is at the fake Telegram: people, rooms, files, messages, requests: for tests.

Owns the values, without any behaviour of the platform. Must not know HTTP or JSON.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Kind = Literal[
    "text", "video", "document", "animation", "video_note", "audio", "voice", "photo", "service"
]
RoomKind = Literal["private", "group", "supergroup"]

GENERAL = 1
"""The General topic of a forum: its messages carry no thread."""


@dataclass(frozen=True)
class User:
    """Somebody at Telegram, a bot too."""

    id: int
    name: str
    language: str = "en"
    username: str = ""
    is_bot: bool = False


@dataclass
class Room:
    """One chat. ``permissions`` are the published ones (``can_send_videos``); absent is granted.

    ``migrated_to`` is the id of the supergroup that a group has become, ``topics`` are names by
    thread. ``status`` is the bot's, as the platform calls it: member, restricted, left, kicked.
    """

    id: int
    kind: RoomKind
    title: str
    owner: User
    is_forum: bool = False
    status: str = "member"
    permissions: dict[str, bool] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    migrated_to: int | None = None
    chat_instance: str = field(default_factory=lambda: str(secrets.randbits(60)))

    @property
    def is_private(self) -> bool:
        """Whether only one person sits there."""
        return self.kind == "private"


@dataclass(frozen=True)
class File:
    """A file that lies at the platform, with what its sender declared of it.

    ``claims`` override what the platform says in JSON (published field names; None leaves one
    out). ``sizes`` are the smaller copies of a photo, smallest first.
    """

    ref: str
    unique_ref: str
    name: str
    path: Path
    size_bytes: int
    kind: Kind
    mime: str
    width: int | None = None
    height: int | None = None
    duration_s: int | None = None
    supports_streaming: bool = False
    thumbnail: Path | None = None
    thumbnail_fault: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    sizes: tuple[File, ...] = ()

    @property
    def duration_ms(self) -> int | None:
        """The declared duration in milliseconds."""
        return None if self.duration_s is None else self.duration_s * 1000

    @property
    def said_bytes(self) -> int | None:
        """The size that the platform tells."""
        said = self.claims.get("file_size", self.size_bytes)
        return None if said is None else int(said)


@dataclass(frozen=True)
class Version:
    """A message as it stood from ``at_s`` (of the monotonic clock) on; ``text`` may be a caption.

    ``keyboard`` are the rows of inline buttons as they were sent.
    """

    at_s: float
    date: int
    text: str = ""
    entities: tuple[dict[str, Any], ...] = ()
    keyboard: tuple[tuple[dict[str, Any], ...], ...] = ()
    kind: Kind = "text"
    file: File | None = None

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """(label, data or address) of each button, row by row."""
        return tuple(
            (button["text"], button.get("callback_data") or button.get("url") or "")
            for row in self.keyboard
            for button in row
        )


@dataclass(frozen=True)
class Message:
    """One message of a chat, a person's or the bot's; ``versions`` ends with what stands now.

    ``more`` are further published fields (``forward_origin``, ``quote``, ``external_reply``, and
    what a service message tells).
    """

    id: int
    chat: int
    author: User
    versions: tuple[Version, ...]
    thread: int | None = None
    is_in_topic: bool = False
    reply_to: int | None = None
    album: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    deleted_at_s: float | None = None

    @property
    def now(self) -> Version:
        """What stands now."""
        return self.versions[-1]

    @property
    def text(self) -> str:
        """What it says now, a caption too."""
        return self.now.text

    @property
    def caption(self) -> str:
        """The words under its file."""
        return self.now.text if self.now.file else ""

    @property
    def kind(self) -> Kind:
        """What it is now."""
        return self.now.kind

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """The buttons that it has now, as (label, data)."""
        return self.now.buttons

    @property
    def labels(self) -> list[str]:
        """What its buttons say now."""
        return [label for label, _ in self.buttons]

    @property
    def files(self) -> tuple[File, ...]:
        """The file that it has now, if it has one."""
        return (self.now.file,) if self.now.file else ()

    @property
    def at_s(self) -> float:
        """When it came, on the monotonic clock."""
        return self.versions[0].at_s

    @property
    def videos(self) -> list[Path]:
        """Where the video lies that it carries, also one that was sent as a plain file."""
        return [file.path for file in self.files if file.mime.startswith("video/")]

    @property
    def pictures(self) -> list[Path]:
        """Where the picture lies that it carries."""
        return [file.path for file in self.files if file.mime.startswith("image/")]


@dataclass(frozen=True)
class Request:
    """One request; ``parameters`` as they came, ``files`` are part name, file name and bytes.

    ``status`` is what was answered, 0 where the line was cut; ``at_s`` when it was taken up.
    """

    at_s: float
    method: str
    chat: int | None
    parameters: dict[str, Any]
    files: tuple[tuple[str, str, int], ...]
    status: int
    description: str = ""


@dataclass(frozen=True)
class Action:
    """One chat action ("typing", "upload_video") in a room, or a topic of it."""

    at_s: float
    chat: int
    thread: int | None
    action: str


@dataclass
class Query:
    """A tap on a button; ``answers`` are what the bot showed for it, as (text, is_alert)."""

    id: str
    chat: int
    user: User
    data: str
    is_expired: bool = False
    answers: list[tuple[str, bool]] = field(default_factory=list)
