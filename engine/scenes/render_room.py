"""Renders a room once, as a square, and cuts its three pictures out of it.

Owns the camera, the render settings, the cuts and the command line that all model_*.py scripts of
one square render share. Must not know any room. Needs `bpy` (4.5 LTS) and Pillow; neither is
needed by users, who get the finished pictures.

The camera stands at the origin's x and y and looks along +Y; lengths metres, angles radians, Z up.
Of the square, the middle band is the landscape picture and the middle column the portrait one; a
View may move either. Our own work, Apache-2.0.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import bpy
from model_office import make_looks
from office_furniture import Looks
from PIL import Image

JPEG_QUALITY = 89
FULL_PX = 1920
SHORT_PX = 1080
SENSOR_MM = 36.0


@dataclass(frozen=True)
class View:
    """How the camera sees a room, and where the cuts lie in the square."""

    lens_mm: float = 30.0  # for a square of 36 mm
    eye_height: float = 1.2
    shift: float = 0.0  # of the frame, as a share of its side; negative shows more floor
    focus: float = 1.3  # where the person sits
    fstop: float = 4.0
    exposure: float = 0.15  # stops
    look: str = "AgX - Medium High Contrast"
    band_up: float = 0.0  # of the landscape cut from the middle, share of the side
    column_right: float = 0.0  # of the portrait cut from the middle, share of the side
    seed: int = 20


def run(name: str, build: Callable[[Looks, Random], None], view: View) -> None:
    """Read the command line, build the room, render it, write its pictures.

    With --look only the square is written, as NAME-look.png, with the cuts drawn in.
    """
    parser = argparse.ArgumentParser(description=f"Render the pictures of the scene {name!r}.")
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--size", type=int, default=1200, help="side of the square, px")
    parser.add_argument("--samples", type=int, default=14)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--look", action="store_true", help="only NAME-look.png, with the cuts")
    options = parser.parse_args()
    options.out_dir.mkdir(parents=True, exist_ok=True)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    # All light is put there by the room itself.
    bpy.context.scene.world = bpy.data.worlds.new("dark")
    build(make_looks(), Random(view.seed))
    _camera(view)
    _settings(view, options.size, options.samples, options.threads)
    began = time.monotonic()
    square = _render()
    if options.look:
        _with_cuts(square, view).save(options.out_dir / f"{name}-look.png")
    else:
        for shape, picture in cuts(square, view).items():
            # A picture made anew carries no metadata; 4:4:4 keeps coloured edges clean.
            picture.save(options.out_dir / f"{name}-{shape}.jpg", quality=JPEG_QUALITY,
                         subsampling=0, optimize=True)
    sys.stdout.write(f"{name}: {len(bpy.data.objects)} objects, {options.size} px, "
                     f"{options.samples} samples, {time.monotonic() - began:.0f} s\n")


def boxes(side: float, view: View) -> dict[str, tuple[float, float, float, float]]:
    """The cuts (left, top, right, bottom) in a square of that side, by shape."""
    half = side * SHORT_PX / FULL_PX / 2
    middle_y = min(max(side / 2 - view.band_up * side, half), side - half)
    middle_x = min(max(side / 2 + view.column_right * side, half), side - half)
    return {
        "landscape": (0, middle_y - half, side, middle_y + half),
        "portrait": (middle_x - half, 0, middle_x + half, side),
        "square": (0, 0, side, side),
    }


def cuts(square: Image.Image, view: View) -> dict[str, Image.Image]:
    """The three pictures in their full sizes."""
    sizes = {"landscape": (FULL_PX, SHORT_PX), "portrait": (SHORT_PX, FULL_PX),
             "square": (SHORT_PX, SHORT_PX)}
    places = boxes(square.width, view)
    return {shape: square.resize(size, Image.Resampling.LANCZOS, box=places[shape])
            for shape, size in sizes.items()}


def _with_cuts(square: Image.Image, view: View) -> Image.Image:
    """A copy whose parts outside of both cuts are darker."""
    places, dim = boxes(square.width, view), square.point(lambda level: level * 6 // 10)
    for shape in ("landscape", "portrait"):
        place = tuple(round(edge) for edge in places[shape])
        dim.paste(square.crop(place), place[:2])
    return dim


def _camera(view: View) -> None:
    """Level camera at seated eye height, focused on the person, so the room is a little soft."""
    data = bpy.data.cameras.new("camera")
    data.lens, data.sensor_width, data.sensor_fit = view.lens_mm, SENSOR_MM, "AUTO"
    data.shift_y = view.shift
    data.dof.use_dof = True
    data.dof.focus_distance, data.dof.aperture_fstop = view.focus, view.fstop
    thing = bpy.data.objects.new("camera", data)
    thing.location, thing.rotation_euler = (0, 0, view.eye_height), (math.pi / 2, 0, 0)
    bpy.context.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def _settings(view: View, size_px: int, samples: int, threads: int) -> None:
    """Cycles on the CPU, denoised with colour and normal guides, AgX."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.threads_mode, scene.render.threads = "FIXED", threads
    cycles = scene.cycles
    cycles.samples = samples
    cycles.adaptive_threshold = 0.03
    cycles.use_denoising = True
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.denoising_input_passes = "RGB_ALBEDO_NORMAL"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 6, 4, 3
    cycles.transparent_max_bounces = 10
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 4.0
    scene.render.resolution_x = scene.render.resolution_y = size_px
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = view.look
    scene.view_settings.exposure = view.exposure
    scene.render.dither_intensity = 1.0
    scene.render.image_settings.file_format = "PNG"


def _render() -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frame.png"
        bpy.context.scene.render.filepath = str(path)
        bpy.ops.render.render(write_still=True)
        return Image.open(path).convert("RGB")
