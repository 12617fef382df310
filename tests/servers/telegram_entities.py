"""Words as Telegram counts them, and what it finds in them by itself: for tests.

Owns UTF-16 arithmetic and the detection of commands, mentions, hashtags, addresses. Must not know
parse modes.
"""

from __future__ import annotations

import re
from typing import Any

_DOMAIN = (
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|me|tv|dev|app|ai|de|cn|ru|uk|be)"
)
_FOUND = (
    (
        "url",
        re.compile(
            r"https?://[^\s<>\"]+|(?<![\w@.:/])" + _DOMAIN + r"\b(?:[/?#][^\s<>\"]*)?", re.I
        ),
    ),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}\b", re.I)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}\b")),
    (
        "bot_command",
        re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])"),
    ),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d_]\w*")),
)
_TRAILING = ".,:;!?)'\"”’]}"


def units(text: str) -> int:
    """The length in UTF-16 units, which is how the platform counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "surrogatepass")


def detected(text: str, given: tuple[dict[str, Any], ...] = ()) -> tuple[dict[str, Any], ...]:
    """Every entity: those given, and those that the platform finds outside of them, in order."""
    found = list(given)
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            words = match.group()
            if kind == "url":
                words = words.rstrip(_TRAILING)
            offset, length = units(text[: match.start()]), units(words)
            # Formatting may lie over a found one; code, a link or another found one hides it.
            is_free = all(
                offset + length <= one["offset"] or one["offset"] + one["length"] <= offset
                for one in found
                if one["type"] in ("code", "pre", "text_link", "text_mention", *dict(_FOUND))
            )
            if is_free:
                found.append({"type": kind, "offset": offset, "length": length})
    return tuple(sorted(found, key=lambda one: (one["offset"], -one["length"])))


def words_of(text: str, entities: tuple[dict[str, Any], ...], kind: str) -> list[str]:
    """What the entities of one kind cover."""
    return [cut(text, one["offset"], one["length"]) for one in entities if one["type"] == kind]


def stripped(
    text: str, entities: tuple[dict[str, Any], ...]
) -> tuple[str, tuple[dict[str, Any], ...]]:
    """Text and entities without the white space around, as the platform keeps them."""
    left = units(text) - units(text.lstrip())
    kept_text = text.strip()
    size = units(kept_text)
    kept = []
    for one in entities:
        start = max(0, one["offset"] - left)
        end = min(size, one["offset"] + one["length"] - left)
        if end > start:
            kept.append({**one, "offset": start, "length": end - start})
    return kept_text, tuple(kept)
