"""How fast something may be done: a bucket for each of those who do it.

Owns that these hold in bounded memory. Must not know what is done, or the figures.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from core.ports import Clock

_MOST_KEYS: Final = 10_000
"""Buckets at a time; the one that was used longest ago makes way."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once; a bucket that is empty is full again after ``window_s``."""

    burst: int
    window_s: float


@dataclass(slots=True)
class _Bucket:
    """``left`` of the burst at the time ``at_s``."""

    left: float
    at_s: float


class Buckets:
    """One bucket for each key: a visitor, an address."""

    def __init__(self, rate: Rate, clock: Clock, most_keys: int = _MOST_KEYS) -> None:
        self._rate = rate
        self._clock = clock
        self._most_keys = most_keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait_s(self, key: str) -> float:
        """Seconds until something may be taken; 0 if at once. Takes nothing."""
        bucket = self._buckets.get(key)
        if bucket is None:
            return 0.0
        self._fill(bucket)
        missing = max(0.0, 1.0 - bucket.left)
        return missing * self._rate.window_s / self._rate.burst

    def take(self, key: str) -> float:
        """Take one; if there is none, nothing is taken and the seconds to wait are returned."""
        wait_s = self.wait_s(key)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = _Bucket(self._rate.burst, self._clock.monotonic_s())
            self._buckets[key] = bucket
            if len(self._buckets) > self._most_keys:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        if wait_s == 0:
            bucket.left -= 1.0
        return wait_s

    def __len__(self) -> int:
        return len(self._buckets)

    def _fill(self, bucket: _Bucket) -> None:
        now_s = self._clock.monotonic_s()
        grown = (now_s - bucket.at_s) * self._rate.burst / self._rate.window_s
        bucket.left = min(float(self._rate.burst), bucket.left + grown)
        bucket.at_s = now_s
