"""Furniture of the classroom: board, pupils' desks, globe, clock, wall charts, paper garland.

Owns shapes and proportions; lengths metres, angles radians. The charts are drawn here and show
nothing of anybody else's. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

from office_furniture import Looks
from office_shapes import Point, box, lathe, link, mesh_from, tube, turn_group
from parts_lamps import ball


def blackboard(looks: Looks, centre: Point, size: tuple[float, float], slate, chalk) -> None:
    """Framed board with a tray, sponge and chalks; sketches at its sides, the middle empty."""
    x, wall, z = centre
    half_w, half_h = size[0] / 2, size[1] / 2
    box("board frame", (x - half_w, wall - 0.035, z - half_h), (x + half_w, wall - 0.001,
        z + half_h), looks.oak_x, 0.006)
    box("board", (x - half_w + 0.05, wall - 0.038, z - half_h + 0.05),
        (x + half_w - 0.05, wall - 0.02, z + half_h - 0.05), slate, 0)
    tray = z - half_h - 0.02
    box("tray", (x - half_w, wall - 0.12, tray), (x + half_w, wall, tray + 0.022), looks.oak_x,
        0.004)
    for index, at in enumerate((-0.62, -0.52, 0.4, 0.47, 0.8)):
        stick = lathe("chalk", [(0, 0), (0.006, 0), (0.006, 0.075), (0, 0.075)],
                      looks.white if index % 2 else looks.brass,
                      (x + at, wall - 0.07, tray + 0.029), 12)
        stick.rotation_euler = (0, math.pi / 2, 0.2 * index)
    box("sponge", (x + half_w - 0.5, wall - 0.1, tray + 0.023), (x + half_w - 0.36, wall - 0.03,
        tray + 0.065), looks.wool, 0.015)
    face = wall - 0.0395
    _triangle((x - half_w + 0.55, face, z + 0.08), 0.42, chalk)
    _curve((x + half_w - 0.62, face, z - 0.02), 0.44, chalk)


def _stroke(points: list[Point], look, radius: float = 0.003) -> None:
    for start, end in zip(points, points[1:], strict=False):
        tube("stroke", [start, end], radius, look)


def _triangle(centre: Point, side: float, chalk) -> None:
    """Triangle in its circle, one height dashed."""
    x, y, z = centre
    radius = side * 0.85
    ring = [(x + radius * math.cos(a), y, z + radius * math.sin(a))
            for a in (2 * math.pi * i / 40 for i in range(41))]
    tube("circle", ring, 0.0028, chalk)
    corners = [(x + radius * math.cos(a), y, z + radius * math.sin(a)) for a in (1.2, 3.55, 5.87)]
    _stroke([*corners, corners[0]], chalk)
    top, foot = corners[0], z + radius * math.sin(3.55)
    for step in range(6):
        high = top[2] + (foot - top[2]) * step / 6
        _stroke([(top[0], y, high), (top[0], y, high + (foot - top[2]) * 0.09)], chalk, 0.0025)


def _curve(centre: Point, side: float, chalk) -> None:
    """Axes with a parabola and a dashed tangent."""
    x, y, z = centre
    half = side * 0.7
    _stroke([(x - half, y, z - half * 0.6), (x + half, y, z - half * 0.6)], chalk)
    _stroke([(x, y, z - half), (x, y, z + half)], chalk)
    for end, first, last in (
        ((x + half, y, z - half * 0.6), (-0.03, 0.015), (-0.03, -0.015)),
        ((x, y, z + half), (0.015, -0.03), (-0.015, -0.03)),
    ):
        _stroke([(end[0] + first[0], y, end[2] + first[1]), end,
                 (end[0] + last[0], y, end[2] + last[1])], chalk)
    bend = [(x + half * t, y, z - half * 0.6 + 1.5 * half * t * t)
            for t in (i / 10 - 0.9 for i in range(19))]
    tube("parabola", bend, 0.004, chalk)
    for step in range(6):
        start = -0.1 + 0.18 * step
        points = [(x + half * t, y, z - half * 0.6 + half * (1.5 * t - 0.375))
                  for t in (start, start + 0.1)]
        _stroke(points, chalk, 0.0025)


def pupil_desk(looks: Looks, base: Point, facing: float) -> None:
    """Single desk on a tube frame with a shelf under its top; base is the middle on the floor."""
    parts = [box("desk top", (-0.35, -0.25, 0.73), (0.35, 0.25, 0.755), looks.oak_x, 0.008),
             box("desk shelf", (-0.3, -0.2, 0.60), (0.3, 0.2, 0.61), looks.black_metal, 0.002)]
    for side in (-0.31, 0.31):
        parts.append(tube("desk leg", [(side, -0.19, 0.73), (side, -0.21, 0.0)], 0.014,
                          looks.slate))
        parts.append(tube("desk leg", [(side, 0.19, 0.73), (side, 0.21, 0.0)], 0.014, looks.slate))
        parts.append(tube("desk rail", [(side, -0.2, 0.3), (side, 0.2, 0.3)], 0.011, looks.slate))
    parts.append(tube("desk rail", [(-0.31, 0.2, 0.3), (0.31, 0.2, 0.3)], 0.011, looks.slate))
    turn_group(parts, base, facing)


def pupil_chair(looks: Looks, base: Point, facing: float, ply) -> None:
    """Stackable school chair of plywood on steel tube; facing 0 looks along +Y."""
    seat = [(0.19 * math.cos(a) * (1 + 0.12 * abs(math.sin(2 * a))),
             0.19 * math.sin(a) * (1 + 0.12 * abs(math.sin(2 * a))))
            for a in (2 * math.pi * i / 32 for i in range(32))]
    verts = [(x, y, z) for z in (0.44, 0.455) for x, y in seat]
    faces = [tuple(reversed(range(32))), tuple(range(32, 64))]
    faces += [(i, (i + 1) % 32, 32 + (i + 1) % 32, 32 + i) for i in range(32)]
    parts = [link("ply seat", mesh_from("ply seat", verts, faces), ply)]
    back = box("ply back", (-0.19, -0.012, -0.09), (0.19, 0.0, 0.09), ply, 0.006)
    back.location, back.rotation_euler = (0, -0.215, 0.74), (0.16, 0, 0)
    parts.append(back)
    for side in (-1, 1):
        parts.append(tube("chair tube", [(0.17 * side, -0.23, 0.8), (0.17 * side, -0.2, 0.6),
                                         (0.17 * side, -0.17, 0.43), (0.17 * side, 0.0, 0.43),
                                         (0.17 * side, 0.16, 0.43), (0.18 * side, 0.2, 0.38),
                                         (0.19 * side, 0.22, 0.0)], 0.011, looks.slate))
        parts.append(tube("chair tube", [(0.17 * side, -0.05, 0.43), (0.18 * side, -0.2, 0.36),
                                         (0.2 * side, -0.26, 0.0)], 0.011, looks.slate))
    turn_group(parts, base, facing)


def globe(looks: Looks, base: Point, radius: float, sea, land, chance: Random) -> None:
    """Globe on a brass meridian; its lands are invented blobs."""
    x, y, z = base
    centre = (x, y, z + radius + 0.11)
    lathe("globe foot", [(0, 0), (0.1, 0), (0.1, 0.012), (0.03, 0.03), (0.014, 0.05),
                         (0.012, 0.1)], looks.walnut_z, base, 40)
    ball("globe", centre, radius, sea)
    for _ in range(9):
        turn, high = chance.uniform(0, 2 * math.pi), chance.uniform(-0.8, 0.9)
        wide = chance.uniform(0.25, 0.5)
        verts = [_on_globe(centre, radius * 1.004, turn, high)]
        for step in range(20):
            a = 2 * math.pi * step / 20
            out = wide * (0.7 + 0.3 * math.sin(3 * a + turn) + 0.12 * math.sin(7 * a))
            verts.append(_on_globe(centre, radius * 1.012, turn + out * math.cos(a),
                                   high + 0.7 * out * math.sin(a)))
        faces = [(0, 1 + i, 1 + (i + 1) % 20) for i in range(20)]
        link("land", mesh_from("land", verts, faces, smooth=True), land)
    ring = [(centre[0] + (radius + 0.014) * math.sin(a) * 0.92,
             centre[1] - 0.02, centre[2] + (radius + 0.014) * math.cos(a))
            for a in (0.4 + i * 0.24 for i in range(15))]
    tube("meridian", ring, 0.006, looks.brass)


def _on_globe(centre: Point, radius: float, turn: float, high: float) -> Point:
    return (centre[0] + radius * math.cos(high) * math.cos(turn),
            centre[1] + radius * math.cos(high) * math.sin(turn), centre[2] + radius * math.sin(high))


def wall_clock(looks: Looks, centre: Point, radius: float) -> None:
    """Station-like clock at ten past ten; centre y is the wall's face."""
    x, wall, z = centre
    case = lathe("clock case", [(0, 0.0), (radius, 0.0), (radius, 0.045), (radius * 0.93, 0.05),
                                (radius * 0.93, 0.035)], looks.black_metal, (x, wall, z), 56)
    dial = lathe("dial", [(0, 0.036), (radius * 0.93, 0.036)], looks.white, (x, wall, z), 56)
    case.rotation_euler = dial.rotation_euler = (math.pi / 2, 0, 0)
    face = wall - 0.038
    for hour in range(12):
        turn = math.pi / 6 * hour
        tube("hour", [(x + r * radius * math.sin(turn), face, z + r * radius * math.cos(turn))
                      for r in (0.74, 0.86)], 0.0035, looks.black_metal)
    for turn, reach, thick in ((-1.04, 0.48, 0.006), (1.05, 0.7, 0.0045)):
        tube("hand", [(x, face - 0.002, z), (x + reach * radius * math.sin(turn), face - 0.002,
                      z + reach * radius * math.cos(turn))], thick, looks.black_metal)


def chart(looks: Looks, centre: Point, size: tuple[float, float], kind: str) -> None:
    """Rolled wall chart on two wooden rods, "orbits", "layers" or "leaf"."""
    x, wall, z = centre
    wide, tall = size
    box("chart", (x - wide / 2, wall - 0.012, z - tall / 2), (x + wide / 2, wall - 0.009,
        z + tall / 2), looks.paper, 0)
    for end in (z - tall / 2, z + tall / 2):
        tube("chart rod", [(x - wide / 2 - 0.03, wall - 0.011, end),
                           (x + wide / 2 + 0.03, wall - 0.011, end)], 0.012, looks.walnut_x)
    tube("chart cord", [(x - wide / 2, wall - 0.01, z + tall / 2), (x, wall - 0.01,
                        z + tall / 2 + 0.16)], 0.002, looks.black_metal)
    tube("chart cord", [(x + wide / 2, wall - 0.01, z + tall / 2), (x, wall - 0.01,
                        z + tall / 2 + 0.16)], 0.002, looks.black_metal)
    for layer, (outline, ink) in enumerate(_drawing(kind)):
        verts = [(u * wide, 0, v * tall) for u, v in outline]
        link("drawing", mesh_from("drawing", verts, [tuple(range(len(verts)))]), looks.inks[ink],
             (x, wall - 0.0125 - 0.0003 * layer, z))


def _disc(u: float, v: float, radius: float, squash: float) -> list[tuple[float, float]]:
    return [(u + radius * math.cos(a), v + radius * squash * math.sin(a))
            for a in (2 * math.pi * i / 40 for i in range(40))]


def _drawing(kind: str) -> list[tuple[list[tuple[float, float]], int]]:
    """Flat outlines in -0.5..0.5 with the number of their ink, back to front."""
    if kind == "orbits":
        shapes = [([(-0.42, -0.4), (0.42, -0.4), (0.42, 0.4), (-0.42, 0.4)], 4),
                  (_disc(0, 0, 0.1, 0.72), 1)]
        for index, (reach, turn, ink) in enumerate(((0.17, 0.6, 0), (0.25, 2.6, 2), (0.32, 4.4, 1),
                                                    (0.38, 5.6, 0))):
            shapes.append((_disc(reach * math.cos(turn), reach * 0.72 * math.sin(turn),
                                 0.022 + 0.008 * index, 0.72), ink))
        return shapes
    if kind == "layers":
        shapes = []
        for layer, (top, ink) in enumerate(((0.3, 0), (0.16, 2), (0.02, 1), (-0.14, 3),
                                            (-0.27, 4))):
            edge = [(i / 30 * 0.84 - 0.42, top + 0.035 * math.sin(6 * i / 30 + 1.3 * layer))
                    for i in range(31)]
            shapes.append(([*edge, (0.42, -0.4), (-0.42, -0.4)], ink))
        return shapes
    blade = [(0.3 * math.sin(math.pi * t) ** 0.9, 0.38 - 0.72 * t) for t in
             (i / 20 for i in range(21))]
    shapes = [([*blade, *[(-u, v) for u, v in reversed(blade)][1:-1]], 3),
              ([(-0.006, 0.36), (0.006, 0.36), (0.01, -0.42), (-0.01, -0.42)], 0)]
    for index in range(6):
        v = 0.22 - 0.09 * index
        for side in (-1, 1):
            shapes.append(([(0, v), (side * 0.2, v + 0.08), (side * 0.2, v + 0.09),
                            (0, v + 0.014)], 0))
    return shapes


def garland(start: Point, end: Point, sag: float, count: int, cloths: list, cord) -> None:
    """String of paper pennants along the back wall."""
    def at(t: float) -> Point:
        x, y, z = (a + (b - a) * t for a, b in zip(start, end, strict=True))
        return (x, y, z - sag * 4 * t * (1 - t))

    tube("string", [at(i / 14) for i in range(15)], 0.003, cord)
    for index in range(count):
        left, right = at((index + 0.12) / count), at((index + 0.88) / count)
        tip = [(a + b) / 2 for a, b in zip(left, right, strict=True)]
        verts = [left, right, (tip[0], tip[1] - 0.008, tip[2] - 0.19)]
        link("pennant", mesh_from("pennant", verts, [(0, 2, 1)]), cloths[index % len(cloths)])
