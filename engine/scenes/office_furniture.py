"""Furniture of the office scene: shelves, cabinet, desk, chair, lamps, pictures, vessels.

Owns shapes and proportions; lengths metres, angles radians, materials come in a Looks record.
Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import bpy
from mathutils import Vector
from office_growth import Bindery, pile_of_books, row_of_books
from office_shapes import Point, box, lathe, link, mesh_from, sheet, tube, turn_group


@dataclass(frozen=True)
class Looks:
    """Materials by what they are used for."""

    oak_x: bpy.types.Material
    oak_y: bpy.types.Material
    oak_z: bpy.types.Material
    walnut_x: bpy.types.Material
    walnut_z: bpy.types.Material
    black_metal: bpy.types.Material
    brass: bpy.types.Material
    white: bpy.types.Material
    glaze: bpy.types.Material
    clay: bpy.types.Material
    slate: bpy.types.Material
    upholstery: bpy.types.Material
    wool: bpy.types.Material
    wicker: bpy.types.Material
    shade: bpy.types.Material
    paper: bpy.types.Material
    leaf: bpy.types.Material
    pale_leaf: bpy.types.Material
    stem: bpy.types.Material
    soil: bpy.types.Material
    inks: tuple[bpy.types.Material, ...]


def bookcase(
    looks: Looks, low: Point, size: tuple[float, float], columns: int, heights: list[float]
) -> tuple[list, float]:
    """Open oak bookcase of size (width, depth), rows from the floor up.

    Returns its compartments as (x, front y, z, width, height), and the height of its top.
    """
    (x, y, z), (wide, deep), board = low, size, 0.026
    gap, tall = (wide - board) / columns, 0.07 + sum(heights) + board
    for index in range(columns + 1):
        left = x + index * gap
        box("upright", (left, y, z), (left + board, y + deep, z + tall), looks.oak_z)
    box("back board", (x, y + deep - 0.008, z), (x + wide, y + deep, z + tall), looks.oak_z)
    box("plinth", (x + board, y + 0.03, z), (x + wide - board, y + 0.05, z + 0.07), looks.oak_x)
    levels, level = [0.07], 0.07
    for height in heights:
        level += height
        levels.append(level)
    cells = []
    for row, level in enumerate(levels):
        for column in range(columns):
            left, right = x + column * gap + board, x + (column + 1) * gap
            box("shelf", (left, y + 0.004, z + level), (right, y + deep - 0.008, z + level + board),
                looks.oak_x, 0.002)
            if row < len(heights):
                cells.append((left, y + 0.03, z + level + board, right - left,
                              heights[row] - board))
    return cells, z + tall


def fill_compartment(cell: tuple, kind: str, looks: Looks, bindery: Bindery) -> None:
    """Books, or books with a thing beside them; kind names the arrangement."""
    (x, front, z, width, height), chance = cell, bindery.chance
    if kind == "full":
        row_of_books(bindery, (x + 0.006, front, z), width * chance.uniform(0.86, 0.99), height)
    elif kind == "left":
        row_of_books(bindery, (x + 0.006, front, z), width * 0.55, height)
        ornament(looks, (x + width * 0.8, front + 0.1, z), height * 0.72, chance)
    elif kind == "right":
        ornament(looks, (x + width * 0.2, front + 0.1, z), height * 0.72, chance)
        row_of_books(bindery, (x + width * 0.42, front, z), width * 0.57, height)
    elif kind == "pile":
        top = pile_of_books(bindery, (x + width * 0.36, front + 0.08, z), 4)
        vessel(looks.brass, (x + width * 0.36, front + 0.09, top), 0.07, "bowl")
        row_of_books(bindery, (x + width * 0.68, front, z), width * 0.3, height)
    elif kind == "box":
        linen_box(looks, (x + 0.03, front, z), (min(0.34, width - 0.06), 0.24, height * 0.68))


def linen_box(looks: Looks, low: Point, size: Point) -> None:
    """Woven storage box with a dark handle slot."""
    high = [a + b for a, b in zip(low, size, strict=True)]
    box("linen box", low, high, looks.wicker, 0.012)
    middle, grip = (low[0] + high[0]) / 2, low[2] + size[2] * 0.72
    box("grip", (middle - 0.04, low[1] - 0.002, grip),
        (middle + 0.04, low[1] + 0.002, grip + 0.016), looks.black_metal, 0.002)


def ornament(looks: Looks, base: Point, tall: float, chance: Random) -> None:
    """One vessel of a random form and glaze."""
    form = chance.choice(("vase", "jug", "bottle"))
    vessel(chance.choice((looks.glaze, looks.clay, looks.slate)), base, tall, form)


def vessel(look, base: Point, tall: float, form: str) -> None:
    """Turned vessel; profiles are (radius, height) as shares of the height."""
    profiles = {
        "vase": [(0, 0), (0.2, 0), (0.32, 0.2), (0.36, 0.42), (0.28, 0.68), (0.14, 0.84),
                 (0.13, 0.92), (0.17, 1.0), (0.15, 1.0), (0.1, 0.9)],
        "jug": [(0, 0), (0.28, 0), (0.33, 0.1), (0.34, 0.5), (0.3, 0.75), (0.27, 0.9),
                (0.3, 1.0), (0.28, 1.0), (0.24, 0.85)],
        "bottle": [(0, 0), (0.22, 0), (0.27, 0.08), (0.27, 0.45), (0.2, 0.6), (0.08, 0.7),
                   (0.07, 0.95), (0.09, 1.0), (0.07, 1.0), (0.05, 0.9)],
        "bowl": [(0, 0), (0.45, 0), (0.5, 0.08), (0.95, 0.7), (1.1, 1.0), (1.06, 1.0),
                 (0.85, 0.65), (0, 0.2)],
    }  # fmt: skip
    lathe(form, [(r * tall, h * tall) for r, h in profiles[form]], look, base)


def sideboard(looks: Looks, low: Point, size: Point, doors: int) -> None:
    """Low walnut cabinet on splayed legs with flush doors and small brass knobs."""
    (x, y, z), (wide, deep, tall), leg = low, size, 0.16
    box("carcass", (x, y + 0.012, z + leg), (x + wide, y + deep, z + tall - 0.03), looks.walnut_x)
    box("top", (x - 0.01, y - 0.012, z + tall - 0.03), (x + wide + 0.01, y + deep, z + tall),
        looks.walnut_x, 0.006)
    step = wide / doors
    for index in range(doors):
        left = x + index * step
        box("door", (left + 0.006, y - 0.006, z + leg + 0.012),
            (left + step - 0.006, y + 0.014, z + tall - 0.042), looks.walnut_x)
        knob = left + (0.045 if index % 2 else step - 0.045)
        turned = lathe("knob", [(0, 0), (0.006, 0), (0.006, 0.014), (0.012, 0.018), (0.011, 0.025),
                                (0, 0.027)], looks.brass, (knob, y - 0.006, z + tall - 0.14), 20)
        turned.rotation_euler = (math.pi / 2, 0, 0)
    for leg_x, out in ((x + 0.12, -0.05), (x + wide - 0.12, 0.05)):
        for leg_y in (y + 0.06, y + deep - 0.06):
            tube("leg", [(leg_x, leg_y, z + leg), (leg_x + out, leg_y, z)], [0.02, 0.012],
                 looks.walnut_z)


def desk(looks: Looks, low: Point, size: Point) -> None:
    """Oak top on a thin black trestle, long side along Y."""
    (x, y, z), (wide, deep, tall) = low, size
    box("desk top", (x, y, z + tall - 0.028), (x + wide, y + deep, z + tall), looks.oak_y, 0.004)
    for end in (y + 0.12, y + deep - 0.14):
        for side in (x + 0.06, x + wide - 0.08):
            box("trestle", (side, end, z), (side + 0.025, end + 0.025, z + tall - 0.028),
                looks.black_metal)
        box("rail", (x + 0.062, end + 0.002, z + tall - 0.06),
            (x + wide - 0.057, end + 0.023, z + tall - 0.028), looks.black_metal)


def chair(looks: Looks, base: Point, facing: float) -> None:
    """Upholstered shell chair on splayed oak legs; facing 0 looks along +Y."""
    profile = [(0.25, 0.42), (0.2, 0.445), (0.05, 0.435), (-0.1, 0.43), (-0.19, 0.46),
               (-0.235, 0.54), (-0.26, 0.66), (-0.285, 0.77), (-0.3, 0.83)]
    widths = [0.40, 0.45, 0.47, 0.46, 0.47, 0.48, 0.47, 0.43, 0.36]

    def surface(u: float, v: float) -> Point:
        place = v * (len(profile) - 1)
        index = min(int(place), len(profile) - 2)
        part, (y0, z0), (y1, z1) = place - index, profile[index], profile[index + 1]
        half = 0.5 * (widths[index] * (1 - part) + widths[index + 1] * part)
        aside = 2 * u - 1
        # The rim curls up beside the seat and forwards beside the back.
        curl = 0.075 * aside**4
        upright = min(1.0, max(0.0, (v - 0.35) / 0.3))
        return (aside * half * (1 - 0.06 * aside**4), y0 + (y1 - y0) * part + curl * 1.5 * upright,
                z0 + (z1 - z0) * part + curl * (1 - upright))

    shell = link("chair shell", sheet("chair shell", surface, 14, 24), looks.upholstery)
    thick = shell.modifiers.new("thickness", "SOLIDIFY")
    thick.thickness, thick.offset = 0.04, -1.0
    soft = shell.modifiers.new("roundness", "SUBSURF")
    soft.levels = soft.render_levels = 2
    parts = [shell]
    for x in (-1, 1):
        for y in (-1, 1):
            parts.append(tube("chair leg", [(0.13 * x, 0.12 * y, 0.42), (0.22 * x, 0.23 * y, 0.0)],
                              [0.019, 0.011], looks.oak_z))
    turn_group(parts, base, facing)


def rug(looks: Looks, low: tuple[float, float], high: tuple[float, float]) -> None:
    """Flat woven rug with a darker border, between two floor corners (x, y)."""
    box("rug border", (*low, 0), (*high, 0.010), looks.wicker, 0.004)
    box("rug", (low[0] + 0.06, low[1] + 0.06, 0), (high[0] - 0.06, high[1] - 0.06, 0.012),
        looks.wool, 0.004)


def socket(looks: Looks, centre: Point) -> None:
    """Flush wall socket; centre y is the wall's face."""
    x, wall, z = centre
    box("socket", (x - 0.04, wall - 0.008, z - 0.04), (x + 0.04, wall, z + 0.04), looks.white)
    hole = lathe("socket well", [(0, 0), (0.019, 0)], looks.paper, (x, wall - 0.0085, z), 24)
    hole.rotation_euler = (math.pi / 2, 0, 0)


def bulb(name: str, place: Point, watts: float, radius: float = 0.03) -> None:
    """Warm lamp bulb, about 2700 K."""
    light = bpy.data.lights.new(name, "POINT")
    light.energy, light.shadow_soft_size = watts, radius
    light.color = (1.0, 0.62, 0.30)
    thing = bpy.data.objects.new(name, light)
    thing.location = place
    thing.visible_camera = False
    bpy.context.collection.objects.link(thing)


def table_lamp(looks: Looks, base: Point, tall: float, watts: float) -> None:
    """Glazed foot, brass neck and a linen shade."""
    x, y, z = base
    foot = tall * 0.5
    profile = [(0, 0), (0.3, 0), (0.34, 0.06), (0.44, 0.35), (0.4, 0.6), (0.2, 0.85), (0.1, 1.0)]
    lathe("lamp foot", [(r * foot * 0.75, h * foot) for r, h in profile], looks.clay, base)
    tube("lamp neck", [(x, y, z + foot), (x, y, z + tall * 0.72)], 0.007, looks.brass)
    lathe("lamp shade", [(0.36 * tall, tall * 0.52), (0.24 * tall, tall)], looks.shade, base, 64)
    bulb("bulb", (x, y, z + tall * 0.74), watts)


def pendant(looks: Looks, hook: Point, drop: float, radius: float, watts: float) -> None:
    """Linen drum on a black cord."""
    x, y, z = hook
    tall = radius * 0.85
    tube("cord", [(x, y, z), (x, y, z - drop)], 0.0035, looks.black_metal)
    low = (x, y, z - drop - tall)
    lathe("pendant shade", [(radius, 0), (radius * 0.99, tall * 0.9), (radius * 0.95, tall)],
          looks.shade, low, 64)
    lathe("pendant cap", [(0, tall), (radius * 0.95, tall)], looks.shade, low, 64)
    bulb("bulb", (x, y, low[2] + tall * 0.45), watts)


def desk_lamp(looks: Looks, base: Point, turn: float) -> None:
    """Slim black task lamp with two arms and a small cone."""
    foot = lathe("task foot", [(0, 0), (0.085, 0), (0.085, 0.012), (0.08, 0.018), (0, 0.018)],
                 looks.black_metal, (0, 0, 0))
    arms = [tube("task arm", path, 0.006, looks.black_metal)
            for path in ([(0, 0, 0.018), (-0.06, 0, 0.26)], [(-0.06, 0, 0.26), (0.16, 0, 0.43)])]
    cone = lathe("task cone", [(0.016, 0.05), (0.022, 0.045), (0.03, 0.02), (0.068, -0.06),
                               (0.064, -0.06), (0.026, 0.02)], looks.black_metal, (0.17, 0, 0.41))
    cone.rotation_euler = (0, -0.35, 0)
    turn_group([foot, *arms, cone], base, turn)


def mug_of_pencils(looks: Looks, base: Point, chance: Random) -> None:
    """Clay mug with pencils fanned out."""
    vessel(looks.glaze, base, 0.1, "jug")
    for index in range(6):
        angle = index + chance.uniform(0, 0.5)
        top = Vector((0.045 * math.cos(angle), 0.045 * math.sin(angle), 0.0))
        tube("pencil", [Vector(base) + Vector((0, 0, 0.012)) - 0.3 * top,
                        Vector(base) + top + Vector((0, 0, chance.uniform(0.14, 0.18)))],
             0.0036, chance.choice((looks.oak_z, looks.brass, looks.slate)))


def picture(looks: Looks, centre: Point, size: tuple[float, float], motif: str, frame) -> None:
    """Framed print of ours on the back wall; centre y is the wall's face, size outer (w, h)."""
    x, wall, z = centre
    wide, tall = size
    rail, deep = 0.022, 0.028
    half_w, half_h = wide / 2, tall / 2
    for low_x, high_x, low_z, high_z in (
        (-half_w, half_w, half_h - rail, half_h), (-half_w, half_w, -half_h, -half_h + rail),
        (-half_w, -half_w + rail, -half_h + rail, half_h - rail),
        (half_w - rail, half_w, -half_h + rail, half_h - rail),
    ):  # fmt: skip
        box("frame", (x + low_x, wall - deep, z + low_z), (x + high_x, wall - 0.001, z + high_z),
            frame, 0.002)
    box("print", (x - half_w + rail, wall - 0.012, z - half_h + rail),
        (x + half_w - rail, wall - 0.004, z + half_h - rail), looks.paper, 0)
    inner = (wide * 0.62, tall * 0.66)
    for layer, (outline, ink) in enumerate(motif_shapes(motif)):
        verts = [(u * inner[0], 0, v * inner[1]) for u, v in outline]
        flat = mesh_from("motif", verts, [tuple(range(len(verts)))])
        link("motif", flat, looks.inks[ink], (x, wall - 0.0125 - 0.0004 * layer, z))


def motif_shapes(motif: str) -> list[tuple[list[tuple[float, float]], int]]:
    """Flat outlines in -0.5..0.5 with the number of their ink, back to front."""

    if motif == "hills":
        turns = [math.pi * i / 24 for i in range(48)]
        sun = [(0.16 + 0.13 * math.cos(turn), 0.2 + 0.1 * math.sin(turn)) for turn in turns]
        shapes = [([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)], 0),
                  (sun, 1)]
        for layer, (base, swing) in enumerate(((0.06, 0.07), (-0.1, 0.06), (-0.26, 0.05))):
            ridge = [(i / 40 - 0.5, base + swing * math.sin(5 * i / 40 + 2.1 * layer)
                      + 0.4 * swing * math.sin(11 * i / 40 + layer)) for i in range(41)]
            shapes.append(([*ridge, (0.5, -0.5), (-0.5, -0.5)], 2 + layer))
        return shapes
    shapes = [([(-0.006, -0.48), (0.006, -0.48), (0.006, 0.44), (-0.006, 0.44)], 4)]
    for index in range(9):
        side, height = (1 if index % 2 else -1), -0.34 + 0.09 * index
        reach = 0.36 - 0.022 * index
        tip = (side * reach, height + 0.16)
        bend = [(side * reach * t, height + 0.16 * t + 0.06 * math.sin(math.pi * t))
                for t in (0, 0.25, 0.5, 0.75)]
        under = [(side * reach * t, height + 0.16 * t - 0.05 * math.sin(math.pi * t))
                 for t in (0.75, 0.5, 0.25)]
        shapes.append(([*bend, tip, *under], 4 if index % 3 else 3))
    return shapes
