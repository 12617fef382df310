"""The embedded engine as a real process, as `backdrop` would start it: for tests.

Owns starting, finding out where it listens, and ending it in every way a process can end. Must not
know what is asked of it; `engine_caller` does the asking.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
READY_S = 20.0


def wait_until(condition: Callable[[], Any], timeout_s: float = 10.0, what: str = "it") -> Any:
    """What `condition` returns as soon as that is true; fails when it does not become so."""
    deadline = time.monotonic() + timeout_s
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{what} did not come true within {timeout_s} s"
        time.sleep(0.02)
    return value


def descendants(pid: int) -> dict[int, str]:
    """Every living process below one: pid -> its command line."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if stat[0] != "Z":
            parents[int(entry.name)] = int(stat[1])
            commands[int(entry.name)] = command
    found: dict[int, str] = {}
    front = {pid}
    while front:
        front = {child for child, parent in parents.items() if parent in front} - set(found)
        found |= {child: commands[child] for child in front}
    return found


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _environment() -> dict[str, str]:
    path = [str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


class EngineProcess:
    """`python -m engine` with a data directory of its own."""

    def __init__(self, data_dir: Path, *arguments: str, faulty: bool = True) -> None:
        self.data_dir = data_dir
        self._arguments = [*(["--faulty"] if faulty else []), *arguments]
        self._log_path = data_dir.with_name(f"{data_dir.name}.log")
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> EngineProcess:
        """Start it and wait until it listens."""
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "engine",
                    "--data-dir",
                    str(self.data_dir),
                    *self._arguments,
                ],
                cwd=REPOSITORY,
                stdout=subprocess.PIPE,
                stderr=log,
                env=_environment(),
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"the engine did not start:\n{self.log()}"
        self.url = json.loads(line)["url"]
        return self

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def log(self) -> str:
        """Everything that it has logged, over all of its starts."""
        return self._log_path.read_text()

    def workers(self) -> dict[int, str]:
        """Its living worker processes: pid -> command line."""
        return descendants(self.pid)

    def rss_kb(self) -> int:
        """The memory that it has now, in kB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise AssertionError("no VmRSS")

    def kill(self) -> None:
        """SIGKILL: no clean-up of any kind."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """End it kindly; (exit code, seconds it took)."""
        assert self._process is not None
        begun = time.monotonic()
        if self._process.poll() is None:
            self._process.send_signal(number)
        code = self._process.wait(15)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code, time.monotonic() - begun
