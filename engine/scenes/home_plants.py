"""Plants of a home beside the office's: palm, snake plant, small-leaved tree, fern, eucalyptus.

Owns their leaf shapes and growth; lengths metres, angles radians. Randomness comes from the
caller's seeded generator. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

from mathutils import Vector
from office_growth import leaf_mesh
from office_shapes import Point, aim, link, sheet, tube


def _direction(angle: float, lift: float) -> Vector:
    return Vector((math.cos(angle) * math.cos(lift), math.sin(angle) * math.cos(lift),
                   math.sin(lift)))


def palm(base: Point, tall: float, leaf_look, stem_look, chance: Random, fronds: int = 13) -> None:
    """Areca palm: arching fronds with two rows of narrow leaflets."""
    shapes = [leaf_mesh(1.0, 0.11, 0.5, chance.uniform(0.2, 0.5)) for _ in range(4)]
    for index in range(fronds):
        angle = 2.4 * index + chance.uniform(-0.3, 0.3)
        reach = tall * chance.uniform(0.3, 0.55)
        height = tall * chance.uniform(0.62, 1.0)
        outward = Vector((math.cos(angle), math.sin(angle), 0))
        root = Vector(base) + outward * 0.02
        path = [root + outward * reach * t**2.2 + Vector((0, 0, height * (t - 0.32 * t**3.4)))
                for t in (i / 18 for i in range(19))]
        tube("frond", path, [0.008 * (1 - 0.8 * i / 18) for i in range(19)], stem_look)
        for at in range(6, 19):
            along = (path[at] - path[at - 1]).normalized()
            side = along.cross(Vector((0, 0, 1)))
            side = side.normalized() if side.length > 1e-3 else Vector((1, 0, 0))
            size = tall * 0.26 * (0.45 + 0.55 * math.sin(math.pi * (at - 5) / 15))
            for hand in (-1, 1):
                way = along * 0.62 + side * hand * 0.8 + Vector((0, 0, chance.uniform(-0.05, 0.2)))
                grown = link("leaflet", chance.choice(shapes), leaf_look)
                aim(grown, path[at], way, chance.uniform(-0.3, 0.3))
                grown.scale = (size, size, size)


def snake_plant(base: Point, tall: float, leaf_look, chance: Random, blades: int = 9) -> None:
    """Sansevieria: upright swords, each a little twisted."""
    for index in range(blades):
        height = tall * chance.uniform(0.6, 1.0)
        wide, twist = height * chance.uniform(0.075, 0.1), chance.uniform(-0.9, 0.9)
        lean, way = chance.uniform(0.02, 0.2), chance.uniform(0, 2 * math.pi)

        def surface(u: float, v: float, height=height, wide=wide, twist=twist, lean=lean,
                    way=way) -> Point:
            half = wide * min(1.0, (1 - v) * 4) ** 0.6 * (0.75 + 0.25 * math.sin(math.pi * v))
            turn, aside = way + twist * v, 2 * u - 1
            curl = 0.25 * half * aside * aside
            out = lean * height * v * v
            return (math.cos(way) * out + math.cos(turn) * aside * half - math.sin(turn) * curl,
                    math.sin(way) * out + math.sin(turn) * aside * half + math.cos(turn) * curl,
                    height * v)

        angle = 2.4 * index
        spot = (base[0] + 0.045 * math.cos(angle), base[1] + 0.045 * math.sin(angle), base[2])
        link("blade", sheet("blade", surface, 6, 20), leaf_look, spot)


def small_tree(base: Point, tall: float, leaf_look, stem_look, chance: Random,
               leaf_size: float = 0.075, branches: int = 26, crown: float = 0.55,
               shape: tuple[float, float] = (0.34, 0.12)) -> None:
    """Olive-like tree: one bent trunk, thin branches, many small leaves in the upper part."""
    shapes = [leaf_mesh(1.0, shape[0], shape[1], chance.uniform(0.05, 0.35)) for _ in range(4)]
    bend = chance.uniform(0, 6)
    trunk = [Vector(base) + Vector((0.04 * math.sin(3 * t + bend), 0.04 * math.cos(3 * t + bend),
                                    tall * 0.85 * t)) for t in (i / 8 for i in range(9))]
    tube("trunk", trunk, [0.018 - 0.012 * i / 8 for i in range(9)], stem_look)
    for index in range(branches):
        t = 1 - crown + crown * index / (branches - 1)
        start = trunk[min(8, int(t * 8))]
        angle = 2.4 * index + chance.uniform(-0.4, 0.4)
        length = tall * chance.uniform(0.14, 0.26) * (1.15 - 0.5 * t)
        way = _direction(angle, chance.uniform(0.25, 0.9))
        path = [start + way * length * s + Vector((0, 0, 0.1 * length * s * s))
                for s in (0, 0.35, 0.7, 1.0)]
        tube("branch", path, [0.006, 0.004, 0.003, 0.0015], stem_look)
        for step in range(14):
            s = 0.25 + 0.75 * step / 13
            at = start + way * length * s + Vector((0, 0, 0.1 * length * s * s))
            out = _direction(chance.uniform(0, 2 * math.pi), chance.uniform(-0.5, 0.9)) + way * 0.5
            grown = link("leaf", chance.choice(shapes), leaf_look)
            aim(grown, at, out, chance.uniform(-1, 1))
            size = leaf_size * chance.uniform(0.7, 1.25)
            grown.scale = (size, size, size)


def fern(base: Point, spread: float, leaf_look, stem_look, chance: Random, fronds: int = 22) -> None:
    """Boston fern: a tuft of drooping feathered fronds, for shelves and hanging pots."""
    shapes = [leaf_mesh(1.0, 0.34, 0.2, chance.uniform(0.1, 0.4)) for _ in range(3)]
    for index in range(fronds):
        angle = 2.4 * index + chance.uniform(-0.4, 0.4)
        outward = Vector((math.cos(angle), math.sin(angle), 0))
        length, rise = spread * chance.uniform(0.6, 1.0), chance.uniform(0.25, 0.75)
        path = [Vector(base) + outward * length * t
                + Vector((0, 0, length * (1.5 * rise * t - 1.25 * t * t)))
                for t in (i / 12 for i in range(13))]
        tube("rachis", path, 0.0014, stem_look)
        for at in range(2, 13):
            along = (path[at] - path[at - 1]).normalized()
            side = along.cross(Vector((0, 0, 1))).normalized()
            size = spread * 0.17 * (1.05 - at / 14)
            for hand in (-1, 1):
                grown = link("pinna", chance.choice(shapes), leaf_look)
                aim(grown, path[at], along * 0.35 + side * hand, chance.uniform(-0.2, 0.2))
                grown.scale = (size, size, size)


def cut_branches(base: Point, tall: float, leaf_look, stem_look, chance: Random,
                 count: int = 6) -> None:
    """Eucalyptus-like branches with round leaves, for a vase."""
    shapes = [leaf_mesh(1.0, 0.8, 0.15, chance.uniform(0.05, 0.3)) for _ in range(3)]
    for index in range(count):
        way = _direction(2.4 * index + chance.uniform(-0.3, 0.3), chance.uniform(1.0, 1.4))
        length = tall * chance.uniform(0.7, 1.0)
        sag = Vector((way.x, way.y, 0)) * 0.35 * length
        path = [Vector(base) + way * length * t + sag * t * t for t in (0, 0.3, 0.65, 1)]
        tube("twig", path, [0.003, 0.0025, 0.002, 0.001], stem_look)
        for step in range(12):
            t = 0.3 + 0.7 * step / 11
            at = Vector(base) + way * length * t + sag * t * t
            for hand in (0, math.pi):
                out = _direction(1.6 * step + hand, 0.5)
                grown = link("leaf", chance.choice(shapes), leaf_look)
                aim(grown, at, out, chance.uniform(-0.5, 0.5))
                size = chance.uniform(0.035, 0.06) * (1.15 - 0.5 * t)
                grown.scale = (size, size, size)
