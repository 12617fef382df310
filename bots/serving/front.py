"""What stands before everything that a browser calls: the checks, the headers, the refusals.

Owns the order of these. Must not know who asks: that is the matter of what stands behind.
"""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import sqlalchemy as sa
from aiohttp import web

from bots.serving.headers import secure
from bots.serving.in_hand import InHand, TooManyInHand
from bots.serving.origin import Asked, Site
from bots.serving.refusals import Refused, answer, told
from bots.settings import Settings
from core.phrases import Phrasebook

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Behind = Callable[[web.Request, Asked], Awaitable[web.StreamResponse]]

_NOWHERE: Final = "localhost"
"""The host in the policy of an answer to whoever asked under a name that is not ours."""
_PASSING: Final = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""The database is locked, full or away. What of ours can't be read stays so: that is none."""
_PASSING_ERRORS: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EIO, errno.EROFS, errno.ENOMEM}
)
"""The disk is full or failing, or too much is open."""
_RETRY_AFTER_S: Final = 5
_GOODBYE_S: Final = 0.5
"""So long whoever has too much in hand may take to read that; then we hang up."""


class Front:
    """One for each process is enough."""

    def __init__(self, settings: Settings) -> None:
        self.phrasebook = Phrasebook()
        self._site = Site(settings)
        self._in_hand = InHand(settings.web_proxies)

    def checked(self, behind: Behind, *, is_page: bool = False) -> Handler:
        """A handler for the application that listens.

        ``Refused`` raised by what stands behind is answered: with words alone for a page that a
        person opens (``is_page``), else as JSON. So is a fault of ours, after it is logged: 503 for
        what passes, as a full disk or a locked database does, else 500.
        """

        async def handle(request: web.Request) -> web.StreamResponse:
            host = _NOWHERE
            try:
                with self._in_hand.counted(request, self._site.address(request)):
                    asked = self._site.check(request)
                    host = asked.host
                    response = await behind(request, asked)
            except TooManyInHand as refused:
                response = self._refusal(request, refused, is_page=is_page)
                _hang_up(request, response)
            except Refused as refused:
                response = self._refusal(request, refused, is_page=is_page)
            except web.HTTPException as raised:
                secure(raised, host)
                raise
            except ConnectionError:
                # The asker went away.
                raise
            except Exception as error:
                log.exception("A request of a page failed.")
                response = self._refusal(request, _fault(error), is_page=is_page)
            if not response.prepared:
                secure(response, host)
            return response

        return handle

    def elsewhere(self) -> web.RouteDef:
        """What answers under every path that nobody else has, after the same checks."""

        async def miss(request: web.Request, _: Asked) -> web.StreamResponse:
            raise Refused(404, "missing", "page-missing")

        return web.route("*", "/{path:.*}", self.checked(miss, is_page=True))

    def _refusal(self, request: web.Request, refused: Refused, *, is_page: bool) -> web.Response:
        return (told if is_page else answer)(request, refused, self.phrasebook)


def _hang_up(request: web.Request, response: web.StreamResponse) -> None:
    """After the answer, though not all of the request may have come."""
    response.force_close()
    if request.transport is not None:
        asyncio.get_running_loop().call_later(_GOODBYE_S, request.transport.close)


def _fault(error: Exception) -> Refused:
    """503 for what passes, so that a page keeps what it was to send, and sends it again."""
    passes = isinstance(error, _PASSING) or (
        isinstance(error, OSError) and error.errno in _PASSING_ERRORS
    )
    if not passes:
        return Refused(500, "fault", "access-fault")
    return Refused(503, "later", "access-fault", headers={"Retry-After": str(_RETRY_AFTER_S)})
