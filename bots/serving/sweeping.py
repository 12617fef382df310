"""What has had its time is deleted, again and again, for as long as we run.

Owns the rhythm, and that trouble with it is logged and ends nothing. Must not know what is deleted.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

log = logging.getLogger(__name__)

SWEEP_S: Final = 3600.0


@contextlib.asynccontextmanager
async def swept(
    sweep: Callable[[], Awaitable[None]], what: str, interval_s: float = SWEEP_S
) -> AsyncIterator[None]:
    """Sweep now, to its end, and then so often while the block runs. ``what`` is for the log."""

    async def once() -> None:
        try:
            await sweep()
        except OSError as error:
            log.warning("%s could not be deleted: %s", what, error)
        except Exception:
            log.exception("%s could not be deleted.", what)

    async def again_and_again() -> None:
        while True:
            await asyncio.sleep(interval_s)
            await once()

    await once()
    sweeping = asyncio.create_task(again_and_again())
    try:
        yield
    finally:
        sweeping.cancel()
        await asyncio.wait({sweeping})
