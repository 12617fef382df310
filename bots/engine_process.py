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
async def running(data_dir: Path) -> AsyncIterator[str]:
    """Start the engine on a free port of loopback; yields its address.

    Raises ``EngineUnavailable`` when its extra or its networks are not installed, or when it
    doesn't come up within ``START_LIMIT_S``.
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
    last_words: list[str] = []
    reading = asyncio.create_task(_pass_on(process, last_words))
    try:
        yield await _address(process, last_words)
    finally:
        await _end(process)
        reading.cancel()


async def _address(process: asyncio.subprocess.Process, last_words: list[str]) -> str:
    assert process.stdout is not None  # noqa: S101
    try:
        async with asyncio.timeout(START_LIMIT_S):
            while line := await process.stdout.readline():
                found = _ADDRESS.search(line.decode(errors="replace"))
                if found:
                    return found.group()
            await process.wait()
    except TimeoutError:
        raise EngineUnavailable(
            f"The embedded engine did not start within {START_LIMIT_S:.0f} s. "
            "Look at the lines above, or use the cloud: --nemo cloud"
        ) from None
    await asyncio.sleep(0)
    said = last_words[-1] if last_words else f"exit code {process.returncode}"
    raise EngineUnavailable(f"The embedded engine stopped at its start: {said}")


async def _pass_on(process: asyncio.subprocess.Process, last_words: list[str]) -> None:
    """The engine's log lines become ours; the newest are kept to explain a failed start."""
    assert process.stderr is not None  # noqa: S101
    while line := await process.stderr.readline():
        text = line.decode(errors="replace").rstrip()
        last_words[:] = [*last_words[-9:], text]
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
