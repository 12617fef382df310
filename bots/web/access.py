"""Who may come in: a visitor for each request, or a refusal.

Owns the order of the checks, and which of the three ways in is open. Must not know what a visitor
may ask for. The ways are:

*open*: only this machine's users reach the page; each browser becomes a visitor by itself.
*password*: a browser that has shown the password (``login``) is a visitor.
*header*: a proxy that logs people in names them in a header; each name is a visitor.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from bots.serving.front import Front, Handler
from bots.serving.origin import Asked, is_websocket
from bots.serving.rates import Buckets
from bots.serving.refusals import Refused, take
from bots.serving.shelf import QUOTA_BYTES
from bots.settings import Settings
from bots.web import cookies
from bots.web.limits import Doing, Limits
from bots.web.sessions import BROWSER_AGE_S, Sessions, hashed
from core.clock import SystemClock
from core.ports import Clock

log = logging.getLogger(__name__)

LOGGED_OUT: Final = 4401
"""Code with which a WebSocket is closed whose page has to log in; scripts see no HTTP status."""
_GOODBYE_S: Final = 0.5
"""So long a page that has to log in may take to hang up; then we do."""
_LIMITS: Final = Limits()
_LONGEST_NAME: Final = 1000
"""Characters of a person's name in the proxy's header."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """``id``: 32 hex digits, a hash. ``is_operator``: sits at the machine on which the bot runs."""

    id: str
    is_operator: bool

    @property
    def most_bytes(self) -> int | None:
        """Of files on the shelf; None: as much as any visitor. At one's own machine it is all."""
        return QUOTA_BYTES if self.is_operator else None


Guarded = Callable[[web.Request, Visitor], Awaitable[web.StreamResponse]]


class _NotIn(Exception):
    """Nobody who may come in; he can become one at the page or its login."""


class Access:
    """The one door of the page."""

    def __init__(
        self,
        settings: Settings,
        key_folder: Path,
        *,
        clock: Clock | None = None,
        limits: Limits = _LIMITS,
    ) -> None:
        """Blocks for the reading of the key.

        Raises ``SettingsInvalid`` where strangers could come in, ``OSError`` for a damaged key.
        """
        settings.check_page()
        self.way = settings.web_access
        self.front = Front(settings)
        self.limits = limits
        clock = clock or SystemClock()
        password = settings.web_password
        self.password = None if password is None else password.get_secret_value()
        self.sessions = Sessions(key_folder, self.password, clock)
        self.clock = clock
        self._header = settings.web_user_header or ""
        self._has_told_of_header = False
        self._requests = Buckets(limits.requests, clock)
        self._doings = {
            doing: Buckets(rate, clock) for doing in Doing if (rate := limits.rate(doing))
        }

    @property
    def is_open(self) -> bool:
        """Whether every visitor sits at this machine."""
        return self.way == "open"

    def guarded(
        self, handler: Guarded, *, is_page: bool = False, doing: Doing = Doing.ANYTHING
    ) -> Handler:
        """A handler for the application that listens: checks, then this one, then the headers.

        ``is_page``: a person opens it, so that who isn't in is let in or sent to the login, while
        a script is told 401. ``doing``: what is counted, beside the request itself.
        """

        async def behind(request: web.Request, asked: Asked) -> web.StreamResponse:
            try:
                visitor, given = self._visitor(request, asked, is_page=is_page)
            except _NotIn:
                return await self._sent_away(request, is_page=is_page)
            self.count(visitor, doing)
            response = await handler(request, visitor)
            if not response.prepared:
                for kind, (value, age_s) in given.items():
                    cookies.put(response, asked, kind, value, age_s)
            return response

        return self.front.checked(behind, is_page=is_page)

    def browser(self, request: web.Request, asked: Asked) -> tuple[str, str] | None:
        """The visitor that this browser is, logged in or not, and its cookie."""
        value = cookies.read(request, asked, cookies.BROWSER)
        visitor = self.sessions.visitor(value)
        return None if visitor is None else (visitor, value)

    def is_in(self, request: web.Request, asked: Asked) -> bool:
        """Whether that browser has shown the password."""
        known = self.browser(request, asked)
        login = cookies.read(request, asked, cookies.LOGIN)
        return known is not None and self.sessions.is_logged_in(known[0], login)

    def was_in(self, request: web.Request, asked: Asked) -> bool:
        """Whether that browser has shown the present password once, however long ago."""
        known = self.browser(request, asked)
        login = cookies.read(request, asked, cookies.LOGIN)
        return known is not None and self.sessions.was_logged_in(known[0], login)

    def _visitor(
        self, request: web.Request, asked: Asked, *, is_page: bool
    ) -> tuple[Visitor, dict[str, tuple[str, int]]]:
        """Who asks, and the cookies that he is to get: by kind the value and its seconds."""
        if self.way == "header":
            return Visitor(hashed("header", self._named(request, asked)), is_operator=False), {}
        known = self.browser(request, asked)
        given: dict[str, tuple[str, int]] = {}
        if self.way == "password":
            if known is None or not self.is_in(request, asked):
                raise _NotIn
            if self.sessions.is_due(cookies.read(request, asked, cookies.LOGIN)):
                given[cookies.LOGIN] = (self.sessions.new_login(known[0]), BROWSER_AGE_S)
        elif known is None:
            if not is_page or not _is_opened(request):
                raise _NotIn
            browser = self.sessions.new_browser()
            known = (self.sessions.visitor(browser) or "", browser)
        if is_page:
            given[cookies.BROWSER] = (known[1], BROWSER_AGE_S)
        return Visitor(known[0], is_operator=self.is_open), given

    def _named(self, request: web.Request, asked: Asked) -> str:
        """The name that the proxy gives; anybody else's word counts nothing."""
        names = request.headers.getall(self._header, []) if asked.is_by_proxy else []
        name = names[0].strip() if len(names) == 1 else ""
        if not name or len(name) > _LONGEST_NAME:
            if not self._has_told_of_header:
                self._has_told_of_header = True
                log.warning(
                    "The page was asked for from %s, with %d headers %s. It lets in who comes from "
                    "an address of BACKDROP_WEB_PROXIES with one.",
                    request.remote,
                    len(request.headers.getall(self._header, [])),
                    self._header,
                )
            raise Refused(403, "no-name", "access-no-name")
        return name

    async def _sent_away(self, request: web.Request, *, is_page: bool) -> web.StreamResponse:
        if is_websocket(request):
            return await hung_up(request, LOGGED_OUT)
        if is_page and self.way == "password":
            return web.Response(status=303, headers={"Location": "login"})
        raise Refused(401, "logged-out", "access-logged-out")

    def count(self, visitor: Visitor, doing: Doing) -> None:
        """Let a visitor do it, or raise ``Refused`` where it is too often."""
        for buckets in (self._requests, self._doings.get(doing)):
            if buckets is not None:
                take(buckets, visitor.id)


async def hung_up(request: web.Request, code: int) -> web.WebSocketResponse:
    """A WebSocket that is closed at once, and the code says why: a refusal's status is hidden."""
    line = web.WebSocketResponse(timeout=_GOODBYE_S)
    await line.prepare(request)
    await line.close(code=code)
    return line


def _is_opened(request: web.Request) -> bool:
    """Whether a person opens the page, rather than a page of another port loading it as a picture.

    Browsers say so where they trust the line: by https, and on this machine.
    """
    return request.headers.get("Sec-Fetch-Dest", "document").lower() == "document"
