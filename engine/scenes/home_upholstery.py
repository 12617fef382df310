"""Soft furniture: padded blocks, pillows, armchair, sofa, throw.

Owns shapes that give under weight; lengths metres, angles radians. Things that can be turned are
modelled round the origin, facing -Y (towards the camera) at angle 0. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import bmesh
import bpy
from mathutils import Matrix, Vector
from office_shapes import Point, link, sheet, tube, turn_group


def padded(name: str, low: Point, high: Point, look, rounding: float = 0.05,
           swell: float = 0.012) -> bpy.types.Object:
    """Upholstered block: round edges, faces that bulge a little."""
    half = Vector([abs(b - a) / 2 for a, b in zip(low, high, strict=True)])
    centre = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    radius = min(rounding, 0.9 * min(half))
    shape = bmesh.new()
    bmesh.ops.create_cube(shape, size=2.0)
    bmesh.ops.subdivide_edges(shape, edges=shape.edges[:], cuts=13, use_grid_fill=True)
    for vert in shape.verts:
        # Closer together at the edges, where the rounding is.
        place = Vector([math.sin(part * math.pi / 2) for part in vert.co])
        full = Vector([a * b for a, b in zip(place, half, strict=True)])
        inner = Vector([max(-h + radius, min(h - radius, part))
                        for part, h in zip(full, half, strict=True)])
        out = full - inner
        spot = inner + (out.normalized() * radius if out.length > 1e-9 else out)
        for axis in range(3):
            first, second = place[(axis + 1) % 3], place[(axis + 2) % 3]
            if abs(place[axis]) > 0.999:
                spot[axis] += math.copysign(swell, place[axis]) * (1 - first**2) * (1 - second**2)
        vert.co = spot
    mesh = bpy.data.meshes.new(name)
    shape.to_mesh(mesh)
    shape.free()
    mesh.shade_smooth()
    return link(name, mesh, look, centre)


def pillow(base: Point, size: tuple[float, float, float], look, turn: float, lean: float,
           chance: Random) -> bpy.types.Object:
    """Scatter cushion of (wide, tall, thick) standing on base, leaning back by lean."""
    wide, tall, thick = size
    shape = bmesh.new()
    bmesh.ops.create_cube(shape, size=2.0)
    bmesh.ops.subdivide_edges(shape, edges=shape.edges[:], cuts=15, use_grid_fill=True)
    phase = chance.uniform(0, 6)
    for vert in shape.verts:
        u, side, v = vert.co
        fullness = max(0.0, (1 - u**4) * (1 - v**4)) ** 0.55
        dent = 1 - 0.12 * math.sin(3 * u + phase) * math.sin(2.2 * v - phase)
        # The edges are drawn in between the corners.
        pull_u, pull_v = 1 - 0.07 * (1 - v * v), 1 - 0.07 * (1 - u * u)
        vert.co = (u * wide / 2 * pull_u, side * thick / 2 * (0.04 + 0.96 * fullness) * dent,
                   v * tall / 2 * pull_v + tall / 2)
    mesh = bpy.data.meshes.new("pillow")
    shape.to_mesh(mesh)
    shape.free()
    mesh.shade_smooth()
    thing = link("pillow", mesh, look)
    thing.matrix_world = (Matrix.Translation(base) @ Matrix.Rotation(turn, 4, "Z")
                          @ Matrix.Rotation(-lean, 4, "X"))
    return thing


def armchair(looks, base: Point, turn: float, cloth, legs=None) -> None:
    """Lounge chair with loose seat cushion and low arms; facing -Y at turn 0."""
    legs = legs or looks.oak_z
    parts = [
        padded("chair base", (-0.36, -0.34, 0.20), (0.36, 0.32, 0.32), cloth, 0.03, 0.003),
        padded("seat", (-0.27, -0.37, 0.30), (0.27, 0.22, 0.45), cloth, 0.055, 0.02),
        padded("arm", (-0.40, -0.36, 0.22), (-0.27, 0.30, 0.58), cloth, 0.055, 0.006),
        padded("arm", (0.27, -0.36, 0.22), (0.40, 0.30, 0.58), cloth, 0.055, 0.006),
    ]
    back = padded("chair back", (-0.36, -0.08, 0.0), (0.36, 0.08, 0.58), cloth, 0.07, 0.02)
    back.matrix_world = Matrix.Translation((0, 0.27, 0.30)) @ Matrix.Rotation(-0.22, 4, "X") @ \
        Matrix.Translation((0, 0, 0.29))
    parts.append(back)
    for x in (-1, 1):
        for y in (-1, 1):
            parts.append(tube("chair leg", [(0.29 * x, 0.27 * y, 0.22), (0.33 * x, 0.31 * y, 0)],
                              [0.019, 0.012], legs))
    turn_group(parts, base, turn)


def sofa(looks, base: Point, turn: float, wide: float, cloth, seats: int = 2,
         legs=None) -> None:
    """Sofa of that width with loose cushions; the middle of its front foot line at base."""
    legs, half, arm = legs or looks.black_metal, wide / 2, 0.16
    parts = [padded("sofa base", (-half, 0.02, 0.14), (half, 0.84, 0.30), cloth, 0.03, 0.002),
             padded("sofa back", (-half, 0.66, 0.2), (half, 0.86, 0.76), cloth, 0.06, 0.008)]
    for side in (-1, 1):
        low, high = sorted((side * half, side * (half - arm)))
        parts.append(padded("sofa arm", (low, 0, 0.16), (high, 0.84, 0.58), cloth, 0.055, 0.008))
    step = (wide - 2 * arm) / seats
    for index in range(seats):
        left = -half + arm + index * step
        parts.append(padded("sofa seat", (left + 0.003, 0.0, 0.29), (left + step - 0.003, 0.66, 0.45),
                            cloth, 0.05, 0.022))
        rest = padded("sofa rest", (-step / 2 + 0.006, -0.08, 0), (step / 2 - 0.006, 0.08, 0.44),
                      cloth, 0.07, 0.03)
        rest.matrix_world = (Matrix.Translation((left + step / 2, 0.6, 0.44))
                             @ Matrix.Rotation(-0.2, 4, "X") @ Matrix.Translation((0, 0, 0.2)))
        parts.append(rest)
    for x in (-half + 0.1, half - 0.1):
        for y in (0.1, 0.76):
            parts.append(tube("sofa leg", [(x, y, 0.16), (x, y, 0)], [0.02, 0.014], legs))
    turn_group(parts, base, turn)


def throw(path: list[tuple[float, float]], x_from: float, x_to: float, look, base: Point,
          turn: float) -> None:
    """Blanket laid over something: follows a path of (y, z) between two x, with soft folds."""

    def surface(u: float, v: float) -> Point:
        place = v * (len(path) - 1)
        index = min(int(place), len(path) - 2)
        part = place - index
        (y0, z0), (y1, z1) = path[index], path[index + 1]
        fold = 0.008 * math.sin(14 * u + 3 * v) + 0.005 * math.sin(27 * u - 2 * v)
        slant = 0.05 * math.sin(2.2 * v + 1)
        return (x_from + (x_to - x_from) * u + slant, y0 + (y1 - y0) * part - fold,
                z0 + (z1 - z0) * part + abs(fold))

    cloth = link("throw", sheet("throw", surface, 30, 60), look)
    thick = cloth.modifiers.new("thickness", "SOLIDIFY")
    thick.thickness = 0.012
    turn_group([cloth], base, turn)
