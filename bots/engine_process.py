"""The embedded engine as a child process: started, watched, ended with us.

Owns the child's life. Must not import the engine: it is reached over HTTP only, and an operator
of a cloud-only bot doesn't have it installed.
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
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

START_LIMIT_S: Final = 30.0
STOP_LIMIT_S: Final = 5.0
_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+")
_NEEDED: Final = ("av", "cv2", "numpy", "onnxruntime", "PIL")


class EngineUnavailable(Exception):
    """The engine can't run here; ``str()`` says what to do, in one line."""


@contextlib.asynccontextmanager
async def running(data_dir: Path) -> AsyncIterator[EngineProcess]:
    """Start the engine on a free port of loopback, and end it with the block.

    Raises ``EngineUnavailable`` when its extra is not installed.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise EngineUnavailable(
            "The embedded engine is not installed. Install it with: "
            'pip install "backdrop-bot[engine]" — or use the cloud: --nemo cloud'
        )
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "engine",
        "--port",
        "0",
        "--data-dir",
        str(data_dir),
        "--parent-pid",
        str(os.getpid()),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # Ctrl-C in a terminal goes to the whole group; the engine must outlive it long enough
        # for the cancel of its render to be asked for.
        start_new_session=True,
    )
    child = EngineProcess(process)
    reading = asyncio.create_task(child.pass_on())
    try:
        yield child
    finally:
        await _end(process)
        reading.cancel()


class EngineProcess:
    """A started engine; it is ready once ``address`` has returned."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._last_words: list[str] = []

    async def address(self) -> str:
        """Where it listens. Raises ``EngineUnavailable``."""
        assert self._process.stdout is not None  # noqa: S101
        try:
            async with asyncio.timeout(START_LIMIT_S):
                while line := await self._process.stdout.readline():
                    found = _ADDRESS.search(line.decode(errors="replace"))
                    if found:
                        return found.group()
                await self._process.wait()
        except TimeoutError:
            raise EngineUnavailable(
                f"The embedded engine did not start within {START_LIMIT_S:.0f} s. "
                "Look at it with: backdrop engine --data-dir DIR — or use the cloud: --nemo cloud"
            ) from None
        last = self._last_words[-1] if self._last_words else "it said nothing"
        said = last.partition("cannot run: ")[2] or last
        raise EngineUnavailable(f"The embedded engine stopped at its start: {said}")

    async def pass_on(self) -> None:
        """Make the engine's log lines ours; the newest are kept to explain a failed start."""
        assert self._process.stderr is not None  # noqa: S101
        while line := await self._process.stderr.readline():
            text = line.decode(errors="replace").rstrip()
            self._last_words[:] = [*self._last_words[-9:], text]
            log.info("engine: %s", text)


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
        process.kill()
        await process.wait()
