"""The fake Telegram's misbehaviour on order: for tests.

Owns the names; ``chat_faults`` keeps the armed ones, ``telegram`` (the server) misbehaves.

An endpoint is a method (``sendVideo``), or ``file`` for a download.

==============  ==================================================================================
fault           what happens
==============  ==================================================================================
lost_answer     done, then the connection is closed without an answer
late_answer     done; the answer comes ``delay_s`` (1) later: longer than the client waits is the
                time-out after success
drop            the connection is closed before anything is done
rate_limit      429 with ``retry_after_s`` (1); not done
http_error      ``status`` (502); not done. 500 in JSON, others as a proxy's HTML page
refuse          400 with ``description`` ("Bad Request: refused"); not done
gone            403, the bot was blocked; for ``file`` 404; not done
conflict        409, another poller; not done
too_large       413; not done
slow            waits ``delay_s`` (1), then does it; for ``file`` also ``bytes_per_s``
cut             ``file`` only: ends after half of the bytes
malformed       ``file`` only: an answer that is no HTTP
==============  ==================================================================================
"""

from __future__ import annotations

from tests.servers.chat_faults import Fault
from tests.servers.telegram_limits import Refused, flood

KINDS = frozenset(
    {
        "lost_answer",
        "late_answer",
        "drop",
        "rate_limit",
        "http_error",
        "refuse",
        "gone",
        "conflict",
        "too_large",
        "slow",
        "cut",
        "malformed",
    }
)

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


def refusal(fault: Fault) -> Refused | None:
    """What the platform says where the fault is a refusal in its own words."""
    match fault.kind:
        case "rate_limit":
            return flood(int(fault.number("retry_after_s", 1)))
        case "refuse":
            return Refused(400, str(fault.options.get("description", "Bad Request: refused")))
        case "gone":
            return Refused(403, "Forbidden: bot was blocked by the user")
        case "conflict":
            return Refused(409, OTHER_POLLER)
        case "too_large":
            return Refused(413, "Request Entity Too Large")
        case "http_error" if fault.number("status", 502) == 500:
            return Refused(500, "Internal Server Error")
    return None
