"""Lamps of the public rooms: opal globes, metal domes, light chains, studio lights, lanterns.

Owns shapes and their light; lengths metres, angles radians, light in watts. Our own work,
Apache-2.0.
"""

from __future__ import annotations

import math

from mathutils import Matrix
from office_furniture import Looks, bulb
from office_shapes import Point, box, lathe, tube, turn_group

SPHERE = [(math.sin(math.pi * i / 20), -math.cos(math.pi * i / 20)) for i in range(21)]


def ball(name: str, centre: Point, radius: float, look, squash: float = 1.0):
    """Sphere, flattened by squash."""
    return lathe(name, [(radius * r, radius * h * squash) for r, h in SPHERE], look, centre, 32)


def opal_globe(looks: Looks, hook: Point, drop: float, radius: float, opal, watts: float) -> None:
    """Opal glass ball on a brass rod, as in old schools and cafes; drop is to the ball's top."""
    x, y, z = hook
    tube("rod", [(x, y, z), (x, y, z - drop)], 0.006, looks.brass)
    lathe("ceiling rose", [(0, 0), (0.055, 0), (0.05, -0.025), (0.012, -0.04)], looks.brass, hook)
    lathe("gallery", [(0.012, 0.05), (radius * 0.5, 0.02), (radius * 0.52, -0.02)], looks.brass,
          (x, y, z - drop), 32)
    ball("opal", (x, y, z - drop - radius), radius, opal).visible_shadow = False
    bulb("globe light", (x, y, z - drop - radius), watts, radius * 0.9)


def dome(looks: Looks, hook: Point, drop: float, radius: float, outside, inside, watts: float
         ) -> None:
    """Spun metal dome on a cord, pale inside; drop is to its lower rim."""
    x, y, z = hook
    tall = radius * 0.8
    rim = (x, y, z - drop)
    tube("cord", [hook, (x, y, z - drop + tall)], 0.0035, looks.black_metal)
    shell = [(radius * math.cos(math.pi / 2 * i / 12), tall * math.sin(math.pi / 2 * i / 12))
             for i in range(12)] + [(0.02, tall), (0.02, tall + 0.05), (0.006, tall + 0.06)]
    lathe("dome", shell, outside, rim, 56)
    lathe("dome lining", [(0.97 * r, 0.96 * h) for r, h in shell[:12]], inside, rim, 56)
    ball("lamp bulb", (x, y, z - drop + tall * 0.35), 0.035, inside)
    bulb("dome light", (x, y, z - drop + tall * 0.2), watts, 0.03)


def light_chain(looks: Looks, start: Point, end: Point, sag: float, count: int, glass, cord,
                watts: float) -> None:
    """Cord between two hooks with small bulbs hanging from it; watts for all of them together."""
    def at(t: float) -> Point:
        x, y, z = (a + (b - a) * t for a, b in zip(start, end, strict=True))
        return (x, y, z - sag * 4 * t * (1 - t))

    tube("chain", [at(i / 16) for i in range(17)], 0.005, cord)
    for index in range(count):
        x, y, z = at((index + 0.5) / count)
        tube("lamp holder", [(x, y, z), (x, y, z - 0.055)], 0.012, cord)
        ball("chain bulb", (x, y, z - 0.088), 0.033, glass, 1.15).visible_shadow = False
        bulb("chain light", (x, y, z - 0.088), watts / count, 0.03)


def studio_light(looks: Looks, hook: Point, turn: float, tilt: float, lens) -> None:
    """Fresnel lamp with barn doors under a truss; tilt is down from level towards -Y."""
    body = lathe("lamp house", [(0, -0.16), (0.07, -0.16), (0.095, -0.12), (0.095, 0.08),
                                (0.105, 0.085), (0.105, 0.1)], looks.black_metal, (0, 0, 0), 32)
    front = lathe("lens", [(0, 0.085), (0.09, 0.078)], lens, (0, 0, 0), 32)
    doors = [box("barn door", (-0.1, low, 0.1), (0.1, low + 0.006, 0.21), looks.black_metal, 0)
             for low in (-0.115, 0.109)]
    doors += [box("barn door", (low, -0.1, 0.1), (low + 0.006, 0.1, 0.2), looks.black_metal, 0)
              for low in (-0.115, 0.109)]
    yoke = [tube("yoke", [(side, 0, 0), (side, 0.05, -0.02), (side * 0.7, 0.2, -0.04),
                          (0, 0.22, -0.04)], 0.009, looks.black_metal) for side in (-0.12, 0.12)]
    # Modelled looking up along Z; tipped over towards -Y, then turned.
    group = [body, front, *doors]
    turn_group(group, (0, 0, 0), 0.0)
    for thing in group:
        thing.matrix_world = _tip(math.pi / 2 + tilt) @ thing.matrix_world
    for thing in yoke:
        thing.matrix_world = _tip(math.pi / 2)
    clamp = tube("clamp", [(0, 0, 0.2), (0, 0, 0.36)], 0.02, looks.black_metal)
    x, y, z = hook
    turn_group([*group, *yoke, clamp], (x, y, z - 0.36), turn)


def _tip(angle: float):
    return Matrix.Rotation(angle, 4, "X")


def lantern(looks: Looks, base: Point, tall: float, glass, flame) -> None:
    """Black metal lantern with panes, a lit candle and a ring on top."""
    x, y, z = base
    half = tall * 0.26
    box("lantern foot", (x - half, y - half, z), (x + half, y + half, z + 0.02), looks.black_metal)
    top = z + tall * 0.72
    for side_x in (-half, half - 0.012):
        for side_y in (-half, half - 0.012):
            box("lantern post", (x + side_x, y + side_y, z + 0.02),
                (x + side_x + 0.012, y + side_y + 0.012, top), looks.black_metal, 0)
    inner = half - 0.008
    pane = box("panes", (x - inner, y - inner, z + 0.021), (x + inner, y + inner, top - 0.001),
               glass, 0)
    pane.visible_shadow = False
    roof = lathe("lantern roof", [(half * 1.5, 0), (half * 0.5, tall * 0.16),
                                  (half * 0.45, tall * 0.2), (0, tall * 0.21)],
                 looks.black_metal, (x, y, top), 4)
    roof.rotation_euler = (0, 0, math.pi / 4)
    ring = [(x + 0.045 * math.sin(a), y, top + tall * 0.21 + 0.04 - 0.045 * math.cos(a))
            for a in (0, 1, 2, 3, 4, 5, 6.28)]
    tube("ring", ring, 0.004, looks.black_metal)
    lathe("candle", [(0, 0), (half * 0.5, 0), (half * 0.5, tall * 0.3), (0, tall * 0.29)],
          looks.white, (x, y, z + 0.02), 24)
    ball("flame", (x, y, z + 0.02 + tall * 0.36), 0.012, flame, 2.0).visible_shadow = False
    bulb("candle light", (x, y, z + 0.03 + tall * 0.4), 1.2, 0.02)
