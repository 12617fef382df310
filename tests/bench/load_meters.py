"""What can be measured of a process: memory, CPU, how late its loop is; and what to make of it.

Bytes and seconds throughout; memory is this process's own, or that of another one of the same user.
Must not know what is going on meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

_SAMPLE_S = 0.01


def memory_bytes(name: str, pid: int | str = "self") -> int:
    """``VmRSS``: what the process has in memory; ``VmHWM``: the most that it ever had."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


def forget_peak(pid: int | str = "self") -> None:
    """Let ``VmHWM`` begin anew at what the process has now (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


async def cpu_share(seconds: float) -> float:
    """How much of one core the process uses, over so long, all of its threads together."""
    begun_s, cpu_s = time.monotonic(), time.process_time()
    await asyncio.sleep(seconds)
    return (time.process_time() - cpu_s) / (time.monotonic() - begun_s)


@asynccontextmanager
async def loop_lag() -> AsyncIterator[list[float]]:
    """How much too late a timer of 10 ms fired, again and again while the block runs; seconds."""
    lags: list[float] = []

    async def sample() -> None:
        while True:
            begun_s = time.monotonic()
            await asyncio.sleep(_SAMPLE_S)
            lags.append(time.monotonic() - begun_s - _SAMPLE_S)

    sampling = asyncio.create_task(sample())
    try:
        yield lags
    finally:
        sampling.cancel()
        await asyncio.wait({sampling})


async def cost_of(transfer: Callable[[], Awaitable[object]]) -> dict[str, Any]:
    """What a transfer takes beyond what this process has in memory before it."""
    forget_peak()
    before_bytes, begun_s = memory_bytes("VmRSS"), time.monotonic()
    async with loop_lag() as lags:
        await transfer()
    seconds = time.monotonic() - begun_s
    return {
        "extra_bytes": memory_bytes("VmHWM") - before_bytes,
        "seconds": seconds,
        "lag_p99_s": percentile(lags or [seconds], 99),
        "lag_max_s": max(lags or [seconds]),
    }
