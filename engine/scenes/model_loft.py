"""The background scene "loft": bricks, steel windows and a leather sofa under timber beams.

Usage: python model_loft.py OUT_DIR [--look] [--size PX] [--samples N]; see render_room.
Owns the plan and where things stand. Light from the right. Our own work, Apache-2.0.
"""

from __future__ import annotations

from random import Random

import home_furniture as home
import home_materials as more
import home_plants as plants
import home_upholstery as soft
import loft_structure as loft
import office_furniture as furniture
import office_growth as growth
import office_materials as paint
import room_shell as shell
from render_room import View, run

ROOM = shell.Room(left=-3.1, right=2.15, back=5.2, height=3.3)
SIDE_WINDOW = (2.6, 4.75, 0.75, 2.85)


def build(looks: furniture.Looks, chance: Random) -> None:
    """The whole room."""
    timber = paint.wood("old timber", (0.12, 0.065, 0.032), (0.27, 0.165, 0.09), "X", 0.6)
    _shell(looks, timber, chance)
    _seats(looks, chance)
    _shelf(looks, timber, chance)
    _plants(looks, chance)


def _shell(looks: furniture.Looks, timber, chance: Random) -> None:
    mortar = more.concrete("mortar", (0.42, 0.38, 0.33), 0.9)
    white = paint.wall_paint("white brick", (0.66, 0.64, 0.60))
    shell.walls(ROOM, {"left": white, "right": white, "back": mortar, "front": white},
                {"right": [SIDE_WINDOW]})
    clay = more.brick("brick", ((0.30, 0.135, 0.085), (0.43, 0.225, 0.15)))
    loft.brick_wall(ROOM, "back", clay, mortar, chance)
    boards = paint.wood("ceiling pine", (0.30, 0.19, 0.11), (0.46, 0.32, 0.20), "Y", 0.6)
    loft.planks_above(ROOM, boards, chance)
    loft.beams(ROOM, timber, [1.6, 2.9, 4.2])
    shell.floor_plain(ROOM, more.concrete("floor", (0.34, 0.325, 0.30), 0.42))
    loft.steel_window(ROOM, "right", SIDE_WINDOW, looks.black_metal, (4, 4))
    shell.outside(ROOM, "right", paint.daylight_view("outside", 2.4), low=-3.0, high=8.0)
    zinc = paint.plain("zinc", (0.42, 0.43, 0.44), 0.38, metallic=0.9)
    loft.duct(zinc, (ROOM.left - 0.1, ROOM.back - 0.42, 2.78), 5.5, 0.15)
    shell.sky_through(ROOM, "right", SIDE_WINDOW, 330.0, (0.86, 0.93, 1.0))
    shell.sunlight(-1.25, 0.5, 3.2, 0.02)
    shell.room_return(ROOM, 50.0)


def _seats(looks: furniture.Looks, chance: Random) -> None:
    """Sofa on the left half, table, rug, a bow lamp over the end of the sofa."""
    hide = more.leather("cognac", (0.26, 0.105, 0.04))
    soft.sofa(looks, (-1.2, 4.08, 0), 0.0, 2.0, hide, 2)
    rust, cream = (paint.cloth("ink", (0.07, 0.09, 0.11), 240),
                   paint.cloth("cream", (0.56, 0.50, 0.41), 260))
    soft.pillow((-1.75, 4.52, 0.46), (0.48, 0.40, 0.16), cream, 0.2, 0.3, chance)
    soft.pillow((-1.38, 4.48, 0.46), (0.40, 0.34, 0.14), rust, -0.15, 0.34, chance)
    wool = paint.cloth("throw", (0.40, 0.37, 0.32), 140)
    soft.throw([(-0.03, 0.22), (-0.03, 0.44), (0.02, 0.475), (0.5, 0.475), (0.56, 0.6),
                (0.62, 0.8), (0.72, 0.93), (0.78, 0.80)], 0.42, 0.78, wool, (-1.2, 4.08, 0), 0.0)
    furniture.rug(looks, (-2.3, 2.5), (0.6, 4.3))
    home.side_table(looks, (-0.9, 3.25, 0), 0.36, 0.36, looks.walnut_x)
    books = growth.Bindery(paint.book_cover("table book"), looks.paper, chance)
    growth.pile_of_books(books, (-0.98, 3.25, 0.36), 2, 0.3)
    furniture.vessel(looks.slate, (-0.72, 3.28, 0.36), 0.09, "bowl")
    home.arc_lamp(looks, (-2.62, 4.75, 0), -0.28, 9.0, 1.98, 0.8)
    furniture.picture(looks, (-0.95, ROOM.back - 0.022, 1.72), (0.86, 0.62), "hills",
                      looks.black_metal)


def _shelf(looks: furniture.Looks, timber, chance: Random) -> None:
    """Steel shelf on the right of the back wall."""
    books = growth.Bindery(paint.book_cover("book cover"), looks.paper, chance)
    left, wide = 0.72, 0.95
    tops = loft.shelf_tower(looks, (left, ROOM.back - 0.4, 0), (wide, 0.34, 2.2), 6, timber)
    for (front, top), kind in zip(tops, ("box", "row", "vase", "pile", "row", "plant"), strict=True):
        if kind == "box":
            furniture.linen_box(looks, (left + 0.06, front, top), (0.38, 0.26, 0.24))
            furniture.linen_box(looks, (left + 0.5, front, top), (0.38, 0.26, 0.24))
        elif kind == "row":
            growth.row_of_books(books, (left + 0.05, front, top), 0.6, 0.33)
            furniture.ornament(looks, (left + 0.8, front + 0.12, top), 0.2, chance)
        elif kind == "vase":
            furniture.vessel(looks.clay, (left + 0.2, front + 0.13, top), 0.26, "vase")
            growth.row_of_books(books, (left + 0.42, front, top), 0.46, 0.33)
        elif kind == "pile":
            growth.pile_of_books(books, (left + 0.28, front + 0.12, top), 4)
            furniture.vessel(looks.glaze, (left + 0.72, front + 0.13, top), 0.24, "jug")
        else:
            soil = growth.pot((left + 0.34, front + 0.13, top), 0.09, 0.14, looks.glaze, looks.soil)
            growth.trailing_plant(soil, front - 0.06, 0.75, looks.pale_leaf, looks.stem, chance, 7)


def _plants(looks: furniture.Looks, chance: Random) -> None:
    soil = growth.pot((1.82, 4.62, 0), 0.2, 0.4, looks.slate, looks.soil)
    growth.rubber_plant(soil, 1.65, looks.leaf, looks.stem, chance)
    glow = more.glow("filament", (1.0, 0.66, 0.34), 4.5)
    for x, y, drop in ((-0.28, 3.55, 0.80), (0.02, 3.75, 1.02), (0.30, 3.5, 0.66)):
        loft.bare_pendant(looks, (x, y, ROOM.height), drop, glow)
        furniture.bulb("pendant", (x, y, ROOM.height - drop - 0.13), 2.0, 0.05)
    soil = growth.pot((1.92, 3.3, 0.72), 0.09, 0.15, looks.clay, looks.soil)
    plants.fern(soil, 0.3, looks.pale_leaf, looks.stem, chance)


if __name__ == "__main__":
    run("loft", build, View(lens_mm=30.0, exposure=0.1))
