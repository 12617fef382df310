"""Values out of a draft, each checked: what comes over HTTP may be anybody's.

Owns what counts as a number, a choice, a colour, a file. Must not know what they are for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from engine.media.failures import JobFailed

T = TypeVar("T", bound=str)

DAY_MS = 86_400_000
COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class Refused(ValueError):
    """A draft that says something impossible."""


def number(value: object, least: float = 0, most: float = DAY_MS) -> int:
    """A whole number within bounds, by default of ms: not negative, not beyond a day."""
    return round(real(value, least, most))


def real(value: object, least: float, most: float) -> float:
    """A number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused("not a number")
    # NaN is within no bounds, and a whole number of any length can be compared.
    if not least <= value <= most:
        raise Refused("a number out of all bounds")
    return float(value)


def choice(value: object, choices: tuple[T, ...]) -> T:
    """One of those words."""
    for known in choices:
        if value == known:
            return known
    raise Refused("none of the words that are known")


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refused("neither true nor false")
    return value


def color(value: object) -> str:
    """A colour, "#rrggbb"."""
    if not isinstance(value, str) or COLOR.fullmatch(value) is None:
        raise Refused("not a colour")
    return value.lower()


def words(value: object, most: int) -> str:
    """A text of so many characters at most."""
    if not isinstance(value, str) or len(value) > most:
        raise Refused("no text, or a book")
    return value


def file_path(asset_id: object, assets: Mapping[str, str]) -> Path:
    """The file of that id. Raises JobFailed `damaged` when it isn't there."""
    path = assets.get(asset_id) if isinstance(asset_id, str) else None
    if path is None:
        raise JobFailed(
            "damaged", "A file of this project isn't here any more. Please send it again."
        )
    return Path(path)


def mapping(value: object) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise Refused("not an object")
    return value


def sequence(value: object) -> list[Any]:
    """A JSON array."""
    if not isinstance(value, list):
        raise Refused("not a list")
    return value


def times_ms(segment: dict[str, Any]) -> tuple[int, int]:
    """Start and length."""
    return number(segment.get("st", 0)), number(segment.get("d"))
