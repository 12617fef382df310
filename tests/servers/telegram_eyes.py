"""A pair of eyes in a chat of the fake Telegram: for tests.

Owns reading what stands there and waiting for it. Must not know HTTP or the bot.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_values import Action, File, Message, Room, User

T = TypeVar("T")


class Eyes:
    """One chat, or one topic of it, seen by whoever sits there."""

    def __init__(self, ledger: Ledger, room: Room, thread: int | None = None) -> None:
        self._ledger = ledger
        self._room = room
        self.thread = thread

    @property
    def id(self) -> int:
        """The chat's id now: a group that has become a supergroup has another."""
        return self._room.id

    @property
    def name(self) -> str:
        """What the chat is called."""
        return self._room.title

    @property
    def room(self) -> Room:
        """What the platform knows of it."""
        return self._room

    @property
    def person(self) -> User:
        """Who sits here, where nobody else is named."""
        return self._ledger.users.get(self._room.owner.name, self._room.owner)

    @property
    def history(self) -> list[Message]:
        """The bot's messages that ever stood here, each with all of its versions."""
        return [
            one
            for one in self._ledger.messages(self.id)
            if one.author.id == self._ledger.bot.id
            and (one.thread == self.thread or not self._room.is_forum)
        ]

    @property
    def messages(self) -> list[Message]:
        """The bot's messages that stand here now, oldest first."""
        return [one for one in self.history if one.deleted_at_s is None]

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say now."""
        return [one.text for one in self.messages]

    @property
    def actions(self) -> list[Action]:
        """The chat actions that were shown here."""
        return [
            one
            for one in self._ledger.actions(self.id)
            if one.thread == self.thread or not self._room.is_forum
        ]

    def videos(self) -> list[Path]:
        """Where the videos lie that came, oldest first."""
        return [path for one in self.messages for path in one.videos]

    def files(self) -> list[File]:
        """The files that came, with what the bot declared of them."""
        return [file for one in self.messages for file in one.files]

    def message(self, message_id: int) -> Message:
        """One message that stands here, a person's too."""
        found = self._ledger.message(self.id, message_id)
        assert found is not None, f"{message_id} does not stand in {self.name}"
        return found

    def stands(self, message_id: int) -> bool:
        """Whether a message, a person's too, is (still) there."""
        return self._ledger.message(self.id, message_id) is not None

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
        for message in self._ledger.messages(self.id):
            versions = [version.text for version in message.versions]
            files = [file.name for file in message.files]
            gone = " (deleted)" if message.deleted_at_s is not None else ""
            topic = f" in {message.thread}" if message.thread else ""
            who = message.author.name
            more = message.labels or ""
            lines.append(f"{who} {message.id}{topic}{gone}: {versions} {files} {more}")
        return "\n".join(lines) or "(nothing was said)"
