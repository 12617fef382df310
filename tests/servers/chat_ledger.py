"""What stands in the chats of the fake platform, and what happened to it: for tests.

Owns messages with their whole history, updates until they are acknowledged, and the list of calls.
Must not know HTTP. Everything is read by the test's thread and written by the server's, so every
access goes through one condition, and whoever waits is woken by each change.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.servers.watched import Watched

BOT = "bot"


@dataclass(frozen=True)
class Limits:
    """What one chat takes; text counts UTF-16 units."""

    is_private: bool = True
    max_text: int = 4096
    max_caption: int = 1024
    max_upload_bytes: int = 50_000_000
    max_download_bytes: int = 500 * 1024 * 1024
    max_button_bytes: int = 64
    may_send_files: bool = True
    may_write: bool = True
    can_edit: bool = True
    has_buttons: bool = True


@dataclass(frozen=True)
class File:
    """A file that lies at the platform. ``kind`` is video, image, audio or other."""

    ref: str
    name: str
    path: Path
    size_bytes: int
    kind: str
    mime: str
    sha256: str = ""
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    is_plain: bool = False
    """Shown as a file to save, not in the player."""
    thumbnail: bytes = b""


@dataclass(frozen=True)
class Version:
    """A message as it stood from ``at_s`` (of the monotonic clock) on."""

    at_s: float
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    """Rows of (label, data)."""


@dataclass(frozen=True)
class Message:
    """One message of a chat, a person's or the bot's; ``versions`` ends with what stands now."""

    id: str
    chat: str
    thread: str
    author: str
    versions: tuple[Version, ...]
    files: tuple[File, ...] = ()
    nonce: str = ""
    reply_to: str = ""
    deleted_at_s: float | None = None

    @property
    def text(self) -> str:
        """What it says now."""
        return self.versions[-1].text

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """The buttons that it has now, as (label, data)."""
        return self.versions[-1].buttons

    @property
    def labels(self) -> list[str]:
        """What its buttons say now."""
        return [label for label, _ in self.buttons]

    @property
    def at_s(self) -> float:
        """When it came, on the monotonic clock."""
        return self.versions[0].at_s

    @property
    def videos(self) -> list[Path]:
        """Where the videos lie that came with it."""
        return [file.path for file in self.files if file.kind == "video"]

    @property
    def pictures(self) -> list[Path]:
        """Where the pictures lie that came with it."""
        return [file.path for file in self.files if file.kind == "image"]


@dataclass
class Update:
    """Something that the bot is to hear; given to each of its sessions until acknowledged."""

    number: int
    body: dict[str, Any]
    is_acknowledged: bool = False
    given_to: set[str] = field(default_factory=set)
    times_given: int = 0


@dataclass(frozen=True)
class Call:
    """One request of the bot; ``status`` is what it was answered, 0 where the line was cut."""

    at_s: float
    endpoint: str
    chat: str
    body: Any
    status: int


class Ledger(Watched):
    """Everything that the platform remembers."""

    def __init__(self) -> None:
        super().__init__()
        self.limits: dict[str, Limits] = {}
        self.blocked: set[str] = set()
        self.moved: dict[str, str] = {}
        self._messages: list[Message] = []
        self._updates: list[Update] = []
        self._calls: list[Call] = []
        self._files: dict[str, File] = {}
        self._number = 0

    def number(self) -> int:
        """The next number of anything; growing."""
        with self.changed:
            self._number += 1
            return self._number

    def messages(self, chat: str | None = None) -> list[Message]:
        """Every message that ever stood in the chat, or in all of them, in order."""
        with self.changed:
            return [one for one in self._messages if chat in (None, one.chat)]

    def message(self, chat: str, message_id: str) -> Message | None:
        """One message that stands in the chat."""
        for one in self.messages(chat):
            if one.id == message_id and one.deleted_at_s is None:
                return one
        return None

    def by_nonce(self, chat: str, nonce: str) -> Message | None:
        """The bot's message that was sent under that nonce."""
        for one in self.messages(chat):
            if nonce and one.nonce == nonce and one.deleted_at_s is None:
                return one
        return None

    def add_message(
        self,
        chat: str,
        author: str,
        text: str,
        *,
        thread: str = "",
        buttons: tuple[tuple[str, str], ...] = (),
        files: tuple[File, ...] = (),
        nonce: str = "",
        reply_to: str = "",
    ) -> Message:
        """Let a message stand in a chat."""
        with self.changed:
            versions = (Version(time.monotonic(), text, buttons),)
            message_id = f"m{self.number()}"
            message = Message(message_id, chat, thread, author, versions, files, nonce, reply_to)
            self._messages.append(message)
            self.changed.notify_all()
            return message

    def edit_message(self, message: Message, text: str, buttons: Any) -> Message:
        """Let a message say something else from now on."""
        version = Version(time.monotonic(), text, buttons)
        return self._replace(replace(message, versions=(*message.versions, version)))

    def delete_message(self, message: Message) -> None:
        """Take a message away; the ledger keeps it."""
        self._replace(replace(message, deleted_at_s=time.monotonic()))

    def _replace(self, message: Message) -> Message:
        with self.changed:
            place = next(n for n, one in enumerate(self._messages) if one.id == message.id)
            self._messages[place] = message
            self.changed.notify_all()
            return message

    def add_file(self, file: File) -> File:
        """Keep a file, so that it can be fetched by its ref."""
        with self.changed:
            self._files[file.ref] = file
            return file

    def file(self, ref: str) -> File | None:
        """The file of that ref."""
        with self.changed:
            return self._files.get(ref)

    def add_update(self, body: dict[str, Any]) -> Update:
        """Let the bot hear something."""
        with self.changed:
            update = Update(self.number(), body)
            self._updates.append(update)
            return update

    def updates(self) -> list[Update]:
        """Every update that ever was."""
        with self.changed:
            return list(self._updates)

    def give(self, session: str, limit: int) -> list[Update]:
        """Unacknowledged updates that this session of the bot has not had, oldest first."""
        with self.changed:
            due = [
                one
                for one in self._updates
                if not one.is_acknowledged and session not in one.given_to
            ][:limit]
            for update in due:
                update.given_to.add(session)
                update.times_given += 1
            return due

    def acknowledge(self, numbers: list[int]) -> None:
        """Never give these again."""
        with self.changed:
            for update in self._updates:
                if update.number in numbers:
                    update.is_acknowledged = True
            self.changed.notify_all()

    def repeat_last_update(self) -> Update:
        """Give the last update again, under its old number, as if it had not been acknowledged."""
        with self.changed:
            update = self._updates[-1]
            update.is_acknowledged = False
            update.given_to.clear()
            return update

    def note(self, endpoint: str, chat: str, body: Any, status: int) -> None:
        """Write a call down."""
        with self.changed:
            self._calls.append(Call(time.monotonic(), endpoint, chat, body, status))
            self.changed.notify_all()

    def calls(self, endpoint: str | None = None) -> list[Call]:
        """The bot's calls, of one endpoint or all."""
        with self.changed:
            return [call for call in self._calls if endpoint in (None, call.endpoint)]
