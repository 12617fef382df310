"""The changes of a draft that concern the frame: canvas, turns, mirror, the person's place.

Each function takes a draft and gives a new one. What stands in a clip's metadata: `turn` (degrees
clockwise: 90, 180, 270), then `mirror`; `framing` "fill" (absent: the whole picture is shown);
`side` "left" or "right" and `size` in percent of a person who is cut out. `width` and `height` are
the file's upright size, before turn. Must not know words or pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Literal

from engine.timeline import MAIN, Draft, canvas_px, segments

Side = Literal["left", "middle", "right"]

FILL = "fill"
LEAST_SIDE_PX, MOST_SIDE_PX, SIDE_STEP_PX = 64, 1920, 8
LEAST_SIZE_PERCENT, MOST_SIZE_PERCENT = 30, 150


def with_canvas(draft: Draft, width_px: int, height_px: int) -> Draft:
    """The result at that size, filled by every clip with the person kept in frame.

    Raises ValueError for sides outside 64..1920 and for those that are no multiples of 8.
    """
    for side_px in (width_px, height_px):
        if not LEAST_SIDE_PX <= side_px <= MOST_SIDE_PX or side_px % SIDE_STEP_PX:
            raise ValueError(f"no canvas has a side of {side_px} pixels")
    changed = deepcopy(draft)
    changed["cw"], changed["ch"] = width_px, height_px
    for clip in segments(changed, MAIN):
        clip["m"]["framing"] = FILL
    return changed


def with_turn(draft: Draft, degrees: int) -> Draft:
    """Every clip turned clockwise as it is seen now. The canvas turns along unless it was chosen.

    Raises ValueError for anything but quarter turns.
    """
    if degrees % 90:
        raise ValueError(f"{degrees} degrees is no quarter turn")
    changed = deepcopy(draft)
    for clip in segments(changed, MAIN):
        facts = clip["m"]
        # A mirrored picture turned clockwise is the mirror of one turned the other way.
        turn = (facts.get("turn", 0) + (-degrees if facts.get("mirror") else degrees)) % 360
        _set(facts, "turn", turn, 0)
    clips = segments(changed, MAIN)
    if degrees % 180 and clips and clips[0]["m"].get("framing") != FILL:
        changed["cw"], changed["ch"] = canvas_px(*shown_px(clips[0]["m"]))
    return changed


def with_mirror(draft: Draft) -> Draft:
    """Left and right exchanged in every clip; once more: as before."""
    changed = deepcopy(draft)
    for clip in segments(changed, MAIN):
        _set(clip["m"], "mirror", not clip["m"].get("mirror", False), False)
    return changed


def with_person(draft: Draft, side: Side | None = None, size_percent: int | None = None) -> Draft:
    """Where a person who is cut out stands, and how large; None leaves it as it is.

    Raises ValueError for a size outside 30..150 percent and for another side.
    """
    if side not in (None, "left", "middle", "right"):
        raise ValueError(f"nobody stands on the side {side!r}")
    if size_percent is not None and not LEAST_SIZE_PERCENT <= size_percent <= MOST_SIZE_PERCENT:
        raise ValueError(
            f"{size_percent} percent is outside {LEAST_SIZE_PERCENT}..{MOST_SIZE_PERCENT}"
        )
    changed = deepcopy(draft)
    for clip in segments(changed, MAIN):
        if side is not None:
            _set(clip["m"], "side", side, "middle")
        if size_percent is not None:
            _set(clip["m"], "size", size_percent, 100)
    return changed


def shown_px(facts: Mapping[str, Any]) -> tuple[int, int]:
    """Width and height at which a clip of that metadata is seen."""
    width_px, height_px = facts["width"], facts["height"]
    return (height_px, width_px) if facts.get("turn", 0) % 180 else (width_px, height_px)


def _set(facts: dict[str, Any], key: str, value: object, absent: object) -> None:
    """What is as if nothing were said is not said."""
    if value == absent:
        facts.pop(key, None)
    else:
        facts[key] = value
