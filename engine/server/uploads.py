"""POST /api/upload-video/nemo_agent/me/<session>: files or addresses into a project.

All files of a request are taken, or none: what was received is removed when one is refused. The
size limit counts for the request as a whole.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from aiohttp import BodyPartReader, web

from engine.jobs.worker_process import JobFailed
from engine.server import refusals
from engine.server.answers import file_url, success
from engine.server.bodies import json_object
from engine.server.callers import caller_of
from engine.server.fetching import Fetch
from engine.server.receiving import Budget, Received, receive, too_much
from engine.server.sniffing import sniff_file
from engine.server.wiring import Engine, parts
from engine.store.projects import Session, SessionGone, StoredAsset, file_type

log = logging.getLogger(__name__)

_FRAMING_BYTES = 64 * 1024
"""What multipart headers and boundaries may add to the files."""
_CHUNK_BYTES = 256 * 1024
_FORMATS = "This is no file that can be used; MP4, MOV, AVI and WebM work best."
_TOO_LARGE = frozenset({"too_large", "too_long"})


async def upload(request: web.Request) -> web.Response:
    """Take files in, probe them, put videos on the timeline."""
    engine = parts(request)
    _, session = await caller_of(request, request.match_info["session_id"], "upload")
    limit_bytes = engine.settings.upload_limit_bytes
    is_multipart = request.content_type == "multipart/form-data"
    if is_multipart and (request.content_length or 0) > limit_bytes + _FRAMING_BYTES:
        raise too_much(limit_bytes)
    received: list[Received] = []
    try:
        if is_multipart:
            await _make_room(engine, request.content_length or 0)
            await _from_body(request, Budget(limit_bytes), received)
        else:
            await _from_addresses(request, Budget(limit_bytes), received)
        assets = [await _probed(engine, file) for file in received]
        await _take_up(engine, session, received, assets)
    finally:
        for file in received:
            file.path.unlink(missing_ok=True)
    log.info(
        "upload taken: session=%s files=%d size_bytes=%d",
        session.id,
        len(assets),
        sum(asset.size_bytes for asset in assets),
    )
    return success(
        request,
        {
            "files": [described(request, asset) for asset in assets],
            "session_state_applied": True,
        },
    )


def described(request: web.Request, asset: StoredAsset) -> dict[str, Any]:
    """A file as the contract shows it, in uploads and in ``video_infos`` alike."""
    return {
        "id": asset.id,
        "filename": asset.name,
        "file_type": asset.file_type,
        "cdn_url": file_url(request, "asset", asset.id),
        "duration": None if asset.duration_ms is None else asset.duration_ms / 1000,
        "width": asset.width,
        "height": asset.height,
        "fps": asset.fps,
        "hash": asset.sha256,
        "size": asset.size_bytes,
    }


async def _make_room(engine: Engine, size_bytes: int) -> None:
    await engine.retention.make_room(size_bytes)
    await asyncio.to_thread(engine.disk.require, max(1, size_bytes))


async def _from_body(request: web.Request, budget: Budget, received: list[Received]) -> None:
    engine = parts(request)
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name != "files":
                await part.release()
                continue
            if len(received) >= engine.settings.files_per_upload:
                raise refusals.malformed("Too many files in one upload.")
            received.append(
                await receive(engine.disk, part.filename or "file", _chunks(part), budget)
            )
    except (ValueError, AssertionError):
        raise refusals.malformed("The multipart body is malformed.") from None
    if not received:
        raise refusals.malformed("There is no file in the field 'files'.")


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(_CHUNK_BYTES):
        yield chunk


async def _from_addresses(request: web.Request, budget: Budget, received: list[Received]) -> None:
    engine = parts(request)
    body = await json_object(request)
    urls = body.get("urls")
    if not isinstance(urls, list) or not urls or not all(isinstance(url, str) for url in urls):
        raise refusals.malformed("Send files as multipart, or {'urls': […], 'source_type': 'url'}.")
    if len(urls) > engine.settings.files_per_upload:
        raise refusals.malformed("Too many files in one upload.")
    for url in urls:
        fetch = Fetch(
            url,
            allows_private=engine.settings.allows_private_urls,
            timeout_s=engine.settings.fetch_timeout_s,
        )
        async with fetch:
            if (fetch.size_bytes or 0) > engine.settings.upload_limit_bytes:
                raise too_much(engine.settings.upload_limit_bytes)
            await _make_room(engine, fetch.size_bytes or 0)
            received.append(await receive(engine.disk, fetch.name, fetch.chunks(), budget))


async def _probed(engine: Engine, file: Received) -> StoredAsset:
    """What the file is, by its content. Raises ``Refusal`` 4001 or 4002."""
    if await asyncio.to_thread(sniff_file, file.path) is None:
        raise refusals.unsupported(_FORMATS)
    try:
        result = await engine.workers.run_small(
            {"job": "probe", "path": str(file.path)},
            timeout_s=engine.settings.probe_timeout_s,
        )
        kind = file_type(result.get("file_type"))
        return StoredAsset(
            id=file.id,
            name=file.name,
            file_type=kind,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            duration_ms=_whole(result.get("duration_ms")),
            width=_whole(result.get("width")),
            height=_whole(result.get("height")),
            fps=None if result.get("fps") is None else float(result["fps"]),
            has_audio=bool(result.get("has_audio")),
            is_cut_short=bool(result.get("is_cut_short")),
            is_picture=bool(result.get("is_picture")),
        )
    except JobFailed as error:
        if error.code in _TOO_LARGE:
            raise refusals.too_large(str(error)) from error
        raise refusals.unsupported(str(error)) from error
    except ValueError as error:
        raise refusals.unsupported(_FORMATS) from error


async def _take_up(
    engine: Engine, session: Session, received: list[Received], assets: list[StoredAsset]
) -> None:
    finals = [engine.disk.asset(file.id) for file in received]
    try:
        for file, final in zip(received, finals, strict=True):
            file.path.replace(final)
        await engine.editing.take_up(session, assets)
    except BaseException as error:
        for final in finals:
            with suppress(OSError):
                final.unlink(missing_ok=True)
        if isinstance(error, SessionGone):
            raise refusals.no_session() from error
        if isinstance(error, ValueError):
            raise refusals.unsupported(_FORMATS) from error
        raise


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
