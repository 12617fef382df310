"""What the fake chat platform says, in the core's words: for its adapter, in tests.

Owns which refusal is which delivery error, and how an update's parts become the core's values. Must
not know HTTP calls.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

from core.errors import (
    ChatGone,
    ClipUnreachable,
    DeliveryDelayed,
    DeliveryError,
    DeliveryForbidden,
    DeliveryMuted,
    DeliveryRefused,
    DeliveryTooLarge,
    DeliveryUnknown,
)
from core.media import kind_of_name
from core.model import Attachment, AttachmentKind, Body, Command, Media, Outgoing, Press, Text

Json = dict[str, Any]


class NotModified(DeliveryRefused):
    """It says that already."""


class MovedAway(DeliveryRefused):
    """The chat has another name now: ``to``."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


class NoMessage(DeliveryRefused):
    """It is not, or no longer, there."""


def refusal_of(status: int, body: Json) -> DeliveryError:
    """The delivery error of an answer that is no success."""
    told = f"HTTP {status} {body.get('error', '')}".strip()
    match status, body.get("error"):
        case 400, "not_modified":
            return NotModified(told)
        case 404, "no_message":
            return NoMessage(told)
        case 400, "moved":
            return MovedAway(body["to"])
        case 403, "muted":
            return DeliveryMuted(told)
        case 403, "no_right":
            return DeliveryForbidden(told)
        case (403, _) | (404, "no_chat"):
            return ChatGone(told)
        case 413, _:
            return DeliveryTooLarge(told, body.get("limit_bytes"))
        case 429, _:
            return DeliveryDelayed(told, float(body.get("retry_after_s", 30)))
        case 503, _:
            return DeliveryError(told)
    return DeliveryUnknown(told) if status >= 500 else DeliveryRefused(told)


async def told_plainly(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes. Raises ``ClipUnreachable`` where they break off."""
    try:
        async for chunk in chunks:
            yield chunk
    except (aiohttp.ClientError, OSError) as error:
        raise ClipUnreachable(f"broken off, {type(error).__name__}") from None


def body_of(update: Json) -> Body:
    """What was said, commanded or tapped."""
    if "press" in update:
        return Press(update["press"])
    text = update["text"]
    if text.startswith("/") and text[1:2].isalpha():
        name, _, argument = text[1:].partition(" ")
        return Command(name.lower(), argument.strip())
    return Text(text)


def attachment_of(file: Json) -> Attachment:
    """A file that came with a message."""
    return Attachment(
        ref=file["ref"],
        kind=_kind(file),
        name=file["name"],
        mime=file["mime"],
        size_bytes=file["size_bytes"],
        duration_ms=file["duration_ms"],
    )


def about_file(media: Media) -> Json:
    """What is told of a file of ours beside its bytes."""
    names = ("name", "kind", "width", "height", "duration_ms", "is_plain_file")
    about = {name: getattr(media, name) for name in names}
    if media.thumbnail_path is not None and Path(media.thumbnail_path).is_file():
        about["thumbnail"] = base64.b64encode(Path(media.thumbnail_path).read_bytes()).decode()
    return about


def buttons_of(outgoing: Outgoing) -> list[list[str]]:
    """The buttons as (label, data)."""
    return [[button.label, button.data] for button in outgoing.buttons]


def _kind(file: dict[str, Any]) -> AttachmentKind:
    """What the sender's program claims, else what the name does; real adapters do the same."""
    claimed = AttachmentKind(file["kind"])
    return kind_of_name(file["name"]) if claimed is AttachmentKind.OTHER else claimed
