"""All that is heard in a result, as one stream of samples.

Owns the order in which things happen: each piece at its speed, each file at its level, the pieces
one after another, the music under them, the fades of the whole, and the ceiling. Must not know
encoders or drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from engine.sound.backwards import read_backwards
from engine.sound.cuts import SoundCut, Soundtrack, joined
from engine.sound.decode import channels, read_samples
from engine.sound.duck import BLOCK_SAMPLES, with_ducked_music
from engine.sound.loudness import MOST_GAIN_DB, limited, loudness_lufs
from engine.sound.samples import CHANNELS, RATE_HZ, Samples, exactly, faded, in_blocks, silence
from engine.sound.tempo import stretched

SEAM_SAMPLES = RATE_HZ * 3 // 1000
"""Every piece rises and falls for 3 ms: a cut through a wave is heard as a click."""

VOICE_BELOW_LU = 14.0
"""What lies this far below a file's loudness is no longer its voice but its room."""

Levels = Mapping[Path, float | None]
"""Loudness of files in LUFS, None for silent ones."""


def mixed(track: Soundtrack, tick: Callable[[], None] = lambda: None) -> Iterator[Samples]:
    """Every sample of the result. Raises JobFailed for a file that can't be opened.

    Files whose level matters are heard twice: once to measure them, before the first sample;
    `tick` is called again and again meanwhile.
    """
    count = round(track.duration_s * RATE_HZ)
    clips, music = joined(track.clips), joined(track.music)
    levels = _levels(clips, tick, is_all=bool(music) and track.is_ducked)
    sound = exactly(_laid(clips, levels), count)
    if music:
        pairs = zip(
            in_blocks(sound, BLOCK_SAMPLES),
            in_blocks(exactly(_music(track, music), count), BLOCK_SAMPLES),
            strict=True,
        )
        if track.is_ducked:
            sound = with_ducked_music(pairs, _thresholds(clips, levels))
        else:
            sound = (voice + under for voice, under in pairs)
    sound = faded(sound, count, round(track.fade_in_s * RATE_HZ), round(track.fade_out_s * RATE_HZ))
    if _may_be_too_loud(clips, has_music=bool(music)):
        sound = limited(sound)
    return exactly(sound, count)


def _levels(cuts: Sequence[SoundCut], tick: Callable[[], None], *, is_all: bool) -> Levels:
    """The loudness of each file that is brought to one or that music makes way for: of all pieces
    of it that are used, so that a cut does not change its level."""
    spans: dict[Path, list[tuple[float, float]]] = {}
    for cut in cuts:
        if cut.path is not None and (is_all or cut.loudness_lufs is not None):
            spans.setdefault(cut.path, []).append((cut.in_s, cut.span_s))
    return {path: loudness_lufs(_used(path, used, tick)) for path, used in spans.items()}


def _used(
    path: Path, spans: list[tuple[float, float]], tick: Callable[[], None]
) -> Iterator[Samples]:
    for in_s, span_s in spans:
        for piece in exactly(read_samples(path, in_s), round(span_s * RATE_HZ)):
            yield piece
            tick()


def _gain(cut: SoundCut, levels: Levels) -> float:
    """The factor for the samples of a piece."""
    lufs = levels.get(cut.path) if cut.path is not None else None
    if cut.loudness_lufs is None or lufs is None:
        return cut.volume
    return cut.volume * 10 ** (min(cut.loudness_lufs - lufs, MOST_GAIN_DB) / 20)


def _laid(cuts: Sequence[SoundCut], levels: Levels) -> Iterator[Samples]:
    """Pieces at their places, in order, without a gap."""
    position = 0
    for cut in cuts:
        start, end = round(cut.start_s * RATE_HZ), round(cut.end_s * RATE_HZ)
        yield from silence(start - position)
        yield from _shaped(cut, end - start, _gain(cut, levels))
        position = end


def _music(track: Soundtrack, rounds: Sequence[SoundCut]) -> Iterator[Samples]:
    """All rounds of the music. It fades as a whole: the last round may be a fraction of a fade."""
    return faded(
        _laid(rounds, {}),
        round(min(track.duration_s, rounds[-1].end_s) * RATE_HZ),
        round(track.music_fade_in_s * RATE_HZ),
        round(track.music_fade_out_s * RATE_HZ),
    )


def _shaped(cut: SoundCut, count: int, gain: float) -> Iterator[Samples]:
    if cut.path is None or not gain:
        yield from silence(count)
        return
    if cut.is_reversed:
        read = read_backwards(cut.path, cut.in_s, cut.in_s + cut.span_s)
    else:
        read = read_samples(cut.path, cut.in_s)
    sound = exactly(stretched(read, cut.speed), count)
    for piece in faded(sound, count, SEAM_SAMPLES, SEAM_SAMPLES):
        yield piece if gain == 1 else piece * gain


def _thresholds(cuts: Sequence[SoundCut], levels: Levels) -> list[tuple[int, float]]:
    """From which sample on a piece is heard above which RMS; see `duck`."""
    found = [(0, float("inf"))]
    for cut in cuts:
        lufs = levels.get(cut.path) if cut.path is not None else None
        gain = _gain(cut, levels)
        rms = float("inf")
        if lufs is not None and gain > 0:
            rms = gain * 10 ** ((lufs - VOICE_BELOW_LU) / 20)
        found.append((round(cut.start_s * RATE_HZ), rms))
    return found


def _may_be_too_loud(cuts: Sequence[SoundCut], *, has_music: bool) -> bool:
    """Whether anything here can raise a peak above those of the files; else they are left alone."""
    if has_music or any(cut.volume > 1 or cut.loudness_lufs is not None for cut in cuts):
        return True
    paths = {cut.path for cut in cuts if cut.path is not None}
    return any(channels(path) > CHANNELS for path in paths)
