"""What makes a loft: a wall of bricks, beams, a duct, steel windows.

Owns shapes and proportions; lengths metres, angles radians. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import room_shell as shell
from office_shapes import Point, box, lathe, link, tube

BRICK, COURSE, JOINT = 0.225, 0.074, 0.011


def brick_wall(room: shell.Room, side: str, clay, mortar, chance: Random,
               openings: tuple[shell.Opening, ...] = (), deep: float = 0.02) -> None:
    """Running bond before a wall of mortar; every brick is an object with its own tone and seat."""
    begin, end = room.span(side)
    meshes = [box("brick", (0, 0, 0), (BRICK - JOINT, deep * 2, COURSE - JOINT), clay, bevel)
              for bevel in (0.003, 0.005, 0.007)]
    courses = math.ceil(room.height / COURSE)
    for course in range(courses):
        z = course * COURSE
        along = begin - (course % 2) * BRICK / 2 - chance.uniform(0, 0.01)
        while along < end:
            middle, level = along + BRICK / 2, z + COURSE / 2
            if not any(a - BRICK / 2 < middle < b + BRICK / 2 and low - COURSE / 2 < level
                       < high + COURSE / 2 for a, b, low, high in openings):
                seat = -chance.uniform(0.0, 0.006)
                spot = room.at(side, middle, seat, level)
                thing = link("brick", chance.choice(meshes).data, None, spot)
                thing.rotation_euler = (chance.uniform(-0.012, 0.012), chance.uniform(-0.012, 0.012),
                                        (math.pi / 2 if side != "back" else 0)
                                        + chance.uniform(-0.008, 0.008))
            along += BRICK
    for pattern in meshes:
        pattern.hide_render = True
    for a, b, low, high in openings:
        shell.on_wall(room, side, (a - 0.1, b + 0.1, high, high + 0.2), (-0.035, 0.05), mortar,
                      0.004)


def beams(room: shell.Room, wood, ys: list[float], size: tuple[float, float] = (0.16, 0.24)) -> None:
    """Timber joists across the ceiling, along X."""
    wide, tall = size
    for y in ys:
        box("beam", (room.left, y - wide / 2, room.height - tall), (room.right, y + wide / 2,
                                                                   room.height), wood, 0.012)


def planks_above(room: shell.Room, wood, chance: Random, wide: float = 0.17) -> None:
    """Boarded ceiling, boards along Y."""
    x = room.left
    while x < room.right:
        lift = chance.uniform(0, 0.006)
        box("ceiling board", (x + 0.002, room.front, room.height - 0.02 + lift),
            (min(x + wide, room.right) - 0.002, room.back, room.height + 0.02), wood, 0.002)
        x += wide


def duct(metal, start: Point, long: float, radius: float) -> None:
    """Spiral ventilation duct along X from start."""
    x, y, z = start
    rings = []
    count = int(long / 0.16)
    for index in range(count + 1):
        at = long * index / count
        rings += [(radius, at), (radius + 0.006, at + 0.006), (radius + 0.006, at + 0.014),
                  (radius, at + 0.02)]
    body = lathe("duct", rings, metal, (x, y, z), 48)
    body.rotation_euler = (0, math.pi / 2, 0)


def steel_window(room: shell.Room, side: str, hole: shell.Opening, steel,
                 panes: tuple[int, int]) -> None:
    """Factory window: thin bars, many panes, a deep concrete sill."""
    shell.casement(room, side, hole, steel, panes, 0.045, 0.022, has_sill=False)
    begin, end, low, _ = hole
    shell.on_wall(room, side, (begin - 0.05, end + 0.05, low - 0.06, low), (-0.06, 0.12), steel,
                  0.006)


def bare_pendant(looks, hook: Point, drop: float, glow, radius: float = 0.055) -> None:
    """Large bare bulb in a brass socket on a cord."""
    x, y, z = hook
    tube("cord", [(x, y, z), (x, y, z - drop)], 0.003, looks.black_metal)
    lathe("socket", [(0, 0), (0.02, 0), (0.022, 0.05), (0.012, 0.07), (0, 0.07)], looks.brass,
          (x, y, z - drop - 0.02), 24)
    profile = [(0.014, 0.0), (0.02, -0.02), (radius * 0.8, -0.065), (radius, -0.1),
               (radius * 0.85, -0.14), (radius * 0.45, -0.165), (0, -0.172)]
    ball = lathe("bulb", profile, glow, (x, y, z - drop - 0.02), 32)
    ball.visible_shadow = False


def shelf_tower(looks, low: Point, size: Point, levels: int, wood) -> list[tuple[float, float]]:
    """Open shelf of black steel and thick boards; returns (front y, z) of the boards' tops."""
    (x, y, z), (wide, deep, tall) = low, size
    for px in (x, x + wide - 0.03):
        for py in (y, y + deep - 0.03):
            box("steel post", (px, py, z), (px + 0.03, py + 0.03, z + tall), looks.black_metal)
    tops = []
    for level in range(levels):
        at = z + 0.12 + (tall - 0.16) * level / (levels - 1)
        box("shelf board", (x - 0.01, y - 0.008, at), (x + wide + 0.01, y + deep + 0.008, at + 0.035),
            wood, 0.004)
        tops.append((y + 0.03, at + 0.035))
    for at in (0.15, tall - 0.05):
        tube("brace", [(x + 0.02, y + deep - 0.02, z + at), (x + wide - 0.02, y + deep - 0.02,
                                                            z + tall - at)], 0.005,
             looks.black_metal)
    return tops
