"""Files on their way, up and down, and every way in which they break."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from core.errors import (
    BackendDown,
    ClipUnreachable,
    DownloadFailed,
    FileTooLarge,
    NothingToRender,
    OutputNotWritable,
    RateLimited,
    TokenRejected,
)
from core.nemo.account import Account
from core.nemo.client import NemoClient
from core.secrecy import Secret
from tests.contract.nemo_rig import TIMETABLE, Visit, chunks
from tests.servers.nemo import VIDEO, FakeNemo
from tests.servers.nemo_visit import client_of, server, visit

__all__ = ["server", "visit"]


async def test_progress_and_names(server: FakeNemo, visit: Visit) -> None:
    seen: list[int] = []

    async def progress(sent_bytes: int) -> None:
        seen.append(sent_bytes)

    file = await visit.client.upload_file(
        visit.session.session_id,
        chunks(VIDEO, 300_000),
        name='../我的"clip"\r\nX-Evil: 1.mp4',
        mime="video/mp4\r\nX-Evil: 1",
        size_bytes=len(VIDEO),
        progress=progress,
    )
    assert seen == sorted(seen)
    assert seen[-1] == len(VIDEO) == server.uploaded_bytes
    assert file.name == "..我的clipX-Evil: 1.mp4"


async def test_too_large_is_known_before_sending(server: FakeNemo, visit: Visit) -> None:
    with pytest.raises(FileTooLarge):
        await visit.client.upload_file(
            "1", chunks(b""), name="a", mime="video/mp4", size_bytes=501 * 1024 * 1024
        )
    assert server.seen("upload") == []


@pytest.mark.parametrize("told", [-1, 1])
async def test_a_file_that_is_not_as_long_as_told(
    server: FakeNemo, visit: Visit, told: int
) -> None:
    with pytest.raises(ClipUnreachable):
        await visit.client.upload_file(
            visit.session.session_id,
            chunks(VIDEO),
            name="a.mp4",
            mime="video/mp4",
            size_bytes=len(VIDEO) + told,
        )
    assert (await visit.client.state(visit.session.session_id)).files == ()


@pytest.mark.parametrize("kind", [OSError, ClipUnreachable, RuntimeError])
async def test_what_the_source_fails_of_is_told_as_it_is(
    visit: Visit, kind: type[Exception]
) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield VIDEO[:1000]
        raise kind("the platform broke off")

    with pytest.raises(kind, match="the platform broke off"):
        await visit.client.upload_file(
            visit.session.session_id, broken(), name="a", mime="video/mp4", size_bytes=len(VIDEO)
        )


async def test_an_upload_that_stands_still_is_certainly_not_done(server: FakeNemo) -> None:
    async def stuck() -> AsyncIterator[bytes]:
        yield VIDEO[:1000]
        await asyncio.sleep(60)

    timetable = replace(TIMETABLE, upload_stall_s=0.1)
    async with client_of(server, timetable) as client:
        session = await client.create_session("en")
        with pytest.raises(BackendDown, match="stood still"):
            await client.upload_file(
                session.session_id, stuck(), name="a", mime="video/mp4", size_bytes=len(VIDEO)
            )


async def test_a_slow_upload_that_moves_is_let_be(server: FakeNemo) -> None:
    async def slow() -> AsyncIterator[bytes]:
        for start in range(0, 100_000, 10_000):
            await asyncio.sleep(0.04)
            yield VIDEO[start : start + 10_000]

    timetable = replace(TIMETABLE, upload_stall_s=0.2, answer_limit_s=0.2)
    async with client_of(server, timetable) as client:
        session = await client.create_session("en")
        file = await client.upload_file(
            session.session_id, slow(), name="a.mp4", mime="video/mp4", size_bytes=100_000
        )
    assert file.name == "a.mp4"


async def test_a_connection_lost_in_the_middle_of_an_upload_is_certain(visit: Visit) -> None:
    async def cut(request: web.BaseRequest) -> web.Response:
        await request.content.readany()
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    runner = web.ServerRunner(web.Server(cut))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    data = bytes(20_000_000)
    async with NemoClient(url, Account.own(Secret("nmv_usr_x")), TIMETABLE) as client:
        with pytest.raises(BackendDown):
            await client.upload_file(
                "1", chunks(data, 200_000), name="a", mime="video/mp4", size_bytes=len(data)
            )
    await runner.cleanup()


async def test_uploads_that_can_be_opened_anew_are_repeated(server: FakeNemo, visit: Visit) -> None:
    server.arm("upload", "rate_limit", retry_after_s=0.05)
    server.arm("upload", "expired_token")
    assert (await visit.upload()).name == "me at home 我.mp4"
    assert len(server.seen("upload")) == 3
    assert len(server.seen("token")) == 2


async def test_an_iterator_is_sent_once(server: FakeNemo, visit: Visit) -> None:
    async def upload() -> None:
        await visit.client.upload_file(
            visit.session.session_id,
            chunks(VIDEO),
            name="a.mp4",
            mime="video/mp4",
            size_bytes=len(VIDEO),
        )

    server.arm("upload", "rate_limit", retry_after_s=0.05)
    with pytest.raises(RateLimited):
        await upload()
    server.arm("upload", "refuse", code=1001, status=401)
    with pytest.raises(TokenRejected):
        await upload()
    assert len(server.seen("upload")) == 2
    await upload()
    assert len(server.seen("token")) == 2


async def test_a_cut_download_is_resumed_where_it_broke(
    server: FakeNemo, visit: Visit, tmp_path: Path
) -> None:
    await visit.upload()
    server.arm("render_submit", "output_cut")
    status = await visit.rendered("render_1_cut")
    await visit.client.download("render_1_cut", status.output_url, tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == VIDEO
    first, second, third = server.seen("output")
    assert "Range" not in first.headers
    half, more = len(VIDEO) // 2, len(VIDEO) // 3
    assert second.headers["Range"] == f"bytes={half}-"
    assert second.headers["If-Range"] == '"v1"'
    assert third.headers["Range"] == f"bytes={half + more}-"
    assert first.headers["Accept-Encoding"] == "identity"


async def test_without_a_place_nothing_is_left(server: FakeNemo, tmp_path: Path) -> None:
    async with client_of(server) as client:
        with pytest.raises(OutputNotWritable):
            await client.download("r", "/files/b.mp4", tmp_path / "missing" / "a.mp4")
        (tmp_path / "file").write_text("x")
        with pytest.raises(OutputNotWritable):
            await client.download("r", "/files/b.mp4", tmp_path / "file" / "a.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


async def test_what_is_no_video_is_not_delivered(server: FakeNemo, tmp_path: Path) -> None:
    async with client_of(server) as client:
        for name in ("output", "render_download"):
            server.arm(name, "answer", body={"error": "this is no video at all"})
        with pytest.raises(DownloadFailed):
            await client.download("r", "/files/b.mp4", tmp_path / "a.mp4")
        with pytest.raises(DownloadFailed):
            await client.fetch_picture("/files/b.mp4", tmp_path / "a.jpg")
    assert list(tmp_path.iterdir()) == []


async def test_a_download_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def slow(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = 10**9
        await response.prepare(request)
        await response.write(VIDEO * 2)
        begun.set()
        await asyncio.sleep(60)
        return response

    runner = web.ServerRunner(web.Server(slow), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with NemoClient(url, Account.own(Secret("nmv_usr_x")), TIMETABLE) as client:
        task = asyncio.create_task(client.download("r", f"{url}/a", tmp_path / "a.mp4"))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await runner.cleanup()
    assert list(tmp_path.iterdir()) == []


async def test_an_empty_timeline_is_not_submitted(server: FakeNemo, visit: Visit) -> None:
    for draft in (None, {}, {"t": [{"sg": []}]}):
        with pytest.raises(NothingToRender):
            await visit.client.submit_render("render_1_x", visit.session.session_id, draft)
    assert server.seen("render_submit") == []
