"""Worlds for journeys: one chat platform, one backend, one bot, and many chats that share them.

Owns starting them once for a whole module, so that a journey costs its own time only, and the
check that every message of every chat is clean. Must not know what is asked of the bot.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import signal
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.phrases import Phrasebook
from tests.journeys.ledger import Ledger
from tests.servers.bot_process import BotProcess
from tests.servers.chat import ChatServer
from tests.servers.chat_clean import assert_clean
from tests.servers.chat_person import Chat
from tests.servers.engine_process import EngineProcess
from tests.servers.nemo import FakeNemo

COST = 10
"""Credits that an edit costs where the engine charges as the cloud does."""
PHRASES = Phrasebook()


def said(key: str, language: str = "en", **facts: str | float) -> str:
    """The sentence that a person reads."""
    return PHRASES.say(key, language, **facts)


def nothing_more_comes(chat: Chat) -> None:
    """Return when the chat's one job is over, as its status says."""
    chat.wait(lambda _: not _is_working(chat), 20)


def _is_working(chat: Chat) -> bool:
    before = len(chat.history)
    working = said("status-working", count=1)
    status = (working, said("status-empty"), "Timeline (")
    chat.say("status")
    told = chat.wait(lambda _: [m for m in chat.history[before:] if m.text.startswith(status)])
    return told[0].text.startswith(working)


@dataclass
class World:
    """What is running. ``ledger`` is the engine's, ``nemo`` the scripted backend: one of both."""

    server: ChatServer
    bot: BotProcess
    engine: EngineProcess | None = None
    nemo: FakeNemo | None = None
    nemo_loop: asyncio.AbstractEventLoop | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def ledger(self) -> Ledger:
        """What the engine saw and charged."""
        assert self.engine is not None
        return Ledger(self.engine.url)

    @property
    def script(self) -> FakeNemo:
        """The scripted backend."""
        assert self.nemo is not None
        return self.nemo

    def chat(self, name: str = "anna", **limits: Any) -> Chat:
        """A chat in which nobody has said anything yet; ``limits`` as for ``ChatServer.chat``."""
        return self.server.chat(f"{name}{next(self._numbers)}", **limits)

    def in_nemo(self, work: Callable[[], None]) -> None:
        """Do something in the scripted backend's own loop, where its events live."""
        assert self.nemo_loop is not None
        self.nemo_loop.call_soon_threadsafe(work)


@contextlib.contextmanager
def engine_world(
    folder: Path,
    *arguments: str,
    factor: float = 0.2,
    powers: dict[str, bool] | None = None,
    operators: dict[str, Any] | None = None,
    **environment: str,
) -> Iterator[World]:
    """The bot on an engine of its own process, in faulty mode; ``arguments`` are the engine's.

    ``powers`` are the chat platform's. ``operators``: what the operator's token is like, as
    ``engine.faults`` has it (``scopes``, ``credits``, ``plan``); without it a free account.
    """
    engine = EngineProcess(folder / "engine", "--heartbeat-s", "0.2", *arguments)
    engine.start()
    try:
        settings = {"NEMO_API_URL": engine.url} | environment
        if operators is not None:
            settings["NEMO_TOKEN"] = new_token(engine, **operators)
        with _bot(folder, factor, settings, powers or {}) as world:
            world.engine = engine
            yield world
    finally:
        engine.stop(signal.SIGKILL)


def new_token(engine: EngineProcess, **like: Any) -> str:
    """A token as a person would have made one."""
    like = {"scopes": ["read", "write", "upload", "render"], "credits": 1000, "plan": "pro"} | like
    return str(asked(engine, "POST", "/_test/tokens", like)["token"])


def asked(engine: EngineProcess, method: str, path: str, body: Any = None) -> dict[str, Any]:
    """One call of the engine's test side."""
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(  # noqa: S310 - loopback, an engine of ours
        engine.url + path, json.dumps(body).encode(), headers, method=method
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return dict(json.loads(answer.read() or b"{}"))


@contextlib.contextmanager
def local_world(
    folder: Path, *, factor: float = 0.2, powers: dict[str, bool] | None = None
) -> Iterator[World]:
    """The bot as it comes: with the engine that it starts itself."""
    with _bot(folder, factor, {"NEMO_API_URL": "local"}, powers or {}) as world:
        yield world


@contextlib.contextmanager
def cloud_world(
    folder: Path,
    *,
    factor: float = 0.2,
    powers: dict[str, bool] | None = None,
    **environment: str,
) -> Iterator[World]:
    """The bot on the scripted Nemo, which serves from a thread of the test."""
    with scripted_nemo() as (nemo, loop):
        settings = {"NEMO_API_URL": nemo.url} | environment
        with _bot(folder, factor, settings, powers or {}) as world:
            world.nemo, world.nemo_loop = nemo, loop
            yield world


@contextlib.contextmanager
def scripted_nemo() -> Iterator[tuple[FakeNemo, asyncio.AbstractEventLoop]]:
    """A scripted Nemo with a loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="nemo", daemon=True)
    thread.start()
    nemo = FakeNemo()
    try:
        asyncio.run_coroutine_threadsafe(nemo.__aenter__(), loop).result(15)
        yield nemo, loop
        asyncio.run_coroutine_threadsafe(nemo.close(), loop).result(15)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@contextlib.contextmanager
def _bot(
    folder: Path, factor: float, settings: dict[str, str], powers: dict[str, bool]
) -> Iterator[World]:
    environment = {"BACKDROP_TIMETABLE_FACTOR": str(factor)} | settings
    with ChatServer(folder / "platform", **powers) as server:
        bot = BotProcess(folder / "data", server.url, environment)
        bot.start()
        try:
            yield World(server, bot)
            assert_clean(server)
        finally:
            if bot.is_running:
                bot.terminate()
