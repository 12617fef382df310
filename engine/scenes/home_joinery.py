"""What a joiner builds in: a wall of shelves, its lights, a ladder, slats.

Owns shapes and proportions; lengths metres, angles radians. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math

import bpy
from office_shapes import Point, box, tube


def built_in(look, left: float, front: float, right: float, top: float, columns: int,
             cupboard: float, heights: list[float], deep: float = 0.33) -> list[tuple]:
    """Painted shelves from wall to wall over a row of cupboards, with a cornice.

    Returns the compartments as (x, front y, z, width, height), bottom row first.
    """
    board, post, back = 0.03, 0.045, front + deep
    step = (right - left - post) / columns
    body = front - 0.09  # the cupboards stand out
    box("cupboards", (left, body + 0.018, 0.08), (right, back, cupboard - 0.035), look)
    box("kick board", (left, body + 0.06, 0), (right, back, 0.08), look)
    box("cupboard top", (left, body - 0.015, cupboard - 0.035), (right, back, cupboard), look, 0.005)
    box("shelf back", (left, back - 0.012, cupboard), (right, back, top), look, 0)
    for index in range(columns):
        x = left + post / 2 + index * step
        _panel_door(look, (x + 0.006, body, 0.09), (x + step - 0.006, body + 0.018,
                                                    cupboard - 0.045))
    for index in range(columns + 1):
        x = left + index * step
        box("post", (x, front, cupboard), (x + post, back - 0.012, top - 0.1), look, 0.003)
    cells, level = [], cupboard - board
    for row, height in enumerate(heights):
        for column in range(columns):
            x = left + column * step + post
            cells.append((x, front + 0.03, level + board, step - post, height - board))
        level += height
        if row < len(heights) - 1:
            for column in range(columns):
                x = left + column * step + post
                box("shelf", (x, front + 0.006, level), (x + step - post, back - 0.012,
                                                         level + board), look, 0.003)
    box("head board", (left, front + 0.004, level), (right, back - 0.012, top - 0.08), look, 0.003)
    box("cornice", (left, front - 0.03, top - 0.09), (right, back, top - 0.045), look, 0.008)
    box("cornice", (left, front - 0.06, top - 0.047), (right, back, top), look, 0.012)
    return cells


def _panel_door(look, low: Point, high: Point) -> None:
    """Framed door with a sunk panel."""
    rail, (x0, y0, z0), (x1, y1, z1) = 0.055, low, high
    box("door panel", (x0, y0 + 0.008, z0), (x1, y1, z1), look, 0.001)
    for a, b in ((x0, x0 + rail), (x1 - rail, x1)):
        box("stile", (a, y0, z0), (b, y1 - 0.002, z1), look, 0.002)
    for a, b in ((z0, z0 + rail), (z1 - rail, z1)):
        box("rail", (x0 + rail, y0 + 0.0005, a), (x1 - rail, y1 - 0.002, b), look, 0.002)


def shelf_light(looks, cell: tuple, watts: float) -> None:
    """Small warm spot under the top of a compartment."""
    x, front, z, width, height = cell
    light = bpy.data.lights.new("shelf light", "AREA")
    light.shape, light.size, light.size_y = "RECTANGLE", width * 0.8, 0.02
    light.energy, light.color = watts, (1.0, 0.70, 0.42)
    thing = bpy.data.objects.new("shelf light", light)
    thing.location = (x + width / 2, front - 0.01, z + height - 0.012)
    thing.rotation_euler = (math.radians(28), 0, 0)
    thing.visible_camera = False
    bpy.context.collection.objects.link(thing)


def strip_light(name: str, low: Point, high: Point, look, watts: float,
                colour: tuple[float, float, float], turn: Point = (0, 0, 0)) -> None:
    """Glowing line between two corners; an area light of that length does the lighting."""
    strip = box(name, low, high, look, 0)
    strip.visible_diffuse = False
    light = bpy.data.lights.new(name, "AREA")
    light.shape = "RECTANGLE"
    sizes = sorted((abs(b - a) for a, b in zip(low, high, strict=True)), reverse=True)
    upright = abs(high[2] - low[2]) == sizes[0]
    light.size, light.size_y = (0.03, sizes[0]) if upright else (sizes[0], 0.03)
    light.energy, light.color = watts, colour
    thing = bpy.data.objects.new(name, light)
    thing.location = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    thing.rotation_euler = turn
    thing.visible_camera = False
    bpy.context.collection.objects.link(thing)


def ladder(wood, metal, x: float, front: float, tall: float, wide: float = 0.4) -> None:
    """Library ladder that leans on a rail before the shelves."""
    foot = front - 0.62
    top_y = front - 0.07
    for side in (x, x + wide):
        tube("ladder side", [(side, foot, 0.02), (side, top_y, tall)], 0.02, wood)
    count = 8
    for index in range(1, count):
        t = index / count
        y, z = foot + (top_y - foot) * t, 0.02 + (tall - 0.02) * t
        box("rung", (x, y - 0.035, z - 0.01), (x + wide, y + 0.035, z + 0.01), wood, 0.003)
    for side in (x, x + wide):
        tube("hook", [(side, top_y, tall - 0.02), (side, top_y + 0.01, tall + 0.06),
                      (side, front - 0.02, tall + 0.07), (side, front - 0.012, tall + 0.02)],
             0.007, metal)


def ladder_rail(metal, left: float, right: float, front: float, z: float) -> None:
    """Rail along the shelves on which the ladder hangs."""
    tube("ladder rail", [(left, front - 0.03, z), (right, front - 0.03, z)], 0.009, metal)


def slats(look, backing, left: float, right: float, wall: float, low: float, high: float,
          wide: float = 0.034, gap: float = 0.018, deep: float = 0.024) -> None:
    """Upright wooden slats on a dark felt, on the back wall."""
    box("felt", (left, wall - 0.01, low), (right, wall - 0.001, high), backing, 0)
    x = left
    while x + wide <= right + 1e-6:
        box("slat", (x, wall - 0.01 - deep, low), (x + wide, wall - 0.01, high), look, 0.0015)
        x += wide + gap


