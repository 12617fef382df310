"""Exports: a render's life at the backend, and its file.

Owns the render endpoints and where a finished video is fetched. Must not know how often one looks,
or when one gives up: that is the flow's.
"""

import logging
from pathlib import Path
from typing import Any, Final

from core.errors import (
    AccountError,
    BackendDown,
    DownloadFailed,
    MediaError,
    NemoError,
    NothingToRender,
    RenderUnknown,
    RequestRefused,
)
from core.media import SNIFF_BYTES, sniff
from core.model import AttachmentKind
from core.nemo import answers
from core.nemo.caller import Caller, certain
from core.nemo.downloads import Downloads, Progress
from core.nemo.draft import is_ready
from core.nemo.reach import address
from core.nemo.values import RenderStatus

log = logging.getLogger(__name__)

MAX_VIDEO_BYTES: Final = 8 * 1024**3
"""Largest finished video that is fetched (ours)."""
MAX_PICTURE_BYTES: Final = 20 * 1024**2
"""Largest preview picture that is fetched (ours)."""

_LAMBDA: Final = "/api/render/proxy/lambda"
_MP4_BOXES: Final = (b"ftyp", b"styp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pdin")
EBML: Final = b"\x1aE\xdf\xa3"
"""How a WebM begins, which is what a video without a background comes in."""


class Renders:
    """The render endpoints, and the files that come of them."""

    def __init__(self, caller: Caller, downloads: Downloads) -> None:
        self._caller = caller
        self._http = caller.http
        self._downloads = downloads

    async def submit(self, render_id: str, session_id: str, draft: Any) -> RenderStatus:
        """Ask for a render of the draft, which goes back as it came."""
        if not is_ready(draft):
            raise NothingToRender
        body = {
            "id": render_id,
            "sessionId": session_id,
            "draft": draft,
            "output": {"format": "mp4", "quality": "high"},
        }
        data = await self._caller.call("POST", self._http.url(_LAMBDA), json=body, is_once=True)
        return certain(answers.render_status, data)

    async def status(self, render_id: str) -> RenderStatus:
        """How far it is."""
        return await self._own("GET", f"{_LAMBDA}/{{}}", render_id)

    async def cancel(self, render_id: str) -> RenderStatus:
        """Stop it; one that is over stays as it is."""
        return await self._own("POST", f"{_LAMBDA}/{{}}/cancel", render_id)

    async def _own(self, method: str, template: str, render_id: str) -> RenderStatus:
        try:
            data = await self._caller.call(method, self._http.url(template, render_id))
        except RequestRefused as error:
            if error.status == 404 or error.code == 404:
                raise RenderUnknown(error.detail) from error
            raise
        return answers.render_status(data)

    async def download(
        self, render_id: str, output_url: str | None, path: Path, progress: Progress | None
    ) -> int:
        """Fetch the video from where it lies, or else by the API; returns its size in bytes."""
        if output_url is not None:
            try:
                return await self._fetch(output_url, path, progress)
            except NemoError as error:
                log.warning("The output address failed, the API is asked instead: %s", error)
        url = str(self._http.url("/api/render/proxy/{}/download", render_id))
        try:
            return await self._fetch(url, path, progress)
        except (AccountError, BackendDown, DownloadFailed):
            raise
        except NemoError as error:
            raise DownloadFailed(error.detail) from error

    async def _fetch(self, text: str, path: Path, progress: Progress | None) -> int:
        try:
            url = address(text, self._http.base)
        except ValueError as error:
            raise DownloadFailed(f"the output address leads {error}") from error
        return await self._caller.authorized(
            lambda token: self._downloads.fetch(
                url,
                path,
                token=token,
                check=_is_video,
                limit_bytes=MAX_VIDEO_BYTES,
                progress=progress,
            )
        )

    async def picture(self, text: str, path: Path) -> int:
        """Fetch a preview picture; returns its size in bytes."""
        try:
            url = address(text, self._http.base)
        except ValueError as error:
            raise DownloadFailed(f"the picture's address leads {error}") from error
        return await self._caller.authorized(
            lambda token: self._downloads.fetch(
                url, path, token=token, check=_is_picture, limit_bytes=MAX_PICTURE_BYTES
            )
        )


def _is_video(head: bytes) -> None:
    # A video begins with a box or with EBML; a login page or an error message in JSON does not.
    if head[4:8] not in _MP4_BOXES and not head.startswith(EBML):
        raise DownloadFailed("what came is no video")


def _is_picture(head: bytes) -> None:
    try:
        kind = sniff(head[:SNIFF_BYTES]).kind
    except MediaError as error:
        raise DownloadFailed("what came is no picture") from error
    if kind is not AttachmentKind.IMAGE:
        raise DownloadFailed("what came is no picture")
