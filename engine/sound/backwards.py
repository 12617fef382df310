"""A clip's sound from its end to its beginning, a few seconds in memory at a time.

Owns the pieces and their joints. Must not know speeds or levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.sound.decode import read_samples
from engine.sound.samples import RATE_HZ, Samples, exactly

PIECE_SAMPLES = 8 * RATE_HZ
JOINT_SAMPLES = RATE_HZ // 200
"""Pieces overlap by 5 ms and flow into one another: a file whose clock is coarse (Matroska counts
in ms) gives a piece that is a few samples early or late."""


def read_backwards(path: Path, from_s: float, to_s: float) -> Iterator[Samples]:
    """The samples of [from_s, to_s) of the clip, the last one first. Raises JobFailed."""
    left = round((to_s - from_s) * RATE_HZ)
    before: Samples | None = None
    while left > 0:
        count = min(PIECE_SAMPLES, left)
        left -= count
        # A joint reaches back over the piece's beginning; it ends there for the first piece.
        joint = min(JOINT_SAMPLES, left)
        begin_s = from_s + (left - joint) / RATE_HZ
        pieces = list(exactly(read_samples(path, begin_s), count + joint))
        piece = np.concatenate(pieces, axis=1)[:, ::-1]
        if before is not None:
            share = (np.arange(before.shape[1], dtype=np.float32) + 0.5) / before.shape[1]
            head = before * (1 - share) + piece[:, : before.shape[1]] * share
            piece = np.concatenate([head, piece[:, before.shape[1] :]], axis=1)
        yield piece[:, :count]
        before = piece[:, count:] if joint else None
