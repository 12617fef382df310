"""Uploads over lines that break: whatever happens on the way, the same bytes arrive."""

from __future__ import annotations

import asyncio
import hashlib
import random
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.base_protocol import BaseProtocol
from hypothesis import given, settings
from hypothesis import strategies as st
from tusclient.client import TusClient

from bots.serving.receiving import Ending, Receiving
from tests.integration.tus_caller import Caller, Rig, rig_in
from tests.servers import upload_server
from tests.servers.cutting_line import Break, CuttingLine, Place
from tests.servers.engine_caller import until
from tests.servers.upload_server import PATH

MIB = 2**20
NAME = "我的 clip.mp4"
LIMIT_S = 20.0
"""For what takes a moment; a dead line is given up by itself only after three times that."""


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig_in(tmp_path) as made:
        yield made


def content_of(size_bytes: int) -> bytes:
    return random.Random(size_bytes).randbytes(size_bytes)


async def slowly(*pieces: bytes, until_set: asyncio.Event) -> AsyncIterator[bytes]:
    """A body that comes to no end before something happens."""
    for piece in pieces:
        yield piece
    await until_set.wait()


async def by_tuspy(port: int, path: Path, chunk_bytes: int) -> str:
    """The id of the upload, by the official client, which goes on after each failure."""

    def upload() -> str:
        uploader = TusClient(f"http://127.0.0.1:{port}{PATH}").uploader(
            str(path),
            chunk_size=chunk_bytes,
            metadata={"filename": NAME, "filetype": "video/mp4"},
            retries=100,
            retry_delay=0,
        )
        uploader.upload()
        return str(uploader.url).rpartition("/")[2]

    return await asyncio.to_thread(upload)


async def assert_kept(rig: Rig, upload: str, content: bytes) -> None:
    kept = await rig.kept(upload)
    assert kept is not None
    assert kept.size_bytes == len(content)
    digest = hashlib.sha256()
    async with rig.shelf.open(upload) as opened:
        async for piece in opened.chunks:
            digest.update(piece)
    assert digest.digest() == hashlib.sha256(content).digest()
    assert rig.held() == {upload}


async def test_the_official_client_uploads_in_chunks(rig: Rig, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content_of(3 * MIB + 17))
    upload = await by_tuspy(rig.port, path, MIB)
    await assert_kept(rig, upload, path.read_bytes())
    kept = await rig.kept(upload)
    assert kept is not None
    assert (kept.owner, kept.name, kept.mime) == ("anna", NAME, "video/mp4")


async def test_the_official_client_comes_through_twenty_cuts(rig: Rig, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content_of(6 * MIB))
    # Each cut makes it a little more that is sent; none is so late that it is never reached.
    places = [Place(at) for at in random.Random(20).sample(range(2000, 5 * MIB), 20)]
    async with CuttingLine(rig.port, places).listening() as line:
        upload = await by_tuspy(line.port, path, 2 * MIB)
        assert line.broken == 20
    await assert_kept(rig, upload, path.read_bytes())


@settings(max_examples=15, deadline=None)
@given(
    size_bytes=st.integers(1, 300_000),
    chunk_bytes=st.integers(20_000, 300_000),
    # What makes the upload is not repeated by the client, and gets through before.
    places=st.lists(
        st.builds(Place, st.integers(1000, 400_000), st.sampled_from([Break.CUT, Break.MUTE])),
        max_size=8,
    ),
)
def test_any_way_of_breaking_leaves_the_same_bytes(
    size_bytes: int, chunk_bytes: int, places: list[Place]
) -> None:
    async def run(folder: Path) -> None:
        path = folder / "clip.mp4"
        path.write_bytes(content_of(size_bytes))
        async with rig_in(folder) as rig, CuttingLine(rig.port, places).listening() as line:
            upload = await by_tuspy(line.port, path, chunk_bytes)
            await assert_kept(rig, upload, path.read_bytes())

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


async def test_what_came_before_the_line_broke_is_kept(rig: Rig) -> None:
    content = content_of(200_000)
    upload = await rig.caller.create(len(content))
    async with (
        CuttingLine(rig.port, [Place(150_000)]).listening() as line,
        aiohttp.ClientSession() as http,
    ):
        with pytest.raises(aiohttp.ClientError):
            await Caller(http, line.port).append(upload, 0, content)
    offset_bytes = await rig.caller.offset(upload)
    # What is in a buffer when the line breaks is lost; what came before it is not.
    assert 0 < offset_bytes <= 150_000
    answer = await rig.caller.append(upload, offset_bytes, content[offset_bytes:])
    assert (answer.status, answer.offset_bytes) == (204, len(content))
    await assert_kept(rig, upload, content)


@pytest.mark.parametrize("method", ["HEAD", "PATCH"])
async def test_a_newer_request_does_not_wait_for_a_dead_line(rig: Rig, method: str) -> None:
    content = content_of(400_000)
    upload = await rig.caller.create(len(content))
    async with (
        CuttingLine(rig.port, [Place(150_000, Break.DEAD)]).listening() as line,
        aiohttp.ClientSession() as http,
    ):
        hanging = asyncio.create_task(Caller(http, line.port).append(upload, 0, content))
        await until(lambda: line.broken, LIMIT_S)
        async with asyncio.timeout(LIMIT_S):
            if method == "PATCH":
                # It can't know; it is told where to go on.
                refused = await rig.caller.append(upload, 0, content)
                assert (refused.status, refused.told["code"]) == (409, "offset")
                offset_bytes = refused.offset_bytes
            else:
                offset_bytes = await rig.caller.offset(upload)
            assert 0 < offset_bytes <= 150_000
            answer = await rig.caller.append(upload, offset_bytes, content[offset_bytes:])
        assert answer.status == 204
        assert not hanging.done()
        hanging.cancel()
        await asyncio.wait({hanging})
    await assert_kept(rig, upload, content)


async def test_the_older_of_two_is_told_that_it_was_ended(rig: Rig) -> None:
    content = content_of(100_000)
    upload = await rig.caller.create(len(content))
    is_over = asyncio.Event()
    older = asyncio.create_task(
        rig.caller.append(upload, 0, slowly(content[:60_000], until_set=is_over))
    )
    kept = rig.shelf.begun(upload)
    assert kept is not None
    # What a slow line brings is on the disk a moment later, not at its end.
    await until(lambda: kept.held_bytes() == 60_000, LIMIT_S)
    assert await rig.caller.offset(upload) == 60_000
    answer = await older
    assert (answer.status, answer.told["code"]) == (409, "taken-over")
    assert answer.offset_bytes == 60_000
    is_over.set()
    assert (await rig.caller.append(upload, 60_000, content[60_000:])).status == 204
    await assert_kept(rig, upload, content)


async def test_one_that_has_not_begun_to_read_is_ended_too(tmp_path: Path) -> None:
    path = tmp_path / "clip.bin"
    path.touch()
    loop = asyncio.get_running_loop()
    endless = aiohttp.StreamReader(BaseProtocol(loop), 2**16, loop=loop)
    receiving = Receiving(path, 100, silence_s=60, check=lambda: None)
    running = asyncio.create_task(receiving.run(endless))
    async with asyncio.timeout(LIMIT_S):
        await receiving.stop()
        assert await running is Ending.STOPPED


async def test_two_at_once_make_one_file(rig: Rig) -> None:
    content = content_of(3 * MIB)
    upload = await rig.caller.create(len(content))
    answers = await asyncio.gather(*(rig.caller.append(upload, 0, content) for _ in range(4)))
    assert {answer.status for answer in answers} <= {204, 409}
    offset_bytes = await rig.caller.offset(upload)
    if offset_bytes < len(content):
        await rig.caller.append(upload, offset_bytes, content[offset_bytes:])
    await assert_kept(rig, upload, content)


async def test_a_line_that_is_silent_for_too_long_is_given_up(tmp_path: Path) -> None:
    async with rig_in(tmp_path, silence_s=0.1) as rig:
        upload = await rig.caller.create(100)
        is_over = asyncio.Event()
        answer = await rig.caller.append(upload, 0, slowly(b"x" * 70, until_set=is_over))
        is_over.set()
        assert (answer.status, answer.told["code"]) == (408, "broken")
        assert answer.offset_bytes == await rig.caller.offset(upload) == 70


async def test_an_upload_that_is_taken_back_ends_what_still_comes(rig: Rig) -> None:
    upload = await rig.caller.create(100)
    is_over = asyncio.Event()
    older = asyncio.create_task(rig.caller.append(upload, 0, slowly(b"x" * 70, until_set=is_over)))
    kept = rig.shelf.begun(upload)
    assert kept is not None
    await until(lambda: kept.held_bytes() == 70, LIMIT_S)
    assert (await rig.caller.ask("DELETE", upload)).status == 204
    assert (await older).status in (404, 409)
    is_over.set()
    assert (await rig.caller.ask("HEAD", upload)).status == 404
    assert rig.held() == set()


async def test_an_upload_goes_on_where_a_killed_server_had_it(tmp_path: Path) -> None:
    content = content_of(3 * MIB)
    with upload_server.process(tmp_path) as (process, port):
        async with aiohttp.ClientSession() as http:
            caller = Caller(http, port)
            upload = await caller.create(len(content), NAME)
            path = tmp_path / "shelf" / f"{upload}.bin"
            is_over = asyncio.Event()
            sending = asyncio.create_task(
                caller.append(upload, 0, slowly(content[: 2 * MIB], until_set=is_over))
            )
            await until(lambda: path.stat().st_size >= MIB, LIMIT_S)
            process.kill()
            with pytest.raises(aiohttp.ClientError):
                await sending
            is_over.set()
    held_bytes = path.stat().st_size
    async with rig_in(tmp_path) as rig:
        assert await rig.caller.offset(upload) == held_bytes
        answer = await rig.caller.append(upload, held_bytes, content[held_bytes:])
        assert answer.status == 204
        await assert_kept(rig, upload, content)
        kept = await rig.kept(upload)
        assert kept is not None
        assert kept.name == NAME
