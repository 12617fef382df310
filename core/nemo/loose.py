"""Reading loosely typed JSON without ever failing on it.

Owns: numbers, names and objects out of values of any type. Must not know: what they mean.
"""

import math
from typing import Any, Final

NAME_LIMIT: Final = 80
"""Longest name, in characters, that is shown of a thing."""


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a list; anything else is passed over."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def mapping(value: object) -> dict[str, Any]:
    """The object itself, or an empty one."""
    return value if isinstance(value, dict) else {}


def number(value: object) -> float | None:
    """A finite number, also one written as text, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and len(value) > 40:
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def integer(value: object) -> int | None:
    """A whole number, rounded, or None."""
    found = number(value)
    return None if found is None else round(found)


def text(value: object) -> str:
    """A text as it is, a number as text (ids come as either), anything else as ""."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**40:
        return str(value)
    return ""


def name(value: object) -> str:
    """A text as one short printable line, or ""."""
    if not isinstance(value, str):
        return ""
    raw = value[: NAME_LIMIT * 8]
    line = " ".join("".join(c if c.isprintable() else " " for c in raw).split())
    return line if len(line) <= NAME_LIMIT else line[: NAME_LIMIT - 1].rstrip() + "…"
