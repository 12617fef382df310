"""The background scene "studio": a creator's room in the evening, with a lamp and soft panels.

Usage: python model_studio.py OUT_DIR [--look] [--size PX] [--samples N]; see render_room.
Owns the plan and where things stand. Light from the left: a lamp. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import home_furniture as home
import home_joinery as joinery
import home_materials as more
import home_plants as plants
import home_upholstery as soft
import office_furniture as furniture
import office_growth as growth
import office_materials as paint
import room_shell as shell
import studio_furniture as studio
from render_room import View, run

ROOM = shell.Room(left=-2.35, right=2.5, back=4.3, height=2.8)
WARM = (1.0, 0.66, 0.38)


def build(looks: furniture.Looks, chance: Random) -> None:
    """The whole room."""
    _shell(looks, chance)
    _left(looks, chance)
    _shelves(looks, chance)
    _lights(looks)


def _shell(looks: furniture.Looks, chance: Random) -> None:
    wall = paint.wall_paint("wall", (0.14, 0.16, 0.172))
    shell.walls(ROOM, dict.fromkeys(("left", "right", "back", "front"), wall))
    shell.ceiling(ROOM, paint.wall_paint("ceiling", (0.30, 0.30, 0.30)))
    shell.skirting(ROOM, paint.plain("dark skirting", (0.08, 0.095, 0.105), 0.5), tall=0.1)
    shell.floor_boards(ROOM, paint.wood("floor oak", (0.16, 0.09, 0.048), (0.30, 0.19, 0.11), "Y",
                                        0.36), looks.soil, chance)
    furniture.rug(looks, (-1.3, 1.8), (1.3, 3.5))
    felt = paint.cloth("felt", (0.025, 0.027, 0.03), 200)
    slat = paint.wood("slat walnut", (0.13, 0.065, 0.032), (0.27, 0.155, 0.085), "Z", 0.45)
    joinery.slats(slat, felt, ROOM.left, -0.72, ROOM.back, 0.1, ROOM.height - 0.002)
    tones = (paint.cloth("felt blue", (0.10, 0.14, 0.17), 150),
             paint.cloth("felt sand", (0.36, 0.28, 0.19), 150),
             paint.cloth("felt rust", (0.30, 0.12, 0.055), 150))
    studio.hexagons(tones, (-0.46, ROOM.back, 1.78), 0.17,
                    [(0, 0, 0), (1, 0, 1), (2, 0, 0), (0, 1, 0), (1, 1, 0), (2, 1, 2), (0, -1, 1),
                     (1, 2, 1), (3, 1, 0), (2, 2, 0)])


def _left(looks: furniture.Looks, chance: Random) -> None:
    """Lamp, low bench with a record player, plant."""
    back = ROOM.back
    home.tripod_lamp(looks, (-1.92, 3.62, 0), 1.72, 26.0, looks.oak_z, 0.25)
    furniture.sideboard(looks, (-1.5, back - 0.44, 0), (1.7, 0.42, 0.62), 3)
    studio.record_player(looks, (-0.98, back - 0.24, 0.62))
    studio.speaker(looks, (-0.14, back - 0.36, 0.62), (0.2, 0.24, 0.34), looks.black_metal)
    home.globe("globe", (-0.52, back - 0.24, 0.775), 0.12,
               more.glow("opal", (1.0, 0.74, 0.46), 2.6), 6.0)
    furniture.vessel(looks.clay, (-0.52, back - 0.24, 0.62), 0.05, "bowl")
    soil = growth.pot((-2.02, 4.02, 0), 0.17, 0.3, looks.slate, looks.soil)
    plants.palm(soil, 1.4, looks.leaf, looks.stem, chance, 11)


def _shelves(looks: furniture.Looks, chance: Random) -> None:
    """Open shelf with light behind the boards on the right, guitar, armchair."""
    back = ROOM.back
    books = growth.Bindery(paint.book_cover("book cover"), looks.paper, chance)
    warm = more.glow("strip", WARM, 2.4)
    for level, kinds in ((0.78, "bsv"), (1.2, "vrb"), (1.62, "bpv"), (2.04, "rvb")):
        top = home.wall_shelf(looks, (1.05, back - 0.28, level), (1.4, 0.28), looks.walnut_x)
        joinery.strip_light("strip", (1.08, back - 0.012, level - 0.02),
                            (2.42, back - 0.004, level - 0.008), warm, 2.2, WARM, (0.5, 0, 0))
        for slot, kind in enumerate(kinds):
            x = 1.1 + 0.45 * slot
            if kind == "b":
                growth.row_of_books(books, (x, back - 0.22, top), 0.36, 0.34)
            elif kind == "v":
                furniture.ornament(looks, (x + 0.18, back - 0.14, top), 0.22, chance)
            elif kind == "s":
                studio.speaker(looks, (x + 0.16, back - 0.24, top), (0.17, 0.2, 0.28),
                               looks.black_metal)
            elif kind == "r":
                growth.pile_of_books(books, (x + 0.17, back - 0.15, top), 3)
            else:
                soil = growth.pot((x + 0.16, back - 0.15, top), 0.07, 0.11, looks.clay, looks.soil)
                growth.trailing_plant(soil, back - 0.3, 0.34, looks.pale_leaf, looks.stem, chance, 4)
    spruce = paint.wood("spruce", (0.42, 0.24, 0.10), (0.58, 0.37, 0.18), "Z", 0.3)
    studio.guitar(looks, (0.72, back - 0.42, 0), 0.12, spruce)
    teal = paint.cloth("teal", (0.05, 0.115, 0.125), 300)
    soft.armchair(looks, (1.55, 3.3, 0), math.radians(-32), teal, looks.walnut_z)
    rust = paint.cloth("rust", (0.36, 0.15, 0.065), 260)
    soft.pillow((1.58, 3.4, 0.45), (0.42, 0.34, 0.13), rust, math.radians(-32), 0.3, chance)


def _lights(looks: furniture.Looks) -> None:
    """Soft key light of the studio from the left, a cool rim from the right, lamps in the room."""
    shell.area_light("key", (-2.0, 1.2, 2.55), (math.radians(38), math.radians(-22), 0),
                     (1.2, 0.9), 85.0, (1.0, 0.86, 0.70))
    shell.area_light("cool", (2.3, 1.4, 2.5), (math.radians(30), math.radians(30), 0),
                     (0.8, 0.8), 14.0, (0.66, 0.80, 1.0))
    shell.room_return(ROOM, 30.0, (1.0, 0.9, 0.8))


if __name__ == "__main__":
    run("studio", build, View(lens_mm=30.0, exposure=0.8))
