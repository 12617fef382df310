"""The fake chat platform's misbehaviour on order: for tests.

Owns the list of armed faults; ``chat`` (the server) asks ``take`` and misbehaves there.

Endpoints: ``chats updates ack send upload edit recall delete file link`` (``upload`` is a send with
files, ``file`` a download of the bot's, ``link`` one by whoever was given the address).

==============  ==================================================================================
fault           what happens
==============  ==================================================================================
lost_answer     done, then the connection is closed without an answer
late_answer     done; the answer comes ``delay_s`` (1) later
drop            the connection is closed before anything is done
rate_limit      429 with ``retry_after_s`` (1); not done
http_error      ``status`` (503: the platform says that nothing was done); not done
refuse          400; not done
gone            403, the bot was blocked; for files 404, the file is no longer there; not done
expired         410; not done
too_large       413 with ``limit_bytes``; not done
slow            waits ``delay_s`` (1), then does it; for files also ``bytes_per_s``
cut             files only: ends after half of the bytes
==============  ==================================================================================
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

ENDPOINTS = frozenset(
    {"chats", "updates", "ack", "send", "upload", "edit", "recall", "delete", "file", "link"}
)
KINDS = frozenset(
    {
        "lost_answer",
        "late_answer",
        "drop",
        "rate_limit",
        "http_error",
        "refuse",
        "gone",
        "expired",
        "too_large",
        "slow",
        "cut",
    }
)


@dataclass
class Fault:
    """One armed fault; ``times`` counts down (None: never), ``after`` counts down before it."""

    endpoint: str
    kind: str
    times: int | None
    after: int
    chat: str | None
    options: dict[str, Any] = field(default_factory=dict)

    def number(self, name: str, default: float) -> float:
        """An option as a number."""
        return float(self.options.get(name, default))


class Faults:
    """The armed faults of one server."""

    def __init__(
        self, endpoints: frozenset[str] = ENDPOINTS, kinds: frozenset[str] = KINDS
    ) -> None:
        self._endpoints = endpoints
        self._kinds = kinds
        self._armed: list[Fault] = []
        self._lock = threading.Lock()

    def arm(
        self,
        endpoint: str,
        kind: str,
        *,
        times: int | None = 1,
        after: int = 0,
        chat: str | None = None,
        **options: Any,
    ) -> None:
        """Let the endpoint misbehave for ``times`` calls (None: until disarmed)."""
        assert endpoint in self._endpoints, f"no endpoint {endpoint!r}"
        assert kind in self._kinds, f"no fault {kind!r}"
        with self._lock:
            self._armed.append(Fault(endpoint, kind, times, after, chat, options))

    def clear(self) -> None:
        """Disarm everything."""
        with self._lock:
            self._armed.clear()

    def take(self, endpoint: str, chat: str) -> Fault | None:
        """The fault that is due at this call, counted down."""
        with self._lock:
            for fault in self._armed:
                if fault.endpoint != endpoint or fault.chat not in (None, chat):
                    continue
                if fault.after > 0:
                    fault.after -= 1
                elif fault.times is None:
                    return fault
                elif fault.times > 0:
                    fault.times -= 1
                    return fault
        return None
