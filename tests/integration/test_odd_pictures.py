"""Pictures as phones and scanners write them: HEIC, 16 bits, other colour spaces, turned, clear."""

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from engine.media import stills
from engine.media.colour import yuv_to_rgb_matrix
from engine.media.failures import JobFailed
from engine.media.probe import probe
from tests.servers.heic import heic

LONGEST_PX = 1920


def colour_at(planes, row, column):
    """R'G'B' 0..255 of a pixel of planes."""
    yuv = [planes.y[row, column], *(plane[row // 2, column // 2] for plane in (planes.u, planes.v))]
    matrix, offset = yuv_to_rgb_matrix()
    return (matrix @ np.array(yuv, np.float32) + offset) * 255


def corners(width=128, height=96):
    """Blue, with a red upper left quarter."""
    picture = np.full((height, width, 3), (40, 60, 200), np.uint8)
    picture[: height // 2, : width // 2] = (210, 50, 40)
    return picture


def test_an_iphones_picture_is_read(tmp_path):
    path = tmp_path / "IMG_0001.heic"
    path.write_bytes(heic(corners()))
    facts = probe(path)
    assert (facts["file_type"], facts["container"]) == ("image", "heif")
    assert (facts["width"], facts["height"]) == (128, 96)
    planes = stills.upright(path, LONGEST_PX)
    assert np.abs(colour_at(planes, 10, 10) - (210, 50, 40)).max() < 8
    assert np.abs(colour_at(planes, 80, 110) - (40, 60, 200)).max() < 8


def test_an_iphones_picture_stands_upright(tmp_path):
    path = tmp_path / "IMG_0002.heic"
    path.write_bytes(heic(corners(), quarter_turns=3))  # counter-clockwise
    assert (probe(path)["width"], probe(path)["height"]) == (96, 128)
    planes = stills.upright(path, LONGEST_PX)
    assert np.abs(colour_at(planes, 10, 80) - (210, 50, 40)).max() < 8
    assert np.abs(colour_at(planes, 10, 10) - (40, 60, 200)).max() < 8


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_a_broken_one_is_refused(tmp_path, share):
    data = heic(corners())
    path = tmp_path / "broken.heic"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(JobFailed) as failure:
        probe(path)
    assert failure.value.code in ("damaged", "unsupported")


def test_one_of_no_size_is_refused(tmp_path):
    data = heic(corners())
    at = data.index(b"ispe") + 8
    path = tmp_path / "empty.heic"
    path.write_bytes(data[:at] + bytes(8) + data[at + 8 :])
    with pytest.raises(JobFailed):
        stills.upright(path, LONGEST_PX)


def test_grey_of_sixteen_bits_keeps_its_levels(tmp_path):
    ramp = np.linspace(0, 65535, 64).astype(np.uint16)[None].repeat(16, axis=0)
    Image.fromarray(ramp).save(tmp_path / "scan.png")
    planes = stills.upright(tmp_path / "scan.png", LONGEST_PX)
    shown = [colour_at(planes, 8, column).mean() for column in (0, 20, 40, 63)]
    assert shown == pytest.approx([0, 81, 162, 255], abs=5)


def exchanging_profile():
    """sRGB's own profile, in which the tags of red and green have each other's names."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return data.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")


def test_the_pictures_own_profile_is_honoured(tmp_path):
    picture = Image.new("RGB", (32, 32), (200, 80, 60))
    wanted = {
        None: (200, 80, 60),
        b"no profile": (200, 80, 60),
        exchanging_profile(): (80, 200, 60),
    }
    for profile, shown in wanted.items():
        picture.save(tmp_path / "a.png", icc_profile=profile)
        planes = stills.upright(tmp_path / "a.png", LONGEST_PX)
        assert np.abs(colour_at(planes, 16, 16) - shown).max() < 4


def test_a_still_has_even_sides_and_no_more_than_a_canvas_shows(tmp_path):
    for size, shown in (((33, 17), (32, 16)), ((1, 1), (2, 2)), ((2400, 1200), (1920, 960))):
        Image.new("RGB", size, (90, 90, 90)).save(tmp_path / "a.png")
        planes = stills.upright(tmp_path / "a.png", LONGEST_PX)
        assert (planes.width_px, planes.height_px) == shown
        assert planes.u.shape == (shown[1] // 2, shown[0] // 2)


def test_a_turned_and_a_clear_picture(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(corners()).save(tmp_path / "turned.jpg", exif=exif, quality=95)
    planes = stills.upright(tmp_path / "turned.jpg", LONGEST_PX)
    assert (planes.width_px, planes.height_px) == (96, 128)
    assert np.abs(colour_at(planes, 10, 80) - (210, 50, 40)).max() < 12

    Image.new("RGBA", (20, 20), (200, 0, 0, 0)).save(tmp_path / "clear.png")
    assert (
        np.abs(colour_at(stills.upright(tmp_path / "clear.png", LONGEST_PX), 10, 10) - 255).max()
        < 3
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_of_a_page_of_claims_is_told_its_size(tmp_path, form):
    """The header says more pixels than are taken: told with the number, before any is decoded."""
    file = BytesIO()
    Image.new("P" if form == "GIF" else "RGB", (64, 64)).save(
        file, form, **({"lossless": True} if form == "WEBP" else {})
    )
    data = bytearray(file.getvalue())
    if form == "PNG":
        data[16:24] = struct.pack(">II", 30_000, 30_000)
        data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    elif form == "JPEG":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", 30_000, 30_000)
    elif form == "GIF":
        data[6:10] = struct.pack("<HH", 30_000, 30_000)
    else:
        at = data.index(b"VP8L") + 9
        bits = int.from_bytes(data[at : at + 4], "little") & ~0xFFFFFFF | 16_382 | 16_382 << 14
        data[at : at + 4] = bits.to_bytes(4, "little")
    path = tmp_path / "claims"
    path.write_bytes(data)
    with pytest.raises(JobFailed) as failure:
        probe(path)
    assert failure.value.code in (("too_large", "damaged") if form == "WEBP" else ("too_large",))
