"""High dynamic range and wide gamut, made with known colours, come out as a usual screen's."""

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from engine.media.decode import read_frames
from engine.media.planes import Planes
from engine.media.source import opened
from engine.media.tone import KNEE, is_wide

PQ, HLG, BT709_CURVE, BT2020_CURVE = 16, 18, 1, 14
SIZE = (64, 48)
TOLERANCE = 5
"""Levels of 255, in red, green or blue."""

PATCHES = {
    "black": (0, 0, 0),
    "dark grey": (26, 26, 26),
    "grey": (128, 128, 128),
    "light skin": (199, 148, 122),
    "dark skin": (89, 56, 43),
    "foliage": (87, 108, 67),
    "red": (175, 54, 60),
    "blue": (56, 61, 150),
}
"""Of a usual screen; the middle ones are from the usual chart of colour patches."""


def in_2020_light(rgb):
    """R'G'B' 0..255 of a usual screen (BT.1886) as light of BT.2020's primaries (BT.2087)."""
    matrix = np.array(
        [[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]]
    )
    return matrix @ (np.array(rgb) / 255) ** 2.4


def signal(light, curve):
    """Light of which diffuse white is 1 as R'G'B' of that curve; white is 203 cd/m2 (BT.2408)."""
    if curve == PQ:
        power = (light * 203 / 10_000) ** 0.1593017578125
        return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
    if curve == HLG:
        shown = light * 203 / 1000
        luminance = max(1e-9, shown @ [0.2627, 0.6780, 0.0593])
        scene = shown * luminance ** (1 / 1.2 - 1)
        bright = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
        return np.where(scene <= 1 / 12, np.sqrt(3 * scene), bright)
    return light ** (1 / 2.4)


def levels(coded):
    """R'G'B' 0..1 as Y'CbCr of BT.2020, 10 bits, limited range."""
    luma = coded @ [0.2627, 0.6780, 0.0593]
    blue, red = (coded[2] - luma) / 1.8814, (coded[0] - luma) / 1.4746
    return round(64 + 876 * luma), round(512 + 896 * blue), round(512 + 896 * red)


def write_patches(path, patches, curve, *, codec="libx265", pixel_format="yuv420p10le", options):
    """A clip in which each frame is one colour, tagged with BT.2020 and the curve."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, pixel_format
        stream.colorspace, stream.color_range = 9, 1
        stream.color_primaries, stream.color_trc = 9, curve
        for index, patch in enumerate(patches):
            frame = av.VideoFrame(*SIZE, pixel_format)
            for plane, level in zip(frame.planes, patch, strict=True):
                np.frombuffer(plane, np.uint16)[:] = level
            frame.colorspace, frame.color_range = 9, 1
            frame.color_primaries, frame.color_trc = 9, curve
            frame.pts, frame.time_base = index, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


LOSSLESS = {"x265-params": "lossless=1:log-level=none", "preset": "ultrafast"}


def shown(path, count):
    """Each frame's colour as it goes to the result: R'G'B' 0..255, and its (Y, U, V)."""
    with opened(path) as source:
        frames = [frame.planes for frame in read_frames(source, 0, Fraction(25), count)]
    middles = [tuple(int(plane[8, 8]) for plane in planes) for planes in frames]
    assert all(np.ptp(plane) == 0 for planes in frames for plane in planes)
    return [rgb_of(middle) for middle in middles], middles


def rgb_of(yuv):
    """Y'CbCr of BT.709, 8 bits, limited, as R'G'B' 0..255."""
    luma, blue, red = (yuv[0] - 16) / 219, (yuv[1] - 128) / 224, (yuv[2] - 128) / 224
    green = luma - 0.1873 * blue - 0.4681 * red
    return np.array([luma + 1.5748 * red, green, luma + 1.8556 * blue]) * 255


@pytest.mark.parametrize("curve", [PQ, HLG, BT2020_CURVE])
def test_known_colours_come_out_as_on_a_usual_screen(tmp_path, curve):
    patches = [levels(signal(in_2020_light(rgb), curve)) for rgb in PATCHES.values()]
    path = write_patches(tmp_path / "phone.mp4", patches, curve, options=LOSSLESS)
    found, yuv = shown(path, len(patches))
    for (name, wanted), got in zip(PATCHES.items(), found, strict=True):
        assert np.abs(got - wanted).max() <= TOLERANCE, (name, wanted, got)
    for name, (_, blue, red) in zip(PATCHES, yuv, strict=True):
        if "grey" in name or name == "black":
            assert (blue, red) == (128, 128)


@pytest.mark.parametrize("curve", [PQ, HLG])
def test_highlights_roll_off_and_none_is_lost(tmp_path, curve):
    """Paper is nearly white, and what is brighter still is told apart up to 1000 cd/m2."""
    lights = [KNEE, 0.8, 1.0, 1.5, 2.5, 4.0, 4.9]
    patches = [levels(signal(np.full(3, light), curve)) for light in lights]
    path = write_patches(tmp_path / "bright.mp4", patches, curve, options=LOSSLESS)
    _, yuv = shown(path, len(patches))
    lumas = [luma for luma, _, _ in yuv]
    assert all(after > before for before, after in pairwise(lumas))
    assert 208 <= lumas[2] <= 225
    assert 232 <= lumas[-1] <= 235
    assert {chroma for _, *both in yuv for chroma in both} == {128}


def test_a_grey_ramp_has_no_steps(tmp_path):
    """Ten bits in: no two neighbouring levels of the ramp are further apart than one of eight."""
    ramp = [(level, 512, 512) for level in range(64, 500, 4)]
    path = write_patches(tmp_path / "ramp.mp4", ramp, PQ, options=LOSSLESS)
    _, yuv = shown(path, len(ramp))
    steps = np.diff([luma for luma, _, _ in yuv])
    assert steps.min() >= 0
    assert steps.max() <= 3


def test_prores_of_ten_bits_and_422(tmp_path):
    patches = [levels(signal(in_2020_light(rgb), HLG)) for rgb in PATCHES.values()]
    path = write_patches(
        tmp_path / "camera.mov",
        patches,
        HLG,
        codec="prores_ks",
        pixel_format="yuv422p10le",
        options={"profile": "3"},
    )
    found, _ = shown(path, len(patches))
    for (name, wanted), got in zip(PATCHES.items(), found, strict=True):
        assert np.abs(got - wanted).max() <= TOLERANCE + 3, (name, wanted, got)


def test_what_is_of_a_usual_screen_is_left_alone():
    assert not is_wide(BT709_CURVE, 1)
    assert not is_wide(2, 2)
    assert is_wide(HLG, 2)


def test_planes_keep_their_kind(tmp_path):
    path = write_patches(tmp_path / "a.mp4", [(400, 512, 512)] * 4, HLG, options=LOSSLESS)
    with opened(path) as source:
        planes = next(iter(read_frames(source, 0, Fraction(25), 1))).planes
    assert isinstance(planes, Planes)
    assert (planes.width_px, planes.height_px) == SIZE
    assert planes.u.shape == (24, 32)
    assert {plane.dtype for plane in planes} == {np.dtype(np.uint8)}
