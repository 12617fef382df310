"""Things of a creator's studio: acoustic panels, softbox, microphone, guitar, record player.

Owns shapes and proportions; lengths metres, angles radians. Things that can be turned are modelled
round the origin, facing -Y (towards the camera) at angle 0. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math

import bpy
from home_upholstery import padded
from mathutils import Matrix
from office_furniture import bulb
from office_shapes import Point, box, lathe, link, mesh_from, tube, turn_group


def hexagons(looks: tuple, centre: Point, side: float, cells: list[tuple[int, int, int]]) -> None:
    """Felt hexagons on the back wall: cells are (column, row, number of the look)."""
    x, wall, z = centre
    gap = 0.012
    for column, row, tone in cells:
        at_x = x + column * 1.5 * (side + gap)
        at_z = z + (row + 0.5 * (column % 2)) * math.sqrt(3) * (side + gap)
        rings = []
        for depth, radius in ((0.0, side), (0.03, side), (0.036, side - 0.008)):
            rings.append([(radius * math.cos(math.pi / 3 * i), -depth,
                           radius * math.sin(math.pi / 3 * i)) for i in range(6)])
        verts = [point for ring in rings for point in ring]
        faces = [tuple(range(12, 18))]
        for ring in (0, 6):
            faces += [(ring + i, ring + (i + 1) % 6, ring + 6 + (i + 1) % 6, ring + 6 + i)
                      for i in range(6)]
        link("hexagon", mesh_from("hexagon", verts, faces), looks[tone], (at_x, wall - 0.001, at_z))


def fabric_panel(look, low: Point, high: Point) -> None:
    """Absorber covered with cloth, on the wall."""
    padded("absorber", low, high, look, 0.018, 0.004)


def softbox(looks, base: Point, turn: float, tall: float, glow, watts: float) -> None:
    """Octagonal softbox on a light stand; shines along -Y at turn 0."""
    parts = []
    for index in range(3):
        angle = 2 * math.pi * index / 3 + 0.5
        parts.append(tube("stand leg", [(0, 0, 0.34), (0.34 * math.cos(angle),
                                                       0.34 * math.sin(angle), 0.01)], 0.009,
                          looks.black_metal))
    parts.append(tube("stand", [(0, 0, 0.1), (0, 0, tall)], 0.011, looks.black_metal))
    shell = lathe("softbox", [(0.05, 0.3), (0.16, 0.26), (0.33, 0.04), (0.335, 0.0)],
                  looks.black_metal, (0, 0, 0), 8)
    front = lathe("softbox front", [(0, 0.012), (0.325, 0.012)], glow, (0, 0, 0), 8)
    for part in (shell, front):
        part.rotation_euler = (math.pi / 2 + 0.22, math.pi / 8, 0)
        part.location = (0, -0.3, tall - 0.02)
        part.data.polygons.foreach_set("use_smooth", [False] * len(part.data.polygons))
        parts.append(part)
    turn_group(parts, base, turn)
    if watts:
        x, y = base[0] + 0.42 * math.sin(turn), base[1] - 0.42 * math.cos(turn)
        bulb("softbox light", (x, y, base[2] + tall - 0.1), watts, 0.2)


def microphone(looks, base: Point, turn: float, metal) -> None:
    """Studio microphone on a desk arm: base is where the arm is clamped; reaches +X at turn 0."""
    paths = ([(0, 0, 0), (0, 0, 0.1), (0.06, 0, 0.46)], [(0.06, 0, 0.46), (0.5, 0, 0.4)])
    parts = [tube("mic arm", path, 0.011, looks.black_metal) for path in paths]
    parts.append(lathe("joint", [(0, -0.02), (0.02, -0.02), (0.02, 0.02), (0, 0.02)],
                       looks.black_metal, (0.06, 0, 0.46), 24))
    parts.append(lathe("mic", [(0, -0.02), (0.024, -0.02), (0.026, 0), (0.026, 0.1), (0.024, 0.11)],
                       looks.black_metal, (0.5, 0, 0.2), 32))
    parts.append(lathe("mic head", [(0.026, 0.105), (0.029, 0.12), (0.029, 0.165), (0.024, 0.19),
                                    (0, 0.198)], metal, (0.5, 0, 0.2), 32))
    parts.append(tube("mic yoke", [(0.5, 0, 0.4), (0.5, 0.035, 0.38), (0.5, 0.035, 0.3)], 0.006,
                      looks.black_metal))
    turn_group(parts, base, turn)


def guitar(looks, base: Point, turn: float, top, lean: float = 0.16) -> None:
    """Acoustic guitar on its stand, leaning back."""
    outline = []
    steps = 64
    for index in range(steps):
        t = 2 * math.pi * index / steps
        up = -math.cos(t)  # -1 foot .. 1 neck
        wide = (0.195 - 0.045 * up) * math.sqrt(max(0.0, 1 - up * up)) ** 0.72
        waist = 1 - 0.2 * math.exp(-((up - 0.22) / 0.3) ** 2)
        outline.append(((1 if t < math.pi else -1) * wide * waist, 0.25 * up + 0.25))
    deep, count = 0.1, len(outline)
    verts = [(x, y, z) for y in (0.0, deep) for x, z in outline]
    sides = [(i, (i + 1) % count, count + (i + 1) % count, count + i) for i in range(count)]
    body = link("guitar", mesh_from("guitar", verts, [tuple(range(count)),
                                                      tuple(reversed(range(count, 2 * count)))]),
                top)
    ribs = link("guitar side", mesh_from("guitar side", verts, sides), looks.walnut_z)
    hole = lathe("sound hole", [(0, 0), (0.048, 0)], looks.black_metal, (0, -0.002, 0.325), 40)
    hole.rotation_euler = (math.pi / 2, 0, 0)
    parts = [body, ribs, hole,
             box("bridge", (-0.075, -0.012, 0.13), (0.075, 0, 0.155), looks.walnut_x, 0.003),
             box("neck", (-0.027, -0.012, 0.38), (0.027, 0.012, 0.86), looks.walnut_z, 0.004),
             box("head", (-0.036, -0.004, 0.86), (0.036, 0.014, 1.02), looks.walnut_z, 0.006)]
    for string in range(6):
        x = -0.02 + 0.008 * string
        parts.append(tube("string", [(x, -0.015, 0.14), (x * 0.9, -0.0145, 0.88)], 0.0009,
                          looks.brass))
    for index in range(3):
        for side in (-1, 1):
            parts.append(tube("peg", [(side * 0.03, 0.006, 0.895 + 0.045 * index),
                                      (side * 0.056, 0.006, 0.895 + 0.045 * index)], 0.006,
                              looks.brass))
    _lean(parts, lean, 0.07)
    for side in (-1, 1):
        parts.append(tube("stand", [(side * 0.1, -0.06, 0.08), (side * 0.1, 0.14, 0.07),
                                    (side * 0.13, 0.2, 0.0)], 0.007, looks.black_metal))
        parts.append(tube("stand", [(side * 0.1, 0.14, 0.07), (side * 0.05, 0.2, 0.4)], 0.007,
                          looks.black_metal))
    turn_group(parts, base, turn)


def _lean(parts: list, angle: float, lift: float) -> None:
    """Tip things back about the X axis and lift them."""
    bpy.context.view_layer.update()
    motion = Matrix.Translation((0, 0, lift)) @ Matrix.Rotation(-angle, 4, "X")
    for part in parts:
        part.matrix_world = motion @ part.matrix_world


def record_player(looks, base: Point) -> None:
    """Turntable with a record on it; base is the middle of its foot."""
    x, y, z = base
    box("plinth", (x - 0.22, y - 0.17, z + 0.012), (x + 0.22, y + 0.17, z + 0.09), looks.walnut_x,
        0.006)
    lathe("record", [(0, 0.101), (0.15, 0.101), (0.15, 0.104), (0.05, 0.1045), (0, 0.1045)],
          looks.black_metal, (x - 0.04, y, z), 64)
    lathe("label", [(0, 0.1052), (0.05, 0.1052)], looks.clay, (x - 0.04, y, z), 40)
    tube("tone arm", [(x + 0.16, y + 0.11, z + 0.12), (x + 0.15, y - 0.04, z + 0.12),
                      (x + 0.07, y - 0.09, z + 0.108)], 0.005, looks.brass)
    for dx in (-0.18, 0.18):
        for dy in (-0.13, 0.13):
            lathe("foot", [(0, 0), (0.018, 0), (0.018, 0.014)], looks.black_metal,
                  (x + dx, y + dy, z), 20)


def speaker(looks, base: Point, size: tuple[float, float, float], cone, wood=None) -> None:
    """Bookshelf loudspeaker facing the camera; base is the middle of its front foot line."""
    (x, y, z), (wide, deep, tall) = base, size
    box("speaker", (x - wide / 2, y, z), (x + wide / 2, y + deep, z + tall),
        wood or looks.walnut_z, 0.005)
    for height, radius in ((0.36, 0.38), (0.76, 0.17)):
        ring = lathe("cone", [(0, -0.02), (wide * radius * 0.25, -0.012), (wide * radius * 0.85, 0.0),
                              (wide * radius, 0.006), (wide * radius, 0)], cone,
                     (x, y - 0.001, z + tall * height), 48)
        ring.rotation_euler = (math.pi / 2, 0, 0)
