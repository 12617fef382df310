"""A person's files as the core keeps them: where they lie, so that they can be had again later.

Owns the reading of attachments and the writing of ``Attachment.ref``. Must not know what they are
for. A ref is ``<channel>/<message>/<attachment> <address>``: the address is signed and expires
after about a day; until the message is asked for again it is the only way to a file that came with
a command, which belongs to no message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import discord

from core.errors import ClipMissing
from core.media import kind_of_name
from core.model import Attachment, AttachmentKind

_KINDS: Final = {
    "video": AttachmentKind.VIDEO,
    "image": AttachmentKind.IMAGE,
    "audio": AttachmentKind.AUDIO,
}


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a file lies. ``message_id`` is 0 for one that came with a command or a form."""

    channel_id: int
    message_id: int
    attachment_id: int
    url: str

    def expires_at(self) -> datetime | None:
        """When the address ends, as it says itself (``ex``, in hexadecimal seconds)."""
        given = parse_qs(urlsplit(self.url).query).get("ex", [""])[0]
        try:
            return datetime.fromtimestamp(int(given, 16), UTC)
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        return f"{self.channel_id}/{self.message_id}/{self.attachment_id} {self.url}"


def read_ref(written: str) -> Ref:
    """The ref that was written. Raises ``ClipMissing`` for one that isn't ours."""
    place, _, url = written.partition(" ")
    numbers = place.split("/")
    if len(numbers) != 3 or not all(one.isdecimal() for one in numbers):
        raise ClipMissing("no file of this kind")
    channel_id, message_id, attachment_id = map(int, numbers)
    return Ref(channel_id, message_id, attachment_id, url)


def of_message(message: discord.Message) -> tuple[Attachment, ...]:
    """The files of a message, those of what it forwards among them."""
    found = list(message.attachments)
    for snapshot in message.message_snapshots:
        found += snapshot.attachments
    return read(found, message.channel.id, message.id)


def read(
    files: Iterable[discord.Attachment], channel_id: int, message_id: int = 0
) -> tuple[Attachment, ...]:
    """These files, which came with that message, or with none."""
    return read_written(
        (
            {
                "id": file.id,
                "filename": file.filename,
                "title": file.title,
                "content_type": file.content_type,
                "size": file.size,
                "url": file.url,
                "duration_secs": file.duration,
            }
            for file in files
        ),
        channel_id,
        message_id,
    )


def read_written(
    files: Iterable[Mapping[str, Any]], channel_id: int, message_id: int = 0
) -> tuple[Attachment, ...]:
    """The same, as Discord wrote them."""
    return tuple(_attachment(file, channel_id, message_id) for file in files)


def _attachment(file: Mapping[str, Any], channel_id: int, message_id: int) -> Attachment:
    name = str(file["filename"])
    if title := file.get("title"):
        # Discord takes foreign letters out of the name, and keeps them here.
        name = f"{title}{PurePosixPath(name).suffix}"
    mime = str(file.get("content_type") or "").partition(";")[0]
    kind = _KINDS.get(mime.partition("/")[0]) or kind_of_name(name)
    duration_s = file.get("duration_secs")
    return Attachment(
        ref=str(Ref(channel_id, message_id, int(file["id"]), str(file["url"]))),
        kind=kind,
        name=name,
        mime=mime,
        size_bytes=int(file["size"]),
        duration_ms=None if duration_s is None else int(1000 * duration_s),
    )
