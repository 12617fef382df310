"""The way to the API over real HTTP: origins, proxies, files, limits of time."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import aclosing
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
    OutcomeUnknown,
    OutputNotWritable,
    ProtocolError,
    RateLimited,
    TokenRejected,
)
from core.nemo.account import Account, MemoryTokenStore
from core.nemo.attribution import Attribution
from core.nemo.client import NemoClient
from core.nemo.events import Closed, Said, Working
from core.nemo.http import Http
from core.nemo.reach import ForbiddenAddress, address, is_private, proxy_options, public_socket
from core.secrecy import Secret
from core.timetable import Timetable
from tests.contract.nemo_contract import ATTRIBUTION, PROOF, TIMETABLE, Visit, chunks, closing
from tests.servers.nemo import VIDEO, FakeNemo

OURS = {"authorization", *(name.lower() for name in PROOF)}


@pytest.fixture
async def server() -> AsyncIterator[FakeNemo]:
    async with FakeNemo() as nemo:
        yield nemo


def client_of(nemo: FakeNemo, timetable: Timetable = TIMETABLE) -> NemoClient:
    account = Account.anonymous(MemoryTokenStore(), timetable)
    return NemoClient(nemo.url, account, timetable, attributed=ATTRIBUTION)


@pytest.fixture
async def visit(server: FakeNemo) -> AsyncIterator[Visit]:
    async with client_of(server) as client:
        yield Visit(client, await client.create_session("zh-CN"), VIDEO)


# --- what is sent -------------------------------------------------------------------------------


async def test_requests_as_the_contract_has_them(server: FakeNemo, visit: Visit) -> None:
    session_id = visit.session.session_id
    await visit.upload()
    await visit.client.upload_url(session_id, "https://example.com/a.mp4")
    await visit.say("make it blue")
    draft = {"t": [{"tt": 0, "sg": [{"d": 1.50}]}], "odd": [None, 1e3, 2**70]}
    await visit.client.submit_render("render_1_a", session_id, draft)
    bodies = {call.endpoint: call.body for call in server.calls}
    assert bodies["session"] == {"task_name": "project", "language": "zh-CN"}
    assert bodies["upload"] == {"urls": ["https://example.com/a.mp4"], "source_type": "url"}
    assert bodies["message"] == {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": session_id,
        "new_message": {"parts": [{"text": "make it blue"}]},
    }
    assert bodies["render_submit"] == {
        "id": "render_1_a",
        "sessionId": session_id,
        "draft": draft,
        "output": {"format": "mp4", "quality": "high"},
    }
    assert server.renders["render_1_a"].draft == draft
    headers = server.seen("message")[0].headers
    assert headers["Accept"] == "text/event-stream"
    upload = server.seen("upload")[0].headers
    assert int(upload["Content-Length"]) > len(VIDEO)
    assert upload["Content-Type"].startswith("multipart/form-data")
    assert "Cookie" not in upload


def test_ids_are_quoted_into_addresses() -> None:
    http = Http("https://api.example/base/", ATTRIBUTION, TIMETABLE)
    assert (
        str(http.url("/x/{}/y", "a/../b?c#d")) == "https://api.example/base/x/a%2F..%2Fb%3Fc%23d/y"
    )
    assert http.is_own(http.url("/x"))
    for other in ("http://api.example/x", "https://api.example:444/x", "https://evil.example/x"):
        assert not http.is_own(address(other, http.base))


@pytest.mark.parametrize("odd", ["", "ftp://x", "api.example", "https://me:pw@api.example", "/x"])
def test_an_address_that_is_none_is_refused(odd: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Http(odd, ATTRIBUTION, TIMETABLE)


@pytest.mark.parametrize("odd", ["file:///etc/passwd", "//u:p@h/x", "data:image/png;base64,AA", ""])
def test_foreign_addresses_of_another_kind_are_refused(odd: str) -> None:
    base = Http("https://api.example", ATTRIBUTION, TIMETABLE).base
    if odd == "":
        assert address(odd, base) == base
        return
    with pytest.raises(ValueError, match="not fetched"):
        address(odd, base)


def test_a_signed_address_is_not_quoted_anew() -> None:
    base = Http("https://api.example", ATTRIBUTION, TIMETABLE).base
    signed = "https://cdn.example/a%2Fb.mp4?X-Sig=a%2Bb%3D%3D&e=1+2"
    assert str(address(signed, base)) == signed


async def test_what_is_sent_once_never_takes_a_used_connection(
    server: FakeNemo, visit: Visit
) -> None:
    """One that the server has just given up would leave the outcome open for nothing."""
    for _ in range(2):
        await visit.upload()
        await visit.say()
        await visit.client.state(visit.session.session_id)
    once = [call.port for call in server.calls if call.endpoint in ("upload", "message")]
    reads = [call.port for call in server.seen("state")]
    assert len(set(once)) == 4
    assert len(set(reads)) == 1
    assert not set(once) & set(reads)


# --- origins ------------------------------------------------------------------------------------


async def test_once_away_headers_never_come_back(server: FakeNemo, tmp_path: Path) -> None:
    async with client_of(server) as client:
        await client.credits()
        url = f"{server.elsewhere_url}/files/a.mp4?back=1"
        await client.download("render_1_a", url, tmp_path / "a.mp4")
    (away,) = server.elsewhere
    (back,) = server.seen("output")
    for call in (away, back):
        assert not {name.lower() for name in call.headers} & OURS


async def test_a_relative_output_address_is_the_apis_own(server: FakeNemo, tmp_path: Path) -> None:
    async with client_of(server) as client:
        await client.download("render_1_a", "/files/b.mp4", tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == VIDEO
    assert PROOF.items() <= server.seen("output")[0].headers.items()


async def test_endless_redirects_end(server: FakeNemo) -> None:
    async with client_of(server) as client:
        server.arm("credits", "redirect", times=99, to="/api/credits/balance/simple")
        with pytest.raises(ProtocolError):
            await client.credits()
    assert len(server.seen("credits")) == 6


async def test_a_read_follows_its_own_origin(server: FakeNemo) -> None:
    async with client_of(server) as client:
        server.arm("credits", "redirect", to="/api/credits/balance/simple")
        assert (await client.credits()).available == 60
    assert "Authorization" in server.seen("credits")[1].headers


def test_private_addresses() -> None:
    for host in ("localhost", "a.localhost", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1"):
        assert is_private(host)
    for host in ("[fd00::1]", "::ffff:10.0.0.1", "0.0.0.0", "192.168.1.1", "100.64.0.1"):  # noqa: S104
        assert is_private(host)
    for host in ("api.example", "8.8.8.8", "2606:4700::1111"):
        assert not is_private(host)


def test_the_socket_guard_looks_at_the_address_itself() -> None:
    kinds = (socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
    with pytest.raises(ForbiddenAddress):
        public_socket((socket.AF_INET, *kinds, ("169.254.169.254", 80)))
    public_socket((socket.AF_INET, *kinds, ("8.8.8.8", 80))).close()


async def test_a_public_backend_cannot_send_us_into_our_own_network(server: FakeNemo) -> None:
    http = Http("https://api.example", ATTRIBUTION, TIMETABLE)
    target = address(f"{server.elsewhere_url}/secret.jpg", http.base)
    with pytest.raises(BackendDown, match="private address"):
        async with http.open("GET", target):
            pass
    await http.close()
    assert server.elsewhere == []


# --- proxies ------------------------------------------------------------------------------------


async def test_loopback_never_goes_through_a_proxy(
    server: FakeNemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with client_of(server) as client:
        await client.credits()


async def test_others_go_through_the_systems_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str | None]] = []

    async def proxy(request: web.BaseRequest) -> web.Response:
        seen.append((str(request.url), request.headers.get("Proxy-Authorization")))
        return web.json_response({"available": 1, "frozen": 0, "total": 1})

    runner = web.ServerRunner(web.Server(proxy))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    account = Account.own(Secret("nmv_usr_x"))
    async with NemoClient("http://nemo.example", account, TIMETABLE) as client:
        assert (await client.credits()).total == 1
    await runner.cleanup()
    assert seen == [("http://nemo.example/api/credits/balance/simple", "Basic bWU6c2VjcmV0")]


def test_proxy_exceptions_are_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    url = address("https://nemo.example/x", Http("https://a.b", ATTRIBUTION, TIMETABLE).base)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "localhost")
    assert str(proxy_options(url)["proxy"]) == "http://proxy.example:3128"
    monkeypatch.setenv("no_proxy", "nemo.example")
    assert proxy_options(url) == {}
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("https_proxy", "socks5://proxy.example:1080")
    assert proxy_options(url) == {}


# --- secrets ------------------------------------------------------------------------------------


async def test_a_token_is_nowhere_to_be_read(
    server: FakeNemo, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with client_of(server) as client:
        visit = Visit(client, await client.create_session("en"), VIDEO)
        token = server.seen("session")[0].headers["Authorization"].removeprefix("Bearer ")
        shown = [repr(client.account), repr(vars(client.account)), repr(client)]
        server.arm("credits", "refuse", code=9, message=f"bad {token}", times=1)
        server.arm("message", "error_event", event={"error": f"Bearer {token}"})
        server.arm("upload", "drop")
        try:
            await client.credits()
        except Exception as error:  # noqa: BLE001
            shown += [str(error), repr(error), repr(error.__cause__), repr(error.__context__)]
        shown.append(str(closing(await visit.say())))
        try:
            await visit.upload()
        except Exception as error:  # noqa: BLE001
            shown += [str(error), repr(error.__cause__)]
    assert len(shown) == 10
    assert token.startswith("nmv_usr_")
    assert token not in "\n".join(shown) + caplog.text
    assert all(token not in call.path for call in server.calls)


# --- uploads ------------------------------------------------------------------------------------


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


# --- messages -----------------------------------------------------------------------------------


async def heard(server: FakeNemo, timetable: Timetable) -> list[object]:
    async with client_of(server, timetable) as client:
        visit = Visit(client, await client.create_session("en"), VIDEO)
        return [event for event in await visit.say() if not isinstance(event, Said)]


async def test_a_reader_can_keep_time_by_the_events(server: FakeNemo) -> None:
    server.arm("message", "late", seconds=0.3)
    events = await heard(server, replace(TIMETABLE, stream_tick_s=0.05))
    assert events.count(Working()) >= 4
    assert events[-1] == Closed(None)


@pytest.mark.parametrize("fault", ["heartbeats", "silence"])
async def test_heartbeats_alone_count_as_lost_after_a_while(server: FakeNemo, fault: str) -> None:
    server.arm("message", fault)
    limits = replace(TIMETABLE, stream_tick_s=0.05, heartbeat_only_limit_s=0.3)
    closed = (await heard(server, limits))[-1]
    assert isinstance(closed, Closed)
    assert isinstance(closed.error, OutcomeUnknown)
    assert "heartbeats" in str(closed.error)


async def test_tool_calls_are_no_mere_heartbeats(server: FakeNemo) -> None:
    beat = b'data: {"type":"tool_call","name":"x","args":{}}\n\n'
    server.arm("message", "heartbeats", beat=beat)
    limits = replace(TIMETABLE, heartbeat_only_limit_s=0.2, stream_limit_s=0.6)
    closed = (await heard(server, limits))[-1]
    assert isinstance(closed, Closed)
    assert "still open" in str(closed.error)


async def test_leaving_a_stream_early_lets_go_of_it(server: FakeNemo) -> None:
    server.arm("message", "heartbeats")
    async with client_of(server) as client:
        session = await client.create_session("en")
        async with aclosing(client.send_message(session.session_id, "x")) as events:
            async for _ in events:
                break
        assert [task for task in asyncio.all_tasks() if "_pump" in repr(task)] == []


async def test_an_answer_in_json_where_a_stream_was_due(server: FakeNemo, visit: Visit) -> None:
    server.arm("message", "answer", body={"code": 0, "data": {}})
    assert closing(await visit.say()) is None


async def test_a_stall_of_a_read_is_limited(server: FakeNemo) -> None:
    server.arm("credits", "stall", times=9)
    limits = replace(TIMETABLE, answer_limit_s=0.1, read_attempts=2)
    async with client_of(server, limits) as client:
        with pytest.raises(BackendDown):
            await client.credits()
    assert len(server.seen("credits")) == 2


async def test_a_rate_limit_that_asks_for_too_much_is_told(server: FakeNemo) -> None:
    async with client_of(server) as client:
        server.arm("credits", "rate_limit", retry_after_s=3600)
        with pytest.raises(RateLimited) as caught:
            await client.credits()
    assert caught.value.retry_after_s == 3600
    assert len(server.seen("credits")) == 1


async def test_a_backend_without_claim_links(server: FakeNemo, visit: Visit) -> None:
    server.arm("claim", "http_error", status=404)
    session = visit.session
    assert await visit.client.claim_link(session.task_id, session.session_id) is None


# --- downloads ----------------------------------------------------------------------------------


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


def test_the_version_header_of_an_odd_setting() -> None:
    assert Attribution("1", "x").headers()["X-Skill-Platform"] == "x"
