"""The chat platform and the bot on it, for journeys: fixtures and what they share.

Owns the wiring of one test's platform, engine and bot. Every word that a person read is checked
at the end of each test, so that no journey can forget it.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.bot_process import BotProcess
from tests.servers.chat import ChatServer
from tests.servers.chat_clean import assert_clean
from tests.servers.engine_process import EngineProcess

MakeBot = Callable[..., BotProcess]
MakeServer = Callable[..., ChatServer]


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[MakeServer]:
    """``make_server(can_recall=…, …)``: a platform with these powers, listening."""
    with contextlib.ExitStack() as stack:
        made: list[ChatServer] = []

        def make(**powers: bool) -> ChatServer:
            server = ChatServer(tmp_path / f"platform-{len(made)}", **powers)
            made.append(stack.enter_context(server))
            return server

        yield make
        for server in made:
            assert_clean(server)


@pytest.fixture
def chat_server(make_server: MakeServer) -> ChatServer:
    """A platform that can recall and delete; all that was said there is checked at the end."""
    return make_server()


@pytest.fixture
def make_bot(tmp_path: Path) -> Iterator[MakeBot]:
    """``make_bot(server, engine_url, factor=…, **environment)``: not started, ended by itself."""
    made: list[BotProcess] = []

    def make(
        server: ChatServer, engine_url: str, *, factor: float = 1.0, **environment: str
    ) -> BotProcess:
        settings = {"NEMO_API_URL": engine_url, "BACKDROP_TIMETABLE_FACTOR": str(factor)}
        data_dir = tmp_path / f"data-{len(made)}"
        made.append(BotProcess(data_dir, server.url, settings | environment))
        return made[-1]

    yield make
    for bot in made:
        if bot.is_running:
            bot.kill()


@pytest.fixture
def cloud_engine(tmp_path: Path) -> Iterator[EngineProcess]:
    """An engine in its faulty mode that charges as the cloud does: ten credits an edit."""
    process = EngineProcess(
        tmp_path / "engine", "--credits", "cloud", "--edit-cost", "10", "--heartbeat-s", "0.2"
    )
    process.start()
    yield process
    process.stop(signal.SIGKILL)
