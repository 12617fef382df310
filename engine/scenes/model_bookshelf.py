"""The background scene "bookshelf": a wall of painted, built-in shelves with a reading chair.

Usage: python model_bookshelf.py OUT_DIR [--look] [--size PX] [--samples N]; see render_room.
Owns the plan and where things stand. Light from the left. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import home_furniture as home
import home_joinery as joinery
import home_plants as plants
import home_upholstery as soft
import office_furniture as furniture
import office_growth as growth
import office_materials as paint
import room_shell as shell
from render_room import View, run

ROOM = shell.Room(left=-2.05, right=2.9, back=4.5, height=2.95)
WINDOW = (2.2, 3.75, 0.5, 2.55)
FRONT = ROOM.back - 0.34  # of the shelves

# What stands in the compartments, bottom row first, left to right.
ROWS = (
    "full left full pile full right full",
    "pile full right full left full full",
    "full full left full full pile full",
    "right full full pile full left full",
    "full pile full right full full left",
    "box full left full pile full box",
)


def build(looks: furniture.Looks, chance: Random) -> None:
    """The whole room."""
    green = paint.plain("shelf green", (0.135, 0.175, 0.15), 0.42)
    _shell(looks, green, chance)
    books = growth.Bindery(paint.book_cover("book cover"), looks.paper, chance)
    cells = joinery.built_in(green, ROOM.left + 0.02, FRONT, ROOM.right - 0.02, ROOM.height,
                             columns=len(ROWS[0].split()), cupboard=0.62,
                             heights=[0.4, 0.37, 0.36, 0.35, 0.34, 0.33])
    kinds = " ".join(ROWS).split()
    for cell, kind in zip(cells, kinds, strict=True):
        furniture.fill_compartment(cell, kind, looks, books)
    for index in (36, 38, 40):
        joinery.shelf_light(looks, cells[index], 2.2)
    _seat(looks, books, chance)


def _shell(looks: furniture.Looks, green, chance: Random) -> None:
    wall = paint.wall_paint("wall", (0.50, 0.47, 0.41))
    white = paint.wall_paint("ceiling", (0.74, 0.72, 0.68))
    shell.walls(ROOM, {"left": wall, "right": wall, "back": wall, "front": white},
                {"left": [WINDOW]})
    shell.ceiling(ROOM, white)
    shell.skirting(ROOM, looks.white, ("left", "right"), 0.14)
    shell.floor_boards(ROOM, paint.wood("floor walnut", (0.11, 0.06, 0.033), (0.24, 0.14, 0.08),
                                        "Y", 0.34), looks.soil, chance, 0.11)
    shell.casement(ROOM, "left", WINDOW, looks.white, (2, 3))
    shell.outside(ROOM, "left", paint.daylight_view("outside", 2.3))
    shell.curtain(ROOM, "left", (3.7, 4.1), paint.sheer("linen", (0.7, 0.66, 0.56), 0.12), 5)
    shell.sky_through(ROOM, "left", WINDOW, 270.0, (0.86, 0.93, 1.0))
    shell.sunlight(1.2, 0.5, 3.5, 0.03)
    shell.room_return(ROOM, 46.0)
    furniture.rug(looks, (-0.9, 2.0), (1.5, 3.85))


def _seat(looks: furniture.Looks, books: growth.Bindery, chance: Random) -> None:
    """Chair and lamp on the right, plant by the window, ladder between."""
    blue = paint.cloth("dusk blue", (0.10, 0.15, 0.20), 300)
    sand = paint.cloth("sand", (0.52, 0.44, 0.32), 260)
    soft.armchair(looks, (1.52, 3.45, 0), math.radians(-30), blue, looks.walnut_z)
    soft.pillow((1.55, 3.54, 0.45), (0.42, 0.36, 0.14), sand, math.radians(-30), 0.3, chance)
    home.tripod_lamp(looks, (2.08, 3.95, 0), 1.62, 11.0, looks.walnut_z)
    home.side_table(looks, (0.86, 3.62, 0), 0.19, 0.48, looks.walnut_x)
    growth.pile_of_books(books, (0.86, 3.62, 0.48), 3, 0.4)
    soil = growth.pot((-1.66, 3.6, 0), 0.19, 0.36, looks.clay, looks.soil)
    plants.palm(soil, 1.55, looks.leaf, looks.stem, chance)
    joinery.ladder(looks.oak_z, looks.brass, -0.98, FRONT, 2.35)
    joinery.ladder_rail(looks.brass, ROOM.left + 0.03, ROOM.right - 0.03, FRONT, 2.42)


if __name__ == "__main__":
    run("bookshelf", build, View(lens_mm=30.0, exposure=-0.2))
