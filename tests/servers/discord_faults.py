"""The fake Discord's misbehaviour on order: for tests.

Owns the names; ``chat_faults`` keeps the armed ones, ``discord_http`` and the CDN misbehave.

An endpoint is a route by its name in ``discord_routes`` (``send``, ``edit``, ``history``,
``callback``, ``followup``, ``edit_original``, …), ``upload`` for whatever brings files, or ``file``
for a download. What goes wrong at the gateway is ordered from ``DiscordServer`` itself.

==============  ==================================================================================
fault           what happens
==============  ==================================================================================
lost_answer     done, then the connection is closed without an answer
late_answer     done; the answer comes ``delay_s`` (1) later
drop            the connection is closed before anything is done
rate_limit      429 with ``retry_after_s`` (1), ``is_global``, ``scope`` ("user"); not done
banned          429 as an HTML page without ``Via``: the address is blocked; not done
http_error      ``status`` (502); not done. A proxy's HTML page
refuse          ``status`` (403), ``code`` (50013) and ``message`` ("Missing Permissions"); not done
gone            404 ``code`` (10003, Unknown Channel); not done
too_large       413 with 40005; not done
slow            waits ``delay_s`` (1), then does it; for ``file`` also ``bytes_per_s``
cut             ``file`` only: ends after half of the bytes
==============  ==================================================================================
"""

from __future__ import annotations

from tests.servers.chat_faults import Fault
from tests.servers.discord_limits import TOO_LARGE, Refused, no
from tests.servers.discord_rates import flood

ENDPOINTS = frozenset(
    [
        "file",
        "upload",
        "me",
        "open_dm",
        "my_membership",
        "user",
        "application",
        "gateway",
        "guild",
        "channels",
        "threads",
        "member",
        "channel",
        "change_channel",
        "join_thread",
        "open_thread",
        "send",
        "history",
        "message",
        "edit",
        "delete",
        "typing",
        "refresh",
        "commands",
        "sync",
        "create_command",
        "command",
        "delete_command",
        "callback",
        "followup",
        "original",
        "edit_original",
        "delete_original",
        "followed",
        "edit_followup",
        "delete_followup",
    ]
)

KINDS = frozenset(
    {
        "lost_answer",
        "late_answer",
        "drop",
        "rate_limit",
        "banned",
        "http_error",
        "refuse",
        "gone",
        "too_large",
        "slow",
        "cut",
    }
)


def refusal(fault: Fault) -> Refused | None:
    """What the platform says where the fault is a refusal in its own words."""
    match fault.kind:
        case "rate_limit":
            is_global = bool(fault.options.get("is_global", False))
            scope = "global" if is_global else str(fault.options.get("scope", "user"))
            return flood(fault.number("retry_after_s", 1), scope)
        case "refuse":
            return Refused(
                int(fault.number("status", 403)),
                int(fault.number("code", 50013)),
                str(fault.options.get("message", "Missing Permissions")),
            )
        case "gone":
            return no(int(fault.number("code", 10003)))
        case "too_large":
            return no(TOO_LARGE)
    return None
