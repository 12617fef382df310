"""Worlds for journeys on Discord: the fake server, a backend, and ``backdrop run`` between them.

Owns starting them once for a module, and what must be true at its end beside what is true of all
worlds: every request as published, every word fit for a person, and in time. Must not know what is
asked of the bot.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from tests.servers.bot_process import DISCORD_URL, BotProcess, Shot
from tests.servers.chat_clean import assert_words_clean
from tests.servers.discord import DiscordServer
from tests.servers.discord_person import Chat, Community
from tests.servers.discord_schema import published
from tests.servers.discord_values import Message

INTERACTION_TOKEN = "aW50ZXJhY3Rpb246"
"""How the token of every interaction begins."""

__all__ = ["COST", "WISH"]


@dataclass(kw_only=True)
class DiscordWorld(PlatformWorld):
    """What is running."""

    server: DiscordServer

    def person(self, name: str = "anna", locale: str = "en-US") -> Chat:
        """The DM of somebody who has never spoken to the bot."""
        return self.server.dm(f"{name}{next(self._numbers)}", locale)

    def guild(self, name: str = "crew", **options: Any) -> Community:
        """A server of persons that the bot is in, unless ``has_bot`` is False."""
        number = next(self._numbers)
        return self.server.guild(f"{name} {number}", owner=f"owner{number}", **options)

    def start(self, shot: Shot | None = None, limit_s: float = 30.0) -> None:
        """Start the bot; returns when it listens to Discord, or has ended before that."""
        before = self.server.listener()

        def is_there() -> bool:
            return self.server.listener() not in (0, before) or not self.bot.is_running

        self.bot.start(shot)
        self.server.ledger.wait(is_there, limit_s, self.bot.log)

    def wait_for_commands(self, limit_s: float = 15.0) -> None:
        """Wait until the bot's commands are offered: they come a moment after its start."""
        room = self.server.dm("whoever looks").room
        commands = self.server.commands
        self.server.ledger.wait(lambda: commands.offered(room, "en-US"), limit_s, self.bot.log)

    def wait_until_idle(self, chat: Chat) -> None:
        """Return when the chat's jobs are over, as its status says."""
        nothing_more_comes(chat)

    def secrets(self) -> list[str]:
        """The bot's token, its secret part, and how every interaction's begins."""
        return [self.server.token.rpartition(".")[2], INTERACTION_TOKEN]

    def fetched_bytes(self, chat: Chat) -> dict[str, int]:
        """How much of the persons' files in a chat was asked for, by the bot and by the engine."""
        found = {"bot": 0, "engine": 0}
        with self.server.ledger.changed:
            files = {
                file.id
                for message in self.server.ledger.messages(chat.id)
                for file in message.files
                if message.author != self.server.ledger.bot
            }
            for one in self.server.ledger.downloads:
                if one.file in files:
                    found["engine" if "engine" in one.agent else "bot"] += one.asked_bytes
        return found

    def check(self) -> None:
        """What must be true when all is over."""
        schema = published()
        if schema is not None:
            assert [one.path for one in self.server.requests if one.endpoint == "unknown"] == []
            faults = schema.faults(self.server.requests)
            assert not faults, faults
        assert_words_clean(self.server.said())
        late = [
            one.name
            for one in self.server.ledger.interactions.values()
            if one.acknowledged_ms is not None and one.acknowledged_ms > 3000
        ]
        assert not late, f"acknowledged too late: {late}"
        super().check()


@contextlib.contextmanager
def discord_world(
    folder: Path,
    *,
    factor: float = 0.1,
    is_started: bool = True,
    server: dict[str, Any] | None = None,
    engine_arguments: Iterable[str] = (),
    **environment: str,
) -> Iterator[DiscordWorld]:
    """The bot on a Discord and an engine in faulty mode, which charges as the cloud does.

    ``server`` are options of the Discord server, ``engine_arguments`` the engine's; it may fetch
    from this very machine, where the CDN is. ``is_started`` False leaves the bot's start to the
    test.
    """
    with (
        charging_engine(folder / "engine", "--allow-private-urls", *engine_arguments) as engine,
        DiscordServer(folder / "discord", **(server or {})) as discord,
    ):
        settings = {"DISCORD_BOT_TOKEN": discord.token, DISCORD_URL: discord.url}
        environment = settings_on(engine, factor) | settings | environment
        bot = BotProcess(folder / "data", None, environment)
        world = DiscordWorld(bot=bot, engine=engine, server=discord)
        with running(world, is_started=is_started):
            if is_started:
                world.wait_for_commands()
            yield world


# --- what is looked at ----------------------------------------------------------------------


def video_of(chat: Chat, length_s: float = 1.0, *, limit_s: float = 60.0) -> Message:
    """The message with the chat's one video, which lasts so long."""
    found = chat.wait(lambda messages: [one for one in messages if one.videos], limit_s)
    assert len(found) == 1, chat.transcript()
    (path,) = found[0].videos
    assert abs(seconds(path) - length_s) <= 0.11, seconds(path)
    return found[0]


def with_picture(count: int = 1) -> Callable[[list[Message]], Message | None]:
    """For ``Chat.wait``: the answer that came with the picture of that number."""

    def found(messages: list[Message]) -> Message | None:
        answers = [one for one in messages if _pictures(one)]
        return answers[count - 1] if len(answers) >= count else None

    return found


def _pictures(message: Message) -> list[Path]:
    return [one.path for one in message.files if one.mime.startswith("image/")]


def nothing_more_comes(chat: Chat, limit_s: float = 30.0) -> None:
    """Return when the chat's jobs are over, as its status says."""
    wait_until_idle(chat, lambda: chat.slash("status"), lambda message: message.shown, limit_s)
