"""Which connections are let in, so that no stranger takes all that this process may have open.

Owns how many may be open, overall and from one address, and how soon each has to ask something.
Must not know what is served. A process has its files, its database and its calls to chat platforms
by the same kind of descriptor (``RLIMIT_NOFILE``): half of them stay for these.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bots.serving.origin import is_within, network_of
from bots.settings_web import Network

log = logging.getLogger(__name__)

_WANTED_DESCRIPTORS: Final = 4096
"""The usual soft limit is 1024, the usual hard one is far above this."""
_MOST_OPEN: Final = 1000
_SHARE_OF_ONE: Final = 8
"""One address, behind which there may be a household or an office, gets that part of them."""
_SAID_EVERY_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """``most_open`` connections, ``most_of_one`` of them from one address.

    ``first_request_s``: until then a connection must have asked something. ``idle_s``: so long it
    may stay open from one answer to the head of the next request. Proxies keep theirs for later,
    and must be the first to end it (nginx: 60 s, cloudflared: 90 s, Caddy: 120 s).
    """

    most_open: int
    most_of_one: int
    first_request_s: float = 20.0
    idle_s: float = 150.0


def allowance() -> Allowance:
    """What this process has, after it has asked the system for more."""
    most = min(_MOST_OPEN, _descriptors() // 2)
    return Allowance(most, max(1, most // _SHARE_OF_ONE))


class Admission:
    """Of one server: what it is given to listen with, and what it tells of each request."""

    def __init__(self, allowance: Allowance, proxies: Sequence[Network]) -> None:
        """``proxies`` speak for many, and may have as many connections as there are."""
        self._allowance = allowance
        self._proxies = proxies
        self._server: web.Server | None = None
        self._have_asked: weakref.WeakSet[asyncio.Transport] = weakref.WeakSet()
        # On which nothing is answered at the moment; the one for the longest time is first.
        self._idle: weakref.WeakKeyDictionary[asyncio.Transport, None]
        self._idle = weakref.WeakKeyDictionary()
        self._said_at_s: float | None = None

    def into(self, server: web.Server) -> Callable[[], asyncio.Protocol]:
        """What makes the protocols for ``loop.create_server``."""
        self._server = server
        return lambda: _Newcomer(self.let_in)

    @property
    def noting(self) -> Middleware:
        """Notes that a connection has asked something, and when that is answered."""

        @web.middleware
        async def note(request: web.Request, handler: Handler) -> web.StreamResponse:
            answering = asyncio.current_task()
            if request.transport is not None and answering is not None:
                self._have_asked.add(request.transport)
                self._idle.pop(request.transport, None)
                kept = weakref.ref(request.transport)
                # That task sends the answer to its end, also a file.
                answering.add_done_callback(lambda _: self._note_idle(kept))
            return await handler(request)

        return note

    def let_in(self, transport: asyncio.Transport) -> None:
        """Hand the connection over to the server, or end it.

        Where there are too many, one of the same address on which nothing goes on makes way.
        """
        assert self._server is not None  # noqa: S101
        address = _address(transport.get_extra_info("peername"))
        if self._is_full(self._server.connections, address) and not self._made_way(address):
            transport.abort()
            self._say_full(address)
            return
        protocol = self._server()
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        self._idle[transport] = None
        loop = asyncio.get_running_loop()
        loop.call_later(self._allowance.first_request_s, self._end_silent, weakref.ref(transport))

    def _end_silent(self, kept: weakref.ref[asyncio.Transport]) -> None:
        transport = kept()
        if transport is not None and transport not in self._have_asked:
            # Gently: browsers open some ahead of what they will ask.
            transport.close()

    def _note_idle(self, kept: weakref.ref[asyncio.Transport]) -> None:
        transport = kept()
        if transport is not None:
            self._idle[transport] = None

    def _made_way(self, address: str) -> bool:
        one = network_of(address)
        for transport in list(self._idle):
            its = network_of(_address(transport.get_extra_info("peername")))
            if its == one and not transport.is_closing():
                transport.close()
                return True
        return False

    def _is_full(self, lines: Sequence[web.RequestHandler], address: str) -> bool:
        if len(lines) >= self._allowance.most_open:
            return True
        if is_within(address, self._proxies):
            return False
        one = network_of(address)
        theirs = sum(network_of(_address(line.peername)) == one for line in lines)
        return theirs >= self._allowance.most_of_one

    def _say_full(self, address: str) -> None:
        now_s = asyncio.get_running_loop().time()
        if self._said_at_s is None or now_s - self._said_at_s > _SAID_EVERY_S:
            self._said_at_s = now_s
            log.warning(
                "Connections are turned away, that of %s for one: at most %d may be open, and %d "
                "from one address. If that is a proxy's, name it in BACKDROP_WEB_PROXIES.",
                address,
                self._allowance.most_open,
                self._allowance.most_of_one,
            )


class _Newcomer(asyncio.Protocol):
    def __init__(self, let_in: Callable[[asyncio.Transport], None]) -> None:
        self._let_in = let_in

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._let_in(transport)


def _address(peername: object) -> str:
    return str(peername[0]) if isinstance(peername, tuple) and peername else ""


def _descriptors() -> int:
    """How many this process may have open."""
    if sys.platform == "win32":
        return _WANTED_DESCRIPTORS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    is_bounded = hard != resource.RLIM_INFINITY
    wanted = min(_WANTED_DESCRIPTORS, hard) if is_bounded else _WANTED_DESCRIPTORS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
