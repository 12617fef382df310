"""Clips whose alpha is known: real people before busy rooms, with what a real camera adds.

`python -m tests.bench.matte_clips NAME FOLDER` writes `NAME.mp4` and, of some of its frames, the
truth. The people are keyed from `../shared/clips` or cut by hand (`tests.truth`), the rooms are
drawn; a clip adds a hand that shakes (room and person alike), sensor noise, an exposure that
flickers, things that move behind, an arm that waves, and H.264. `KEPT` are never tuned on: other
people, other rooms.
"""

import sys
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np

from engine.media.encoding import EncoderSettings, FilmWriter
from engine.media.planes import new_frame, planes_of
from engine.scenes.catalog import picture_path as scene_path
from tests.bench import matte_people, matte_rooms
from tests.bench.matte_people import Coat, Person

FPS = 30
NOISE = 2.5
"""Standard deviation of a phone's sensor noise indoors, in luma steps of 255."""

FLICKER = 0.015
CAMERA = EncoderSettings(crf=20)
LANDSCAPE, PORTRAIT = (1920, 1080), (1080, 1920)


@dataclass(frozen=True)
class Recipe:
    """What a clip is made of. `shake_px` is the hand's; `arms_deg` how far the arm swings."""

    person: str
    room: int | str
    coat: Coat | None = None
    size: tuple[int, int] = LANDSCAPE
    scale: float = 1.5
    bottom: float = 0.78
    shake_px: float = 0.0
    arms_deg: float = 0.0
    has_stir: bool = False
    wall: tuple[float, float, float] = (150, 165, 175)
    light: float = 1.0
    accent: tuple[float, float, float] | None = None
    seconds: float = 3.0

    @property
    def frames(self):
        return round(self.seconds * FPS)


DARK, NAVY, GREY, SAND = (34, 30, 30), (74, 46, 34), (92, 88, 84), (140, 160, 178)

TUNING = {
    "desk": Recipe("d18", 1, Coat(GREY)),
    "hand": Recipe("d3", 2, Coat(DARK, 0.06), shake_px=16),
    "phone": Recipe("d18", 3, Coat(NAVY), PORTRAIT, 1.9, 0.62, shake_px=14),
    "arms": Recipe("d3", "office", Coat(SAND, 0.06), scale=1.25, bottom=0.72, arms_deg=35),
    "shirt": Recipe("d18", 5, Coat(SAND), wall=SAND, accent=(120, 140, 160), has_stir=True),
    "dark": Recipe("grace_hopper", 6, light=0.4, scale=1.6, bottom=1.0),
}
KEPT = {
    "kept hand": Recipe("d19", 11, Coat(DARK, 0.16), shake_px=16),
    "kept phone": Recipe("d6", 12, Coat(GREY, 0.06), PORTRAIT, 1.9, 0.62, shake_px=14),
    "kept stir": Recipe("d6", 13, Coat((96, 70, 120), 0.06), has_stir=True, wall=(120, 130, 120)),
    "kept arms": Recipe("d19", 14, Coat(NAVY, 0.16), scale=1.3, bottom=0.72, arms_deg=40),
    "kept still": Recipe("astronaut", 15, scale=1.9, bottom=1.0),
}
ALL = TUNING | KEPT


class Maker:
    """The frames of one recipe, and the truth of each."""

    def __init__(self, recipe):
        self._recipe = recipe
        self._random = np.random.default_rng(9)
        phases = np.random.default_rng(4).uniform(0, 2 * np.pi, 12)
        self._phases = phases

    @cached_property
    def _room(self):
        recipe = self._recipe
        if isinstance(recipe.room, str):
            return matte_rooms.of_picture(scene_path(recipe.room, *recipe.size), recipe.size)
        return matte_rooms.busy(
            recipe.room, recipe.size, wall=recipe.wall, light=recipe.light, accent=recipe.accent
        )

    def frames(self):
        """(the picture that the camera sees, BGR float; the person in it) of each frame."""
        recipe = self._recipe
        if recipe.person in ("grace_hopper", "astronaut"):
            people = [matte_people.cut_by_hand(recipe.person)] * recipe.frames
        else:
            people = matte_people.keyed(recipe.person, recipe.frames)
        for index, person in enumerate(people):
            yield self._frame(index, person)

    def _frame(self, index, person):
        recipe = self._recipe
        time_s = index / FPS
        wave = recipe.arms_deg * np.sin(time_s * 2 * np.pi * 1.4) + 8 if recipe.arms_deg else None
        dressed = matte_people.dressed(
            person, recipe.coat, recipe.size, recipe.scale, recipe.bottom * recipe.size[1], wave
        )
        camera = self._camera(time_s)
        room = self._room
        if recipe.has_stir:
            room = matte_rooms.stirred(room, time_s, recipe.room)
        behind = _warped(room, camera @ _centred(room.shape, recipe.size), recipe.size)
        before = camera @ self._sway(time_s)
        alpha = np.clip(_warped(dressed.alpha, before, recipe.size, 0), 0, 1)
        light = np.clip(_warped(dressed.premultiplied, before, recipe.size, 0), 0, 255)
        gain = 1 + FLICKER * np.sin(7 * time_s + self._phases[0])
        gain += FLICKER / 3 * self._random.normal()
        seen = Person(light * gain, alpha)
        return seen.premultiplied + behind * gain * (1 - alpha)[..., None], seen

    def _camera(self, time_s):
        """A hand's tremor and drift: shift and turn, as a 3x3 matrix about the middle."""
        amplitude = self._recipe.shake_px
        rates = np.array([0.35, 0.9, 2.1, 5.5])
        sizes = np.array([1.0, 0.6, 0.25, 0.08])
        shift_x, shift_y, turn = (
            float((sizes * np.sin(2 * np.pi * rates * time_s + phases)).sum())
            for phases in self._phases.reshape(3, 4)
        )
        width, height = self._recipe.size
        degrees = 0.05 * amplitude * turn
        matrix = np.eye(3)
        matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        matrix[:2, 2] += amplitude * np.array([shift_x, shift_y])
        return matrix

    def _sway(self, time_s):
        """What the person moves by themselves, or against the room by parallax."""
        matrix = np.eye(3)
        matrix[0, 2] = 9 * np.sin(1.1 * time_s + self._phases[1])
        if self._recipe.arms_deg:
            matrix[0, 2] *= 4
        # Outwards from the lower edge, so that no gap opens there.
        matrix[1, 2] = 6 + 5 * np.sin(1.7 * time_s)
        if self._recipe.shake_px:
            matrix[1, 1] = 1.04
        return matrix


def _centred(shape, size):
    matrix = np.eye(3)
    matrix[:2, 2] = [(size[0] - shape[1]) / 2, (size[1] - shape[0]) / 2]
    return matrix


def _warped(picture, matrix, size, border=None):
    mode = cv2.BORDER_REPLICATE if border is None else cv2.BORDER_CONSTANT
    return cv2.warpAffine(picture, matrix[:2], size, flags=cv2.INTER_LINEAR, borderMode=mode)


def measured_frames(recipe):
    """Which frames have a truth: pairs of neighbours, for what changes from one to the next."""
    return [index for first in range(8, recipe.frames - 1, 9) for index in (first, first + 1)]


def write(recipe, clip, truth):
    """The clip and, as an .npz, alpha 0..255 and the person's light in YUV of measured frames."""
    random = np.random.default_rng(8)
    width, height = recipe.size
    noise = random.normal(0, NOISE, (height + 64, width + 64)).astype(np.float32)
    writer = FilmWriter(clip, width, height, Fraction(FPS), None, CAMERA)
    alphas, lights = [], []
    wanted = set(measured_frames(recipe))
    for index, (picture, person) in enumerate(Maker(recipe).frames()):
        if index in wanted:
            alphas.append(np.rint(person.alpha * 255).astype(np.uint8))
            lights.append(np.stack(yuv_planes(person.premultiplied)))
        frame = new_frame(width, height)
        down, right = random.integers(0, 64, 2)
        y, u, v = yuv_planes(picture)
        for plane, values in zip(planes_of(frame), (y, halved(u), halved(v)), strict=True):
            grain = noise[down : down + plane.shape[0], right : right + plane.shape[1]]
            plane[:] = np.clip(
                values + grain * (1 if plane.shape[1] == width else 0.5) + 0.5, 0, 255
            )
        writer.write(frame, index)
    writer.finish()
    np.savez(
        truth,
        frames=measured_frames(recipe),
        alpha=np.stack(alphas),
        light=np.rint(lights).clip(0, 255).astype(np.uint8),
    )


def yuv_planes(bgr):
    """Y, U, V of BT.709 in limited range, 0..255, at full size."""
    matrix = np.array(
        [[0.0620, 0.6142, 0.1826], [0.4392, -0.3386, -0.1006], [-0.0403, -0.3989, 0.4392]],
        np.float32,
    )
    values = cv2.transform(bgr.astype(np.float32), matrix)
    return tuple(
        plane + zero for plane, zero in zip(cv2.split(values), (16, 128, 128), strict=True)
    )


def halved(plane):
    return cv2.resize(
        plane, (plane.shape[1] // 2, plane.shape[0] // 2), interpolation=cv2.INTER_AREA
    )


if __name__ == "__main__":
    chosen, folder = sys.argv[1], Path(sys.argv[2])
    write(ALL[chosen], folder / f"{chosen}.mp4", folder / f"{chosen}.npz")
