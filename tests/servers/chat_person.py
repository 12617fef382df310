"""A person (and a pair of eyes) in a chat of the fake platform: for tests.

Owns what somebody can do there: say, send files, tap, block, and read what stands. Must not know
HTTP or the bot.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from tests.servers.chat_files import kind_of
from tests.servers.chat_ledger import BOT, File, Ledger, Limits, Message

T = TypeVar("T")


class Chat:
    """One chat, or one thread of it, seen by whoever sits there."""

    def __init__(
        self, ledger: Ledger, wake: Callable[[], None], name: str, thread: str, language: str
    ) -> None:
        self.name = name
        self.thread = thread
        self.language = language
        self._ledger = ledger
        self._wake = wake

    @property
    def limits(self) -> Limits:
        """What this chat takes."""
        with self._ledger.changed:
            return self._ledger.limits[self.name]

    def limit(self, **limits: Any) -> None:
        """Change what this chat takes."""
        with self._ledger.changed:
            self._ledger.limits[self.name] = replace(self.limits, **limits)

    def block(self) -> None:
        """Nothing more can be said to this chat."""
        with self._ledger.changed:
            self._ledger.blocked.add(self.name)

    def leave(self) -> None:
        """Throw the bot out, which it is told."""
        self.block()
        self._tell(f"l{self._ledger.number()}", self.name, left=True)

    def move(self, name: str) -> Chat:
        """Give the chat another name, which the bot is told in it; what stands here stays here."""
        moved = Chat(self._ledger, self._wake, name, self.thread, self.language)
        with self._ledger.changed:
            self._ledger.limits.setdefault(name, self.limits)
            self._ledger.moved[self.name] = name
        moved._tell(f"v{self._ledger.number()}", name, moved_from=self.name)
        return moved

    def unblock(self) -> None:
        """Let the bot in again."""
        with self._ledger.changed:
            self._ledger.blocked.discard(self.name)

    def say(
        self,
        text: str = "",
        files: Sequence[Path | tuple[Path, str]] = (),
        *,
        reply_to: Message | str = "",
        album: str = "",
        sender: str = "",
        is_bot: bool = False,
        mentions_bot: bool = False,
        claims: dict[str, Any] | None = None,
        at: datetime.datetime | None = None,
    ) -> str:
        """Say something, with files as (path, claimed name) or by their own names; its id.

        Parts of one album are said one after another with the same ``album``. ``claims``
        overrides what the platform says of the files (``kind``, ``mime``, ``size_bytes``). ``at``
        is when it was said, where the bot hears of it late.
        """
        sent = tuple(self._upload(file, claims or {}) for file in files)
        reply_to_id = reply_to.id if isinstance(reply_to, Message) else reply_to
        message = self._ledger.add_message(
            self.name,
            sender or self.name,
            text,
            thread=self.thread,
            files=sent,
            reply_to=reply_to_id,
        )
        answered = self._ledger.message(self.name, reply_to_id)
        self._tell(
            message.id,
            sender or self.name,
            is_bot=is_bot,
            at=at,
            text=text,
            files=[_told(file) for file in sent],
            reply_to=reply_to_id or None,
            quoted=[_told(file) for file in answered.files] if answered else [],
            album=album or None,
            # An answer to the bot's own message counts as naming it, as platforms have it.
            mentions_bot=mentions_bot or bool(answered and answered.author == BOT),
        )
        return message.id

    def edit(self, message_id: str, text: str) -> None:
        """Let a message of one's own say something else; the bot is told all of it anew."""
        standing = self._ledger.message(self.name, message_id)
        assert standing is not None, f"{message_id} does not stand in {self.name}"
        if text != standing.text:
            self._ledger.edit_message(standing, text, standing.buttons)
        told = next(one for one in self._ledger.updates() if one.body["id"] == message_id)
        self._ledger.add_update({**told.body, "text": text, "is_edited": True})
        self._wake()

    def press(self, message: Message | str, label_or_data: str, *, sender: str = "") -> str:
        """Tap a button that the message has now."""
        message_id = message.id if isinstance(message, Message) else message
        standing = self._ledger.message(self.name, message_id)
        assert standing is not None, f"{message_id} does not stand in {self.name}"
        data = [data for label, data in standing.buttons if label_or_data in (label, data)]
        assert data, f"no button {label_or_data!r} at {standing.text!r}: {standing.buttons}"
        press_id = f"p{self._ledger.number()}"
        self._tell(press_id, sender or self.name, press=data[0], reply_to=message_id)
        return press_id

    def _tell(
        self,
        message_id: str,
        sender: str,
        *,
        is_bot: bool = False,
        at: datetime.datetime | None = None,
        **more: Any,
    ) -> None:
        language = self.language or None
        self._ledger.add_update(
            {
                "id": message_id,
                "chat": self.name,
                "thread": self.thread,
                "limits": vars(self.limits),
                "from": {"id": sender, "name": sender, "is_bot": is_bot, "language": language},
                "at": (at or datetime.datetime.now(datetime.UTC)).isoformat(),
                **more,
            }
        )
        self._wake()

    def _upload(self, given: Path | tuple[Path, str], claims: dict[str, Any]) -> File:
        path, name = given if isinstance(given, tuple) else (given, given.name)
        kind, mime = kind_of(name)
        file = File(f"f{self._ledger.number()}", name, path, path.stat().st_size, kind, mime)
        self._ledger.add_file(file)
        return replace(file, **claims)

    def _mine(self, message: Message) -> bool:
        return message.thread == self.thread and message.author == BOT

    @property
    def messages(self) -> list[Message]:
        """The bot's messages that stand here now, oldest first."""
        return [one for one in self.history if one.deleted_at_s is None]

    @property
    def history(self) -> list[Message]:
        """The bot's messages that ever stood here, each with all of its versions."""
        return [one for one in self._ledger.messages(self.name) if self._mine(one)]

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say now."""
        return [one.text for one in self.messages]

    def videos(self) -> list[Path]:
        """Where the videos lie that came, oldest first."""
        return [path for one in self.messages for path in one.videos]

    def stands(self, message_id: str) -> bool:
        """Whether a message, a person's too, is (still) there."""
        return self._ledger.message(self.name, message_id) is not None

    def wait(self, value: Callable[[list[Message]], T], limit_s: float = 30.0) -> T:
        """What ``value`` makes of the bot's messages, as soon as that is true."""
        return self._ledger.wait(lambda: value(self.messages), limit_s, self.transcript)

    def hear(self, words: str, limit_s: float = 30.0, *, after: int = 0) -> Message:
        """The first message, from place ``after`` on, that says these words; waits for it."""

        def heard(messages: list[Message]) -> Message | None:
            return next((one for one in messages[after:] if words in one.text), None)

        found = self.wait(heard, limit_s)
        assert found is not None
        return found

    def transcript(self) -> str:
        """All that was said here by anybody, each version of it, for a failed test."""
        lines = []
        for message in self._ledger.messages(self.name):
            versions = [version.text for version in message.versions]
            files = [file.name for file in message.files]
            gone = " (deleted)" if message.deleted_at_s is not None else ""
            buttons = message.labels or ""
            lines.append(f"{message.author} {message.id}{gone}: {versions} {files} {buttons}")
        return "\n".join(lines) or "(nothing was said)"


def _told(file: File) -> dict[str, Any]:
    names = ("ref", "name", "size_bytes", "kind", "mime", "duration_ms")
    return {name: getattr(file, name) for name in names}
