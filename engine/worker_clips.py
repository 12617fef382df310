"""The clips' pictures in the order of the result: upright, turned, and at their size on the canvas.

Owns which picture of which file each frame of the result shows: faster, slower, backwards, standing
still. What a frame shows depends on the plan alone, never on where a stretch of frames begins. Must
not know masks, backgrounds, titles or encoders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.media import stills
from engine.media.decode import read_frames_at
from engine.media.planes import Planes
from engine.media.source import opened
from engine.picture.placement import on_canvas, scaled, sliding
from engine.worker_compose import Placed
from engine.worker_draft import Timeline
from engine.worker_plan import STILL_LONGEST_PX, ClipPlan, Plan

BACKWARDS_BYTES = 96 * 1024 * 1024
"""Pictures that are held to be given last first: 32 of 1080p. The way from a key frame to each
such piece is decoded again, which costs less than the encoding of its frames."""

LEAST_BACKWARDS = 8


@dataclass(frozen=True)
class _Shown:
    """A picture on the canvas and how many frames show it."""

    picture: Planes
    count: int


def placed(timeline: Timeline, plan: Plan, first_frame: int, frames: int) -> Iterator[Placed]:
    """The pictures of the result's frames [first_frame, first_frame + frames), in order.

    Raises JobFailed.
    """
    end_frame = first_frame + frames
    begin = 0
    for part in plan.clips:
        skipped = max(0, first_frame - begin)
        count = min(part.frames, end_frame - begin) - skipped
        index = begin + skipped
        begin += part.frames
        if count <= 0:
            continue
        times_s = [part.time_s(frame, plan.rate) for frame in range(skipped, skipped + count)]
        for shown in _shown(timeline, part, times_s):
            yield Placed(shown.picture, part.placement, index, shown.count, part.clip)
            index += shown.count


def _shown(timeline: Timeline, part: ClipPlan, times_s: Sequence[float]) -> Iterator[_Shown]:
    if part.facts.is_still:
        picture = stills.upright(part.clip.path, STILL_LONGEST_PX)
        yield _Shown(on_its_place(timeline, part, picture, times_s[0]), len(times_s))
    elif part.clip.is_frozen:
        for shown in _forwards(timeline, part, times_s[:1]):
            yield _Shown(shown.picture, len(times_s))
    elif part.clip.is_reversed:
        yield from _backwards(timeline, part, times_s)
    else:
        yield from _forwards(timeline, part, times_s)


def _forwards(timeline: Timeline, part: ClipPlan, times_s: Sequence[float]) -> Iterator[_Shown]:
    """The pictures of rising times, each once where nothing but the picture moves."""
    held: Planes | None = None
    count = 0
    with opened(part.clip.path) as source:
        frames = read_frames_at(source, times_s)
        for frame, time_s in zip(frames, times_s, strict=True):
            if held is not None and frame.is_repeated and part.path is None:
                count += 1
                continue
            if held is not None:
                yield _Shown(held, count)
            held, count = on_its_place(timeline, part, frame.planes, time_s), 1
    if held is not None:
        yield _Shown(held, count)


def _backwards(timeline: Timeline, part: ClipPlan, times_s: Sequence[float]) -> Iterator[_Shown]:
    """The same of falling times, piece by piece."""
    picture_bytes = part.placement.width * part.placement.height * 3 // 2
    if timeline.backdrop is None:
        picture_bytes = timeline.width_px * timeline.height_px * 3 // 2
    size = max(LEAST_BACKWARDS, BACKWARDS_BYTES // picture_bytes)
    for begin in range(0, len(times_s), size):
        rising = times_s[begin : begin + size][::-1]
        yield from reversed(list(_forwards(timeline, part, rising)))


def on_its_place(timeline: Timeline, part: ClipPlan, picture: Planes, time_s: float) -> Planes:
    """An upright picture of the clip, turned and at its size; with black around it where nobody is
    cut out of it."""
    turned = part.turned.apply(picture)
    if part.path is not None:
        return sliding(turned, part.placement, part.path.at(time_s))
    ready = scaled(turned, part.placement)
    return (
        ready
        if timeline.backdrop is not None
        else on_canvas(ready, part.placement, timeline.canvas_px)
    )
