"""The light of a scene on the person before it: a gentle match of brightness and warmth.

Owns how a person's light is measured, how far it is moved towards the scene's, and how the scene's
light creeps round the person's edge. One tone holds for a whole clip: what follows each picture
would pump. Must not know files or time.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.media.planes import Bytes, Floats, Planes

SURE = 0.9
"""Mask from which a cell is the person's own and no mixture."""

LUMA_SHARE = 0.3
CHROMA_SHARE = 0.3
"""How much of the way to the scene's light is gone: a third looks like the same room, and a face
stays its own."""

DARKER_STOPS, BRIGHTER_STOPS = 0.25, 0.12
MOST_CHROMA = 5.0
"""Bounds of the move, in powers of two and in steps of 8 bits. A person is brightened less: a gain
takes the brightest spots out of range."""

LEAST_STOPS, LEAST_CHROMA = 0.03, 0.7
"""Moves below these are not seen and not made."""

SKIN_CHROMA = (-8.0, 11.0)
"""U and V by which a person is off grey in neutral light, skin and clothes together: the mean of
the people in our test clips. A scene's own mean is taken against grey."""


@dataclass(frozen=True)
class Light:
    """How bright something is (mean luma, 0..1) and how far its chroma lies off grey, in steps."""

    luma: float
    u: float
    v: float


def light_of_person(cells: Floats, mask: Floats) -> Light | None:
    """The light on a person; None where too little of one is seen.

    `cells` is Y, U, V 0..1 of (rows, columns, 3), `mask` 0..1 of (rows, columns).
    """
    is_person = mask > SURE
    if np.count_nonzero(is_person) < 0.01 * mask.size:
        return None
    inner = cells[is_person]
    return _light(inner)


def light_of_scene(planes: Planes) -> Light:
    """The light of a background, from what is around the middle of it."""
    size = (64, 64)
    cells = np.stack(
        [cv2.resize(plane, size, interpolation=cv2.INTER_AREA).ravel() for plane in planes], axis=1
    )
    return _light(cells.astype(np.float32) / np.float32(255))


@dataclass(frozen=True)
class Match:
    """What a scene's light does to a person: a gain of luma over black, and moves of chroma.

    Plain arithmetic, which a processor does sixteen pixels at a time; a table of 256 per plane took
    ten times as long.
    """

    gain: float
    u: int
    v: int

    def applied(self, values: tuple[Bytes, Bytes, Bytes]) -> tuple[Bytes, Bytes, Bytes]:
        """Values of each plane in that light, in whatever shape they are."""
        y, u, v = values
        return (
            np.asarray(
                cv2.convertScaleAbs(y, alpha=self.gain, beta=16 * (1 - self.gain)), np.uint8
            ),
            _added(u, self.u),
            _added(v, self.v),
        )


def match(person: Light, scene: Light) -> Match | None:
    """What brings the person a part of the way to the scene's light; None if already in it."""
    stops = float(np.log2(max(scene.luma, 0.02) / max(person.luma, 0.02)))
    stops = float(np.clip(LUMA_SHARE * stops, -DARKER_STOPS, BRIGHTER_STOPS))
    u = _moved(scene.u - (person.u - SKIN_CHROMA[0]))
    v = _moved(scene.v - (person.v - SKIN_CHROMA[1]))
    if abs(stops) < LEAST_STOPS and max(abs(u), abs(v)) < LEAST_CHROMA:
        return None
    return Match(2.0**stops, round(u), round(v))


def _added(plane: Bytes, step: int) -> Bytes:
    return plane if step == 0 else np.asarray(cv2.convertScaleAbs(plane, beta=step), np.uint8)


def _light(cells: Floats) -> Light:
    luma, u, v = (float(mean) * 255 for mean in cells.mean(axis=0))
    return Light(max(0.0, (luma - 16) / 219), u - 128, v - 128)


def _moved(difference: float) -> float:
    return float(np.clip(CHROMA_SHARE * difference, -MOST_CHROMA, MOST_CHROMA))
