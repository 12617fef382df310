"""Whom a message at the fake Discord notifies: for tests.

Owns mentions in words, and ``allowed_mentions``. Must not know HTTP.
"""

from __future__ import annotations

import re
from typing import Any

from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import invalid
from tests.servers.discord_values import Message

_USER = re.compile(r"<@!?(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


def pinged(
    ledger: Ledger,
    text: str,
    answered: Message | None,
    allowed: dict[str, Any] | None,
    *,
    may_ping_everyone: bool,
) -> frozenset[int | str]:
    """Who is notified; ``allowed`` None lets everything through, as it is there.

    ``answered`` is the message that this one replies to. Raises ``Refused``.
    """
    found: set[int | str] = {int(one) for one in _USER.findall(text) if int(one) in ledger.users}
    if _EVERYONE.search(text) and may_ping_everyone:
        found.add("everyone")
    if allowed is not None:
        found = {one for one in found if _is_allowed(one, allowed)}
    if answered is not None and (allowed is None or allowed.get("replied_user", False)):
        found.add(answered.author.id)
    return frozenset(found)


def _is_allowed(one: int | str, allowed: dict[str, Any]) -> bool:
    parse = allowed.get("parse") or []
    if one == "everyone":
        return "everyone" in parse
    return "users" in parse or str(one) in {str(user) for user in allowed.get("users") or []}


def check(allowed: Any) -> dict[str, Any] | None:
    """What was said of mentions. Raises ``Refused`` where it contradicts itself."""
    if allowed is None:
        return None
    parse = allowed.get("parse")
    for kind in ("users", "roles"):
        if parse and kind in parse and allowed.get(kind):
            raise invalid(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )
    if parse is not None and (unknown := set(parse) - {"users", "roles", "everyone"}):
        path = "allowed_mentions.parse.0"
        raise invalid(path, "BASE_TYPE_CHOICES", f"Value must not be one of {sorted(unknown)}.")
    return dict(allowed)
