"""How much one visitor may do, and how fast.

Owns the figures, and the buckets that hold to them in bounded memory. Must not know what is done.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.ports import Clock

_MOST_KEYS: Final = 10_000
"""Buckets at a time; the one that was used longest ago makes way."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once; a bucket that is empty is full again after ``window_s``."""

    burst: int
    window_s: float


class Doing(StrEnum):
    """What has a rate of its own, beside that of all requests."""

    ANYTHING = "anything"
    MESSAGE = "message"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Limits:
    """All of them, each for one visitor unless it says otherwise.

    ``requests`` leaves room for the pieces of an upload over a fast line. Wrong passwords are
    counted for each address, and for all together, since addresses are cheap to have.
    """

    requests: Rate = Rate(1200, 6.0)
    messages: Rate = Rate(30, 60.0)
    uploads: Rate = Rate(60, 3600.0)
    sockets: int = 12
    conversations: int = 500
    wrong_passwords: Rate = Rate(5, 300.0)
    wrong_passwords_of_all: Rate = Rate(30, 300.0)

    def rate(self, doing: Doing) -> Rate | None:
        """The rate of what is done; None where that of all requests will do."""
        match doing:
            case Doing.MESSAGE:
                return self.messages
            case Doing.UPLOAD:
                return self.uploads
            case Doing.ANYTHING:
                return None


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
