"""What the worlds of real platforms share: ``backdrop run`` between a platform and an engine.

Owns the engine that charges as the cloud does, the bot's end, and what must be true then: no
trouble in the log that no test announced, and no secret anywhere. Must not know a platform.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.ledger import Ledger
from tests.journeys.worlds import new_token, said
from tests.servers.bot_process import BotProcess, Shot
from tests.servers.engine_process import EngineProcess

COST = 10
"""Credits that an edit costs."""
WISH = "keep the first second"
_IN_WORK = re.compile(r"⏳ (?:One edit is|\d+ edits are) in work")


@dataclass(kw_only=True)
class PlatformWorld:
    """What is running. ``announced`` are words by which trouble in the log is known as meant."""

    bot: BotProcess
    engine: EngineProcess
    announced: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def ledger(self) -> Ledger:
        """What the engine saw and charged."""
        return Ledger(self.engine.url)

    def start(self, shot: Shot | None = None, limit_s: float = 30.0) -> None:
        """Start the bot; returns when it hears its platform, or has ended before that."""
        raise NotImplementedError

    def wait_until_idle(self, chat: Any) -> None:
        """Return when the chat's jobs are over, as its status says."""
        raise NotImplementedError

    def secrets(self) -> list[str]:
        """What may stand nowhere."""
        raise NotImplementedError

    def charges_of(self, chat: Any, act: Callable[[], Any]) -> int:
        """How often the backend charged while something was done until its end."""
        before = len(self.ledger.charges())
        act()
        self.wait_until_idle(chat)
        return len(self.ledger.charges()) - before

    def check(self) -> None:
        """What must be true when all is over."""
        trouble = [
            line
            for line in self.bot.log().splitlines()
            if (" ERROR " in line or "Traceback" in line)
            and not any(words in line for words in self.announced)
        ]
        assert not trouble, self.bot.log()
        for secret in self.secrets():
            assert secret not in self.bot.log(), "a secret is in the log"
            if self.engine.url:
                assert secret not in self.engine.log(), "a secret went to the backend"
            for path in self.bot.data_dir.rglob("*"):
                if path.is_file():
                    assert secret.encode() not in path.read_bytes(), f"a secret is in {path.name}"


@contextlib.contextmanager
def charging_engine(folder: Path, *arguments: str) -> Iterator[EngineProcess]:
    """An engine in faulty mode, which charges as the cloud does; ``arguments`` are its own."""
    cost = ("--credits", "cloud", "--edit-cost", str(COST))
    engine = EngineProcess(folder, "--heartbeat-s", "0.2", *cost, *arguments)
    engine.start()
    try:
        yield engine
    finally:
        engine.stop(signal.SIGKILL)


def settings_on(engine: EngineProcess, factor: float) -> dict[str, str]:
    """The bot's environment on that engine, with a token that can pay."""
    return {
        "NEMO_API_URL": engine.url,
        "NEMO_TOKEN": new_token(engine, credits=100_000),
        "BACKDROP_TIMETABLE_FACTOR": str(factor),
    }


@contextlib.contextmanager
def running(world: PlatformWorld, *, is_started: bool = True) -> Iterator[None]:
    """The bot runs in the block, which may end it and start it again; ends it, and checks."""
    bot = world.bot
    try:
        if is_started:
            world.start()
            assert bot.is_running, bot.log()
        yield
        if bot.is_running:
            code, took_s = bot.terminate()
            assert code == 0, bot.log()
            assert took_s < 10
        world.check()
    finally:
        if bot.is_running:
            bot.kill()


def wait_until_idle(
    chat: Any,
    ask: Callable[[], Any],
    words_of: Callable[[Any], str],
    limit_s: float = 30.0,
) -> None:
    """Return when the chat's jobs are over, as it tells whenever it is asked."""
    idle = (said("status-empty"), "Timeline (")
    deadline_s = time.monotonic() + limit_s
    while True:
        before = len(chat.history)
        ask()

        def statuses(_: Any, before: int = before) -> list[str]:
            told = map(words_of, chat.history[before:])
            return [text for text in told if _IN_WORK.match(text) or text.startswith(idle)]

        if not _IN_WORK.match(chat.wait(statuses)[0]):
            return
        assert time.monotonic() < deadline_s, chat.transcript()
