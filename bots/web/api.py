"""What a page asks for: to say something, to delete a conversation, to have a file.

Owns the reading and checking of these requests. Must not know who may ask (``access``) or how a
conversation is kept (``chats``). Nothing that a request says is believed: ids are checked before
they name anything, and a file is served as what its content is, never as what it is called.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, NoReturn
from urllib.parse import quote

from aiohttp import web

from bots.serving.body import read_object
from bots.serving.kept import Kept
from bots.serving.refusals import Refused
from bots.serving.shelf import Shelf
from bots.serving.tus import Uploads
from bots.web.access import Visitor
from bots.web.chats import Chats, NoConversation, TooManyConversations
from bots.web.limits import Doing
from bots.web.messages import File, Said
from bots.web.playable import Playables
from bots.web.sample import Sample, SampleUnavailable
from bots.web.socket import CONVERSATION
from core.errors import ClipUnsupported, MediaError
from core.media import SNIFF_BYTES, safe_name, sniff
from core.model import AttachmentKind

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,4}")
LONGEST_TEXT: Final = 8_000
"""Characters of a message; the core reads no more of an answer either."""
_LONGEST_BUTTON_BYTES: Final = 64
_LONGEST_LABEL: Final = 100
_MOST_FILES: Final = 10
_MOST_UNSENT: Final = 1_000
_MOST_NUMBER: Final = 2**31 - 1
_CACHED: Final = "private, no-cache"
"""A browser asks each time, and is told that it has it (ETag): after a log-out, or once it was
deleted, the copy that it holds must not be shown any more."""
# A browser shows a bare video in a page of its own making, which it styles inline; whatever else
# a file may turn out to be runs nothing and reaches nothing.
_FILE_POLICY: Final = (
    "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; sandbox"
)


class UploadGone(Refused):
    """A message brings an upload that is not there."""

    def __init__(self) -> None:
        super().__init__(409, "upload-gone", "page-upload-gone")


class Api:
    """The page's requests, each made by a visitor."""

    def __init__(
        self,
        chats: Chats,
        shelf: Shelf,
        uploads: Uploads,
        sample: Sample,
        playables: Playables,
        count: Callable[[Visitor, Doing], None],
    ) -> None:
        """``count`` lets a visitor do something, or raises ``Refused`` where it is too often."""
        self._chats = chats
        self._shelf = shelf
        self._uploads = uploads
        self._sample = sample
        self._playables = playables
        self._count = count
        # Samples that are in no message yet, by their visitors.
        self._unsent: OrderedDict[str, str] = OrderedDict()

    async def say(self, request: web.Request, visitor: Visitor) -> web.Response:
        """``POST api/conversations/<id>/messages``."""
        conversation = _conversation(request)
        asked = await read_object(request)
        key = _key(asked)
        try:
            said = await self._said(asked, visitor.id)
        except UploadGone:
            # It may have been taken long ago, and its files have had their time since.
            number = await self._chats.number_of(visitor.id, conversation, key)
            if number is None:
                raise
            return web.json_response({"number": number})
        try:
            number = await self._chats.say(visitor.id, conversation, key, said)
        except NoConversation:
            _refuse_missing()
        except TooManyConversations:
            raise Refused(409, "conversations", "page-too-many-projects") from None
        return web.json_response({"number": number})

    async def _said(self, asked: dict[str, Any], owner: str) -> Said:
        text, label = _text(asked, "text", LONGEST_TEXT), _text(asked, "label", _LONGEST_LABEL)
        press, reply_to, language = asked.get("press"), asked.get("reply_to"), asked.get("language")
        if press is not None and not (
            isinstance(press, str)
            and 0 < len(press.encode(errors="replace")) <= _LONGEST_BUTTON_BYTES
        ):
            _refuse_malformed()
        if reply_to is not None and not (
            isinstance(reply_to, int)
            and not isinstance(reply_to, bool)
            and 0 < reply_to <= _MOST_NUMBER
        ):
            _refuse_malformed()
        if language is not None and not (
            isinstance(language, str) and _LANGUAGE.fullmatch(language)
        ):
            _refuse_malformed()
        files = () if press is not None else await self._files(asked, owner)
        if press is None and not text.strip() and not files:
            _refuse_malformed()
        return Said(label if press is not None else text, press, reply_to, language, files)

    async def _files(self, asked: dict[str, Any], owner: str) -> tuple[File, ...]:
        ids = asked.get("uploads") or []
        if not isinstance(ids, list) or len(ids) > _MOST_FILES:
            _refuse_malformed()
        if not all(isinstance(one, str) for one in ids):
            _refuse_malformed()
        if self._unsent.get(owner) in ids:
            del self._unsent[owner]
        kept = await self._uploads.settle(owner, ids)
        if any(one is None for one in kept):
            raise UploadGone
        return tuple(
            File(one.id, one.name, one.mime, one.size_bytes) for one in kept if one is not None
        )

    async def delete(self, request: web.Request, visitor: Visitor) -> web.Response:
        """``DELETE api/conversations/<id>``: what /forget does, after the page has asked."""
        try:
            await self._chats.forget_all(visitor.id, _conversation(request))
        except NoConversation:
            _refuse_missing()
        return web.Response(status=204)

    async def file(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """``GET api/files/<id>/<name>``: with ranges, as what it is."""
        kept = self._kept(request, visitor)
        try:
            mime, extension, is_shown = await asyncio.to_thread(_looked_at, kept)
        except FileNotFoundError:
            # Deleted since it was found.
            _refuse_missing()
        is_download = not is_shown or request.query.get("download") == "1"
        name = safe_name(kept.name, extension)
        how = "attachment" if is_download else "inline"
        named = f"filename=\"clip{extension}\"; filename*=UTF-8''{quote(name)}"
        headers = {
            "Content-Type": mime,
            "Content-Disposition": f"{how}; {named}",
            "Content-Security-Policy": _FILE_POLICY,
            "Cache-Control": _CACHED,
        }
        return web.FileResponse(kept.path, headers=headers)

    async def playable(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """``GET api/playable/<id>``: a clip that every browser plays, or how far it is."""
        state = await self._playables.state(self._kept(request, visitor))
        if state.is_impossible:
            raise Refused(415, "unplayable", "page-original-unplayable")
        if state.path is None:
            return web.json_response(
                {"fraction": state.fraction}, status=202, headers={"Cache-Control": "no-store"}
            )
        headers = {
            "Content-Type": "video/mp4",
            "Content-Security-Policy": _FILE_POLICY,
            "Cache-Control": _CACHED,
        }
        return web.FileResponse(state.path, headers=headers)

    async def sample(self, request: web.Request, visitor: Visitor) -> web.Response:
        """``POST api/sample``: the sample clip as a finished upload, one until it is sent.

        The page asks again and again while it is made, so that only what comes of it is counted.
        """
        if not self._sample.is_offered:
            _refuse_missing()
        try:
            path = await self._sample.ready()
        except SampleUnavailable:
            # Not 503: the page would go on asking, and never say so.
            raise Refused(500, "no-sample", "page-no-sample") from None
        if path is None:
            return web.json_response({}, status=202)
        kept = self._shelf.find(self._unsent.get(visitor.id, ""))
        if kept is None:
            self._count(visitor, Doing.UPLOAD)
            kept = await self._uploads.take(
                path, owner=visitor.id, name=path.name, most_bytes=visitor.most_bytes
            )
            self._unsent[visitor.id] = kept.id
            if len(self._unsent) > _MOST_UNSENT:
                self._unsent.popitem(last=False)
        return web.json_response(
            {"upload": kept.id, "name": kept.name, "size_bytes": kept.size_bytes}
        )

    def _kept(self, request: web.Request, visitor: Visitor) -> Kept:
        kept = self._shelf.find(request.match_info["file"])
        if kept is None or kept.owner != visitor.id:
            _refuse_missing()
        return kept


def _looked_at(kept: Kept) -> tuple[str, str, bool]:
    """A file's type and extension by its content, and whether a browser may show it."""
    with kept.path.open("rb") as file:
        head = file.read(SNIFF_BYTES)
    try:
        found = sniff(head)
    except (ClipUnsupported, MediaError):
        return "application/octet-stream", ".bin", False
    return found.mime, found.extension, found.kind is not AttachmentKind.OTHER


def _conversation(request: web.Request) -> str:
    conversation = request.match_info["conversation"]
    if not CONVERSATION.fullmatch(conversation):
        _refuse_missing()
    return conversation


def _key(asked: dict[str, Any]) -> str:
    key = asked.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        _refuse_malformed()
    return key


def _text(asked: dict[str, Any], name: str, limit: int) -> str:
    text = asked.get(name) or ""
    if not isinstance(text, str):
        _refuse_malformed()
    if len(text) > limit:
        raise Refused(413, "too-long", "page-too-long")
    return text


def _refuse_missing() -> NoReturn:
    raise Refused(404, "missing", "page-missing")


def _refuse_malformed() -> NoReturn:
    raise Refused(400, "malformed", "page-malformed")
