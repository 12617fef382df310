"""Furniture of the cafe: tables, bentwood chairs, counter, machine, crockery, bench, board.

Owns shapes and proportions; lengths metres, angles radians. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math
from random import Random

from office_furniture import Looks
from office_shapes import Point, box, lathe, tube, turn_group
from parts_lamps import ball


def round_table(looks: Looks, base: Point, radius: float, top) -> None:
    """Pedestal table, 0.74 high, with a cast foot."""
    lathe("table top", [(0, 0.712), (radius - 0.006, 0.712), (radius, 0.718), (radius, 0.734),
                        (radius - 0.006, 0.74), (0, 0.74)], top, base, 64)
    lathe("table foot", [(0, 0.0), (0.21, 0.0), (0.21, 0.012), (0.17, 0.026), (0.045, 0.05),
                         (0.03, 0.09), (0.028, 0.66), (0.06, 0.712)], looks.black_metal, base)


def bentwood_chair(looks: Looks, base: Point, facing: float, wood, seat) -> None:
    """Cafe chair: round seat, outer hoop and inner hoop of bent wood; facing 0 looks along +Y."""
    parts = [lathe("seat rim", [(0.17, 0.445), (0.205, 0.44), (0.212, 0.455), (0.205, 0.472),
                                (0.17, 0.472)], wood, (0, 0, 0)),
             lathe("seat", [(0, 0.462), (0.12, 0.461), (0.18, 0.469)], seat, (0, 0, 0))]
    for half, top, lean, thick in ((0.195, 0.92, 0.13, 0.014), (0.115, 0.80, 0.10, 0.010)):
        hoop = []
        for step in range(13):
            angle = math.pi * step / 12
            share = math.sin(angle) ** 0.6
            hoop.append((half * math.cos(angle) * (1.0 if step in (0, 12) else 1.06),
                         -0.14 - 0.05 * (half < 0.15) - lean * share,
                         0.46 + (top - 0.46) * share))
        parts.append(tube("hoop", hoop, thick, wood))
    for side in (-1, 1):
        parts.append(tube("front leg", [(0.13 * side, 0.14, 0.45), (0.17 * side, 0.19, 0.22),
                                        (0.18 * side, 0.21, 0)], [0.016, 0.014, 0.011], wood))
        parts.append(tube("back leg", [(0.195 * side, -0.14, 0.47), (0.19 * side, -0.18, 0.24),
                                       (0.20 * side, -0.25, 0)], [0.015, 0.014, 0.011], wood))
    ring = [(0.165 * math.cos(a), 0.165 * math.sin(a), 0.24)
            for a in (2 * math.pi * i / 16 for i in range(17))]
    parts.append(tube("leg ring", ring, 0.009, wood))
    turn_group(parts, base, facing)


def counter(looks: Looks, low: Point, size: Point, slat, top) -> float:
    """Bar with a front of upright slats; low is its front left corner; returns its height."""
    (x, y, z), (wide, deep, tall) = low, size
    box("counter body", (x + 0.02, y + 0.03, z + 0.1), (x + wide, y + deep, z + tall - 0.04),
        looks.black_metal, 0)
    box("counter plinth", (x + 0.03, y + 0.06, z), (x + wide, y + deep, z + 0.1),
        looks.black_metal, 0)
    step, count = 0.062, int(wide / 0.062)
    for index in range(count):
        left = x + 0.012 + index * step
        box("slat", (left, y, z + 0.1), (left + 0.048, y + 0.03, z + tall - 0.045), slat, 0.008)
    for index in range(int(deep / step)):
        front = y + 0.03 + index * step
        box("slat", (x - 0.008, front, z + 0.1), (x + 0.02, front + 0.048, z + tall - 0.045), slat,
            0.008)
    box("counter top", (x - 0.05, y - 0.05, z + tall - 0.045), (x + wide, y + deep, z + tall), top,
        0.006)
    return z + tall


def espresso_machine(looks: Looks, low: Point, steel, cup, chance: Random) -> None:
    """Two-group machine seen from behind the bar's guest side; 0.74 wide, 0.5 high."""
    x, y, z = low
    wide, deep = 0.74, 0.46
    for foot_x in (x + 0.05, x + wide - 0.08):
        for foot_y in (y + 0.04, y + deep - 0.07):
            box("machine foot", (foot_x, foot_y, z), (foot_x + 0.03, foot_y + 0.03, z + 0.07),
                looks.black_metal)
    box("drip tray", (x, y, z + 0.06), (x + wide, y + deep, z + 0.12), steel, 0.01)
    box("machine back", (x + 0.01, y, z + 0.12), (x + wide - 0.01, y + 0.2, z + 0.4),
        looks.slate, 0.03)
    box("machine head", (x, y - 0.01, z + 0.31), (x + wide, y + deep - 0.08, z + 0.44), steel,
        0.025)
    box("badge", (x + wide / 2 - 0.09, y - 0.004, z + 0.2), (x + wide / 2 + 0.09, y, z + 0.25),
        looks.brass, 0.004)
    rail = z + 0.5
    for path in ([(x, y, z + 0.44), (x, y, rail), (x + wide, y, rail), (x + wide, y, z + 0.44)],):
        for start, end in zip(path, path[1:], strict=False):
            tube("cup rail", [start, end], 0.006, looks.brass)
    for column in range(7):
        for row in range(2):
            cups = chance.randint(1, 3)
            for level in range(cups):
                lathe("warm cup", [(0.026, 0), (0.036, 0.02), (0.04, 0.055), (0.036, 0.055)], cup,
                      (x + 0.07 + 0.1 * column, y + 0.09 + 0.12 * row, z + 0.44 + 0.03 * level), 24)


def cup_and_saucer(base: Point, look, coffee) -> None:
    """Cup on its saucer, filled."""
    lathe("saucer", [(0, 0.004), (0.04, 0.004), (0.075, 0.016), (0.073, 0.019), (0.04, 0.009),
                     (0, 0.009)], look, base, 40)
    x, y, z = base
    lathe("cup", [(0, 0.009), (0.025, 0.009), (0.036, 0.03), (0.042, 0.066), (0.039, 0.066),
                  (0.033, 0.03)], look, base, 40)
    lathe("coffee", [(0, 0.057), (0.039, 0.057)], coffee, base, 32)
    tube("handle", [(x + 0.04, y, z + 0.055), (x + 0.066, y, z + 0.055), (x + 0.062, y, z + 0.03),
                    (x + 0.035, y, z + 0.025)], 0.004, look)


def stack_of_cups(base: Point, look, count: int) -> None:
    """Cups stacked mouth up."""
    x, y, z = base
    for level in range(count):
        lathe("cup", [(0.026, 0), (0.038, 0.03), (0.042, 0.068), (0.038, 0.068)], look,
              (x, y, z + 0.036 * level), 28)


def jar(base: Point, radius: float, tall: float, glass, filling, lid) -> None:
    """Glass jar with a filling and a wooden lid."""
    x, y, z = base
    lathe("filling", [(0, 0.006), (radius * 0.93, 0.006), (radius * 0.93, tall * 0.66),
                      (0, tall * 0.7)], filling, base, 32)
    shell = lathe("jar", [(0, 0), (radius * 0.96, 0), (radius, 0.012), (radius, tall * 0.86),
                          (radius * 0.85, tall * 0.94)], glass, base, 40)
    shell.visible_shadow = False
    lathe("lid", [(0, 0), (radius * 0.88, 0), (radius * 0.88, tall * 0.1), (0, tall * 0.1)], lid,
          (x, y, z + tall * 0.93), 32)


def cake_stand(looks: Looks, base: Point, glass, crust, chance: Random) -> None:
    """Pastries on a footed plate under a glass bell."""
    x, y, z = base
    lathe("cake plate", [(0, 0), (0.07, 0), (0.03, 0.02), (0.02, 0.1), (0.05, 0.115),
                         (0.16, 0.12), (0.165, 0.13), (0, 0.128)], looks.white, base)
    for index in range(7):
        angle, out = 2 * math.pi * index / 6, 0.0 if index == 6 else 0.09
        lump = ball("pastry", (x + out * math.cos(angle), y + out * math.sin(angle),
                               z + 0.158 + 0.05 * (index == 6)), 0.046, crust, 0.65)
        lump.scale = (1.0, chance.uniform(0.7, 0.9), 1.0)
        lump.rotation_euler = (0, 0, angle + 0.5)
    bell = lathe("bell", [(0.15, 0.13), (0.152, 0.22), (0.13, 0.29), (0.07, 0.33), (0, 0.34)],
                 glass, base, 56)
    bell.visible_shadow = False
    ball("knob", (x, y, z + 0.355), 0.018, looks.brass)


def wall_shelf(looks: Looks, low: Point, size: tuple[float, float], board, bracket) -> float:
    """Board on the back wall with brackets under it; low y is its front; returns its top."""
    (x, y, z), (wide, deep) = low, size
    box("shelf", (x, y, z), (x + wide, y + deep, z + 0.032), board, 0.004)
    count = max(2, round(wide / 0.7))
    for index in range(count):
        at = x + 0.12 + (wide - 0.24) * index / (count - 1)
        box("bracket", (at - 0.008, y + 0.04, z - 0.008), (at + 0.008, y + deep, z), bracket, 0)
        box("bracket", (at - 0.008, y + deep - 0.012, z - 0.16), (at + 0.008, y + deep, z), bracket,
            0)
    return z + 0.032


def menu_board(looks: Looks, centre: Point, size: tuple[float, float], slate, chalk,
               chance: Random) -> None:
    """Chalked board in an oak frame, its writing only strokes; centre y is the wall's face."""
    x, wall, z = centre
    half_w, half_h = size[0] / 2, size[1] / 2
    box("board frame", (x - half_w, wall - 0.03, z - half_h), (x + half_w, wall, z + half_h),
        looks.oak_x, 0.004)
    box("board", (x - half_w + 0.03, wall - 0.033, z - half_h + 0.03),
        (x + half_w - 0.03, wall - 0.02, z + half_h - 0.03), slate, 0)
    line, top = z + half_h - 0.13, True
    while line > z - half_h + 0.08:
        left = x - half_w + (0.3 * size[0] if top else 0.09)
        end = x + half_w - (0.3 * size[0] if top else 0.26)
        if not top:
            end = left + (end - left) * chance.uniform(0.55, 1.0)
        _written(left, end, line, wall - 0.034, 0.036 if top else 0.02, chalk, chance)
        if not top:
            _written(x + half_w - 0.17, x + half_w - 0.09, line, wall - 0.034, 0.02, chalk, chance)
        line, top = line - (0.12 if top else 0.075), False


def _written(left: float, end: float, line: float, y: float, tall: float, chalk,
             chance: Random) -> None:
    """A line of quick strokes that reads as handwriting from afar."""
    at = left
    while at < end:
        word = min(end, at + chance.uniform(0.05, 0.12))
        points, step = [], 0
        while at < word:
            points.append((at, y, line + tall * (0.5 if step % 2 else -0.2)
                           * chance.uniform(0.6, 1.2)))
            at, step = at + tall * 0.38, step + 1
        if len(points) > 2:
            tube("writing", points, 0.0028, chalk)
        at += tall * 0.9


def bench(looks: Looks, low: Point, size: tuple[float, float], wood, seat) -> None:
    """Upholstered wall bench of size (width, depth) with a buttoned-off back; low y is its front."""
    (x, y, z), (wide, deep) = low, size
    box("bench body", (x, y + 0.03, z + 0.06), (x + wide, y + deep, z + 0.40), wood, 0.004)
    count = max(2, round(wide / 0.62))
    step = wide / count
    for index in range(count):
        left = x + index * step
        for name, first, last in (
            ("seat pad", (left + 0.004, y, z + 0.40), (left + step - 0.004, y + deep, z + 0.49)),
            ("back pad", (left + 0.004, y + deep - 0.11, z + 0.50),
             (left + step - 0.004, y + deep, z + 0.93))):
            box(name, first, last, seat, 0.035)
    box("bench rail", (x, y + deep - 0.13, z + 0.93), (x + wide, y + deep, z + 0.965), wood, 0.006)


def cushion(centre: Point, side: float, turn: float, look) -> None:
    """Loose pillow leaning back."""
    pad = box("pillow", (-side / 2, -0.05, -side / 2), (side / 2, 0.05, side / 2), look, 0.045)
    pad.location, pad.rotation_euler = centre, (-0.28, turn, 0.0)
