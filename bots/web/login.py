"""The password: its form, the counting of wrong ones, and logging out.

Owns how somebody shows that he knows the password. Must not know what a visitor may do.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import unicodedata
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from aiohttp import web

from bots.serving.assets import Assets
from bots.serving.body import read
from bots.serving.language import language_of
from bots.serving.origin import Asked, network_of
from bots.serving.rates import Buckets
from bots.serving.refusals import Refused, too_fast
from bots.web import cookies
from bots.web.access import Access
from bots.web.sessions import BROWSER_AGE_S

_MOST_BODY_BYTES: Final = 8 * 1024
_BODY_WITHIN_S: Final = 10.0
"""A browser's form has a hundred bytes, and anybody may send one."""
_ALL: Final = "all"
_KEPT: Final = "kept"
"""In the query: who wanted all to be deleted was logged in no more."""


class Login:
    """The routes beside the page. Where no password is asked for they lead to the page."""

    def __init__(
        self,
        access: Access,
        assets: Assets,
        hang_up: Callable[[str], None],
        forget: Callable[[str], Awaitable[None]],
    ) -> None:
        """``hang_up``: cut every line that a visitor who logged out still listens on.

        ``forget``: delete all that a visitor has here.
        """
        self._access = access
        self._assets = assets
        self._hang_up = hang_up
        self._forget = forget
        self._leaving: dict[str, asyncio.Task[None]] = {}
        limits, clock = access.limits, access.clock
        self._wrong = Buckets(limits.wrong_passwords, clock)
        self._wrong_of_all = Buckets(limits.wrong_passwords_of_all, clock)
        self._wrong_of_known = Buckets(limits.wrong_passwords_of_known, clock)
        self._new = Buckets(limits.new_browsers, clock)
        self._new_of_all = Buckets(limits.new_browsers_of_all, clock)

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """``GET login``, ``POST login`` and ``POST logout`` under a path."""
        checked = self._access.front.checked
        return [
            web.get(f"{prefix}/login", checked(self._show, is_page=True)),
            web.post(f"{prefix}/login", checked(self._try, is_page=True)),
            web.post(f"{prefix}/logout", checked(self._leave, is_page=True)),
        ]

    async def _show(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        if self._access.password is None or self._access.is_in(request, asked):
            return _see("./")
        if _KEPT in request.query:
            return self._form(request, 200, Refused(200, "kept", "access-nothing-deleted"))
        return self._form(request, 200)

    async def _try(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        if self._access.password is None:
            return _see("./")
        typed = await _typed(request)
        known = self._access.browser(request, asked)
        # A browser that has shown this very password is counted by itself, so that a stranger's
        # guessing from everywhere doesn't lock out those who know it.
        was_in = known is not None and self._access.was_in(request, asked)
        if known is not None and was_in:
            wrong, new = {self._wrong: known[0], self._wrong_of_known: _ALL}, {}
        else:
            network = network_of(asked.address)
            wrong = {self._wrong: network, self._wrong_of_all: _ALL}
            new = {self._new: network, self._new_of_all: _ALL}
        wait_s = max(buckets.wait_s(key) for buckets, key in (*wrong.items(), *new.items()))
        if wait_s > 0:
            # Also for the right one: else the answer would tell which it is.
            return self._form(request, 429, too_fast("access-too-many-tries", wait_s))
        is_right = _is_same(typed, self._access.password)
        for buckets, key in (new if is_right else wrong).items():
            buckets.take(key)
        if not is_right:
            return self._form(request, 403, Refused(403, "wrong", "access-wrong"))
        sessions = self._access.sessions
        browser = known[1] if known else sessions.new_browser()
        visitor = sessions.visitor(browser)
        assert visitor is not None  # noqa: S101
        response = _see("./")
        cookies.put(response, asked, cookies.BROWSER, browser, BROWSER_AGE_S)
        cookies.put(response, asked, cookies.LOGIN, sessions.new_login(visitor), BROWSER_AGE_S)
        return response

    async def _leave(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """The browser stays the visitor that it was, unless all of that is to be deleted.

        The next person at it may know the same password: the page says so, and offers that.
        """
        if self._access.password is None:
            return _see("./")
        is_all = (await _fields(request)).get("delete") == ["all"]
        sessions, known = self._access.sessions, self._access.browser(request, asked)
        left = [cookies.LOGIN]
        is_in = known is not None and self._access.is_in(request, asked)
        if not is_all:
            if known is not None and is_in:
                await self._log_out(known[0])
        else:
            if known is not None and is_in and known[0] not in self._leaving:
                # Before anything is waited for: whoever presses twice waits for the same.
                self._leaving[known[0]] = asyncio.create_task(self._delete(known[0]))
            if known is not None and known[0] in self._leaving:
                await asyncio.shield(self._leaving[known[0]])
            elif not sessions.is_gone(cookies.read(request, asked, cookies.BROWSER)):
                return _see(f"login?{_KEPT}")
            left.append(cookies.BROWSER)
        response = _see("login")
        for kind in left:
            cookies.put(response, asked, kind, "", 0)
        return response

    async def close(self) -> None:
        """End what is being deleted; who wanted that can log in once more and say it again."""
        leaving = list(self._leaving.values())
        for one in leaving:
            one.cancel()
        if leaving:
            await asyncio.wait(leaving)

    async def _log_out(self, visitor: str) -> None:
        await asyncio.to_thread(self._access.sessions.log_out, visitor)
        self._hang_up(visitor)

    async def _delete(self, visitor: str) -> None:
        try:
            # Logged out first, so that nothing comes after what is deleted. Where that fails, or we
            # are ended before it is done, he can log in once more and say it again.
            await self._log_out(visitor)
            await self._forget(visitor)
            await asyncio.to_thread(self._access.sessions.end, visitor)
        finally:
            self._leaving.pop(visitor, None)

    def _form(
        self, request: web.Request, status: int, problem: Refused | None = None
    ) -> web.Response:
        phrasebook = self._access.front.phrasebook
        language = language_of(request, phrasebook)
        said = "" if problem is None else phrasebook.say(problem.phrase, language, **problem.facts)
        text = self._assets.fill(
            "login.html",
            language,
            language=language,
            problem=said,
            problem_state="" if said else "hidden",
            is_wrong="true" if said and status != HTTPStatus.OK else "false",
        )
        headers = {} if problem is None else problem.headers
        return web.Response(text=text, content_type="text/html", status=status, headers=headers)


def _see(place: str) -> web.Response:
    """Go there by GET; relative, since a proxy may have another path for us."""
    return web.Response(status=303, headers={"Location": place})


async def _typed(request: web.Request) -> str:
    password = (await _fields(request)).get("password", [""])[0]
    return unicodedata.normalize("NFC", password)


async def _fields(request: web.Request) -> dict[str, list[str]]:
    body = await read(request, _MOST_BODY_BYTES, _BODY_WITHIN_S)
    return parse_qs(body.decode("utf-8", errors="replace"))


def _is_same(typed: str, password: str) -> bool:
    """As hashes, so that the time tells neither a common beginning nor the length."""
    one, other = (hashlib.sha256(text.encode(errors="replace")) for text in (typed, password))
    return hmac.compare_digest(one.digest(), other.digest())
