"""How many requests of one asker are in hand at once, so that no stranger fills the house.

Owns the counting. Must not know what is asked for. A proxy's connections are many askers' (see
``bots.admission``, which lets them all in), so each asker is counted by the address that the proxy
is believed. A request counts for a while when it is answered, too, unless all of it was read: who
was refused may go on sending.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from aiohttp import web

from bots.serving.origin import is_within, network_of
from bots.serving.refusals import Refused
from bots.settings_web import Network

MOST_SHORT: Final = 32
"""Of those that are over in a moment, as a form or a message: far above what a browser sends."""
MOST_LONG: Final = 125
"""Of those that may last, as a line that a page listens on or an upload: a household's or an
office's. As many as may come from one address without a proxy, where the system gives most."""
_LINGERING_S: Final = 10.0
"""So long the server library reads on after an answer that came before the request's end."""
_RETRY_AFTER_S: Final = 5
_Asker = tuple[str, bool]


class TooManyInHand(Refused):
    """One too many: its connection is not kept."""

    def __init__(self) -> None:
        wait = {"Retry-After": str(_RETRY_AFTER_S)}
        super().__init__(429, "too-many", "access-too-many", {"seconds": _RETRY_AFTER_S}, wait)


class InHand:
    """Of one server."""

    def __init__(self, proxies: Sequence[Network]) -> None:
        """Requests of ``proxies`` themselves are anybody's, and not counted."""
        self._proxies = proxies
        self._counts: Counter[_Asker] = Counter()

    @contextlib.contextmanager
    def counted(self, request: web.Request, address: str) -> Iterator[None]:
        """While it is answered. Raises ``TooManyInHand``."""
        if is_within(address, self._proxies):
            yield
            return
        is_long = request.method != "POST"
        asker = (network_of(address), is_long)
        if self._counts[asker] >= (MOST_LONG if is_long else MOST_SHORT):
            raise TooManyInHand
        self._counts[asker] += 1
        try:
            yield
        finally:
            if _is_over(request):
                self._release(asker)
            else:
                loop = asyncio.get_running_loop()
                loop.call_later(_LINGERING_S, self._release, asker)

    def _release(self, asker: _Asker) -> None:
        self._counts[asker] -= 1
        if self._counts[asker] <= 0:
            del self._counts[asker]


def _is_over(request: web.Request) -> bool:
    transport = request.transport
    return request.content.is_eof() or transport is None or transport.is_closing()
