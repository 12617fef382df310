"""What a file is, judged by its content, and the streaming of it from a platform to the backend.

Owns the accepted types, the size limit and safe names. Must not know platforms or the backend's
requests. Neither a name nor a MIME type is believed; no file is ever whole in memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

import puremagic

from core.errors import (
    MAX_UPLOAD_BYTES,
    ClipEmpty,
    ClipTooLarge,
    ClipTooLargeToFetch,
    ClipUnsupported,
)
from core.model import Attachment, AttachmentKind

SNIFF_BYTES: Final = 64 * 1024
"""How much of a file is read to see what it is."""

_NAME_LIMIT: Final = 80

_KINDS: Final = {
    # m4a before mp4: the same container, told apart by its brand.
    ".m4a": AttachmentKind.AUDIO,
    ".mp4": AttachmentKind.VIDEO,
    ".mov": AttachmentKind.VIDEO,
    ".avi": AttachmentKind.VIDEO,
    ".webm": AttachmentKind.VIDEO,
    ".mkv": AttachmentKind.VIDEO,
    ".jpg": AttachmentKind.IMAGE,
    ".png": AttachmentKind.IMAGE,
    ".gif": AttachmentKind.IMAGE,
    ".webp": AttachmentKind.IMAGE,
    ".mp3": AttachmentKind.AUDIO,
    ".wav": AttachmentKind.AUDIO,
    ".aac": AttachmentKind.AUDIO,
    ".heic": AttachmentKind.IMAGE,
}
"""The 13 types that the backend takes (source: the contract, "Upload"), and ``LOCAL_ONLY``."""

_SAME: Final = {".heif": ".heic", ".jpeg": ".jpg"}
"""Names of one type."""

LOCAL_ONLY: Final = frozenset({".heic"})
"""Types beyond the contract that the embedded engine takes: the pictures of iPhones."""

_MIME: Final = {
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".avi": "video/x-msvideo",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".aac": "audio/aac",
    ".heic": "image/heic",
}


@dataclass(frozen=True, slots=True)
class MediaType:
    """What the first bytes say. ``extension`` has its dot."""

    kind: AttachmentKind
    extension: str
    mime: str


def sniff(head: bytes) -> MediaType:
    """The type of a file from its first ``SNIFF_BYTES``.

    Raises ``ClipEmpty`` for no bytes, ``ClipUnsupported`` for anything but the known types.
    """
    if not head:
        raise ClipEmpty
    try:
        matches = puremagic.magic_string(head)
    except puremagic.PureError:
        raise ClipUnsupported("its first bytes are of no known type") from None
    # Weaker matches are other readings of the same bytes: every RIFF file may be an AVI.
    best = max(match.confidence for match in matches)
    named = {match.extension.lower() for match in matches if match.confidence == best}
    found = {_SAME.get(extension, extension) for extension in named}
    for extension, kind in _KINDS.items():
        if extension in found:
            return MediaType(kind, extension, _MIME[extension])
    raise ClipUnsupported(f"its content is {matches[0].extension or 'unknown'}")


def kind_of_name(name: str) -> AttachmentKind:
    """What a name claims to be; OTHER where it claims nothing. The content decides later."""
    if PurePosixPath(name).suffix.lower() == ".srt":
        return AttachmentKind.CAPTIONS
    extension = PurePosixPath(name).suffix.lower()
    return _KINDS.get(_SAME.get(extension, extension), AttachmentKind.OTHER)


def safe_name(claimed: str, extension: str) -> str:
    """A file name that is safe everywhere, with the extension that the content has.

    Keeps letters of every script; drops folders, control and direction characters.
    """
    stem = PureWindowsPath(PurePosixPath(claimed.replace("\x00", "")).name).stem
    stem = unicodedata.normalize("NFC", stem)
    stem = "".join(c for c in stem if unicodedata.category(c)[0] in "LMN" or c in " -_.")
    stem = re.sub(r"\s+", " ", stem).strip(" .")[:_NAME_LIMIT]
    return (stem or "clip") + extension


async def peek(chunks: AsyncIterator[bytes]) -> tuple[bytes, AsyncIterator[bytes]]:
    """The first ``SNIFF_BYTES`` and a stream that still begins with them.

    Not one chunk is asked for beyond the one that completes them, before the stream is read.
    """
    held: list[bytes] = []
    size_bytes = 0
    async for chunk in chunks:
        held.append(chunk)
        size_bytes += len(chunk)
        if size_bytes >= SNIFF_BYTES:
            break

    async def whole() -> AsyncIterator[bytes]:
        while held:
            yield held.pop(0)
        async for chunk in chunks:
            yield chunk

    return b"".join(held)[:SNIFF_BYTES], whole()


def too_large(attachment: Attachment, max_download_bytes: int) -> ClipTooLarge | None:
    """Why a file of the size that is claimed can't be had; None where it may, or for a link.

    ``max_download_bytes`` is what its platform hands out.
    """
    size_bytes = attachment.size_bytes
    if attachment.is_link or size_bytes is None:
        return None
    if size_bytes > MAX_UPLOAD_BYTES:
        return ClipTooLarge(f"{size_bytes} bytes", MAX_UPLOAD_BYTES)
    if size_bytes > max_download_bytes and not attachment.is_dropped:
        return ClipTooLargeToFetch(f"{size_bytes} bytes", max_download_bytes)
    return None


def check_size(size_bytes: int) -> None:
    """Raises ``ClipTooLarge`` above the backend's limit, ``ClipEmpty`` for nothing."""
    if size_bytes == 0:
        raise ClipEmpty
    if size_bytes > MAX_UPLOAD_BYTES:
        raise ClipTooLarge(f"{size_bytes} bytes", MAX_UPLOAD_BYTES)
