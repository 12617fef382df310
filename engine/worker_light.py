"""The light on the person of a clip, looked up once, out of two moments of it.

Owns which moments. They depend on the clip alone: every stretch of a render finds the same. Must
not know scenes or encoders.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np

from engine.media import stills
from engine.media.decode import read_key_frame
from engine.media.failures import JobFailed
from engine.media.planes import Floats, Planes
from engine.media.probe import is_still
from engine.media.source import opened
from engine.picture.light import Light, light_of_person
from engine.picture.placement import place, scaled
from engine.picture.shrink import Small, shrink

_log = logging.getLogger(__name__)

MOMENTS = (0.0, 0.5)
"""Shares of the piece that is used. A key frame near each will do, so both cost some 60 ms."""

LOOK_PX = (960, 544)
"""The pictures are looked at in this size: a mean needs no more."""


class Finds(Protocol):
    """What `person.Finder` offers."""

    def find(self, small: Small) -> Floats: ...


def light_in(path: Path, in_ms: int, span_ms: int, finder: Finds) -> Light | None:
    """The mean light on the person in that piece of a clip; None where nobody is seen.

    Raises JobFailed for a picture that can't be read.
    """
    found: list[Light] = []
    for picture, shown_px in _pictures(path, in_ms, span_ms):
        stored_px = (picture.width_px, picture.height_px)
        canvas_px = LOOK_PX if shown_px[0] >= shown_px[1] else LOOK_PX[::-1]
        small = shrink(scaled(picture, place(shown_px, stored_px, canvas_px, is_cut_out=True)))
        light = light_of_person(small.cells, finder.find(small))
        if light is not None:
            found.append(light)
    if not found:
        return None
    return Light(
        float(np.mean([light.luma for light in found])),
        float(np.mean([light.u for light in found])),
        float(np.mean([light.v for light in found])),
    )


def _pictures(path: Path, in_ms: int, span_ms: int) -> Iterator[tuple[Planes, tuple[int, int]]]:
    """What is looked at, and the size at which each is shown."""
    if is_still(path):
        picture = stills.upright(path, max(LOOK_PX))
        yield picture, (picture.width_px, picture.height_px)
        return
    for share in MOMENTS:
        try:
            with opened(path) as source:
                seen = read_key_frame(source, (in_ms + share * span_ms) / 1000)
        except JobFailed as failure:
            # A moment is missed and no more: what can't be shown the render itself will tell.
            _log.warning("no look at the light: code=%s", failure.code)
            continue
        yield seen
