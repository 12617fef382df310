"""The door over HTTP: its page, its uploads, and the word that all is there.

Owns what a stranger with a link may do: whoever has it may use it once. Must not know what becomes
of what was dropped. A link that was used, has ended or was made up is answered the same way each
time, so that nothing is learnt by trying.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Final

from aiohttp import web

from bots.door.door import Doorway, owner_of, share_of
from bots.serving.assets import Assets
from bots.serving.body import read_object
from bots.serving.front import Front
from bots.serving.kept import Kept
from bots.serving.language import language_of
from bots.serving.origin import Asked, network_of
from bots.serving.rates import Buckets, Rate
from bots.serving.refusals import Refused, take
from bots.serving.tus import Handler, Uploads
from core.doors import Doors
from core.errors import MAX_UPLOAD_BYTES
from core.media import kind_of_name
from core.model import Attachment, AttachmentKind, Door, Incoming
from core.ports import Clock, Receive
from core.router import Action, route
from core.secrecy import is_token

log = logging.getLogger(__name__)

_MOST_FILES: Final = 10
_LONGEST_TEXT: Final = 8_000
"""Characters, as on the chat page."""
_RETRY_AFTER_S: Final = 2
_REQUESTS: Final = Rate(1200, 6.0)
"""Of one address: room for the pieces of an upload over a fast line, as on the chat page."""
_UPLOADS: Final = Rate(60, 3600.0)
"""Begun for one chat, as by one visitor of the page."""
_PHRASES: Final = ("door-", "page-")

_Behind = Callable[[web.Request, Asked], Awaitable[web.StreamResponse]]


class DoorRoutes:
    """All that is served under ``u/``."""

    def __init__(
        self,
        doors: Doors,
        doorway: Doorway,
        uploads: Uploads,
        front: Front,
        assets: Assets,
        clock: Clock,
        *,
        request_rate: Rate = _REQUESTS,
        upload_rate: Rate = _UPLOADS,
    ) -> None:
        self._doors = doors
        self._doorway = doorway
        self._uploads = uploads
        self._front = front
        self._assets = assets
        self._asked = Buckets(request_rate, clock)
        self._begun = Buckets(upload_rate, clock)
        self._receive: Receive | None = None

    def feed(self, receive: Receive) -> None:
        """What is dropped goes there from now on; before that, it has to be said again."""
        self._receive = receive

    def routes(self, prefixes: Iterable[str]) -> list[web.RouteDef]:
        """What is to be served under each of these paths."""
        return [route for prefix in prefixes for route in self._under(prefix)]

    def _under(self, prefix: str) -> list[web.RouteDef]:
        checked, counted, uploads = self._front.checked, self._counted, self._uploads
        door = f"{prefix}/u/{{token}}"
        many, one = f"{door}/uploads", f"{door}/uploads/{{id}}"
        return [
            web.get(f"{prefix}/u/assets/{{file}}", checked(self._assets.serve)),
            web.get(door, checked(counted(self._page), is_page=True)),
            web.post(f"{door}/done", checked(counted(self._done))),
            web.options(many, checked(self._options)),
            web.options(one, checked(self._options)),
            web.post(many, checked(counted(self._begin))),
            web.head(one, checked(counted(self._owned(uploads.tell)))),
            web.patch(one, checked(counted(self._owned(uploads.append)))),
            web.delete(one, checked(counted(self._owned(uploads.terminate)))),
            web.post(one, checked(counted(self._owned(uploads.override)))),
        ]

    async def _page(self, request: web.Request, _: Asked) -> web.Response:
        door = await self._open_door(request)
        fill = partial(web.Response, content_type="text/html")
        if door is None:
            language = language_of(request, self._front.phrasebook)
            return fill(
                text=self._assets.fill("door-over.html", language, language=language), status=404
            )
        language, asked = await self._doors.language(door), await self._doors.asked(door)
        config = {
            "language": language,
            "door": {"asked": asked},
            "phrases": self._front.phrasebook.patterns(language, *_PHRASES),
            "max_upload_bytes": MAX_UPLOAD_BYTES,
            "most_uploads": _MOST_FILES,
        }
        return fill(
            text=self._assets.fill(
                "door.html", language, language=language, asked=asked, config=config
            )
        )

    async def _done(self, request: web.Request, _: Asked) -> web.Response:
        """Once it is answered with 200, the message is as safe as one sent in the chat."""
        door = await self._doors.find(request.match_info["token"])
        if door is None:
            raise _over()
        ids, words = await _said(request)
        if self._receive is None:
            raise _later()
        message = door.taken or await self._message(door, ids, words)
        if message is None or [one.ref for one in message.attachments] != ids:
            # Somebody was quicker with the same link.
            raise _over()
        try:
            await self._receive(message)
        except Exception as error:
            log.exception("What was dropped could not be taken in; it is tried again.")
            raise _later() from error
        await self._doorway.clear(door.id, but=ids)
        return web.json_response({})

    async def _message(self, door: Door, ids: list[str], words: str) -> Incoming | None:
        kept = await self._uploads.settle(owner_of(door.id), ids)
        whole = [one for one in kept if one is not None]
        if len(whole) < len(ids):
            raise Refused(409, "upload-gone", "page-upload-gone")
        return await self._doors.use(door, [_attachment(one) for one in whole], words)

    async def _options(self, request: web.Request, _: Asked) -> web.StreamResponse:
        return await self._uploads.options(request)

    def _counted(self, behind: _Behind) -> _Behind:
        async def handle(request: web.Request, asked: Asked) -> web.StreamResponse:
            take(self._asked, network_of(asked.address))
            return await behind(request, asked)

        return handle

    async def _begin(self, request: web.Request, _: Asked) -> web.StreamResponse:
        door = await self._open_door(request)
        if door is None:
            raise _over()
        share = share_of(door.about.chat)
        take(self._begun, share)
        response = await self._uploads.create(
            request, owner_of(door.id), share, full="door-share-full"
        )
        if await self._open_door(request) is None:
            # It ended meanwhile, and what was brought to it was deleted before this came.
            used = await self._doors.find(request.match_info["token"])
            taken = used.taken.attachments if used is not None and used.taken is not None else ()
            await self._doorway.clear(door.id, but=[one.ref for one in taken])
            raise _over()
        return response

    def _owned(self, handler: Handler) -> _Behind:
        async def behind(request: web.Request, _: Asked) -> web.StreamResponse:
            door = await self._open_door(request)
            if door is None:
                raise _over()
            return await handler(request, owner_of(door.id))

        return behind

    async def _open_door(self, request: web.Request) -> Door | None:
        """The door that the link leads to; None for one that is over, for whatever reason."""
        door = await self._doors.find(request.match_info["token"])
        return door if door is not None and door.taken is None else None


async def _said(request: web.Request) -> tuple[list[str], str]:
    """The uploads' ids, and the words that were typed ("" for none). Raises ``Refused``."""
    asked = await read_object(request)
    ids, text = asked.get("uploads"), asked.get("text")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise Refused(400, "malformed", "page-malformed")
    if not 0 < len(ids) <= _MOST_FILES or len(set(ids)) < len(ids):
        raise Refused(400, "malformed", "page-malformed")
    if text is not None and not isinstance(text, str):
        raise Refused(400, "malformed", "page-malformed")
    words = (text or "").strip()
    if len(words) > _LONGEST_TEXT:
        raise Refused(413, "too-long", "page-too-long")
    if _is_secret(words):
        raise Refused(422, "login", "door-no-login")
    return ids, words


def _is_secret(words: str) -> bool:
    """Whether it is an access key: that is for the chat, where it is deleted after use."""
    return is_token(words) or route(words).action is Action.LOGIN


def _attachment(kept: Kept) -> Attachment:
    kind = kind_of_name(kept.name)
    if kind is AttachmentKind.OTHER:
        claimed = kept.mime.partition("/")[0]
        kind = next((one for one in AttachmentKind if one.value == claimed), kind)
    return Attachment(
        ref=kept.id,
        kind=kind,
        name=kept.name,
        mime=kept.mime,
        size_bytes=kept.size_bytes,
        is_dropped=True,
    )


def _over() -> Refused:
    return Refused(404, "over", "door-over")


def _later() -> Refused:
    return Refused(503, "later", "access-fault", headers={"Retry-After": str(_RETRY_AFTER_S)})
