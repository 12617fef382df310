"""A sound that has the shape of speech and says nothing: harmonics, formants, syllables, pauses.

Owns the sample clip's sound, as a pure function of its length, and its way into a container. It
must be heard to be there and must annoy nobody: it is quiet, and the same each time.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer

Floats = NDArray[np.float64]

SAMPLE_RATE_HZ: Final = 48_000
_BIT_RATE: Final = 96_000

_GAIN: Final = 0.07
"""Keeps the peaks below 0.15 of full scale: quiet speech."""
_PITCH_HZ: Final = 165.0
_HARMONICS: Final = 24
# First two formants of five vowels, in Hz (women's means, Peterson and Barney 1952).
_VOWELS: Final = ((850, 1220), (610, 2330), (310, 2790), (590, 920), (370, 950))
_FORMANT_WIDTH_HZ: Final = 140.0
_SYLLABLE_S: Final = 0.23
_PHRASE: Final = (1, 1, 1, 0.7, 1, 1, 0.8, 1, 0, 0)
"""The strength of the syllables of a phrase; it ends with a breath."""


def voice(duration_s: float) -> Iterator[NDArray[np.float32]]:
    """Mono samples, -1..1, at SAMPLE_RATE_HZ, in blocks of at most a second."""
    count = round(duration_s * SAMPLE_RATE_HZ)
    phase = 0.0
    for start in range(0, count, SAMPLE_RATE_HZ):
        time = np.arange(start, min(start + SAMPLE_RATE_HZ, count)) / SAMPLE_RATE_HZ
        pitch, strength = _melody(time)
        phases = phase + np.cumsum(math.tau * pitch / SAMPLE_RATE_HZ)
        phase = float(phases[-1]) % math.tau
        yield (_GAIN * strength * _timbre(time, pitch, phases)).astype(np.float32)


def _melody(time: Floats) -> tuple[Floats, Floats]:
    """Pitch in Hz, and strength 0..1."""
    syllable, within = _syllable(time)
    # The pitch falls over a phrase and wavers a little, as in a sentence.
    in_phrase = (syllable % len(_PHRASE) + within) / len(_PHRASE)
    pitch = _PITCH_HZ * (1.12 - 0.22 * in_phrase + 0.015 * np.sin(math.tau * 5 * time))
    return pitch, np.array(_PHRASE)[syllable % len(_PHRASE)] * np.sin(np.pi * within) ** 0.7


def _timbre(time: Floats, pitch: Floats, phases: Floats) -> Floats:
    """The harmonics of that pitch, strongest where the vowel's formants are."""
    syllable, within = _syllable(time)
    first, second = (_glide(syllable, within, formant) for formant in (0, 1))
    sound = np.zeros_like(time)
    for number in range(1, _HARMONICS + 1):
        frequency = number * pitch
        envelope = _resonance(frequency, first) + 0.4 * _resonance(frequency, second)
        sound += (envelope + 0.02) / number**0.5 * np.sin(number * phases)
    return sound


def _syllable(time: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The number of the syllable that sounds, and how far it has come (0..1)."""
    syllable = np.floor(time / _SYLLABLE_S).astype(np.int64)
    return syllable, time / _SYLLABLE_S - syllable


def _glide(syllable: NDArray[np.int64], within: Floats, formant: int) -> Floats:
    """The formant's frequency over time: each vowel flows into the next."""
    values = np.array([vowel[formant] for vowel in _VOWELS], np.float64)
    order = (syllable * 7 // 3) % len(values), ((syllable + 1) * 7 // 3) % len(values)
    share = np.clip((within - 0.6) / 0.4, 0, 1)
    gliding: Floats = values[order[0]] * (1 - share) + values[order[1]] * share
    return gliding


def _resonance(frequency: Floats, centre: Floats) -> Floats:
    resonance: Floats = np.exp(-(((frequency - centre) / _FORMANT_WIDTH_HZ) ** 2) / 2)
    return resonance


class VoiceTrack:
    """The sound of a clip of that length, as engine.media.encoding.Sound takes it."""

    def __init__(self, duration_s: float) -> None:
        self._blocks = voice(duration_s)
        self._written = 0

    def begin(self, container: "OutputContainer") -> None:
        stream = container.add_stream("aac", rate=SAMPLE_RATE_HZ)
        self._stream: AudioStream = stream
        self._stream.layout = "mono"
        self._stream.bit_rate = _BIT_RATE
        self._container = container

    def write_until(self, time_s: float) -> None:
        while self._written < time_s * SAMPLE_RATE_HZ:
            block = next(self._blocks, None)
            if block is None:
                return
            self._write(block)

    def finish(self) -> None:
        for block in self._blocks:
            self._write(block)
        self._container.mux(self._stream.encode(None))

    def _write(self, block: NDArray[np.float32]) -> None:
        frame = AudioFrame.from_ndarray(block[None], format="fltp", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
        frame.pts = self._written
        self._container.mux(self._stream.encode(frame))
        self._written += len(block)
