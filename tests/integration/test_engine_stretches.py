"""A real render in the real engine, killed in its middle: it goes on with what it had finished."""

from __future__ import annotations

import asyncio
import io
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.servers.engine_caller import Caller, until
from tests.servers.engine_process import EngineProcess, descendants, is_alive, wait_until

av = pytest.importorskip("av", reason="the engine's extra is not installed")

from tests.servers.engine_clips import clip  # noqa: E402

pytestmark = pytest.mark.soak

SECONDS, STRETCHES = 22, 4
FINISHED = re.compile(r"render finished: id=(\S+) frames=(\d+) stretches=(\d+) kept=(\d+)")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip(tmp_path_factory.mktemp("clips") / "long.mp4", seconds=SECONDS)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineProcess]:
    process = EngineProcess(tmp_path / "data").start()
    yield process
    process.stop()


@pytest.fixture
async def caller(engine: EngineProcess, long: Path) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        made = await Caller(engine.url, http).enter()
        assert (await made.upload(("long.mp4", long))).code == 0
        yield made


def pieces(engine: EngineProcess) -> list[Path]:
    """The finished stretches of all renders."""
    found = (engine.data_dir / "renders").glob("*.parts/*")
    return [path for path in found if ".part." not in path.name and "sound" not in path.name]


async def begun(caller: Caller, engine: EngineProcess, render_id: str) -> None:
    """Submit a small film, and wait for its first finished stretch."""
    draft = (await caller.state())["draft"] | {"cw": 320, "ch": 176}
    assert (await caller.submit(draft, render_id)).status == 200
    await until(lambda: pieces(engine), 60)


async def is_whole(caller: Caller, engine: EngineProcess, render_id: str) -> int:
    """Wait for the film and look at it; how many of its stretches were kept."""
    status = await caller.rendered(render_id, 120)
    assert status["status"] == "completed", status
    answer = await caller.call("GET", f"/api/render/proxy/{render_id}/download")
    with av.open(io.BytesIO(answer.body)) as film:
        assert len(list(film.decode(video=0))) == SECONDS * 30
    assert list((engine.data_dir / "renders").glob("*.part*")) == []
    told = [found.groups() for found in FINISHED.finditer(engine.log())]
    frames, stretches, kept = next(numbers for name, *numbers in told if name == render_id)
    assert (int(frames), int(stretches)) == (SECONDS * 30, STRETCHES)
    return int(kept)


async def test_a_killed_engine(engine: EngineProcess, caller: Caller) -> None:
    await begun(caller, engine, "render_engine")
    workers = list(engine.workers())
    engine.kill()
    wait_until(lambda: not any(is_alive(pid) for pid in workers), 2, "the end of its workers")
    count = len(pieces(engine))
    assert count >= 1
    caller.url = engine.start().url
    assert await is_whole(caller, engine, "render_engine") == count


async def test_a_killed_worker(engine: EngineProcess, caller: Caller) -> None:
    await begun(caller, engine, "render_worker")
    worker = next(pid for pid in engine.workers() if parent_of(pid) == engine.pid)
    os.kill(worker, signal.SIGKILL)
    assert await is_whole(caller, engine, "render_worker") >= 1
    assert "render begun again: id=render_worker attempts=2" in engine.log()


async def test_a_killed_stretch(engine: EngineProcess, caller: Caller) -> None:
    await begun(caller, engine, "render_stretch")
    worker = next(pid for pid in engine.workers() if parent_of(pid) == engine.pid)
    stretches = descendants(worker)
    if not stretches:
        pytest.skip("on one core a worker has no processes of its own")
    os.kill(next(iter(stretches)), signal.SIGKILL)
    await is_whole(caller, engine, "render_stretch")
    assert "render begun again" not in engine.log()


async def test_an_end_in_good_order_keeps_the_pieces_and_a_cancel_does_not(
    engine: EngineProcess, caller: Caller
) -> None:
    await begun(caller, engine, "render_stopped")
    await asyncio.to_thread(engine.stop)
    assert pieces(engine)
    caller.url = engine.start().url
    await until(lambda: engine.workers())
    living = list(engine.workers())
    answer = await caller.call("POST", "/api/render/proxy/lambda/render_stopped/cancel")
    assert answer.json["status"] == "failed"
    await until(lambda: not any(is_alive(pid) for pid in living), 1.5)
    await until(lambda: not list((engine.data_dir / "renders").iterdir()))


def parent_of(pid: int) -> int:
    """The id of a process' parent."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
