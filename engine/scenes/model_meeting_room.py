"""The background scene "meeting_room": a bright conference room with a table, slats and a screen.

Usage: python model_meeting_room.py OUT_DIR [--look] [--size PX] [--samples N]; see render_room.
Owns the plan and where things stand. Light from the right. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import home_furniture as home
import home_joinery as joinery
import home_materials as more
import home_plants as plants
import office_furniture as furniture
import office_growth as growth
import office_materials as paint
import room_shell as shell
import work_furniture as work
from office_shapes import box
from render_room import View, run

ROOM = shell.Room(left=-2.4, right=2.25, back=5.6, height=2.95)
WINDOWS = ((2.0, 3.55, 0.35, 2.62), (3.72, 5.27, 0.35, 2.62))
DOORWAY = (3.0, 5.3, 0.0, 2.5)  # glass towards the corridor, in the left wall


def build(looks: furniture.Looks, chance: Random) -> None:
    """The whole room."""
    _shell(looks, chance)
    _back_wall(looks, chance)
    _table(looks, chance)
    _plants(looks, chance)


def _shell(looks: furniture.Looks, chance: Random) -> None:
    wall = paint.wall_paint("wall", (0.60, 0.585, 0.555))
    white = paint.wall_paint("ceiling", (0.76, 0.76, 0.74))
    carpet = paint.cloth("carpet", (0.15, 0.16, 0.17), 90)
    shell.walls(ROOM, {"left": wall, "right": wall, "back": wall, "front": white},
                {"right": WINDOWS, "left": [DOORWAY]})
    shell.ceiling(ROOM, white)
    shell.skirting(ROOM, looks.white, ("back", "right"), 0.08)
    shell.floor_plain(ROOM, carpet)
    for window in WINDOWS:
        shell.casement(ROOM, "right", window, looks.black_metal, (2, 1), 0.04, 0.03)
        shell.sky_through(ROOM, "right", window, 205.0, (0.90, 0.95, 1.0))
    shell.outside(ROOM, "right", paint.daylight_view("outside", 2.3))
    shell.casement(ROOM, "left", DOORWAY, looks.black_metal, (3, 1), 0.035, 0.03, False)
    corridor = paint.wall_paint("corridor", (0.56, 0.50, 0.43))
    box("corridor wall", (ROOM.left - 1.9, 1.5, 0), (ROOM.left - 1.8, 9.0, 3.0), corridor, 0)
    box("corridor end", (ROOM.left - 1.9, 8.0, 0), (ROOM.left, 8.1, 3.0), corridor, 0)
    box("corridor ceiling", (ROOM.left - 1.9, 1.5, 2.9), (ROOM.left - 0.24, 9.0, 3.0), white, 0)
    box("corridor floor", (ROOM.left - 1.9, 1.5, -0.1), (ROOM.left - 0.24, 9.0, 0), carpet, 0)
    for y in (3.6, 5.0, 6.4):
        shell.area_light("corridor", (ROOM.left - 1.0, y, 2.85), (0, 0, 0), (0.5, 0.5), 26.0,
                         (1.0, 0.85, 0.68))
    shell.sunlight(-1.15, 0.5, 3.0, 0.03)
    shell.room_return(ROOM, 46.0, (1.0, 0.92, 0.82))


def _back_wall(looks: furniture.Looks, chance: Random) -> None:
    """Slats with a screen; a cabinet under it."""
    back = ROOM.back
    felt = paint.cloth("felt", (0.03, 0.03, 0.032), 200)
    slat = paint.wood("slat oak", (0.27, 0.16, 0.08), (0.44, 0.29, 0.17), "Z", 0.45)
    joinery.slats(slat, felt, -1.62, 1.36, back, 0.0, ROOM.height - 0.002)
    glass = paint.plain("dark glass", (0.010, 0.012, 0.016), 0.16)
    work.wall_screen(looks, (-0.12, back - 0.036, 1.62), 1.45, glass)
    furniture.sideboard(looks, (-1.28, back - 0.48, 0), (2.3, 0.42, 0.66), 4)
    furniture.vessel(looks.slate, (-0.98, back - 0.27, 0.66), 0.26, "vase")
    stem = (-0.98, back - 0.27, 0.9)
    plants.cut_branches(stem, 0.5, looks.pale_leaf, looks.stem, chance)
    books = growth.Bindery(paint.book_cover("book cover"), looks.paper, chance)
    growth.pile_of_books(books, (0.7, back - 0.27, 0.66), 3, 0.15)


def _table(looks: furniture.Looks, chance: Random) -> None:
    """Long table towards the camera, chairs along it, a line of light over it."""
    seat = paint.cloth("seat", (0.085, 0.115, 0.125), 320)
    work.conference_table(looks, (-0.75, 2.9, 0), (1.25, 2.0, 0.74), looks.walnut_z)
    for y in (3.3, 3.98, 4.6):
        work.swivel_chair(looks, (-1.02, y, 0), math.radians(90 + chance.uniform(-14, 10)), seat)
        work.swivel_chair(looks, (0.8, y, 0), math.radians(-90 + chance.uniform(-10, 14)), seat)
    work.line_pendant(looks, (-0.13, 2.95, 2.14), 1.9, ROOM.height,
                      more.glow("line glow", (1.0, 0.86, 0.68), 5.0), 26.0)
    home.laptop((-0.46, 4.0, 0.74), math.radians(80), looks.slate, looks.black_metal)
    for x, y in ((0.1, 4.3), (0.18, 4.42)):
        work.tumbler(more.clear_glass("clear glass"), (x, y, 0.74))


def _plants(looks: furniture.Looks, chance: Random) -> None:
    soil = growth.pot((1.78, 5.12, 0), 0.22, 0.42, looks.slate, looks.soil)
    growth.rubber_plant(soil, 1.5, looks.leaf, looks.stem, chance)
    soil = growth.pot((-1.98, 5.25, 0), 0.19, 0.5, looks.glaze, looks.soil)
    plants.snake_plant(soil, 0.8, looks.pale_leaf, chance, 14)


if __name__ == "__main__":
    run("meeting_room", build, View(lens_mm=31.0, exposure=0.1))
