"""What the adapter contract suite sends: words, progress, files of which each byte is known.

Must not know a platform.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import DeliveryDelayed
from core.model import AttachmentKind, Media, Outgoing, Receipt
from core.ports import Platform
from tests.contract.adapter_rig import Seat


def words(seat: Seat, text: str, outgoing_id: str = "1/answer", **more: Any) -> Outgoing:
    """A message of ours for that chat."""
    return Outgoing(outgoing_id, seat.ref, text, **more)


def video(path: Path, size_bytes: int = 3000, **more: Any) -> Media:
    """A file of ours that is told to be a video; its bytes are no two the same in a row."""
    path.write_bytes(pattern(size_bytes))
    facts: dict[str, Any] = {"width": 320, "height": 180, "duration_ms": 2400} | more
    name = facts.pop("name", path.name)
    return Media(AttachmentKind.VIDEO, str(path), name, size_bytes, **facts)


def pattern(size_bytes: int) -> bytes:
    """Bytes that show where some are missing."""
    return np.arange(size_bytes // 4 + 1, dtype=">u4").tobytes()[:size_bytes]


async def show(platform: Platform, outgoing: Outgoing) -> Receipt:
    """Send words of progress; an adapter may drop what its chat has no room for."""
    for _ in range(100):
        try:
            return await platform.send(outgoing)
        except DeliveryDelayed:
            await asyncio.sleep(0.02)
    raise AssertionError("a chat at rest has room for progress")
