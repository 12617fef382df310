"""The light on the person of a clip, looked up once, out of two moments of it.

Owns which moments. They depend on the clip alone: every stretch of a render finds the same. Must
not know scenes or encoders.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np

from engine.media.decode import read_key_frame
from engine.media.failures import JobFailed
from engine.media.planes import Floats
from engine.media.source import opened
from engine.picture.light import Light, light_of_person
from engine.picture.placement import place, scaled
from engine.picture.shrink import Small, shrink

MOMENTS = (0.0, 0.5)
"""Shares of the piece that is used. A key frame near each will do, so both cost some 60 ms."""

LOOK_PX = (960, 544)
"""The pictures are looked at in this size: a mean needs no more."""


class Finds(Protocol):
    """What `person.Finder` offers."""

    def find(self, small: Small) -> Floats: ...


def light_in(path: Path, in_ms: int, span_ms: int, finder: Finds) -> Light | None:
    """The mean light on the person in that piece of a clip; None where nobody is seen."""
    found: list[Light] = []
    for share in MOMENTS:
        try:
            with opened(path) as source:
                picture, shown_px = read_key_frame(source, (in_ms + share * span_ms) / 1000)
        except JobFailed:
            # The render itself will tell what is wrong with the clip, if it gets there.
            continue
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
