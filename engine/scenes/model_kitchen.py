"""The background scene "kitchen": a lived-in kitchen in the forenoon, its window on the right.

Usage: see render_room.py. Owns what stands where; the lower middle is kept calm, for a person sits
there. Our own work, Apache-2.0.
"""

from __future__ import annotations

from random import Random

import office_furniture as furniture
import office_growth as growth
import office_materials as paint
import parts_cafe as cafe
import parts_kitchen as kitchen
import parts_lamps as lamps
import parts_materials as more
import render_room
import room_shell as shell
from office_furniture import Looks
from office_shapes import box

ROOM = shell.Room(left=-3.0, right=1.98, back=4.7, height=2.95)
WINDOW = (2.2, 4.3, 1.06, 2.42)
FRONT = ROOM.back - 0.6  # of the units along the back wall


def build(looks: Looks, chance: Random) -> None:
    """The whole room."""
    sage = paint.plain("sage", (0.235, 0.285, 0.225), 0.45)
    oak_top = paint.wood("worktop", (0.30, 0.175, 0.085), (0.50, 0.33, 0.19), "X", 0.35)
    crockery = paint.plain("crockery", (0.70, 0.68, 0.63), 0.25)
    _shell(looks, chance)
    top = _units(looks, sage, oak_top)
    _on_the_worktop(looks, chance, top, crockery)
    _on_the_walls(looks, chance, crockery)
    _near(looks, chance)
    shell.sky_through(ROOM, "right", WINDOW, 300.0, (0.90, 0.95, 1.0))
    shell.room_return(ROOM, 34.0)


def _shell(looks: Looks, chance: Random) -> None:
    wall = paint.wall_paint("wall", (0.50, 0.445, 0.36))
    white = paint.wall_paint("ceiling", (0.74, 0.72, 0.69))
    shell.walls(ROOM, {"left": wall, "right": wall, "back": wall, "front": white},
                {"right": [WINDOW]})
    shell.ceiling(ROOM, white)
    cream = paint.plain("floor cream", (0.46, 0.41, 0.34), 0.35)
    stone = paint.plain("floor clay", (0.36, 0.305, 0.245), 0.35)
    shell.floor_tiles(ROOM, (cream, stone), looks.soil, 0.3)
    shell.casement(ROOM, "right", WINDOW, looks.white, (2, 2), 0.055, 0.03)
    shell.outside(ROOM, "right", paint.daylight_view("garden", 2.3))
    tiles = more.tiles("wall tiles", (0.58, 0.59, 0.55), (0.70, 0.70, 0.66), (0.36, 0.35, 0.32),
                       (0.12, 0.12), offset=0.0)
    box("splashback", (-1.95, ROOM.back - 0.012, 0.89), (ROOM.right, ROOM.back, 1.5), tiles, 0)


def _units(looks: Looks, sage, oak_top) -> float:
    steel = more.metal("steel", (0.42, 0.42, 0.42), 0.3)
    dark_glass = paint.plain("dark glass", (0.012, 0.012, 0.014), 0.08)
    # Tall units on the left.
    left = ROOM.left + 0.1
    for index in range(2):
        x = left + 0.48 * index
        box("tall unit", (x + 0.001, FRONT + 0.014, 0.1), (x + 0.479, ROOM.back, 2.3), sage, 0)
        kitchen.front((x, FRONT, 0.1), (0.48, 1.3), sage, looks.brass,
                      "right" if index == 0 else "left")
        kitchen.front((x, FRONT, 1.4), (0.48, 0.9), sage, looks.brass,
                      "right" if index == 0 else "left")
    box("tall plinth", (left, FRONT + 0.06, 0), (left + 0.96, ROOM.back, 0.1), looks.black_metal, 0)
    box("cornice", (left - 0.01, FRONT - 0.03, 2.3), (left + 0.98, ROOM.back, 2.35), sage, 0.01)
    start = left + 0.97
    top = kitchen.base_units(looks, (start, FRONT, 0), [
        (0.45, "drawers"), (0.6, "gap"), (0.8, "doors"), (0.8, "doors"), (0.45, "drawers"),
        (ROOM.right - start - 3.1, "gap")], sage, looks.brass, oak_top)
    box("corner filler", (start + 3.1, FRONT, 0.1), (ROOM.right - 0.59, FRONT + 0.02, 0.86), sage)
    kitchen.oven(looks, (start + 0.45, FRONT, 0.1), 0.6, steel, dark_glass)
    cooker = start + 0.75
    kitchen.hob_with_pot(looks, (cooker, FRONT + 0.3, top), paint.plain(
        "enamel", (0.42, 0.13, 0.05), 0.25))
    plaster = paint.wall_paint("hood plaster", (0.66, 0.63, 0.57))
    kitchen.hood((cooker - 0.42, ROOM.back - 0.5, 1.72), 0.84, ROOM.height, plaster, looks.oak_x)
    kitchen.kettle((cooker + 0.14, FRONT + 0.2, top + 0.04), more.metal(
        "kettle steel", (0.55, 0.55, 0.55), 0.2), looks.black_metal)
    # Units under the window, along the right wall, seen from their end.
    box("side units", (ROOM.right - 0.6, 2.6, 0.1), (ROOM.right, FRONT, 0.86), sage, 0.002)
    box("side plinth", (ROOM.right - 0.54, 2.64, 0), (ROOM.right, FRONT, 0.1), looks.black_metal, 0)
    box("side worktop", (ROOM.right - 0.63, 2.57, 0.86), (ROOM.right, FRONT - 0.03, 0.895), oak_top,
        0.004)
    for y in (2.62, 3.13, 3.64):
        box("side front", (ROOM.right - 0.618, y, 0.11), (ROOM.right - 0.6, y + 0.48, 0.85), sage,
            0.004)
    box("end panel", (ROOM.right - 0.6, 2.585, 0.1), (ROOM.right, 2.602, 0.86), sage, 0.003)
    return top


def _on_the_worktop(looks: Looks, chance: Random, top: float, crockery) -> None:
    wall = ROOM.back - 0.012
    glass = more.thin_glass("jar glass")
    fillings = [paint.plain("filling", colour, 0.7) for colour in (
        (0.55, 0.42, 0.24), (0.24, 0.10, 0.05), (0.62, 0.57, 0.46), (0.40, 0.30, 0.12))]
    kitchen.crock_of_tools(looks, (-0.68, wall - 0.14, top), looks.glaze, chance)
    kitchen.board_leaning((0.92, wall - 0.07, top), (0.3, 0.42), looks.walnut_z, False)
    kitchen.board_leaning((1.13, wall - 0.11, top), (0.3, 0.3), looks.oak_x, True)
    for index, tall in enumerate((0.25, 0.2, 0.16)):
        cafe.jar((0.38 + 0.15 * index, wall - 0.12, top), 0.06, tall, glass, fillings[index],
                 looks.oak_x)
    furniture.vessel(looks.clay, (1.45, wall - 0.2, top), 0.11, "bowl")
    for x, y, colour in ((1.41, -0.2, (0.62, 0.36, 0.05)), (1.49, -0.22, (0.45, 0.08, 0.03)),
                         (1.45, -0.15, (0.5, 0.42, 0.06)), (1.45, -0.24, (0.55, 0.30, 0.04))):
        lamps.ball("fruit", (x, wall + y, top + 0.115), 0.04, paint.plain("fruit", colour, 0.4),
                   0.92)
    # Under the window: the tap, herbs and plates that dry.
    brass = looks.brass
    kitchen.tap((ROOM.right - 0.12, 3.55, 0.895), brass, 1.57)
    for y, tall in ((4.05, 0.3), (3.2, 0.26), (2.9, 0.3)):
        soil = growth.pot((ROOM.right + 0.0, y, 1.062), 0.07, 0.12, chance.choice(
            (looks.clay, looks.glaze)), looks.soil)
        kitchen.herb(soil, tall, looks.pale_leaf, looks.stem, chance)
    kitchen.stack_of_bowls((1.86, 3.0, 0.895), 0.085, 3, crockery)
    furniture.vessel(looks.slate, (1.95, 3.75, 0.895), 0.26, "jug")


def _on_the_walls(looks: Looks, chance: Random, crockery) -> None:
    glaze = paint.plain("blue glaze", (0.09, 0.14, 0.18), 0.3)
    left, wide = -0.45, ROOM.right - 0.12 + 0.45
    for level, z in enumerate((1.52, 1.9, 2.28)):
        shelf = cafe.wall_shelf(looks, (left, ROOM.back - 0.25, z), (wide, 0.24), looks.oak_x,
                                looks.brass)
        y, x = ROOM.back - 0.13, left + 0.17
        kinds = (("plates", "bowls", "cups", "vase", "plates", "bowls"),
                 ("bowls", "jug", "plates", "plant", "cups", "books"),
                 ("basket", "jug", "bottle", "bottle", "basket", "vase"))
        for kind in kinds[level]:
            look = chance.choice((crockery, glaze, looks.clay, crockery, glaze))
            if kind == "plates":
                kitchen.stack_of_plates((x, y, shelf), 0.115, chance.randint(5, 9), look)
            elif kind == "bowls":
                kitchen.stack_of_bowls((x, y, shelf), 0.085, chance.randint(3, 5), look)
            elif kind == "cups":
                cafe.stack_of_cups((x - 0.06, y, shelf), look, 3)
                cafe.stack_of_cups((x + 0.05, y, shelf), crockery, 2)
            elif kind == "books":
                books = growth.Bindery(paint.book_cover("cook book"), looks.paper, chance)
                growth.row_of_books(books, (x - 0.1, ROOM.back - 0.22, shelf), 0.24, 0.33)
            elif kind == "basket":
                furniture.linen_box(looks, (x - 0.14, ROOM.back - 0.24, shelf), (0.3, 0.2, 0.18))
            elif kind == "plant":
                soil = growth.pot((x, y, shelf), 0.07, 0.12, looks.clay, looks.soil)
                growth.trailing_plant(soil, ROOM.back - 0.27, 0.5, looks.pale_leaf, looks.stem,
                                      chance, 6)
            else:
                furniture.vessel(look, (x, y, shelf), 0.22, kind)
            x += 0.37
    copper = more.metal("copper", (0.60, 0.27, 0.14), 0.28)
    kitchen.rail_with_pans(looks, (-1.93, ROOM.back - 0.012, 1.46), 0.5, chance, copper)
    furniture.linen_box(looks, (-2.75, FRONT + 0.1, 2.35), (0.36, 0.3, 0.22))
    furniture.vessel(looks.clay, (-2.18, FRONT + 0.2, 2.35), 0.26, "jug")


def _near(looks: Looks, chance: Random) -> None:
    linen = paint.plain("dome sand", (0.50, 0.43, 0.33), 0.5)
    lining = paint.plain("dome lining", (0.78, 0.70, 0.58), 0.5)
    for x in (-0.62, 0.62):
        lamps.dome(looks, (x, 2.9, ROOM.height), 0.72, 0.2, linen, lining, 9.0)


if __name__ == "__main__":
    render_room.run("kitchen", build, render_room.View(lens_mm=30.0, shift=0.03, band_up=-0.03,
                                                       seed=5))
