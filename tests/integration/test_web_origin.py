"""Under which name the page answers, and to whose page: DNS rebinding and forged requests."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots.settings import SettingsInvalid
from tests.integration.web_access_rig import (
    EVERYWHERE,
    PASSWORD,
    PUBLIC,
    Answer,
    Browser,
    Rig,
    serving,
)

UNSAFE = ("POST", "PATCH", "DELETE")


def _refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.said["code"]) == (status, code)
    assert len(answer.said["error"]) > 20
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_at_home_it_answers_under_this_machines_names_alone(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        await browser.ask("/")
        for host in ("127.0.0.1", "localhost", "LocalHost.", "[::1]", "127.0.0.9"):
            named = f"{host}:{rig.port}"
            assert (await browser.ask("/api/who", Host=named)).status == 200, host
        for host in (
            f"evil.example:{rig.port}",
            f"127.0.0.1.evil.example:{rig.port}",
            f"localhost.evil.example:{rig.port}",
            f"192.168.1.5:{rig.port}",
            f"{socket.gethostname()}.evil.example:{rig.port}",
            f"127.1:{rig.port}",
            f"127.0.0.1:{rig.port ^ 1}",
            "localhost",
            f"me@127.0.0.1:{rig.port}",
            f"127.0.0.1:{rig.port}, evil.example",
            f"[::1:{rig.port}",
            "127.0.0.1:999999",
        ):
            _refused(await browser.ask("/api/who", Host=host), 421, "wrong-host")
        page = await browser.ask("/", Host="evil.example")
        assert page.status == 421 and not page.cookies
        assert page.headers["Content-Type"].startswith("text/plain")
        assert rig.settings.page_url in page.text and "evil" not in page.text
        for path in ("/login", "/assets/page.css"):
            assert (await browser.ask(path, Host="evil.example")).status == 421


async def test_what_is_not_there_is_told_under_our_names_alone(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        for path, method in (("/none", "GET"), ("/api/who/none", "PUT"), ("/login", "PUT")):
            answer = await rig.browser().ask(path, method)
            assert (answer.status, answer.headers["X-Frame-Options"]) == (404, "DENY")
            assert "That is not here" in answer.text
            answer = await rig.browser(Host=f"evil.example:{rig.port}").ask(path, method)
            assert answer.status == 421


async def test_two_names_or_none_are_no_name(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        here = f"Host: 127.0.0.1:{rig.port}"
        assert (await rig.raw(f"GET / HTTP/1.1\n{here}")).endswith("200 OK")
        for lines in (
            f"GET / HTTP/1.1\n{here}\nHost: evil.example",
            f"GET / HTTP/1.1\nHost: evil.example\n{here}",
            "GET / HTTP/1.0",
            f"GET http://127.0.0.1:{rig.port}/ HTTP/1.1\nHost: evil.example",
        ):
            assert (await rig.raw(lines)).split()[1] in ("400", "421"), lines


@pytest.mark.parametrize(
    "name", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"]
)
async def test_whoever_passes_it_on_unknowingly_is_told_the_remedy(
    tmp_path: Path, name: str
) -> None:
    async with serving(tmp_path) as rig:
        answer = await rig.browser(**{name: "203.0.113.9"}).ask("/")
        assert answer.status == 403 and not answer.cookies
        assert "PUBLIC_URL" in answer.text and "BACKDROP_WEB_PASSWORD" in answer.text


async def test_an_exposed_page_answers_under_addresses_and_its_own_names(tmp_path: Path) -> None:
    async with serving(tmp_path, host=EVERYWHERE, web_password=PASSWORD) as rig:
        browser = rig.browser()
        name = socket.gethostname().lower()
        for host in (f"192.168.1.5:{rig.port}", f"{name}:9000", f"{name.split('.')[0]}.local"):
            assert (await browser.ask("/login", Host=host)).status == 200, host
        for host in ("evil.example", f"evil.example:{rig.port}", "192.168.1.5.evil.example"):
            assert (await browser.ask("/login", Host=host)).status == 421, host
        # Here a proxy may stand.
        assert (await browser.ask("/login", X_Forwarded_For="203.0.113.9")).status == 200


async def test_with_a_public_address_it_answers_under_that(tmp_path: Path) -> None:
    async with serving(tmp_path, public_url=PUBLIC, web_password=PASSWORD) as rig:
        for host, status in (
            ("videos.example", 200),
            ("VIDEOS.example:443", 200),
            ("videos.example:8443", 421),
            ("evil.example", 421),
            (f"127.0.0.1:{rig.port}", 421),
        ):
            answer = await rig.browser(Host=host).ask("/login")
            assert answer.status == status, host
        assert PUBLIC in answer.text


async def test_a_name_in_other_letters_is_known_as_browsers_write_it(tmp_path: Path) -> None:
    public = "https://b\u00fccher.example/bot"
    async with serving(tmp_path, public_url=public, web_password=PASSWORD) as rig:
        browser = rig.browser(Host="xn--bcher-kva.example", Origin="https://xn--bcher-kva.example")
        assert (await browser.log_in()).status == 303
        assert (await browser.ask("/bot/")).status == 200


def _foreign(rig: Rig) -> list[str]:
    return [
        "https://evil.example",
        f"http://127.0.0.1:{rig.port ^ 1}",
        f"http://localhost:{rig.port}",
        f"https://127.0.0.1:{rig.port}",
        f"http://127.0.0.1:{rig.port}.evil.example",
        f"http://evil.example:{rig.port}",
        "http://127.0.0.1",
        f"http://127.0.0.1:{rig.port},https://evil.example",
        "http://[::1",
        "null",
        "file://",
    ]


async def test_no_other_page_changes_anything(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        await browser.ask("/")
        for method in UNSAFE:
            for origin in _foreign(rig):
                answer = await browser.ask("/api/do", method, Origin=origin)
                _refused(answer, 403, "foreign")
            for site in ("cross-site", "same-site", "nonsense"):
                answer = await browser.ask("/api/do", method, Sec_Fetch_Site=site)
                _refused(answer, 403, "foreign")
            own = {"Origin": rig.base, "Sec_Fetch_Site": "same-origin"}
            assert (await browser.ask("/api/do", method, **own)).status == 200


async def test_no_other_page_listens(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        await browser.ask("/")
        for origin in _foreign(rig):
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await browser.listen(Origin=origin)
            assert caught.value.status == 403, origin
        assert await browser.listen(Origin=rig.base) is None


async def test_a_program_without_cookies_is_no_browser_and_gets_nothing(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        for method in UNSAFE:
            _refused(await rig.browser().ask("/api/do", method), 401, "logged-out")
        assert await rig.browser().listen() == 4401


async def test_a_link_on_another_site_leads_in_with_the_cookie_that_is_there(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        visitor = (await browser.ask("/")).text
        followed = await browser.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="document")
        assert (followed.status, followed.text) == (200, visitor)


async def test_behind_a_public_address_its_own_origin_alone_counts(tmp_path: Path) -> None:
    async with serving(tmp_path, public_url=f"{PUBLIC}/bot", web_password=PASSWORD) as rig:
        browser = rig.browser(Host="videos.example")
        for origin, status in (
            (PUBLIC, 303),
            (f"{PUBLIC}:443", 303),
            ("http://videos.example", 403),
            (f"{PUBLIC}:8443", 403),
            ("https://evil.example", 403),
        ):
            answer = await browser.ask("/login", "POST", {"password": PASSWORD}, Origin=origin)
            assert answer.status == status, origin


async def test_what_speaks_tls_before_us_is_taken_for_ours_when_it_may_be(tmp_path: Path) -> None:
    """Without ``PUBLIC_URL`` nobody but a believed proxy says by which scheme a browser asks."""
    async with serving(tmp_path, host=EVERYWHERE, web_password=PASSWORD) as rig:
        here = f"127.0.0.1:{rig.port}"
        for told, origin, status in (
            ("", f"http://{here}", 303),
            ("", f"https://{here}", 303),
            ("https", f"https://{here}", 303),
            ("https", f"http://{here}", 403),
        ):
            answer = await rig.browser(X_Forwarded_Proto=told).ask(
                "/login", "POST", {"password": PASSWORD}, Origin=origin
            )
            assert answer.status == status, (told, origin)


@pytest.mark.parametrize(
    "settings",
    [
        {"host": EVERYWHERE},
        {"public_url": PUBLIC},
        {"telegram_webhook_url": "https://bot.example/telegram"},
    ],
)
async def test_no_page_is_served_where_everybody_could_come_in(
    tmp_path: Path, settings: dict[str, Any]
) -> None:
    with pytest.raises(SettingsInvalid, match="BACKDROP_WEB_PASSWORD"):
        async with serving(tmp_path, **settings):
            pass


async def test_another_browser_is_another_visitor(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        browsers = [Browser(rig.base), Browser(rig.base)]
        for browser in browsers:
            await browser.ask("/")
        assert len({await browser.visitor() for browser in browsers}) == 2
