"""Wishes about the frame and the person's place in it, carried out on a draft."""

from __future__ import annotations

from typing import Any

from engine.agent.steps import Fact, Percent, Said, Step, Term, asked, done, informed, refused
from engine.timeline import (
    LANDSCAPE_PX,
    MAIN,
    PORTRAIT_PX,
    SQUARE_PX,
    Draft,
    Project,
    background,
    canvas_px,
    segments,
)
from engine.timeline_frame import (
    FILL,
    LEAST_SIZE_PERCENT,
    MOST_SIZE_PERCENT,
    shown_px,
    with_canvas,
    with_mirror,
    with_person,
    with_turn,
)

CANVAS_PX = {
    "16:9": LANDSCAPE_PX,
    "9:16": PORTRAIT_PX,
    "1:1": SQUARE_PX,
    "4:5": (1056, 1320),
}
BIGGER = {"bit": 1.1, None: 1.25, "lot": 1.5}
SMALLER = {"bit": 0.9, None: 0.8, "lot": 0.6}


def set_canvas(project: Project, slots: dict[str, Any]) -> Step:
    """The result in that shape, filled, with the person in frame."""
    shape = slots["shape"]
    size_px = CANVAS_PX[shape]
    if _has_shape(project.draft, size_px):
        return informed(project, "canvas_is_so", shape=Term(shape))
    draft = with_canvas(project.draft, *size_px)
    facts: dict[str, Fact] = {
        "shape": Term(shape),
        "width": str(size_px[0]),
        "height": str(size_px[1]),
    }
    return done(project, draft, Said("canvas_set", facts))


def turn(project: Project, slots: dict[str, Any]) -> Step:
    """The picture turned; a quarter clockwise where no more is said."""
    degrees = degrees_of(slots)
    if degrees % 90 or not degrees:
        return refused(project, "turn_quarters")
    draft = with_turn(project.draft, degrees)
    facts: dict[str, Fact] = {"degrees": str(degrees)}
    return done(project, draft, Said("turned", facts))


def degrees_of(slots: dict[str, Any]) -> int:
    """How far to turn clockwise, from 0 to 359."""
    angle = slots.get("angle", 90.0)
    degrees = 180 if angle == "half" else round(angle)
    return (-degrees if slots.get("spin") == "ccw" else degrees) % 360


def ask_turn(project: Project, slots: dict[str, Any]) -> Step:
    """It lies on its side: which way it is to be turned is not said."""
    return asked(project, "ask_turn")


def mirror(project: Project, slots: dict[str, Any]) -> Step:
    """Left and right exchanged."""
    draft = with_mirror(project.draft)
    is_mirrored = any(clip["m"].get("mirror") for clip in segments(draft, MAIN))
    return done(project, draft, Said("mirrored" if is_mirrored else "mirrored_back"))


def flop(project: Project, slots: dict[str, Any]) -> Step:
    """Top and bottom exchanged."""
    return done(project, with_mirror(with_turn(project.draft, 180)), Said("flopped"))


def place_person(project: Project, slots: dict[str, Any]) -> Step:
    """Where a person who is cut out stands, and how large."""
    backdrop = background(project.draft)
    if backdrop is None or backdrop["kind"] == "blur":
        return asked(project, "ask_person_cut_out")
    clips = [clip["m"] for clip in segments(project.draft, MAIN)]
    size_now = clips[0].get("size", 100)
    side_now = clips[0].get("side", "middle")
    size = _size(slots, size_now)
    if size is not None and not LEAST_SIZE_PERCENT <= size <= MOST_SIZE_PERCENT:
        if "percent" in slots or size_now in (LEAST_SIZE_PERCENT, MOST_SIZE_PERCENT):
            limits = {"least": Percent(LEAST_SIZE_PERCENT), "most": Percent(MOST_SIZE_PERCENT)}
            return refused(project, "person_limits", **limits)
        size = min(max(size, LEAST_SIZE_PERCENT), MOST_SIZE_PERCENT)
    draft = with_person(project.draft, slots.get("side"), size)
    if draft == project.draft:
        return informed(
            project, "person_is_so", side=Term(f"at {side_now}"), size=Percent(size_now)
        )
    facts: dict[str, Fact] = {
        "side": Term(f"at {slots.get('side', side_now)}"),
        "size": Percent(size_now if size is None else size),
    }
    return done(project, draft, Said("person_placed", facts))


def _size(slots: dict[str, Any], now: int) -> int | None:
    if "percent" in slots:
        percent = int(slots["percent"])
        if slots.get("by") == "yes":
            percent = round(now * (1 + (percent if slots["sized"] == "up" else -percent) / 100))
        return percent
    if "sized" not in slots:
        return None
    factors = BIGGER if slots["sized"] == "up" else SMALLER
    return round(now * factors[slots.get("step")])


def _has_shape(draft: Draft, size_px: tuple[int, int]) -> bool:
    """Whether the canvas is so and every clip fills it as it is."""
    if (draft["cw"], draft["ch"]) != size_px:
        return False
    return all(
        clip["m"].get("framing") == FILL or canvas_px(*shown_px(clip["m"])) == size_px
        for clip in segments(draft, MAIN)
    )
