"""The job `preview`: one frame of a timeline as it now looks, as a JPEG.

Owns the choice of the moment. Must not know drafts or how a job arrives.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.media.decode import read_frame_near
from engine.media.failures import JobFailed
from engine.media.planes import new_planes
from engine.media.source import opened
from engine.media.stills import write_jpeg
from engine.picture.placement import on_canvas, place, scaled
from engine.worker_compose import NO_PERSON, Composer, Masked, Placed
from engine.worker_draft import Clip, Timeline

OTHER_MOMENTS = (0.5, 0.2, 0.8)
"""Shares of the timeline that are tried when nobody is seen at the moment asked for: a person may
walk in later."""

TITLE_RATE = Fraction(1000)
"""A preview counts in milliseconds."""


def preview(timeline: Timeline, at_ms: int, output_path: Path) -> dict[str, Any]:
    """Write the frame at `at_ms` and tell its size, as the worker reports it.

    Raises JobFailed, `no_person` when nobody is seen at that moment nor at some others.
    """
    composer = Composer(timeline, TITLE_RATE)
    moments = [min(at_ms, timeline.duration_ms - 1)]
    if timeline.backdrop is not None:
        moments += [int(share * timeline.duration_ms) for share in OTHER_MOMENTS]
    for moment_ms in moments:
        masked = _look(timeline, composer, max(0, moment_ms))
        if timeline.backdrop is None or masked.mask is not None:
            canvas = new_planes(*timeline.canvas_px)
            composer.fill(canvas, masked, masked.placed.index)
            write_jpeg(canvas, output_path)
            return {"width": timeline.width_px, "height": timeline.height_px}
    raise JobFailed("no_person", NO_PERSON)


def _look(timeline: Timeline, composer: Composer, at_ms: int) -> Masked:
    clip = _clip_at(timeline, at_ms)
    with opened(clip.path) as source:
        picture, shown_px = read_frame_near(source, (clip.in_ms + at_ms - clip.start_ms) / 1000)
        placement = place(
            shown_px,
            (picture.width_px, picture.height_px),
            timeline.canvas_px,
            is_cut_out=timeline.backdrop is not None,
        )
        ready = scaled(picture, placement)
        if timeline.backdrop is None:
            ready = on_canvas(ready, placement, timeline.canvas_px)
        return next(composer.find([Placed(ready, placement, at_ms, 1, clip)]))


def _clip_at(timeline: Timeline, at_ms: int) -> Clip:
    return next(clip for clip in reversed(timeline.clips) if clip.start_ms <= at_ms)
