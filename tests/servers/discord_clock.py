"""The fake Discord's clock and the numbers that it makes of it: for tests.

Owns the time that tests may move on, and snowflakes. Must not know what is numbered.
"""

from __future__ import annotations

import datetime
import threading
import time

EPOCH_MS = 1_420_070_400_000
"""The first second of 2015, from which snowflakes count."""


class Clock:
    """Unix time, moved on by ``advance`` alone."""

    def __init__(self) -> None:
        self._ahead_s = 0.0
        self._last = 0
        self._lock = threading.Lock()

    def now_s(self) -> float:
        """Unix seconds, as the platform has them."""
        return time.time() + self._ahead_s

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        assert seconds >= 0, "time never goes back"
        self._ahead_s += seconds

    def snowflake(self) -> int:
        """The next id; growing, also within one millisecond."""
        with self._lock:
            made = (int(self.now_s() * 1000) - EPOCH_MS) << 22
            self._last = max(self._last + 1, made)
            return self._last


def unix_s(snowflake: int) -> float:
    """When the id was made."""
    return ((snowflake >> 22) + EPOCH_MS) / 1000


def iso(unix: float) -> str:
    """A moment as the platform writes it."""
    return datetime.datetime.fromtimestamp(unix, datetime.UTC).isoformat()
