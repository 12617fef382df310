"""Where the persons of a timeline's files are: some looks at each, before anything is rendered.

Owns which moments are looked at and the picture that is looked at. All pieces of a file share its
looks, so that a cut inside it moves no frame. Must not know what the looks are for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from engine.media import stills
from engine.media.decode import read_samples
from engine.media.orientation import turn_of
from engine.media.planes import Planes
from engine.media.probe import is_still
from engine.media.source import opened
from engine.picture.placement import Placement, scaled
from engine.picture.reframe import FramePath, Sight, path_for
from engine.picture.shrink import CELL_PX, shrink
from engine.worker_draft import Clip, Timeline

if TYPE_CHECKING:
    from engine.picture.person import Finder

EVERY_S = 0.5
MOST_LOOKS = 600
"""Of one file; those of a longer one lie further apart. Ten minutes take about six seconds."""

LONGEST_PX = 512
"""The longer side of the picture that is looked at: just what the networks take in."""


class Watched(Protocol):
    """Where the person of a clip is, as the clip is seen."""

    def of(self, clip: Clip) -> list[Sight]: ...

    def path(self, clip: Clip, width_share: float, height_share: float) -> FramePath: ...


class Looked:
    """Looks at clips, from wherever they come; a mirrored clip has mirrored ones."""

    def __init__(self, look: Callable[[Clip], list[Sight]]) -> None:
        self._look = look
        self._paths: dict[tuple[Path, int, bool, float, float], FramePath] = {}

    def of(self, clip: Clip) -> list[Sight]:
        """The looks, in the order of their times."""
        sights = self._look(clip)
        if not clip.is_mirrored:
            return sights
        return [Sight(sight.time_s, sight.mask[:, ::-1]) for sight in sights]

    def path(self, clip: Clip, width_share: float, height_share: float) -> FramePath:
        """The path of a frame of those shares of the picture's sides."""
        key = (clip.path, clip.turn_deg, clip.is_mirrored, width_share, height_share)
        if key not in self._paths:
            self._paths[key] = path_for(self.of(clip), width_share, height_share)
        return self._paths[key]


class Sights(Looked):
    """The looks at all clips of a timeline, each file looked at once and when it is first asked
    for. `tick` is called after each look."""

    def __init__(self, timeline: Timeline, tick: Callable[[], None]) -> None:
        super().__init__(self._look_once)
        self._timeline = timeline
        self._tick = tick
        self._finder: Finder | None = None
        self._found: dict[tuple[Path, int], list[Sight]] = {}

    def _look_once(self, clip: Clip) -> list[Sight]:
        key = (clip.path, clip.turn_deg)
        if key not in self._found:
            self._found[key] = list(self._look_at(clip))
        return self._found[key]

    def _look_at(self, clip: Clip) -> Iterator[Sight]:
        for time_s, planes in self._pictures(clip):
            yield self._sight(time_s, planes, clip)
            self._tick()

    def _pictures(self, clip: Clip) -> Iterator[tuple[float, Planes]]:
        if is_still(clip.path):
            yield 0.0, stills.upright(clip.path, LONGEST_PX)
            return
        pieces = [
            other
            for other in self._timeline.clips
            if (other.path, other.turn_deg) == (clip.path, clip.turn_deg)
        ]
        from_s = min(piece.in_ms for piece in pieces) / 1000
        to_s = max(piece.in_ms + piece.span_ms for piece in pieces) / 1000
        every_s = max(EVERY_S, (to_s - from_s) / MOST_LOOKS)
        with opened(clip.path) as source:
            yield from read_samples(source, from_s, to_s, every_s)

    def _sight(self, time_s: float, planes: Planes, clip: Clip) -> Sight:
        if self._finder is None:
            from engine.picture.person import Finder

            self._finder = Finder()
        return look_at(self._finder, time_s, planes, clip)


def look_at(finder: Finder, time_s: float, planes: Planes, clip: Clip) -> Sight:
    """One look at a picture of the clip, turned but not mirrored."""
    turned = turn_of(clip.turn_deg, is_mirrored=False).apply(planes)
    width, height = turned.width_px, turned.height_px
    scale = LONGEST_PX / max(width, height)
    small_px = [max(CELL_PX, CELL_PX * round(side * scale / CELL_PX)) for side in (width, height)]
    whole = Placement(0, 0, width, height, 0, 0, small_px[0], small_px[1])
    mask = finder.find(shrink(scaled(turned, whole)))
    return Sight(time_s, np.asarray(mask, np.float32))
