"""The real bot as a real process with the fake chat platform: started, killed, ended, watched.

`python -m tests.servers.bot_process --chat URL [--kill-at "ends edit"]` runs the whole app; what it
is set to comes from the environment, as for everybody. `--kill-at` names a place that
`core.durable` logs: "begins", "ends" (done, not yet recorded) or "recorded", and a step's name; the
process kills itself exactly there, or `--kill-delay-s` later.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bots import log
from bots.app import serve
from bots.settings import load
from core.clock import SystemClock
from tests.servers.chat_platform import connect

REPOSITORY = Path(__file__).resolve().parents[2]
READY = "the bot is listening"
READY_S = 30.0


class ShiftedClock(SystemClock):
    """The machine's time, put forward or back."""

    def __init__(self, shift_s: float) -> None:
        self._shift = timedelta(seconds=shift_s)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift


class KillAt(logging.Handler):
    """Kills its own process at a line of the log."""

    def __init__(self, place: str, nth: int, delay_s: float) -> None:
        super().__init__(logging.DEBUG)
        verb, _, step = place.partition(" ")
        self._line = f"step {verb}: {step}"
        self._left = nth
        self._delay_s = delay_s

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() != self._line:
            return
        self._left -= 1
        if self._left:
            return
        if self._delay_s:
            threading.Timer(self._delay_s, _die).start()
        else:
            _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def run(given: argparse.Namespace) -> None:
    settings = load()
    log.set_up(settings.log_level or "INFO")
    if given.kill_at:
        durable = logging.getLogger("core.durable")
        durable.addHandler(KillAt(given.kill_at, given.kill_nth, given.kill_delay_s))
        durable.setLevel("DEBUG")
        durable.propagate = False
    platform = await connect(given.chat)

    def ready() -> None:
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()

    platform.on_running = ready
    try:
        await serve(settings, settings.data_dir, [platform], ShiftedClock(given.shift_s))
    finally:
        await platform.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chat", required=True)
    parser.add_argument("--kill-at", default="")
    parser.add_argument("--kill-nth", type=int, default=1)
    parser.add_argument("--kill-delay-s", type=float, default=0.0)
    parser.add_argument("--shift-s", type=float, default=0.0)
    asyncio.run(run(parser.parse_args()))


class BotProcess:
    """The bot with a data directory of its own; started again, it is the same bot."""

    def __init__(self, data_dir: Path, chat_url: str, **environment: str) -> None:
        self.data_dir = data_dir
        self._chat_url = chat_url
        self._environment = environment
        self._log_path = data_dir.with_name(f"{data_dir.name}.log")
        self._process: subprocess.Popen[str] | None = None

    def start(self, *arguments: str, is_ready_awaited: bool = True) -> BotProcess:
        """Start it; by default wait until it takes messages, or has ended."""
        given = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("NEMO_", "SKILL_", "BACKDROP_", "DATABASE_URL"))
        }
        given |= {"BACKDROP_DATA_DIR": str(self.data_dir), "PYTHONPATH": str(REPOSITORY)}
        with self._log_path.open("a") as log_file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.servers.bot_process", "--chat", self._chat_url]
                + list(arguments),
                cwd=REPOSITORY,
                env=given | self._environment,
                stdout=subprocess.PIPE,
                stderr=log_file,
                text=True,
            )
        if is_ready_awaited:
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
            # With a kill on order it may be gone before it is ready.
            assert READY in line or arguments, self.log()
        return self

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process is not None and self._process.poll() is None

    def log(self) -> str:
        """Everything that it has logged, over all of its starts."""
        return self._log_path.read_text()

    def wait(self, limit_s: float = 30.0) -> int:
        """Its exit code; fails if it does not end."""
        assert self._process is not None
        code = self._process.wait(limit_s)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code

    def kill(self) -> None:
        """SIGKILL: no clean-up of any kind."""
        assert self._process is not None
        self._process.kill()
        self.wait()

    def stop(self, limit_s: float = 15.0) -> tuple[int, float]:
        """SIGTERM; (exit code, seconds it took)."""
        assert self._process is not None
        began_s = time.monotonic()
        if self.is_running:
            self._process.terminate()
        return self.wait(limit_s), time.monotonic() - began_s


if __name__ == "__main__":
    main()
