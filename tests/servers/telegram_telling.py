"""How what happens in a chat of the fake Telegram reaches the bot, or doesn't: for tests.

Owns a person's message as it is put into the ledger and told: threads, answers, quotes, and what
privacy mode lets through. Must not know HTTP or the bot.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.telegram_entities import units, words_of
from tests.servers.telegram_eyes import Eyes
from tests.servers.telegram_files import Files
from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_shapes import (
    chat_json,
    media_json,
    message_json,
    user_json,
)
from tests.servers.telegram_updates import Updates
from tests.servers.telegram_values import Message, Room, User, Version


@dataclass(frozen=True)
class World:
    """What a person acts on: one server's parts. ``reads_all``: privacy mode is off."""

    ledger: Ledger
    updates: Updates
    files: Files
    reads_all: Callable[[], bool]


class Telling(Eyes):
    """A chat in which things can happen."""

    def __init__(self, world: World, room: Room, thread: int | None = None) -> None:
        super().__init__(world.ledger, room, thread)
        self._world = world

    def _who(self, by: Eyes | User | str | None) -> User:
        if by is None:
            return self.person
        if isinstance(by, Eyes):
            return by.person
        return self._ledger.user(by) if isinstance(by, str) else by

    def _send(
        self,
        version: Version,
        by: Eyes | User | str | None,
        *,
        reply_to: Message | int | None = None,
        album: str = "",
        more: dict[str, Any] | None = None,
    ) -> Message:
        with self._ledger.changed:
            answered_id = reply_to.id if isinstance(reply_to, Message) else reply_to
            answered = self._ledger.message(self.id, answered_id) if answered_id else None
            assert answered_id is None or answered, f"{answered_id} does not stand in {self.name}"
            thread = self.thread
            if answered is not None and self._room.kind == "supergroup":
                # Outside of forums a chain of answers is a thread too, and no topic.
                thread = thread or answered.thread or (None if self._room.is_forum else answered.id)
            message = Message(
                id=self._ledger.next_message_id(self._room),
                chat=self.id,
                author=self._who(by),
                versions=(version,),
                thread=thread,
                is_in_topic=self._room.is_forum and thread is not None,
                reply_to=answered_id,
                album=album,
                more=more or {},
            )
            self._ledger.put(message)
            self._tell(message, "message")
            return message

    def _tell(self, message: Message, kind: str) -> None:
        if self._room.status in ("left", "kicked"):
            return
        if not (self._room.is_private or self._world.reads_all() or self._is_for_bot(message)):
            return
        body = message_json(self._ledger, message)
        self._world.updates.add(kind, body, self.id, message.now.date)

    def _is_for_bot(self, message: Message) -> bool:
        """What privacy mode lets through: commands, mentions, answers, service messages."""
        now, name = message.now, self._ledger.bot.username.lower()
        if now.kind == "service":
            return True
        answered = self._ledger.message(self.id, message.reply_to) if message.reply_to else None
        if answered is not None and answered.author.id == self._ledger.bot.id:
            return True
        if f"@{name}" in (one.lower() for one in words_of(now.text, now.entities, "mention")):
            return True
        commands = words_of(now.text, now.entities, "bot_command")
        return any(one.partition("@")[2].lower() in ("", name) for one in commands)

    def _quoted(self, reply_to: Message | int | None, quote: str) -> dict[str, Any]:
        if not quote:
            return {}
        answered_id = reply_to.id if isinstance(reply_to, Message) else reply_to
        answered = self._ledger.message(self.id, answered_id or 0)
        assert answered is not None and quote in answered.text, f"{quote!r} stands nowhere"
        position = units(answered.text[: answered.text.index(quote)])
        return {"quote": {"text": quote, "position": position, "is_manual": True}}

    def _external(self, elsewhere: tuple[Eyes, Message | int] | None) -> dict[str, Any]:
        if elsewhere is None:
            return {}
        chat, told = elsewhere
        message = told if isinstance(told, Message) else self._ledger.message(chat.id, told)
        assert message is not None, f"{told} does not stand in {chat.name}"
        shape: dict[str, Any] = {
            "origin": {
                "type": "user",
                "sender_user": user_json(message.author),
                "date": message.versions[0].date,
            }
        }
        if not chat.room.is_private:
            shape |= {"chat": chat_json(chat.room), "message_id": message.id}
        if message.now.file is not None:
            media = media_json(message.now.file)
            if "animation" in media:
                media.pop("document")
            shape |= media
        return {"external_reply": shape}


def unix_time(at: datetime.datetime | None) -> int:
    """A moment as the platform gives it; None is now."""
    return int(time.time() if at is None else at.timestamp())
