"""The embedded engine as a child process: started, watched, started again, ended with us.

Owns the child's life. Must not import the engine: it is reached over HTTP only, and an operator
of a cloud-only bot doesn't have it installed.

A child that dies is followed by another on the same port, so that a reader who is refused now is
answered a little later at the address that he knows. What the engine had in its memory is gone,
what it had on disk is not: the rest is the recovery of whoever asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import os
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

START_LIMIT_S: Final = 30.0
STOP_LIMIT_S: Final = 5.0
NICENESS: Final = 5
"""Above ours, below that of the engine's own workers: who answers goes before who renders."""
_LAST_WORDS_S: Final = 1.0
"""How long an ended child's log is still read; a worker that outlives it may hold the pipe."""
_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:(\d+)")
_NEEDED: Final = ("cv2", "numpy", "onnxruntime", "PIL")
_REMEDY: Final = "Look at it with: backdrop engine --data-dir DIR — or use the cloud: --nemo cloud"


class EngineUnavailable(Exception):
    """The engine can't run here; ``str()`` says what to do, in one line."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon a dead engine is followed by the next.

    The wait grows from ``first_s`` by ``growth`` up to ``slowest_s``: with the defaults four
    restarts in the first minute, then one a minute. A child that lived for ``steady_s`` makes the
    next wait short again.
    """

    first_s: float = 0.5
    growth: float = 3.0
    slowest_s: float = 60.0
    steady_s: float = 60.0

    def wait_s(self, failures: int) -> float:
        """How long to wait after so many ends in a row, the first of them being 1."""
        # Beyond some power the float would overflow; the limit is reached long before.
        return min(self.first_s * self.growth ** min(failures - 1, 30), self.slowest_s)


def is_installed() -> bool:
    """Whether the engine's extra is here. Loads none of it."""
    return all(importlib.util.find_spec(name) is not None for name in _NEEDED)


@contextlib.asynccontextmanager
async def running(
    data_dir: Path, pace: Pace | None = None, *, matting_model: Path | None = None
) -> AsyncIterator[EngineProcess]:
    """Keep an engine on one free port of loopback, and end it with the block.

    Raises ``EngineUnavailable`` when its extra is not installed.
    """
    if not is_installed():
        raise EngineUnavailable(
            "The embedded engine is not installed. Install it with: "
            'pip install "backdrop-bot[engine]" — or use the cloud: --nemo cloud'
        )
    engine = EngineProcess(data_dir, pace or Pace(), matting_model)
    living = asyncio.create_task(engine.live())
    try:
        yield engine
    finally:
        living.cancel()
        await asyncio.wait([living])
        if not living.cancelled():
            living.result()


class EngineProcess:
    """An engine that is kept running; it is ready once ``address`` has returned."""

    def __init__(self, data_dir: Path, pace: Pace, matting_model: Path | None = None) -> None:
        self._data_dir = data_dir
        self._matting_model = matting_model
        self._pace = pace
        self._port: int | None = None
        self._failure = ""
        self._is_settled = asyncio.Event()
        self._last_words: list[str] = []

    async def address(self) -> str:
        """Where it listens, for as long as we run. Raises ``EngineUnavailable``."""
        try:
            async with asyncio.timeout(START_LIMIT_S):
                await self._is_settled.wait()
        except TimeoutError:
            raise EngineUnavailable(
                f"The embedded engine did not start within {START_LIMIT_S:.0f} s. {_REMEDY}"
            ) from None
        if self._port is None:
            raise EngineUnavailable(f"The embedded engine stopped at its start: {self._failure}")
        return f"http://127.0.0.1:{self._port}"

    async def live(self) -> None:
        """One child after another, until cancelled. Returns if the first was never ready."""
        loop = asyncio.get_running_loop()
        ends = 0
        while True:
            begun_s = loop.time()
            how = await self._one_life()
            if self._port is None:
                self._failure = how
                self._is_settled.set()
                return
            ends = 1 if loop.time() - begun_s >= self._pace.steady_s else ends + 1
            wait_s = self._pace.wait_s(ends)
            log.log(
                logging.ERROR if wait_s >= self._pace.slowest_s else logging.WARNING,
                "The embedded engine ended by itself, %d in a row (%s); "
                "the next starts on port %d in %.1f s. %s",
                ends,
                how,
                self._port,
                wait_s,
                _REMEDY,
            )
            await asyncio.sleep(wait_s)

    async def _one_life(self) -> str:
        """Start a child and wait for its end; returns how it ended."""
        self._last_words.clear()
        try:
            process = await self._started()
        except OSError as error:
            return str(error)
        passing_on = asyncio.create_task(self._pass_on(process.stderr))
        try:
            async with asyncio.timeout(START_LIMIT_S):
                await self._announced(process.stdout)
            await process.wait()
            await asyncio.wait([passing_on], timeout=_LAST_WORDS_S)
            return self._how(process.returncode)
        except TimeoutError:
            return f"it was not ready within {START_LIMIT_S:.0f} s"
        finally:
            await _end(process)
            passing_on.cancel()

    def _environment(self) -> dict[str, str]:
        """Ours, and the network that was named, also where a .env file names it."""
        named = {"BACKDROP_MATTING_MODEL": str(self._matting_model)} if self._matting_model else {}
        return {**os.environ, **named}

    async def _started(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "engine",
            "--port",
            str(self._port or 0),
            "--data-dir",
            str(self._data_dir),
            "--parent-pid",
            str(os.getpid()),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._environment(),
            # Ctrl-C in a terminal goes to the whole group; the engine must outlive it long enough
            # for the cancel of its render to be asked for. No session of its own: Linux shares
            # the processor out by session first (sched(7), autogroup), which would undo niceness.
            process_group=0,
        )
        if sys.platform != "win32":
            # Now, before it has threads or workers: they inherit it.
            with contextlib.suppress(ProcessLookupError):
                ours = os.getpriority(os.PRIO_PROCESS, 0)
                os.setpriority(os.PRIO_PROCESS, process.pid, min(ours + NICENESS, 19))
        return process

    async def _announced(self, stdout: asyncio.StreamReader | None) -> None:
        """Read until the child says where it listens, or can say nothing more."""
        assert stdout is not None  # noqa: S101
        while line := await stdout.readline():
            if found := _ADDRESS.search(line.decode(errors="replace")):
                if self._port is not None:
                    log.info("The embedded engine listens again on port %d.", self._port)
                self._port = int(found[1])
                self._is_settled.set()
                return

    async def _pass_on(self, stderr: asyncio.StreamReader | None) -> None:
        """Make the engine's log lines ours; the newest are kept to explain its end."""
        assert stderr is not None  # noqa: S101
        while line := await stderr.readline():
            text = line.decode(errors="replace").rstrip()
            self._last_words[:] = [*self._last_words[-9:], text]
            log.info("engine: %s", text)

    def _how(self, returncode: int | None) -> str:
        if returncode is not None and returncode < 0:
            return f"signal {-returncode}"
        last = self._last_words[-1] if self._last_words else "it said nothing"
        return last.partition("cannot run: ")[2] or last


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_LIMIT_S):
            await process.wait()
    except TimeoutError:
        log.warning("The engine did not stop in %.0f s and was killed.", STOP_LIMIT_S)
    finally:
        # Also when somebody can't wait for the time limit and cancels us.
        if process.returncode is None:
            process.kill()
            await process.wait()
