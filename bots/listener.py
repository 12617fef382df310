"""The one place at which this process listens to the world: ``BACKDROP_BIND``.

Owns the socket, and its end. Must not know what is served there; each part brings its routes, or
who is let in (``admission``).
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import Final, Protocol, runtime_checkable

from aiohttp import web

from bots import admission
from bots.serving.headers import secure
from bots.settings import SettingsInvalid
from bots.settings_web import Network

_LAST_PORT: Final = 65_535
_CLOSING_S: Final = 2.0
"""For requests in hand when the process stops; then their lines are cut. The server library's own
is a minute, in which a service manager would kill the process."""
_CUT_S: Final = 1.0
"""For what a request then does to its end."""
_BACKLOG: Final = 128
_NOWHERE: Final = "localhost"
"""The host in the policy of an answer that belongs to no page."""


@runtime_checkable
class Served(Protocol):
    """The power of a platform that is called from outside."""

    def routes(self) -> list[web.RouteDef]:
        """What it has to be called at; may be nothing."""
        ...


@contextlib.asynccontextmanager
async def listening(
    bind: str,
    routes: Iterable[web.RouteDef],
    hang_ups: Iterable[Callable[[], Awaitable[None]]] = (),
    proxies: Sequence[Network] = (),
    allowance: admission.Allowance | None = None,
    closing_s: float = _CLOSING_S,
) -> AsyncIterator[None]:
    """Serve these while the block runs; with none of them nothing listens.

    ``bind`` is host:port. ``hang_ups`` end what would stay open of its own accord. ``proxies``
    speak for many. ``allowance`` is what the system gives, ``closing_s`` for requests in hand when
    the block ends. Raises ``SettingsInvalid`` where that can't be listened on.
    """
    served = list(routes)
    if not served:
        yield
        return
    allowance = allowance or admission.allowance()
    admitting = admission.Admission(allowance, proxies)
    app = web.Application(middlewares=[admitting.noting])
    app.add_routes(served)
    app.on_response_prepare.append(_dress)
    for hang_up in hang_ups:
        app.on_shutdown.append(functools.partial(_hung_up, hang_up))
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=closing_s + _CUT_S,
        keepalive_timeout=allowance.idle_s,
    )
    await runner.setup()
    assert runner.server is not None  # noqa: S101
    host, _, port = bind.rpartition(":")
    try:
        loop = asyncio.get_running_loop()
        try:
            listener = await loop.create_server(
                admitting.into(runner.server), host.strip("[]"), int(port), backlog=_BACKLOG
            )
        except OSError as error:
            raise SettingsInvalid(_why_not(bind, int(port), error)) from None
        try:
            yield
        finally:
            listener.close()
            loop.call_later(closing_s, _cut, runner.server)
    finally:
        await runner.cleanup()


def _cut(server: web.Server) -> None:
    for line in server.connections:
        if line.transport is not None:
            line.transport.abort()


async def _dress(request: web.Request, response: web.StreamResponse) -> None:
    """What no part of ours answers gets the same headers as all else, and none says what we are."""
    response.headers.pop("Server", None)
    if request.match_info.http_exception is not None:
        secure(response, _NOWHERE)


def _why_not(bind: str, port: int, error: OSError) -> str:
    host = bind.rpartition(":")[0]
    other = port + 1 if port < _LAST_PORT else port - 1
    if error.errno == errno.EADDRINUSE:
        return (
            f"Another program, perhaps another Backdrop, listens on {bind} already. Stop it, or "
            f"choose another port: BACKDROP_BIND={host}:{other}"
        )
    if error.errno == errno.EACCES:
        return (
            f"BACKDROP_BIND {bind} may not be listened on: ports below 1024 are the system's. "
            f"Choose another: BACKDROP_BIND={host}:8080"
        )
    return f"BACKDROP_BIND {bind} can't be listened on: {error.strerror}"


async def _hung_up(hang_up: Callable[[], Awaitable[None]], _: web.Application) -> None:
    await hang_up()
