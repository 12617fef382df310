"""How the fake Discord counts requests: for tests.

Owns buckets, the overall limit, the headers that tell of them, and the counting of invalid
requests. Must not know what is asked.
Source: Discord's documentation, "Rate Limits".
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.servers.discord_limits import Refused

INVALID_WINDOW_S = 600.0
_FREE = 1_000_000
"""How much a bucket has where nothing is limited."""

VIA = {"Via": "1.1 google"}
"""Clients tell an answer of the API's from one of the proxy before it by this header."""


@dataclass(frozen=True)
class Rates:
    """``buckets`` are (requests, per seconds) by endpoint; ``usual`` is that of the others.

    ``overall_per_s`` counts all but what has an interaction's token. ``invalid`` answers (401, 403,
    429) in ten minutes block the address.
    """

    usual: tuple[int, float] = (10, 5.0)
    buckets: Mapping[str, tuple[int, float]] = field(
        default_factory=lambda: {"send": (5, 5.0), "edit": (5, 5.0), "history": (5, 1.0)}
    )
    overall_per_s: int = 50
    invalid: int = 10_000


class Meter:
    """Counts; ``rates`` None lets everything pass, and says so in the headers."""

    def __init__(self, rates: Rates | None) -> None:
        self.rates = rates
        self._used: dict[str, deque[float]] = {}
        self._overall: deque[float] = deque()
        self._invalid: deque[float] = deque()

    @property
    def invalid_count(self) -> int:
        """Invalid answers of the last ten minutes."""
        _drop(self._invalid, INVALID_WINDOW_S)
        return len(self._invalid)

    @property
    def is_blocked(self) -> bool:
        """Whether the address has given too many invalid requests."""
        limit = self.rates.invalid if self.rates is not None else 10_000
        return self.invalid_count >= limit

    def answered(self, status: int, scope: str) -> None:
        """Count an answer."""
        if status in (401, 403) or (status == 429 and scope != "shared"):
            self._invalid.append(time.monotonic())

    def count(self, endpoint: str, major: str, *, is_interaction: bool) -> dict[str, str]:
        """Count a request; the headers of its answer. Raises ``Refused`` (429)."""
        limit, window_s = (_FREE, 1.0)
        if self.rates is not None:
            limit, window_s = self.rates.buckets.get(endpoint, self.rates.usual)
            if not is_interaction:
                self._count_overall(self.rates.overall_per_s)
        used = self._used.setdefault(f"{endpoint}:{major}", deque())
        _drop(used, window_s)
        now_s = time.monotonic()
        is_over = len(used) >= limit
        if not is_over:
            used.append(now_s)
        reset_s = max(0.001, used[0] + window_s - now_s)
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(limit - len(used)),
            "X-RateLimit-Reset": f"{time.time() + reset_s:.3f}",
            "X-RateLimit-Reset-After": f"{reset_s:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(endpoint.encode()).hexdigest()[:32],
            **VIA,
        }
        if is_over:
            refused = flood(reset_s, "user")
            refused.headers |= headers
            raise refused
        return headers

    def _count_overall(self, limit: int) -> None:
        _drop(self._overall, 1.0)
        if len(self._overall) >= limit:
            raise flood(max(0.001, self._overall[0] + 1.0 - time.monotonic()), "global")
        self._overall.append(time.monotonic())


def flood(retry_after_s: float, scope: str) -> Refused:
    """A 429; ``scope`` is user, global or shared."""
    refused = Refused(429, 0, "You are being rate limited.")
    is_global = scope == "global"
    refused.more = {"retry_after": round(retry_after_s, 3), "global": is_global}
    refused.headers = {
        "Retry-After": str(int(retry_after_s) + 1),
        "X-RateLimit-Scope": scope,
        **VIA,
    }
    if is_global:
        refused.headers["X-RateLimit-Global"] = "true"
    return refused


def _drop(times: deque[float], window_s: float) -> None:
    while times and times[0] <= time.monotonic() - window_s:
        times.popleft()
