"""Sound stays with its picture: a flash and a beep at the same instant, measured in the result."""

from fractions import Fraction

import av
import numpy as np
import pytest

from engine.worker_draft import read_timeline
from engine.worker_render import render
from tests.integration.render_tools import decode, draft, shifted, write_clip

SIZE = (320, 176)
RATE_HZ = 44100
BEEP_HZ = 1000


def flash(*at):
    """A picture that is white in the frames of those numbers (30 a second), else dark."""
    dark, white = (np.full((176, 320, 3), level, np.uint8) for level in (30, 240))
    return lambda index: white if index in at else dark


def beep(at_s, length_s, rate_hz=RATE_HZ):
    """Silence with a tone of 0.1 s at that time."""
    samples = np.zeros(round(length_s * rate_hz), np.float32)
    begin = round(at_s * rate_hz)
    tone = 0.5 * np.sin(2 * np.pi * BEEP_HZ * np.arange(rate_hz // 10) / rate_hz)
    samples[begin : begin + len(tone)] = tone
    return samples


def made(tmp_path, cuts):
    """`cuts`: (path, in_ms, d_ms)."""
    output = tmp_path / "out.mp4"
    assets = {f"a{number}": str(cut[0]) for number, cut in enumerate(cuts)}
    timeline = read_timeline(
        draft([(f"a{number}", *cut[1:]) for number, cut in enumerate(cuts)], SIZE), assets
    )
    render(timeline, output, lambda fraction: None)
    return decode(output)


def first_flash_s(seen):
    return next(
        at for at, frame in zip(seen.times_s, seen.frames, strict=True) if frame.mean() > 130
    )


def beeps_s(seen):
    """Times at which a tone begins."""
    loud = np.abs(seen.sound) > 0.1
    begins = [
        index
        for index in np.flatnonzero(loud)
        if not loud[max(0, index - seen.sound_rate // 20) : index].any()
    ]
    return [seen.sound_start_s + index / seen.sound_rate for index in begins]


def has_copied(output, clip):
    """Whether the packets of the sound are the clip's own."""

    def packets(path):
        with av.open(str(path)) as container:
            return [bytes(p) for p in container.demux(audio=0) if p.size]

    original, result = packets(clip), packets(output)
    return bool(result) and result == original[: len(result)]


def test_an_untrimmed_clip_keeps_its_own_aac_in_step(tmp_path):
    clip = write_clip(
        tmp_path / "clip.mp4", flash(30, 31, 32), 60, sound=beep(1.0, 2.0), sound_rate=RATE_HZ
    )
    seen = made(tmp_path, [(clip, 0, 2000)])
    assert seen.stream["audio_codec"] == "aac"
    assert has_copied(tmp_path / "out.mp4", clip)
    assert first_flash_s(seen) == pytest.approx(1.0, abs=1e-3)
    assert beeps_s(seen) == pytest.approx([1.0], abs=0.004)
    assert seen.stream["audio_duration_s"] == pytest.approx(2.0, abs=1 / 30)


def test_a_trimmed_clip_cuts_its_sound_exactly(tmp_path):
    clip = write_clip(
        tmp_path / "clip.mp4",
        flash(60, 61, 62),
        120,
        sound=beep(2.0, 4.0),
        sound_rate=RATE_HZ,
        options={"g": "48"},
    )
    seen = made(tmp_path, [(clip, 1100, 2000)])
    assert not has_copied(tmp_path / "out.mp4", clip)
    assert seen.sound_rate == 48000
    assert first_flash_s(seen) == pytest.approx(0.9, abs=0.017)
    assert beeps_s(seen) == pytest.approx([0.9], abs=0.002)
    assert seen.stream["audio_duration_s"] == pytest.approx(2.0, abs=1 / 30)
    assert len(seen.frames) == 60


def test_several_clips_share_one_format_and_silence_stands_for_none(tmp_path):
    loud = write_clip(tmp_path / "1.mp4", flash(15, 16), 30, sound=beep(0.5, 1.0))
    mute = write_clip(tmp_path / "2.mp4", flash(), 30)
    other = write_clip(
        tmp_path / "3.webm",
        flash(9, 10),
        30,
        codec="libvpx-vp9",
        options={"deadline": "realtime", "cpu-used": "8"},
        sound=beep(0.3, 1.0, rate_hz=48000),
        sound_rate=48000,
    )
    seen = made(tmp_path, [(loud, 0, 1000), (mute, 0, 1000), (other, 0, 1000)])
    assert seen.sound_rate == 48000
    assert beeps_s(seen) == pytest.approx([0.5, 2.3], abs=0.004)
    flashes = [t for t, frame in zip(seen.times_s, seen.frames, strict=True) if frame.mean() > 130]
    assert flashes[0] == pytest.approx(0.5, abs=1e-3)
    assert flashes[2] == pytest.approx(2.3, abs=1e-3)
    assert seen.duration_s == pytest.approx(3.0, abs=1 / 30)


@pytest.mark.parametrize("is_trimmed", [False, True])
def test_sound_that_begins_late_stays_late(tmp_path, is_trimmed):
    clip = write_clip(tmp_path / "clip.mp4", flash(15, 16), 45, sound=beep(0.5, 1.2))
    late = shifted(tmp_path / "late.mp4", clip, 0.25)
    seen = made(tmp_path, [(late, 100, 1300) if is_trimmed else (late, 0, 1500)])
    offset = beeps_s(seen)[0] - first_flash_s(seen)
    assert offset == pytest.approx(0.25, abs=0.02 if is_trimmed else 0.004)


def test_sound_before_the_first_picture_is_left_out(tmp_path):
    """A recorder that starts its microphone first: time 0 is the first picture."""
    clip = write_clip(
        tmp_path / "clip.mkv",
        flash(15, 16),
        45,
        ticks=[300 + round(index * 1000 / 30) for index in range(45)],
        time_base=Fraction(1, 1000),
        sound=beep(0.8, 1.8),
    )
    seen = made(tmp_path, [(clip, 0, 1500)])
    assert first_flash_s(seen) == pytest.approx(0.5, abs=0.002)
    assert beeps_s(seen) == pytest.approx([0.5], abs=0.01)
    assert seen.duration_s == pytest.approx(1.5, abs=0.034)


def test_a_silent_clip_gives_a_silent_film(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", flash(), 15)
    seen = made(tmp_path, [(clip, 0, 500)])
    assert not seen.stream["has_audio"]


def test_sound_shorter_than_the_picture_is_filled_up(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", flash(), 60, sound=beep(0.2, 0.5))
    seen = made(tmp_path, [(clip, 0, 1900)])
    assert seen.stream["audio_duration_s"] == pytest.approx(1.9, abs=1 / 30)
    assert beeps_s(seen) == pytest.approx([0.2], abs=0.002)
