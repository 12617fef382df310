"""All instructions that the grammar was built for, and which of them can be done here."""

from __future__ import annotations

import re

from engine.scenes.catalog import SCENES
from tests.unit.agent_cases import (
    built_background,
    built_frame,
    built_more,
    built_rest,
    built_sound,
    built_time,
)

Row = tuple[str, str, str]


def there_are_pictures_for(effect: str) -> bool:
    """Whether the catalogue has the scenes that an effect names."""
    return set(re.findall(r"bg=scene:(\w+)", effect)) <= SCENES.keys()


ROWS: tuple[Row, ...] = tuple(
    row
    for table in (built_background, built_rest, built_time, built_frame, built_sound, built_more)
    for row in table.ROWS
    if there_are_pictures_for(row[2])
)
DONE: list[tuple[str, str]] = [
    (setup, words) for setup, words, effect in ROWS if effect != "nothing"
]
