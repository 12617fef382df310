"""The clip for whoever has none at hand: made once, when somebody first asks for it.

Owns the file and the life of the process that makes it. Must not import the engine, whose command
makes the clip, and must not know visitors or what the clip is for.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Final

from bots import engine_process

log = logging.getLogger(__name__)

NAME: Final = "sample.mp4"
_LIMIT_S: Final = 120.0
"""It takes 8 s of two cores (measured), more while renders go first."""
_REST_S: Final = 30.0
"""After a failure, before it is tried again: several browsers may ask once a second."""


class SampleUnavailable(Exception):
    """The clip can't be made here; ``str()`` says why, for the operator."""


class Sample:
    """A portrait that moves and hums, in a folder of its own. Works in the loop's main thread."""

    def __init__(self, folder: Path, seconds: float = 10.0) -> None:
        self._folder = folder
        self._seconds = seconds
        self._making: asyncio.Task[None] | None = None
        self._failure = ""
        self._failed_at_s = -_REST_S

    @property
    def is_offered(self) -> bool:
        """Whether there is an engine to make it."""
        return engine_process.is_installed()

    async def ready(self) -> Path | None:
        """The clip; None while it is being made, which the first call begins.

        Raises ``SampleUnavailable``, and then for half a minute without trying again.
        """
        if self._making is not None and not self._making.done():
            return None
        path = self._folder / NAME
        if path.is_file():
            return path
        if time.monotonic() - self._failed_at_s < _REST_S:
            raise SampleUnavailable(self._failure)
        if not self.is_offered:
            raise SampleUnavailable("the engine is not installed")
        self._making = asyncio.create_task(self._make(path))
        return None

    async def close(self) -> None:
        """End the making. What is half made goes at the next start."""
        if self._making is not None:
            self._making.cancel()
            await asyncio.wait({self._making})

    async def _make(self, path: Path) -> None:
        try:
            # With what an earlier process left half made.
            await asyncio.to_thread(_emptied, self._folder)
            await _run(path, self._seconds)
        except (OSError, SampleUnavailable) as error:
            self._failure, self._failed_at_s = str(error), time.monotonic()
            log.warning("The sample clip could not be made: %s", error)


def _emptied(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)


async def _run(path: Path, seconds: float) -> None:
    """Let the engine's command make it. It goes behind everybody else, and ends with us."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "engine.jobs.leash", str(os.getpid())),
        *("engine.sample", str(path), "--seconds", str(seconds)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        # Ctrl-C in a terminal goes to the whole group; it is ended by us, without a word of its.
        process_group=0,
    )
    try:
        async with asyncio.timeout(_LIMIT_S):
            _, said = await process.communicate()
    except TimeoutError:
        raise SampleUnavailable(f"it took more than {_LIMIT_S:.0f} s") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0 or not path.is_file():
        lines = said.decode(errors="replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
        raise SampleUnavailable(last)
