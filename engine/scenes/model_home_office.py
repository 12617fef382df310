"""The background scene "home_office": a warm study with a reading corner and a desk.

Usage: python model_home_office.py OUT_DIR [--look] [--size PX] [--samples N]; see render_room.
Owns the plan and where things stand. Light from the left. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import home_furniture as home
import home_plants as plants
import home_upholstery as soft
import office_furniture as furniture
import office_growth as growth
import office_materials as paint
import room_shell as shell
from render_room import View, run

ROOM = shell.Room(left=-1.95, right=2.95, back=4.7, height=2.85)
WINDOW = (2.35, 4.2, 0.82, 2.42)


def build(looks: furniture.Looks, chance: Random) -> None:
    """The whole room."""
    _shell(looks, chance)
    books = growth.Bindery(paint.book_cover("book cover"), looks.paper, chance)
    _reading_corner(looks, books, chance)
    _middle(looks, books, chance)
    _desk(looks, books, chance)


def _shell(looks: furniture.Looks, chance: Random) -> None:
    plaster = paint.wall_paint("plaster", (0.60, 0.535, 0.455))
    white = paint.wall_paint("ceiling", (0.76, 0.74, 0.70))
    shell.walls(ROOM, {"left": plaster, "right": plaster, "back": plaster, "front": white},
                {"left": [WINDOW]})
    shell.ceiling(ROOM, white)
    shell.skirting(ROOM, looks.white, tall=0.11)
    boards = paint.wood("floor oak", (0.23, 0.135, 0.07), (0.40, 0.26, 0.155), "Y", 0.38)
    shell.floor_boards(ROOM, boards, looks.soil, chance)
    shell.casement(ROOM, "left", WINDOW, looks.white, (2, 2))
    shell.outside(ROOM, "left", paint.daylight_view("outside", 2.4))
    linen = paint.sheer("linen", (0.78, 0.73, 0.64), 0.2)
    shell.curtain(ROOM, "left", (4.12, 4.5), linen, 5)
    shell.curtain(ROOM, "left", (1.9, 2.5), linen, 7)
    shell.sky_through(ROOM, "left", WINDOW, 210.0)
    shell.sunlight(1.12, 0.5, 3.0, 0.03)
    shell.room_return(ROOM, 30.0)
    furniture.rug(looks, (-1.0, 2.3), (1.3, 4.0))


def _reading_corner(looks: furniture.Looks, books: growth.Bindery, chance: Random) -> None:
    """Tree, armchair with a cushion, small table."""
    soil = growth.pot((-1.38, 4.36, 0), 0.19, 0.34, looks.glaze, looks.soil)
    plants.small_tree(soil, 1.85, looks.leaf, looks.stem, chance, 0.105, 24, 0.5, (0.42, 0.2))
    rust = paint.cloth("rust", (0.34, 0.135, 0.06), 300)
    mustard = paint.cloth("straw", (0.47, 0.36, 0.2), 260)
    soft.armchair(looks, (-0.98, 3.62, 0), math.radians(28), rust)
    soft.pillow((-1.0, 3.72, 0.45), (0.42, 0.36, 0.14), mustard, math.radians(28), 0.3, chance)
    home.side_table(looks, (-0.36, 3.95, 0), 0.2, 0.5, looks.walnut_x)
    top = growth.pile_of_books(books, (-0.36, 3.95, 0.5), 2, 0.3)
    furniture.vessel(looks.glaze, (-0.35, 3.94, top), 0.09, "jug")


def _middle(looks: furniture.Looks, books: growth.Bindery, chance: Random) -> None:
    """Prints over a low cabinet."""
    back = ROOM.back
    furniture.picture(looks, (-0.72, back, 1.92), (0.52, 0.70), "hills", looks.oak_z)
    furniture.picture(looks, (-0.22, back, 2.08), (0.32, 0.42), "stem", looks.black_metal)
    furniture.picture(looks, (-0.22, back, 1.62), (0.32, 0.34), "hills", looks.walnut_z)
    furniture.sideboard(looks, (-0.75, back - 0.42, 0), (1.15, 0.40, 0.66), 2)
    furniture.table_lamp(looks, (0.2, back - 0.22, 0.66), 0.48, 7.0)
    furniture.socket(looks, (0.56, back, 0.26))
    home.paper_lantern(looks, (0.5, 3.7, ROOM.height), 0.42, 0.2, 3.0)


def _desk(looks: furniture.Looks, books: growth.Bindery, chance: Random) -> None:
    """Desk against the back wall, chair turned from it, two shelves over it."""
    back = ROOM.back
    home.plank_desk(looks, (0.88, back - 0.66, 0), (1.6, 0.62, 0.74), looks.oak_x)
    glass = paint.plain("dark glass", (0.012, 0.014, 0.018), 0.12)
    home.monitor(looks, (1.72, back - 0.34, 0.74), 0.1, glass)
    furniture.desk_lamp(looks, (2.28, back - 0.3, 0.74), math.radians(180))
    furniture.mug_of_pencils(looks, (1.28, back - 0.28, 0.74), chance)
    growth.pile_of_books(books, (1.1, back - 0.34, 0.74), 3, 0.2)
    furniture.chair(looks, (1.62, back - 0.98, 0), math.radians(-28))
    low = home.wall_shelf(looks, (0.84, back - 0.24, 1.52), (1.65, 0.24), looks.oak_x)
    high = home.wall_shelf(looks, (0.84, back - 0.24, 1.98), (1.65, 0.24), looks.oak_x)
    growth.row_of_books(books, (0.92, back - 0.2, low), 0.55, 0.34)
    furniture.vessel(looks.slate, (1.68, back - 0.12, low), 0.22, "bottle")
    furniture.vessel(looks.clay, (1.86, back - 0.12, low), 0.14, "jug")
    growth.row_of_books(books, (2.02, back - 0.2, low), 0.4, 0.34)
    furniture.linen_box(looks, (1.5, back - 0.22, high), (0.32, 0.2, 0.18))
    growth.row_of_books(books, (1.92, back - 0.2, high), 0.42, 0.34)
    soil = growth.pot((1.08, back - 0.13, high), 0.08, 0.13, looks.glaze, looks.soil)
    growth.trailing_plant(soil, back - 0.26, 0.55, looks.pale_leaf, looks.stem, chance, 6)


if __name__ == "__main__":
    run("home_office", build, View(lens_mm=30.0, exposure=-0.05))
