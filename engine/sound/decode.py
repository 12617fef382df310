"""A file's sound from any of its times on, in the one format.

Owns seeking, the gaps and jumps in a file's clock, and the mix of more than two channels to two.
Time 0 of a clip is its first picture. Must not know timelines.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.media.source import Source, opened, time_base_of
from engine.sound.samples import CHANNELS, RATE_HZ, Samples, silence

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler
    from av.audio.stream import AudioStream
    from av.packet import Packet

_log = logging.getLogger(__name__)

PREROLL_S = 0.2
"""Decoded and thrown away before a cut: AAC needs the block before to be right."""

JUMP_S = 0.02
"""A step in the times of the sound that is larger than this is a gap or an overlap, not rounding"""


def read_samples(path: Path, from_s: float) -> Iterator[Samples]:
    """The clip's samples from that time of it on; nothing for a clip without sound.

    Silence stands where the sound begins late or has a gap. Raises JobFailed for a file that can't
    be opened.
    """
    with opened(path) as source:
        if source.audio is None:
            return
        origin_s = source.start_s + from_s
        position = 0
        for at_s, piece in _timed(source, source.audio, origin_s):
            begin = round((at_s - origin_s) * RATE_HZ)
            if begin > position:
                yield from silence(begin - position)
                position = begin
            piece = piece[:, max(0, position - begin) :]
            position += piece.shape[1]
            if piece.shape[1]:
                yield piece


def channels(path: Path) -> int:
    """How many channels the file's sound has, 0 for none. Raises JobFailed."""
    with opened(path) as source:
        return 0 if source.audio is None else source.audio.codec_context.channels


def _timed(source: Source, stream: AudioStream, from_s: float) -> Iterator[tuple[float, Samples]]:
    """(time in the file, samples); a piece's time counts on from the former's unless the file's own
    times jump."""
    anchor_s = expected_s = None
    given = 0
    converter = _Converter()
    for at_s, frame in _frames_from(source, stream, from_s):
        at_s = expected_s if at_s is None else at_s
        if at_s is None:
            continue
        if anchor_s is None or expected_s is None or abs(at_s - expected_s) > JUMP_S:
            if anchor_s is not None:
                for piece in converter.rest():
                    yield anchor_s + given / RATE_HZ, piece
                    given += piece.shape[1]
            anchor_s, expected_s, given = at_s, at_s, 0
        expected_s += frame.samples / frame.sample_rate
        for piece in converter.convert(frame):
            yield anchor_s + given / RATE_HZ, piece
            given += piece.shape[1]
    if anchor_s is not None:
        for piece in converter.rest():
            yield anchor_s + given / RATE_HZ, piece
            given += piece.shape[1]


def _frames_from(
    source: Source, stream: AudioStream, from_s: float
) -> Iterator[tuple[float | None, AudioFrame]]:
    """(time in the file where it is known, frame) from a little before `from_s` on."""
    time_base = time_base_of(stream)
    is_sought = from_s > PREROLL_S
    if is_sought:
        source.container.seek(int((from_s - PREROLL_S) / time_base), stream=stream)
    frames = _decoded(source, stream)
    first = next(frames, None)
    if is_sought and first is not None and float((first.pts or 0) * time_base) > from_s:
        # Some files have no index and land behind the target: then from the beginning.
        source.container.seek(0)
        frames = _decoded(source, stream)
        first = next(frames, None)
    while first is not None:
        yield None if first.pts is None else float(first.pts * time_base), first
        first = next(frames, None)


def _decoded(source: Source, stream: AudioStream) -> Iterator[AudioFrame]:
    from av.error import FFmpegError

    broken = 0
    for packet in _packets(source, stream):
        try:
            yield from packet.decode()
        except FFmpegError as error:
            # A broken packet is a moment of silence; the next one's time says how long.
            broken += 1
            if broken == 1:
                _log.info("the sound of a file has broken packets: %s", error.strerror)


def _packets(source: Source, stream: AudioStream) -> Iterator[Packet[AudioStream]]:
    from av.error import FFmpegError

    try:
        yield from source.container.demux(stream)
    except FFmpegError as error:
        _log.info("the sound of a file breaks off: %s", error.strerror)


class _Converter:
    """Frames to samples.

    One channel is heard from both sides as it is, as every player does it (FFmpeg would turn it
    down by 3 dB). More than two are mixed by ITU-R BS.775: centre and surrounds at 0.7071 to the
    sides, the low-frequency effects left out; so does FFmpeg unless the result has to fit into
    whole numbers.
    """

    def __init__(self) -> None:
        self._resampler: AudioResampler | None = None
        self._format: tuple[str, str, int] | None = None

    def convert(self, frame: AudioFrame) -> Iterator[Samples]:
        from av.audio.resampler import AudioResampler

        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._format != found:
            # HE-AAC may turn from mono to stereo, or double its rate, after its first frame.
            yield from self.rest()
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            self._resampler = AudioResampler(format="fltp", layout=layout, rate=RATE_HZ)
            self._format = found
        frame.pts = None
        yield from self._converted(frame)

    def rest(self) -> Iterator[Samples]:
        yield from self._converted(None)
        self._resampler = self._format = None

    def _converted(self, frame: AudioFrame | None) -> Iterator[Samples]:
        for converted in self._resampler.resample(frame) if self._resampler else ():
            samples = np.asarray(converted.to_ndarray(), np.float32)
            yield np.repeat(samples, CHANNELS // len(samples), axis=0)
