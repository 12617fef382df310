"""The picture of one moment of a timeline, on its place on the canvas, within a moment.

Owns the shortcuts: a frame nearby where the way to the right one is long, and few looks for the
person where a render looks all through the clip. Must not know masks, backgrounds or files that are
written.
"""

from __future__ import annotations

from engine.media import stills
from engine.media.decode import read_frame_near, read_key_frame
from engine.media.planes import Planes
from engine.media.probe import is_still
from engine.media.source import opened
from engine.picture.reframe import Sight
from engine.worker_clips import on_its_place
from engine.worker_compose import Placed
from engine.worker_draft import Clip, Timeline
from engine.worker_plan import STILL_LONGEST_PX, ClipPlan, FileFacts, framed
from engine.worker_sights import Looked, look_at

LOOKS = (0.1, 0.35, 0.65, 0.9)
"""Shares of a clip at which the person is looked for, besides the moment itself."""

SLACK_S = 0.008
"""Half a frame at 60 a second: a frame that begins at the moment is the one that is shown."""


def placed_at(timeline: Timeline, at_ms: int) -> Placed:
    """The picture that the timeline shows at that moment, its index being the moment in ms.

    Raises JobFailed.
    """
    clip = next(clip for clip in reversed(timeline.clips) if clip.start_ms <= at_ms)
    time_s = _file_time_s(clip, at_ms - clip.start_ms)
    if is_still(clip.path):
        picture = stills.upright(clip.path, STILL_LONGEST_PX)
        shown_px = (picture.width_px, picture.height_px)
    else:
        with opened(clip.path) as source:
            picture, shown_px = read_frame_near(source, time_s + SLACK_S)
    facts = FileFacts(shown_px, (picture.width_px, picture.height_px))
    looks = Looked(lambda other: _looks(other, time_s, picture))
    placement, path = framed(clip, facts, timeline, looks)
    part = ClipPlan(clip, facts, 1, placement, path, has_sound=False, can_copy_sound=False)
    return Placed(on_its_place(timeline, part, picture, time_s), placement, at_ms, 1, clip)


def _file_time_s(clip: Clip, offset_ms: int) -> float:
    if clip.is_frozen:
        return clip.in_ms / 1000
    if clip.is_reversed:
        offset_ms = clip.duration_ms - offset_ms
    return (clip.in_ms + offset_ms * clip.speed) / 1000


def _looks(clip: Clip, time_s: float, picture: Planes) -> list[Sight]:
    """Looks at the picture in hand and at key frames through the clip."""
    from engine.picture.person import Finder

    finder = Finder()
    found = {time_s: look_at(finder, time_s, picture, clip)}
    if not is_still(clip.path):
        for share in LOOKS:
            at_s = (clip.in_ms + share * clip.span_ms) / 1000
            with opened(clip.path) as source:
                found[at_s] = look_at(finder, at_s, read_key_frame(source, at_s)[0], clip)
    return [found[at_s] for at_s in sorted(found)]
