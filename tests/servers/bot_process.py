"""The real bot on a fake chat platform, as a process that can be killed at an exact place.

``python -m tests.servers.bot_process --chat URL`` runs the app with the environment's settings,
``--run`` is the command ``backdrop run`` itself. ``BotProcess`` starts, kills and awaits it from a
test. Owns starting and ending only; what is said to the bot is the platform's.

``--at`` and what belongs to it are a ``Shot`` (``bot_shots``).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from tests.servers.bot_shots import STEPS_LOG, Shot, aim

REPOSITORY = Path(__file__).resolve().parents[2]
READY = "ready"
DISCORD_URL = "TESTS_DISCORD_URL"
"""Names the fake Discord's address to the process: there is no setting for it."""
_OURS = (
    *("NEMO_", "SKILL_", "BACKDROP_", "TELEGRAM_", "DISCORD_"),
    *("DATABASE_URL", "PUBLIC_URL", DISCORD_URL),
)


class BotProcess:
    """The bot with a data directory of its own; ``url`` is the chat platform's.

    Without one it is ``backdrop run`` on the platforms that the environment names.
    """

    def __init__(self, data_dir: Path, url: str | None, environment: dict[str, str]) -> None:
        self.data_dir = data_dir
        self.url = url
        self.environment = environment
        self._log_path = data_dir.with_name(f"{data_dir.name}-bot.log")
        self._process: subprocess.Popen[bytes] | None = None
        self._scribe: subprocess.Popen[bytes] | None = None

    def start(
        self,
        shot: Shot | None = None,
        *,
        clock_offset_s: float = 0.0,
        is_ready_awaited: bool = True,
        ready_limit_s: float = 30.0,
    ) -> BotProcess:
        """Start it; returns when it listens to the chat, or has ended before that.

        ``clock_offset_s`` moves its clock. Not for ``backdrop run``, which says nothing of being
        ready: its caller sees at the platform that it listens.
        """
        assert not self.is_running, "it runs"
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        platform = ["--run"] if self.url is None else ["--chat", self.url]
        command = [sys.executable, "-m", "tests.servers.bot_process", *platform]
        command += ["--clock-offset-s", str(clock_offset_s)]
        command += shot.arguments() if shot else []
        begun_at = self._log_path.stat().st_size if self._log_path.exists() else 0
        with self._log_path.open("ab") as log:
            # Through a pipe: what is written must not stop where the bot's own disk is full.
            self._scribe = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=log)
            assert self._scribe.stdin is not None
            # A group of its own, so that a crash takes its own embedded engine with it.
            self._process = subprocess.Popen(
                command,
                # Not in the repository: a developer's .env there is not ours.
                cwd=self.data_dir.parent,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=self._scribe.stdin,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._scribe.stdin.close()
        deadline_s = time.monotonic() + ready_limit_s
        while is_ready_awaited and self.url is not None and self.is_running:
            with self._log_path.open("rb") as log:
                log.seek(begun_at)
                if any(line.strip() == READY.encode() for line in log):
                    break
            assert time.monotonic() < deadline_s, f"the bot did not start:\n{self.log()}"
            time.sleep(0.02)
        return self

    def _environment(self) -> dict[str, str]:
        kept = {name: v for name, v in os.environ.items() if not name.startswith(_OURS)}
        path = os.pathsep.join(filter(None, [str(REPOSITORY), kept.get("PYTHONPATH")]))
        kept |= {"PYTHONPATH": path, "BACKDROP_DATA_DIR": str(self.data_dir), "LC_ALL": "C.UTF-8"}
        return kept | {"BACKDROP_LOG_LEVEL": "DEBUG"} | self.environment

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def wait(self, limit_s: float = 60.0) -> int:
        """Its exit code, once it has ended (negative: by that signal)."""
        assert self._process is not None
        try:
            code = self._process.wait(limit_s)
            self._read_out()
            return code
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the bot did not end in {limit_s} s:\n{self.log()}") from None

    def kill(self) -> None:
        """SIGKILL: no clean-up of any kind."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        self._read_out()

    def _read_out(self) -> None:
        """The last lines are in the log; a child that is left of the bot may keep it open."""
        assert self._scribe is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._scribe.wait(2)

    def terminate(self, limit_s: float = 15.0) -> tuple[int, float]:
        """SIGTERM; (exit code, seconds until it was gone)."""
        assert self._process is not None
        begun_s = time.monotonic()
        self._process.terminate()
        return self.wait(limit_s), time.monotonic() - begun_s

    def log(self) -> str:
        """Everything that it has logged, over all of its starts."""
        return self._log_path.read_text(errors="replace") if self._log_path.exists() else ""

    def steps(self) -> list[str]:
        """The boundaries of steps that were passed, over all of its starts, as ``Shot.at``."""
        return [
            line.rpartition("step ")[2].replace(": ", " ", 1)
            for line in self.log().splitlines()
            if f"{STEPS_LOG}: step " in line
        ]

    def rss_kb(self) -> int:
        """The memory that it has now, in kB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise AssertionError("no VmRSS")


# --- the process itself ---------------------------------------------------------------------


def main() -> None:
    """Run the app on its platform until a signal."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.bot_process")
    platform = parser.add_mutually_exclusive_group(required=True)
    platform.add_argument("--chat", help="address of the chat platform")
    platform.add_argument("--run", action="store_true", help="be `backdrop run`")
    parser.add_argument("--at", help="where to send itself a signal: begins|ends|recorded STEP")
    parser.add_argument("--nth", type=int, default=1, help="the how-many-eth time")
    parser.add_argument("--delay-s", type=float, default=0.0, help="so long after that place")
    parser.add_argument("--signal", type=int, default=int(signal.SIGKILL))
    parser.add_argument("--clock-offset-s", type=float, default=0.0)
    given = parser.parse_args()
    if given.at:
        aim(Shot(given.at, given.nth, given.delay_s, given.signal))
    if given.run:
        if url := os.environ.get(DISCORD_URL):
            from tests.servers.discord_testing import point

            point(url)
        from bots.cli import main as command

        sys.argv = ["backdrop", "run"]
        command()
    else:
        asyncio.run(_serve(given))


async def _serve(given: argparse.Namespace) -> None:
    from bots import log
    from bots.app import serve
    from bots.settings import load
    from core.clock import SystemClock
    from tests.servers.chat_platform import connect

    class MovedClock(SystemClock):
        """The machine's clock, so far off."""

        def now(self) -> datetime:
            return super().now() + timedelta(seconds=given.clock_offset_s)

    settings = load()
    log.set_up(settings.log_level or "INFO")
    logging.getLogger(STEPS_LOG).setLevel(logging.DEBUG)
    platform = await connect(given.chat)

    def ready() -> None:
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()

    platform.on_running = ready
    try:
        clock = MovedClock() if given.clock_offset_s else None
        await serve(settings, settings.data_dir, [platform], clock)
    finally:
        await platform.close()


if __name__ == "__main__":
    main()
