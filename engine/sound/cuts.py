"""What is heard when: pieces of files on the timeline, and the whole that they make.

Owns the values, and that pieces which go on where the last one ended are one piece. Must not know
samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SEAM_S = 0.01
"""A piece that goes on this near to where the last one ended goes on; the frames' grid moves the
beginnings of pieces by up to half a frame."""


@dataclass(frozen=True)
class SoundCut:
    """A piece of a file's sound on the timeline; times in s.

    `path` None is silence. The source span is [in_s, in_s + duration_s x speed), last first where
    `is_reversed`. `volume` is a factor, on top of what brings the file to `loudness_lufs`.
    """

    path: Path | None
    start_s: float
    duration_s: float
    in_s: float = 0.0
    speed: float = 1.0
    is_reversed: bool = False
    volume: float = 1.0
    loudness_lufs: float | None = None

    @property
    def end_s(self) -> float:
        return self.start_s + self.duration_s

    @property
    def span_s(self) -> float:
        """Length of what is read of the file."""
        return self.duration_s * self.speed


@dataclass(frozen=True)
class Soundtrack:
    """All that is heard in a result of that length. `is_ducked`: the music makes way for the clips.
    The fades are those of the whole, and of all rounds of the music together."""

    duration_s: float
    clips: tuple[SoundCut, ...]
    music: tuple[SoundCut, ...] = ()
    is_ducked: bool = False
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    music_fade_in_s: float = 0.0
    music_fade_out_s: float = 0.0


def joined(cuts: Sequence[SoundCut]) -> list[SoundCut]:
    """The cuts in order, those in one that play on without a seam."""
    found: list[SoundCut] = []
    for cut in cuts:
        if found and _plays_on(found[-1], cut):
            last = found[-1]
            duration_s = cut.end_s - last.start_s
            # Read backwards, what comes later lies earlier in the file.
            in_s = last.in_s + last.span_s - duration_s * last.speed
            in_s = max(0.0, in_s) if last.is_reversed else last.in_s
            found[-1] = replace(last, duration_s=duration_s, in_s=in_s)
        else:
            found.append(cut)
    return found


def _plays_on(last: SoundCut, cut: SoundCut) -> bool:
    same = replace(cut, start_s=last.start_s, duration_s=last.duration_s, in_s=last.in_s)
    if same != last or abs(cut.start_s - last.end_s) > SEAM_S:
        return False
    gap_s = (
        last.in_s - (cut.in_s + cut.span_s)
        if last.is_reversed
        else cut.in_s - (last.in_s + last.span_s)
    )
    return abs(gap_s) <= SEAM_S * last.speed
