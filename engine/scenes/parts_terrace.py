"""What stands on the terrace: deck, railing, planters, grasses, olive tree, chairs, far town.

Owns shapes and proportions; lengths metres, angles radians. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

from mathutils import Vector
from office_furniture import Looks
from office_growth import leaf_mesh
from office_shapes import Point, aim, box, link, mesh_from, sheet, tube, turn_group


def deck(low: tuple[float, float], high: tuple[float, float], look, under, wide: float = 0.14
         ) -> None:
    """Boards across, with gaps, each with its own tone."""
    box("deck under", (*low, -0.2), (*high, -0.03), under, 0)
    y = low[1]
    while y < high[1]:
        box("deck board", (low[0], y + 0.003, -0.028), (high[0], y + wide - 0.003, 0), look, 0.003)
        y += wide


def railing(start: Point, end: Point, look, glass, top) -> None:
    """Glass railing between posts, a wooden rail on top; runs along X or along Y."""
    first, last = Vector(start), Vector(end)
    count = max(1, round((last - first).length / 1.1))
    for index in range(count + 1):
        x, y, z = first.lerp(last, index / count)
        box("post", (x - 0.02, y - 0.02, z), (x + 0.02, y + 0.02, z + 0.98), look, 0.003)
    for index in range(count):
        a, b = first.lerp(last, (index + 0.06) / count), first.lerp(last, (index + 0.94) / count)
        pane = box("pane", (min(a.x, b.x) - 0.005, min(a.y, b.y) - 0.005, a.z + 0.1),
                   (max(a.x, b.x) + 0.005, max(a.y, b.y) + 0.005, a.z + 0.9), glass, 0)
        pane.visible_shadow = False
    box("hand rail", (min(first.x, last.x) - 0.035, min(first.y, last.y) - 0.035, first.z + 0.98),
        (max(first.x, last.x) + 0.035, max(first.y, last.y) + 0.035, first.z + 1.02), top, 0.008)


def planter(low: Point, size: Point, look, soil) -> float:
    """Open box of planks; returns the height of the soil."""
    (x, y, z), (wide, deep, tall) = low, size
    planks = 4
    for index in range(planks):
        base = z + 0.03 + (tall - 0.03) * index / planks
        box("plank", (x, y, base + 0.003), (x + wide, y + deep, base + (tall - 0.03) / planks
            - 0.003), look, 0.005)
    box("planter rim", (x - 0.015, y - 0.015, z + tall), (x + wide + 0.015, y + deep + 0.015,
        z + tall + 0.02), look, 0.005)
    box("planter soil", (x + 0.03, y + 0.03, z + tall + 0.012), (x + wide - 0.03, y + deep - 0.03,
        z + tall + 0.026), soil, 0)
    return z + tall + 0.02


def grass(base: Point, tall: float, blades: int, look, chance: Random, spread: float = 0.1) -> None:
    """Tuft of ornamental grass: long blades that arch outwards, as one mesh."""
    verts, faces = [], []
    for _ in range(blades):
        angle, lean = chance.uniform(0, 2 * math.pi), chance.uniform(0.1, 0.75)
        out = spread * math.sqrt(chance.random())
        height, wide = tall * chance.uniform(0.6, 1.0), chance.uniform(0.003, 0.006)
        side = (-math.sin(angle) * wide, math.cos(angle) * wide)
        start = len(verts)
        for step in range(7):
            t = step / 6
            away = out + lean * height * 0.8 * t * t
            rise = height * (t - 0.35 * lean * t * t * t)
            thin = 1 - t * t
            x, y = base[0] + away * math.cos(angle), base[1] + away * math.sin(angle)
            verts.append((x - side[0] * thin, y - side[1] * thin, base[2] + rise))
            verts.append((x + side[0] * thin, y + side[1] * thin, base[2] + rise))
        faces += [(start + 2 * i, start + 2 * i + 1, start + 2 * i + 3, start + 2 * i + 2)
                  for i in range(6)]
    link("grass", mesh_from("grass", verts, faces), look)


def lavender(base: Point, tall: float, stems: int, green, bloom, chance: Random) -> None:
    """Cushion of stalks with a violet spike each."""
    for _ in range(stems):
        angle, out = chance.uniform(0, 2 * math.pi), 0.15 * math.sqrt(chance.random())
        root = Vector((base[0] + 0.5 * out * math.cos(angle), base[1] + 0.5 * out * math.sin(angle),
                       base[2]))
        tip = Vector((base[0] + 1.5 * out * math.cos(angle), base[1] + 1.5 * out * math.sin(angle),
                      base[2] + tall * chance.uniform(0.75, 1.0)))
        tube("stalk", [root, tip], 0.0018, green)
        tube("bloom", [root.lerp(tip, 0.78), root.lerp(tip, 0.9), tip], [0.006, 0.009, 0.003],
             bloom)


def olive_tree(base: Point, tall: float, leaf_look, bark, chance: Random) -> None:
    """Small olive with a knotted stem and a loose round crown of narrow leaves."""
    shapes = [leaf_mesh(1.0, 0.26, 0.3, chance.uniform(0.0, 0.3)) for _ in range(4)]
    foot = Vector(base)
    fork = foot + Vector((0.04, -0.02, tall * 0.48))
    tube("trunk", [foot, foot + Vector((0.035, 0.01, tall * 0.16)), foot + Vector((-0.02, 0.0,
         tall * 0.33)), fork], [0.042, 0.034, 0.03, 0.026], bark)
    crown = foot + Vector((0.0, 0.0, tall * 0.74))
    for _ in range(9):
        angle, up = chance.uniform(0, 2 * math.pi), chance.uniform(-0.35, 1.0)
        reach = tall * chance.uniform(0.2, 0.29)
        end = crown + Vector((math.cos(angle) * reach, math.sin(angle) * reach, up * reach))
        bow = fork.lerp(end, 0.5) + Vector((0, 0, 0.05))
        tube("bough", [fork, bow, end], [0.016, 0.011, 0.004], bark)
        for _ in range(13):
            at = bow.lerp(end, chance.uniform(0.0, 1.0))
            way = Vector((chance.gauss(0, 1), chance.gauss(0, 1), chance.gauss(0.25, 0.8)))
            way.normalize()
            tip = at + way * tall * chance.uniform(0.08, 0.15)
            tube("twig", [at, tip], [0.004, 0.0015], bark)
            for step in range(9):
                spot = at.lerp(tip, 0.2 + 0.1 * step)
                out = way + Vector((chance.gauss(0, 0.8), chance.gauss(0, 0.8),
                                    chance.gauss(0, 0.8)))
                grown = link("olive leaf", chance.choice(shapes), leaf_look)
                aim(grown, spot, out, chance.uniform(-0.6, 0.6))
                size = chance.uniform(0.06, 0.1)
                grown.scale = (size, size, size)


def lounge_chair(looks: Looks, base: Point, facing: float, wood, pad) -> None:
    """Low wooden armchair with thick cushions; facing 0 looks along +Y."""
    parts = [box("lounge seat", (-0.33, -0.32, 0.3), (0.33, 0.36, 0.44), pad, 0.045)]
    back = box("lounge back", (-0.33, -0.07, -0.25), (0.33, 0.07, 0.25), pad, 0.05)
    back.location, back.rotation_euler = (0, -0.36, 0.66), (0.22, 0, 0)
    parts.append(back)
    for side in (-0.38, 0.38):
        for y in (-0.36, 0.33):
            parts.append(box("lounge leg", (side - 0.022, y - 0.025, 0.0),
                             (side + 0.022, y + 0.025, 0.57), wood, 0.004))
        parts.append(box("arm", (side - 0.045, -0.42, 0.57), (side + 0.045, 0.4, 0.598), wood,
                         0.008))
        parts.append(box("lounge rail", (side - 0.018, -0.36, 0.24), (side + 0.018, 0.33, 0.3),
                         wood, 0.003))
    parts.append(box("lounge rail", (-0.38, 0.315, 0.24), (0.38, 0.345, 0.3), wood, 0.003))
    parts.append(box("lounge rail", (-0.38, -0.375, 0.24), (0.38, -0.345, 0.3), wood, 0.003))
    for level in range(3):
        rail = box("back slat", (-0.38, -0.012, -0.03), (0.38, 0.012, 0.03), wood, 0.004)
        rail.location, rail.rotation_euler = (0, -0.44 - 0.035 * level, 0.5 + 0.15 * level), (
            0.22, 0, 0)
        parts.append(rail)
    turn_group(parts, base, facing)


def throw(centre: Point, size: Point, look) -> None:
    """Folded blanket."""
    x, y, z = centre
    for level in range(3):
        shrink = 0.012 * level
        box("throw", (x - size[0] / 2 + shrink, y - size[1] / 2 + shrink, z + level * size[2] / 3),
            (x + size[0] / 2 - shrink, y + size[1] / 2, z + (level + 1) * size[2] / 3 - 0.002),
            look, 0.02)


def town(near_y: float, fronts: list, chance: Random, span: float = 110.0) -> None:
    """Rows of far houses below and behind the railing, each row higher and farther."""
    for row in range(3):
        y, x = near_y + 30.0 * row, -span
        while x < span:
            wide = chance.uniform(6.0, 15.0)
            top = chance.uniform(-5.0, 2.6) + 2.6 * row
            if chance.random() < 0.12:
                top += chance.uniform(3.0, 8.0)
            box("house", (x, y + chance.uniform(0, 9), -60.0), (x + wide, y + 14.0, top),
                chance.choice(fronts), 0)
            x += wide + chance.uniform(0.0, 1.5)


def hills(y: float, look, tall: float, seed: float, span: float = 260.0) -> None:
    """Ridge on the horizon."""
    def surface(u: float, v: float) -> Point:
        ridge = (math.sin(7 * u + seed) + 0.5 * math.sin(15 * u + 2 * seed)
                 + 0.2 * math.sin(37 * u + seed))
        return (span * (2 * u - 1), y, -40.0 + (40.0 + tall * (1.4 + 0.6 * ridge)) * (1 - v))

    link("hills", sheet("hills", surface, 120, 1), look)
