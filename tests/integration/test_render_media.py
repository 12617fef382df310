"""What goes in by any camera comes out upright, at one rate and size, in one kind of colour."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.media.probe import probe
from tests.integration.render_here import ARROW, GROUND, arrow, is_near, made
from tests.integration.render_tools import write_clip


@pytest.mark.parametrize(("rotation", "clockwise"), [(None, 0), (-90, 90), (90, 270), (180, 180)])
def test_a_clip_held_in_any_way_comes_out_upright(tmp_path, rotation, clockwise):
    upright = arrow(176, 320) if clockwise in (90, 270) else arrow(320, 176)
    quarter_turns = {0: 0, 90: 1, 180: 2, 270: 3}[clockwise]
    stored = np.ascontiguousarray(np.rot90(upright, quarter_turns))
    size = (stored.shape[1], stored.shape[0])
    clip = write_clip(tmp_path / "phone.mp4", lambda index: stored, 6, size=size, rotation=rotation)

    facts = probe(clip)
    assert (facts["width"], facts["height"]) == (upright.shape[1], upright.shape[0])
    assert facts["rotation_deg"] == clockwise

    canvas = (176, 320) if clockwise in (90, 270) else (320, 176)
    result, seen = made(tmp_path, [(clip, 0, 200)], canvas)
    assert (result["width"], result["height"], result["frames"]) == (*canvas, 6)
    assert seen.stream["size"] == canvas
    frame = seen.frames[3]
    assert is_near(frame[10, 10], ARROW)
    assert is_near(frame[10, -10], GROUND)
    assert is_near(frame[-10, 10], GROUND)


def test_a_mirrored_selfie_is_shown_as_it_was_meant(tmp_path):
    import av

    path = tmp_path / "selfie.mp4"
    stored = arrow(320, 176)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 176, "yuv420p"
        stream.set_display_rotation(0, hflip=True)
        for index in range(3):
            frame = av.VideoFrame.from_ndarray(stored, format="bgr24").reformat(format="yuv420p")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    _, seen = made(tmp_path, [(path, 0, 100)], (320, 176))
    assert is_near(seen.frames[1][10, -10], ARROW)
    assert is_near(seen.frames[1][10, 10], GROUND)


def test_4k_comes_out_at_1080p(tmp_path):
    picture = arrow(3840, 2160)
    options = {"preset": "ultrafast"}
    clip = write_clip(
        tmp_path / "4k.mp4", lambda index: picture, 3, size=(3840, 2160), options=options
    )
    result, seen = made(tmp_path, [(clip, 0, 100)], (1920, 1080))
    assert (result["width"], result["height"]) == (1920, 1080)
    assert seen.stream["size"] == (1920, 1080)
    assert is_near(seen.frames[1][100, 100], ARROW)
    assert is_near(seen.frames[1][600, 100], GROUND)


def test_a_clip_of_another_shape_keeps_its_whole_frame_amid_black(tmp_path):
    clip = write_clip(tmp_path / "upright.mp4", lambda index: arrow(176, 320), 3, size=(176, 320))
    _, seen = made(tmp_path, [(clip, 0, 100)], (320, 176))
    frame = seen.frames[1]
    columns = np.flatnonzero(frame.max(axis=(0, 2)) > 50)
    shown_px = 176 * 176 / 320
    assert columns[0] == pytest.approx((320 - shown_px) / 2, abs=3)
    assert columns[-1] == pytest.approx((320 + shown_px) / 2, abs=3)
    assert frame[:, :100].max() < 12


def test_odd_sizes_and_pixels_that_are_not_square(tmp_path):
    odd = write_clip(
        tmp_path / "odd.mkv",
        lambda index: arrow(321, 177),
        3,
        size=(321, 177),
        pixel_format="yuv444p",
    )
    _, seen = made(tmp_path, [(odd, 0, 100)], (320, 176))
    assert seen.stream["size"] == (320, 176)
    assert is_near(seen.frames[1][10, 10], ARROW)

    wide = write_clip(
        tmp_path / "anamorphic.mp4",
        lambda index: arrow(160, 176),
        3,
        size=(160, 176),
        aspect=Fraction(2),
    )
    facts = probe(wide)
    assert (facts["width"], facts["height"]) == (320, 176)
    _, seen = made(tmp_path, [(wide, 0, 100)], (320, 176))
    assert is_near(seen.frames[1][10, 5], ARROW)
    assert is_near(seen.frames[1][100, 315], GROUND)


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(18), Fraction(60)])
def test_a_constant_rate_is_kept_frame_by_frame(tmp_path, rate):
    clip = write_clip(
        tmp_path / "clip.mp4",
        lambda index: np.full((176, 320, 3), 20 + index * 8, np.uint8),
        24,
        rate=rate,
    )
    length = round(24000 / rate)
    result, seen = made(tmp_path, [(clip, 0, length)], (320, 176))
    assert seen.stream["rate"] == rate
    assert len(seen.frames) == result["frames"] == 24
    assert seen.duration_s * 1000 == pytest.approx(length, abs=1000 / float(rate))
    for index, frame in enumerate(seen.frames):
        assert frame[80, 160].mean() == pytest.approx(20 + index * 8, abs=5)


def test_a_high_rate_is_halved_evenly(tmp_path):
    clip = write_clip(
        tmp_path / "slow.mp4",
        lambda index: np.full((176, 320, 3), 20 + index * 4, np.uint8),
        48,
        rate=120,
    )
    _, seen = made(tmp_path, [(clip, 0, 400)], (320, 176))
    assert seen.stream["rate"] == 60
    levels = [float(frame[80, 160].mean()) for frame in seen.frames]
    assert len(levels) == 24
    assert np.diff(levels) == pytest.approx(np.full(23, 8), abs=4)


def test_a_variable_rate_is_made_constant_and_stays_in_time(tmp_path):
    """A phone's clip: mostly 1/30 s, then slow in bad light. The level says the true time."""
    ticks, now = [], 0
    while now < 2000:
        ticks.append(now)
        now += 67 if 700 < now < 1200 else 33
    clip = write_clip(
        tmp_path / "phone.mp4",
        lambda index: np.full((176, 320, 3), 20 + ticks[index] // 10, np.uint8),
        len(ticks),
        ticks=ticks,
        time_base=Fraction(1, 1000),
    )
    length = probe(clip)["duration_ms"]
    result, seen = made(tmp_path, [(clip, 0, length)], (320, 176))
    assert seen.stream["rate"] == 30
    assert result["duration_ms"] == pytest.approx(length, abs=34)
    steps = np.diff(seen.times_s)
    assert steps == pytest.approx(np.full(len(steps), 1 / 30), abs=1e-3)
    for at_s, frame in zip(seen.times_s, seen.frames, strict=True):
        shown_ms = (float(frame[80, 160].mean()) - 20) * 10
        # A frame stands until the next one comes: up to 67 ms here, and half a slot of rounding.
        assert -90 < shown_ms - at_s * 1000 < 45


def test_a_trim_begins_and_ends_at_the_asked_frames(tmp_path):
    clip = write_clip(
        tmp_path / "clip.mp4",
        lambda index: np.full((176, 320, 3), 20 + index % 25 * 8, np.uint8),
        90,
        options={"g": "60", "qp": "4"},
    )
    result, seen = made(tmp_path, [(clip, 1000, 700)], (320, 176))
    assert result["frames"] == len(seen.frames) == 21
    assert seen.frames[0][80, 160].mean() == pytest.approx(20 + 5 * 8, abs=3)
    assert seen.frames[-1][80, 160].mean() == pytest.approx(20, abs=3)


def test_clips_follow_one_another_at_the_rate_of_the_first(tmp_path):
    one = write_clip(tmp_path / "1.mp4", lambda index: arrow(320, 176), 25, rate=25)
    other = write_clip(
        tmp_path / "2.mp4", lambda index: np.full((176, 320, 3), 90, np.uint8), 60, rate=60
    )
    result, seen = made(tmp_path, [(one, 0, 990), (other, 200, 510)], (320, 176))
    assert seen.stream["rate"] == 25
    assert result["frames"] == len(seen.frames) == round(1.5 * 25)
    assert result["duration_ms"] == pytest.approx(1500, abs=40)
    assert is_near(seen.frames[24][10, 10], ARROW)
    assert is_near(seen.frames[25][10, 10], (90, 90, 90))


RED = (51, 77, 204)
"""In BGR."""


def written_color(matrix, is_full, bits):
    """Y'CbCr of RED by the formulas of ITU-T H.273."""
    kr, kb = {5: (0.299, 0.114), 1: (0.2126, 0.0722)}[matrix]
    blue, green, red = (value / 255 for value in RED)
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    cb, cr = (blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))
    scale = 2 ** (bits - 8)
    if is_full:
        return tuple(round(v * scale) for v in (luma * 255, 128 + cb * 255, 128 + cr * 255))
    return tuple(round(v * scale) for v in (16 + luma * 219, 128 + cb * 224, 128 + cr * 224))


@pytest.mark.parametrize("matrix", [1, 5])
@pytest.mark.parametrize(
    ("pixel_format", "is_full"),
    [
        ("yuv420p", False),
        ("yuvj420p", True),
        ("yuv420p10le", False),
        ("yuv422p", False),
        ("yuv444p", False),
    ],
)
def test_a_colour_stays_what_it_is(tmp_path, matrix, pixel_format, is_full):
    levels = written_color(matrix, is_full, 10 if "10" in pixel_format else 8)
    clip = write_clip(
        tmp_path / "clip.mp4",
        lambda index: levels,
        3,
        pixel_format=pixel_format,
        tags=(matrix, 2 if is_full else 1),
        options={"qp": "0"},
    )
    _, seen = made(tmp_path, [(clip, 0, 100)], (320, 176))
    assert seen.stream["colorspace"] == 1  # BT.709
    assert seen.stream["color_range"] == 1  # limited
    assert seen.stream["pixel_format"] == "yuv420p"
    assert is_near(seen.frames[1][90, 160], RED, tolerance=5)


def test_the_index_lies_before_the_pictures(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", lambda index: arrow(320, 176), 10)
    made(tmp_path, [(clip, 0, 333)], (320, 176))
    data = (tmp_path / "out.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_other_containers_are_read(tmp_path):
    vp9 = write_clip(
        tmp_path / "clip.webm",
        lambda index: arrow(320, 176),
        10,
        codec="libvpx-vp9",
        options={"deadline": "realtime", "cpu-used": "8"},
    )
    avi = write_clip(tmp_path / "clip.avi", lambda index: arrow(320, 176), 10, codec="mpeg4")
    mov = write_clip(tmp_path / "clip.mov", lambda index: arrow(320, 176), 10)
    for clip, container in ((vp9, "matroska"), (avi, "avi"), (mov, "mp4")):
        facts = probe(clip)
        assert (facts["file_type"], facts["container"]) == ("video", container)
        assert facts["duration_ms"] == pytest.approx(333, abs=40)
        result, seen = made(tmp_path, [(clip, 0, 330)], (320, 176))
        assert result["frames"] == 10
        assert is_near(seen.frames[9][10, 10], ARROW)


def test_a_picture_is_told_from_a_clip(tmp_path):
    still = tmp_path / "still.png"
    cv2.imwrite(str(still), arrow(64, 48))
    facts = probe(still)
    assert (facts["file_type"], facts["width"], facts["height"]) == ("image", 64, 48)
    assert facts["duration_ms"] is None


def test_a_phones_picture_is_measured_upright(tmp_path):
    from PIL import Image

    path = Path(tmp_path / "phone.jpg")
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    Image.fromarray(arrow(64, 48)).save(path, exif=exif)
    facts = probe(path)
    assert (facts["width"], facts["height"], facts["container"]) == (48, 64, "jpeg")
