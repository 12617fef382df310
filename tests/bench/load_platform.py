"""A chat platform that costs next to nothing: in the measured process, without a network.

Owns feeding messages in and telling when each of ours came out. Must not know what is measured. It
keeps nothing by itself, so that what grows is the core's.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from core.model import (
    Attachment,
    AttachmentKind,
    Capabilities,
    ChatRef,
    Incoming,
    Outgoing,
    Receipt,
    Sender,
    Text,
    message_id,
)
from core.ports import OpenedBytes, Receive

PIECE_BYTES = 256 * 1024

CAN = Capabilities(
    max_text=4096,
    max_upload_bytes=2**31,
    max_download_bytes=2**31,
    can_edit=True,
    has_buttons=True,
    is_private=True,
)


def chat(number: int) -> ChatRef:
    """The chat of that number."""
    return ChatRef("load", "bot", str(number))


def message(number: int, update: int, words: str, clip: Path | None = None) -> Incoming:
    """The chat's message of that update, with a clip that lies at that path."""
    clips = (Attachment(str(clip), AttachmentKind.VIDEO, "clip.mp4"),) if clip else ()
    return Incoming(
        id=message_id(chat(number), update),
        chat=chat(number),
        sender=Sender(str(number), language="en"),
        body=Text(words),
        at=datetime.now(UTC),
        attachments=clips,
        platform_id=str(update),
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours, when the platform was called with it."""

    at_s: float
    outgoing: Outgoing


@dataclass
class LoadPlatform:
    """Feeds what the scenario gives to ``receive``; ``told`` hears of every send.

    ``read_bytes`` is how much of the files of ours was read.
    """

    told: Callable[[Sent], None] = lambda sent: None
    name: str = "load"
    read_bytes: int = 0
    _receive: asyncio.Future[Receive] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def capabilities(self, chat: ChatRef) -> Capabilities:
        return CAN

    async def run(self, receive: Receive) -> None:
        self._receive.set_result(receive)
        await asyncio.Event().wait()

    async def receive(self, incoming: Incoming) -> None:
        """Hand a message in; returns when it may be acknowledged."""
        receive = await asyncio.shield(self._receive)
        await receive(incoming)

    async def send(self, outgoing: Outgoing) -> Receipt:
        self.told(Sent(time.monotonic(), outgoing))
        for media in outgoing.media:
            async for piece in _pieces(Path(media.path)):
                self.read_bytes += len(piece)
        return Receipt(outgoing.id, outgoing.id)

    @asynccontextmanager
    async def open(self, attachment: Attachment) -> AsyncIterator[OpenedBytes]:
        path = Path(attachment.ref)
        yield OpenedBytes(_pieces(path), path.stat().st_size)

    async def probe(self) -> str:
        return "load"


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        while piece := await asyncio.to_thread(os.read, descriptor, PIECE_BYTES):
            yield piece
    finally:
        os.close(descriptor)
