"""What a render will make, found out before its first picture: frames, places, sound.

Owns the look into every clip's file, the rate of the result and each clip's share of its frames.
Must not know encoders, threads or how a frame is decoded.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.media.failures import JobFailed
from engine.media.probe import measure_clip
from engine.media.rate import frame_number
from engine.media.source import opened
from engine.picture.placement import Placement, place
from engine.sound.tracks import can_copy
from engine.worker_draft import Clip, Timeline, impossible

OVERRUN_MS = 500
"""A piece of a clip may end so much after the clip (its last frame stands still), not more."""


@dataclass(frozen=True)
class ClipPlan:
    """A clip of the timeline and what a look at its file told."""

    clip: Clip
    frames: int
    placement: Placement
    has_sound: bool
    can_copy_sound: bool


@dataclass(frozen=True)
class Plan:
    """What will be made: frames/s, each clip's share of the frames, and the sound."""

    rate: Fraction
    clips: tuple[ClipPlan, ...]

    @property
    def frames(self) -> int:
        return sum(part.frames for part in self.clips)


def make_plan(timeline: Timeline) -> Plan:
    """Look into every clip. The rate is the first clip's. Raises JobFailed."""
    parts: list[ClipPlan] = []
    rate = None
    for clip in timeline.clips:
        with opened(clip.path) as source:
            facts = measure_clip(source)
            rate = rate or facts.rate
            slot_ms = 1000 / float(rate)
            if clip.in_ms + clip.duration_ms > facts.duration_s * 1000 + OVERRUN_MS:
                raise impossible()
            is_whole = clip.in_ms == 0 and clip.duration_ms >= facts.duration_s * 1000 - slot_ms
            stream = source.require_video()
            parts.append(
                ClipPlan(
                    clip,
                    frame_number(clip.end_ms, rate) - frame_number(clip.start_ms, rate),
                    place(
                        (facts.width_px, facts.height_px),
                        facts.orientation.upright_size(stream.width, stream.height),
                        timeline.canvas_px,
                        is_cut_out=timeline.backdrop is not None,
                    ),
                    source.audio is not None,
                    is_whole and can_copy(source),
                )
            )
    if rate is None:
        raise JobFailed("empty", "There is no clip in this project yet. Please send one first.")
    return Plan(rate, tuple(parts))
