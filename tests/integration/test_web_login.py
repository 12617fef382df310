"""The page's password: what it opens and for how long, forged cookies, logging out, guessing."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path

import pytest

from bots.serving.rates import Rate
from bots.web.limits import Limits
from tests.integration.web_access_rig import (
    ELSEWHERE,
    PASSWORD,
    PUBLIC,
    Browser,
    OwnClock,
    needs_a_second_loopback,
    serving,
)

OTHER_PASSWORD = "open sesame 2"


def _cookie(browser: Browser, kind: str) -> str:
    (name,) = [name for name in browser.cookies if kind in name]
    return name


async def test_the_password_lets_in_and_each_browser_is_a_visitor_of_its_own(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        one, other = rig.browser(), rig.browser()
        for browser in (one, other):
            page = await browser.ask("/")
            assert (page.status, page.headers["Location"], page.cookies) == (303, "login", {})
            assert (await browser.ask("/api/who")).said["code"] == "logged-out"
            assert await browser.listen() == 4401
            form = await browser.ask("/login")
            assert form.status == 200 and 'type="password"' in form.text
            answer = await browser.log_in()
            assert (answer.status, answer.headers["Cache-Control"]) == (303, "no-store")
            assert await browser.listen() is None
            assert (await browser.ask("/login")).status == 303
        assert await one.visitor() != await other.visitor()
        assert (await one.ask("/api/who")).said["is_operator"] is False


async def test_a_wrong_password_is_told_in_the_browsers_language(tmp_path: Path) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        for typed in (OTHER_PASSWORD, "", f"{PASSWORD} ", PASSWORD.upper()):
            answer = await rig.browser(Accept_Language="zh-CN").log_in(typed)
            assert answer.status == 403 and not answer.cookies
            assert '<html lang="zh-CN">' in answer.text and "密码不对" in answer.text
            assert 'aria-invalid="true"' in answer.text and 'role="alert" >' in answer.text


async def test_what_is_no_form_logs_nobody_in(tmp_path: Path) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        browser = rig.browser()
        for body, status in (
            (b"password=" + b"x" * 10_000, 413),
            (b"&".join([b"a=b"] * 100), 403),
            (b"password=%ff%00", 403),
            (b"\xff\xfe", 403),
            (b"", 403),
        ):
            answer = await browser.ask("/login", "POST", body)
            assert (answer.status, answer.cookies) == (status, {}), body[:20]


async def test_a_login_ends_after_thirty_days_unless_it_is_used(tmp_path: Path) -> None:
    clock = OwnClock()
    async with serving(tmp_path, clock, web_password=PASSWORD) as rig:
        used, unused = rig.browser(), rig.browser()
        for browser in (used, unused):
            await browser.log_in()
        visitors = [await used.visitor(), await unused.visitor()]
        first = used.cookies[_cookie(used, "login")]
        clock.passes(hours=23)
        await used.visitor()
        assert used.cookies[_cookie(used, "login")] == first
        for _ in range(3):
            clock.passes(days=20)
            assert await used.visitor() == visitors[0]
        assert used.cookies[_cookie(used, "login")] != first
        assert (await unused.ask("/api/who")).status == 401
        # Who comes back finds what he left.
        await unused.log_in()
        assert await unused.visitor() == visitors[1]


async def test_a_new_password_ends_every_login_and_no_visitor(tmp_path: Path) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        browser = rig.browser()
        await browser.log_in()
        visitor, kept = await browser.visitor(), dict(browser.cookies)
    for password in (None, OTHER_PASSWORD, PASSWORD):
        async with serving(tmp_path, web_password=password) as rig:
            again = rig.returning(kept)
            if password == OTHER_PASSWORD:
                assert (await again.ask("/api/who")).status == 401
                await again.log_in(password)
            assert await again.visitor() == visitor


def _damaged(value: str) -> list[str]:
    parts = value.split(".")
    signature = parts[-1]
    flipped = ("0" if signature[0] != "0" else "1") + signature[1:]
    later = [str(int(part) + 1) if part.isdecimal() and len(part) < 13 else part for part in parts]
    return [
        "",
        ".",
        value[:-1],
        value + "0",
        value.upper(),
        ".".join([*parts[:-1], flipped]),
        ".".join([*parts[:-1], ""]),
        ".".join(["A" + parts[0][1:], *parts[1:]]) if not parts[0].startswith("A") else "x",
        *([".".join(later)] if later != parts else []),
        ".".join(["9" * 400, signature]),
        "٣" + value[1:],
    ]


@pytest.mark.parametrize("kind", ["browser", "login"])
async def test_a_cookie_that_was_not_made_by_us_is_none(tmp_path: Path, kind: str) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        browser, other = rig.browser(), rig.browser()
        await browser.log_in()
        await other.log_in()
        name = _cookie(browser, kind)
        value = browser.cookies[name]
        for forged in [*_damaged(value), other.cookies[name]]:
            browser.cookies[name] = forged
            assert (await browser.ask("/api/who")).status == 401, forged
        browser.cookies[name] = value
        assert await browser.visitor()


async def test_logging_out_ends_every_copy_of_the_login_and_leaves_what_was_made(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        browser = rig.browser()
        await browser.log_in()
        visitor, copied = await browser.visitor(), dict(browser.cookies)
        answer = await browser.ask("/logout", "POST", Origin=rig.base)
        assert (answer.status, answer.headers["Location"]) == (303, "login")
        assert [name for name in browser.cookies if "login" in name] == []
        assert (rig.hung_up, rig.forgotten) == ([visitor], [])
        thief = Browser(rig.base, cookies=dict(copied))
        assert (await thief.ask("/api/who")).status == 401
        await browser.log_in()
        assert await browser.visitor() == visitor
        assert (await thief.ask("/api/who")).status == 401
        # Somebody else's page logs nobody out.
        answer = await browser.ask("/logout", "POST", Origin="https://evil.example")
        assert answer.status == 403 and await browser.visitor()
        again = dict(browser.cookies)
    (tmp_path / "page.left").open("a").write("half a li")
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        assert (await rig.returning(copied).ask("/api/who")).status == 401
        assert await rig.returning(again).visitor() == visitor


async def test_who_leaves_for_good_leaves_nothing_and_never_comes_back(tmp_path: Path) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        browser = rig.browser()
        await browser.log_in()
        visitor, copied = await browser.visitor(), dict(browser.cookies)
        answer = await browser.ask("/logout", "POST", {"delete": "all"}, Origin=rig.base)
        assert (answer.status, answer.headers["Location"]) == (303, "login")
        assert browser.cookies == {} and len(answer.cookies) == 2
        assert (rig.hung_up, rig.forgotten) == ([visitor], [visitor])
        thief = Browser(rig.base, cookies=dict(copied))
        assert (await thief.ask("/api/who")).status == 401
        await thief.log_in()
        assert await thief.visitor() != visitor
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        assert (await rig.returning(copied).ask("/api/who")).status == 401


async def test_who_is_not_in_any_more_is_told_that_nothing_was_deleted(tmp_path: Path) -> None:
    clock = OwnClock()
    async with serving(tmp_path, clock, web_password=PASSWORD) as rig:
        browser = rig.browser()
        await browser.log_in()
        visitor = await browser.visitor()
        clock.passes(days=31)
        answer = await browser.ask("/logout", "POST", {"delete": "all"}, Origin=rig.base)
        assert (answer.status, answer.cookies, rig.forgotten) == (303, {}, [])
        form = await browser.ask(f"/{answer.headers['Location']}")
        assert "nothing was deleted" in form.text and 'aria-invalid="false"' in form.text
        await browser.log_in()
        assert await browser.visitor() == visitor
        await browser.ask("/logout", "POST", {"delete": "all"}, Origin=rig.base)
        assert rig.forgotten == [visitor]


async def test_nothing_comes_after_what_is_deleted(tmp_path: Path) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        browser = rig.browser()
        await browser.log_in()
        copied = Browser(rig.base, cookies=dict(browser.cookies))
        rig.may_forget.clear()
        leaving = [
            asyncio.create_task(
                Browser(rig.base, cookies=dict(browser.cookies)).ask(
                    "/logout", "POST", {"delete": "all"}, Origin=rig.base
                )
            )
            for _ in range(5)
        ]
        await rig.is_forgetting.wait()
        assert (await copied.ask("/api/do", "POST")).status == 401
        again = asyncio.create_task(
            copied.ask("/logout", "POST", {"delete": "all"}, Origin=rig.base)
        )
        rig.may_forget.set()
        for answer in await asyncio.gather(*leaving, again):
            assert (answer.status, answer.headers["Location"]) == (303, "login")
        assert len(rig.forgotten) == 1


async def test_what_could_not_be_deleted_can_be_once_more(tmp_path: Path) -> None:
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        browser = rig.browser()
        await browser.log_in()
        visitor = await browser.visitor()
        (tmp_path / "page.left").mkdir()
        for body in ({}, {"delete": "all"}):
            assert (await browser.ask("/logout", "POST", body, Origin=rig.base)).status == 500
            assert await browser.visitor() == visitor, "not kept, so he is logged in still"
        (tmp_path / "page.left").rmdir()
        rig.faults.append(OSError(errno.ENOSPC, "the disk is full"))
        answer = await browser.ask("/logout", "POST", {"delete": "all"}, Origin=rig.base)
        assert (answer.status, rig.forgotten) == (503, [])
        await browser.log_in()
        assert await browser.visitor() == visitor
        await browser.ask("/logout", "POST", {"delete": "all"}, Origin=rig.base)
        assert rig.forgotten == [visitor]


# --- guessing ----------------------------------------------------------------------------------


@needs_a_second_loopback
async def test_who_guesses_has_to_wait_and_nobody_else(tmp_path: Path) -> None:
    clock = OwnClock()
    async with serving(tmp_path, clock, web_password=PASSWORD) as rig:
        guesser, other = rig.browser(), rig.browser()
        other.from_address = ELSEWHERE
        for _ in range(5):
            assert (await guesser.log_in(OTHER_PASSWORD)).status == 403
        for typed in (OTHER_PASSWORD, PASSWORD):
            answer = await guesser.log_in(typed)
            assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
            assert not answer.cookies and "1 min" in answer.text
        assert (await other.log_in()).status == 303
        clock.passes(seconds=61)
        assert (await guesser.log_in(OTHER_PASSWORD)).status == 403
        assert (await guesser.log_in(PASSWORD)).status == 429
        clock.passes(seconds=61)
        assert (await guesser.log_in(PASSWORD)).status == 303


async def test_guessing_from_everywhere_locks_out_strangers_alone(tmp_path: Path) -> None:
    """Behind a proxy the address is what that proxy says, and nothing that the asker wrote."""
    clock = OwnClock()
    async with serving(tmp_path, clock, web_password=PASSWORD, public_url=PUBLIC) as rig:
        known = rig.browser(Host="videos.example")
        await known.log_in()
        for number in range(30):
            address = f"203.0.113.{number}" if number % 2 else f"2001:db8:{number}::1"
            guesser = rig.browser(Host="videos.example", X_Forwarded_For=address)
            assert (await guesser.log_in(OTHER_PASSWORD)).status == 403
        stranger = rig.browser(Host="videos.example", X_Forwarded_For="198.51.100.1")
        assert (await stranger.log_in()).status == 429
        clock.passes(days=31)
        for number in range(30):
            guesser = rig.browser(Host="videos.example", X_Forwarded_For=f"203.0.113.{number}")
            await guesser.log_in(OTHER_PASSWORD)
        assert (await known.ask("/api/who")).status == 401
        assert (await known.log_in()).status == 303


async def test_browsers_of_an_old_password_are_strangers_to_the_new_one(tmp_path: Path) -> None:
    async with serving(tmp_path, web_password=OTHER_PASSWORD) as rig:
        old = [rig.browser() for _ in range(3)]
        for browser in old:
            await browser.log_in(OTHER_PASSWORD)
    async with serving(tmp_path, web_password=PASSWORD) as rig:
        told = []
        for browser in old:
            guesser = rig.returning(browser.cookies)
            told += [(await guesser.log_in(f"guess {number}")).status for number in range(4)]
        assert told == [403] * 5 + [429] * 7


async def test_each_new_browser_counts_and_those_that_were_in_are_counted_together(
    tmp_path: Path,
) -> None:
    clock = OwnClock()
    limits = Limits(new_browsers=Rate(3, 60.0), wrong_passwords_of_known=Rate(7, 60.0))
    async with serving(tmp_path, clock, limits, web_password=PASSWORD) as rig:
        browsers = [rig.browser() for _ in range(4)]
        for browser in browsers[:3]:
            assert (await browser.log_in()).status == 303
        for typed in (PASSWORD, OTHER_PASSWORD):
            answer = await browsers[3].log_in(typed)
            assert (answer.status, answer.cookies) == (429, {}), "it tells not which is right"
        told = []
        for browser in browsers[:3]:
            assert (await browser.log_in()).status == 303
            told += [(await browser.log_in(OTHER_PASSWORD)).status for _ in range(3)]
        assert told == [403] * 7 + [429] * 2


@pytest.mark.parametrize(
    "addresses",
    [
        [f"198.51.100.{number}, 203.0.113.7" for number in range(6)],
        [f"203.0.113.7, 127.0.0.{number + 1}" for number in range(6)],
        [f"2001:db8:0:1::{number}" for number in range(6)],
        [f"203.0.113.7:{40_000 + number}" for number in range(6)],
        [f"nonsense{number}, garbage" for number in range(6)],
        ["::ffff:203.0.113.7", "203.0.113.7"] * 3,
    ],
)
async def test_one_guesser_is_one_however_he_writes_his_address(
    tmp_path: Path, addresses: list[str]
) -> None:
    async with serving(tmp_path, web_password=PASSWORD, public_url=PUBLIC) as rig:
        told = []
        for address in addresses:
            guesser = rig.browser(Host="videos.example", X_Forwarded_For=address)
            told.append((await guesser.log_in(OTHER_PASSWORD)).status)
        assert told == [403] * 5 + [429]
