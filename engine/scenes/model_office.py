"""The background scene "office": builds the room and renders both of its pictures.

Usage: python model_office.py OUT_DIR [--orientation landscape|portrait] [--samples N]
[--scale 0.25]. Needs `bpy` (run with 4.5.15 LTS) and Pillow; neither is needed by users, who get
the finished pictures.

Owns the two room plans, the light, the cameras and the render settings. Each orientation is a
room of its own, furnished for its frame; the seated person will cover the lower middle, so the
middle is kept calm and the interest stands at the sides. Lengths metres, angles radians, Z up,
camera at the origin's x and y looking along +Y.

The committed pictures: 56 samples each; landscape 802 objects in 15 minutes, portrait 541 objects
in 19, on two busy cores at low priority. They are the project's own work, under Apache-2.0: all
shapes and materials are made here, nothing is taken from elsewhere.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import bpy
import office_furniture as furniture
import office_growth as growth
import office_materials as paint
from office_shapes import box, link, sheet
from PIL import Image

EYE_HEIGHT = 1.2
JPEG_QUALITY = 91


@dataclass(frozen=True)
class Plan:
    """Inner faces of the room, the window in its left wall, and the camera for it."""

    size_px: tuple[int, int]
    left: float
    right: float
    back: float
    height: float
    window: tuple[float, float, float, float]  # y from, y to, z from, z to
    lens_mm: float  # for a 36 mm longer side
    shift: float  # of the frame, as a share of its longer side; negative shows more floor
    sky_watts: float
    fill_watts: float
    front: float = -1.6


LANDSCAPE = Plan((1920, 1080), -2.0, 3.3, 5.6, 2.9, (3.0, 4.75, 0.86, 2.45), 35.0, -0.03,
                 250.0, 24.0)
PORTRAIT = Plan((1080, 1920), -0.78, 2.6, 4.0, 2.95, (1.7, 3.46, 0.8, 2.5), 42.0, -0.03,
                130.0, 20.0)


def make_looks() -> furniture.Looks:
    """All materials that furniture and plants need."""
    oak = ((0.30, 0.175, 0.085), (0.50, 0.33, 0.19))
    walnut = ((0.075, 0.036, 0.018), (0.21, 0.11, 0.056))
    inks = ((0.72, 0.62, 0.50), (0.62, 0.25, 0.11), (0.38, 0.44, 0.42), (0.20, 0.30, 0.29),
            (0.09, 0.16, 0.15))
    return furniture.Looks(
        oak_x=paint.wood("oak x", *oak, "X"),
        oak_y=paint.wood("oak y", *oak, "Y"),
        oak_z=paint.wood("oak z", *oak, "Z"),
        walnut_x=paint.wood("walnut x", *walnut, "X", 0.36),
        walnut_z=paint.wood("walnut z", *walnut, "Z", 0.36),
        black_metal=paint.plain("black metal", (0.02, 0.02, 0.022), 0.45),
        brass=paint.plain("brass", (0.55, 0.38, 0.17), 0.32, metallic=1.0),
        white=paint.plain("white lacquer", (0.72, 0.72, 0.70), 0.4),
        glaze=paint.plain("pale glaze", (0.66, 0.62, 0.55), 0.28),
        clay=paint.plain("terracotta", (0.36, 0.175, 0.105), 0.7),
        slate=paint.plain("slate glaze", (0.07, 0.10, 0.12), 0.3),
        upholstery=paint.cloth("upholstery", (0.16, 0.21, 0.24)),
        wool=paint.cloth("wool", (0.42, 0.385, 0.325), 110.0),
        wicker=paint.cloth("wicker", (0.42, 0.33, 0.22), 160.0),
        shade=paint.lamp_shade("lamp shade", (0.78, 0.64, 0.43)),
        paper=paint.plain("paper", (0.74, 0.72, 0.67), 0.8),
        leaf=paint.leaf("ficus leaf", (0.018, 0.05, 0.02), (0.055, 0.12, 0.04), (0.17, 0.25, 0.1)),
        pale_leaf=paint.leaf("pothos leaf", (0.05, 0.125, 0.03), (0.13, 0.24, 0.07),
                             (0.3, 0.4, 0.14)),
        stem=paint.plain("stem", (0.10, 0.11, 0.04), 0.7),
        soil=paint.plain("soil", (0.035, 0.024, 0.017), 0.95),
        inks=tuple(paint.plain(f"ink {n}", ink, 0.85) for n, ink in enumerate(inks)),
    )


def shell(plan: Plan, looks: furniture.Looks) -> None:
    """Walls, ceiling, skirting and the boards of the floor."""
    wall = paint.wall_paint("wall", (0.47, 0.50, 0.46))
    ceiling = paint.wall_paint("ceiling", (0.74, 0.73, 0.70))
    y0, y1, z0, z1 = plan.window
    left, out = plan.left, plan.left - 0.24
    box("back wall", (out, plan.back, 0), (plan.right, plan.back + 0.1, plan.height), wall, 0)
    box("right wall", (plan.right, plan.front, 0), (plan.right + 0.1, plan.back, plan.height),
        ceiling, 0)
    box("front wall", (out, plan.front - 0.1, 0), (plan.right, plan.front, plan.height), ceiling, 0)
    for low, high in (((plan.front, 0), (y0, plan.height)), ((y1, 0), (plan.back, plan.height)),
                      ((y0, 0), (y1, z0)), ((y0, z1), (y1, plan.height))):
        box("window wall", (out, low[0], low[1]), (left, high[0], high[1]), wall, 0)
    box("ceiling", (out, plan.front, plan.height), (plan.right, plan.back, plan.height + 0.1),
        ceiling, 0)
    box("skirting", (left, plan.back - 0.014, 0), (plan.right, plan.back, 0.09), looks.white, 0.004)
    box("skirting", (left, plan.front, 0), (left + 0.014, plan.back, 0.09), looks.white, 0.004)
    box("subfloor", (out, plan.front, -0.1), (plan.right, plan.back, -0.002), looks.soil, 0)


def floor_boards(plan: Plan, chance: Random) -> None:
    """Oak boards towards the camera; each is an object, so each has its own tone."""
    oak = paint.wood("floor oak", (0.25, 0.15, 0.08), (0.42, 0.28, 0.17), "Y", 0.38)
    x = plan.left
    while x < plan.right:
        y = plan.back - chance.uniform(0.3, 1.6)
        high = plan.back
        while high > plan.front:
            box("floor board", (x + 0.0008, max(y, plan.front) + 0.0008, -0.02),
                (x + 0.1392, high - 0.0008, 0), oak, 0.0012)
            high, y = y, y - chance.uniform(1.2, 2.0)
        x += 0.14


def window(plan: Plan, looks: furniture.Looks) -> None:
    """Casement, sill and what is seen and shines through it."""
    y0, y1, z0, z1 = plan.window
    out, inner = plan.left - 0.16, plan.left - 0.10
    bar = 0.055
    middle = (y0 + y1) / 2
    for low_y, high_y in ((y0, y0 + bar), (middle - bar, middle + bar), (y1 - bar, y1)):
        box("casement", (out, low_y, z0), (inner, high_y, z1), looks.white)
    for low_z, high_z in ((z0, z0 + bar), (z1 - bar, z1)):
        # A hair thinner than the uprights: faces in one plane would shade each other black.
        box("casement", (out + 0.003, y0, low_z), (inner - 0.003, y1, high_z), looks.white)
    box("sill", (plan.left - 0.1, y0 - 0.03, z0 - 0.03), (plan.left + 0.07, y1 + 0.03, z0 + 0.002),
        looks.white, 0.006)
    view = paint.daylight_view("outside", 2.5)
    panorama = box("outside", (plan.left - 5.0, -4, -1.5), (plan.left - 4.9, 26, 5.5), view, 0)
    panorama.visible_diffuse = False
    panorama.visible_shadow = False


def curtain(plan: Plan, y_from: float, y_to: float, look, folds: float, offset: float) -> None:
    """Gathered cloth from near the ceiling to the floor, on the room side of the window."""
    tall = plan.height - 0.12

    def surface(u: float, v: float) -> tuple[float, float, float]:
        gather = 0.75 + 0.25 * v
        wave = math.sin(2 * math.pi * folds * u + 0.7 * math.sin(5 * u))
        sway = 0.4 * math.sin(4.4 * math.pi * folds * u + 3 * v)
        depth = 0.035 * gather * (wave + 0.35 * sway)
        return (plan.left + offset + depth, y_from + (y_to - y_from) * u, 0.015 + tall * (1 - v))

    link("curtain", sheet("curtain", surface, int(folds * 16), 24), look)


def area_light(name: str, place: tuple, turn: tuple, size: tuple, watts: float, colour) -> None:
    """Rectangular light that the camera does not see."""
    light = bpy.data.lights.new(name, "AREA")
    light.shape, light.size, light.size_y = "RECTANGLE", *size
    light.energy, light.color = watts, colour
    thing = bpy.data.objects.new(name, light)
    thing.location, thing.rotation_euler = place, turn
    thing.visible_camera = False
    bpy.context.collection.objects.link(thing)


def daylight(plan: Plan, watts: float, fill_watts: float) -> None:
    """Cool sky through the window and a weak warm return from the room behind the camera."""
    y0, y1, z0, z1 = plan.window
    area_light("sky", (plan.left - 0.3, (y0 + y1) / 2, (z0 + z1) / 2 + 0.1),
               (0, math.radians(-82), 0), (z1 - z0 + 0.3, y1 - y0 + 0.2), watts, (0.80, 0.91, 1.0))
    area_light("room return", ((plan.left + plan.right) / 2, -0.9, 2.3), (math.radians(68), 0, 0),
               (2.6, 1.4), fill_watts, (1.0, 0.94, 0.86))


def furnish_landscape(plan: Plan, looks: furniture.Looks, chance: Random) -> None:
    """Desk and plant by the window, cabinet in the middle, bookcase on the right."""
    books = growth.Bindery(paint.book_cover("book cover"), looks.paper, chance)
    back = plan.back
    furniture.desk(looks, (plan.left + 0.03, 3.55, 0), (0.66, 1.35, 0.74))
    furniture.chair(looks, (-1.02, 4.15, 0), math.radians(75))
    growth.pile_of_books(books, (-1.72, 4.0, 0.74), 3, 0.5)
    furniture.desk_lamp(looks, (-1.72, 4.62, 0.74), math.radians(-40))
    furniture.mug_of_pencils(looks, (-1.55, 4.3, 0.74), chance)
    soil = growth.pot((-1.52, 5.15, 0), 0.2, 0.36, looks.glaze, looks.soil)
    growth.rubber_plant(soil, 1.55, looks.leaf, looks.stem, chance)

    furniture.sideboard(looks, (-1.02, back - 0.44, 0), (2.1, 0.42, 0.72), 4)
    top = growth.pile_of_books(books, (-0.78, back - 0.22, 0.72), 3)
    furniture.vessel(looks.slate, (-0.78, back - 0.22, top), 0.09, "bowl")
    furniture.vessel(looks.glaze, (-0.45, back - 0.2, 0.72), 0.24, "vase")
    furniture.table_lamp(looks, (0.86, back - 0.24, 0.72), 0.52, 8.0)
    furniture.picture(looks, (-0.98, back, 1.72), (0.52, 0.70), "hills", looks.oak_z)
    furniture.picture(looks, (-0.5, back, 1.62), (0.30, 0.40), "stem", looks.black_metal)

    cells, top = furniture.bookcase(looks, (1.3, back - 0.34, 0), (1.9, 0.32), 2,
                                    [0.38, 0.36, 0.34, 0.34, 0.32, 0.32])
    kinds = ("box", "box", "full", "pile", "left", "full", "full", "right", "pile", "full",
             "right", "left")
    for cell, kind in zip(cells, kinds, strict=True):
        furniture.fill_compartment(cell, kind, looks, books)
    furniture.linen_box(looks, (2.3, back - 0.3, top), (0.34, 0.24, 0.2))
    furniture.vessel(looks.slate, (2.1, back - 0.18, top), 0.26, "bottle")
    furniture.rug(looks, (-0.95, 3.0), (1.25, 4.8))
    furniture.socket(looks, (1.18, back, 0.24))
    soil = growth.pot((1.55, back - 0.2, top), 0.085, 0.14, looks.clay, looks.soil)
    growth.trailing_plant(soil, back - 0.36, 0.75, looks.pale_leaf, looks.stem, chance)


def furnish_portrait(plan: Plan, looks: furniture.Looks, chance: Random) -> None:
    """Plant by the window, prints and a hanging lamp above, bookcase cut by the right edge."""
    books = growth.Bindery(paint.book_cover("book cover"), looks.paper, chance)
    back = plan.back
    soil = growth.pot((-0.45, 3.55, 0), 0.17, 0.34, looks.glaze, looks.soil)
    growth.rubber_plant(soil, 1.4, looks.leaf, looks.stem, chance)
    furniture.sideboard(looks, (-0.2, back - 0.42, 0), (0.62, 0.40, 0.66), 2)
    top = growth.pile_of_books(books, (-0.02, back - 0.22, 0.66), 3)
    furniture.vessel(looks.slate, (-0.02, back - 0.22, top), 0.08, "bowl")
    furniture.vessel(looks.glaze, (0.28, back - 0.2, 0.66), 0.22, "vase")
    furniture.rug(looks, (-0.3, 1.6), (1.6, 3.3))
    furniture.picture(looks, (-0.34, back, 2.2), (0.40, 0.54), "hills", looks.oak_z)
    furniture.picture(looks, (0.09, back, 2.17), (0.28, 0.36), "stem", looks.black_metal)
    cells, top = furniture.bookcase(looks, (0.5, back - 0.34, 0), (1.0, 0.32), 1,
                                    [0.38, 0.36, 0.34, 0.34, 0.32, 0.3])
    for cell, kind in zip(cells, ("box", "pile", "left", "full", "right", "full"), strict=True):
        furniture.fill_compartment(cell, kind, looks, books)
    soil = growth.pot((0.68, back - 0.2, top), 0.085, 0.14, looks.clay, looks.soil)
    growth.trailing_plant(soil, back - 0.36, 0.7, looks.pale_leaf, looks.stem, chance)
    furniture.pendant(looks, (0.33, 3.3, plan.height), 0.52, 0.17, 4.5)


def camera(plan: Plan) -> None:
    """Level camera at seated eye height, focused on the person, so the room is a little soft."""
    data = bpy.data.cameras.new("camera")
    data.lens, data.sensor_width, data.sensor_fit = plan.lens_mm, 36.0, "AUTO"
    data.shift_y = plan.shift
    data.dof.use_dof = True
    data.dof.focus_distance, data.dof.aperture_fstop = 1.3, 5.6
    thing = bpy.data.objects.new("camera", data)
    thing.location, thing.rotation_euler = (0, 0, EYE_HEIGHT), (math.pi / 2, 0, 0)
    bpy.context.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def render_settings(plan: Plan, samples: int, scale: float) -> None:
    """Cycles on the CPU, denoised with colour and normal guides, AgX."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.adaptive_threshold = 0.02
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.denoising_input_passes = "RGB_ALBEDO_NORMAL"
    scene.cycles.max_bounces, scene.cycles.diffuse_bounces = 8, 4
    scene.cycles.transparent_max_bounces = 12
    scene.cycles.caustics_reflective = scene.cycles.caustics_refractive = False
    scene.cycles.sample_clamp_indirect = 4.0
    scene.render.resolution_x = round(plan.size_px[0] * scale)
    scene.render.resolution_y = round(plan.size_px[1] * scale)
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = 0.15
    scene.render.dither_intensity = 1.0
    scene.render.image_settings.file_format = "PNG"


def render(orientation: str, out_dir: Path, samples: int, scale: float) -> None:
    """Build one orientation from an empty file and write its JPEG."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    plan = LANDSCAPE if orientation == "landscape" else PORTRAIT
    chance = Random(20)  # the same room every time
    looks = make_looks()
    shell(plan, looks)
    floor_boards(plan, chance)
    window(plan, looks)
    y0, y1 = plan.window[:2]
    gauze = paint.sheer("gauze", (0.80, 0.79, 0.75), 0.3)
    curtain(plan, y1 - 0.12, y1 + 0.24, gauze, 5, 0.11)
    curtain(plan, y0 - 0.35, y0 + 0.2, gauze, 7, 0.11)
    furnish = furnish_landscape if orientation == "landscape" else furnish_portrait
    furnish(plan, looks, chance)
    daylight(plan, plan.sky_watts, plan.fill_watts)
    camera(plan)
    render_settings(plan, samples, scale)
    # All light comes from the window, the lamps and the return light.
    bpy.context.scene.world = bpy.data.worlds.new("dark")
    with tempfile.TemporaryDirectory() as folder:
        bpy.context.scene.render.filepath = str(Path(folder) / "frame.png")
        began = time.monotonic()
        bpy.ops.render.render(write_still=True)
        picture = Image.open(Path(folder) / "frame.png").convert("RGB")
        # Saved anew so that the file carries no metadata; 4:4:4 keeps coloured edges clean.
        picture.save(out_dir / f"office-{orientation}.jpg", quality=JPEG_QUALITY, subsampling=0,
                     optimize=True)
    sys.stdout.write(f"{orientation}: {len(bpy.data.objects)} objects, {samples} samples, "
                     f"{time.monotonic() - began:.0f} s\n")


def main() -> None:
    """Read the command line and render."""
    parser = argparse.ArgumentParser(description="Render the pictures of the scene 'office'.")
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--orientation", choices=("landscape", "portrait"))
    parser.add_argument("--samples", type=int, default=64)
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    options.out_dir.mkdir(parents=True, exist_ok=True)
    for orientation in ("landscape", "portrait"):
        if options.orientation in (None, orientation):
            render(orientation, options.out_dir, options.samples, options.scale)


if __name__ == "__main__":
    main()
