"""What a render will make, found out before its first picture: frames, places, sound.

Owns the look into every clip's file, the rate of the result, each clip's share of its frames, and
which moment of its file each of them shows. All of it depends on the timeline alone. Must not know
encoders, threads or how a frame is decoded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from engine.media import stills
from engine.media.orientation import Orientation, turn_of
from engine.media.probe import is_still, measure_clip
from engine.media.rate import DEFAULT_RATE, frame_number
from engine.media.source import opened
from engine.picture.placement import Placement, filling, place, standing
from engine.picture.reframe import FramePath, person_middle
from engine.sound.tracks import can_copy
from engine.worker_draft import Clip, Timeline, impossible
from engine.worker_sights import Sights, Watched

OVERRUN_MS = 500
"""A piece of a clip may end so much after the clip (its last frame stands still), not more."""

STILL_LONGEST_PX = 4096
"""A picture is read no larger: twice the longest side of a canvas."""

Tick = Callable[[], None]


@dataclass(frozen=True)
class FileFacts:
    """What a look into a file told. Sizes are upright: as shown with square pixels, and as its
    planes are. A picture `is_still` and has no rate or length."""

    shown_px: tuple[int, int]
    stored_px: tuple[int, int]
    is_still: bool = False
    rate: Fraction = DEFAULT_RATE
    duration_ms: float = 0.0
    has_sound: bool = False
    can_copy_sound: bool = False


@dataclass(frozen=True)
class ClipPlan:
    """A clip of the timeline, and what a look at its file told.

    `path` is where the frame is that follows a person, None where nothing moves but the picture.
    """

    clip: Clip
    facts: FileFacts
    frames: int
    placement: Placement
    path: FramePath | None
    has_sound: bool
    can_copy_sound: bool

    @property
    def turned(self) -> Orientation:
        """How the upright picture is turned."""
        return turn_of(self.clip.turn_deg, is_mirrored=self.clip.is_mirrored)

    def time_s(self, frame: int, rate: Fraction) -> float:
        """The moment of the file that frame `frame` of the clip shows, on the file's own clock.

        It lies half a frame, of the file or of the result, whichever is shorter, after that
        frame's beginning: neither clock's rounding then shows another frame.
        """
        clip = self.clip
        begin = Fraction(clip.in_ms, 1000)
        if clip.is_frozen:
            return float(begin + 1 / (2 * self.facts.rate))
        step = Fraction(clip.speed).limit_denominator(1_000_000) / rate
        number = self.frames - 1 - frame if clip.is_reversed else frame
        return float(begin + number * step + min(step, 1 / self.facts.rate) / 2)


@dataclass(frozen=True)
class Plan:
    """What will be made: frames/s, each clip's share of the frames, and the sound."""

    rate: Fraction
    clips: tuple[ClipPlan, ...]

    @property
    def frames(self) -> int:
        return sum(part.frames for part in self.clips)


def make_plan(timeline: Timeline, tick: Tick = lambda: None) -> Plan:
    """Look into every file, and where the picture is cut round a person, for the person.

    The rate is that of the first clip that moves. `tick` is called after each file, and again and
    again where it takes long. Raises JobFailed.
    """
    facts: dict[Path, FileFacts] = {}
    for path in dict.fromkeys(clip.path for clip in timeline.clips):
        facts[path] = look_into(path)
        tick()
    moving = (facts[clip.path] for clip in timeline.clips if not facts[clip.path].is_still)
    rate = next((of_file.rate for of_file in moving), DEFAULT_RATE)
    sights = Sights(timeline, tick)
    plan = Plan(
        rate,
        tuple(_planned(timeline, clip, facts[clip.path], rate, sights) for clip in timeline.clips),
    )
    if not plan.frames:
        # Shorter than half a frame, as no edit of ours leaves it.
        raise impossible()
    return plan


def look_into(path: Path) -> FileFacts:
    """What the file of a clip is. Raises JobFailed."""
    if is_still(path):
        width_px, height_px, _ = stills.measure(path)
        planes = stills.even_size((width_px, height_px), STILL_LONGEST_PX)
        return FileFacts((width_px, height_px), planes, is_still=True)
    with opened(path) as source:
        facts = measure_clip(source)
        stream = source.require_video()
        return FileFacts(
            (facts.width_px, facts.height_px),
            facts.orientation.upright_size(stream.width, stream.height),
            rate=facts.rate,
            duration_ms=facts.duration_s * 1000,
            has_sound=facts.has_sound,
            can_copy_sound=can_copy(source),
        )


def _planned(
    timeline: Timeline, clip: Clip, facts: FileFacts, rate: Fraction, sights: Sights
) -> ClipPlan:
    if facts.is_still:
        clip = replace(clip, in_ms=0, is_frozen=True)
    elif clip.in_ms + clip.span_ms > facts.duration_ms + OVERRUN_MS:
        raise impossible()
    placement, path = framed(clip, facts, timeline, sights)
    slot_ms = 1000 / float(rate)
    is_whole = clip.in_ms == 0 and clip.span_ms >= facts.duration_ms - slot_ms
    is_plain = clip.speed == 1 and not clip.is_reversed and not clip.is_frozen
    return ClipPlan(
        clip,
        facts,
        frame_number(clip.end_ms, rate) - frame_number(clip.start_ms, rate),
        placement,
        path,
        facts.has_sound and not clip.is_frozen,
        is_whole and is_plain and facts.can_copy_sound,
    )


def framed(
    clip: Clip, facts: FileFacts, timeline: Timeline, sights: Watched
) -> tuple[Placement, FramePath | None]:
    """Where the clip's picture goes, and the path of its frame where that moves."""
    turned = turn_of(clip.turn_deg, is_mirrored=False)
    shown_px, stored_px = (
        turned.upright_size(*facts.shown_px),
        turned.upright_size(*facts.stored_px),
    )
    canvas_px = timeline.canvas_px
    is_cut_out = timeline.backdrop is not None
    filled = filling(shown_px, stored_px, canvas_px, (0.5, 0.5))
    is_cropped = clip.is_filled and (filled.clip_width, filled.clip_height) != stored_px
    is_asked_for = clip.side != "middle" or clip.size_percent != 100
    if is_cut_out and (is_cropped or is_asked_for):
        placement = standing(
            shown_px,
            stored_px,
            canvas_px,
            person=person_middle(sights.of(clip)),
            is_filled=clip.is_filled,
            side=clip.side,
            size_percent=clip.size_percent,
        )
        return placement, None
    if is_cut_out or not clip.is_filled:
        return place(shown_px, stored_px, canvas_px, is_cut_out=is_cut_out), None
    if not is_cropped:
        return filled, None
    path = sights.path(clip, filled.clip_width / stored_px[0], filled.clip_height / stored_px[1])
    if path.is_fixed:
        return filling(shown_px, stored_px, canvas_px, path.at(0)), None
    return filled, path
