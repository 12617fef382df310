"""The shell of a room: walls with openings, floor, ceiling, windows and the light through them.

Owns what is built in; furniture stands elsewhere. Lengths metres, angles radians, Z up, the camera
near the origin looking along +Y. A side is "left", "right" or "back"; along a side means y for
left and right, x for back. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import bpy
import office_materials as paint
from office_shapes import Point, box, link, sheet

WALL_DEPTH = 0.24

Opening = tuple[float, float, float, float]  # along from, along to, z from, z to


@dataclass(frozen=True)
class Room:
    """Inner faces of the walls; the floor is at zero."""

    left: float
    right: float
    back: float
    height: float
    front: float = -1.6

    def at(self, side: str, along: float, out: float, z: float) -> Point:
        """Point on a side: along it, out metres behind the wall's face (negative: in the room)."""
        if side == "left":
            return (self.left - out, along, z)
        if side == "right":
            return (self.right + out, along, z)
        return (along, self.back + out, z)

    def span(self, side: str) -> tuple[float, float]:
        """Where a side begins and ends, along itself."""
        return (self.left, self.right) if side == "back" else (self.front, self.back)


def walls(room: Room, looks: dict[str, bpy.types.Material],
          openings: dict[str, Sequence[Opening]] | None = None) -> None:
    """Three sides and the front, with rectangular openings.

    looks: material by side ("left", "right", "back", "front"); openings of one side must not
    overlap along it.
    """
    for side in ("left", "right", "back"):
        low, high = room.span(side)
        if side == "back":
            low, high = low - WALL_DEPTH, high + WALL_DEPTH
        holes = sorted((openings or {}).get(side, ()))
        for begin, end in zip([low, *(hole[1] for hole in holes)],
                              [*(hole[0] for hole in holes), high], strict=True):
            on_wall(room, side, (begin, end, 0, room.height), (0, WALL_DEPTH), looks[side], 0)
        for begin, end, sill, head in holes:
            if sill > 0:
                on_wall(room, side, (begin, end, 0, sill), (0, WALL_DEPTH), looks[side], 0)
            if head < room.height:
                on_wall(room, side, (begin, end, head, room.height), (0, WALL_DEPTH),
                        looks[side], 0)
    box("front wall", (room.left - WALL_DEPTH, room.front - 0.1, 0),
        (room.right + WALL_DEPTH, room.front, room.height), looks["front"], 0)


def on_wall(room: Room, side: str, area: Opening, out: tuple[float, float], look,
            bevel: float = 0.003) -> bpy.types.Object:
    """Box over an area of a side, from out[0] to out[1] metres behind the wall's face."""
    begin, end, low, high = area
    first, second = room.at(side, begin, out[0], low), room.at(side, end, out[1], high)
    lower = [min(a, b) for a, b in zip(first, second, strict=True)]
    upper = [max(a, b) for a, b in zip(first, second, strict=True)]
    return box("on wall", lower, upper, look, bevel)


def ceiling(room: Room, look) -> None:
    """Flat ceiling over the whole room."""
    box("ceiling", (room.left - WALL_DEPTH, room.front - 0.1, room.height),
        (room.right + WALL_DEPTH, room.back + WALL_DEPTH, room.height + 0.1), look, 0)


def skirting(room: Room, look, sides: Sequence[str] = ("left", "right", "back"),
             tall: float = 0.09) -> None:
    """Boards at the foot of the walls; leave out sides with doors or windows to the floor."""
    for side in sides:
        on_wall(room, side, (*room.span(side), 0, tall), (-0.014, 0), look, 0.004)


def floor_plain(room: Room, look) -> None:
    """One seamless floor: concrete, carpet."""
    box("floor", (room.left - WALL_DEPTH, room.front - 0.1, -0.1),
        (room.right + WALL_DEPTH, room.back + WALL_DEPTH, 0), look, 0)


def floor_boards(room: Room, look, under, chance: Random, wide: float = 0.14) -> None:
    """Boards towards the camera; each is an object, so each has its own tone."""
    box("subfloor", (room.left, room.front, -0.1), (room.right, room.back, -0.002), under, 0)
    x = room.left
    while x < room.right:
        high, low = room.back, room.back - chance.uniform(0.3, 1.6)
        while high > room.front:
            box("floor board", (x + 0.0008, max(low, room.front) + 0.0008, -0.02),
                (min(x + wide, room.right) - 0.0008, high - 0.0008, 0), look, 0.0012)
            high, low = low, low - chance.uniform(1.2, 2.0)
        x += wide


def floor_tiles(room: Room, looks: Sequence, grout, size: float, joint: float = 0.004) -> None:
    """Square tiles in a chequer of the looks."""
    box("grout", (room.left, room.front, -0.1), (room.right, room.back, -0.0015), grout, 0)
    for row in range(math.ceil((room.back - room.front) / size)):
        for column in range(math.ceil((room.right - room.left) / size)):
            x, y = room.left + column * size, room.back - row * size
            box("tile", (x + joint / 2, y - size + joint / 2, -0.01),
                (x + size - joint / 2, y - joint / 2, 0), looks[(row + column) % len(looks)],
                0.0015)


def casement(room: Room, side: str, hole: Opening, look, panes: tuple[int, int] = (2, 1),
             bar: float = 0.05, muntin: float = 0.026, has_sill: bool = True) -> None:
    """Window frame in an opening, divided into panes (along, up), with a sill inside."""
    begin, end, low, high = hole
    face = (0.10, 0.16)
    for a, b in ((begin, begin + bar), (end - bar, end)):
        on_wall(room, side, (a, b, low, high), face, look)
    # A hair thinner than the uprights: faces in one plane would shade each other black.
    flush, finer = (0.103, 0.157), (0.112, 0.148)
    for a, b in ((low, low + bar), (high - bar, high)):
        on_wall(room, side, (begin, end, a, b), flush, look)
    for index in range(1, panes[0]):
        middle = begin + (end - begin) * index / panes[0]
        on_wall(room, side, (middle - muntin / 2, middle + muntin / 2, low, high), finer, look)
    for index in range(1, panes[1]):
        middle = low + (high - low) * index / panes[1]
        on_wall(room, side, (begin, end, middle - muntin / 2, middle + muntin / 2),
                (0.115, 0.145), look)
    if has_sill:
        on_wall(room, side, (begin - 0.03, end + 0.03, low - 0.03, low + 0.002), (-0.07, 0.1),
                look, 0.006)


def outside(room: Room, side: str, look, far: float = 5.0, low: float = -1.5,
            high: float = 5.5, reach: float = 12.0) -> None:
    """Glowing picture far behind a side, seen through its windows; it gives no light itself."""
    begin, end = room.span(side)
    panorama = on_wall(room, side, (begin - reach, end + reach, low, high), (far, far + 0.1), look, 0)
    panorama.visible_diffuse = False
    panorama.visible_shadow = False


def curtain(room: Room, side: str, span: tuple[float, float], look, folds: float,
            offset: float = 0.11, top: float | None = None, foot: float = 0.015) -> None:
    """Gathered cloth on the room side of a wall, from top (near the ceiling) to foot."""
    head = room.height - 0.1 if top is None else top

    def surface(u: float, v: float) -> Point:
        gather = 0.75 + 0.25 * v
        wave = math.sin(2 * math.pi * folds * u + 0.7 * math.sin(5 * u))
        sway = 0.4 * math.sin(4.4 * math.pi * folds * u + 3 * v)
        depth = 0.035 * gather * (wave + 0.35 * sway)
        return room.at(side, span[0] + (span[1] - span[0]) * u, -offset - depth,
                       foot + (head - foot) * (1 - v))

    link("curtain", sheet("curtain", surface, int(folds * 16), 24), look)


def area_light(name: str, place: Point, turn: Point, size: tuple[float, float], watts: float,
               colour: paint.Colour, spread: float = math.pi) -> None:
    """Rectangular light that the camera does not see; unturned it shines straight down."""
    light = bpy.data.lights.new(name, "AREA")
    light.shape, light.size, light.size_y = "RECTANGLE", *size
    light.energy, light.color, light.spread = watts, colour, spread
    thing = bpy.data.objects.new(name, light)
    thing.location, thing.rotation_euler = place, turn
    thing.visible_camera = False
    bpy.context.collection.objects.link(thing)


def sky_through(room: Room, side: str, hole: Opening, watts: float,
                colour: paint.Colour = (0.80, 0.91, 1.0)) -> None:
    """Soft daylight through an opening, tilted a little to the floor."""
    begin, end, low, high = hole
    place = room.at(side, (begin + end) / 2, 0.3, (low + high) / 2 + 0.1)
    tilt = math.radians(82)
    turn = {"left": (0, -tilt, 0), "right": (0, tilt, 0), "back": (-tilt, 0, 0)}[side]
    size = (high - low + 0.3, end - begin + 0.2)
    area_light("sky", place, turn, size[::-1] if side == "back" else size, watts, colour)


def sunlight(azimuth: float, height: float, strength: float, softness: float = 0.012,
             colour: paint.Colour = (1.0, 0.86, 0.66)) -> None:
    """Sun from azimuth (0: from behind the camera, +pi/2: from the left) at height, radians."""
    light = bpy.data.lights.new("sun", "SUN")
    light.energy, light.angle, light.color = strength, softness, colour
    thing = bpy.data.objects.new("sun", light)
    thing.rotation_euler = (math.pi / 2 - height, 0, -azimuth)
    bpy.context.collection.objects.link(thing)


def room_return(room: Room, watts: float, colour: paint.Colour = (1.0, 0.94, 0.86)) -> None:
    """Weak warm light that comes back from the part of the room behind the camera."""
    area_light("room return", ((room.left + room.right) / 2, -0.9, min(2.3, room.height - 0.3)),
               (math.radians(68), 0, 0), (2.6, 1.4), watts, colour)
