"""Uploads to the engine: what is taken, what is refused, what is left behind, and how much memory.

The worker is one that calls everything a clip, so that what is refused here is refused by the
server itself; `test_engine_whole.py` has the real one.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.servers.engine_caller import MP4, Caller, until
from tests.servers.engine_process import REPOSITORY, EngineProcess

ODD = ("--worker-module", "tests.servers.odd_worker")
MB = 1024 * 1024


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(
        tmp_path_factory.mktemp("engine") / "data", *ODD, "--upload-limit-mb", "4"
    ).start()
    yield process
    process.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def caller(engine: EngineProcess, http: aiohttp.ClientSession) -> Caller:
    return await entered(engine, http)


async def entered(engine: EngineProcess, http: aiohttp.ClientSession) -> Caller:
    made = await Caller(engine.url, http).enter()
    return made


def left_files(engine: EngineProcess) -> set[str]:
    return {path.name for path in (engine.data_dir / "assets").iterdir()}


async def sent(size_bytes: int, piece: bytes = b"\0" * 65536) -> AsyncIterator[bytes]:
    yield MP4
    for _ in range(size_bytes // len(piece)):
        yield piece


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><body>not a film</body></html>",
        b"%PDF-1.7 and more",
        b"PK\x03\x04 a zip",
        b"#!/bin/sh\nrm -rf /\n",
        b"\x7fELF\x02\x01\x01",
        b"",
        b"\x00\x00\x00\x18ftypavif" + bytes(100),
    ],
)
async def test_what_only_claims_to_be_a_clip_is_4001(
    caller: Caller, engine: EngineProcess, content: bytes
) -> None:
    before = left_files(engine)
    answer = await caller.upload(("clip.mp4", content))
    assert (answer.status, answer.code) == (415, 4001)
    assert "MP4, MOV, AVI and WebM" in answer.json["message"]
    assert left_files(engine) == before
    assert (await caller.state())["video_infos"] == []


async def test_one_bad_file_takes_the_others_of_its_request_with_it(
    caller: Caller, engine: EngineProcess
) -> None:
    before = left_files(engine)
    answer = await caller.upload(("good.mp4", MP4), ("bad.mp4", b"<html>"))
    assert answer.code == 4001
    assert left_files(engine) == before
    assert (await caller.state())["video_infos"] == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\a.mp4", "a.mp4"),
        ("/etc/cron.d/x.mp4", "x.mp4"),
        ("..", "file"),
        ("a\u202egnp.mp4", "agnp.mp4"),
        ("%2e%2e%2fup.mp4", "up.mp4"),
        ("会议 clip.mp4", "会议 clip.mp4"),
        ("x" * 300 + ".mp4", "x" * 116 + ".mp4"),
    ],
)
async def test_a_name_is_only_ever_shown(
    caller: Caller, engine: EngineProcess, name: str, shown: str
) -> None:
    answer = await caller.upload((name, MP4))
    assert answer.data["files"][0]["filename"] == shown
    asset_id = answer.data["files"][0]["id"]
    assert (engine.data_dir / "assets" / asset_id).read_bytes() == MP4
    inside = {path.name for path in engine.data_dir.iterdir()}
    assert inside <= {"assets", "renders", "previews", "signing.key", "engine.lock"} | {
        f"engine.db{suffix}" for suffix in ("", "-wal", "-shm")
    }


async def test_a_body_that_says_it_is_too_large_is_refused_at_once(
    caller: Caller, engine: EngineProcess
) -> None:
    before = left_files(engine)
    host, port = engine.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    headers = "\r\n".join(f"{name}: {value}" for name, value in caller.headers.items())
    request = (
        f"POST /api/upload-video/nemo_agent/me/{caller.session_id} HTTP/1.1\r\n"
        f"Host: {host}\r\n{headers}\r\nAuthorization: Bearer {caller.token}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {600 * MB}\r\n\r\n"
    )
    writer.write(request.encode())
    async with asyncio.timeout(2):
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.read(500)
    writer.close()
    assert b" 413 " in head.split(b"\r\n")[0]
    assert b'"code": 4002' in body
    assert left_files(engine) == before


async def test_an_ordinary_client_hears_why_its_large_file_is_refused(
    caller: Caller, tmp_path: Path
) -> None:
    path = tmp_path / "large.mp4"
    with path.open("wb") as file:
        file.truncate(200 * MB)
    answer = await caller.upload(("large.mp4", path))
    assert (answer.status, answer.code) == (413, 4002)


async def test_a_body_that_does_not_say_is_cut_off_at_the_limit(
    caller: Caller, engine: EngineProcess
) -> None:
    before = left_files(engine)
    answer = await caller.upload(("big.mp4", sent(5 * MB)))
    assert (answer.status, answer.code) == (413, 4002)
    assert "4 MB" in answer.json["message"]
    assert left_files(engine) == before
    # And the connection serves on.
    assert (await caller.upload(("small.mp4", sent(3 * MB)))).code == 0


async def test_a_caller_that_leaves_in_the_middle_leaves_nothing(
    caller: Caller, engine: EngineProcess
) -> None:
    before = left_files(engine)

    async def interrupted() -> AsyncIterator[bytes]:
        yield MP4 + bytes(2 * MB)
        await until(lambda: left_files(engine) != before)
        raise ConnectionResetError("gone")

    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await caller.upload(("half.mp4", interrupted()))
    await until(lambda: left_files(engine) == before)
    assert (await caller.state())["video_infos"] == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=other\r\n\r\nhello\r\n--x--\r\n", "x"),
        (b"no boundary here", "x"),
        (b"--x\r\nContent-Disposition: form-data; name=files\r\n\r\nno end", "x"),
        (b"", "x"),
    ],
)
async def test_a_malformed_multipart_body_is_400(
    caller: Caller, engine: EngineProcess, body: bytes, content_type: str
) -> None:
    before = left_files(engine)
    answer = await caller.call(
        "POST",
        f"/api/upload-video/nemo_agent/me/{caller.session_id}",
        data=body,
        headers={"Content-Type": f"multipart/form-data; boundary={content_type}"},
    )
    assert answer.code in (400, 4001)
    assert left_files(engine) == before


async def test_no_room_is_a_plain_error_and_leaves_nothing(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    engine = EngineProcess(tmp_path / "data", *ODD, "--quota-mb", "1").start()
    try:
        made = await entered(engine, http)
        answer = await made.upload(("big.mp4", bytes(2 * MB)))
        assert (answer.status, answer.code) == (507, 507)
        assert "disk space" in answer.json["message"]
        assert left_files(engine) == set()
    finally:
        engine.stop()


async def test_a_write_that_fails_for_space_is_a_plain_error(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    """The kernel refuses to let a file grow beyond 1 MB, as a full disk would."""
    engine = EngineProcess(tmp_path / "data", *ODD).start()
    try:
        resource.prlimit(engine.pid, resource.RLIMIT_FSIZE, (MB, MB))
        made = await entered(engine, http)
        answer = await made.upload(("big.mp4", sent(3 * MB)))
        assert (answer.status, answer.code) == (507, 507)
        assert left_files(engine) == set()
        assert (await made.upload(("small.mp4", MP4))).code == 0
    finally:
        engine.stop()


@pytest.mark.soak
async def test_500_mb_go_to_disk_with_flat_memory(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    engine = EngineProcess(tmp_path / "data", *ODD).start()
    try:
        made = await entered(engine, http)
        await made.upload(("warm.mp4", MP4))
        before_kb, peak_kb, is_over = engine.rss_kb(), 0, False

        async def watch() -> None:
            nonlocal peak_kb
            while not is_over:
                peak_kb = max(peak_kb, engine.rss_kb())
                await asyncio.sleep(0.02)

        watching = asyncio.create_task(watch())
        answer = await made.upload(("large.mp4", sent(498 * MB, bytes(MB))))
        is_over = True
        await watching
        assert answer.data["files"][0]["size"] == 498 * MB + len(MP4)
        assert peak_kb - before_kb < 30 * 1024, (before_kb, peak_kb)
    finally:
        engine.stop()
        shutil.rmtree(engine.data_dir)


def test_the_engine_needs_no_more_than_its_own_modules() -> None:
    """Reached over HTTP only: importing its server pulls in nothing of the other packages."""
    code = (
        "import sys, engine.server.serving; "
        "print([m for m in sys.modules if m.split('.')[0] in ('core', 'bots', 'storage')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
