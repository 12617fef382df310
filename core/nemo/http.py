"""The way to the API: connections, the four headers, repeats, waits, envelope.

Owns which request carries our headers (those to the API's own origin, no others), and which may be
made again (reads, and what certainly never left). Must not know endpoints or whose token it is.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar
from urllib.parse import quote

import aiohttp
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)
from yarl import URL

from core.errors import BackendDown, OutcomeUnknown, ProtocolError, RateLimited
from core.nemo import answers
from core.nemo.attribution import Attribution
from core.nemo.codes import refusal
from core.nemo.exchange import CONNECTION_ERRORS, Exchange, Sent, lost, timeout, tracing
from core.nemo.reach import address, is_private, proxy_options, public_socket
from core.secrecy import Secret
from core.timetable import Timetable

MAX_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

T = TypeVar("T")


class Http:
    """Connections to one API. Opened at the first request; close it in the end."""

    def __init__(self, api_url: str, attribution: Attribution, timetable: Timetable) -> None:
        """`api_url`: http(s), may have a path. Raises ValueError for anything else."""
        base = URL(api_url)
        if base.scheme not in ("http", "https") or not base.host or base.user:
            raise ValueError("the address of the Nemo API must be like https://host")
        self._base = base.with_query(None).with_fragment(None)
        self._headers = attribution.headers()
        self._timetable = timetable
        self._sessions: dict[str, aiohttp.ClientSession] = {}

    @property
    def base(self) -> URL:
        """The API's address."""
        return self._base

    def url(self, template: str, *ids: str) -> URL:
        """An address of the API; each `{}` of the template takes one id, quoted whole."""
        path = template.format(*(quote(part, safe="") for part in ids))
        root = self._base.raw_path.rstrip("/")
        return self._base.with_path(f"{root}{path}", encoded=True)

    def is_own(self, url: URL) -> bool:
        """Whether an address is on the API's own origin: scheme, host and port."""
        return url.absolute and url.origin() == self._base.origin()

    async def close(self) -> None:
        """Close all connections."""
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            await session.close()

    async def call(
        self,
        method: str,
        url: URL,
        *,
        token: Secret | None,
        json: Mapping[str, Any] | None = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        is_once: bool = False,
        silence_s: float | None = None,
    ) -> dict[str, Any]:
        """One call of an endpoint, its data out of the envelope.

        `is_once`: never made again after it may have been worked on; the others are repeated with
        back-off after 5xx and lost connections. A 429 is waited for once in either case, unless
        `data` is given (an aiohttp payload), which can be sent but once. `silence_s` is the
        longest wait for the answer. Raises `NemoError`.
        """
        extra = {**(headers or {})}
        content = data
        if json is not None:
            content = answers.serialize(json)
            extra["Content-Type"] = "application/json"

        async def attempt() -> dict[str, Any]:
            opened = self.open(
                method,
                url,
                token=token,
                data=content,
                headers=extra,
                is_once=is_once,
                silence_s=silence_s or self._timetable.answer_limit_s,
            )
            async with opened as exchange:
                return await data_of(exchange)

        if data is not None:
            return await attempt()
        if is_once:
            return await self.patiently(attempt)
        return await self.patiently(lambda: self.repeatedly(attempt))

    async def repeatedly(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Make a read again after `BackendDown`, with exponential back-off and jitter."""
        timetable = self._timetable
        first_s = timetable.read_backoff_initial_s
        async for turn in AsyncRetrying(
            retry=retry_if_exception_type(BackendDown),
            stop=stop_after_attempt(timetable.read_attempts),
            wait=wait_exponential(first_s, timetable.read_backoff_max_s) + wait_random(0, first_s),
            reraise=True,
        ):
            with turn:
                return await attempt()
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def patiently(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Wait for a 429 once, as long as it asks (or 30 s), unless that is too long."""
        try:
            return await attempt()
        except RateLimited as error:
            asked_s = error.retry_after_s
            wait_s = self._timetable.rate_limit_wait_s if asked_s is None else asked_s
            if wait_s > self._timetable.rate_limit_wait_max_s:
                raise
        await asyncio.sleep(wait_s)
        try:
            return await attempt()
        except RateLimited as error:
            asked_s = error.retry_after_s
            raise RateLimited(error.detail, wait_s if asked_s is None else asked_s) from error

    @asynccontextmanager
    async def open(
        self,
        method: str,
        url: URL,
        *,
        token: Secret | None = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        is_once: bool = False,
        silence_s: float | None = None,
    ) -> AsyncIterator[Exchange]:
        """One exchange. A GET follows redirects, at most five; others are never redirected.

        Our headers and the token go along to the API's own origin only; once an address has led
        away from it, they stay away even if the next one leads back. Raises `BackendDown`,
        `OutcomeUnknown`, `ProtocolError`.
        """
        is_own = self.is_own(url)
        for _ in range(MAX_REDIRECTS + 1):
            all_headers = {**(headers or {}), **(self._own_headers(token) if is_own else {})}
            response = await self._request(
                method, url, is_own, is_once, silence_s, data=data, headers=all_headers
            )
            try:
                location = response.headers.get("Location")
                if response.status not in _REDIRECTS or not location:
                    yield Exchange(response, is_once)
                    return
                target = _joined(url, location)
                if method != "GET":
                    raise ProtocolError(f"the API redirects to {target.origin()}")
            finally:
                response.close()
            is_own = is_own and self.is_own(target)
            url = target
        raise ProtocolError("too many redirects")

    def _own_headers(self, token: Secret | None) -> dict[str, str]:
        if token is None:
            return self._headers
        return {**self._headers, "Authorization": f"Bearer {token.reveal()}"}

    async def _request(
        self,
        method: str,
        url: URL,
        is_own: bool,
        is_once: bool,
        silence_s: float | None,
        *,
        data: Any,
        headers: Mapping[str, str],
    ) -> aiohttp.ClientResponse:
        sent = Sent()
        proxy = proxy_options(url)
        session = self._session(is_own, is_once, is_proxied=bool(proxy), host=url.host or "")
        try:
            return await session.request(
                method,
                url,
                allow_redirects=False,
                timeout=timeout(self._timetable.connect_limit_s, silence_s),
                trace_request_ctx=sent,
                data=data,
                headers={**headers, **proxy.pop("headers", {})},
                **proxy,
            )
        except ValueError as error:  # aiohttp's InvalidURL among them
            raise ProtocolError(f"the request can't be sent: {error}") from error
        except CONNECTION_ERRORS as error:
            raise lost(error, is_begun=sent.is_begun, is_once=is_once) from error

    def _session(
        self, is_own: bool, is_once: bool, *, is_proxied: bool, host: str
    ) -> aiohttp.ClientSession:
        # A kept connection that the server has just closed would make the outcome of a message
        # uncertain for nothing, so what must not be made twice gets a fresh one. Addresses that the
        # backend gives may not lead into our own network, unless the backend itself is there.
        is_guarded = not is_own and not is_private(self._base.host or "")
        if is_guarded and is_proxied and is_private(host):
            raise BackendDown(f"{host} is a private address")
        name = "guarded" if is_guarded and not is_proxied else "once" if is_once else "kept"
        if name not in self._sessions:
            connector = aiohttp.TCPConnector(
                limit=0,
                force_close=name == "once",
                socket_factory=public_socket if name == "guarded" else None,
            )
            self._sessions[name] = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trace_configs=[tracing()],
                trust_env=False,
            )
        return self._sessions[name]


def _joined(url: URL, location: str) -> URL:
    try:
        return address(location, url)
    except ValueError as error:
        raise ProtocolError(f"a redirect {error}") from error


async def data_of(exchange: Exchange) -> dict[str, Any]:
    """The data of a JSON answer. Raises the error that it, or its status, reports.

    An answer that nobody can read leaves open what became of a request that is made once only.
    """
    fault = exchange.fault()
    if fault is not None:
        raise fault
    try:
        answer = answers.parse(await exchange.body())
        if 300 <= exchange.status < 400:
            raise ProtocolError(f"HTTP {exchange.status}")
        return answers.unwrapped(exchange.status, answer)
    except ProtocolError as error:
        if exchange.status >= 400:
            raise refusal(None, exchange.status, "") from error
        if exchange.is_once:
            raise OutcomeUnknown(error.detail) from error
        raise
