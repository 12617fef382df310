"""A small copy of somebody's clip that every browser plays: H.264 and AAC, key frames every second.

Owns the copy's size and settings, and what becomes of times and packets that make no sense: the
file is untrusted and may be damaged, so what can be shown is shown. Must not know who looks at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import av
from av.error import FFmpegError
from av.filter import Graph
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from core.reencoding.accepted import ORIGINAL
from core.reencoding.source import Orientation, Source, Unreadable, opened, orientation_of
from core.reencoding.transcode import PRESET

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

LONGEST_S: Final = 1800.0
"""As long as a clip may be that is edited at all."""

LONG_SIDE_PX, SHORT_SIDE_PX = 1280, 720
RATE: Final = 30
"""Frames a second at most."""

CRF: Final = "28"
MAX_BPS: Final = 2_000_000
AUDIO_BPS: Final = 96_000
AUDIO_HZ: Final = 48_000
MAX_BYTES: Final = 600_000_000
"""Half an hour at the highest rate takes less."""

MAX_BROKEN_PACKETS: Final = 200
FIRST_FRAME_PACKETS: Final = 120
"""Packets without a single frame after which a clip is given up."""

_CLOCK: Final = Fraction(1, 90_000)
_SLACK: Final = 0.25
"""Share of a frame's time by which the next may come early."""
_BT709: Final = 1
_UNTAGGED: Final = 2
"""ITU-T H.273."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What the first frame tells; the size is that of the copy, as it is stored."""

    start_s: float
    width: int
    height: int
    orientation: Orientation


def length_s(path: Path) -> float:
    """How long the clip lasts by its own word, at most ``LONGEST_S``; that, where it says nothing.

    Raises as ``make``.
    """
    with opened(path, ORIGINAL) as source:
        return min(source.duration_s or LONGEST_S, LONGEST_S)


def make(path: Path, part: Path, progress: Callable[[float], None]) -> None:
    """Write the copy to ``part``. A clip that is cut off is copied as far as it goes.

    Raises ``Unreadable``, and FFmpeg's own errors.
    """
    with opened(path, ORIGINAL) as source:
        look = _looked(source)
    # Anew, since not every file can be wound back.
    with opened(path, ORIGINAL) as source:
        options = {"movflags": "+faststart"}
        with av.open(str(part), "w", format="mp4", container_options=options) as target:
            _Copy(source, target, look, path.stat().st_size).run(progress)


def _looked(source: Source) -> _Look:
    for number, packet in enumerate(_packets(source, [source.video])):
        if frames := _decoded(packet):
            frame = cast("VideoFrame", frames[0])
            break
        if number >= FIRST_FRAME_PACKETS:
            raise Unreadable("no frame of it can be decoded")
    else:
        raise Unreadable("there is no frame in it")
    orientation = orientation_of(frame)
    aspect = source.video.sample_aspect_ratio
    width, height = orientation.shown_size(frame.width, frame.height, aspect)
    scale = min(1.0, LONG_SIDE_PX / max(width, height), SHORT_SIDE_PX / min(width, height))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (width, height))
    if orientation.is_transposed:
        width, height = height, width
    return _Look(frame.time or 0.0, width, height, orientation)


def _packets(source: Source, streams: Iterable[Any]) -> Iterator[Packet[Any]]:
    """All packets until the file's end, or until it makes no sense any more."""
    packets = source.container.demux(list(streams))
    while True:
        try:
            yield next(packets)
        except (StopIteration, FFmpegError):
            return


def _decoded(packet: Packet[Any]) -> list[Any] | None:
    """The frames of a packet; None for a broken one."""
    try:
        return list(packet.decode())
    except FFmpegError:
        return None


class _Copy:
    """One pass through the file. Time 0 of the copy is the first picture."""

    def __init__(
        self, source: Source, target: OutputContainer, look: _Look, size_bytes: int
    ) -> None:
        self._source = source
        self._target = target
        self._look = look
        self._size_bytes = size_bytes
        self._written_bytes = 0
        self._picture = _picture(target, look)
        self._reformatter = VideoReformatter()
        self._shown_at_s: float | None = None
        self._told_s = 0.0
        self._sound = _Sound(target, look.start_s) if source.audio is not None else None

    def run(self, progress: Callable[[float], None]) -> None:
        """Write everything that can be shown. Raises ``Unreadable``."""
        streams = [s for s in (self._source.video, self._source.audio) if s is not None]
        broken = 0
        for packet in _packets(self._source, streams):
            frames = _decoded(packet)
            if frames is None:
                broken += 1
                if broken > MAX_BROKEN_PACKETS:
                    raise Unreadable("too much of it is damaged")
                continue
            for frame in frames:
                if packet.stream is self._source.video:
                    self._show(frame)
                elif self._sound is not None:
                    self._mux(self._sound.encode(frame))
            progress(self._fraction(packet))
        if self._shown_at_s is None:
            raise Unreadable("no frame of it can be decoded")
        self._mux(self._picture.encode(None))
        if self._sound is not None:
            self._mux(self._sound.end())

    def _fraction(self, packet: Packet[Any]) -> float:
        if self._source.duration_s:
            return (self._shown_at_s or 0.0) / self._source.duration_s
        # What a browser recorded doesn't say how long it lasts.
        return (packet.pos or 0) / self._size_bytes

    def _show(self, frame: VideoFrame) -> None:
        rate = float(self._source.video.average_rate or RATE)
        # A frame without a time follows the one before.
        at_s = self._told_s + 1 / rate if frame.time is None else frame.time - self._look.start_s
        self._told_s = at_s
        if self._shown_at_s is not None and at_s < self._shown_at_s + (1 - _SLACK) / RATE:
            return
        if at_s > LONGEST_S:
            raise Unreadable("it is longer than what is edited")
        self._shown_at_s = at_s = max(at_s, 0.0)
        picture = self._reformatter.reformat(
            frame,
            self._picture.width,
            self._picture.height,
            "yuv420p",
            src_colorspace=_matrix(frame),
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        picture.pts, picture.time_base = round(at_s / _CLOCK), _CLOCK
        picture.pict_type = 0
        self._mux(self._picture.encode(picture))

    def _mux(self, packets: list[Packet[Any]]) -> None:
        self._written_bytes += sum(packet.size for packet in packets)
        if self._written_bytes > MAX_BYTES:
            raise Unreadable("its copy would become too large")
        self._target.mux(packets)


def _matrix(frame: VideoFrame) -> Colorspace | None:
    """The frame's own, or what players take an untagged one for; None for the library's guess."""
    is_hd = min(frame.width, frame.height) >= SHORT_SIDE_PX
    return Colorspace.ITU709 if frame.colorspace == _UNTAGGED and is_hd else None


def _picture(target: OutputContainer, look: _Look) -> VideoStream:
    options = {
        "preset": PRESET,
        "crf": CRF,
        "maxrate": str(MAX_BPS),
        "bufsize": str(2 * MAX_BPS),
        # Jumps are what it is for.
        "g": str(RATE),
    }
    stream = target.add_stream("libx264", rate=RATE, options=options)
    stream.width, stream.height, stream.pix_fmt = look.width, look.height, "yuv420p"
    stream.codec_context.time_base = _CLOCK
    stream.color_range = ColorRange.MPEG
    stream.colorspace = stream.color_primaries = stream.color_trc = _BT709
    if look.orientation.matrix is not None:
        stream.set_display_matrix(look.orientation.matrix)
    return stream


class _Sound:
    """The sound beside it: gaps become silence, and what overlaps or comes too early goes."""

    def __init__(self, target: OutputContainer, start_s: float) -> None:
        self._start_s = start_s
        self._stream: AudioStream = target.add_stream("aac", rate=AUDIO_HZ, layout="stereo")
        self._stream.bit_rate = AUDIO_BPS
        self._graph: Graph | None = None
        self._kind: tuple[Any, ...] = ()

    def encode(self, frame: AudioFrame) -> list[Packet[Any]]:
        """The packets that come of a frame."""
        kind = (frame.sample_rate, frame.layout.name, frame.format.name)
        if self._graph is None:
            self._graph, self._kind = _resampler(frame), kind
        if kind != self._kind or frame.pts is None or frame.time_base is None:
            return []
        # A gap is filled with silence: one of days would fill the memory.
        if abs(float(frame.pts * frame.time_base) - self._start_s) > LONGEST_S:
            return []
        frame.pts -= round(self._start_s / frame.time_base)
        self._graph.push(frame)
        return self._pulled(self._graph)

    def end(self) -> list[Packet[Any]]:
        """What is left."""
        packets: list[Packet[Any]] = []
        if self._graph is not None:
            self._graph.push(None)
            packets = self._pulled(self._graph)
        return [*packets, *self._stream.encode(None)]

    def _pulled(self, graph: Graph) -> list[Packet[Any]]:
        packets: list[Packet[Any]] = []
        while True:
            try:
                frame = cast("AudioFrame", graph.pull())
            except (av.error.BlockingIOError, av.error.EOFError):
                return packets
            packets += self._stream.encode(frame)


def _resampler(frame: AudioFrame) -> Graph:
    graph = Graph()
    last = graph.add_abuffer(
        sample_rate=frame.sample_rate,
        format=frame.format,
        layout=frame.layout,
        time_base=frame.time_base,
    )
    for name, argument in (
        ("aresample", f"{AUDIO_HZ}:async=1:first_pts=0"),
        ("aformat", "sample_fmts=fltp:channel_layouts=stereo"),
        ("abuffersink", None),
    ):
        step = graph.add(name, argument)
        last.link_to(step)
        last = step
    graph.configure()
    return graph
