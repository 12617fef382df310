"""Plants and books of the office scene: the things that come in crowds, each a little different.

Owns leaf and book shapes and how they are strewn; lengths metres, angles radians. Randomness
comes from the caller's seeded generator. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import bpy
from mathutils import Vector
from office_shapes import Point, aim, lathe, link, mesh_from, sheet, tube

# Linear RGB of book cloth and paper: mostly quiet, a few warm accents.
COVERS = (
    (0.62, 0.58, 0.50), (0.70, 0.67, 0.61), (0.42, 0.40, 0.36), (0.10, 0.16, 0.22),
    (0.05, 0.09, 0.13), (0.14, 0.22, 0.20), (0.22, 0.29, 0.24), (0.33, 0.11, 0.07),
    (0.47, 0.22, 0.10), (0.55, 0.38, 0.16), (0.20, 0.10, 0.07), (0.30, 0.35, 0.38),
    (0.55, 0.45, 0.38), (0.09, 0.09, 0.09), (0.28, 0.18, 0.20), (0.45, 0.50, 0.48),
)  # fmt: skip


@dataclass(frozen=True)
class Bindery:
    """Materials of a book and the generator that varies them."""

    cover: bpy.types.Material
    pages: bpy.types.Material
    chance: Random


def _prism(outline: list[Point], low: float, high: float, start: int) -> tuple[list, list]:
    """Upright prism over an outline; start is the index of its first vertex."""
    count = len(outline)
    verts = [(x, y, z) for z in (low, high) for x, y in outline]
    faces = [tuple(start + i for i in reversed(range(count)))]
    faces.append(tuple(start + count + i for i in range(count)))
    for i in range(count):
        j = (i + 1) % count
        faces.append((start + i, start + j, start + count + j, start + count + i))
    return verts, faces


def book(bindery: Bindery, thick: float, deep: float, tall: float) -> bpy.types.Object:
    """Bound book standing on its foot, spine towards -Y, left bottom spine corner at zero."""
    board, bulge, steps = 0.0025, min(0.006, thick * 0.2), 6
    arc = [(thick * i / steps, 0.005 - bulge * math.sin(math.pi * i / steps))
           for i in range(steps + 1)]
    spine = arc + [(x, y + board) for x, y in reversed(arc)]
    left = [(0, 0.004), (board, 0.004), (board, deep), (0, deep)]
    right = [(thick - board + x, y) for x, y in left]
    block = [(board, 0.006), (thick - board, 0.006), (thick - board, deep - 0.004),
             (board, deep - 0.004)]
    verts, faces, cover_faces = [], [], 0
    for outline, inset in ((spine, 0.0), (left, 0.0), (right, 0.0), (block, 0.004)):
        cover_faces = len(faces)
        more, sides = _prism(outline, inset, tall - inset, len(verts))
        verts += more
        faces += sides
    mesh = mesh_from("book", verts, faces)
    mesh.materials.append(bindery.cover)
    mesh.materials.append(bindery.pages)
    for index, face in enumerate(mesh.polygons):
        face.material_index = int(index >= cover_faces)
    thing = link("book", mesh, None)
    thing.color = (*bindery.chance.choice(COVERS), 1.0)
    return thing


def row_of_books(bindery: Bindery, start: Point, width: float, room_above: float) -> None:
    """Stand books along +X from start until width is used; the last one or two may lean."""
    chance, (x, front, z) = bindery.chance, start
    end, series = x + width, None
    usual = chance.uniform(0.62, 0.8) * room_above
    while x < end:
        if series is None or chance.random() < 0.72:
            series = (chance.uniform(0.014, 0.042), chance.uniform(0.13, 0.19),
                      min(room_above - 0.02, usual * chance.uniform(0.82, 1.14)))
        thick, deep, tall = series
        lean = 0.0
        if x + 3 * thick > end and chance.random() < 0.6:
            lean = chance.uniform(0.1, 0.22)
        step = tall * math.sin(lean)
        if x + step + thick > end:
            break
        volume = book(bindery, thick, deep, tall)
        volume.location = (x + step, front + chance.uniform(0.0, 0.018), z)
        volume.rotation_euler = (0, -lean, 0)
        x += step + thick / max(0.5, math.cos(lean)) + 0.0006
        if lean:
            break


def pile_of_books(bindery: Bindery, centre: Point, count: int, turn: float = 0.0) -> float:
    """Lay books flat on each other, spines to the camera; returns the height of the top."""
    x, y, z = centre
    for index in range(count):
        tall = 0.25 - 0.018 * index + bindery.chance.uniform(-0.01, 0.01)
        thick = bindery.chance.uniform(0.016, 0.034)
        volume = book(bindery, thick, 0.17 - 0.008 * index, tall)
        # Laid on its side: local Z becomes X, local X becomes Z.
        volume.rotation_euler = (0, math.pi / 2, turn + bindery.chance.uniform(-0.08, 0.08))
        volume.location = (x - tall / 2, y - 0.08, z + thick)
        z += thick + 0.0005
    return z


def leaf_mesh(length: float, width: float, fold: float, droop: float, heart: bool = False):
    """One leaf along +Y from its stalk: folded at the midrib, drooping to the tip."""

    def surface(u: float, v: float) -> Point:
        aside = 2 * u - 1
        if heart:
            outline = math.sin(math.pi * min(1.0, 0.16 + 0.84 * v)) ** 0.75 * (1.15 - 0.55 * v)
        else:
            outline = math.sin(math.pi * v**0.85) ** 0.8 * (0.8 + 0.35 * v)
        half = 0.5 * width * max(0.0, outline)
        back = -0.16 * length * aside * aside * (1 - v) ** 3 if heart else 0.0
        wave = 0.025 * width * math.sin(9 * v + 2 * aside) * abs(aside)
        height = fold * abs(aside) * half - droop * length * v * v + wave
        return (aside * half, length * (v - 0.08 * droop * v * v) + back, height)

    return sheet("leaf", surface, 8, 14)


def rubber_plant(base: Point, tall: float, leaf_look, stem_look, chance: Random) -> None:
    """Ficus in three stems with large glossy leaves in a spiral, the young ones upright."""
    shapes = [leaf_mesh(1.0, chance.uniform(0.44, 0.55), chance.uniform(0.15, 0.4),
                        chance.uniform(0.1, 0.45)) for _ in range(6)]
    for stem in range(3):
        height = tall * (1.0, 0.82, 0.62)[stem]
        way = chance.uniform(0, 2 * math.pi)
        lean = Vector((math.cos(way), math.sin(way), 0)) * 0.13 * tall * (0.4 + 0.3 * stem)
        root = Vector(base) + 0.15 * lean
        points = [root + lean * t * t + Vector((0, 0, height * t)) for t in (0, 0.35, 0.7, 1)]
        tube("stem", points, [0.011, 0.009, 0.007, 0.004], stem_look)
        count = int(height / 0.05)
        angle = chance.uniform(0, 6)
        for index in range(count):
            t = 0.2 + 0.8 * index / (count - 1)
            angle += 2.4 + chance.uniform(-0.3, 0.3)
            lift = 0.05 + 1.0 * t**4 + chance.uniform(-0.3, 0.2)
            way_out = Vector((math.cos(angle), math.sin(angle), lift)).normalized()
            at = root + lean * t * t + Vector((0, 0, height * t))
            stalk = at + way_out * 0.045
            tube("stalk", [at, stalk], 0.0028, stem_look)
            size = chance.uniform(0.20, 0.31) * (1 - 0.35 * t**6)
            grown = link("leaf", chance.choice(shapes), leaf_look)
            aim(grown, stalk, way_out, chance.uniform(-0.35, 0.35))
            grown.scale = (size, size, size)


def trailing_plant(base: Point, edge_y: float, fall: float, leaf_look, stem_look,
                   chance: Random, vines: int = 7) -> None:
    """Pothos: a tuft of heart-shaped leaves and vines that hang over the edge at edge_y."""
    shapes = [leaf_mesh(1.0, 0.8, 0.25, chance.uniform(0.1, 0.4), heart=True) for _ in range(4)]

    def grow(at: Vector, way_out: Vector, size: float) -> None:
        grown = link("leaf", chance.choice(shapes), leaf_look)
        aim(grown, at, way_out, chance.uniform(-0.5, 0.5))
        grown.scale = (size, size, size)

    for _ in range(26):
        angle = chance.uniform(0, 2 * math.pi)
        out = Vector((math.cos(angle), math.sin(angle), chance.uniform(0.1, 1.1)))
        grow(Vector(base) + out * chance.uniform(0.03, 0.1), out, chance.uniform(0.06, 0.1))
    for _ in range(vines):
        x = base[0] + chance.uniform(-0.16, 0.16)
        drop = fall * chance.uniform(0.4, 1.0)
        out_y = edge_y - chance.uniform(0.02, 0.05)
        path = [Vector(base), Vector(((base[0] + x) / 2, (base[1] + edge_y) / 2, base[2] + 0.03)),
                Vector((x, edge_y, base[2] - 0.02))]
        steps = max(3, int(drop / 0.055))
        path += [Vector((x + 0.02 * math.sin(2 * i + 9 * x), out_y, base[2] - drop * i / steps))
                 for i in range(1, steps + 1)]
        tube("vine", path, 0.0022, stem_look)
        for index, at in enumerate(path[2:]):
            side = 1 if index % 2 else -1
            grow(at, Vector((side * chance.uniform(0.3, 1), -chance.uniform(0.4, 1),
                             -chance.uniform(0.1, 0.9))), chance.uniform(0.055, 0.09))


def pot(base: Point, radius: float, tall: float, glaze, soil) -> Point:
    """Tapered plant pot with an inner rim; returns the middle of the soil."""
    wall = 0.06 * radius + 0.004
    foot = 0.74 * radius
    lathe("pot", [(0, 0), (foot * 0.95, 0), (foot, 0.01), (radius, tall - 0.01),
                  (radius - 0.004, tall), (radius - wall, tall),
                  (radius - wall - 0.004, tall * 0.8)], glaze, base)
    level = tall * 0.86
    lathe("soil", [(0, level + 0.01), (radius - wall, level)], soil, base)
    return (base[0], base[1], base[2] + level)
