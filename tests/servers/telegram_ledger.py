"""What stands in the chats of the fake Telegram, and what happened to it: for tests.

Owns users, rooms, messages with their whole history, files, and the list of requests. Must not
know HTTP or JSON. Everything is read by the test's thread and written by the server's.
"""

from __future__ import annotations

import itertools
import secrets
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from tests.servers.watched import Watched

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


class Ledger(Watched):
    """Everything that the platform remembers."""

    def __init__(self, bot: User) -> None:
        super().__init__()
        self.bot = bot
        self.rooms: dict[int, Room] = {}
        self.users: dict[str, User] = {}
        self.files: dict[str, File] = {}
        self.queries: dict[str, Query] = {}
        self._messages: dict[tuple[int, int], Message] = {}
        self._requests: list[Request] = []
        self._actions: list[Action] = []
        self._ids = itertools.count(1)
        # One row of numbers for private chats and groups, one for each supergroup: as it is there.
        self._numbers: dict[int, int] = {}

    def number(self) -> int:
        """The next number of anything; growing."""
        with self.changed:
            return next(self._ids)

    def user(self, name: str, language: str | None = None) -> User:
        """The person of that name, made if nobody is called so."""
        with self.changed:
            known = self.users.get(name)
            if known is None:
                known = User(5_100_000_000 + self.number(), name, language or "en", f"{name}_tg")
            elif language is not None:
                known = replace(known, language=language)
            self.users[name] = known
            return known

    def add_room(self, room: Room) -> Room:
        """Let there be a chat."""
        with self.changed:
            self.rooms[room.id] = room
            return room

    def next_message_id(self, room: Room) -> int:
        """The number of the next message there."""
        with self.changed:
            row = room.id if room.kind == "supergroup" else 0
            self._numbers[row] = self._numbers.get(row, 0 if row else 40) + 1
            return self._numbers[row]

    def messages(self, chat: int | None = None) -> list[Message]:
        """Every message that ever stood in the chat, or in all of them, in order."""
        with self.changed:
            return [one for one in self._messages.values() if chat in (None, one.chat)]

    def message(self, chat: int, message_id: int) -> Message | None:
        """One message that stands in the chat."""
        with self.changed:
            found = self._messages.get((chat, message_id))
            return None if found is None or found.deleted_at_s is not None else found

    def put(self, message: Message) -> Message:
        """Let a message stand, in the place of an earlier state of it where there is one."""
        with self.changed:
            self._messages[message.chat, message.id] = message
            self.changed.notify_all()
            return message

    def revise(self, message: Message, **changes: Any) -> Message:
        """Give a message a further version."""
        with self.changed:
            version = replace(message.now, at_s=time.monotonic(), date=int(time.time()), **changes)
            return self.put(replace(message, versions=(*message.versions, version)))

    def delete(self, message: Message) -> None:
        """Take a message away; the ledger keeps it."""
        self.put(replace(message, deleted_at_s=time.monotonic()))

    def add_file(self, file: File) -> File:
        """Keep a file, so that it can be fetched and sent again by its ref."""
        with self.changed:
            self.files[file.ref] = file
            for smaller in file.sizes:
                self.files[smaller.ref] = smaller
            return file

    def note(self, request: Request) -> None:
        """Write a request down."""
        with self.changed:
            self._requests.append(request)
            self.changed.notify_all()

    def requests(self, method: str | None = None) -> list[Request]:
        """The requests, of one method or all."""
        with self.changed:
            return [one for one in self._requests if method in (None, one.method)]

    def act(self, chat: int, thread: int | None, action: str) -> None:
        """Write a chat action down."""
        with self.changed:
            self._actions.append(Action(time.monotonic(), chat, thread, action))
            self.changed.notify_all()

    def actions(self, chat: int) -> list[Action]:
        """The chat actions in a room."""
        with self.changed:
            return [one for one in self._actions if one.chat == chat]
