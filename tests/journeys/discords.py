"""Worlds for journeys on Discord: the fake server, a backend, and ``backdrop run`` between them.

Owns starting them once for a module, and what must be true at its end: every request as published,
every word fit for a person, no trouble in the log that no test announced, and neither the bot's
token nor an interaction's anywhere. Must not know what is asked of the bot.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.ledger import Ledger, seconds
from tests.journeys.worlds import new_token, said
from tests.servers.bot_process import DISCORD_URL, BotProcess, Shot
from tests.servers.chat_clean import assert_words_clean
from tests.servers.discord import DiscordServer
from tests.servers.discord_person import Chat, Community
from tests.servers.discord_schema import published
from tests.servers.discord_values import Message
from tests.servers.engine_process import EngineProcess

COST = 10
"""Credits that an edit costs."""
WISH = "keep the first second"
INTERACTION_TOKEN = "aW50ZXJhY3Rpb246"
"""How the token of every interaction begins."""

_IN_WORK = re.compile(r"⏳ (?:One edit is|\d+ edits are) in work")


@dataclass
class DiscordWorld:
    """What is running. ``announced`` are words by which trouble in the log is known as meant."""

    server: DiscordServer
    bot: BotProcess
    engine: EngineProcess
    announced: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def ledger(self) -> Ledger:
        """What the engine saw and charged."""
        return Ledger(self.engine.url)

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

    def charges_of(self, chat: Chat, act: Callable[[], Any]) -> int:
        """How often the backend charged while something was done until its end."""
        before = len(self.ledger.charges())
        act()
        nothing_more_comes(chat)
        return len(self.ledger.charges()) - before

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
        trouble = [
            line
            for line in self.bot.log().splitlines()
            if (" ERROR " in line or "Traceback" in line)
            and not any(words in line for words in self.announced)
        ]
        assert not trouble, self.bot.log()
        self._check_tokens()

    def _check_tokens(self) -> None:
        for secret in (self.server.token.rpartition(".")[2], INTERACTION_TOKEN):
            assert secret not in self.bot.log(), "a token is in the log"
            if self.engine.url:
                assert secret not in self.engine.log(), "a token went to the backend"
            for path in self.bot.data_dir.rglob("*"):
                if path.is_file():
                    assert secret.encode() not in path.read_bytes(), f"a token is in {path.name}"


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
    cost = ("--credits", "cloud", "--edit-cost", str(COST), "--allow-private-urls")
    engine = EngineProcess(folder / "engine", "--heartbeat-s", "0.2", *cost, *engine_arguments)
    engine.start()
    try:
        with DiscordServer(folder / "discord", **(server or {})) as discord:
            settings = {
                "NEMO_API_URL": engine.url,
                "NEMO_TOKEN": new_token(engine, credits=100_000),
                "BACKDROP_TIMETABLE_FACTOR": str(factor),
                "DISCORD_BOT_TOKEN": discord.token,
                DISCORD_URL: discord.url,
            }
            bot = BotProcess(folder / "data", None, settings | environment)
            world = DiscordWorld(discord, bot, engine)
            try:
                if is_started:
                    world.start()
                    assert bot.is_running, bot.log()
                    world.wait_for_commands()
                yield world
                if bot.is_running:
                    code, took_s = bot.terminate()
                    assert code == 0, bot.log()
                    assert took_s < 10
                world.check()
            finally:
                if bot.is_running:
                    bot.kill()
    finally:
        engine.stop(signal.SIGKILL)


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
    deadline_s = time.monotonic() + limit_s
    while True:
        before = len(chat.history)
        chat.slash("status")
        told = chat.wait(lambda _, before=before: _statuses(chat.history[before:]))[0]
        if not _IN_WORK.match(told.shown):
            return
        assert time.monotonic() < deadline_s, chat.transcript()


def _statuses(messages: list[Message]) -> list[Message]:
    idle = (said("status-empty"), "Timeline (")
    return [one for one in messages if _IN_WORK.match(one.shown) or one.shown.startswith(idle)]
