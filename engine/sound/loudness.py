"""How loud a sound is, and the ceiling that no peak of it may pass.

Owns the measure (ITU-R BS.1770 with its gates, by FFmpeg's `ebur128`) and the limiter (FFmpeg's
`alimiter` at four times the rate, so that it sees the peaks between the samples). Must not know
what is made louder or why.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.sound.filters import filtered
from engine.sound.samples import RATE_HZ, Samples

SILENCE_LUFS = -69.0
"""BS.1770's absolute gate lies at -70: below it nothing has been heard."""

MOST_GAIN_DB = 30.0
"""A recording that would need more is noise, and would become deafening noise."""

CEILING_DBTP = -2.5
"""-1 dBTP (EBU R 128) less what the AAC encoder adds to a peak: 1.1 dB to a tone that sets in at
once, next to nothing to speech (measured at 160 kb/s)."""

OVERSAMPLING = 4
"""BS.1770-4, annex 2: four times 48 kHz shows a true peak to 0.6 dB."""


def loudness_lufs(pieces: Iterator[Samples]) -> float | None:
    """Integrated loudness in LUFS, or None for what is silent or shorter than 0.4 s."""
    found = None
    for frame in filtered(pieces, ("ebur128", "metadata=1:framelog=quiet")):
        found = frame.metadata.get("lavfi.r128.I", found)
    lufs = SILENCE_LUFS if found is None else float(found)
    return lufs if lufs > SILENCE_LUFS else None


def limited(pieces: Iterator[Samples], ceiling_dbtp: float = CEILING_DBTP) -> Iterator[Samples]:
    """The same sound, turned down for the moments at which it would pass the ceiling."""
    ceiling = 10 ** (ceiling_dbtp / 20)
    steps = (
        ("aresample", str(OVERSAMPLING * RATE_HZ)),
        ("alimiter", f"limit={ceiling:.5f}:attack=5:release=80:level=disabled:latency=1"),
        ("aresample", str(RATE_HZ)),
    )
    for frame in filtered(pieces, *steps):
        yield np.asarray(frame.to_ndarray(), np.float32)
