"""What the store's contract suite works with: chats, messages, a clock, a look at the jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from core.model import (
    Attachment,
    AttachmentKind,
    ChatRef,
    Incoming,
    Sender,
    Text,
    message_id,
)

ANNA = ChatRef("telegram", "bot", "42")
BEN = ChatRef("telegram", "bot", "43")
CLIP = Attachment("file-1", AttachmentKind.VIDEO, "clip.mp4", "video/mp4", 1_234, 5_678)
PICTURE = Attachment("file-2", AttachmentKind.IMAGE, "beach.jpg")
DRAFT = {"t": [{"tt": 0, "sg": [{"st": 0.1, "m": {"name": "日本\u0000'; --"}}]}], "d": 10**18}


class Jobs(Protocol):
    """What a store enqueued."""

    is_failing: bool

    async def enqueued(self) -> list[tuple[str, str]]:
        """(job, message id), sorted."""
        ...


@dataclass
class OwnClock:
    """A clock that stands until it is moved."""

    at: datetime = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self.at.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def incoming(update: int, chat: ChatRef = ANNA, *attachments: Attachment) -> Incoming:
    """A message; the same update gives the same id."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Incoming(
        message_id(chat, update), chat, Sender("7", "Anna"), Text("hello"), at, attachments
    )
