"""The real app on one platform, as a process that is measured and takes orders.

Owns its starting, and what the meters show. Must not know the platform, nor what is sent to it.
Each order is a line of the input, each answer a line of JSON:

- ``begin`` waits until every answer is given and every job done, and lets the meters begin anew;
- ``end`` waits likewise, and tells what the meters show;
- ``look`` tells at once what they show since the last order, and lets them begin anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from bots.app import App, running
from bots.settings import Settings, load
from core.ports import Platform
from core.timetable import Timetable
from tests.bench.load_meters import forget_peak, loop_lag, memory_bytes, percentile

Connected = Callable[[Settings], AbstractAsyncContextManager[Platform]]


def tell(facts: dict[str, Any]) -> None:
    """Print it for whoever ordered."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


@contextlib.asynccontextmanager
async def started(settings: Settings, connected: Connected) -> AsyncIterator[App]:
    """The app at work on that platform."""
    # The factor is to shrink the platform's pacing alone: with all of its waits shrunk, the core
    # would do little but look at its queues.
    timetable = Timetable.embedded().shrunk(1 / settings.timetable_factor)
    async with (
        connected(settings) as platform,
        running(settings, settings.data_dir, [platform], timetable=timetable) as app,
    ):
        feeding = asyncio.create_task(app.run())
        try:
            yield app
        finally:
            feeding.cancel()
            await asyncio.wait({feeding})
            if not feeding.cancelled():
                feeding.result()


async def bot(connected: Connected) -> None:
    """The app until the input ends."""
    async with started(load(), connected) as app, loop_lag() as lags:
        async for order in _orders():
            if order != "look":
                await app.idle()
            if order == "begin":
                forget_peak()
                tell({"now_bytes": memory_bytes("VmRSS")})
            else:
                tell(
                    {
                        "peak_bytes": memory_bytes("VmHWM"),
                        "lag_p50_s": percentile(lags, 50),
                        "lag_p99_s": percentile(lags, 99),
                        "lag_max_s": max(lags),
                    }
                )
            if order != "end":
                lags.clear()


async def _orders() -> AsyncIterator[str]:
    """The lines of the input. No thread waits for them: none would be left to end with the app."""
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        yield line.decode().strip()
