"""Sound in memory: blocks of stereo samples that follow one another.

Owns the one format in which sound is worked on, and cutting it to length. A sound is never whole in
memory: it is an iterator of blocks. Must not know files.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.media.encoding import ENCODING

RATE_HZ = ENCODING.audio_rate_hz
"""Samples a second of everything in this package, whatever the files have."""

CHANNELS = 2

Samples = NDArray[np.float32]
"""(CHANNELS, n), full scale -1..1; may lie beyond it until the ceiling is held."""

SILENT_BLOCK = RATE_HZ
"""Samples of a block of silence."""


def silence(count: int) -> Iterator[Samples]:
    """So many samples of nothing; none for a negative count."""
    while count > 0:
        size = min(count, SILENT_BLOCK)
        yield np.zeros((CHANNELS, size), np.float32)
        count -= size


def exactly(pieces: Iterator[Samples], count: int) -> Iterator[Samples]:
    """The first `count` samples, and silence where there are fewer."""
    while count > 0:
        piece = next(pieces, None)
        if piece is None:
            yield from silence(count)
            return
        if piece.shape[1]:
            yield piece[:, :count]
        count -= piece.shape[1]


def in_blocks(pieces: Iterator[Samples], size: int) -> Iterator[Samples]:
    """The same samples in blocks of `size`; the last may be shorter."""
    held: list[Samples] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += piece.shape[1]
        if count < size:
            continue
        joined = np.concatenate(held, axis=1)
        whole = count - count % size
        for begin in range(0, whole, size):
            yield np.ascontiguousarray(joined[:, begin : begin + size])
        held, count = [joined[:, whole:]], count - whole
    if count:
        yield np.ascontiguousarray(np.concatenate(held, axis=1))


def faded(
    pieces: Iterator[Samples], count: int, in_count: int, out_count: int
) -> Iterator[Samples]:
    """A sound of `count` samples that rises over its first `in_count` and falls over its last
    `out_count`, both straight."""
    at = 0
    for piece in pieces:
        end = at + piece.shape[1]
        if at < in_count or end > count - out_count:
            # Not in float32, whose whole numbers end at 2**24 samples: 350 s.
            place = np.arange(at, end) + 0.5
            rise = place / max(in_count, 1)
            fall = (count - place) / max(out_count, 1)
            piece = piece * np.clip(np.minimum(rise, fall), 0, 1).astype(np.float32)
        yield piece
        at = end
