"""A draft and its files, read as what is to be seen and heard when.

Owns the check of a draft, which comes over HTTP and may be anybody's: after `read_timeline` every
number is a number and every file of it is there. Must not know pixels or FFmpeg.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from engine.media.failures import JobFailed
from engine.media.limits import check_duration
from engine.picture.logo import CORNERS, Corner
from engine.picture.look import AS_IT_IS, Look
from engine.picture.titles import Position

PICTURE_TRACK = 0
TEXT_TRACK = 7

LEAST_SIDE_PX, MOST_SIDE_PX = 64, 1920
SIDE_STEP_PX = 8
"""A canvas is a whole number of tiles; 1920x1080, 1080x1920 and 1080x1080 are."""

MAX_CLIPS = 200
MAX_TITLES = 200
JOINT_MS = 2
"""Clips that follow one another may leave or overlap this much by rounding."""


@dataclass(frozen=True)
class Clip:
    """A piece of a file on the timeline; times in ms."""

    path: Path
    in_ms: int
    start_ms: int
    duration_ms: int
    look: Look = AS_IT_IS
    fade_in_ms: int = 0
    fade_out_ms: int = 0

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


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
    """Words and when they are seen; times in ms."""

    text: str
    position: Position
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Timeline:
    """A draft that can be rendered. Clips follow one another without a gap from 0 on."""

    width_px: int
    height_px: int
    clips: tuple[Clip, ...]
    backdrop: Backdrop | None
    titles: tuple[Title, ...]
    logos: tuple[Logo, ...] = ()

    @property
    def duration_ms(self) -> int:
        return self.clips[-1].end_ms

    @property
    def canvas_px(self) -> tuple[int, int]:
        return self.width_px, self.height_px


class _Refused(ValueError):
    """A draft that says something impossible."""


def read_timeline(draft: object, assets: Mapping[str, str]) -> Timeline:
    """The draft's timeline with the paths of its files.

    Raises JobFailed: `empty` for one without a clip, `too_long`, and `unsupported` for a draft
    that this engine can't have made.
    """
    try:
        return _timeline(_dict(draft), assets)
    except _Refused as error:
        raise impossible() from error


def impossible() -> JobFailed:
    """The draft says something that can't be, so it isn't one of ours."""
    return JobFailed(
        "unsupported",
        "I can't work on this timeline any more. Please start a new project with your clip.",
    )


def _timeline(draft: dict[str, Any], assets: Mapping[str, str]) -> Timeline:
    width_px, height_px = _side(draft.get("cw")), _side(draft.get("ch"))
    clips: list[Clip] = []
    titles: list[Title] = []
    logos: list[Logo] = []
    backdrop = None
    for track in map(_dict, _list(draft.get("t", []))):
        role = _dict(track.get("m", {})).get("role")
        segments = [_dict(segment) for segment in _list(track.get("sg", []))]
        if track.get("tt") == TEXT_TRACK:
            titles += [_title(segment) for segment in segments]
        elif track.get("tt") == PICTURE_TRACK and role == "background":
            if segments:
                backdrop = _backdrop(_dict(segments[0].get("m", {})), assets)
        elif track.get("tt") == PICTURE_TRACK and role == "logo":
            logos += [_logo(segment, assets) for segment in segments]
        elif track.get("tt") == PICTURE_TRACK:
            clips += [_clip(segment, assets) for segment in segments]
    if not clips:
        raise JobFailed("empty", "There is no clip in this project yet. Please send one first.")
    if len(clips) > MAX_CLIPS or len(titles) + len(logos) > MAX_TITLES:
        raise _Refused("more than anybody needs")
    clips.sort(key=lambda clip: clip.start_ms)
    expected_ms = 0
    for clip in clips:
        if abs(clip.start_ms - expected_ms) > JOINT_MS:
            raise _Refused("clips with a gap between them or over one another")
        expected_ms = clip.end_ms
    check_duration(expected_ms / 1000)
    return Timeline(width_px, height_px, tuple(clips), backdrop, tuple(titles), tuple(logos))


def _clip(segment: dict[str, Any], assets: Mapping[str, str]) -> Clip:
    facts = _dict(segment.get("m", {}))
    duration_ms = _number(segment.get("d"))
    if duration_ms <= 0:
        raise _Refused("a clip of no length")
    return Clip(
        _path(facts.get("asset"), assets),
        _number(facts.get("in", 0)),
        _number(segment.get("st", 0)),
        duration_ms,
        _look(facts),
        _number(facts.get("fade_in_ms", 0)),
        _number(facts.get("fade_out_ms", 0)),
    )


def _backdrop(facts: dict[str, Any], assets: Mapping[str, str]) -> Backdrop:
    kind = facts.get("kind")
    is_lit = facts.get("light", True) is not False
    if kind == "scene":
        return Backdrop("scene", value=str(facts.get("scene")), is_lit=is_lit)
    if kind in ("color", "gradient"):
        return Backdrop(kind, value=str(facts.get("color")), is_lit=is_lit)
    if kind == "transparent":
        return Backdrop("transparent")
    if kind == "blur":
        strength = facts.get("strength", 0.5)
        if not isinstance(strength, int | float) or not 0 <= strength <= 1:
            raise _Refused("a blur of no strength")
        return Backdrop("blur", strength=float(strength))
    if kind in ("image", "video"):
        return Backdrop(kind, path=_path(facts.get("asset"), assets), is_lit=is_lit)
    raise _Refused("a background of an unknown kind")


def _logo(segment: dict[str, Any], assets: Mapping[str, str]) -> Logo:
    facts = _dict(segment.get("m", {}))
    corner = facts.get("corner", "top right")
    size_percent = _number(facts.get("size", 15))
    if corner not in CORNERS or not 1 <= size_percent <= 100:
        raise _Refused("a logo without place or size")
    start_ms = _number(segment.get("st", 0))
    return Logo(
        _path(facts.get("asset"), assets),
        cast("Corner", corner),
        size_percent,
        start_ms,
        start_ms + _number(segment.get("d")),
    )


def _look(facts: dict[str, Any]) -> Look:
    return Look(
        **{
            name: _percent(facts.get(name, 0))
            for name in ("brightness", "contrast", "warmth", "saturation")
        }
    )


def _percent(value: object) -> int:
    """A share of -100..100."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -100 <= value <= 100:
        raise _Refused("not a share")
    return round(value)


def _title(segment: dict[str, Any]) -> Title:
    facts = _dict(segment.get("m", {}))
    text, position = facts.get("text"), facts.get("position", "bottom")
    if not isinstance(text, str) or position not in ("top", "middle", "bottom"):
        raise _Refused("a title without words or place")
    start_ms = _number(segment.get("st", 0))
    end_ms = start_ms + _number(segment.get("d"))
    return Title(text, cast("Position", position), start_ms, end_ms)


def _path(asset_id: object, assets: Mapping[str, str]) -> Path:
    path = assets.get(asset_id) if isinstance(asset_id, str) else None
    if path is None:
        raise JobFailed(
            "damaged", "A file of this project isn't here any more. Please send it again."
        )
    return Path(path)


def _side(value: object) -> int:
    side_px = _number(value)
    if not LEAST_SIDE_PX <= side_px <= MOST_SIDE_PX or side_px % SIDE_STEP_PX:
        raise _Refused("a canvas of an impossible size")
    return side_px


def _number(value: object) -> int:
    """A number of ms or pixels: not negative, not beyond a day."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Refused("not a number")
    if not 0 <= value <= 86_400_000:
        raise _Refused("a number out of all bounds")
    return round(value)


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Refused("not an object")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _Refused("not a list")
    return value
