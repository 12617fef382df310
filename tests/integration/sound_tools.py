"""Clips whose sound and picture can be told apart exactly, drafts of them, and what is heard."""

from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np

from engine.media.encoding import ENCODING, new_container
from engine.timeline import Asset, empty_draft, with_clip
from engine.worker_draft import read_timeline
from engine.worker_plan import make_plan
from engine.worker_render import render
from engine.worker_sound import sound_of
from tests.integration.render_tools import decode, run_worker, write_clip

SIZE = (160, 96)
RATE_HZ = 48000
DARK, WHITE = (np.full((96, 160, 3), level, np.uint8) for level in (30, 240))


def tone(hertz, length_s, amplitude=0.5):
    return amplitude * np.sin(2 * np.pi * hertz * np.arange(round(length_s * RATE_HZ)) / RATE_HZ)


def quiet(length_s):
    return np.zeros(round(length_s * RATE_HZ))


def beeps(length_s, *at_s, hertz=1000, beep_s=0.1, amplitude=0.5):
    """Silence with a tone at each of those times."""
    sound = quiet(length_s)
    for begin in (round(at * RATE_HZ) for at in at_s):
        part = tone(hertz, beep_s, amplitude)[: len(sound) - begin]
        sound[begin : begin + len(part)] = part
    return sound


def film(path, sound, *, flashes_s=(), rate=30, length_s=None, **options):
    """A clip with that sound whose picture is white for 0.1 s at each of those times."""
    length_s = len(sound) / RATE_HZ if length_s is None else length_s
    count = round(length_s * float(rate))
    white = {round(at * float(rate)) + more for at in flashes_s for more in range(round(rate / 10))}
    return write_clip(
        path,
        lambda index: WHITE if index in white else DARK,
        count,
        size=SIZE,
        rate=rate,
        sound=sound.astype(np.float32),
        sound_rate=RATE_HZ,
        **options,
    )


def write_wav(path, sound):
    """A file of 16-bit stereo or, for (channels, n), of as many channels as there are."""
    sound = np.stack([sound, sound]) if sound.ndim == 1 else sound
    layout = {2: "stereo", 6: "5.1"}[len(sound)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE_HZ, layout=layout)
        values = np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16)
        packed = np.ascontiguousarray(values.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, "s16", layout)
        frame.sample_rate = RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


class Cutting:
    """A draft and its files, as the engine builds both."""

    def __init__(self, tmp_path):
        self._folder = tmp_path
        self.paths = {}
        self.draft = {**empty_draft()}

    def asset(self, path, length_s, file_type="video"):
        name = f"a{len(self.paths)}"
        self.paths[name] = str(path)
        return Asset(name, Path(path).name, file_type, round(length_s * 1000), *SIZE)

    def add(self, path, length_s):
        self.draft = with_clip(self.draft, self.asset(path, length_s))
        self.draft["cw"], self.draft["ch"] = SIZE
        return self

    def change(self, function, *args, **kwargs):
        self.draft = function(self.draft, *args, **kwargs)
        return self

    def seen(self):
        """The rendered result: `film` decoded, `sound` as (2, n) from its time 0 on."""
        output = self._folder / "result.mp4"
        render(read_timeline(self.draft, self.paths), output, lambda share: None)
        return SimpleNamespace(film=decode(output), sound=heard(output))

    def heard(self, settings=ENCODING):
        """The sound that a render writes beside its pictures, as (2, n), written alone."""
        output = self._folder / f"sound.{settings.container}"
        timeline = read_timeline(self.draft, self.paths)
        sound = sound_of(timeline, make_plan(timeline), settings)
        with new_container(output, settings) as container:
            sound.begin(container)
            sound.finish()
        return heard(output)

    def worked(self):
        """What the worker, a process of its own, makes of the job; as `seen`."""
        output = self._folder / "worked.mp4"
        job = {"draft": self.draft, "assets": self.paths, "output_path": str(output)}
        made = run_worker({"job": "render", **job}).result
        return SimpleNamespace(film=decode(output), sound=heard(output), result=made)


def heard(path):
    """The file's sound as a player plays it: (2, n) samples at 48 kHz, the first at time 0."""
    pieces = []
    with av.open(str(path)) as container:
        layout = container.streams.audio[0].layout.name
        resampler = av.AudioResampler("fltp", layout, RATE_HZ)
        for frame in container.decode(audio=0):
            if not pieces:
                late = max(0, round(frame.time * RATE_HZ))
                pieces.append(np.zeros((len(frame.layout.channels), late), np.float32))
                skipped = max(0, -round(frame.time * RATE_HZ))
            pieces += [part.to_ndarray() for part in resampler.resample(frame)]
        pieces += [part.to_ndarray() for part in resampler.resample(None)]
    sound = np.concatenate(pieces, axis=1)[:, skipped:]
    return np.repeat(sound, 2 // len(sound), axis=0)


def part(sound, begin_s, end_s):
    return sound[:, round(begin_s * RATE_HZ) : round(end_s * RATE_HZ)]


def rms(sound):
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


def decibels(sound, than):
    return 20 * np.log10(rms(sound) / rms(than))


def band(sound, low_hz, high_hz):
    """That band of the sound alone."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(sound.shape[-1], 1 / RATE_HZ)
    return np.fft.irfft(spectrum * ((hertz >= low_hz) & (hertz < high_hz)), sound.shape[-1])


def pitch_hz(sound):
    """The strongest frequency."""
    window = np.hanning(sound.shape[-1])
    spectrum = np.abs(np.fft.rfft(sound[0] * window, 1 << 20))
    return float(np.argmax(spectrum) * RATE_HZ / (1 << 20))


def onsets_s(sound, threshold=0.1, apart_s=0.05):
    """Times at which something is heard after silence."""
    loud = np.flatnonzero(np.abs(sound[0]) > threshold)
    return [
        float(at / RATE_HZ)
        for at, before in zip(loud, np.concatenate([[-RATE_HZ], loud[:-1]]), strict=True)
        if at - before > apart_s * RATE_HZ
    ]


def flashes_s(film):
    """Times at which the picture turns white."""
    white = [frame.mean() > 130 for frame in film.frames]
    return [
        at
        for at, is_white, was_white in zip(film.times_s, white, [False, *white], strict=False)
        if is_white and not was_white
    ]


def true_peak_db(sound):
    """The highest point of the wave between the samples too, in dB of full scale (8 times over)."""
    peak, block, around = 0.0, 1 << 15, 512
    for begin in range(0, sound.shape[1], block):
        wide = np.pad(sound, ((0, 0), (around, around)))[:, begin : begin + block + 2 * around]
        spectrum, count = np.fft.rfft(wide), wide.shape[1]
        fine = 8 * np.fft.irfft(spectrum, 8 * count)[:, 8 * around : -8 * around]
        peak = max(peak, float(np.abs(fine).max()))
    return 20 * np.log10(peak)


def loudness_lufs(sound):
    """ITU-R BS.1770-4 written down anew: K-weighting, blocks of 0.4 s, both gates."""
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / RATE_HZ)
    turn = np.exp(-2j * np.pi * hertz / RATE_HZ)
    shelf = (1.53512485958697 - 2.69169618940638 * turn + 1.19839281085285 * turn**2) / (
        1 - 1.69065929318241 * turn + 0.73248077421585 * turn**2
    )
    high = (1 - 2 * turn + turn**2) / (1 - 1.99004745483398 * turn + 0.99007225036621 * turn**2)
    weighted = np.fft.irfft(np.fft.rfft(sound) * shelf * high, sound.shape[1])
    step = RATE_HZ // 10
    tenths = np.array(
        [
            np.mean(np.square(weighted[:, at : at + step]), axis=1).sum()
            for at in range(0, sound.shape[1] - step + 1, step)
        ]
    )
    power = np.convolve(tenths, np.full(4, 0.25), "valid")
    level = -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
    power, level = power[level > -70], level[level > -70]
    gate = -0.691 + 10 * np.log10(power.mean()) - 10
    return float(-0.691 + 10 * np.log10(power[level > gate].mean()))
