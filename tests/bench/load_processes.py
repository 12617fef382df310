"""The other processes of a bench: started with clean settings, ended when the bench is done.

Owns starting and ending. Must not know what is measured. No process sees the developer's settings,
and none is started in the repository where it would read a `.env` file there.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from tests.servers.bot_process import DISCORD_URL

T = TypeVar("T")

REPOSITORY = Path(__file__).parents[2]

_OURS = ("NEMO_", "SKILL_", "BACKDROP_", "TELEGRAM_", "DISCORD_", "PUBLIC_URL", "DATABASE_URL")
_OURS += (DISCORD_URL,)
_ENDING_LIMIT_S = 30.0
_LOOK_S = 0.05


def environment() -> dict[str, str]:
    """This process's environment without any setting of ours, with the repository importable."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    path = os.pathsep.join(filter(None, [str(REPOSITORY), kept.get("PYTHONPATH")]))
    return kept | {"PYTHONPATH": path}


@contextlib.contextmanager
def process_of(
    module: str,
    *arguments: object,
    folder: Path = REPOSITORY,
    settings: Mapping[str, str] | None = None,
    is_terminated: bool = False,
) -> Iterator[subprocess.Popen[str]]:
    """A module that runs until its input ends or, with ``is_terminated``, until SIGTERM."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(
        command, cwd=folder, env=environment() | dict(settings or {}), text=True, **pipes
    ) as process:
        assert process.stdin is not None
        try:
            yield process
        finally:
            process.stdin.close()
            if is_terminated:
                process.terminate()
            try:
                process.wait(_ENDING_LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def cpu_s(process: subprocess.Popen[str]) -> float:
    """The CPU time that the process has used, all of its threads together (proc(5), stat)."""
    stat = Path(f"/proc/{process.pid}/stat").read_text()
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def line_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The next line that the process prints: a JSON object. Waits for it."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f"{process.args!r} ended without a word"
    told: dict[str, Any] = json.loads(line)
    return told


def ordered(process: subprocess.Popen[str], order: str) -> dict[str, Any]:
    """What a process that takes orders says to one."""
    assert process.stdin is not None
    process.stdin.write(f"{order}\n")
    process.stdin.flush()
    return line_of(process)


def awaited(look: Callable[[], T], limit_s: float) -> T:
    """What ``look`` finds, as soon as it finds something; looks twenty times a second."""
    deadline_s = time.monotonic() + limit_s
    while not (found := look()):
        assert time.monotonic() < deadline_s, f"not so within {limit_s:.0f} s"
        time.sleep(_LOOK_S)
    return found


@contextlib.contextmanager
def nemo_of(sessions: int, *arguments: object) -> Iterator[dict[str, Any]]:
    """A scripted backend with so many projects; what a client has to know of it."""
    with process_of("tests.bench.nemo_load", sessions, *arguments) as process:
        yield line_of(process)
