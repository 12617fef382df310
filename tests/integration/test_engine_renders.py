"""Renders in the engine: the queue, cancelling, files, and workers that misbehave in every way."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.servers.engine_caller import MP4, Caller, until
from tests.servers.engine_process import EngineProcess, is_alive

ODD = ("--worker-module", "tests.servers.odd_worker", "--stall-timeout-s", "1.5")
FILM = b"a rendered film" * 1000


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(tmp_path_factory.mktemp("engine") / "data", *ODD).start()
    yield process
    process.stop()


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        yield await with_clip(engine, http)


async def with_clip(engine: EngineProcess, http: aiohttp.ClientSession) -> Caller:
    made = await Caller(engine.url, http).enter()
    assert (await made.upload(("clip.mp4", MP4))).code == 0
    return made


async def odd(caller: Caller, how: str, render_id: str) -> None:
    draft = (await caller.state())["draft"] | {"odd": how}
    assert (await caller.submit(draft, render_id)).status == 200


async def processing(caller: Caller, render_id: str) -> None:
    await caller.progressed(render_id, 2)


def unfinished(engine: EngineProcess) -> list[str]:
    return [path.name for path in (engine.data_dir / "renders").glob("*.part*")]


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("crash", "broke off unexpectedly"),
        ("traceback", "broke off unexpectedly"),
        ("silent exit", "broke off unexpectedly"),
        ("long line", "broke off unexpectedly"),
        ("no json", "broke off unexpectedly"),
        ("odd result", "came to nothing"),
        ("hang", "stopped making progress"),
        ("refused", "I can't find a person in this clip."),
    ],
)
async def test_a_bad_worker_fails_its_render_with_a_plain_sentence(
    caller: Caller, engine: EngineProcess, how: str, sentence: str
) -> None:
    render_id = f"render_{how.replace(' ', '_')}"
    await odd(caller, how, render_id)
    status = await caller.rendered(render_id, 10)
    assert status["status"] == "failed"
    assert sentence in status["error"]
    assert "Traceback" not in status["error"]
    assert unfinished(engine) == []
    assert engine.workers() == {}
    # And nothing else: the next one is made.
    await odd(caller, "", f"{render_id}_after")
    assert (await caller.rendered(f"{render_id}_after"))["status"] == "completed"


async def test_the_cause_of_a_crash_is_in_the_log(caller: Caller, engine: EngineProcess) -> None:
    await odd(caller, "traceback", "render_cause")
    await caller.rendered("render_cause")
    assert "worker crashed: job=render status=1 last=RuntimeError: a bug" in engine.log()


async def test_a_render_has_so_much_time_and_no_more(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path / "data", *ODD, "--render-timeout-s", "1").start()
    try:
        async with aiohttp.ClientSession() as http:
            made = await with_clip(engine, http)
            await odd(made, "endless", "render_endless")
            status = await made.rendered("render_endless", 10)
            assert status["status"] == "failed"
            assert "longer than is allowed" in status["error"]
            assert engine.workers() == {}
    finally:
        engine.stop()


@pytest.mark.parametrize("how", ["endless", "stubborn", "grandchild"])
async def test_cancel_ends_the_worker_and_all_of_its_own(
    caller: Caller, engine: EngineProcess, how: str
) -> None:
    """One that ignores SIGTERM is killed a second later."""
    await odd(caller, how, f"render_cancel_{how}")
    await processing(caller, f"render_cancel_{how}")
    living = engine.workers()
    assert len(living) == (2 if how == "grandchild" else 1)
    begun = time.monotonic()
    answer = await caller.call("POST", f"/api/render/proxy/lambda/render_cancel_{how}/cancel")
    assert answer.json["status"] == "failed"
    assert answer.json["error"] == "The render was cancelled."
    await until(lambda: not any(is_alive(pid) for pid in living), 3)
    assert time.monotonic() - begun < (1.5 if how == "stubborn" else 1.0)
    await until(lambda: unfinished(engine) == [])
    # Again, and for one that is over, it changes nothing.
    again = await caller.call("POST", f"/api/render/proxy/lambda/render_cancel_{how}/cancel")
    assert again.json["error"] == "The render was cancelled."


async def test_a_finished_render_is_not_cancelled(caller: Caller) -> None:
    await odd(caller, "", "render_finished")
    await caller.rendered("render_finished")
    answer = await caller.call("POST", "/api/render/proxy/lambda/render_finished/cancel")
    assert answer.json["status"] == "completed"


async def test_one_at_a_time_in_order_and_a_waiting_one_can_be_cancelled(
    caller: Caller, engine: EngineProcess
) -> None:
    await odd(caller, "endless", "render_q1")
    await odd(caller, "", "render_q2")
    await odd(caller, "", "render_q3")
    await processing(caller, "render_q1")
    assert (await caller.render_status("render_q2"))["status"] == "pending"
    assert len(engine.workers()) == 1
    await caller.call("POST", "/api/render/proxy/lambda/render_q2/cancel")
    await caller.call("POST", "/api/render/proxy/lambda/render_q1/cancel")
    assert (await caller.rendered("render_q3"))["status"] == "completed"
    assert (await caller.render_status("render_q2"))["error"] == "The render was cancelled."


async def test_several_slots_work_at_once(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path / "data", *ODD, "--render-slots", "2").start()
    try:
        async with aiohttp.ClientSession() as http:
            made = await with_clip(engine, http)
            for number in range(3):
                await odd(made, "endless", f"render_{number}")
            await until(lambda: len(engine.workers()) == 2)
            await processing(made, "render_0")
            await processing(made, "render_1")
            assert (await made.render_status("render_2"))["status"] == "pending"
    finally:
        engine.stop()


async def test_a_worker_is_polite_and_knows_no_secret(
    caller: Caller, engine: EngineProcess
) -> None:
    await odd(caller, "endless", "render_nice")
    await processing(caller, "render_nice")
    (pid,) = engine.workers()
    niceness = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[16])
    own = int(Path(f"/proc/{engine.pid}/stat").read_text().rpartition(")")[2].split()[16])
    assert niceness >= min(19, own + 10)
    await caller.call("POST", "/api/render/proxy/lambda/render_nice/cancel")

    await odd(caller, "environment", "render_environment")
    status = await caller.rendered("render_environment")
    async with aiohttp.ClientSession() as plain, plain.get(status["output"]["url"]) as response:
        environment = json.loads(await response.read())
    allowed = {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ"}
    assert set(environment) <= allowed | {"LD_LIBRARY_PATH", "PYTHONPATH"}


async def test_the_same_id_is_the_same_render(caller: Caller, engine: EngineProcess) -> None:
    await odd(caller, "slow", "render_twice")
    await odd(caller, "slow", "render_twice")
    await processing(caller, "render_twice")
    assert len(engine.workers()) == 1
    await caller.call("POST", "/api/render/proxy/lambda/render_twice/cancel")
    await odd(caller, "", "render_twice")
    assert (await caller.render_status("render_twice"))["status"] == "failed"


async def test_a_stranger_s_render_is_unknown(caller: Caller, engine: EngineProcess) -> None:
    await odd(caller, "", "render_mine")
    await caller.rendered("render_mine")
    stranger = await with_clip(engine, caller.http)
    for method, path in (
        ("GET", "/api/render/proxy/lambda/render_mine"),
        ("GET", "/api/render/proxy/render_mine/download"),
        ("POST", "/api/render/proxy/lambda/render_mine/cancel"),
    ):
        answer = await stranger.call(method, path)
        assert (answer.status, answer.code) == (404, 404)
    taken = await stranger.submit((await stranger.state())["draft"], "render_mine")
    assert taken.status == 409


@pytest.mark.parametrize(
    ("change", "render_id"),
    [
        ({"t": []}, "render_x"),
        ({"t": [{"tt": 0, "sg": []}]}, "render_x"),
        ({"t": "tracks"}, "render_x"),
        ({}, "../../render"),
        ({}, "x"),
    ],
)
async def test_what_cannot_be_rendered_is_refused(
    caller: Caller, change: dict[str, object], render_id: str
) -> None:
    draft = (await caller.state())["draft"] | change
    assert (await caller.submit(draft, render_id)).code == 400


async def test_an_unknown_render_is_404(caller: Caller) -> None:
    answer = await caller.call("GET", "/api/render/proxy/lambda/render_never")
    assert (answer.status, answer.code) == (404, 404)


async def test_output_is_served_in_ranges_to_those_who_have_its_address(caller: Caller) -> None:
    await odd(caller, "", "render_ranges")
    url = (await caller.rendered("render_ranges"))["output"]["url"]
    async with aiohttp.ClientSession() as plain:
        async with plain.get(url) as whole:
            assert (whole.status, await whole.read()) == (200, FILM)
            assert whole.headers["Accept-Ranges"] == "bytes"
            assert whole.headers["X-Content-Type-Options"] == "nosniff"
        async with plain.get(url, headers={"Range": "bytes=5-9"}) as part:
            assert (part.status, await part.read()) == (206, FILM[5:10])
            assert part.headers["Content-Range"] == f"bytes 5-9/{len(FILM)}"
        async with plain.get(url, headers={"Range": "bytes=-4"}) as tail:
            assert (tail.status, await tail.read()) == (206, FILM[-4:])
        async with plain.get(url, headers={"Range": "bytes=99999999-"}) as beyond:
            assert beyond.status == 416
        async with plain.head(url) as head:
            assert int(head.headers["Content-Length"]) == len(FILM)
        for wrong in (
            url.replace("/files/render/", "/files/asset/"),
            url[:-5] + ("0" if url[-5] != "0" else "1") + ".mp4",
            url.rsplit("/", 2)[0] + "/" + "0" * 32 + "/" + url.rsplit("/", 1)[1],
            url.rsplit("/", 1)[0] + "/..%2f..%2fengine.db",
            url.rsplit("/", 1)[0] + "/%2e%2e%2f%2e%2e%2fsigning.key",
        ):
            async with plain.get(wrong) as refused:
                assert refused.status == 404, wrong


async def test_a_person_before_nothing_is_served_as_webm(caller: Caller) -> None:
    draft = (await caller.state())["draft"]
    nothing = {"id": "b", "st": 0, "d": draft["d"], "m": {"kind": "transparent"}}
    background = {"tt": 0, "m": {"role": "background"}, "sg": [nothing]}
    draft = draft | {"t": [*draft["t"], background]}
    assert (await caller.submit(draft, "render_webm")).status == 200
    url = (await caller.rendered("render_webm"))["output"]["url"]
    assert url.endswith(".webm")
    async with aiohttp.ClientSession() as plain:
        async with plain.get(url) as whole:
            assert (whole.status, await whole.read()) == (200, FILM)
            assert whole.headers["Content-Type"] == "video/webm"
            assert whole.headers["Content-Disposition"].endswith('"video.webm"')
        async with plain.get(url.replace(".webm", ".mp4")) as other:
            assert other.status == 404


async def test_progress_never_runs_backwards(caller: Caller) -> None:
    await odd(caller, "slow", "render_slow")
    seen = []
    async with asyncio.timeout(5):
        while not seen or seen[-1] < 15:
            seen.append((await caller.render_status("render_slow"))["progress"])
            await asyncio.sleep(0.02)
    await caller.call("POST", "/api/render/proxy/lambda/render_slow/cancel")
    assert seen == sorted(seen)
    assert len(set(seen)) > 5
    assert all(0 <= percent <= 100 and percent != 1 for percent in seen)
