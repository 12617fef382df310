"""The engine's ends: killed, signalled, orphaned; and what it still knows afterwards."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.servers.engine_caller import MP4, Caller, until
from tests.servers.engine_process import (
    REPOSITORY,
    EngineProcess,
    descendants,
    is_alive,
    wait_until,
)

ODD = ("--worker-module", "tests.servers.odd_worker")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineProcess]:
    process = EngineProcess(tmp_path / "data", *ODD).start()
    yield process
    process.stop()


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        made = await Caller(engine.url, http).enter()
        assert (await made.upload(("clip.mp4", MP4))).code == 0
        yield made


async def render(caller: Caller, how: str, render_id: str) -> None:
    draft = (await caller.state())["draft"] | {"odd": how}
    assert (await caller.submit(draft, render_id)).status == 200


def again(engine: EngineProcess, caller: Caller) -> None:
    engine.start()
    caller.url = engine.url


async def test_all_is_there_after_a_kill(engine: EngineProcess, caller: Caller) -> None:
    await caller.message("put me in an office")
    await render(caller, "", "render_before")
    await caller.rendered("render_before")
    state, balance = await caller.state(), await caller.credits()
    film = (await caller.call("GET", "/api/render/proxy/render_before/download")).body

    engine.kill()
    again(engine, caller)

    after = await caller.state()
    assert after["draft"] == state["draft"]
    assert [info["hash"] for info in after["video_infos"]] == [
        info["hash"] for info in state["video_infos"]
    ]
    assert len(after["generated_media"]) == 1
    assert await caller.credits() == balance
    status = await caller.render_status("render_before")
    assert status["status"] == "completed"
    async with aiohttp.ClientSession() as plain, plain.get(status["output"]["url"]) as response:
        assert await response.read() == film
    # The history too: what was done can be taken back.
    await caller.message("undo")
    undone = (await caller.state())["draft"]
    assert not any(track["m"].get("role") == "background" for track in undone["t"])


async def test_an_address_of_a_file_outlives_the_process(
    engine: EngineProcess, caller: Caller
) -> None:
    await render(caller, "", "render_address")
    path = (await caller.rendered("render_address"))["output"]["url"].removeprefix(engine.url)
    engine.kill()
    again(engine, caller)
    assert (await caller.call("GET", path)).status == 200


@pytest.mark.soak
async def test_renders_go_on_after_a_kill_under_the_same_id(
    engine: EngineProcess, caller: Caller
) -> None:
    await render(caller, "slow", "render_running")
    await render(caller, "", "render_waiting")
    await until(lambda: engine.workers())
    await caller.progressed("render_running", 5)
    (worker,) = engine.workers()

    engine.kill()
    wait_until(lambda: not is_alive(worker), 2, "the worker's end")
    assert list((engine.data_dir / "renders").glob("*.part*"))
    again(engine, caller)

    assert (await caller.render_status("render_running"))["status"] in ("pending", "processing")
    assert (await caller.rendered("render_running", 30))["status"] == "completed"
    assert (await caller.rendered("render_waiting", 10))["status"] == "completed"
    assert list((engine.data_dir / "renders").glob("*.part*")) == []


@pytest.mark.soak
async def test_a_silent_worker_dies_with_a_killed_engine(
    engine: EngineProcess, caller: Caller
) -> None:
    """One that writes nothing never notices that nobody listens."""
    await render(caller, "hang", "render_silent")
    workers = await until(lambda: engine.workers())
    engine.kill()
    wait_until(lambda: not any(is_alive(pid) for pid in workers), 2, "the worker's end")
    again(engine, caller)


@pytest.mark.soak
async def test_a_render_that_takes_the_engine_down_each_time_is_given_up(
    engine: EngineProcess, caller: Caller
) -> None:
    await render(caller, "endless", "render_poison")
    for _ in range(3):
        await until(lambda: engine.workers())
        engine.kill()
        again(engine, caller)
    status = await caller.rendered("render_poison", 5)
    assert status["status"] == "failed"
    assert "given up" in status["error"]


@pytest.mark.soak
async def test_ends_in_good_order_are_no_failed_attempts(
    engine: EngineProcess, caller: Caller
) -> None:
    await render(caller, "endless", "render_patient")
    for _ in range(4):
        await until(lambda: engine.workers())
        await asyncio.to_thread(engine.stop)
        again(engine, caller)
    assert (await caller.render_status("render_patient"))["status"] in ("pending", "processing")


@pytest.mark.soak
async def test_a_kill_in_a_message_leaves_work_and_charge_together_or_neither(
    tmp_path: Path,
) -> None:
    engine = EngineProcess(tmp_path / "data", *ODD, "--credits", "cloud").start()
    done = []
    try:
        async with aiohttp.ClientSession() as http:
            made = Caller(engine.url, http)
            await made.get_token()
            for delay_s in (None, 0.003, 0.009):
                await made.open_session()
                await made.upload(("clip.mp4", MP4))
                if delay_s is None:
                    # Killed for certain while its credits are frozen and nothing is done.
                    await made.arm("message", "heartbeats", seconds=None)
                    delay_s = 0.3
                message = asyncio.create_task(made.message("put me in an office"))
                await asyncio.sleep(delay_s)
                engine.kill()
                await asyncio.wait({message})
                message.exception()
                again(engine, made)
                entries = (await made.ledger())["entries"]
                paid = [one for one in entries if one["session_id"] == made.session_id]
                is_there = len((await made.state())["draft"]["t"]) == 2
                assert len(paid) == int(is_there)
                done.append(is_there)
                spent = 10 * sum(done)
                assert await made.credits() == {
                    "available": 100 - spent,
                    "frozen": 0,
                    "total": 100 - spent,
                }
    finally:
        await asyncio.to_thread(engine.stop)
    assert not done[0]


@pytest.mark.soak
async def test_an_upload_in_the_middle_of_a_kill_leaves_nothing(
    engine: EngineProcess, caller: Caller
) -> None:
    assets = engine.data_dir / "assets"

    async def half() -> AsyncIterator[bytes]:
        yield MP4 + bytes(2 * 1024 * 1024)
        await until(lambda: list(assets.glob("*.part")))
        engine.kill()
        yield bytes(1024)

    with pytest.raises(aiohttp.ClientError):
        await caller.upload(("half.mp4", half()))
    again(engine, caller)
    assert list(assets.glob("*.part")) == []
    assert len((await caller.state())["video_infos"]) == 1


@pytest.mark.soak
async def test_sigterm_ends_everything_within_three_seconds(
    engine: EngineProcess, caller: Caller
) -> None:
    await render(caller, "stubborn", "render_stubborn")
    await until(lambda: engine.workers())
    await caller.arm("message", "heartbeats", seconds=None)

    async def endless_message() -> None:
        await caller.message("an office")

    stream = asyncio.create_task(endless_message())
    await asyncio.sleep(0.2)
    workers = engine.workers()
    code, took_s = await asyncio.to_thread(engine.stop)
    assert code == 0
    assert took_s < 3
    assert not any(is_alive(pid) for pid in workers)
    with pytest.raises(aiohttp.ClientError):
        await stream


@pytest.mark.soak
async def test_ctrl_c_ends_it_without_a_traceback(engine: EngineProcess, caller: Caller) -> None:
    code, took_s = await asyncio.to_thread(engine.stop, signal.SIGINT)
    assert (code, took_s < 3) == (0, True)
    assert "Traceback" not in engine.log()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.soak
async def test_it_ends_with_its_parent_and_its_workers_with_it(
    tmp_path: Path, number: signal.Signals
) -> None:
    """A parent that starts the engine as `backdrop` does, and then dies without a word."""
    parent = await asyncio.to_thread(
        subprocess.Popen,
        [
            sys.executable,
            "-c",
            "import os, subprocess, sys, time\n"
            "subprocess.Popen([sys.executable, '-m', 'engine', '--data-dir', sys.argv[1],"
            " '--faulty', '--worker-module', 'tests.servers.odd_worker',"
            " '--parent-pid', str(os.getpid())])\n"
            "time.sleep(60)",
            str(tmp_path / "data"),
        ],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert parent.stdout is not None
    ready = json.loads(await asyncio.to_thread(parent.stdout.readline))
    async with aiohttp.ClientSession() as http:
        made = Caller(ready["url"], http)
        await made.get_token()
        await made.open_session()
        await made.upload(("clip.mp4", MP4))
        await render(made, "stubborn", "render_orphan")
        workers = await until(lambda: descendants(ready["pid"]))
        parent.send_signal(number)
        parent.wait(5)
        wait_until(lambda: not is_alive(ready["pid"]), 3, "the engine's end")
        wait_until(lambda: not any(is_alive(pid) for pid in workers), 1, "the workers' end")
    parent.stdout.close()


@pytest.mark.soak
async def test_two_engines_never_share_a_directory(engine: EngineProcess) -> None:
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "engine", "--data-dir", str(engine.data_dir)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.returncode == 1
    assert "another engine uses" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.soak
async def test_a_newer_database_is_refused_in_one_line(engine: EngineProcess) -> None:
    engine.stop()
    with sqlite3.connect(engine.data_dir / "engine.db") as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "engine", "--data-dir", str(engine.data_dir)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.returncode == 1
    assert "schema 99" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.soak
async def test_a_taken_port_is_one_line(engine: EngineProcess, tmp_path: Path) -> None:
    port = engine.url.rsplit(":", 1)[1]
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "engine", "--data-dir", str(tmp_path / "other"), "--port", port],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.returncode == 1
    assert "cannot run" in done.stderr
    assert "Traceback" not in done.stderr
