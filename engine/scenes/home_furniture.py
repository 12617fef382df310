"""Hard things of a home: wall shelves, lamps, screens, small tables, clocks.

Owns shapes and proportions; lengths metres, angles radians. Things that can be turned are modelled
round the origin, facing -Y (towards the camera) at angle 0. Our own work, Apache-2.0.
"""

from __future__ import annotations

import math

from office_furniture import bulb
from office_shapes import Point, box, lathe, tube, turn_group


def wall_shelf(looks, low: Point, size: tuple[float, float], board) -> float:
    """Board on two thin brackets; low y is its front edge. Returns the height of its top."""
    (x, y, z), (wide, deep) = low, size
    box("wall shelf", (x, y, z), (x + wide, y + deep, z + 0.028), board, 0.003)
    for at in (x + 0.12, x + wide - 0.12):
        box("bracket", (at - 0.008, y + 0.02, z - 0.005), (at + 0.008, y + deep, z - 0.0005),
            looks.black_metal, 0.001)
        box("bracket", (at - 0.008, y + deep - 0.006, z - 0.12), (at + 0.008, y + deep, z),
            looks.black_metal, 0.001)
    return z + 0.028


def plank_desk(looks, low: Point, size: Point, top) -> None:
    """Desk with a drawer box, long side along X, on round splayed legs."""
    (x, y, z), (wide, deep, tall) = low, size
    box("desk top", (x, y, z + tall - 0.028), (x + wide, y + deep, z + tall), top, 0.004)
    box("drawers", (x + 0.1, y + 0.05, z + tall - 0.13), (x + wide - 0.1, y + deep - 0.03,
                                                         z + tall - 0.028), top, 0.003)
    step = (wide - 0.2) / 2
    for index in range(2):
        left = x + 0.1 + index * step
        box("drawer", (left + 0.004, y + 0.042, z + tall - 0.126),
            (left + step - 0.004, y + 0.055, z + tall - 0.034), top, 0.002)
        tube("pull", [(left + step / 2 - 0.04, y + 0.03, z + tall - 0.08),
                      (left + step / 2 + 0.04, y + 0.03, z + tall - 0.08)], 0.004, looks.brass)
    for leg_x, out in ((x + 0.14, -0.07), (x + wide - 0.14, 0.07)):
        for leg_y in (y + 0.1, y + deep - 0.08):
            tube("leg", [(leg_x, leg_y, z + tall - 0.12), (leg_x + out, leg_y, z)],
                 [0.022, 0.014], looks.oak_z)


def monitor(looks, base: Point, turn: float, glass, wide: float = 0.61) -> None:
    """Thin screen, switched off, on a foot."""
    tall, lift = wide * 0.58, 0.13
    parts = [
        box("foot", (-0.12, -0.08, 0), (0.12, 0.1, 0.008), looks.black_metal, 0.003),
        box("neck", (-0.025, 0.03, 0), (0.025, 0.045, lift + tall / 2), looks.black_metal),
        box("shell", (-wide / 2, -0.004, lift), (wide / 2, 0.03, lift + tall), looks.black_metal,
            0.006),
        box("glass", (-wide / 2 + 0.008, -0.0055, lift + 0.014),
            (wide / 2 - 0.008, -0.003, lift + tall - 0.008), glass, 0),
    ]
    turn_group(parts, base, turn)


def laptop(base: Point, turn: float, metal, glass) -> None:
    """Open laptop, switched off; the screen faces -Y at turn 0."""
    lid = box("lid", (-0.155, -0.004, 0), (0.155, 0.004, 0.215), metal, 0.003)
    face = box("screen", (-0.147, -0.0052, 0.012), (0.147, -0.004, 0.208), glass, 0)
    for thing in (lid, face):
        thing.rotation_euler = (-0.26, 0, 0)
        thing.location = (0, 0.11 + 0.108 * math.sin(0.26), 0.016 + 0.108 * math.cos(0.26))
    parts = [box("deck", (-0.155, -0.11, 0), (0.155, 0.11, 0.014), metal, 0.003),
             box("keys", (-0.135, -0.02, 0.0135), (0.135, 0.085, 0.0155), glass, 0.001), lid, face]
    turn_group(parts, base, turn)


def arc_lamp(looks, base: Point, turn: float, watts: float, tall: float = 1.9,
             reach: float = 0.85) -> None:
    """Floor lamp whose bow carries a dome over +X at turn 0."""
    foot = lathe("arc foot", [(0, 0), (0.15, 0), (0.15, 0.03), (0.14, 0.036), (0, 0.036)],
                 looks.black_metal, (0, 0, 0))
    path = [(0, 0, 0.03), (0, 0, tall * 0.55), (0.04, 0, tall * 0.98), (reach * 0.45, 0, tall * 1.1),
            (reach * 0.9, 0, tall * 1.0), (reach, 0, tall * 0.9)]
    bow = tube("arc", path, 0.009, looks.brass)
    low = tall * 0.9 - 0.17
    dome = lathe("arc dome", [(0.17, 0), (0.16, 0.05), (0.125, 0.115), (0.06, 0.16), (0.015, 0.175)],
                 looks.shade, (reach, 0, low), 64)
    turn_group([foot, bow, dome], base, turn)
    x, y = base[0] + reach * math.cos(turn), base[1] + reach * math.sin(turn)
    bulb("arc bulb", (x, y, base[2] + low + 0.06), watts)


def tripod_lamp(looks, base: Point, tall: float, watts: float, wood, radius: float = 0.2) -> None:
    """Floor lamp on three wooden legs with a linen drum."""
    x, y, z = base
    neck = tall * 0.74
    for index in range(3):
        angle = 2 * math.pi * index / 3 + 0.4
        tube("tripod", [(x + 0.03 * math.cos(angle), y + 0.03 * math.sin(angle), z + neck),
                        (x + 0.27 * math.cos(angle), y + 0.27 * math.sin(angle), z)],
             [0.015, 0.011], wood)
    lathe("tripod hub", [(0, neck - 0.02), (0.045, neck - 0.02), (0.045, neck + 0.02),
                         (0.012, neck + 0.03), (0.012, neck + 0.12)], looks.black_metal, base)
    lathe("tripod shade", [(radius, neck + 0.06), (radius * 0.82, tall)], looks.shade, base, 64)
    bulb("bulb", (x, y, z + neck + 0.14), watts)


def globe(name: str, place: Point, radius: float, glow, watts: float) -> None:
    """Opal ball that glows; its light comes from the bulb within."""
    steps = 16
    profile = [(radius * math.sin(math.pi * i / steps), -radius * math.cos(math.pi * i / steps))
               for i in range(steps + 1)]
    ball = lathe(name, profile, glow, place, 40)
    ball.visible_shadow = False
    if watts:
        bulb(f"{name} bulb", place, watts, radius)


def paper_lantern(looks, hook: Point, drop: float, radius: float, watts: float) -> None:
    """Round ribbed paper shade on a cord; drop is the cord's length."""
    x, y, z = hook
    tube("cord", [(x, y, z), (x, y, z - drop)], 0.003, looks.black_metal)
    steps, rise = 56, 0.86 * radius
    profile = []
    for i in range(3, steps - 2):
        angle = math.pi * i / steps
        rib = 0.006 * radius * math.cos(math.pi * i)
        profile.append(((radius + rib) * math.sin(angle), -(rise + rib) * math.cos(angle)))
    lathe("lantern", profile, looks.shade, (x, y, z - drop - rise), 64)
    if watts:
        bulb("lantern bulb", (x, y, z - drop - rise), watts, 0.05)


def side_table(looks, base: Point, radius: float, tall: float, top) -> None:
    """Round top on one black column."""
    lathe("table top", [(0, tall - 0.022), (radius - 0.004, tall - 0.022), (radius, tall - 0.018),
                        (radius, tall - 0.004), (radius - 0.004, tall), (0, tall)], top, base, 64)
    lathe("table column", [(0, 0), (radius * 0.6, 0), (radius * 0.6, 0.012), (0.016, 0.02),
                           (0.014, tall - 0.022)], looks.black_metal, base)


def clock(looks, centre: Point, radius: float, rim) -> None:
    """Wall clock without figures, at about ten past ten; centre y is the wall's face."""
    x, wall, z = centre
    face = lathe("clock", [(0, 0.028), (radius * 0.93, 0.028), (radius * 0.94, 0.034),
                           (radius, 0.034), (radius, 0)], rim, (x, wall, z), 64)
    dial = lathe("dial", [(0, 0.0285), (radius * 0.93, 0.0285)], looks.paper, (x, wall, z), 64)
    for turned in (face, dial):
        turned.rotation_euler = (math.pi / 2, 0, 0)
    for angle, length, thick in ((-0.95, 0.5, 0.006), (1.05, 0.74, 0.004)):
        tip = (x + radius * length * math.sin(angle), wall - 0.032,
               z + radius * length * math.cos(angle))
        tube("hand", [(x, wall - 0.032, z), tip], thick, looks.black_metal)
    for mark in range(12):
        angle = 2 * math.pi * mark / 12
        at = [(x + radius * r * math.sin(angle), wall - 0.03, z + radius * r * math.cos(angle))
              for r in (0.78, 0.86)]
        tube("mark", at, 0.003, looks.black_metal)


def basket(looks, base: Point, radius: float, tall: float) -> None:
    """Woven basket with a folded blanket in it."""
    rings = [(radius * (0.8 + 0.2 * math.sin(math.pi * (0.15 + 0.6 * t / 14))), tall * t / 14)
             for t in range(15)]
    ribbed = [(r + 0.004 * (i % 2), h) for i, (r, h) in enumerate(rings)]
    lathe("basket", [(0, 0), *ribbed, (ribbed[-1][0] - 0.012, tall), (ribbed[-1][0] - 0.02, tall * 0.6),
                     (0, tall * 0.6)], looks.wicker, base, 48)
