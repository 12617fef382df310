"""The clips' pictures in the order of the result: upright, and at their size on the canvas.

Owns which picture of which file each frame of the result shows. Must not know masks, backgrounds,
titles or encoders.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.media.decode import ClipFrame, read_frames
from engine.media.planes import Planes
from engine.media.source import opened
from engine.picture.placement import on_canvas, scaled
from engine.worker_compose import Placed
from engine.worker_draft import Timeline
from engine.worker_plan import Plan


def placed(timeline: Timeline, plan: Plan, first_frame: int, frames: int) -> Iterator[Placed]:
    """The pictures of the result's frames [first_frame, first_frame + frames), in order.

    What a frame shows does not depend on where a stretch of frames begins. Raises JobFailed.
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
        with opened(part.clip.path) as source:
            in_s = part.clip.in_ms / 1000 + skipped / float(plan.rate)
            for picture, shown in _joined(read_frames(source, in_s, plan.rate, count)):
                ready = scaled(picture, part.placement)
                if timeline.backdrop is None:
                    ready = on_canvas(ready, part.placement, timeline.canvas_px)
                yield Placed(ready, part.placement, index, shown, part.clip)
                index += shown


def _joined(frames: Iterator[ClipFrame]) -> Iterator[tuple[Planes, int]]:
    """Each picture once, with the number of frames that show it."""
    held: Planes | None = None
    count = 0
    for frame in frames:
        if frame.is_repeated:
            count += 1
            continue
        if held is not None:
            yield held, count
        held, count = frame.planes, 1
    if held is not None:
        yield held, count
