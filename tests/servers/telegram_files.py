"""Files in both directions at the fake Telegram, never whole in memory: for tests.

Owns what lies on the platform's disk, the limits of sizes, and giving files out: over HTTP as the
cloud does, or as a path as a local server does. Must not know chats.
"""

from __future__ import annotations

import asyncio
import mimetypes
import os
import secrets
import shutil
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
import av
from PIL import Image, UnidentifiedImageError

from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_limits import (
    CLOUD_DOWNLOAD_BYTES,
    CLOUD_UPLOAD_BYTES,
    LOCAL_UPLOAD_BYTES,
    PHOTO_BYTES,
    THUMBNAIL_BYTES,
    THUMBNAIL_PIXELS,
    URL_BYTES,
    Refused,
    bad,
)
from tests.servers.telegram_parameters import Parameters
from tests.servers.telegram_values import File, Kind

_CHUNK_BYTES = 256 * 1024
_ENVELOPE_BYTES = 256 * 1024
"""What a multipart body may have beside the files."""

_FOLDERS: dict[str, str] = {
    "video": "videos",
    "document": "documents",
    "animation": "animations",
    "video_note": "video_notes",
    "audio": "music",
    "voice": "voice",
    "photo": "photos",
}
_USUAL: dict[str, tuple[str, str]] = {
    "video": (".mp4", "video/mp4"),
    "animation": (".mp4", "video/mp4"),
    "video_note": (".mp4", "video/mp4"),
    "voice": (".oga", "audio/ogg"),
    "audio": (".mp3", "audio/mpeg"),
    "photo": (".jpg", "image/jpeg"),
}


class Files:
    """The platform's disk. A local server's paths hold the token, as the real one's do."""

    def __init__(self, folder: Path, ledger: Ledger, token: str, *, is_local: bool) -> None:
        self._ledger = ledger
        self._is_local = is_local
        self._uploads = folder / "uploads"
        self._given = folder / token
        self._uploads.mkdir(parents=True, exist_ok=True)
        self._links: dict[str, File] = {}

    @property
    def max_body_bytes(self) -> int:
        """How long a request may be."""
        return (LOCAL_UPLOAD_BYTES if self._is_local else CLOUD_UPLOAD_BYTES) + _ENVELOPE_BYTES

    def place(self, name: str) -> Path:
        """A path for a file that comes in."""
        return self._uploads / f"{self._ledger.number()}{PurePath(name).suffix[:10]}"

    # --- what comes in ----------------------------------------------------------------------

    def of_person(
        self, path: Path, kind: Kind, name: str | None, claims: dict[str, Any] | None
    ) -> File:
        """A file that a person sends, measured as their program would."""
        width, height, duration_s = measured(path)
        file = replace(
            self._new(kind, path, name or path.name),
            width=width,
            height=height,
            duration_s=duration_s,
            claims=dict(claims or {}),
        )
        if kind == "photo":
            file = replace(file, sizes=self._smaller(path, (90, 320, 800)))
        return self._ledger.add_file(file)

    async def of_bot(
        self, parameters: Parameters, name: str, value: Any, kind: Kind, about: dict[str, Any]
    ) -> File:
        """The file that the bot sends under a parameter's name. Raises ``Refused``.

        ``value`` is ``attach://part``, ``file://path``, an address, a file's id, or absent where
        the part is called as the parameter. ``about`` are the published fields that belong to it.
        """
        known = self._ledger.files.get(value) if isinstance(value, str) else None
        if known is not None:
            if (known.kind == "photo") != (kind == "photo"):
                told = known.kind.title(), kind.title()
                raise bad(f"can't use file of type {told[0]} as {told[1]}")
            return replace(known, kind=kind)
        path, file_name = await self._brought(parameters, name, value)
        size_bytes = path.stat().st_size
        if size_bytes == 0:
            raise bad("file must be non-empty")
        if size_bytes > (LOCAL_UPLOAD_BYTES if self._is_local else CLOUD_UPLOAD_BYTES):
            raise Refused(413, "Request Entity Too Large")
        file = self._new(kind, path, file_name)
        if kind == "photo":
            return self._ledger.add_file(_checked_photo(file))
        thumbnail, fault = await self._thumbnail(parameters, about.get("thumbnail"))
        return self._ledger.add_file(
            replace(
                file,
                width=_number(about.get("width")),
                height=_number(about.get("height")),
                duration_s=_number(about.get("duration")),
                supports_streaming=str(about.get("supports_streaming", "")).lower() == "true",
                thumbnail=thumbnail,
                thumbnail_fault=fault,
            )
        )

    async def _brought(self, parameters: Parameters, name: str, value: Any) -> tuple[Path, str]:
        part = None
        if value in (None, ""):
            part = parameters.parts.get(name)
        elif isinstance(value, str) and value.startswith("attach://"):
            part = parameters.parts.get(value.removeprefix("attach://"))
        elif isinstance(value, str) and value.startswith("file:/") and self._is_local:
            source = Path(unquote(urlsplit(value).path))
            if not source.is_file():
                raise bad("invalid file HTTP URL specified: file not found")
            path = self.place(source.name)
            # A copy: the bot may take its own away as soon as it has its answer.
            await asyncio.to_thread(shutil.copyfile, source, path)
            return path, source.name
        elif isinstance(value, str) and value.startswith(("http://", "https://")):
            return await self._fetched(value)
        else:
            raise bad("wrong file identifier/HTTP URL specified")
        if part is None:
            raise bad(f"there is no {name.replace('_', ' ')} in the request")
        return part.path, part.file_name

    async def _fetched(self, url: str) -> tuple[Path, str]:
        name = PurePath(urlsplit(url).path).name or "file"
        path, size_bytes = self.place(name), 0
        try:
            async with aiohttp.ClientSession() as session, session.get(url) as answer:
                answer.raise_for_status()
                with path.open("wb") as out:
                    async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
                        size_bytes += len(chunk)
                        if size_bytes > URL_BYTES:
                            raise bad("failed to get HTTP URL content")
                        out.write(chunk)
        except aiohttp.ClientError:
            raise bad("failed to get HTTP URL content") from None
        return path, name

    async def _thumbnail(self, parameters: Parameters, value: Any) -> tuple[Path | None, str]:
        """(where it lies, why it is ignored): a wrong one costs nothing but itself."""
        if value in (None, "") and "thumbnail" not in parameters.parts:
            return None, ""
        if isinstance(value, str) and not value.startswith(("attach://", "file:/")):
            return None, "not uploaded as a new file"
        path, _ = await self._brought(parameters, "thumbnail", value)
        if (size_bytes := path.stat().st_size) > THUMBNAIL_BYTES:
            return path, f"{size_bytes} bytes, {THUMBNAIL_BYTES} are allowed"
        try:
            with Image.open(path) as picture:
                if picture.format != "JPEG":
                    return path, f"a {picture.format}, not a JPEG"
                if max(picture.size) > THUMBNAIL_PIXELS:
                    return path, f"{picture.size} pixels, {THUMBNAIL_PIXELS} are allowed"
        except UnidentifiedImageError:
            return path, "not a picture"
        return path, ""

    def _new(self, kind: Kind, path: Path, name: str) -> File:
        usual = _USUAL.get(kind, ("", "application/octet-stream"))
        mime = mimetypes.guess_type(name)[0] or usual[1]
        return File(
            ref="BAACAgIAAxkB" + secrets.token_urlsafe(45),
            unique_ref="AgAD" + secrets.token_urlsafe(8),
            name=name,
            path=path,
            size_bytes=path.stat().st_size,
            kind=kind,
            mime="image/jpeg" if kind == "photo" else mime,
        )

    def _smaller(self, path: Path, sides: tuple[int, ...]) -> tuple[File, ...]:
        made = []
        with Image.open(path) as picture:
            for side in sides:
                if max(picture.size) <= side:
                    break
                small = picture.convert("RGB")
                small.thumbnail((side, side))
                to = self.place("photo.jpg")
                small.save(to, "JPEG")
                one = self._new("photo", to, to.name)
                made.append(replace(one, width=small.width, height=small.height))
        return tuple(made)

    # --- what goes out ----------------------------------------------------------------------

    def path_of(self, ref: str) -> tuple[File, str]:
        """getFile: the file and its ``file_path``. Raises ``Refused``."""
        file = self._ledger.files.get(ref)
        if file is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        said_bytes = max(file.size_bytes, file.said_bytes or 0)
        if not self._is_local and said_bytes > CLOUD_DOWNLOAD_BYTES:
            raise bad("file is too big")
        suffix = PurePath(file.name).suffix or _USUAL.get(file.kind, ("", ""))[0]
        link = f"{_FOLDERS[file.kind]}/file_{self._ledger.number()}{suffix}"
        if not self._is_local:
            self._links[link] = file
            return file, link
        path = self._given / link
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file.path, path)
        except OSError:
            # Another file system: only there it has to be a copy.
            shutil.copyfile(file.path, path)
        return file, str(path)

    def linked(self, link: str) -> Path | None:
        """Where the file of a link lies that still holds."""
        file = self._links.get(link)
        return None if file is None else file.path

    def expire_links(self) -> None:
        """Let every link die, as an hour does."""
        self._links.clear()


def measured(path: Path) -> tuple[int | None, int | None, int | None]:
    """(width, height, whole seconds) of whatever can be opened; None for what it hasn't."""
    try:
        with av.open(str(path)) as container:
            video = next(iter(container.streams.video), None)
            duration_s = round(container.duration / av.time_base) if container.duration else None
            if video is None:
                return None, None, duration_s
            return video.width, video.height, duration_s
    except (av.error.FFmpegError, OSError):
        return None, None, None


def _checked_photo(file: File) -> File:
    if file.size_bytes > PHOTO_BYTES:
        raise bad(
            f"file of size {file.size_bytes} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_BYTES} bytes"
        )
    try:
        with Image.open(file.path) as picture:
            width, height = picture.size
    except UnidentifiedImageError:
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return replace(file, width=width, height=height)


def _number(value: Any) -> int | None:
    return None if value in (None, "") else int(value)
