"""Mesh helpers of the office scene: every solid in the picture is made by one of these.

Owns no look and no placement; lengths are metres, angles radians, Z is up and the camera looks
along +Y. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import bmesh
import bpy
from mathutils import Matrix, Vector

Point = Sequence[float]


def link(name: str, mesh: bpy.types.ID, material, location: Point = (0, 0, 0)) -> bpy.types.Object:
    """Put mesh or curve data into the scene as an object with one material."""
    if material is not None and not mesh.materials:
        mesh.materials.append(material)
    thing = bpy.data.objects.new(name, mesh)
    thing.location = location
    bpy.context.collection.objects.link(thing)
    return thing


def mesh_from(name: str, verts: list, faces: list, smooth: bool = False) -> bpy.types.Mesh:
    """Build mesh data from plain lists."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([tuple(v) for v in verts], [], faces)
    mesh.update()
    if smooth:
        mesh.shade_smooth()
    return mesh


def box(name: str, low: Point, high: Point, material, bevel: float = 0.003) -> bpy.types.Object:
    """Box between two corners; the small bevel catches light as every real edge does."""
    centre = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    half = [abs(b - a) / 2 for a, b in zip(low, high, strict=True)]
    shape = bmesh.new()
    bmesh.ops.create_cube(shape, size=2.0, matrix=Matrix.Diagonal((*half, 1.0)))
    if bevel:
        width = min(bevel, 0.45 * min(half) * 2)
        bmesh.ops.bevel(
            shape, geom=shape.edges[:], offset=width, segments=2, affect="EDGES", profile=0.5
        )
    mesh = bpy.data.meshes.new(name)
    shape.to_mesh(mesh)
    shape.free()
    return link(name, mesh, material, centre)


def lathe(
    name: str, profile: Sequence[Point], material, location: Point, segments: int = 48
) -> bpy.types.Object:
    """Turn a profile of (radius, height) pairs round the Z axis: pots, vases, shades."""
    verts, faces = [], []
    for radius, height in profile:
        for step in range(segments):
            angle = 2 * math.pi * step / segments
            verts.append((radius * math.cos(angle), radius * math.sin(angle), height))
    for ring in range(len(profile) - 1):
        for step in range(segments):
            a, b = ring * segments + step, ring * segments + (step + 1) % segments
            faces.append((a, b, b + segments, a + segments))
    return link(name, mesh_from(name, verts, faces, smooth=True), material, location)


def tube(
    name: str, points: Sequence[Point], radii: float | Sequence[float], material
) -> bpy.types.Object:
    """Round rod along a smooth path; one radius for all points or one for each."""
    curve = bpy.data.curves.new(name, "CURVE")
    curve.dimensions = "3D"
    curve.bevel_depth = 1.0
    curve.bevel_resolution = 4
    curve.resolution_u = 6
    curve.use_fill_caps = True
    spline = curve.splines.new("NURBS" if len(points) > 2 else "POLY")
    spline.points.add(len(points) - 1)
    for index, point in enumerate(points):
        spline.points[index].co = (*point, 1.0)
        spline.points[index].radius = radii if isinstance(radii, float) else radii[index]
    if len(points) > 2:
        spline.use_endpoint_u = True
        spline.order_u = min(4, len(points))
    return link(name, curve, material)


def sheet(
    name: str, surface: Callable[[float, float], Point], across: int, along: int
) -> bpy.types.Mesh:
    """Grid mesh of surface(u, v) with u and v in 0..1, carrying u, v as its UV map."""
    verts = [surface(i / across, j / along) for j in range(along + 1) for i in range(across + 1)]
    row = across + 1
    faces = [
        (j * row + i, j * row + i + 1, (j + 1) * row + i + 1, (j + 1) * row + i)
        for j in range(along)
        for i in range(across)
    ]
    mesh = mesh_from(name, verts, faces, smooth=True)
    layer = mesh.uv_layers.new(name="uv")
    for loop in mesh.loops:
        j, i = divmod(loop.vertex_index, row)
        layer.data[loop.index].uv = (i / across, j / along)
    return mesh


def aim(thing: bpy.types.Object, base: Point, towards: Point, roll: float = 0.0) -> None:
    """Place a thing at base with its local +Y along towards and its +Z as far up as possible."""
    forward = Vector(towards).normalized()
    side = forward.cross(Vector((0, 0, 1)))
    side = side.normalized() if side.length > 1e-4 else Vector((1, 0, 0))
    upward = side.cross(forward)
    turn = Matrix((side, forward, upward)).transposed().to_4x4()
    thing.matrix_world = Matrix.Translation(base) @ turn @ Matrix.Rotation(roll, 4, "Y")


def turn_group(things: Sequence[bpy.types.Object], origin: Point, angle: float) -> None:
    """Turn things modelled round the origin about Z by angle, then move them to origin."""
    bpy.context.view_layer.update()
    motion = Matrix.Translation(origin) @ Matrix.Rotation(angle, 4, "Z")
    for thing in things:
        thing.matrix_world = motion @ thing.matrix_world
