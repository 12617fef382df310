"""Resumable uploads onto a shelf: a server of tus 1.0. Source: tus.io/protocols/resumable-upload.

Owns the protocol, and how much may be brought to one share. Must not know who owns what: the caller
says so, after it has seen to logins and foreign origins. An upload and the file that comes of it
have one id; another owner's is as one that never was. The way to an upload's bytes is its newest
request's: an older one, which may hang on a dead line, is ended by it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

from bots.serving import refusals
from bots.serving.kept import Kept
from bots.serving.receiving import Ending, Receiving
from bots.serving.refusals import Refused
from bots.serving.room import ShareFull
from bots.serving.shelf import IDLE_S, SHARE_BYTES, Shelf
from bots.serving.tus_headers import (
    BODY_TYPE,
    EXTENSIONS,
    VERSION,
    read_bytes,
    read_metadata,
    write_date,
    write_metadata,
)
from core.errors import MAX_UPLOAD_BYTES, ClipEmpty, ClipTooLarge, NoRoom
from core.phrases import Phrasebook

log = logging.getLogger(__name__)

MOST_OPEN: Final = 20
"""Unfinished uploads of one share."""
MOST_BYTES: Final = SHARE_BYTES
"""Of one share on the shelf, uploads with all that is still to come."""
SILENCE_S: Final = 60.0
"""Without a byte a line counts as dead."""
_RETRY_AFTER_S: Final = 30
_FULL: Final = "page-share-full"

Handler = Callable[[web.Request, str], Awaitable[web.StreamResponse]]


class Uploads:
    """The handlers take the request and its owner; ``{id}`` in the path is the upload's."""

    def __init__(
        self,
        shelf: Shelf,
        *,
        max_bytes: int = MAX_UPLOAD_BYTES,
        most_open: int = MOST_OPEN,
        most_bytes: int = MOST_BYTES,
        silence_s: float = SILENCE_S,
    ) -> None:
        """The limits are one file's, then one share's."""
        self._shelf = shelf
        self._max_bytes = max_bytes
        self._most_open = most_open
        self._most_bytes = most_bytes
        self._silence_s = silence_s
        self._receiving: dict[str, Receiving] = {}
        self._creating = asyncio.Lock()
        self._phrasebook = Phrasebook()

    async def options(self, request: web.Request) -> web.Response:
        """What this server can do."""
        headers = {
            "Tus-Resumable": VERSION,
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(self._max_bytes),
        }
        return web.Response(status=HTTPStatus.NO_CONTENT, headers=headers)

    async def create(
        self,
        request: web.Request,
        owner: str,
        share: str = "",
        *,
        most_bytes: int | None = None,
        full: str = _FULL,
    ) -> web.StreamResponse:
        """POST: a new upload; ``Location`` is relative, so that a proxy may add a path.

        It is counted for ``share``, which several owners may have together, or its owner alone;
        ``most_bytes`` is what this one may have, ``full`` the phrase that says it is used up.
        """
        work = partial(
            self._create,
            share=share or owner,
            most_bytes=self._most_bytes if most_bytes is None else most_bytes,
            full=full,
        )
        return await self._answered(work, request, owner)

    async def tell(self, request: web.Request, owner: str) -> web.StreamResponse:
        """HEAD: how much is here."""
        return await self._answered(self._tell, request, owner)

    async def append(self, request: web.Request, owner: str) -> web.StreamResponse:
        """PATCH: more bytes."""
        return await self._answered(self._append, request, owner)

    async def terminate(self, request: web.Request, owner: str) -> web.StreamResponse:
        """DELETE: the upload, or the file that came of it, is not wanted."""
        return await self._answered(self._terminate, request, owner)

    async def override(
        self, request: web.Request, owner: str, *, terminate: Handler | None = None
    ) -> web.StreamResponse:
        """POST in place of another method, for networks that let only that pass.

        ``terminate`` is what is done for DELETE, if it isn't just that.
        """
        meant = request.headers.get("X-HTTP-Method-Override", "").upper()
        handlers = {
            hdrs.METH_HEAD: self.tell,
            hdrs.METH_PATCH: self.append,
            hdrs.METH_DELETE: terminate or self.terminate,
        }
        if meant not in handlers:
            raise web.HTTPMethodNotAllowed(request.method, handlers)
        return await handlers[meant](request, owner)

    async def settle(self, owner: str, ids: Iterable[str]) -> list[Kept | None]:
        """The finished uploads of that owner; None in place of one that is not there whole."""
        found = (self._shelf.find(file_id) for file_id in ids)
        return [kept if kept is not None and kept.owner == owner else None for kept in found]

    async def take(
        self, path: Path, *, owner: str, name: str, most_bytes: int | None = None
    ) -> Kept:
        """A file that lies here already, as if it had been uploaded. Raises ``Refused``."""
        most_bytes = self._most_bytes if most_bytes is None else most_bytes
        async with self._creating:
            try:
                await self._shelf.make_room(path.stat().st_size, owner, most_bytes)
                return await self._shelf.keep(path, owner=owner, name=name)
            except ShareFull as error:
                raise _share_full(_FULL) from error
            except NoRoom as error:
                raise _no_room(error) from error

    async def _create(
        self, request: web.Request, owner: str, *, share: str, most_bytes: int, full: str
    ) -> web.Response:
        if "Upload-Concat" in request.headers or "Upload-Length" not in request.headers:
            raise _misunderstood(HTTPStatus.BAD_REQUEST)
        size_bytes = read_bytes(request.headers["Upload-Length"])
        if size_bytes is None:
            raise _misunderstood(HTTPStatus.BAD_REQUEST)
        if size_bytes == 0:
            raise Refused.because(HTTPStatus.BAD_REQUEST, "empty", ClipEmpty())
        if size_bytes > self._max_bytes:
            error = ClipTooLarge(f"{size_bytes} bytes", self._max_bytes)
            raise Refused.because(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", error)
        try:
            name, mime = read_metadata(request.headers.get("Upload-Metadata", ""))
        except ValueError:
            raise _misunderstood(HTTPStatus.BAD_REQUEST) from None
        # One after the other: else a hundred at once would all find room.
        async with self._creating:
            await self._make_way(share)
            try:
                upload = await self._shelf.begin(
                    owner=owner,
                    share=share,
                    name=name,
                    size_bytes=size_bytes,
                    mime=mime,
                    most_bytes=most_bytes,
                )
            except ShareFull as error:
                raise _share_full(full) from error
            except NoRoom as error:
                raise _no_room(error) from error
        last = request.path.rpartition("/")[2]
        headers = {"Location": f"{last}/{upload.id}" if last else upload.id, "Upload-Offset": "0"}
        return web.Response(status=HTTPStatus.CREATED, headers=headers | self._expiry(upload))

    async def _tell(self, request: web.Request, owner: str) -> web.Response:
        upload = self._found(request, owner)
        await self._end_older(upload)
        pairs = {"filename": upload.name, "filetype": upload.mime}
        headers = {
            "Upload-Offset": str(upload.held_bytes()),
            "Upload-Length": str(upload.size_bytes),
            "Upload-Metadata": write_metadata(pairs),
            "Cache-Control": "no-store",
        }
        return web.Response(headers=headers | self._expiry(upload))

    async def _append(self, request: web.Request, owner: str) -> web.Response:
        upload = self._found(request, owner)
        if request.content_type != BODY_TYPE or "Content-Encoding" in request.headers:
            raise _misunderstood(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        offset_bytes = read_bytes(request.headers.get("Upload-Offset"))
        if offset_bytes is None:
            raise _misunderstood(HTTPStatus.BAD_REQUEST)
        await self._end_older(upload)
        # From here to its entry nothing is awaited: two requests can't both be the newest.
        if self._shelf.begun(upload.id) is None:
            raise _gone()
        held_bytes = upload.held_bytes()
        if offset_bytes != held_bytes:
            raise _resumes(HTTPStatus.CONFLICT, "offset", upload)
        if (request.content_length or 0) > upload.size_bytes - held_bytes:
            raise _surplus()
        receiving = Receiving(
            upload.path, upload.size_bytes, self._silence_s, self._shelf.check_going_on
        )
        self._receiving[upload.id] = receiving
        try:
            with self._shelf.using(upload.id):
                ending = await receiving.run(request.content)
        except FileNotFoundError:
            await self._shelf.remove(upload.id)
            raise _gone() from None
        except NoRoom as error:
            raise _no_room(error) from error
        except OSError as error:
            raise _no_room(NoRoom(error.strerror)) from error
        finally:
            if self._receiving.get(upload.id) is receiving:
                del self._receiving[upload.id]
        return self._appended(upload, ending)

    def _appended(self, upload: Kept, ending: Ending) -> web.Response:
        if self._shelf.begun(upload.id) is None:
            raise _gone()
        if ending is Ending.STOPPED:
            raise _resumes(HTTPStatus.CONFLICT, "taken-over", upload)
        if ending is Ending.TOO_LONG:
            raise _surplus()
        if ending in (Ending.BROKEN, Ending.SILENT):
            raise _resumes(HTTPStatus.REQUEST_TIMEOUT, "broken", upload)
        headers = {"Upload-Offset": str(upload.held_bytes())}
        return web.Response(status=HTTPStatus.NO_CONTENT, headers=headers | self._expiry(upload))

    async def _terminate(self, request: web.Request, owner: str) -> web.Response:
        upload = self._found(request, owner)
        await self._end_older(upload)
        await self._shelf.remove(upload.id)
        return web.Response(status=HTTPStatus.NO_CONTENT)

    def _found(self, request: web.Request, owner: str) -> Kept:
        upload = self._shelf.begun(request.match_info["id"])
        if upload is None or upload.owner != owner:
            raise _gone()
        return upload

    async def _end_older(self, upload: Kept) -> None:
        while (older := self._receiving.get(upload.id)) is not None:
            await older.stop()
            # It may not have got to it yet; and somebody else may have been quicker than we.
            if self._receiving.get(upload.id) is older:
                del self._receiving[upload.id]

    async def _make_way(self, share: str) -> None:
        """Room for one more: what nobody goes on with makes way, else it is refused."""
        unfinished = self._shelf.unfinished(share)
        while len(unfinished) >= self._most_open:
            oldest = unfinished.pop(0)
            if oldest.id in self._receiving or self._shelf.idle_s(oldest) < IDLE_S:
                retry = {"Retry-After": str(_RETRY_AFTER_S)}
                raise Refused(
                    HTTPStatus.TOO_MANY_REQUESTS, "many", "page-uploads-many", headers=retry
                )
            await self._shelf.remove(oldest.id)

    def _expiry(self, upload: Kept) -> dict[str, str]:
        if upload.is_whole():
            return {}
        return {"Upload-Expires": write_date(self._shelf.ends_at(upload))}

    async def _answered(
        self, work: Handler, request: web.Request, owner: str
    ) -> web.StreamResponse:
        try:
            if request.headers.get("Tus-Resumable") != VERSION:
                raise _misunderstood(
                    HTTPStatus.PRECONDITION_FAILED, headers={"Tus-Version": VERSION}
                )
            response = await work(request, owner)
        except Refused as refused:
            response = refusals.answer(request, refused, self._phrasebook)
        response.headers["Tus-Resumable"] = VERSION
        return response


def _misunderstood(status: int, headers: Mapping[str, str] | None = None) -> Refused:
    return Refused(status, "malformed", "page-malformed", headers=headers)


def _gone() -> Refused:
    return Refused(HTTPStatus.NOT_FOUND, "upload-gone", "page-upload-gone")


def _no_room(error: NoRoom) -> Refused:
    log.warning("An upload finds no room: %s", error)
    return Refused.because(HTTPStatus.INSUFFICIENT_STORAGE, "no-room", error)


def _share_full(phrase: str) -> Refused:
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "share-full", phrase)


def _surplus() -> Refused:
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "surplus", "page-malformed")


def _resumes(status: int, code: str, upload: Kept) -> Refused:
    """The client looks where the upload stands, and goes on from there."""
    headers = {"Upload-Offset": str(upload.held_bytes())}
    return Refused(status, code, "page-upload-resumes", headers=headers)
