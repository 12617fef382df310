"""Music that makes way while somebody speaks.

Owns when it does: a little before the first word, so that no word is lost, and back slowly, not
between words. Must not know where either sound comes from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from engine.sound.samples import RATE_HZ, Samples

BLOCK_S = 0.01
BLOCK_SAMPLES = round(BLOCK_S * RATE_HZ)

DEPTH_DB = 12.0
"""What makes speech over music easy to follow: broadcasters put 7 to 15 dB between them."""
ATTACK_S = 0.25
RELEASE_S = 0.9
HOLD_S = 0.5
"""Pauses shorter than this belong to the sentence."""

AHEAD_BLOCKS = round(ATTACK_S / BLOCK_S)
HOLD_BLOCKS = round(HOLD_S / BLOCK_S)

HEARD_BLOCKS, HEARD_AMONG = 3, 6
"""So many loud blocks among so many are a word; fewer are a key or a door."""


def with_ducked_music(
    pairs: Iterable[tuple[Samples, Samples]], thresholds: Sequence[tuple[int, float]]
) -> Iterator[Samples]:
    """Voice and music together.

    `pairs`: blocks of BLOCK_SAMPLES of either. `thresholds`: (sample at which it begins, RMS above
    which the voice is heard), ascending, the first from 0 on.
    """
    making_way = _MakingWay(thresholds)
    waiting: deque[tuple[Samples, Samples]] = deque()
    for voice, music in pairs:
        waiting.append((voice, music))
        making_way.hear(voice)
        if len(waiting) > AHEAD_BLOCKS:
            yield _together(*waiting.popleft(), making_way)
    while waiting:
        yield _together(*waiting.popleft(), making_way)


def _together(voice: Samples, music: Samples, making_way: _MakingWay) -> Samples:
    before_db, after_db = making_way.step()
    if not before_db and not after_db:
        return voice + music
    ramp_db = np.linspace(before_db, after_db, music.shape[1], endpoint=False)
    return voice + music * (10 ** (-ramp_db / 20)).astype(np.float32)


class _MakingWay:
    """By how many dB the music is turned down, block by block, AHEAD_BLOCKS behind what is
    heard."""

    def __init__(self, thresholds: Sequence[tuple[int, float]]) -> None:
        self._begins = [begin for begin, _ in thresholds]
        self._thresholds = [threshold for _, threshold in thresholds]
        self._loud: deque[bool] = deque(maxlen=HEARD_AMONG)
        self._heard = self._stepped = 0
        self._last_word = -HOLD_BLOCKS - 1
        self._depth_db = 0.0

    def hear(self, voice: Samples) -> None:
        """The next block of the voice."""
        place = bisect_right(self._begins, self._heard * BLOCK_SAMPLES) - 1
        rms = float(np.sqrt(np.mean(np.square(voice))))
        self._loud.append(rms > self._thresholds[place])
        if sum(self._loud) >= HEARD_BLOCKS:
            self._last_word = self._heard
        self._heard += 1

    def step(self) -> tuple[float, float]:
        """The depth at the next block's beginning and at its end."""
        before_db = self._depth_db
        if self._last_word >= self._stepped - HOLD_BLOCKS:
            self._depth_db = min(before_db + DEPTH_DB * BLOCK_S / ATTACK_S, DEPTH_DB)
        else:
            self._depth_db = max(before_db - DEPTH_DB * BLOCK_S / RELEASE_S, 0.0)
        self._stepped += 1
        return before_db, self._depth_db
