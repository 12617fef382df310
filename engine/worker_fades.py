"""When the picture fades from and to black.

Owns the frames of the fades. Must not know pixels.
"""

from __future__ import annotations

from fractions import Fraction

from engine.media.rate import frame_number
from engine.worker_draft import Timeline


class Fades:
    """The fades of a timeline: in at its beginning, out at its end, or at those of single clips."""

    def __init__(self, timeline: Timeline, rate: Fraction) -> None:
        self._ins: list[tuple[int, int]] = []
        self._outs: list[tuple[int, int]] = []
        for clip in timeline.clips:
            begin, end = frame_number(clip.start_ms, rate), frame_number(clip.end_ms, rate)
            if clip.fade_in_ms:
                length = min(clip.fade_in_ms, clip.duration_ms)
                self._ins.append((begin, frame_number(clip.start_ms + length, rate)))
            if clip.fade_out_ms:
                length = min(clip.fade_out_ms, clip.duration_ms)
                self._outs.append((frame_number(clip.end_ms - length, rate), end))

    def share_of_black(self, index: int) -> float:
        """How much of frame `index` is black, 0..1: none of it outside a fade.

        The first frame of a fade in is black and so is the last of a fade out.
        """
        share = 0.0
        for begin, end in self._ins:
            if begin <= index < end:
                share = max(share, 1 - (index - begin) / (end - begin))
        for begin, end in self._outs:
            if begin <= index < end:
                share = max(share, (index - begin + 1) / (end - begin))
        return share

    def within(self, begin: int, end: int) -> list[int]:
        """The frames between two that look different from the one before, for a fade's sake."""
        return [
            at
            for first, last in (*self._ins, *self._outs)
            for at in range(max(begin, first), min(end, last + 1))
        ]
