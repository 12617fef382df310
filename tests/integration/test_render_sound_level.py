"""How loud it is: volume, loudness, the ceiling, fades, more channels than two, music."""

import numpy as np
import pytest

from engine.media.encoding import TRANSPARENT
from engine.sound.cuts import SoundCut, Soundtrack
from engine.sound.mix import mixed
from engine.timeline_edit import cut_span
from engine.timeline_look import with_fades
from engine.timeline_sound import with_loudness, with_music, with_volume
from engine.timeline_time import with_reverse, with_speed
from tests.integration.render_tools import write_clip
from tests.integration.sound_tools import (
    DARK,
    RATE_HZ,
    SIZE,
    Cutting,
    band,
    beeps,
    decibels,
    film,
    heard,
    loudness_lufs,
    onsets_s,
    part,
    quiet,
    rms,
    tone,
    true_peak_db,
    write_wav,
)

PEAK_DBTP = -1.0
"""EBU R 128's ceiling, in the file that a person gets."""


def speech(length_s, amplitude):
    """Noise in syllables: 0.2 s of it, 0.1 s of almost nothing; its peaks are those of a voice."""
    random = np.random.default_rng(7)
    count = round(length_s * RATE_HZ)
    noise = band(random.laplace(0, 1, count), 200, 4000)
    noise *= np.maximum(np.arange(count) % round(0.3 * RATE_HZ) < 0.2 * RATE_HZ, 0.02)
    return amplitude * noise / np.abs(noise).max()


@pytest.mark.parametrize(("percent", "expected_db"), [(50, -6.02), (200, 6.02), (10, -20)])
def test_a_volume_is_a_factor(tmp_path, percent, expected_db):
    sound = tone(440, 1.2, 0.2)
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", sound), 1.2)
    result = cutting.change(with_volume, percent).heard()
    assert decibels(part(result, 0.1, 1.1), sound) == pytest.approx(expected_db, abs=0.2)


def test_louder_than_full_scale_is_held_below_the_ceiling(tmp_path):
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", tone(997, 1.2, 0.9)), 1.2)
    result = cutting.change(with_volume, 200).heard()
    middle = part(result, 0.1, 1.1)
    assert true_peak_db(result) <= PEAK_DBTP
    assert rms(middle) > 0.5
    # Turned down and not cut off: next to nothing is heard beside the tone.
    assert decibels(middle - band(middle, 900, 1100), middle) < -40


def test_what_is_muted_is_silent_and_still_a_film_with_sound(tmp_path):
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", tone(440, 1)), 1)
    result = cutting.change(with_volume, 0).seen()
    assert result.film.stream["has_audio"]
    assert rms(result.sound) < 1e-5


@pytest.mark.parametrize("amplitude", [0.02, 0.9])
def test_loudness_is_brought_to_its_target_under_the_ceiling(tmp_path, amplitude):
    sound = speech(4, amplitude)
    clip = film(tmp_path / "clip.mp4", sound, rate=5)
    before = loudness_lufs(heard(clip))
    result = Cutting(tmp_path).add(clip, 4).change(with_loudness, -16).heard()
    assert abs(before + 16) > 3
    assert loudness_lufs(result) == pytest.approx(-16, abs=0.5)
    assert true_peak_db(result) <= PEAK_DBTP


def test_pieces_of_one_file_keep_their_levels_and_other_files_get_their_own(tmp_path):
    uneven = np.concatenate([tone(440, 2, 0.4), tone(440, 2, 0.1)])
    cutting = Cutting(tmp_path)
    cutting.add(film(tmp_path / "1.mp4", uneven, rate=5), 4)
    cutting.add(film(tmp_path / "2.mp4", tone(440, 2, 0.01), rate=5), 2)
    result = cutting.change(cut_span, 1800, 2200).change(with_loudness, -20).heard()
    first, second, other = (part(result, at, at + 1.2) for at in (0.3, 2.1, 4))
    assert decibels(first, second) == pytest.approx(12.04, abs=0.3)
    assert loudness_lufs(other) == pytest.approx(-20, abs=0.5)


def test_silence_is_not_made_loud(tmp_path):
    hiss = np.random.default_rng(1).normal(0, 2e-5, 2 * RATE_HZ)
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", hiss, rate=5), 2)
    assert rms(cutting.change(with_loudness, -16).heard()) < 1e-3


def test_the_sound_fades_with_the_picture(tmp_path):
    clip = film(tmp_path / "clip.mp4", tone(440, 2))
    cutting = Cutting(tmp_path).add(clip, 2)
    before = heard(clip)
    result = cutting.change(with_fades, in_ms=600, out_ms=800).heard()
    for at_s, share in ((0.15, 0.25), (0.45, 0.75), (1, 1), (1.4, 0.75), (1.8, 0.25)):
        here, unfaded = (part(sound, at_s - 0.02, at_s + 0.02) for sound in (result, before))
        assert rms(here) / rms(unfaded) == pytest.approx(share, abs=0.02)


def test_a_cut_through_a_wave_does_not_click(tmp_path):
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", tone(440, 2)), 2)
    result = cutting.change(cut_span, 700, 1100.5).heard()
    seam = part(result, 0.6, 0.8)
    steady = part(result, 0.2, 0.4)
    assert rms(band(seam, 6000, 24000)) < rms(band(steady, 6000, 24000)) + 2e-3


def test_five_channels_and_a_subwoofer_become_two_by_bs_775(tmp_path):
    """A tone of its own in each channel: front left and right, centre, low, surrounds."""
    pitches = (300, 500, 700, 60, 1100, 1300)
    sound = np.stack([tone(pitch, 1.2, 0.1) for pitch in pitches])
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", quiet(1.2)), 1.2)
    song = cutting.asset(write_wav(tmp_path / "song.wav", sound), 1.2, "audio")
    result = cutting.change(with_music, song, 100, 0, is_ducked=False).heard()
    middle = part(result, 0.1, 1.1)

    def level(channel, pitch):
        return rms(band(middle[channel], pitch - 25, pitch + 25)) / (0.1 / np.sqrt(2))

    left, right = ([level(side, pitch) for pitch in pitches] for side in (0, 1))
    assert left == pytest.approx([1, 0, 0.707, 0, 0.707, 0], abs=0.02)
    assert right == pytest.approx([0, 1, 0.707, 0, 0, 0.707], abs=0.02)


def test_music_plays_under_the_clip_from_start_to_end_and_repeats(tmp_path):
    song = np.concatenate([tone(2000, 0.5, 0.2), tone(3000, 0.7, 0.2)])
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", tone(440, 3, 0.2)), 3)
    music = cutting.asset(write_wav(tmp_path / "song.wav", song), 1.2, "audio")
    result = cutting.change(with_music, music, 50, 0, is_ducked=False).heard()
    voice = band(result, 400, 500)
    assert decibels(part(voice, 0.1, 2.9), tone(440, 1, 0.2)) == pytest.approx(0, abs=0.2)
    for pitch, begin_s, end_s in (
        (2000, 0, 0.5),
        (3000, 0.5, 1.2),
        (2000, 1.2, 1.7),
        (2000, 2.4, 2.9),
    ):
        here = band(part(result, begin_s + 0.05, end_s - 0.05), pitch - 200, pitch + 200)
        assert decibels(here, tone(pitch, 1, 0.1)) == pytest.approx(0, abs=0.5)
    assert result.shape[1] / RATE_HZ == pytest.approx(3, abs=1 / 20)


@pytest.mark.parametrize("song_s", [4, 1.9])
def test_music_out_of_a_video_fades_in_and_out(tmp_path, song_s):
    """As a whole: the last round of the short one is shorter than the fade."""
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", quiet(2.4)), 2.4)
    music = cutting.asset(film(tmp_path / "song.mp4", tone(2000, song_s)), song_s)
    result = cutting.change(with_music, music, 100, 800).heard()
    for at_s, share in ((0.2, 0.25), (0.6, 0.75), (1.2, 1), (1.8, 0.75), (2.2, 0.25)):
        here = part(result, at_s - 0.02, at_s + 0.02)
        assert rms(here) / rms(tone(2000, 1)) == pytest.approx(share, abs=0.03)


def test_while_a_long_sound_is_measured_it_says_so_before_the_first_sample(tmp_path):
    told = []
    cut = SoundCut(write_wav(tmp_path / "long.wav", tone(500, 5)), 0, 5, loudness_lufs=-16)
    next(mixed(Soundtrack(5, (cut,)), lambda: told.append(1)))
    assert len(told) > 5


def test_a_silent_clip_gets_music(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", lambda index: DARK, 30, size=SIZE)
    cutting = Cutting(tmp_path).add(clip, 1)
    music = cutting.asset(write_wav(tmp_path / "song.wav", tone(2000, 2)), 2, "audio")
    assert rms(cutting.change(with_music, music, 100, 0).heard()) == pytest.approx(0.354, rel=0.05)


@pytest.mark.parametrize("amplitude", [0.5, 0.01])
def test_music_makes_way_for_speech_and_comes_back(tmp_path, amplitude):
    """Words from 2 to 4 s, loud or hardly audible; a door slams at 0.6 s and nobody minds."""
    voice = np.concatenate([quiet(2), speech(2, amplitude), quiet(2)])
    voice += beeps(6, 0.6, hertz=300, beep_s=0.02, amplitude=amplitude)
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", voice, rate=5), 6)
    music = cutting.asset(write_wav(tmp_path / "song.wav", tone(9000, 6, 0.2)), 6, "audio")
    result = cutting.change(with_music, music, 100, 0).heard()

    def music_db(at_s):
        here = band(part(result, at_s - 0.05, at_s + 0.05), 8500, 9500)
        return decibels(here, tone(9000, 1, 0.2))

    assert [music_db(at) for at in (0.3, 0.65, 1.5)] == pytest.approx([0, 0, 0], abs=0.5)
    assert [music_db(at) for at in (2.1, 2.7, 3.3, 3.9)] == pytest.approx([-12] * 4, abs=1)
    assert -11 < music_db(4.9) < -2
    assert music_db(5.7) == pytest.approx(0, abs=0.5)


def test_ducked_music_under_muted_speech_stays(tmp_path):
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", speech(2, 0.5), rate=5), 2)
    music = cutting.asset(write_wav(tmp_path / "song.wav", tone(2000, 2, 0.2)), 2, "audio")
    result = cutting.change(with_music, music, 100, 0).change(with_volume, 0).heard()
    assert decibels(part(result, 0.1, 1.9), tone(2000, 1, 0.2)) == pytest.approx(0, abs=0.3)


def test_a_webm_gets_the_same_sound_in_opus(tmp_path):
    cutting = Cutting(tmp_path).add(film(tmp_path / "clip.mp4", beeps(2, 0.7, 1.4)), 2)
    result = cutting.heard(TRANSPARENT)
    assert (tmp_path / "sound.webm").stat().st_size > 1000
    assert onsets_s(result) == pytest.approx([0.7, 1.4], abs=0.004)
    assert result.shape[1] / RATE_HZ == pytest.approx(2, abs=1 / 20)


def test_the_worker_does_it_all_at_once(tmp_path):
    """Faster, backwards, at a loudness, with music and fades, as the server asks for it."""
    clip = film(tmp_path / "clip.mp4", speech(4, 0.05), rate=15)
    cutting = Cutting(tmp_path).add(clip, 4).change(with_speed, 2).change(with_reverse)
    music = cutting.asset(write_wav(tmp_path / "song.wav", tone(9000, 1, 0.2)), 1, "audio")
    cutting.change(with_music, music, 50, 0).change(with_loudness, -16)
    seen = cutting.change(with_fades, in_ms=200, out_ms=200).worked()
    assert seen.result["duration_ms"] == 2000
    assert len(seen.film.frames) == 30
    assert seen.sound.shape[1] / RATE_HZ == pytest.approx(2, abs=1 / 20)
    # The fades and the short length leave a little less than the target.
    assert loudness_lufs(band(seen.sound, 0, 8000)) == pytest.approx(-16, abs=1.5)
    ducked = part(band(seen.sound, 8500, 9500), 0.5, 1.5)
    assert decibels(ducked, tone(9000, 1, 0.2)) == pytest.approx(-6 - 12, abs=1)
    assert true_peak_db(seen.sound) <= PEAK_DBTP
