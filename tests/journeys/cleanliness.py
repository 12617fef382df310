"""What no person may ever read: secrets, ids, codes, JSON, tracebacks, paths, loopback addresses.

Owns the patterns and the look at every message of every chat, each of its versions included.
"""

from __future__ import annotations

import re

from tests.servers.chat import ChatServer
from tests.servers.chat_ledger import BOT

_FORBIDDEN = {
    "a token": r"nmv_\w+",
    "a claim token outside its link": r"(?<!\?ct=)\bclm_\w+",
    "an id": r"(?<![\d.,])\d{12,}(?!\d)|\b(?:render|anon|session|task)_\w*\d\w*"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{24,}\b",
    "JSON": r"\{\s*[\"']|\[\s*[\"'{]|[\"']\s*:\s*[\"'{\[\d]",
    "a code": r"\b(?:1001|1002|2001|4001|4002)\b|\bHTTP\b|\bcode \d+",
    "a traceback": r"Traceback|File \"|\bError\(|Exception",
    "a path": r"(?<![\w:/])/(?:tmp|home|root|usr|var|work)/",
    "a loopback address": r"127\.0\.0\.1|localhost|\[::1\]",
    "jargon": r"(?i)\b(?:token|session id|json|stack)\b",
}


def faults(server: ChatServer) -> list[str]:
    """What stands in any chat's history and should not."""
    found = []
    texts = [
        (message.chat, version.text)
        for message in server.ledger.messages()
        if message.author == BOT
        for version in message.versions
    ]
    for chat, text in texts:
        for name, pattern in _FORBIDDEN.items():
            match = re.search(pattern, text)
            if match:
                found.append(f"{name} in {chat}: {match.group()!r} in {text!r}")
    return found


def assert_clean(server: ChatServer) -> None:
    """Fail with every message that a person should not have read."""
    found = faults(server)
    assert not found, "\n".join(found)
