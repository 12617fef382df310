"""A draft and its files, read as what is to be seen and heard when.

Owns the values of a timeline and the check of a draft, which comes over HTTP and may be anybody's:
after `read_timeline` every number is a number within its bounds and every file of it is there.
Must not know pixels or FFmpeg.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.media.failures import JobFailed
from engine.media.limits import MAX_DURATION_S
from engine.picture.look import AS_IT_IS, Look
from engine.worker_checks import (
    Refused,
    choice,
    file_path,
    flag,
    mapping,
    number,
    real,
    sequence,
    times_ms,
)
from engine.worker_layers import (
    MOST_FADE_MS,
    SIDES,
    Backdrop,
    Caption,
    Logo,
    Music,
    Side,
    Title,
    read_backdrop,
    read_caption,
    read_logo,
    read_music,
    read_title,
)

PICTURE_TRACK = 0
SOUND_TRACK = 1
TEXT_TRACK = 7

LEAST_SIDE_PX, MOST_SIDE_PX = 64, 1920
SIDE_STEP_PX = 8
"""A canvas is a whole number of tiles."""

MAX_CLIPS = 200
MAX_TITLES = 200
MAX_CAPTIONS = 2000
MAX_MUSIC = 2000
"""Rounds of music: half an hour of one second each."""

JOINT_MS = 2
"""Clips that follow one another may leave or overlap this much by rounding."""

LEAST_SPEED, MOST_SPEED = 0.25, 8.0

Quarters = Literal[0, 90, 180, 270]


@dataclass(frozen=True)
class Clip:
    """A piece of a file on the timeline; times in ms.

    It shows the file's [in, in + span), backwards where `is_reversed`; where it `is_frozen`, only
    the frame at `in`, silently; a picture is always frozen. It is turned clockwise by `turn_deg`,
    then mirrored. `is_filled`: it fills the canvas, with the person kept in frame. `side` and
    `size_percent` are those of a person who is cut out.
    """

    path: Path
    in_ms: int
    start_ms: int
    duration_ms: int
    look: Look = AS_IT_IS
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    speed: float = 1.0
    is_reversed: bool = False
    is_frozen: bool = False
    turn_deg: Quarters = 0
    is_mirrored: bool = False
    is_filled: bool = False
    side: Side = "middle"
    size_percent: int = 100
    volume_percent: int = 100
    loudness_lufs: float | None = None

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms

    @property
    def span_ms(self) -> float:
        """How much of the file it shows."""
        return 0.0 if self.is_frozen else self.duration_ms * self.speed


@dataclass(frozen=True)
class Timeline:
    """A draft that can be rendered. Clips follow one another without a gap from 0 on."""

    width_px: int
    height_px: int
    clips: tuple[Clip, ...]
    backdrop: Backdrop | None
    titles: tuple[Title, ...]
    logos: tuple[Logo, ...] = ()
    captions: tuple[Caption, ...] = ()
    music: tuple[Music, ...] = ()

    @property
    def duration_ms(self) -> int:
        return self.clips[-1].end_ms

    @property
    def canvas_px(self) -> tuple[int, int]:
        return self.width_px, self.height_px


def read_timeline(draft: object, assets: Mapping[str, str]) -> Timeline:
    """The draft's timeline with the paths of its files.

    Raises JobFailed: `empty` for one without a clip, `too_long`, and `unsupported` for a draft
    that this engine can't have made.
    """
    try:
        return _timeline(mapping(draft), assets)
    except Refused as error:
        raise impossible() from error


def impossible() -> JobFailed:
    """The draft says something that can't be, so it isn't one of ours."""
    return JobFailed(
        "unsupported",
        "I can't work on this timeline any more. Please start a new project with your clip.",
    )


def _timeline(draft: dict[str, Any], assets: Mapping[str, str]) -> Timeline:
    width_px, height_px = _side_px(draft.get("cw")), _side_px(draft.get("ch"))
    clips: list[Clip] = []
    titles: list[Title] = []
    captions: list[Caption] = []
    logos: list[Logo] = []
    music: list[Music] = []
    backdrop = None
    for track in map(mapping, sequence(draft.get("t", []))):
        kind, role = track.get("tt"), mapping(track.get("m", {})).get("role")
        segments = [mapping(segment) for segment in sequence(track.get("sg", []))]
        if kind == TEXT_TRACK and role == "captions":
            captions += map(read_caption, segments)
        elif kind == TEXT_TRACK:
            titles += map(read_title, segments)
        elif kind == SOUND_TRACK:
            music += [read_music(segment, assets) for segment in segments]
        elif kind == PICTURE_TRACK and role == "background":
            if segments:
                backdrop = read_backdrop(mapping(segments[0].get("m", {})), assets)
        elif kind == PICTURE_TRACK and role == "logo":
            logos += [read_logo(segment, assets) for segment in segments]
        elif kind == PICTURE_TRACK:
            clips += [_clip(segment, assets) for segment in segments]
    if not clips:
        raise JobFailed("empty", "There is no clip in this project yet. Please send one first.")
    if len(clips) > MAX_CLIPS or len(titles) + len(logos) > MAX_TITLES:
        raise Refused("more than anybody needs")
    if len(captions) > MAX_CAPTIONS or len(music) > MAX_MUSIC:
        raise Refused("more than anybody reads or hears")
    clips.sort(key=lambda clip: clip.start_ms)
    expected_ms = 0
    for clip in clips:
        if abs(clip.start_ms - expected_ms) > JOINT_MS:
            raise Refused("clips with a gap between them or over one another")
        expected_ms = clip.end_ms
    if expected_ms > MAX_DURATION_S * 1000:
        raise JobFailed(
            "too_long",
            f"This video is {expected_ms / 60_000:.0f} minutes long and I can make up to "
            f"{MAX_DURATION_S // 60}; please cut it shorter.",
        )
    return Timeline(
        width_px,
        height_px,
        tuple(clips),
        backdrop,
        tuple(titles),
        tuple(logos),
        tuple(captions),
        tuple(music),
    )


def _clip(segment: dict[str, Any], assets: Mapping[str, str]) -> Clip:
    facts = mapping(segment.get("m", {}))
    start_ms, duration_ms = times_ms(segment)
    if duration_ms <= 0:
        raise Refused("a clip of no length")
    turn = facts.get("turn", 0)
    loudness = facts.get("loudness_lufs")
    return Clip(
        file_path(facts.get("asset"), assets),
        number(facts.get("in", 0)),
        start_ms,
        duration_ms,
        look=_look(facts),
        fade_in_ms=number(facts.get("fade_in_ms", 0), most=MOST_FADE_MS),
        fade_out_ms=number(facts.get("fade_out_ms", 0), most=MOST_FADE_MS),
        speed=real(facts.get("speed", 1), LEAST_SPEED, MOST_SPEED),
        is_reversed=flag(facts.get("reverse", False)),
        is_frozen=flag(facts.get("freeze", False)),
        turn_deg=_quarters(turn),
        is_mirrored=flag(facts.get("mirror", False)),
        is_filled=choice(facts.get("framing", "fit"), ("fit", "fill")) == "fill",
        side=choice(facts.get("side", "middle"), SIDES),
        size_percent=number(facts.get("size", 100), 30, 150),
        volume_percent=number(facts.get("volume", 100), most=200),
        loudness_lufs=None if loudness is None else real(loudness, -70, 0),
    )


def _quarters(value: object) -> Quarters:
    turns: tuple[Quarters, ...] = (0, 90, 180, 270)
    for turn in turns:
        if value == turn and not isinstance(value, bool):
            return turn
    raise Refused("a turn that is no quarter")


def _look(facts: dict[str, Any]) -> Look:
    return Look(
        **{
            name: number(facts.get(name, 0), -100, 100)
            for name in ("brightness", "contrast", "warmth", "saturation")
        }
    )


def _side_px(value: object) -> int:
    side_px = number(value, LEAST_SIDE_PX, MOST_SIDE_PX)
    if side_px % SIDE_STEP_PX:
        raise Refused("a canvas of an impossible size")
    return side_px
