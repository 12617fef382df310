"""Set of a news studio: screens in frames, lit columns, slats, desk, truss, camera, plants' boxes.

Owns shapes and proportions; lengths metres, angles radians. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math

from office_furniture import Looks
from office_shapes import Point, box, link, mesh_from, tube


def screen_wall(low: Point, size: tuple[float, float], columns: int, face, frame) -> None:
    """Video wall of panels edge to edge with hair joints, in a dark frame; low y is its face."""
    (x, y, z), (wide, tall) = low, size
    box("screen frame", (x - 0.06, y - 0.012, z - 0.06), (x + wide + 0.06, y + 0.12,
        z + tall + 0.06), frame, 0.01)
    # One sheet, so that the picture runs through; the joints lie on it.
    box("screen", (x, y - 0.018, z), (x + wide, y - 0.013, z + tall), face, 0)
    for index in range(1, columns):
        at = x + wide * index / columns
        box("screen joint", (at - 0.0025, y - 0.0195, z), (at + 0.0025, y - 0.0175, z + tall),
            frame, 0)
    for share in (1 / 3, 2 / 3):
        box("screen joint", (x, y - 0.0194, z + share * tall - 0.0025),
            (x + wide, y - 0.0176, z + share * tall + 0.0025), frame, 0)


def lit_column(looks: Looks, low: Point, wide: float, tall: float, body, light) -> None:
    """Dark pillar with a line of light down each front edge."""
    x, y, z = low
    box("pillar", (x, y, z), (x + wide, y + 0.34, z + tall), body, 0.012)
    for edge in (x + 0.025, x + wide - 0.045):
        box("light line", (edge, y - 0.006, z + 0.06), (edge + 0.02, y + 0.004, z + tall - 0.06),
            light, 0)


def slat_wall(low: Point, wide: float, tall: float, slat, behind, step: float = 0.075) -> None:
    """Upright wooden slats before a dark wall; low y is their front."""
    x, y, z = low
    box("slat back", (x, y + 0.06, z), (x + wide, y + 0.09, z + tall), behind, 0)
    for index in range(int(wide / step)):
        at = x + index * step + 0.012
        box("slat", (at, y, z), (at + 0.04, y + 0.06, z + tall), slat, 0.004)


def curved_desk(looks: Looks, centre: Point, radius: float, span: tuple[float, float], top, front,
                light) -> None:
    """Arc-shaped presenter's desk, bulging towards the camera; span in radians round -Y."""
    x, y, z = centre
    steps = 40

    def arc(r: float, height: float) -> list[Point]:
        return [(x + r * math.sin(a), y - r * math.cos(a), z + height)
                for a in (span[0] + (span[1] - span[0]) * i / steps for i in range(steps + 1))]

    def band(name: str, rings: list[list[Point]], look) -> None:
        verts = [point for ring in rings for point in ring]
        row = steps + 1
        faces = [(k * row + i, k * row + i + 1, (k + 1) * row + i + 1, (k + 1) * row + i)
                 for k in range(len(rings) - 1) for i in range(steps)]
        link(name, mesh_from(name, verts, faces), look)

    band("desk top", [arc(radius - 0.62, 0.76), arc(radius - 0.62, 0.8), arc(radius, 0.8),
                      arc(radius, 0.76), arc(radius - 0.62, 0.76)], top)
    band("desk front", [arc(radius - 0.09, 0.76), arc(radius - 0.16, 0.09)], front)
    band("desk line", [arc(radius - 0.07, 0.742), arc(radius - 0.07, 0.728)], light)
    band("desk plinth", [arc(radius - 0.2, 0.09), arc(radius - 0.2, 0.0)], looks.black_metal)
    band("plinth line", [arc(radius - 0.15, 0.085), arc(radius - 0.15, 0.072)], light)


def truss(start: Point, wide: float, look, side: float = 0.29) -> None:
    """Box truss along X from start: four tubes and the zigzag between them."""
    x, y, z = start
    corners = ((0, 0), (side, 0), (0, side), (side, side))
    for dy, dz in corners:
        tube("truss tube", [(x, y + dy, z + dz), (x + wide, y + dy, z + dz)], 0.024, look)
    count = int(wide / side)
    for index in range(count):
        left, right = x + index * side, x + (index + 1) * side
        low, high = (0.0, side) if index % 2 else (side, 0.0)
        for dy in (0, side):
            tube("truss brace", [(left, y + dy, z + low), (right, y + dy, z + high)], 0.01, look)
        for dz in (0, side):
            tube("truss brace", [(left, y + low, z + dz), (right, y + high, z + dz)], 0.01, look)


def side_screen(looks: Looks, centre: Point, size: tuple[float, float], face, frame) -> None:
    """Upright monitor on a stand, facing the camera; centre z is the middle of its picture."""
    x, y, z = centre
    half_w, half_h = size[0] / 2, size[1] / 2
    box("monitor", (x - half_w - 0.02, y, z - half_h - 0.02), (x + half_w + 0.02, y + 0.05,
        z + half_h + 0.02), frame, 0.01)
    box("monitor face", (x - half_w, y - 0.004, z - half_h), (x + half_w, y - 0.001, z + half_h),
        face, 0)
    tube("monitor stand", [(x, y + 0.03, z - half_h), (x, y + 0.06, 0.03)], 0.028,
         looks.black_metal)
    box("monitor foot", (x - 0.28, y - 0.12, 0.0), (x + 0.28, y + 0.3, 0.025), looks.black_metal,
        0.01)


def floor_step(low: Point, high: Point, look, light) -> None:
    """Round-cornered riser of the stage with a line of light at its foot."""
    box("riser", low, high, look, 0.01)
    box("riser line", (low[0] + 0.02, low[1] - 0.004, low[2] + 0.02),
        (high[0] - 0.02, low[1] + 0.002, low[2] + 0.035), light, 0)
