"""Furniture of the kitchen: units, sink, cooker, hood, crockery, boards, herbs, table.

Owns shapes and proportions; lengths metres, angles radians. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

from mathutils import Vector
from office_furniture import Looks
from office_growth import leaf_mesh
from office_shapes import Point, aim, box, lathe, link, mesh_from, tube
from parts_lamps import ball


def front(low: Point, size: tuple[float, float], look, handle, grip: str) -> None:
    """Shaker door or drawer facing -Y; grip: where the handle sits, "top", "left" or "right"."""
    (x, y, z), (wide, tall), rail = low, size, 0.055
    box("front field", (x + 0.002, y - 0.008, z + 0.002), (x + wide - 0.002, y + 0.012,
        z + tall - 0.002), look, 0.001)
    for first, last in (((x + 0.002, z + 0.002), (x + rail, z + tall - 0.002)),
                        ((x + wide - rail, z + 0.002), (x + wide - 0.002, z + tall - 0.002)),
                        ((x + rail, z + 0.002), (x + wide - rail, z + rail)),
                        ((x + rail, z + tall - rail), (x + wide - rail, z + tall - 0.002))):
        box("front rail", (first[0], y - 0.018, first[1]), (last[0], y - 0.006, last[1]), look,
            0.003)
    if grip == "top":
        middle, at = x + wide / 2, z + tall - rail / 2 - 0.004
        ends = [(middle - 0.06, y - 0.018, at), (middle + 0.06, y - 0.018, at)]
    else:
        at = x + rail / 2 if grip == "left" else x + wide - rail / 2
        high = z + tall - 0.12 if z < 1.0 else z + 0.26
        ends = [(at, y - 0.018, high), (at, y - 0.018, high - 0.13)]
    for end in ends:
        tube("grip foot", [end, (end[0], y - 0.042, end[2])], 0.005, handle)
    tube("grip", [(e[0], y - 0.042, e[2]) for e in ends], 0.006, handle)


def base_units(looks: Looks, low: Point, widths: list[tuple[float, str]], look, handle, top,
               depth: float = 0.6) -> float:
    """Row of units under one worktop, fronts towards -Y; kinds "door", "doors", "drawers", "gap".

    low is the front left corner; returns the height of the worktop.
    """
    x, y, z = low
    total, tall, plinth = sum(width for width, _ in widths), 0.86, 0.1
    box("unit plinth", (x, y + 0.06, z), (x + total, y + depth, z + plinth), looks.black_metal, 0)
    at = x
    for wide, kind in widths:
        if kind != "gap":
            box("unit", (at + 0.001, y + 0.014, z + plinth), (at + wide - 0.001, y + depth,
                z + tall), look, 0)
        if kind == "drawers":
            level = z + plinth
            for share in (0.4, 0.36, 0.24):
                front((at, y, level), (wide, share * (tall - plinth)), look, handle, "top")
                level += share * (tall - plinth)
        elif kind == "doors":
            front((at, y, z + plinth), (wide / 2, tall - plinth), look, handle, "right")
            front((at + wide / 2, y, z + plinth), (wide / 2, tall - plinth), look, handle, "left")
        elif kind == "door":
            front((at, y, z + plinth), (wide, tall - plinth), look, handle, "right")
        at += wide
    box("worktop", (x - 0.01, y - 0.03, z + tall), (x + total + 0.01, y + depth, z + tall + 0.035),
        top, 0.004)
    return z + tall + 0.035


def oven(looks: Looks, low: Point, wide: float, steel, glass) -> None:
    """Built-in oven front facing -Y, 0.72 high, with knobs and a bar."""
    x, y, z = low
    box("oven", (x + 0.004, y - 0.014, z), (x + wide - 0.004, y + 0.5, z + 0.74), steel, 0.004)
    box("oven window", (x + 0.05, y - 0.02, z + 0.1), (x + wide - 0.05, y - 0.012, z + 0.5),
        glass, 0.006)
    tube("oven bar", [(x + 0.06, y - 0.06, z + 0.56), (x + wide - 0.06, y - 0.06, z + 0.56)], 0.01,
         steel)
    for at in (x + 0.09, x + wide - 0.09):
        tube("bar foot", [(at, y - 0.014, z + 0.56), (at, y - 0.06, z + 0.56)], 0.008, steel)
    for index in range(4):
        knob = lathe("knob", [(0, 0.03), (0.02, 0.03), (0.023, 0)], looks.black_metal,
                     (x + wide * (0.2 + 0.2 * index), y - 0.014, z + 0.66), 24)
        knob.rotation_euler = (math.pi / 2, 0, 0)


def hob_with_pot(looks: Looks, centre: Point, pot_look) -> None:
    """Gas hob with grates, an enamelled pot with its lid on it."""
    x, y, z = centre
    box("hob", (x - 0.29, y - 0.24, z), (x + 0.29, y + 0.24, z + 0.012), looks.black_metal, 0.004)
    for burner_x in (-0.14, 0.14):
        for burner_y in (-0.11, 0.12):
            at = (x + burner_x, y + burner_y, z + 0.012)
            lathe("burner", [(0, 0.012), (0.035, 0.012), (0.04, 0)], looks.black_metal, at, 24)
            for side in ((0.1, 0), (0, 0.1)):
                tube("grate", [(at[0] - side[0], at[1] - side[1], at[2] + 0.026),
                               (at[0] + side[0], at[1] + side[1], at[2] + 0.026)], 0.005,
                     looks.black_metal)
    base = (x - 0.14, y + 0.1, z + 0.042)
    lathe("pot", [(0, 0), (0.1, 0), (0.112, 0.012), (0.115, 0.12), (0.12, 0.125), (0.118, 0.13),
                  (0.08, 0.155), (0.02, 0.168), (0, 0.168)], pot_look, base, 48)
    ball("pot knob", (base[0], base[1], base[2] + 0.182), 0.017, looks.brass)
    for side in (-1, 1):
        tube("pot ear", [(base[0] + 0.11 * side, base[1] - 0.03, base[2] + 0.1),
                         (base[0] + 0.15 * side, base[1] - 0.02, base[2] + 0.105),
                         (base[0] + 0.15 * side, base[1] + 0.02, base[2] + 0.105),
                         (base[0] + 0.11 * side, base[1] + 0.03, base[2] + 0.1)], 0.008, pot_look)


def hood(low: Point, wide: float, top: float, look, trim) -> None:
    """Plastered hood that narrows to the ceiling; low is the front left lower corner."""
    (x, y, z), deep, neck = low, 0.5, 0.16
    box("hood rim", (x - 0.015, y - 0.015, z - 0.07), (x + wide + 0.015, y + deep, z), trim, 0.006)
    verts = [(x, y, z), (x + wide, y, z), (x + wide, y + deep, z), (x, y + deep, z),
             (x + neck, y + 0.2, z + 0.62), (x + wide - neck, y + 0.2, z + 0.62),
             (x + wide - neck, y + deep, z + 0.62), (x + neck, y + deep, z + 0.62)]
    faces = [(0, 1, 5, 4), (1, 2, 6, 5), (3, 0, 4, 7), (4, 5, 6, 7)]
    link("hood", mesh_from("hood", verts, faces), look)
    box("hood chimney", (x + neck, y + 0.2, z + 0.62), (x + wide - neck, y + deep, top), look, 0)


def tap(base: Point, look, turn: float = 0.0) -> None:
    """Swan-neck tap with a lever; turn 0 pours towards -Y."""
    x, y, z = base
    out_x, out_y = -math.sin(turn), -math.cos(turn)
    path = [(x, y, z), (x, y, z + 0.2), (x, y, z + 0.31), (x + 0.09 * out_x, y + 0.09 * out_y,
            z + 0.36), (x + 0.19 * out_x, y + 0.19 * out_y, z + 0.32),
            (x + 0.2 * out_x, y + 0.2 * out_y, z + 0.22)]
    tube("tap", path, 0.012, look)
    lathe("tap foot", [(0, 0), (0.028, 0), (0.026, 0.03), (0.012, 0.04)], look, base, 24)
    tube("lever", [(x + 0.02, y, z + 0.06), (x + 0.09, y, z + 0.09)], 0.007, look)


def stack_of_plates(base: Point, radius: float, count: int, look) -> None:
    """Plates on each other."""
    x, y, z = base
    for level in range(count):
        lathe("plate", [(0, 0), (radius * 0.6, 0), (radius, 0.018), (radius, 0.022),
                        (radius * 0.6, 0.006), (0, 0.006)], look, (x, y, z + 0.011 * level), 40)


def stack_of_bowls(base: Point, radius: float, count: int, look) -> None:
    """Bowls in each other."""
    x, y, z = base
    for level in range(count):
        lathe("bowl", [(0, 0), (radius * 0.45, 0), (radius * 0.8, 0.03), (radius, 0.07),
                       (radius * 0.96, 0.07), (radius * 0.75, 0.034), (0, 0.008)], look,
              (x, y, z + 0.022 * level), 40)


def kettle(base: Point, look, grip) -> None:
    """Stove kettle with a spout to the left and an arched handle."""
    x, y, z = base
    lathe("kettle", [(0, 0), (0.1, 0), (0.115, 0.02), (0.11, 0.08), (0.075, 0.14), (0.045, 0.155),
                     (0.04, 0.165), (0, 0.17)], look, base, 48)
    ball("kettle knob", (x, y, z + 0.18), 0.014, grip)
    tube("spout", [(x - 0.09, y, z + 0.07), (x - 0.14, y, z + 0.1), (x - 0.165, y, z + 0.15)],
         [0.024, 0.017, 0.012], look)
    tube("kettle handle", [(x - 0.08, y, z + 0.125), (x - 0.085, y, z + 0.22), (x, y, z + 0.26),
                           (x + 0.085, y, z + 0.22), (x + 0.08, y, z + 0.125)], 0.008, grip)


def board_leaning(base: Point, size: tuple[float, float], look, round_top: bool) -> None:
    """Chopping board that leans against the wall behind it; base is the middle of its foot."""
    x, y, z = base
    if round_top:
        disc = lathe("round board", [(0, -0.009), (size[0] / 2, -0.009), (size[0] / 2, 0.009),
                                     (0, 0.009)], look, (x, y, z + size[0] / 2), 56)
        disc.rotation_euler = (math.pi / 2 - 0.14, 0, 0)
        return
    board = box("board", (-size[0] / 2, -0.01, -size[1] / 2), (size[0] / 2, 0.01, size[1] / 2),
                look, 0.008)
    board.location, board.rotation_euler = (x, y, z + size[1] / 2), (-0.14, 0, 0)


def crock_of_tools(looks: Looks, base: Point, look, chance: Random) -> None:
    """Stoneware crock with wooden spoons and a whisk."""
    x, y, z = base
    lathe("crock", [(0, 0), (0.055, 0), (0.062, 0.02), (0.062, 0.13), (0.068, 0.14), (0.056, 0.14),
                    (0.055, 0.03)], look, base, 40)
    for index in range(6):
        angle = index * 1.05 + chance.uniform(-0.2, 0.2)
        out = 0.055 + 0.02 * chance.random()
        tip = Vector((x + out * math.cos(angle), y + out * math.sin(angle),
                      z + chance.uniform(0.27, 0.34)))
        wood = chance.choice((looks.oak_z, looks.walnut_z, looks.oak_z))
        tube("spoon", [(x + 0.3 * out * math.cos(angle), y + 0.3 * out * math.sin(angle), z + 0.02),
                       tip], 0.006, wood)
        bowl = ball("spoon bowl", tip, 0.026, wood, 1.5)
        bowl.scale = (1.0, 0.4, 1.0)


def herb(base: Point, tall: float, leaf_look, stem_look, chance: Random, spread: float = 0.12,
         stems: int = 16) -> None:
    """Bushy kitchen herb: many stems with small leaves in pairs."""
    shapes = [leaf_mesh(1.0, 0.6, 0.3, chance.uniform(0.1, 0.5)) for _ in range(3)]
    for _ in range(stems):
        angle, out = chance.uniform(0, 2 * math.pi), spread * math.sqrt(chance.random())
        root = Vector(base) + Vector((0.3 * out * math.cos(angle), 0.3 * out * math.sin(angle), 0))
        tip = Vector(base) + Vector((out * math.cos(angle), out * math.sin(angle),
                                     tall * chance.uniform(0.6, 1.0)))
        tube("herb stem", [root, tip], 0.0016, stem_look)
        for step in range(5):
            at = root.lerp(tip, 0.35 + 0.16 * step)
            for side in (0, math.pi):
                turn = angle + side + 1.5 * step + chance.uniform(-0.4, 0.4)
                grown = link("herb leaf", chance.choice(shapes), leaf_look)
                aim(grown, at, (math.cos(turn), math.sin(turn), chance.uniform(0.1, 0.8)),
                    chance.uniform(-0.4, 0.4))
                size = chance.uniform(0.03, 0.055)
                grown.scale = (size, size, size)


def rail_with_pans(looks: Looks, left: Point, wide: float, chance: Random, copper) -> None:
    """Brass rail on the back wall with hooks, pans and a ladle; left y is the wall's face."""
    x, wall, z = left
    tube("rail", [(x, wall - 0.05, z), (x + wide, wall - 0.05, z)], 0.008, looks.brass)
    for at in (x + 0.04, x + wide - 0.04):
        tube("rail foot", [(at, wall, z), (at, wall - 0.05, z)], 0.008, looks.brass)
    at, radius = x + 0.12, 0.115
    while at < x + wide - 0.08:
        tube("hook", [(at, wall - 0.05, z + 0.01), (at, wall - 0.055, z - 0.05)], 0.003,
             looks.black_metal)
        tube("pan handle", [(at, wall - 0.045, z - 0.04), (at, wall - 0.03, z - 0.2)], 0.008,
             looks.black_metal)
        pan = lathe("pan", [(0, 0), (radius * 0.85, 0), (radius, 0.045), (radius * 0.97, 0.045)],
                    copper, (at, wall - 0.012, z - 0.2 - radius), 44)
        pan.rotation_euler = (math.pi / 2, 0, 0)
        at, radius = at + 2 * radius + 0.03, radius * 0.86
