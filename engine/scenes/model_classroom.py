"""The background scene "classroom": a bright schoolroom after lessons, its windows on the left.

Usage: see render_room.py. Owns what stands where. The empty middle of the board is where the
person sits. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import office_furniture as furniture
import office_growth as growth
import office_materials as paint
import parts_classroom as school
import parts_lamps as lamps
import parts_materials as more
import render_room
import room_shell as shell
from office_furniture import Looks
from office_shapes import box

ROOM = shell.Room(left=-2.12, right=3.0, back=5.0, height=3.25)
WINDOWS = ((1.2, 2.75, 0.95, 2.8), (3.05, 4.6, 0.95, 2.8))


def build(looks: Looks, chance: Random) -> None:
    """The whole room."""
    _shell(looks, chance)
    _board_wall(looks, chance)
    _shelves(looks, chance)
    _desks(looks, chance)
    for hole in WINDOWS:
        shell.sky_through(ROOM, "left", hole, 210.0, (0.95, 0.97, 1.0))
    shell.room_return(ROOM, 20.0)


def _shell(looks: Looks, chance: Random) -> None:
    upper = paint.wall_paint("upper wall", (0.52, 0.47, 0.37))
    white = paint.wall_paint("ceiling", (0.76, 0.74, 0.71))
    lower = paint.plain("wainscot", (0.20, 0.255, 0.25), 0.5)
    shell.walls(ROOM, {"left": upper, "right": upper, "back": upper, "front": white},
                {"left": WINDOWS})
    shell.ceiling(ROOM, white)
    boards = paint.wood("floor", (0.19, 0.108, 0.058), (0.35, 0.22, 0.125), "Y", 0.35)
    shell.floor_boards(ROOM, boards, looks.soil, chance, 0.11)
    for side in ("back", "right", "left"):
        begin, end = ROOM.span(side)
        shell.on_wall(ROOM, side, (begin, end, 0.0, 0.9), (-0.012, 0), lower, 0)
        shell.on_wall(ROOM, side, (begin, end, 0.9, 0.945), (-0.03, 0), looks.oak_x
                      if side == "back" else looks.oak_y, 0.006)
        shell.on_wall(ROOM, side, (begin, end, 0.0, 0.11), (-0.022, 0), looks.white, 0.004)
    for hole in WINDOWS:
        shell.casement(ROOM, "left", hole, looks.white, (2, 3), 0.055, 0.03)
    shell.outside(ROOM, "left", paint.daylight_view("yard", 2.4))


def _board_wall(looks: Looks, chance: Random) -> None:
    slate = more.chalkboard("slate", (0.022, 0.062, 0.045))
    chalk = paint.plain("chalk", (0.68, 0.68, 0.64), 0.9)
    back = ROOM.back
    school.blackboard(looks, (0.0, back, 1.72), (2.9, 1.25), slate, chalk)
    school.wall_clock(looks, (0.0, back, 2.78), 0.19)
    cloths = [paint.plain(f"paper {index}", colour, 0.85) for index, colour in enumerate((
        (0.55, 0.20, 0.10), (0.58, 0.44, 0.17), (0.20, 0.33, 0.33), (0.62, 0.56, 0.46),
        (0.33, 0.40, 0.26)))]
    school.garland((ROOM.left + 0.05, back - 0.03, 3.08), (-0.28, back - 0.03, 3.0), 0.16, 11,
                   cloths, looks.black_metal)
    school.garland((0.28, back - 0.03, 3.0), (ROOM.right - 0.05, back - 0.03, 3.08), 0.16, 13,
                   cloths, looks.black_metal)
    school.chart(looks, (-1.79, back, 1.82), (0.5, 0.72), "leaf")
    soil = growth.pot((-1.78, 4.6, 0), 0.2, 0.38, looks.clay, looks.soil)
    growth.rubber_plant(soil, 1.15, looks.leaf, looks.stem, chance)
    opal = more.glow("opal", (1.0, 0.9, 0.74), 1.9)
    for x in (-1.05, 1.05):
        lamps.opal_globe(looks, (x, 3.3, ROOM.height), 0.42, 0.17, opal, 5.0)


def _shelves(looks: Looks, chance: Random) -> None:
    books = growth.Bindery(paint.book_cover("book cover"), looks.paper, chance)
    back = ROOM.back
    cells, top = furniture.bookcase(looks, (1.58, back - 0.36, 0), (1.4, 0.34), 2,
                                    [0.36, 0.36, 0.36])
    for cell, kind in zip(cells, ("box", "box", "full", "pile", "left", "full"), strict=True):
        furniture.fill_compartment(cell, kind, looks, books)
    sea, land = (paint.plain("sea", (0.10, 0.20, 0.26), 0.35), paint.plain(
        "land", (0.46, 0.38, 0.20), 0.5))
    school.globe(looks, (1.86, back - 0.2, top), 0.17, sea, land, chance)
    growth.row_of_books(books, (2.2, back - 0.28, top), 0.4, 0.34)
    soil = growth.pot((2.78, back - 0.2, top), 0.09, 0.15, looks.glaze, looks.soil)
    growth.trailing_plant(soil, back - 0.38, 0.6, looks.pale_leaf, looks.stem, chance)
    school.chart(looks, (1.98, back, 2.16), (0.74, 0.74), "orbits")
    school.chart(looks, (2.66, back, 2.2), (0.42, 0.62), "layers")


def _desks(looks: Looks, chance: Random) -> None:
    ply = paint.wood("ply", (0.36, 0.22, 0.11), (0.55, 0.37, 0.21), "X", 0.35)
    books = growth.Bindery(paint.book_cover("school book"), looks.paper, chance)
    for x, y in ((-1.5, 3.3), (1.9, 3.5), (1.75, 2.45)):
        school.pupil_desk(looks, (x, y, 0), 0.0)
        school.pupil_chair(looks, (x + 0.06, y - 0.36, 0), math.radians(chance.uniform(-8, 8)), ply)
        growth.pile_of_books(books, (x + 0.1, y + 0.05, 0.755), 2, chance.uniform(-0.4, 0.4))
    furniture.mug_of_pencils(looks, (-1.73, 3.4, 0.755), chance)
    furniture.mug_of_pencils(looks, (2.1, 3.55, 0.755), chance)
    apple = paint.plain("apple", (0.42, 0.06, 0.03), 0.3)
    lamps.ball("apple", (-1.28, 3.23, 0.795), 0.04, apple, 0.9)
    box("copybook", (1.62, 2.3, 0.756), (1.82, 2.56, 0.764), looks.inks[3], 0.001)


if __name__ == "__main__":
    render_room.run("classroom", build, render_room.View(lens_mm=30.0, shift=0.04, band_up=-0.04,
                                                         seed=11))
