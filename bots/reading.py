"""A file's bytes, piece by piece, in the core's terms.

Owns the size of a piece and what a failing disk is called. Must not know whose file it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO, Final

from core.errors import ClipUnreachable

_PIECE_BYTES: Final = 256 * 1024


async def pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    """What is left of it, in pieces of at most 256 KiB. Raises ``ClipUnreachable``."""
    while True:
        try:
            piece = await asyncio.to_thread(file.read, _PIECE_BYTES)
        except OSError as error:
            raise ClipUnreachable(error.strerror) from None
        if not piece:
            return
        yield piece
