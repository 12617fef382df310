"""What is sent, to whom, and by which way: over real HTTP."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest
from aiohttp import web

from core.errors import (
    BackendDown,
    ProtocolError,
)
from core.nemo.account import Account
from core.nemo.client import NemoClient
from core.nemo.http import Http
from core.nemo.reach import (
    ForbiddenAddress,
    address,
    is_private,
    is_public_url,
    proxy_options,
    public_socket,
)
from core.secrecy import Secret
from tests.contract.nemo_rig import ATTRIBUTION, PROOF, TIMETABLE, Visit, closing
from tests.servers.nemo import VIDEO, FakeNemo
from tests.servers.nemo_visit import client_of, server, visit

OURS = {"authorization", *(name.lower() for name in PROOF)}


__all__ = ["server", "visit"]


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


def test_addresses_that_may_be_given_to_a_person() -> None:
    for url in ("https://videos.example/a", "https://8.8.8.8/a", "https://[2606:4700::1111]:8443/"):
        assert is_public_url(url)
    for url in (
        "http://videos.example/a",
        "https://localhost/a",
        "https://127.0.0.1:8080/a",
        "https://10.1.2.3/a",
        "https://[::1]/a",
        "https://[fd00::1]/a",
        "https://printer.local/a",
        "https://nas.lan./a",
        "https://intranet/a",
        "https://2130706433/a",
        "https://127.1/a",
        "https://0x7f.0x1/a",
        "https://me:secret@videos.example/a",
        "https://videos.example:99999/a",
        "https://",
        "nonsense",
    ):
        assert not is_public_url(url), url


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
