"""Worlds for journeys on Telegram: the fake Bot API server, a backend, and ``backdrop run``.

Owns starting them once for a module, and what must be true at its end beside what is true of all
worlds: every request as published, every word fit for a person. Must not know what is asked of the
bot.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.frames import padded
from tests.journeys.ledger import seconds
from tests.journeys.platform_world import (
    COST,
    WISH,
    PlatformWorld,
    charging_engine,
    running,
    settings_on,
    wait_until_idle,
)
from tests.servers.bot_process import BotProcess, Shot
from tests.servers.chat_clean import assert_words_clean
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_entities import detected
from tests.servers.telegram_person import Chat
from tests.servers.telegram_schema import published
from tests.servers.telegram_shapes import chat_json
from tests.servers.telegram_values import Message, User, Version

_ANONYMOUS = User(1087968824, "Group", "", "GroupAnonymousBot", is_bot=True)
"""In whose name an admin writes who stays anonymous: the same for all groups."""

__all__ = ["COST", "WISH", "padded"]


@dataclass(kw_only=True)
class TelegramWorld(PlatformWorld):
    """What is running."""

    server: TelegramServer

    def person(self, name: str = "anna", language: str = "en") -> Chat:
        """The private chat of somebody who has never spoken to the bot."""
        return self.server.private(f"{name}{next(self._numbers)}", language)

    def group(self, title: str = "Team") -> Chat:
        """A group in which nobody has spoken yet."""
        return self.server.group(f"{title} {next(self._numbers)}")

    def supergroup(self, title: str = "Team", *, is_forum: bool = False) -> Chat:
        """The same as a supergroup."""
        return self.server.supergroup(f"{title} {next(self._numbers)}", is_forum=is_forum)

    def start(self, shot: Shot | None = None, limit_s: float = 30.0) -> None:
        """Start the bot; returns when it hears Telegram, or has ended before that."""
        ways = ("deleteWebhook", "setWebhook")
        before = sum(len(self.server.ledger.requests(way)) for way in ways)

        def is_there() -> bool:
            heard = sum(len(self.server.ledger.requests(way)) for way in ways)
            return heard > before or not self.bot.is_running

        self.bot.start(shot)
        self.server.ledger.wait(is_there, limit_s, self.bot.log)

    def wait_until_idle(self, chat: Chat) -> None:
        """Return when the chat's jobs are over, as its status says."""
        nothing_more_comes(chat)

    def secrets(self) -> list[str]:
        """The bot's token, its secret part."""
        return [self.server.token.partition(":")[2]]

    def check(self) -> None:
        """What must be true when all is over."""
        schema = published()
        if schema is not None:
            faults = schema.faults(self.server.requests)
            assert not faults, faults
        assert_words_clean(self.server.said())
        super().check()


@contextlib.contextmanager
def telegram_world(
    folder: Path,
    *,
    factor: float = 0.1,
    is_started: bool = True,
    server: dict[str, Any] | None = None,
    engine_arguments: Iterable[str] = (),
    **environment: str,
) -> Iterator[TelegramWorld]:
    """The bot on a Telegram and an engine in faulty mode, which charges as the cloud does.

    ``server`` are options of the Telegram server, ``engine_arguments`` the engine's;
    ``is_started`` False leaves the bot's start to the test.
    """
    with (
        charging_engine(folder / "engine", *engine_arguments) as engine,
        TelegramServer(folder / "telegram", **(server or {})) as telegram,
    ):
        settings = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_LOCAL_MODE": str(telegram.is_local).lower(),
        }
        environment = settings_on(engine, factor) | settings | environment
        bot = BotProcess(folder / "data", None, environment)
        world = TelegramWorld(bot=bot, engine=engine, server=telegram)
        with running(world, is_started=is_started):
            yield world


# --- what is looked at ----------------------------------------------------------------------


def video_of(chat: Chat, length_s: float = 1.0, *, limit_s: float = 60.0) -> Message:
    """The message with the chat's one video, which lasts so long."""
    found = chat.wait(lambda messages: [one for one in messages if one.videos], limit_s)
    assert len(found) == 1, chat.transcript()
    (path,) = found[0].videos
    assert abs(seconds(path) - length_s) <= 1 / 25, seconds(path)
    return found[0]


def with_picture(count: int = 1) -> Callable[[list[Message]], Message | None]:
    """For ``Chat.wait``: the answer that came with the picture of that number."""

    def found(messages: list[Message]) -> Message | None:
        answers = [one for one in messages if one.pictures]
        return answers[count - 1] if len(answers) >= count else None

    return found


def nothing_more_comes(chat: Chat, limit_s: float = 30.0) -> None:
    """Return when the chat's jobs are over, as its status says."""
    wait_until_idle(chat, lambda: chat.say("/status"), lambda message: message.text, limit_s)


# --- what the server's people do not do by themselves ---------------------------------------


def send_sticker(chat: Chat) -> int:
    """Send a sticker; its id."""
    sticker = {
        "file_id": "CAACAgIAAxkBsticker",
        "file_unique_id": "AgADsticker",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "🙂",
    }
    version = Version(time.monotonic(), int(time.time()), kind="service")
    return chat._send(version, None, more={"sticker": sticker}).id


def say_anonymously(chat: Chat, text: str) -> int:
    """Say something as an admin who stays anonymous: in the group's own name."""
    text = f"@{chat._ledger.bot.username} {text}"
    version = Version(time.monotonic(), int(time.time()), text, detected(text))
    return chat._send(version, _ANONYMOUS, more={"sender_chat": chat_json(chat.room)}).id


def old_message(chat: Chat, label: str, data: str) -> Message:
    """A message of the bot's with a button, as an earlier program of that token left it."""
    keyboard = (({"text": label, "callback_data": data},),)
    version = Version(time.monotonic(), int(time.time()), "From long ago", keyboard=keyboard)
    ledger = chat._ledger
    message = Message(ledger.next_message_id(chat.room), chat.id, ledger.bot, (version,))
    return ledger.put(message)


def as_json(value: Any) -> str:
    """Any value as text to search in."""
    return json.dumps(value, default=str)
