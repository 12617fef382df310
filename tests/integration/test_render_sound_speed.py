"""Sound at another speed, backwards, or standing still: its pitch, and that it stays in step."""

from fractions import Fraction

import numpy as np
import pytest

from engine.sound.backwards import PIECE_SAMPLES, read_backwards
from engine.sound.decode import read_samples
from engine.sound.samples import exactly
from engine.timeline_edit import cut_span
from engine.timeline_time import with_freeze, with_reverse, with_speed, with_still
from tests.integration.render_tools import shifted
from tests.integration.sound_tools import (
    RATE_HZ,
    Cutting,
    beeps,
    film,
    flashes_s,
    onsets_s,
    part,
    pitch_hz,
    rms,
    tone,
)

IN_STEP_S = 0.02
"""A step between picture and sound that nobody notices (ITU-R BT.1359: from 45 ms on)."""


def in_step(seen, at_s, within_s=IN_STEP_S):
    """Whether flashes and beeps come at those times, each beep with its flash.

    A flash may be half a frame of the clip and half a frame of the result away from its time.
    """
    assert flashes_s(seen.film) == pytest.approx(at_s, abs=0.034)
    assert onsets_s(seen.sound, apart_s=0.15) == pytest.approx(at_s, abs=within_s)


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.5, 2, 4])
def test_another_speed_keeps_the_pitch(tmp_path, speed):
    clip = film(tmp_path / "clip.mp4", tone(440, 2.4))
    result = Cutting(tmp_path).add(clip, 2.4).change(with_speed, speed).heard()
    assert result.shape[1] / RATE_HZ == pytest.approx(2.4 / speed, abs=1 / 20)
    middle = part(result, 0.1, 2.4 / speed - 0.1)
    assert pitch_hz(middle) == pytest.approx(440, abs=3)
    assert rms(middle) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 2, 3])
def test_another_speed_stays_in_step(tmp_path, speed):
    at_s = (0.6, 1.5, 2.4)
    clip = film(tmp_path / "clip.mp4", beeps(3, *at_s), flashes_s=at_s)
    seen = Cutting(tmp_path).add(clip, 3).change(with_speed, speed).seen()
    in_step(seen, [at / speed for at in at_s])


def test_a_quarter_of_the_speed_is_in_step_where_it_is_loudest(tmp_path):
    clip = film(tmp_path / "clip.mp4", beeps(1, 0.5), flashes_s=[0.5])
    seen = Cutting(tmp_path).add(clip, 1).change(with_speed, 0.25).seen()
    power = np.square(seen.sound[0])
    middle_s = (power * np.arange(len(power))).sum() / power.sum() / RATE_HZ
    assert middle_s == pytest.approx(0.55 / 0.25, abs=IN_STEP_S)
    assert flashes_s(seen.film) == pytest.approx([2.0], abs=0.07)


def test_backwards_the_last_is_heard_first(tmp_path):
    at_s = (0.5, 1.2)
    clip = film(
        tmp_path / "clip.mp4",
        beeps(2, 0.5, hertz=600) + beeps(2, 1.2, hertz=1500),
        flashes_s=at_s,
    )
    seen = Cutting(tmp_path).add(clip, 2).change(with_reverse).seen()
    in_step(seen, [2 - 1.3, 2 - 0.6], within_s=0.004)
    assert pitch_hz(part(seen.sound, 0.72, 0.78)) == pytest.approx(1500, abs=20)
    assert pitch_hz(part(seen.sound, 1.42, 1.48)) == pytest.approx(600, abs=20)


def test_backwards_at_another_speed_stays_in_step(tmp_path):
    clip = film(tmp_path / "clip.mp4", beeps(3, 0.6, 2.0), flashes_s=(0.6, 2.0))
    seen = Cutting(tmp_path).add(clip, 3).change(with_reverse).change(with_speed, 2).seen()
    in_step(seen, [(3 - 2.1) / 2, (3 - 0.7) / 2])


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
def test_backwards_has_no_seam_between_its_pieces(tmp_path, name):
    """Two pieces and a bit, against the same sound read forwards and turned round."""
    length_s = 2.2 * PIECE_SAMPLES / RATE_HZ
    chirp = np.cumsum(np.linspace(100, 1500, round(length_s * RATE_HZ))) / RATE_HZ
    clip = film(tmp_path / name, 0.5 * np.sin(2 * np.pi * chirp), rate=5)
    end_s = length_s - 0.1
    count = round((end_s - 0.3) * RATE_HZ)
    forwards = np.concatenate(list(exactly(read_samples(clip, 0.3), count)), axis=1)
    backwards = np.concatenate(list(read_backwards(clip, 0.3, end_s)), axis=1)
    assert backwards.shape == forwards.shape
    steps = np.abs(np.diff(backwards[0]))
    assert steps.max() < 1.05 * np.abs(np.diff(forwards[0])).max()
    if name == "clip.mp4":
        assert np.abs(backwards - forwards[:, ::-1]).max() < 1e-3


def test_what_stands_still_is_silent_and_the_rest_stays_in_step(tmp_path):
    clip = film(
        tmp_path / "clip.mp4", beeps(2, 0.3, 1.5) + tone(200, 2, 0.02), flashes_s=(0.3, 1.5)
    )
    cutting = Cutting(tmp_path).add(clip, 2)
    seen = cutting.change(with_freeze, 1000, 700).seen()
    in_step(seen, [0.3, 2.2], within_s=0.004)
    assert rms(part(seen.sound, 1.1, 1.6)) < 1e-4
    assert rms(part(seen.sound, 0.6, 0.9)) == pytest.approx(0.02 / np.sqrt(2), rel=0.1)


def test_a_still_is_silent(tmp_path):
    import cv2

    picture = tmp_path / "still.png"
    cv2.imwrite(str(picture), np.full((96, 160, 3), 90, np.uint8))
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", tone(440, 1)), 1)
    cutting.change(with_still, cutting.asset(picture, 0, "image"), 800)
    seen = cutting.seen()
    assert rms(part(seen.sound, 0.1, 0.9)) > 0.3
    assert rms(part(seen.sound, 1.1, 1.7)) < 1e-4
    assert seen.sound.shape[1] / RATE_HZ == pytest.approx(1.8, abs=1 / 20)


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30000, 1001), Fraction(50)])
def test_after_many_cuts_each_beep_is_with_its_flash(tmp_path, rate):
    at_s = [round(at * rate) / rate for at in (0.4, 1.3, 2.2, 3.1)]
    at_s = [float(at) for at in at_s]
    clip = film(tmp_path / "clip.mp4", beeps(4, *at_s), flashes_s=at_s, rate=rate)
    cutting = Cutting(tmp_path).add(clip, 4)
    for start_ms in (2617, 1711, 803):
        cutting.change(cut_span, start_ms, start_ms + 333)
    seen = cutting.seen()
    flashes, sounds = flashes_s(seen.film), onsets_s(seen.sound)
    assert len(flashes) == len(sounds) == 4
    # Half a frame of the clip is all that a flash can be off its own time.
    assert sounds == pytest.approx(flashes, abs=max(0.012, 0.51 / float(rate)))


def test_sound_that_begins_late_stays_late_at_any_speed_and_backwards(tmp_path):
    clip = film(tmp_path / "clip.mp4", beeps(1.6, 0.5), flashes_s=[0.5], length_s=2)
    late = shifted(tmp_path / "late.mp4", clip, 0.24)
    faster = Cutting(tmp_path).add(late, 2).change(with_speed, 2)
    assert onsets_s(faster.heard()) == pytest.approx([0.74 / 2], abs=IN_STEP_S)
    backwards = Cutting(tmp_path).add(late, 2).change(with_reverse)
    assert onsets_s(backwards.heard()) == pytest.approx([2 - 0.84], abs=0.004)
