"""The chat page as a platform: served by this very process, to whoever may come in.

Owns the adapter's parts and what a browser may call; each part is a module of ``bots.web``. Must
not know flows or the backend. What other platforms keep on servers of their own, the conversations
and files, is kept here by us.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Final

from aiohttp import web

from bots.serving.assets import Assets
from bots.serving.hosting import Home
from bots.serving.origin import Asked
from bots.serving.refusals import Refused
from bots.serving.tus import Handler
from bots.serving.tus_headers import VERSION
from bots.settings import Settings
from bots.web import messages, socket
from bots.web.access import Access, Guarded, Visitor
from bots.web.api import Api
from bots.web.chats import Chats
from bots.web.feeding import Feeding
from bots.web.hub import Hub
from bots.web.limits import Doing
from bots.web.login import Login
from bots.web.page import Page
from bots.web.playable import Playables
from bots.web.sample import Sample
from bots.web.telling import Telling
from core.errors import MAX_UPLOAD_BYTES
from core.model import Attachment, Capabilities, ChatRef, Outgoing, Receipt
from core.ports import OpenedBytes, Receive
from storage.page import PageRows

_CAPABILITIES: Final = Capabilities(
    max_text=100_000,
    max_caption=100_000,
    max_upload_bytes=2**63 - 1,
    max_download_bytes=MAX_UPLOAD_BYTES,
    can_edit=True,
    has_buttons=True,
    is_private=True,
    is_original_kept=True,
    has_welcome=True,
)
_SAME_WITHIN_S: Final = 10.0 * 365 * 24 * 3600
"""A message is known by its id for as long as its conversation stands."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """What lives once it is known where."""

    home: Home
    rows: PageRows
    hub: Hub
    telling: Telling
    feeding: Feeding
    chats: Chats
    access: Access
    assets: Assets
    login: Login
    api: Api
    page: Page
    sample: Sample
    playables: Playables


class Web:
    """The adapter; ``connected`` makes one, and ``live_in`` is called before anything else."""

    name = messages.NAME
    same_within_s = _SAME_WITHIN_S

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._living: _Parts | None = None

    def live_in(self, home: Home) -> None:
        """See ``bots.serving.hosting.Hosted``. Raises ``SettingsInvalid``, ``OSError``."""
        settings, database = self._settings, home.database
        access = Access(settings, home.data_dir, clock=database.clock)
        phrasebook = access.front.phrasebook
        assets = Assets(phrasebook)
        hub = Hub()
        rows = PageRows(database.engine, database.clock, database.writers)
        telling = Telling(rows, home.shelf, hub)
        feeding = Feeding(rows, settings.timetable_factor)
        chats = Chats(rows, home.shelf, telling, feeding, database.clock, access.limits)
        sample, playables = Sample(home.data_dir / "sample"), Playables(home.shelf)
        self._living = _Parts(
            home=home,
            rows=rows,
            hub=hub,
            telling=telling,
            feeding=feeding,
            chats=chats,
            access=access,
            assets=assets,
            login=Login(access, assets, lambda who: hub.end(who.__eq__), chats.forget_owner),
            api=Api(chats, home.shelf, home.uploads, sample, playables, access.count),
            page=Page(settings, assets, phrasebook, sample),
            sample=sample,
            playables=playables,
        )

    @property
    def _parts(self) -> _Parts:
        assert self._living is not None, "live_in comes first"  # noqa: S101
        return self._living

    def capabilities(self, chat: ChatRef) -> Capabilities:
        """The same for every conversation; who sits at this machine runs the bot."""
        return replace(_CAPABILITIES, is_operators=self._parts.access.is_open)

    async def probe(self) -> str:
        """Where it is found."""
        return f"a page at {self._settings.page_url}"

    async def run(self, receive: Receive) -> None:
        """Feed in what is said until cancelled."""
        await self._parts.feeding.run(receive)

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Let a message stand, in the place of an earlier one where it is to be that.

        Raises the delivery errors of ``core.errors``.
        """
        number = await self._parts.chats.show(outgoing.chat.chat, outgoing)
        return Receipt(outgoing.id, str(number))

    async def recall(self, outgoing: Outgoing) -> Receipt | None:
        """The message of that id."""
        number = await self._parts.chats.find(outgoing.chat.chat, outgoing)
        return None if number is None else Receipt(outgoing.id, str(number))

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        """Take a message away, and its files."""
        await self._parts.chats.remove(chat.chat, platform_id)

    async def forget(self, chat: ChatRef) -> None:
        """Delete the conversation with all its files."""
        await self._parts.chats.forget(chat.chat)

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes]:
        """Stream a file that was uploaded. Raises ``ClipMissing``."""
        return self._parts.home.shelf.open(attachment.ref)

    async def hang_up(self) -> None:
        """See ``bots.serving.hosting.Hosted``."""
        self._parts.hub.end()

    async def close(self) -> None:
        """End what works on clips, and what is being deleted."""
        if self._living is not None:
            await self._living.login.close()
            await self._living.chats.close()
            await self._living.sample.close()
            await self._living.playables.close()

    def routes(self) -> list[web.RouteDef]:
        """All that a browser calls; under the path of the public address too."""
        return [route for prefix in self._settings.prefixes for route in self._routes_under(prefix)]

    def _routes_under(self, prefix: str) -> list[web.RouteDef]:
        parts = self._parts
        api, guarded, uploads = parts.api, parts.access.guarded, parts.home.uploads

        async def open_page(request: web.Request, _: Visitor) -> web.StreamResponse:
            return await parts.page.show(request)

        async def listen(request: web.Request, visitor: Visitor) -> web.StreamResponse:
            limits = parts.access.limits
            return await socket.serve(request, visitor.id, parts.telling, parts.hub, limits)

        async def add_slash(request: web.Request, _: Asked) -> web.StreamResponse:
            return web.Response(status=308, headers={"Location": f"{prefix.rpartition('/')[2]}/"})

        async def tell_powers(request: web.Request, _: Asked) -> web.StreamResponse:
            return await uploads.options(request)

        async def begin(request: web.Request, visitor: Visitor) -> web.StreamResponse:
            return await uploads.create(request, visitor.id, most_bytes=visitor.most_bytes)

        async def take_away(request: web.Request, owner: str) -> web.StreamResponse:
            # A job may need what a message names; it goes with its conversation.
            if await parts.rows.is_named(owner, request.match_info["id"]):
                version = {"Tus-Resumable": VERSION}
                raise Refused(409, "sent", "page-upload-named", headers=version)
            return await uploads.terminate(request, owner)

        async def override(request: web.Request, owner: str) -> web.StreamResponse:
            return await uploads.override(request, owner, terminate=take_away)

        def owned(handler: Handler) -> Guarded:
            async def handle(request: web.Request, visitor: Visitor) -> web.StreamResponse:
                return await handler(request, visitor.id)

            return handle

        under = f"{prefix}/api"
        conversation = f"{under}/conversations/{{conversation}}"
        upload = f"{under}/uploads/{{id}}"
        return [
            *([web.get(prefix, parts.access.front.checked(add_slash))] if prefix else []),
            web.get(f"{prefix}/", guarded(open_page, is_page=True)),
            web.get(f"{prefix}/assets/{{file}}", parts.access.front.checked(parts.assets.serve)),
            *parts.login.routes(prefix),
            web.get(f"{under}/socket", guarded(listen)),
            web.post(f"{conversation}/messages", guarded(api.say, doing=Doing.MESSAGE)),
            web.delete(conversation, guarded(api.delete)),
            web.get(f"{under}/playable/{{file}}", guarded(api.playable)),
            web.get(f"{under}/files/{{file}}/{{name}}", guarded(api.file)),
            web.post(f"{under}/sample", guarded(api.sample)),
            web.post(f"{under}/uploads", guarded(begin, doing=Doing.UPLOAD)),
            web.head(upload, guarded(owned(uploads.tell))),
            web.patch(upload, guarded(owned(uploads.append))),
            web.delete(upload, guarded(owned(take_away))),
            web.post(upload, guarded(owned(override))),
            *(
                web.options(path, parts.access.front.checked(tell_powers))
                for path in (f"{under}/uploads", upload)
            ),
        ]


@contextlib.asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Web]:
    """The adapter. Raises ``SettingsInvalid`` where strangers could come in."""
    settings.check_page()
    platform = Web(settings)
    try:
        yield platform
    finally:
        await platform.close()
