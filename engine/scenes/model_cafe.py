"""The background scene "cafe": a corner cafe in the morning, its shop window on the left.

Usage: see render_room.py. Owns what stands where; the lower middle is kept calm, for a person sits
there. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import office_furniture as furniture
import office_growth as growth
import office_materials as paint
import parts_cafe as cafe
import parts_lamps as lamps
import parts_materials as more
import render_room
import room_shell as shell
from office_furniture import Looks
from office_shapes import box

ROOM = shell.Room(left=-2.2, right=3.5, back=5.3, height=3.45)
SHOP_WINDOW = (1.4, 4.72, 0.62, 3.0)


def build(looks: Looks, chance: Random) -> None:
    """The whole room."""
    _shell(looks, chance)
    _bench_side(looks, chance)
    _bar(looks, chance)
    _above(looks)
    shell.sky_through(ROOM, "left", SHOP_WINDOW, 330.0, (0.93, 0.96, 1.0))
    shell.room_return(ROOM, 30.0)


def _shell(looks: Looks, chance: Random) -> None:
    plaster = paint.wall_paint("plaster", (0.60, 0.54, 0.45))
    brick = more.brick("brick", (0.17, 0.083, 0.058), (0.29, 0.16, 0.115), (0.30, 0.26, 0.22))
    white = paint.wall_paint("ceiling", (0.62, 0.59, 0.54))
    shell.walls(ROOM, {"left": plaster, "right": plaster, "back": brick, "front": white},
                {"left": [SHOP_WINDOW]})
    shell.ceiling(ROOM, white)
    boards = paint.wood("floor", (0.13, 0.075, 0.042), (0.27, 0.165, 0.095), "Y", 0.4)
    shell.floor_boards(ROOM, boards, looks.soil, chance, 0.12)
    shell.casement(ROOM, "left", SHOP_WINDOW, looks.black_metal, (3, 3), 0.05, 0.03)
    shell.outside(ROOM, "left", paint.daylight_view("street", 2.2))
    beam = paint.wood("beam", (0.10, 0.052, 0.028), (0.21, 0.125, 0.07), "X", 0.6)
    for y in (1.5, 2.75, 4.0, 5.12):
        box("beam", (ROOM.left, y, ROOM.height - 0.17), (ROOM.right, y + 0.15, ROOM.height), beam,
            0.01)
    # Panelling along the back wall, in the green that the bar has.
    green = paint.plain("panel green", (0.075, 0.125, 0.10), 0.45)
    end = 0.72
    box("panelling", (ROOM.left, ROOM.back - 0.022, 0), (end, ROOM.back, 1.08), green, 0)
    box("panel rail", (ROOM.left, ROOM.back - 0.06, 1.08), (end, ROOM.back, 1.115), green, 0.006)
    x = ROOM.left + 0.1
    while x < end - 0.5:
        for low, high in ((x, x + 0.05), (x + 0.45, x + 0.5)):
            box("panel stile", (low, ROOM.back - 0.034, 0.12), (high, ROOM.back - 0.02, 1.04),
                green, 0.006)
        x += 0.5
    for z in (1.0, 0.1):
        box("panel stile", (ROOM.left, ROOM.back - 0.033, z), (end, ROOM.back - 0.02, z + 0.07),
            green, 0.006)
    # Tiles behind the bar.
    tiles = more.tiles("bar tiles", (0.60, 0.58, 0.52), (0.72, 0.70, 0.65), (0.42, 0.40, 0.36),
                       (0.15, 0.075))
    box("bar wall", (end, ROOM.back - 0.02, 0), (ROOM.right, ROOM.back, 2.55), tiles, 0)
    box("tile edge", (end - 0.03, ROOM.back - 0.062, 0), (end, ROOM.back, 2.58), looks.walnut_z)
    box("tile edge", (end - 0.03, ROOM.back - 0.03, 2.55), (ROOM.right, ROOM.back, 2.58),
        looks.walnut_x)


def _bench_side(looks: Looks, chance: Random) -> None:
    leather = paint.plain("leather", (0.23, 0.105, 0.055), 0.42)
    seat = paint.cloth("cane", (0.47, 0.36, 0.22), 220.0)
    bent = paint.wood("bentwood", (0.07, 0.034, 0.018), (0.14, 0.07, 0.035), "Z", 0.32)
    marble = more.stone("marble", (0.70, 0.68, 0.64), (0.34, 0.33, 0.33))
    cup = paint.plain("cup", (0.72, 0.70, 0.66), 0.25)
    coffee = paint.plain("coffee", (0.035, 0.016, 0.008), 0.2)
    green = paint.plain("bench green", (0.06, 0.10, 0.08), 0.45)
    cafe.bench(looks, (ROOM.left + 0.05, ROOM.back - 0.64, 0), (2.6, 0.58), green, leather)
    linen, rust = paint.cloth("pillow linen", (0.55, 0.50, 0.40)), paint.cloth(
        "pillow rust", (0.40, 0.16, 0.07))
    cafe.cushion((-1.9, ROOM.back - 0.24, 0.72), 0.42, 0.1, linen)
    cafe.cushion((-1.58, ROOM.back - 0.3, 0.68), 0.36, -0.25, rust)
    for x, y in ((-1.42, 4.15), (-0.2, 4.35)):
        cafe.round_table(looks, (x, y, 0), 0.34, marble)
    cafe.bentwood_chair(looks, (-1.32, 3.5, 0), math.radians(8), bent, seat)
    cafe.bentwood_chair(looks, (-0.62, 3.72, 0), math.radians(-30), bent, seat)
    cafe.cup_and_saucer((-1.55, 4.05, 0.74), cup, coffee)
    cafe.cup_and_saucer((-1.28, 4.25, 0.74), cup, coffee)
    furniture.vessel(looks.slate, (-1.42, 4.3, 0.74), 0.16, "bottle")
    furniture.vessel(looks.glaze, (-0.2, 4.4, 0.74), 0.14, "vase")
    # Prints in a loose hang over the bench.
    furniture.picture(looks, (-1.42, ROOM.back, 1.93), (0.52, 0.68), "hills", looks.oak_z)
    furniture.picture(looks, (-0.92, ROOM.back, 2.1), (0.34, 0.44), "stem", looks.black_metal)
    furniture.picture(looks, (-0.92, ROOM.back, 1.66), (0.34, 0.30), "hills", looks.black_metal)
    furniture.picture(looks, (-0.46, ROOM.back, 1.93), (0.42, 0.54), "stem", looks.oak_z)
    # On the window sill.
    soil = growth.pot((ROOM.left + 0.0, 4.35, 0.622), 0.1, 0.17, looks.clay, looks.soil)
    growth.rubber_plant(soil, 0.62, looks.leaf, looks.stem, chance)


def _bar(looks: Looks, chance: Random) -> None:
    steel = more.metal("steel", (0.52, 0.52, 0.52), 0.28)
    cup = paint.plain("bar cup", (0.72, 0.70, 0.66), 0.25)
    glass = more.thin_glass("jar glass")
    crust = paint.plain("crust", (0.42, 0.20, 0.06), 0.6)
    beans = paint.plain("beans", (0.06, 0.028, 0.014), 0.4)
    oats = paint.plain("oats", (0.55, 0.44, 0.28), 0.8)
    top_stone = more.stone("bar top", (0.60, 0.58, 0.54), (0.3, 0.29, 0.28), 0.3)
    slat = paint.wood("slat", (0.20, 0.105, 0.05), (0.40, 0.25, 0.14), "Z", 0.4)
    low = (1.12, 3.5, 0)
    top = cafe.counter(looks, low, (2.4, 0.62, 1.06), slat, top_stone)
    cafe.espresso_machine(looks, (1.62, 3.62, top), steel, cup, chance)
    cafe.cake_stand(looks, (1.3, 3.7, top), glass, crust, chance)
    cafe.jar((1.5, 4.0, top), 0.06, 0.2, glass, beans, looks.oak_x)
    # Shelves on the tiles.
    for level, z in enumerate((1.52, 1.98)):
        shelf = cafe.wall_shelf(looks, (0.95, ROOM.back - 0.27, z), (2.5, 0.25), looks.walnut_x,
                                looks.brass)
        x = 1.04
        while x < 3.3:
            y, kind = ROOM.back - 0.15, chance.choice(
                ("cups", "jar", "jar", "cups", "vessel", "tin") if level == 0 else
                ("bottle", "vessel", "jar", "cups", "tin"))
            if kind == "cups":
                for step in range(3):
                    cafe.stack_of_cups((x + 0.1 * step, y, shelf), cup, chance.randint(2, 4))
                x += 0.32
            elif kind == "jar":
                radius = chance.uniform(0.05, 0.07)
                cafe.jar((x + 0.03, y, shelf), radius, chance.uniform(0.17, 0.26), glass,
                         chance.choice((beans, oats, crust)), looks.oak_x)
                x += 0.19
            elif kind == "bottle":
                for step in range(3):
                    furniture.vessel(chance.choice((looks.slate, looks.clay)),
                                     (x + 0.1 * step, y, shelf), 0.3, "bottle")
                x += 0.34
            elif kind == "tin":
                tall = chance.uniform(0.14, 0.2)
                box("tin", (x - 0.04, y - 0.05, shelf), (x + 0.08, y + 0.06, shelf + tall),
                    chance.choice((looks.inks[1], looks.inks[3], looks.wicker)), 0.008)
                x += 0.17
            else:
                furniture.ornament(looks, (x + 0.05, y, shelf), chance.uniform(0.18, 0.26), chance)
                x += 0.22
    slate = more.chalkboard("menu slate", (0.03, 0.032, 0.032))
    chalk = paint.plain("chalk", (0.66, 0.65, 0.6), 0.9)
    cafe.menu_board(looks, (1.75, ROOM.back, 2.98), (1.35, 0.62), slate, chalk, chance)
    soil = growth.pot((0.98, ROOM.back - 0.14, 2.012), 0.07, 0.12, looks.glaze, looks.soil)
    growth.trailing_plant(soil, ROOM.back - 0.29, 0.62, looks.pale_leaf, looks.stem, chance, 6)


def _above(looks: Looks) -> None:
    opal = more.glow("opal", (1.0, 0.78, 0.52), 2.6)
    lining = paint.plain("dome lining", (0.75, 0.68, 0.56), 0.5)
    green = paint.plain("dome green", (0.06, 0.11, 0.09), 0.3)
    for x, y in ((1.45, 3.78), (2.15, 3.78), (2.85, 3.78)):
        lamps.dome(looks, (x, y, ROOM.height), 1.25, 0.19, green, lining, 14.0)
    for x, y, drop in ((-1.0, 4.35, 0.82), (0.35, 4.35, 0.82)):
        lamps.opal_globe(looks, (x, y, ROOM.height), drop, 0.135, opal, 7.0)


if __name__ == "__main__":
    render_room.run("cafe", build, render_room.View(lens_mm=30.0, shift=0.06, band_up=-0.06, seed=7))
