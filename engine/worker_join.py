"""Finished stretches and the sound put into one file, without encoding anything again.

Owns the order of packets and their times. Must not know how a stretch was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.media.encoding import EncoderSettings, Sound, new_container

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.packet import Packet

SOUND_PIECE_S = 1.0
"""How much of a sound is written between two looks at what else there is to do."""


def write_sound(
    sound: Sound,
    path: Path,
    duration_s: float,
    settings: EncoderSettings,
    note: Callable[[int], None],
) -> None:
    """Write a file of nothing but the sound; `note` is told how many ms of it are done."""
    container = new_container(path, settings)
    sound.begin(container)
    done_s = 0.0
    while done_s < duration_s:
        done_s = min(duration_s, done_s + SOUND_PIECE_S)
        sound.write_until(done_s)
        note(round(done_s * 1000))
    sound.finish()
    container.close()


def join(
    stretches: Sequence[Path],
    sound: Path | None,
    output_path: Path,
    rate: Fraction,
    settings: EncoderSettings,
    tick: Callable[[], None],
) -> int:
    """Write the film out of its stretches, in order, and its sound; returns its frames.

    `tick` is called for each frame.
    """
    import av

    with ExitStack() as stack:
        output = stack.enter_context(new_container(output_path, settings))
        first = stack.enter_context(av.open(str(stretches[0])))
        stream = output.add_stream_from_template(first.streams.video[0])
        stream.time_base = 1 / rate
        if settings.has_alpha:
            # By this the container says so; a copied stream doesn't know.
            stream.metadata["alpha_mode"] = "1"
        extradata = first.streams.video[0].codec_context.extradata
        heard = _Sound(sound, output, stack)
        frames = 0
        for path in stretches:
            with av.open(str(path)) as part:
                video = part.streams.video[0]
                if video.codec_context.extradata != extradata:
                    raise ValueError("stretches of different encoders can't be joined")
                begin = frames
                for packet in part.demux(video):
                    if not packet.size:
                        continue
                    _move(packet, begin, rate)
                    packet.stream = stream
                    output.mux_one(packet)
                    frames += 1
                    heard.write_until(float(frames / rate))
                    tick()
        heard.finish()
    return frames


def _move(packet: Packet[Any], begin: int, rate: Fraction) -> None:
    """Count the packet's times in frames of the whole film."""
    if packet.pts is None or packet.time_base is None:
        raise ValueError("a stretch with a picture of no time")

    def frame_at(ticks: int) -> int:
        # WebM's clock has only milliseconds.
        return begin + round(ticks * packet.time_base * rate)

    packet.pts, packet.dts = (
        frame_at(packet.pts),
        frame_at(packet.dts if packet.dts is not None else packet.pts),
    )
    packet.duration = 1
    packet.time_base = 1 / rate


class _Sound:
    """The packets of a file of sound, written as far as the pictures are."""

    def __init__(self, path: Path | None, output: OutputContainer, stack: ExitStack) -> None:
        import av

        self._packets: Iterator[Packet[Any]] = iter(())
        self._waiting: Packet[Any] | None = None
        self._output = output
        if path is None:
            return
        container = stack.enter_context(av.open(str(path)))
        source = container.streams.audio[0]
        self._stream = output.add_stream_from_template(source)
        self._packets = container.demux(source)

    def write_until(self, time_s: float) -> None:
        while True:
            packet = self._waiting or next(self._packets, None)
            self._waiting = None
            if packet is None:
                return
            if not packet.size or packet.pts is None:
                continue
            if float(packet.pts * packet.time_base) >= time_s:
                self._waiting = packet
                return
            packet.stream = self._stream
            self._output.mux_one(packet)

    def finish(self) -> None:
        self.write_until(float("inf"))
