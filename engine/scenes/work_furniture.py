"""Things of a conference room: table, swivel chairs, wall screen, line of light, tumblers.

Owns shapes and proportions; lengths metres, angles radians. Things that can be turned are modelled
round the origin, facing -Y (towards the camera) at angle 0. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math

from home_joinery import strip_light
from office_shapes import Point, box, lathe, link, sheet, tube, turn_group


def conference_table(looks, low: Point, size: Point, top) -> None:
    """Long table along Y on two panel feet."""
    (x, y, z), (wide, long, tall) = low, size
    box("table top", (x, y, z + tall - 0.035), (x + wide, y + long, z + tall), top, 0.008)
    box("table edge", (x + 0.03, y + 0.03, z + tall - 0.055), (x + wide - 0.03, y + long - 0.03,
                                                              z + tall - 0.035), looks.black_metal)
    for at in (y + 0.35, y + long - 0.4):
        box("table foot", (x + 0.32, at, z), (x + wide - 0.32, at + 0.06, z + tall - 0.05),
            looks.black_metal, 0.004)
    box("cable box", (x + wide / 2 - 0.07, y + long * 0.45, z + tall), (x + wide / 2 + 0.07,
                      y + long * 0.6, z + tall + 0.003), looks.black_metal, 0.001)


def swivel_chair(looks, base: Point, turn: float, cloth) -> None:
    """Conference chair: one bent shell with arms on a four-star foot; faces -Y at turn 0."""
    profile = [(-0.24, 0.43), (-0.2, 0.455), (-0.05, 0.45), (0.1, 0.445), (0.19, 0.475),
               (0.235, 0.56), (0.255, 0.68), (0.28, 0.80), (0.30, 0.88), (0.305, 0.91)]
    widths = [0.42, 0.47, 0.49, 0.48, 0.48, 0.48, 0.47, 0.45, 0.42, 0.36]

    def surface(u: float, v: float) -> Point:
        place = v * (len(profile) - 1)
        index = min(int(place), len(profile) - 2)
        part, (y0, z0), (y1, z1) = place - index, profile[index], profile[index + 1]
        half = 0.5 * (widths[index] * (1 - part) + widths[index + 1] * part)
        aside, upright = 2 * u - 1, min(1.0, max(0.0, (v - 0.35) / 0.3))
        curl = 0.05 * aside**4
        return (aside * half, y0 + (y1 - y0) * part - 1.4 * curl * upright,
                z0 + (z1 - z0) * part + curl * (1 - upright))

    shell = link("chair shell", sheet("chair shell", surface, 14, 26), cloth)
    thick = shell.modifiers.new("thickness", "SOLIDIFY")
    thick.thickness, thick.offset = 0.05, -1.0
    soft = shell.modifiers.new("roundness", "SUBSURF")
    soft.levels = soft.render_levels = 2
    parts = [shell, tube("column", [(0, 0, 0.06), (0, 0, 0.43)], 0.026, looks.black_metal)]
    for side in (-1, 1):
        parts.append(tube("arm", [(side * 0.22, -0.02, 0.44), (side * 0.29, -0.04, 0.5),
                                  (side * 0.29, -0.06, 0.64), (side * 0.28, 0.06, 0.66),
                                  (side * 0.24, 0.24, 0.65)], 0.013, looks.black_metal))
    for index in range(5):
        angle = 2 * math.pi * index / 5 + 0.3
        tip = (0.29 * math.cos(angle), 0.29 * math.sin(angle), 0.06)
        parts.append(tube("star", [(0, 0, 0.1), tip], [0.022, 0.012], looks.black_metal))
        wheel = lathe("castor", [(0, -0.02), (0.028, -0.02), (0.028, 0.02), (0, 0.02)],
                      looks.black_metal, (tip[0], tip[1], 0.028), 20)
        wheel.rotation_euler = (math.pi / 2, 0, angle)
        parts.append(wheel)
    turn_group(parts, base, turn)


def wall_screen(looks, centre: Point, wide: float, glass) -> None:
    """Large screen, switched off; centre y is the wall's face."""
    (x, wall, z), tall = centre, wide * 0.57
    box("screen", (x - wide / 2, wall - 0.05, z - tall / 2), (x + wide / 2, wall - 0.012,
                                                              z + tall / 2),
        looks.black_metal, 0.004)
    box("glass", (x - wide / 2 + 0.008, wall - 0.0515, z - tall / 2 + 0.01),
        (x + wide / 2 - 0.008, wall - 0.049, z + tall / 2 - 0.008), glass, 0)
    box("camera", (x - 0.09, wall - 0.07, z + tall / 2 + 0.006), (x + 0.09, wall - 0.02,
                                                                 z + tall / 2 + 0.036),
        looks.black_metal, 0.008)


def line_pendant(looks, start: Point, long: float, ceiling: float, glow, watts: float) -> None:
    """Straight lamp along Y from start, on two wires."""
    x, y, z = start
    box("line lamp", (x - 0.035, y, z), (x + 0.035, y + long, z + 0.055), looks.black_metal, 0.003)
    strip_light("line glow", (x - 0.028, y + 0.01, z - 0.004), (x + 0.028, y + long - 0.01, z - 0.001),
                glow, watts, (1.0, 0.84, 0.65), (0, 0, math.pi / 2))
    for at in (y + 0.25, y + long - 0.25):
        tube("wire", [(x, at, z + 0.05), (x, at, ceiling)], 0.0022, looks.black_metal)


def tumbler(glass, base: Point) -> None:
    """Water glass."""
    lathe("tumbler", [(0, 0), (0.03, 0), (0.037, 0.11), (0.0345, 0.11), (0.028, 0.01), (0, 0.01)],
          glass, base, 32)
