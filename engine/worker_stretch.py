"""A film in stretches: where it is cut, and the pictures of one stretch on their way to its file.

Owns the cuts, which depend on what is made and on nothing else, never on cores or timing, so that
two runs give the same frames however many of them worked; and the threads inside a stretch: decode
and place, find the person, cut out and compose, encode. Must not know processes or other stretches.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from engine.media.encoding import EncoderSettings, FilmWriter
from engine.media.planes import alpha_of, new_frame, planes_of
from engine.worker_backdrop import Backgrounds
from engine.worker_clips import placed
from engine.worker_compose import Composer, Masked
from engine.worker_draft import Timeline
from engine.worker_pipeline import Channel, Pipeline, Stage
from engine.worker_plan import Plan

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

STRETCH_S = 10.0
"""About so long is a stretch at most, and half as long again where both ends move to a joint: what
a killed render loses, and how even the shares are."""

UNCUT_S = 4.0
"""A film shorter than this stays whole: a stretch of its own costs a start and a preroll."""

PREROLL_S = 1.0
"""Before a stretch, the masks of so much are found and thrown away: a mask remembers the pictures
before it, and by then it is what it would have been."""

JOINT_SHARE = 0.25
"""A cut moves to the joint of two clips when that is nearer than this share of a stretch."""

QUEUE_LENGTH = 2
"""Pictures between two stages; 3 MB each at 1080p."""

TICK_S = 0.2


@dataclass(frozen=True)
class Stretch:
    """Frames [first_frame, first_frame + frames) of the result, after a preroll of so many."""

    number: int
    first_frame: int
    frames: int
    preroll: int


def stretches_of(plan: Plan) -> tuple[Stretch, ...]:
    """The film in an even number of stretches of about the same length, or in one if it is short.

    Even, since two at a time is what most machines do.
    """
    duration_s = float(plan.frames / plan.rate)
    count = 1 if duration_s < UNCUT_S else 2 * math.ceil(duration_s / (2 * STRETCH_S))
    joints = list(accumulate(part.frames for part in plan.clips))
    begins = [0, *joints[:-1]]
    cuts = {0, plan.frames}
    for number in range(1, count):
        wanted = plan.frames * number // count
        nearest = min(joints, key=lambda joint: abs(joint - wanted))
        is_near = abs(nearest - wanted) < JOINT_SHARE * plan.frames / count
        cuts.add(nearest if is_near else wanted)
    ordered = sorted(cuts)
    most_preroll = round(PREROLL_S * plan.rate)
    return tuple(
        Stretch(
            number,
            first,
            end - first,
            min(most_preroll, first - max(begin for begin in begins if begin <= first)),
        )
        for number, (first, end) in enumerate(pairwise(ordered))
    )


def make_stretch(
    timeline: Timeline,
    plan: Plan,
    stretch: Stretch,
    path: Path,
    settings: EncoderSettings,
    note: Callable[[int], None],
    backgrounds: Backgrounds | None = None,
) -> bool:
    """Write the stretch's pictures as a film without sound; whether a person was seen in them.

    `note` is told again and again how many frames are done. Raises JobFailed.
    """
    writer = FilmWriter(path, *timeline.canvas_px, plan.rate, None, settings)
    has_alpha = settings.has_alpha
    done = _Done()
    frames: Channel[VideoFrame] = Channel(QUEUE_LENGTH + 2)
    for _ in range(QUEUE_LENGTH + 2):
        frames.put(new_frame(*timeline.canvas_px, settings.pixel_format))

    def encode(items: Iterator[tuple[VideoFrame, int, int]]) -> None:
        for frame, index, count in items:
            for repeat in range(count):
                writer.write(frame, index - stretch.first_frame + repeat)
                done.frames += 1
            frames.put(frame)
        writer.finish()

    composer = Composer(timeline, plan.rate, backgrounds)

    def compose(items: Iterator[Masked]) -> Iterator[tuple[VideoFrame, int, int]]:
        for item in items:
            for index, count in composer.spans(item.placed):
                first = max(index, stretch.first_frame)
                if index + count <= first:
                    continue
                frame = frames.get()
                alpha = alpha_of(frame) if has_alpha else None
                composer.fill(planes_of(frame), item, index, alpha)
                yield frame, first, index + count - first

    def pictures() -> Iterator[object]:
        first_frame = stretch.first_frame - stretch.preroll
        return placed(timeline, plan, first_frame, stretch.preroll + stretch.frames)

    stages: list[Stage] = [composer.find, compose]
    pipeline = Pipeline(pictures, stages, encode, QUEUE_LENGTH)
    pipeline.watch(frames)
    pipeline.run(lambda: note(done.frames), TICK_S)
    note(done.frames)
    return composer.has_seen_person


class _Done:
    """Frames that are encoded; written by one thread, read by another."""

    def __init__(self) -> None:
        self.frames = 0
