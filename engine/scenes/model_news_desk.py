"""The background scene "news_desk": a news studio on the air, its key light from the right.

Usage: see render_room.py. Owns what stands where. The video wall's calm middle is where the person
sits. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

import office_growth as growth
import office_materials as paint
import parts_lamps as lamps
import parts_materials as more
import parts_news as news
import render_room
import room_shell as shell
from office_furniture import Looks
from office_shapes import box

ROOM = shell.Room(left=-3.8, right=3.6, back=5.6, height=4.2)


def build(looks: Looks, chance: Random) -> None:
    """The whole room."""
    _shell()
    _set(looks, chance)
    _rig(looks)
    warm, cool = (1.0, 0.86, 0.70), (0.55, 0.74, 1.0)
    shell.area_light("key", (2.9, 1.2, 3.5), (math.radians(38), math.radians(26), 0), (1.6, 1.2),
                     210.0, warm)
    shell.area_light("wash", (2.4, 4.6, 3.9), (math.radians(-8), math.radians(14), 0), (2.0, 0.4),
                     110.0, warm)
    shell.area_light("back wash", (-2.6, 4.2, 3.8), (math.radians(8), 0, 0), (1.6, 0.5), 40.0, cool)
    shell.room_return(ROOM, 40.0, (0.85, 0.92, 1.0))


def _shell() -> None:
    dark = paint.wall_paint("studio wall", (0.045, 0.058, 0.085))
    black = paint.wall_paint("studio ceiling", (0.02, 0.022, 0.028))
    shell.walls(ROOM, {"left": dark, "right": dark, "back": dark, "front": dark})
    shell.ceiling(ROOM, black)
    floor = paint.plain("studio floor", (0.06, 0.075, 0.10), 0.22)
    shell.floor_plain(ROOM, floor)


def _set(looks: Looks, chance: Random) -> None:
    frame = paint.plain("screen frame", (0.018, 0.02, 0.026), 0.35)
    body = paint.plain("pillar", (0.07, 0.088, 0.125), 0.3)
    white_line = more.glow("white line", (0.62, 0.80, 1.0), 1.7)
    warm_line = more.glow("warm line", (1.0, 0.66, 0.36), 2.0)
    slat = paint.wood("slat", (0.20, 0.105, 0.05), (0.42, 0.26, 0.15), "Z", 0.4)
    wall = more.screen("video wall", (0.012, 0.035, 0.10), (0.03, 0.11, 0.26), (0.16, 0.42, 0.72),
                       1.25)
    side = more.screen("side screen", (0.02, 0.05, 0.12), (0.05, 0.14, 0.30), (0.62, 0.34, 0.16),
                       1.0)
    back = ROOM.back
    news.floor_step((ROOM.left, 3.6, 0.0), (ROOM.right, back, 0.14), body, white_line)
    news.screen_wall((-1.62, back - 0.3, 0.62), (3.24, 2.1), 4, wall, frame)
    for x in (-2.06, 1.74):
        news.lit_column(looks, (x, back - 0.52, 0.14), 0.32, 2.95, body, white_line)
    # Slats and a lit shelf of things on both sides, a second screen on the left.
    news.slat_wall((ROOM.left, back - 0.14, 0.14), 1.75, 2.95, slat, frame)
    news.slat_wall((2.06, back - 0.14, 0.14), 1.55, 2.95, slat, frame)
    news.side_screen(looks, (-2.2, 4.5, 1.5), (0.6, 1.06), side, frame)
    for z in (0.95, 1.45, 1.95):
        box("set shelf", (2.22, back - 0.42, z), (3.5, back - 0.14, z + 0.035), frame, 0.004)
        box("shelf line", (2.22, back - 0.16, z - 0.012), (3.5, back - 0.145, z), warm_line, 0)
    books = growth.Bindery(paint.book_cover("set book"), looks.paper, chance)
    growth.row_of_books(books, (2.3, back - 0.38, 0.985), 0.4, 0.36)
    growth.pile_of_books(books, (2.95, back - 0.28, 0.985), 4)
    growth.row_of_books(books, (2.72, back - 0.38, 1.985), 0.35, 0.36)
    lamps.ball("trophy", (2.48, back - 0.28, 1.575), 0.09, looks.brass)
    soil = growth.pot((2.9, back - 0.28, 1.485), 0.08, 0.13, looks.glaze, looks.soil)
    growth.trailing_plant(soil, back - 0.44, 0.35, looks.pale_leaf, looks.stem, chance, 5)
    lamps.ball("world", (2.42, back - 0.28, 2.105), 0.12, looks.slate)
    # A band of light over the whole set.
    box("fascia", (ROOM.left, back - 0.55, 3.09), (ROOM.right, back, 3.36), body, 0.01)
    box("fascia line", (ROOM.left, back - 0.556, 3.12), (ROOM.right, back - 0.546, 3.145),
        warm_line, 0)
    soil = growth.pot((1.98, 4.5, 0.14), 0.19, 0.36, looks.slate, looks.soil)
    growth.rubber_plant(soil, 1.05, looks.leaf, looks.stem, chance)
    top = paint.plain("desk gloss", (0.55, 0.58, 0.62), 0.15)
    front = paint.plain("desk front", (0.045, 0.075, 0.14), 0.2)
    news.curved_desk(looks, (0.0, 5.0, 0.14), 1.62, (-1.25, 1.25), top, front, white_line)


def _rig(looks: Looks) -> None:
    tubes = more.metal("truss", (0.30, 0.31, 0.33), 0.35)
    lens = more.glow("lens", (1.0, 0.93, 0.82), 3.0)
    for y in (4.0, 2.5):
        news.truss((ROOM.left, y, 3.6), ROOM.right - ROOM.left, tubes)
    for x, turn in ((-2.3, 0.35), (-1.1, 0.18), (0.15, 0.0), (1.2, -0.2), (2.3, -0.4)):
        lamps.studio_light(looks, (x, 4.0, 3.66), turn, 0.55, lens)


if __name__ == "__main__":
    render_room.run("news_desk", build, render_room.View(lens_mm=30.0, shift=0.05, band_up=-0.04,
                                                         seed=3))
