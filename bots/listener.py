"""The one place at which this process listens to the world: ``BACKDROP_BIND``.

Owns the socket. Must not know what is served there; each part brings its routes.
"""

from __future__ import annotations

import contextlib
import errno
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Final, Protocol, runtime_checkable

from aiohttp import web

from bots.settings import SettingsInvalid

_LAST_PORT: Final = 65_535
_CLOSING_LIMIT_S: Final = 2.0
"""For requests in hand when the process stops; a client that only keeps its line open gets it too.
The server library's own is a minute, in which a service manager would kill the process."""


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
) -> AsyncIterator[None]:
    """Serve these while the block runs; with none of them nothing listens.

    ``bind`` is host:port. ``hang_ups`` end what would stay open of its own accord. Raises
    ``SettingsInvalid`` where that can't be listened on.
    """
    served = list(routes)
    if not served:
        yield
        return
    app = web.Application()
    app.add_routes(served)
    for hang_up in hang_ups:
        app.on_shutdown.append(functools.partial(_hung_up, hang_up))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_CLOSING_LIMIT_S)
    await runner.setup()
    try:
        host, _, port = bind.rpartition(":")
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            raise SettingsInvalid(_why_not(bind, int(port), error)) from None
        yield
    finally:
        await runner.cleanup()


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
