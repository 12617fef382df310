"""Who may come in: by a cookie of this machine's user or by a proxy's word; and how often."""

from __future__ import annotations

import logging
import os
import re
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bots.listener import listening
from bots.serving.rates import Buckets, Rate
from bots.web import socket
from bots.web.hub import Hub
from bots.web.limits import Limits
from bots.web.telling import Telling
from tests.integration.web_access_rig import (
    ELSEWHERE,
    EVERYWHERE,
    PASSWORD,
    PUBLIC,
    Answer,
    OwnClock,
    needs_a_second_loopback,
    serving,
)
from tests.servers.free_port import free_port
from tests.servers.raw_line import raw_line

HEADER = "X-Forwarded-Email"


# --- open: this machine's users ----------------------------------------------------------------


async def test_at_home_a_browser_becomes_a_visitor_by_opening_the_page(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        assert (await browser.ask("/api/who")).status == 401
        visitor = (await browser.ask("/")).text
        assert re.fullmatch("[0-9a-f]{32}", visitor)
        assert (await browser.ask("/api/who")).said == {"visitor": visitor, "is_operator": True}
        assert (await browser.ask("/")).text == visitor
        for path, method in (("/login", "GET"), ("/login", "POST"), ("/logout", "POST")):
            answer = await browser.ask(path, method)
            assert (answer.status, answer.headers["Location"]) == (303, "./")
        assert await browser.visitor() == visitor


async def test_a_page_of_another_port_that_loads_ours_makes_no_visitor(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        answer = await rig.browser().ask("/", Sec_Fetch_Dest="image")
        assert answer.status == 401 and not answer.cookies


async def test_a_visitor_outlives_a_restart_and_a_year(tmp_path: Path) -> None:
    clock = OwnClock()
    async with serving(tmp_path, clock) as rig:
        browser = rig.browser()
        visitor = (await browser.ask("/")).text
    clock.passes(days=399)
    async with serving(tmp_path, clock) as rig:
        assert await rig.returning(browser.cookies).visitor() == visitor
    key = tmp_path / "page.key"
    if os.name == "posix":
        assert key.stat().st_mode & 0o777 == 0o600
    key.unlink()
    async with serving(tmp_path, clock) as rig:
        assert (await rig.returning(browser.cookies).ask("/api/who")).status == 401


async def test_the_visitor_is_not_the_cookie_and_the_cookie_is_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with serving(tmp_path, web_password=PASSWORD) as rig:
            browser = rig.browser()
            await browser.log_in()
            visitor = await browser.visitor()
            values = dict(browser.cookies)
            await browser.ask("/api/fault")
            await browser.ask("/logout", "POST")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for value in values.values():
        for part in value.split("."):
            assert part not in visitor and visitor not in part
            assert part.encode() not in kept and part not in caplog.text
    assert PASSWORD.encode() not in kept and PASSWORD not in caplog.text


# --- the cookie --------------------------------------------------------------------------------


def _attributes(answer: Answer, kind: str) -> dict[str, Any]:
    (morsel,) = [one for name, one in answer.cookies.items() if kind in name]
    attributes = {name: value for name, value in morsel.items() if value}
    attributes["name"] = morsel.key
    return attributes


async def test_how_a_browser_is_told_to_keep_its_cookies_by_http(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        answer = await rig.browser().ask("/")
        assert _attributes(answer, "browser") == {
            "name": f"backdrop-browser-{rig.port}",
            "path": "/",
            "httponly": True,
            "samesite": "Lax",
            "max-age": str(400 * 24 * 3600),
        }


@pytest.mark.parametrize(
    ("public_url", "name", "path"),
    [
        (PUBLIC, "__Host-backdrop-login", "/"),
        (f"{PUBLIC}:8443", "__Host-backdrop-login-8443", "/"),
        (f"{PUBLIC}/bot/", "backdrop-login", "/bot"),
    ],
)
@pytest.mark.parametrize("is_path_passed_on", [True, False])
async def test_how_by_https(
    tmp_path: Path, public_url: str, name: str, path: str, is_path_passed_on: bool
) -> None:
    async with serving(tmp_path, public_url=public_url, web_password=PASSWORD) as rig:
        under = path.rstrip("/") if is_path_passed_on else ""
        browser = rig.browser(Host=public_url.removeprefix("https://").partition("/")[0])
        answer = await browser.ask(f"{under}/login", "POST", {"password": PASSWORD})
        assert (answer.status, answer.headers["Location"]) == (303, "./")
        assert _attributes(answer, "login") == {
            "name": name,
            "path": path,
            "secure": True,
            "httponly": True,
            "samesite": "Lax",
            "max-age": str(400 * 24 * 3600),
        }
        assert (await browser.ask(f"{under}/")).status == 200


@needs_a_second_loopback
async def test_https_is_believed_of_a_named_proxy_alone(tmp_path: Path) -> None:
    async with serving(
        tmp_path, host=EVERYWHERE, web_password=PASSWORD, web_proxies="127.0.0.1"
    ) as rig:
        for address, is_secure in (("127.0.0.1", True), (ELSEWHERE, False)):
            browser = rig.browser(X_Forwarded_Proto="https")
            browser.from_address = address
            attributes = _attributes(await browser.log_in(), "login")
            assert ("secure" in attributes) is is_secure


# --- a proxy's word ----------------------------------------------------------------------------


@needs_a_second_loopback
async def test_a_named_proxy_says_who_asks_and_nobody_else_does(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(
        tmp_path, host=EVERYWHERE, web_user_header=HEADER, web_proxies="127.0.0.1"
    ) as rig:
        anna = rig.browser(X_Forwarded_Email="anna@example.org")
        page = await anna.ask("/")
        assert (page.status, page.cookies) == (200, {})
        assert (await anna.ask("/api/who")).said == {"visitor": page.text, "is_operator": False}
        assert await anna.listen() is None
        bea = rig.browser(X_Forwarded_Email="bea@example.org")
        assert await bea.visitor() != page.text
        assert await rig.browser(X_Forwarded_Email="anna@example.org").visitor() == page.text
        spoofed = rig.browser(X_Forwarded_Email="anna@example.org")
        spoofed.from_address = ELSEWHERE
        nobody, blank = rig.browser(), rig.browser(X_Forwarded_Email=" ")
        endless = rig.browser(X_Forwarded_Email="a" * 1001)
        for browser in (spoofed, nobody, blank, endless):
            for path in ("/", "/api/who"):
                answer = await browser.ask(path)
                assert answer.status == 403 and "did not say who you are" in answer.text
        answer = await nobody.ask("/login")
        assert (answer.status, answer.headers["Location"]) == (303, "./")
    told = [one for one in caplog.messages if HEADER in one]
    assert len(told) == 1 and ELSEWHERE in told[0] and "anna" not in caplog.text


async def test_two_names_are_none(tmp_path: Path) -> None:
    """A proxy that adds its header to what a browser sent would let anybody be anybody."""
    async with serving(tmp_path, public_url=PUBLIC, web_user_header=HEADER) as rig:
        lines = "GET / HTTP/1.1\nHost: videos.example\nX-Forwarded-Email: anna@example.org"
        assert (await rig.raw(lines)).endswith("200 OK")
        answer = await rig.raw(f"{lines}\nx-forwarded-email: bea@example.org")
        assert answer.endswith("403 Forbidden")


# --- how much ----------------------------------------------------------------------------------


async def test_a_visitor_who_does_too_much_waits_and_no_other(tmp_path: Path) -> None:
    clock = OwnClock()
    limits = Limits(messages=Rate(3, 60.0), requests=Rate(10, 10.0))
    async with serving(tmp_path, clock, limits) as rig:
        one, other = rig.browser(), rig.browser()
        for browser in (one, other):
            await browser.ask("/")
        told = [(await one.ask("/api/do", "POST")).status for _ in range(4)]
        assert told == [200, 200, 200, 429]
        answer = await one.ask("/api/do", "POST")
        assert (answer.said["code"], answer.headers["Retry-After"]) == ("too-many", "20")
        assert "20 sec" in answer.said["error"]
        assert (await one.ask("/api/who")).status == 200
        assert (await other.ask("/api/do", "POST")).status == 200
        told = [(await one.ask("/api/who")).status for _ in range(5)]
        assert told == [200, 200, 200, 429, 429]
        clock.passes(seconds=21)
        assert (await one.ask("/api/do", "POST")).status == 200
        assert (await one.ask("/api/do", "POST")).status == 429


def test_buckets_take_bounded_memory_and_forget_the_oldest() -> None:
    clock = OwnClock()
    buckets = Buckets(Rate(1, 60.0), clock, most_keys=100)
    for number in range(1000):
        assert buckets.take(str(number)) == 0
        assert buckets.take("always") == (60.0 if number else 0.0)
    assert len(buckets) == 100
    assert buckets.wait_s("999") == 60.0 and buckets.wait_s("1") == 0.0
    clock.passes(seconds=30)
    assert buckets.wait_s("999") == 30.0
    clock.passes(days=1)
    assert buckets.take("999") == 0 and buckets.wait_s("999") == 60.0


# --- what every answer carries -----------------------------------------------------------------


async def test_every_answer_says_what_a_page_of_ours_may_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        await browser.ask("/")
        for path, status in (
            ("/", 200),
            ("/api/who", 200),
            ("/api/missing", 404),
            ("/api/fault", 500),
            ("/assets/page.css", 200),
            ("/assets/none.css", 404),
        ):
            answer = await browser.ask(path)
            assert answer.status == status
            headers = answer.headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["X-Frame-Options"] == "DENY"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "camera=(self)" in headers["Permissions-Policy"]
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
            assert f"connect-src 'self' ws://127.0.0.1:{rig.port} wss:" in policy
            assert "unsafe" not in policy and "*" not in policy
            assert headers["Cache-Control"] == ("no-cache" if "page.css" in path else "no-store")
        fault = (await browser.ask("/api/fault")).said
        assert fault["code"] == "fault" and "hunter2" not in str(fault)
    assert "hunter2" in caplog.text


async def test_the_line_of_one_page_too_many_is_closed_with_the_reason() -> None:
    hub, limits = Hub(), Limits(sockets=1)
    telling = Telling(None, None, hub)  # type: ignore[arg-type]

    async def listen(request: web.Request) -> web.StreamResponse:
        return await socket.serve(request, "anna", telling, hub, limits)

    hub.join("anna", "")
    bind = f"127.0.0.1:{free_port()}"
    async with (
        listening(bind, [web.get("/", listen)]),
        aiohttp.ClientSession() as session,
        session.ws_connect(f"http://{bind}/") as line,
    ):
        await line.receive()
        assert line.close_code == 4429


async def test_a_socket_of_who_is_not_in_is_not_waited_for(tmp_path: Path) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig, raw_line(rig.port) as line:
        await line.upgrade("/api/socket", Host=f"127.0.0.1:{rig.port}")
        began_s = time.monotonic()
        assert (await line.rest()).endswith(b"\x88\x02" + (4401).to_bytes(2))
        assert time.monotonic() - began_s < 5


async def test_a_damaged_key_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "page.key").write_bytes(b"")
    with pytest.raises(OSError, match="no key"):
        async with serving(tmp_path):
            pass
