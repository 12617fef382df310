"""What lies behind, over and under the clips of a timeline: background, logo, words, music.

Owns their values and how each is read out of a segment of a draft that may be anybody's; each
reader raises `Refused`, and JobFailed `damaged` where a file is missing. Must not know clips,
pixels or samples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.picture.logo import CORNERS, Corner
from engine.picture.titles import Position
from engine.timeline_text import LEAST_LOGO_PERCENT, LOGO_PERCENT, MOST_LOGO_PERCENT
from engine.worker_checks import (
    Refused,
    choice,
    color,
    file_path,
    flag,
    mapping,
    number,
    real,
    times_ms,
    words,
)

Side = Literal["left", "middle", "right"]
Style = Literal["title", "lower_third"]
Size = Literal["small", "normal", "large"]
SIDES: tuple[Side, ...] = ("left", "middle", "right")
STYLES: tuple[Style, ...] = ("title", "lower_third")
SIZES: tuple[Size, ...] = ("small", "normal", "large")
POSITIONS: tuple[Position, ...] = ("top", "middle", "bottom")

MAX_TEXT = 2000
"""Characters of one title or caption."""
MOST_FADE_MS = 60_000


@dataclass(frozen=True)
class Backdrop:
    """What the person is put before. `value` is a scene's name or a colour, `path` a picture or a
    clip; `is_lit`: its light falls on the person."""

    kind: Literal["scene", "color", "blur", "image", "gradient", "video", "transparent"]
    value: str = ""
    strength: float = 0.5
    path: Path | None = None
    is_lit: bool = True


@dataclass(frozen=True)
class Logo:
    """A picture in a corner and when it is seen; times in ms."""

    path: Path
    corner: Corner
    size_percent: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Title:
    """Words and when they are seen; times in ms. A lower third's second line comes after "\\n"."""

    text: str
    position: Position
    start_ms: int
    end_ms: int
    style: Style = "title"
    side: Side = "middle"
    size: Size = "normal"
    color: str = "#ffffff"
    fade_ms: int = 0


@dataclass(frozen=True)
class Caption:
    """What is being said, and when; times in ms."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Music:
    """A round of a sound under the clips; times in ms. `is_ducked`: softer while they are heard."""

    path: Path
    in_ms: int
    start_ms: int
    duration_ms: int
    volume_percent: int = 100
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    is_ducked: bool = False


def read_backdrop(facts: dict[str, Any], assets: Mapping[str, str]) -> Backdrop:
    kind = facts.get("kind")
    is_lit = flag(facts.get("light", True))
    if kind == "scene":
        return Backdrop("scene", value=str(facts.get("scene")), is_lit=is_lit)
    if kind in ("color", "gradient"):
        return Backdrop(kind, value=str(facts.get("color")), is_lit=is_lit)
    if kind == "transparent":
        return Backdrop("transparent")
    if kind == "blur":
        return Backdrop("blur", strength=real(facts.get("strength", 0.5), 0, 1))
    if kind in ("image", "video"):
        return Backdrop(kind, path=file_path(facts.get("asset"), assets), is_lit=is_lit)
    raise Refused("a background of an unknown kind")


def read_logo(segment: dict[str, Any], assets: Mapping[str, str]) -> Logo:
    facts = mapping(segment.get("m", {}))
    start_ms, duration_ms = times_ms(segment)
    return Logo(
        file_path(facts.get("asset"), assets),
        choice(facts.get("corner", "top right"), CORNERS),
        number(facts.get("size", LOGO_PERCENT), LEAST_LOGO_PERCENT, MOST_LOGO_PERCENT),
        start_ms,
        start_ms + duration_ms,
    )


def read_title(segment: dict[str, Any]) -> Title:
    facts = mapping(segment.get("m", {}))
    start_ms, duration_ms = times_ms(segment)
    style = choice(facts.get("style", "title"), STYLES)
    usual_side: Side = "left" if style == "lower_third" else "middle"
    return Title(
        words(facts.get("text"), MAX_TEXT),
        choice(facts.get("position", "bottom"), POSITIONS),
        start_ms,
        start_ms + duration_ms,
        style,
        choice(facts.get("side", usual_side), SIDES),
        choice(facts.get("size", "normal"), SIZES),
        color(facts.get("color", "#ffffff")),
        number(facts.get("fade_ms", 0), most=MOST_FADE_MS),
    )


def read_caption(segment: dict[str, Any]) -> Caption:
    start_ms, duration_ms = times_ms(segment)
    text = words(mapping(segment.get("m", {})).get("text"), MAX_TEXT)
    return Caption(text, start_ms, start_ms + duration_ms)


def read_music(segment: dict[str, Any], assets: Mapping[str, str]) -> Music:
    facts = mapping(segment.get("m", {}))
    return Music(
        file_path(facts.get("asset"), assets),
        number(facts.get("in", 0)),
        *times_ms(segment),
        volume_percent=number(facts.get("volume", 100), most=200),
        fade_in_ms=number(facts.get("fade_in_ms", 0), most=MOST_FADE_MS),
        fade_out_ms=number(facts.get("fade_out_ms", 0), most=MOST_FADE_MS),
        is_ducked=flag(facts.get("ducking", False)),
    )
