"""The sample clip: its file, its framing, that the true matte holds in it, and what can fail."""

import hashlib
import signal
import subprocess
import sys
import time

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from engine.networks import load, picture_path
from engine.sample import affine_at
from engine.sample_voice import SAMPLE_RATE_HZ, voice
from tests.truth import held_alpha, outline, polygon_alpha

SIZES_PX = {"grace_hopper": (512, 600), "astronaut": (512, 512)}


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "engine.sample", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
    )


def frames_of(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "sample.mp4"
    result = run(path, "--seconds", 0.5)
    assert (result.returncode, result.stderr) == (0, "")
    return path


def test_the_clip_is_what_a_camera_would_give(clip):
    with av.open(str(clip)) as container:
        (video,), (audio,) = container.streams.video, container.streams.audio
        assert (video.codec_context.name, video.pix_fmt) == ("h264", "yuv420p")
        assert (video.width, video.height, video.frames) == (1920, 1080, 15)
        assert video.average_rate == 30
        assert (audio.codec_context.name, audio.rate) == ("aac", SAMPLE_RATE_HZ)
        assert abs(float(audio.duration * audio.time_base) - 0.5) < 0.05
    data = clip.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # plays while it loads


def test_the_same_command_gives_the_same_bytes(clip, tmp_path):
    again = tmp_path / "again.mp4"
    assert run(again, "--seconds", 0.5).returncode == 0
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(clip.read_bytes()).digest()


@pytest.mark.parametrize("frame_index", [0, 14])
def test_the_still_lies_where_the_matrix_says(clip, frame_index):
    frame = frames_of(clip)[frame_index]
    still = np.asarray(Image.open(picture_path("grace_hopper")).convert("RGB"))
    expected = cv2.warpAffine(still, affine_at(frame_index), (1920, 1080), flags=cv2.INTER_CUBIC)
    person = polygon_alpha("grace_hopper", 1920, 1080, affine_at(frame_index)) == 1
    shown = cv2.warpAffine(np.ones((600, 512), np.uint8), affine_at(frame_index), (1920, 1080))
    inside = person & (shown == 1)

    def error(moved_px):
        moved = np.roll(expected, moved_px, (0, 1)).astype(np.int16)
        return np.abs(frame - moved)[inside].mean()

    assert error((0, 0)) < 4
    for moved_px in [(0, 2), (0, -2), (2, 0), (-2, 0)]:
        assert error(moved_px) > 1.15 * error((0, 0))


def test_it_moves_slowly_and_the_person_stays_in_the_frame():
    before = None
    head = np.array([262, 22, 1.0])  # the top of the cap
    corners = np.array([[-200, 599, 1], [712, 599, 1.0]])
    for index in range(300):
        matrix = affine_at(index)
        x, y = matrix @ head
        assert 700 < x < 1220
        assert 20 < y < 200
        # The still's lower edge, and all of the frame's that it must cover, is below the frame.
        left, right = corners @ matrix.T
        assert left[0] < 480 < 1440 < right[0]
        for x_px in (480, 1440):
            assert np.interp(x_px, [left[0], right[0]], [left[1], right[1]]) > 1080
        if before is not None:
            assert 0.05 < np.hypot(*(np.array([x, y]) - before)) < 3
        before = np.array([x, y])


def test_no_edge_of_the_still_shows_in_the_frame(clip):
    frame = frames_of(clip)[0].astype(np.int16)
    matrix = affine_at(0)
    for x_px, rows in [(0, slice(50, 300)), (511, slice(50, 300))]:
        line = [matrix @ (x_px + side, y, 1) for y in range(*rows.indices(600)) for side in (0,)]
        steps = []
        for x, y in line:
            column, row = round(x), round(y)
            steps.append(np.abs(frame[row, column + 4] - frame[row, column - 4]).mean())
        assert np.median(steps) < 12


def test_an_upright_clip_of_another_still(tmp_path):
    path = tmp_path / "upright.mp4"
    picture = picture_path("astronaut")
    options = ("--width", 540, "--height", 960, "--fps", 25, "--seconds", 0.2)
    assert run(path, *options, "--picture", picture).returncode == 0
    frames = frames_of(path)
    assert [frame.shape for frame in frames] == [(960, 540, 3)] * 5
    matrix = affine_at(4, fps=25, width_px=540, height_px=960, picture_size_px=(512, 512))
    still = np.asarray(Image.open(picture).convert("RGB"))
    expected = cv2.warpAffine(still, matrix, (540, 960), flags=cv2.INTER_AREA)
    face = polygon_alpha("astronaut", 540, 960, matrix) == 1
    assert np.abs(frames[4].astype(np.int16) - expected)[face].mean() < 6


def test_the_sound_is_quiet_has_syllables_and_pauses():
    samples = np.concatenate(list(voice(3)))
    assert len(samples) == 3 * SAMPLE_RATE_HZ
    assert 0.08 < np.abs(samples).max() < 0.15
    loudness = np.sqrt((samples.reshape(-1, SAMPLE_RATE_HZ // 100) ** 2).mean(1))
    assert (loudness < 0.001).mean() > 0.15
    assert (loudness > 0.015).mean() > 0.3
    # No click where one block ends and the next begins.
    steps = np.abs(np.diff(samples))
    assert steps[SAMPLE_RATE_HZ - 1] < np.quantile(steps, 0.99)


# --- what can fail ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "options", "message"),
    [
        ("no/such/folder/out.mp4", [], "cannot be written"),
        (".", [], "is a folder"),
        ("out.mp4", ["--picture", "missing.png"], "not a picture that can be read"),
        ("out.mp4", ["--picture", __file__], "not a picture that can be read"),
    ],
)
def test_one_plain_line_and_nothing_written(tmp_path, output, options, message):
    result = run(tmp_path / output, "--seconds", 0.2, *options)
    assert result.returncode == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", [["--width", "1001"], ["--seconds", "0"], ["--seconds", "nan"]])
def test_wrong_options_are_refused(tmp_path, option):
    result = run(tmp_path / "out.mp4", *option)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_half_way_it_leaves_nothing(tmp_path, number):
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.sample", str(tmp_path / "out.mp4"), "--seconds", "20"],
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".sample-*/part.mp4")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(number)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


# --- the true mattes ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SIZES_PX)
def test_the_outline_fits_its_picture_and_the_network_agrees_roughly(name):
    width, height = SIZES_PX[name]
    facts = outline(name)
    assert (facts["width_px"], facts["height_px"]) == (width, height)
    still = np.asarray(Image.open(picture_path(name)).convert("RGB"))
    assert still.shape == (height, width, 3)
    assert all(len(polygon) > 100 for polygon in facts["polygons"])

    alpha = polygon_alpha(name, width, height)
    small = cv2.resize(still, (256, 256), interpolation=cv2.INTER_AREA)
    mask = load("selfie_square").run(None, {"picture": small[None]})[0][0, 0]
    found = cv2.resize(mask, (width, height)) > 0.5
    true = alpha > 0.5
    # A sanity check of both; the outline was drawn without the network.
    assert (found & true).sum() / (found | true).sum() > 0.95


def test_alpha_is_smooth_at_the_edge_and_moves_with_the_matrix():
    alpha = polygon_alpha("grace_hopper", 512, 600)
    assert alpha.dtype == np.float32
    assert 0.001 < ((alpha > 0) & (alpha < 1)).mean() < 0.02
    assert (alpha[250, 262], alpha[10, 10], alpha[599, 300]) == (1, 0, 1)

    moved = polygon_alpha("grace_hopper", 512, 600, np.array([[1, 0, 7.0], [0, 1, -5.0]]))
    assert np.array_equal(moved[:500, 100:400], alpha[5:505, 93:393])
    double = polygon_alpha("grace_hopper", 1024, 1200, np.array([[2, 0, 0.5], [0, 2, 0.5]]))
    halved = double.reshape(600, 2, 512, 2).mean((1, 3))
    assert np.abs(halved - alpha).mean() < 0.001


def test_what_is_held_is_a_part_of_the_person():
    held, person = held_alpha("astronaut", 512, 512), polygon_alpha("astronaut", 512, 512)
    assert (held[440, 400], held[300, 200], held[300, 450]) == (1, 0, 0)  # helmet, suit, table
    assert 0.08 < held.mean() < 0.2
    assert (held - person).max() <= 0
    assert held_alpha("grace_hopper", 512, 600).max() == 0
