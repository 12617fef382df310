"""The job `preview`: one frame of a timeline as it now looks, as a JPEG.

Owns the choice of the moment. Must not know drafts or how a job arrives.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.media.failures import JobFailed
from engine.media.planes import new_planes
from engine.media.stills import write_jpeg
from engine.worker_compose import NO_PERSON, Composer
from engine.worker_draft import Timeline
from engine.worker_moment import placed_at

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
        masked = next(composer.find([placed_at(timeline, max(0, moment_ms))]))
        if timeline.backdrop is None or masked.mask is not None:
            canvas = new_planes(*timeline.canvas_px)
            composer.fill(canvas, masked, masked.placed.index)
            write_jpeg(canvas, output_path)
            return {"width": timeline.width_px, "height": timeline.height_px}
    raise JobFailed("no_person", NO_PERSON)
