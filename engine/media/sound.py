"""The sound of a result: the clip's own AAC where it can be copied, else decoded and encoded anew.

Owns where each clip's sound begins and ends, to the sample; silence where there is none; and the
question whether copying is exact. Time 0 of a clip is its first picture. Must not know pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from engine.media.encoding import ENCODING, EncoderSettings
from engine.media.source import Source, opened, time_base_of

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet

PREROLL_S = 0.2
"""Decoded and thrown away before a cut: AAC needs the block before to be right."""

JUMP_S = 0.02
"""A step in the times of the sound that is larger than this is a gap or an overlap, not rounding"""

BLOCK_SAMPLES = 1024
"""Samples of one AAC frame."""

CHANNELS = 2


@dataclass(frozen=True)
class SoundCut:
    """A piece of a clip's sound on the timeline; all times in ms."""

    path: Path
    in_ms: int
    start_ms: int
    duration_ms: int


def can_copy(source: Source) -> bool:
    """Whether the sound's packets can go into an MP4 as they are."""
    audio = source.audio
    return (
        audio is not None
        and source.kind == "mp4"
        and audio.codec_context.name == "aac"
        and bool(audio.codec_context.extradata)
    )


class CopiedSound:
    """The packets of one untrimmed clip, moved so that its first picture is time 0."""

    def __init__(self, cut: SoundCut) -> None:
        self._cut = cut
        self._open = ExitStack()
        self._packets: Iterator[Packet[AudioStream]] = iter(())
        self._waiting: Packet[AudioStream] | None = None

    def begin(self, container: OutputContainer) -> None:
        source = self._open.enter_context(opened(self._cut.path))
        if source.audio is None:
            raise ValueError("a clip without sound has none to copy")
        self._container = container
        self._stream = container.add_stream_from_template(source.audio)
        self._time_base = time_base_of(source.audio)
        self._offset = round(Fraction(source.start_s) / self._time_base)
        self._packets = source.container.demux(source.audio)

    def write_until(self, time_s: float) -> None:
        limit_s = min(time_s, self._cut.duration_ms / 1000)
        while True:
            packet = self._waiting or next(self._packets, None)
            self._waiting = None
            if packet is None:
                return
            if packet.pts is None or packet.dts is None or not packet.size:
                continue
            if float((packet.pts - self._offset) * self._time_base) >= limit_s:
                self._waiting = packet
                return
            packet.pts -= self._offset
            packet.dts -= self._offset
            if packet.pts + (packet.duration or 0) <= 0 and self._offset:
                continue
            packet.stream = self._stream
            self._container.mux_one(packet)

    def finish(self) -> None:
        self.write_until(float("inf"))
        self._open.close()


class EncodedSound:
    """The sound of all clips one after another, in one format."""

    def __init__(self, cuts: Sequence[SoundCut], settings: EncoderSettings = ENCODING) -> None:
        self._cuts = cuts
        self._settings = settings
        self._written = 0

    def begin(self, container: OutputContainer) -> None:
        settings = self._settings
        self._container = container
        self._stream = cast(
            "AudioStream",
            container.add_stream(
                settings.audio_codec, rate=settings.audio_rate_hz, layout=settings.audio_layout
            ),
        )
        self._stream.codec_context.bit_rate = settings.audio_bit_rate
        self._blocks = _in_blocks(_timeline(self._cuts, settings.audio_rate_hz))

    def write_until(self, time_s: float) -> None:
        while self._written < time_s * self._settings.audio_rate_hz:
            block = next(self._blocks, None)
            if block is None:
                return
            self._container.mux(self._stream.encode(self._frame(block)))

    def finish(self) -> None:
        self.write_until(float("inf"))
        self._container.mux(self._stream.encode(None))

    def _frame(self, block: NDArray[np.float32]) -> AudioFrame:
        from av.audio.frame import AudioFrame

        rate_hz = self._settings.audio_rate_hz
        frame = AudioFrame.from_ndarray(block, "fltp", self._settings.audio_layout)
        frame.sample_rate = rate_hz
        frame.time_base = Fraction(1, rate_hz)
        frame.pts = self._written
        self._written += block.shape[1]
        return frame


def _timeline(cuts: Sequence[SoundCut], rate_hz: int) -> Iterator[NDArray[np.float32]]:
    """All samples of the result, (2, n) a piece, without a gap."""
    position = 0
    for cut in cuts:
        start = round(cut.start_ms * rate_hz / 1000)
        end = round((cut.start_ms + cut.duration_ms) * rate_hz / 1000)
        yield from _silence(start - position)
        yield from _exactly(_samples(cut, rate_hz), end - start)
        position = end


def _exactly(pieces: Iterator[NDArray[np.float32]], count: int) -> Iterator[NDArray[np.float32]]:
    """The first `count` samples, and silence where there are fewer."""
    for piece in pieces:
        if count <= 0:
            return
        yield piece[:, :count]
        count -= piece.shape[1]
    yield from _silence(count)


def _silence(count: int) -> Iterator[NDArray[np.float32]]:
    while count > 0:
        size = min(count, 48 * BLOCK_SAMPLES)
        yield np.zeros((CHANNELS, size), np.float32)
        count -= size


def _samples(cut: SoundCut, rate_hz: int) -> Iterator[NDArray[np.float32]]:
    """The clip's samples from the cut's beginning on; nothing for a clip without sound."""
    with opened(cut.path) as source:
        if source.audio is None:
            return
        origin_s = source.start_s + cut.in_ms / 1000
        position = 0
        for at_s, piece in _decoded(source, source.audio, origin_s, rate_hz):
            begin = round((at_s - origin_s) * rate_hz)
            if begin > position:
                yield from _silence(begin - position)
                position = begin
            piece = piece[:, max(0, position - begin) :]
            position += piece.shape[1]
            if piece.shape[1]:
                yield piece


def _decoded(
    source: Source, stream: AudioStream, from_s: float, rate_hz: int
) -> Iterator[tuple[float, NDArray[np.float32]]]:
    """(time in the file, samples) in one format; a piece's time counts on from the former's
    unless the file's own times jump."""
    from av.audio.resampler import AudioResampler
    from av.error import FFmpegError

    def resampler() -> AudioResampler:
        return AudioResampler(format="fltp", layout="stereo", rate=rate_hz)

    time_base = time_base_of(stream)
    if from_s > PREROLL_S:
        source.container.seek(int((from_s - PREROLL_S) / time_base), stream=stream)
    converter = resampler()
    anchor_s = expected_s = None
    given = 0
    for packet in source.container.demux(stream):
        try:
            frames = packet.decode()
        except FFmpegError:
            # A broken packet is a moment of silence; the next one's time says how long.
            continue
        for frame in frames:
            at_s = float(frame.pts * time_base) if frame.pts is not None else expected_s
            if at_s is None:
                continue
            if anchor_s is None or expected_s is None or abs(at_s - expected_s) > JUMP_S:
                if anchor_s is not None:
                    for out in converter.resample(None):
                        yield anchor_s + given / rate_hz, _array(out)
                        given += out.samples
                    converter = resampler()
                anchor_s, given = at_s, 0
                expected_s = at_s
            expected_s += frame.samples / frame.sample_rate
            frame.pts = None
            for out in converter.resample(frame):
                yield anchor_s + given / rate_hz, _array(out)
                given += out.samples
    if anchor_s is not None:
        for out in converter.resample(None):
            yield anchor_s + given / rate_hz, _array(out)
            given += out.samples


def _array(frame: AudioFrame) -> NDArray[np.float32]:
    return np.asarray(frame.to_ndarray(), np.float32)


def _in_blocks(pieces: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """The same samples, in the encoder's frames; the last may be shorter."""
    held: list[NDArray[np.float32]] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += piece.shape[1]
        if count < BLOCK_SAMPLES:
            continue
        joined = np.concatenate(held, axis=1)
        whole = count - count % BLOCK_SAMPLES
        for begin in range(0, whole, BLOCK_SAMPLES):
            yield np.ascontiguousarray(joined[:, begin : begin + BLOCK_SAMPLES])
        held, count = [joined[:, whole:]], count - whole
    if count:
        yield np.ascontiguousarray(np.concatenate(held, axis=1))
