"""Faster or slower at the same pitch.

Owns the stretching: WSOLA (Verhelst and Roelands 1993), windows of the sound laid closer or wider,
each moved a little so that it goes on where the last one would have. FFmpeg's `atempo` does the
same and lets a sound slowed to a quarter run 0.1 s ahead of its picture (measured with FFmpeg 8);
here a window lies at its own time to a few ms, however long the clip. Must not know clips.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from engine.sound.samples import CHANNELS, RATE_HZ, Samples

HOP = RATE_HZ * 15 // 1000
"""Samples between windows, and half a window: a window holds two periods of a deep voice (80 Hz),
and is short enough for nobody to hear a consonant twice."""

REACH = RATE_HZ * 6 // 1000
"""Samples by which a window may be moved either way: half a period of that voice."""

STAY = 0.2
"""How much worse a match may be for lying at its own time and not at the end of its reach."""

_PLACES = np.arange(-REACH, REACH + 1, dtype=np.float32) / REACH
_NEARNESS = STAY * _PLACES**2
_RISE = (np.sin(np.pi * (np.arange(HOP, dtype=np.float32) + 0.5) / (2 * HOP)) ** 2).astype(
    np.float32
)
_FALL = 1 - _RISE


def stretched(pieces: Iterator[Samples], speed: float) -> Iterator[Samples]:
    """The sound at `speed` times its pace; at 1 it is untouched.

    Time t of the result is time t x speed of the sound.
    """
    if speed == 1:
        yield from pieces
        return
    heard = _Window(pieces)
    number, centre = 0, 0
    while heard.has(centre):
        natural = heard.span(centre, centre + HOP)
        number += 1
        wanted = round(number * HOP * speed)
        centre = wanted + _shift(natural, heard.span(wanted - HOP - REACH, wanted + REACH))
        yield natural * _FALL + heard.span(centre - HOP, centre) * _RISE
        heard.forget(min(centre, wanted - HOP - REACH))


def _shift(natural: Samples, around: Samples) -> int:
    """How far a window is moved, -REACH..REACH, to go on as `natural` does."""
    template, field = natural.sum(axis=0)[None], around.sum(axis=0)[None]
    if not np.any(template) or not np.any(field):
        return 0
    match = np.asarray(cv2.matchTemplate(field, template, cv2.TM_CCOEFF_NORMED)[0], np.float32)
    return int(np.argmax(match - _NEARNESS)) - REACH


class _Window:
    """A stretch of the sound by its sample numbers; silence before and after the sound."""

    def __init__(self, pieces: Iterator[Samples]) -> None:
        self._pieces = pieces
        self._begin = -(HOP + REACH)
        self._held: Samples = np.zeros((CHANNELS, HOP + REACH), np.float32)
        self._is_over = False

    def has(self, number: int) -> bool:
        """Whether the sound has that sample."""
        self._read_to(number + 1)
        return not self._is_over or number < self._end

    def span(self, begin: int, end: int) -> Samples:
        """Samples [begin, end); `begin` not before what was forgotten."""
        self._read_to(end)
        found = self._held[:, begin - self._begin : end - self._begin]
        missing = end - begin - found.shape[1]
        return np.pad(found, ((0, 0), (0, missing))) if missing else found

    def forget(self, number: int) -> None:
        """Let go of the samples before that one, once it is worth copying the others."""
        number = min(number, self._end)
        if number - self._begin > RATE_HZ:
            self._held = self._held[:, number - self._begin :].copy()
            self._begin = number

    @property
    def _end(self) -> int:
        end: int = self._begin + self._held.shape[1]
        return end

    def _read_to(self, end: int) -> None:
        fresh = [self._held]
        count = self._end
        while count < end and not self._is_over:
            piece = next(self._pieces, None)
            if piece is None:
                self._is_over = True
                break
            fresh.append(piece)
            count += piece.shape[1]
        if len(fresh) > 1:
            self._held = np.concatenate(fresh, axis=1)
