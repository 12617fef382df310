"""The background scene "terrace": a roof terrace at dusk, the last light from the right.

Usage: see render_room.py. Owns what stands where; the lower middle is kept calm, for a person sits
there. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import office_growth as growth
import office_materials as paint
import parts_lamps as lamps
import parts_materials as more
import parts_terrace as terrace
import render_room
import room_shell as shell
from office_furniture import Looks
from office_shapes import box, tube

BACK = 5.0  # of the deck
LEFT, RIGHT = -3.2, 3.4
TOP = 3.05  # of the pergola


def build(looks: Looks, chance: Random) -> None:
    """Everything, from the deck to the horizon."""
    timber = paint.wood("timber", (0.115, 0.06, 0.032), (0.26, 0.155, 0.09), "X", 0.55)
    timber_z = paint.wood("timber z", (0.115, 0.06, 0.032), (0.26, 0.155, 0.09), "Z", 0.55)
    timber_y = paint.wood("timber y", (0.115, 0.06, 0.032), (0.26, 0.155, 0.09), "Y", 0.55)
    more.dusk_sky("dusk", 0.8, 0.55)
    _far(chance)
    boards = paint.wood("deck", (0.13, 0.085, 0.055), (0.26, 0.18, 0.12), "X", 0.5)
    terrace.deck((LEFT - 1.0, -1.5), (RIGHT + 1.0, BACK + 0.1), boards, looks.soil)
    glass = more.thin_glass("railing glass", (0.90, 0.95, 0.95), 0.05)
    terrace.railing((LEFT - 0.6, BACK, 0), (RIGHT + 0.6, BACK, 0), looks.black_metal, glass, timber)
    _pergola(looks, timber, timber_y, timber_z)
    _left_side(looks, chance, timber_z)
    _right_side(looks, chance, timber)
    shell.sunlight(-1.25, 0.2, 1.5, 0.06, (1.0, 0.52, 0.26))
    shell.area_light("glow", (4.2, 1.4, 2.1), (math.radians(20), math.radians(74), 0), (2.2, 3.0), 130.0,
                     (1.0, 0.62, 0.36))
    shell.area_light("house", (-1.0, -1.4, 2.2), (math.radians(66), 0, 0), (2.6, 1.6), 34.0,
                     (1.0, 0.80, 0.60))


def _far(chance: Random) -> None:
    fronts = [more.house_front(f"front {index}", wall, (1.0, 0.66, 0.30), size, share, 0.6)
              for index, (wall, size, share) in enumerate((
                  ((0.17, 0.165, 0.21), (1.0, 1.2), 0.1), ((0.22, 0.18, 0.20), (1.3, 1.1), 0.07),
                  ((0.13, 0.14, 0.19), (0.9, 1.4), 0.12)))]
    terrace.town(75.0, fronts, chance)
    terrace.hills(190.0, paint.plain("far hill", (0.30, 0.23, 0.27), 1.0), 5.0, 1.3)
    terrace.hills(130.0, paint.plain("near hill", (0.19, 0.16, 0.20), 1.0), 2.4, 4.1)


def _pergola(looks: Looks, timber, timber_y, timber_z) -> None:
    for x in (LEFT + 0.55, RIGHT - 0.6):
        box("pergola post", (x, BACK - 0.35, 0), (x + 0.11, BACK - 0.24, TOP), timber_z, 0.006)
    for y in (BACK - 0.36, 1.2):
        box("pergola beam", (LEFT - 0.4, y, TOP), (RIGHT + 0.4, y + 0.12, TOP + 0.16), timber,
            0.006)
    for index in range(9):
        x = LEFT + 0.2 + 0.76 * index
        box("rafter", (x, -0.5, TOP + 0.16), (x + 0.06, BACK + 0.15, TOP + 0.29), timber_y, 0.005)
    bulb_glass = more.glow("bulb glass", (1.0, 0.62, 0.28), 7.0)
    hooks = ((LEFT, BACK - 0.3), (RIGHT, BACK - 0.3), (LEFT, 3.3), (RIGHT, 3.3))
    for left, right, sag in ((hooks[0], hooks[1], 0.3), (hooks[2], hooks[3], 0.26)):
        middle = ((left[0] + right[0]) / 2, left[1], TOP - 0.02)
        for start, end in (((*left, TOP - 0.02), middle), (middle, (*right, TOP - 0.02))):
            lamps.light_chain(looks, start, end, sag, 7, bulb_glass, looks.black_metal, 16.0)


def _left_side(looks: Looks, chance: Random, timber_z) -> None:
    linen = paint.cloth("lounge pad", (0.44, 0.40, 0.33))
    wool = paint.cloth("throw", (0.40, 0.17, 0.08), 90.0)
    glass = more.thin_glass("lantern glass", (0.95, 0.95, 0.92), 0.06)
    flame = more.glow("flame", (1.0, 0.55, 0.18), 14.0)
    terrace.lounge_chair(looks, (-1.75, 3.7, 0), math.radians(-150), timber_z, linen)
    terrace.throw((-1.72, 3.55, 0.45), (0.42, 0.5, 0.09), wool)
    soil = growth.pot((-2.35, 4.55, 0), 0.27, 0.5, looks.clay, looks.soil)
    olive = paint.leaf("olive leaf", (0.10, 0.13, 0.07), (0.22, 0.26, 0.15), (0.3, 0.33, 0.2),
                       0.5)
    bark = paint.plain("bark", (0.12, 0.09, 0.065), 0.9)
    terrace.olive_tree(soil, 1.95, olive, bark, chance)
    for x, y, tall in ((-1.08, 4.35, 0.5), (-1.32, 4.55, 0.36)):
        lamps.lantern(looks, (x, y, 0), tall, glass, flame)
    soil = growth.pot((-2.72, 3.55, 0), 0.2, 0.36, looks.slate, looks.soil)
    blade = paint.plain("grass", (0.13, 0.165, 0.06), 0.6)
    terrace.grass(soil, 0.95, 150, blade, chance, 0.12)


def _right_side(looks: Looks, chance: Random, timber) -> None:
    blade = paint.plain("pale grass", (0.36, 0.29, 0.14), 0.6)
    green = paint.plain("stalk", (0.09, 0.12, 0.055), 0.7)
    bloom = paint.plain("bloom", (0.16, 0.10, 0.30), 0.8)
    glass = more.thin_glass("lantern glass 2", (0.95, 0.95, 0.92), 0.06)
    flame = more.glow("flame 2", (1.0, 0.55, 0.18), 14.0)
    level = terrace.planter((0.9, BACK - 0.5, 0), (1.9, 0.38, 0.46), timber, looks.soil)
    for index in range(5):
        terrace.grass((1.05 + 0.4 * index, BACK - 0.3, level), chance.uniform(0.75, 1.1), 110, blade,
                      chance, 0.1)
    for index in range(6):
        terrace.lavender((1.0 + 0.32 * index, BACK - 0.42, level), 0.42, 34, green, bloom, chance)
    # Side table with a lantern and glasses, a second planter towards the camera.
    box("side table", (1.5, 3.55, 0.42), (2.02, 4.0, 0.45), timber, 0.008)
    for x in (1.53, 1.95):
        for y in (3.58, 3.93):
            tube("table leg", [(x + 0.02, y + 0.02, 0.42), (x + 0.02, y + 0.02, 0)], 0.012,
                 looks.black_metal)
    lamps.lantern(looks, (1.88, 3.82, 0.45), 0.36, glass, flame)
    terrace.throw((1.64, 3.75, 0.45), (0.2, 0.26, 0.05), paint.cloth("napkin", (0.5, 0.46, 0.38)))
    soil = growth.pot((2.45, 3.6, 0), 0.24, 0.46, looks.clay, looks.soil)
    growth.rubber_plant(soil, 1.2, looks.leaf, looks.stem, chance)


if __name__ == "__main__":
    render_room.run("terrace", build, render_room.View(lens_mm=30.0, shift=0.05, band_up=-0.05,
                                                       seed=9, exposure=0.65, fstop=2.4))
