"""The sound's way into the result's file: a clip's own AAC as it is, or samples encoded anew.

Owns the question whether copying is exact, and both ways of writing. Must not know how samples
come about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

from engine.media.encoding import ENCODING, EncoderSettings
from engine.media.source import Source, opened, time_base_of
from engine.sound.cuts import Soundtrack
from engine.sound.mix import mixed
from engine.sound.samples import RATE_HZ, Samples, in_blocks

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet

BLOCK_SAMPLES = 1024
"""Samples of one AAC frame."""


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

    def __init__(self, path: Path, duration_s: float) -> None:
        self._path = path
        self._duration_s = duration_s
        self._open = ExitStack()
        self._packets: Iterator[Packet[AudioStream]] = iter(())
        self._waiting: Packet[AudioStream] | None = None

    def begin(self, container: OutputContainer) -> None:
        source = self._open.enter_context(opened(self._path))
        if source.audio is None:
            raise ValueError("a clip without sound has none to copy")
        self._container = container
        self._stream = container.add_stream_from_template(source.audio)
        self._time_base = time_base_of(source.audio)
        self._offset = round(Fraction(source.start_s) / self._time_base)
        self._packets = source.container.demux(source.audio)

    def write_until(self, time_s: float) -> None:
        limit_s = min(time_s, self._duration_s)
        while True:
            packet = self._waiting or next(self._packets, None)
            self._waiting = None
            if packet is None:
                return
            if packet.pts is None or packet.dts is None or not packet.size or packet.is_corrupt:
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
    """All that is heard, mixed and encoded anew; `tick` as for `mixed`."""

    def __init__(
        self,
        track: Soundtrack,
        settings: EncoderSettings = ENCODING,
        tick: Callable[[], None] = lambda: None,
    ) -> None:
        self._track = track
        self._tick = tick
        self._settings = settings
        self._blocks: Iterator[Samples] | None = None
        self._written = 0

    def begin(self, container: OutputContainer) -> None:
        settings = self._settings
        self._container = container
        self._stream = cast(
            "AudioStream",
            container.add_stream(settings.audio_codec, rate=RATE_HZ, layout=settings.audio_layout),
        )
        self._stream.codec_context.bit_rate = settings.audio_bit_rate

    def write_until(self, time_s: float) -> None:
        if self._blocks is None:
            self._blocks = in_blocks(mixed(self._track, self._tick), BLOCK_SAMPLES)
        while self._written < time_s * RATE_HZ:
            block = next(self._blocks, None)
            if block is None:
                return
            self._container.mux(self._stream.encode(self._frame(block)))

    def finish(self) -> None:
        self.write_until(float("inf"))
        self._container.mux(self._stream.encode(None))

    def _frame(self, block: Samples) -> AudioFrame:
        from av.audio.frame import AudioFrame

        frame = AudioFrame.from_ndarray(block, "fltp", self._settings.audio_layout)
        frame.sample_rate = RATE_HZ
        frame.time_base = Fraction(1, RATE_HZ)
        frame.pts = self._written
        self._written += block.shape[1]
        return frame
