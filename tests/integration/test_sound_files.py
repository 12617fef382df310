"""Sounds that people send as music: each kind of file, one that changes its mind, one cut short."""

import av
import numpy as np
import pytest

from engine.sound.decode import channels, read_samples
from engine.sound.samples import exactly
from tests.integration.sound_tools import (
    RATE_HZ,
    onsets_s,
    part,
    pitch_hz,
    quiet,
    rms,
    tone,
    write_wav,
)


def write_tone(path, codec, *, hertz=700, layout="stereo"):
    """0.5 s of silence and 1 s of a tone."""
    wave = np.concatenate([quiet(0.5), tone(hertz, 1, 0.4)])
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE_HZ, layout=layout)
        rows = len(stream.layout.channels)
        for begin in range(0, len(wave), 1024):
            block = np.tile(wave[begin : begin + 1024].astype(np.float32), (rows, 1))
            frame = av.AudioFrame.from_ndarray(block, "fltp", layout)
            frame.sample_rate, frame.pts = RATE_HZ, begin
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def read(path, length_s, from_s=0.0):
    return np.concatenate(
        list(exactly(read_samples(path, from_s), round(length_s * RATE_HZ))), axis=1
    )


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("song.mp3", "libmp3lame"),
        ("song.m4a", "aac"),
        ("song.aac", "aac"),
        ("song.wav", "pcm_s16le"),
        ("song.mka", "flac"),
        ("song.webm", "libopus"),
    ],
)
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_each_kind_of_file_is_heard_as_it_is(tmp_path, name, codec, layout):
    sound = read(write_tone(tmp_path / name, codec, layout=layout), 1.5)
    # MP3 and ADTS have no place to say how much of their beginning is the encoder's.
    assert onsets_s(sound) == pytest.approx([0.5], abs=0.03)
    heard = part(sound, 0.7, 1.4)
    assert pitch_hz(heard) == pytest.approx(700, abs=1)
    assert rms(heard[0]) == pytest.approx(0.4 / np.sqrt(2), rel=0.06)
    assert rms(heard[0] - heard[1]) < 1e-3


def test_a_sound_that_turns_from_one_channel_to_two_goes_on(tmp_path):
    """Two streams of AAC one after the other, as a radio does it."""
    first = write_tone(tmp_path / "1.aac", "aac", hertz=700, layout="mono")
    second = write_tone(tmp_path / "2.aac", "aac", hertz=900)
    both = tmp_path / "both.aac"
    both.write_bytes(first.read_bytes() + second.read_bytes())
    sound = read(both, 3)
    assert pitch_hz(part(sound, 0.7, 1.3)) == pytest.approx(700, abs=2)
    assert pitch_hz(part(sound, 2.3, 2.9)) == pytest.approx(900, abs=2)


def test_what_is_there_of_a_sound_cut_short_is_heard(tmp_path):
    whole = write_wav(tmp_path / "song.wav", tone(700, 2, 0.4))
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) // 2])
    sound = read(whole, 2)
    assert rms(part(sound, 0.1, 0.9)) > 0.25
    assert rms(part(sound, 1.1, 1.9)) == 0


@pytest.mark.parametrize("from_s", [0.3, 0.9])
def test_a_sound_read_from_the_middle_is_the_same_sound(tmp_path, from_s):
    song = write_tone(tmp_path / "song.m4a", "aac")
    whole = read(song, 1.5)
    later = read(song, 1.5 - from_s, from_s)
    begin = round(from_s * RATE_HZ)
    assert np.abs(later[:, 100:20000] - whole[:, begin + 100 : begin + 20000]).max() < 1e-3


def test_how_many_channels_a_file_has(tmp_path):
    assert channels(write_tone(tmp_path / "1.m4a", "aac", layout="mono")) == 1
    assert channels(write_tone(tmp_path / "6.m4a", "aac", layout="5.1")) == 6
