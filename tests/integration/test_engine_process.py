"""The embedded engine's supervision: a real engine, really killed."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from filelock import FileLock

pytest.importorskip("av", reason="the engine's extra is not installed")

from bots.engine_process import NICENESS, STOP_LIMIT_S, EngineUnavailable, Pace, running
from tests.servers.engine_caller import Caller, until
from tests.servers.engine_process import (
    REPOSITORY,
    descendants,
    is_alive,
    wait_until,
)

QUICK = Pace(first_s=0.1, growth=2.0, slowest_s=0.4)


def engines(data_dir: Path, parent_pid: int | None = None) -> list[int]:
    """The living engines on that data directory."""
    below = descendants(parent_pid or os.getpid())
    return [
        pid
        for pid, command in below.items()
        if "-m engine --port" in command and str(data_dir) in command
    ]


async def answers(address: str) -> bool:
    """Whether an engine listens there."""
    async with aiohttp.ClientSession() as http:
        try:
            async with http.get(f"{address}/api/credits/balance/simple") as response:
                return response.status == 401
        except aiohttp.ClientConnectionError:
            return False


async def until_it_answers(address: str) -> None:
    await until(lambda: answers(address), 20)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_killed_engine_comes_back_at_the_same_address_with_its_projects(
    tmp_path: Path, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bots.engine_process")
    async with running(tmp_path / "data", QUICK) as engine:
        address = await engine.address()
        caller = await Caller(address, http).enter()
        (killed,) = engines(tmp_path / "data")

        os.kill(killed, signal.SIGKILL)
        await asyncio.to_thread(wait_until, lambda: not is_alive(killed))
        await until_it_answers(address)

        assert await engine.address() == address
        assert engines(tmp_path / "data") not in ([], [killed])
        assert (await caller.state())["video_infos"] == []
    assert engines(tmp_path / "data") == []
    (told,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "signal 9" in told.message
    assert "--nemo cloud" in told.message
    assert "\n" not in told.message


async def test_a_render_yields_to_an_answer(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as engine:
        await engine.address()
        (pid,) = engines(tmp_path / "data")
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, pid) == ours + NICENESS
        # Where Linux shares out by session, niceness counts within one only.
        assert os.getsid(pid) == os.getsid(0)
        assert os.getpgid(pid) != os.getpgid(0)


async def test_an_engine_killed_during_shutdown_is_not_started_again(tmp_path: Path) -> None:
    engine_context = running(tmp_path / "data", QUICK)
    engine = await engine_context.__aenter__()
    await engine.address()
    (pid,) = engines(tmp_path / "data")
    os.kill(pid, signal.SIGSTOP)
    ending = asyncio.create_task(engine_context.__aexit__(None, None, None))
    done, _ = await asyncio.wait([ending], timeout=0.2)
    assert not done, "a stopped process can't have ended kindly"

    os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(STOP_LIMIT_S / 2):
        await ending

    assert engines(tmp_path / "data") == []


@pytest.mark.soak
async def test_an_engine_that_hangs_is_ended_within_the_limit(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as engine:
        await engine.address()
        (pid,) = engines(tmp_path / "data")
        os.kill(pid, signal.SIGSTOP)
        begun = time.monotonic()
    assert not is_alive(pid)
    assert STOP_LIMIT_S - 0.5 < time.monotonic() - begun < STOP_LIMIT_S + 1


async def test_whoever_cannot_wait_for_a_hanging_engine_still_ends_it(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path / "data") as engine:
            await engine.address()
            is_up.set()
            await asyncio.Event().wait()

    is_up = asyncio.Event()
    before = asyncio.all_tasks()
    bot = asyncio.create_task(run())
    await is_up.wait()
    (pid,) = engines(tmp_path / "data")
    os.kill(pid, signal.SIGSTOP)
    bot.cancel()
    await asyncio.wait([bot], timeout=0.2)
    # As asyncio.run does it after a second Ctrl-C.
    left = asyncio.all_tasks() - before
    for task in left:
        task.cancel()
    async with asyncio.timeout(STOP_LIMIT_S / 2):
        await asyncio.wait(left)
    assert not is_alive(pid)


async def test_a_directory_that_cannot_be_used_is_told_at_the_first_start(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("this is a file")
    async with running(tmp_path / "data", QUICK) as engine:
        with pytest.raises(EngineUnavailable, match=r"stopped at its start: .*data"):
            await engine.address()
        with pytest.raises(EngineUnavailable):
            await engine.address()
        assert engines(tmp_path / "data") == []


@pytest.mark.soak
async def test_an_engine_that_cannot_come_back_is_tried_slowly_until_it_can(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def errors() -> list[str]:
        return [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]

    async with running(tmp_path / "data", Pace(first_s=0.3, growth=2.0, slowest_s=0.5)) as engine:
        address = await engine.address()
        (pid,) = engines(tmp_path / "data")
        os.kill(pid, signal.SIGKILL)
        lock = FileLock(tmp_path / "data" / "engine.lock")
        with lock.acquire(timeout=5, poll_interval=0.01):
            told = (await until(lambda: errors() if len(errors()) > 1 else [], 20))[-1]
            assert "another engine uses" in told
            assert "--nemo cloud" in told
            assert not await answers(address)
        await until_it_answers(address)


async def test_a_block_left_between_two_engines_starts_no_further_one(tmp_path: Path) -> None:
    async with running(tmp_path / "data", Pace(first_s=60.0)) as engine:
        address = await engine.address()
        (pid,) = engines(tmp_path / "data")
        os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(wait_until, lambda: not is_alive(pid))
        begun = time.monotonic()
    assert time.monotonic() - begun < 2
    assert engines(tmp_path / "data") == []
    assert not await answers(address)


BOT = """
import asyncio, sys
from pathlib import Path
from bots.engine_process import running

async def main() -> None:
    async with running(Path(sys.argv[1])) as engine:
        print(await engine.address(), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def test_the_engine_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    bot = subprocess.Popen(
        [sys.executable, "-c", BOT, str(tmp_path / "data")], cwd=REPOSITORY, stdout=subprocess.PIPE
    )
    assert bot.stdout is not None
    with bot.stdout:
        assert bot.stdout.readline().startswith(b"http://127.0.0.1:")
        (pid,) = engines(tmp_path / "data", bot.pid)
        bot.kill()
        bot.wait(10)
    wait_until(lambda: not is_alive(pid), what="the engine's end")


def test_four_restarts_in_the_first_minute_then_one_a_minute() -> None:
    waits = [Pace().wait_s(ends) for ends in range(1, 8)]
    starts = [sum(waits[: i + 1]) for i in range(len(waits))]
    assert sum(at <= 60 for at in starts) == 4
    assert waits[-1] == Pace().wait_s(10_000) == 60
