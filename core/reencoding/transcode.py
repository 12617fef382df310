"""One finished video encoded anew so that it fits: H.264 at an average rate, sound beside it.

Owns the encoder's settings, the passing-on of every frame's own time, and the second try. Must
not know chats or why there is a limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import av

from core.reencoding.source import Orientation, Source, Unreadable, opened, orientation_of

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

PRESET: Final = "veryfast"
"""As fast as the renders themselves: somebody waits for it."""

PEAK: Final = 1.5
BUFFER_S: Final = 2.0
"""A moment may take that much more than the average, within a decoder's buffer of that length."""

SECOND_TRY: Final = 0.85
"""Share of the limit that a second try aims at: what overshot once is hard to foresee, since x264
spends more at the beginning of a short clip, and this try is the last."""

_LIMITED_RANGE: Final = 1


@dataclass(frozen=True, slots=True)
class Wish:
    """Size as shown, bits a second, and the rate below which a second try is not worth it."""

    width: int
    height: int
    video_bps: int
    audio_bps: int
    min_video_bps: int


class _TooLarge(Exception):
    """More was written than may be, when ``fraction`` of the video was done."""

    def __init__(self, written_bytes: int, fraction: float) -> None:
        self.written_bytes = written_bytes
        self.fraction = fraction
        super().__init__()


def fit(
    path: Path, part: Path, wish: Wish, limit_bytes: int, progress: Callable[[float], None]
) -> int | None:
    """Write the video to ``part``; its size in bytes, or None if it doesn't fit.

    A first try that overshoots is followed by one at a rate that is scaled down by as much, but
    never below the least. Raises ``Unreadable``, and FFmpeg's own errors.
    """
    with opened(path) as source:
        duration_s = source.duration_s
    if duration_s <= 0:
        raise Unreadable("it doesn't say how long it lasts")
    for _ in range(2):
        if (wish.min_video_bps + wish.audio_bps) * duration_s / 8 > limit_bytes:
            return None
        try:
            _encode(path, part, wish, limit_bytes, progress)
            size_bytes, fraction = part.stat().st_size, 1.0
        except _TooLarge as overshoot:
            size_bytes, fraction = overshoot.written_bytes, overshoot.fraction
        else:
            if size_bytes <= limit_bytes:
                return size_bytes
        limit_bps = limit_bytes * 8 / duration_s
        aimed_bps = (wish.video_bps + wish.audio_bps) * limit_bytes * fraction / size_bytes
        # Only the picture's share can shrink.
        video_bps = int(min(aimed_bps, limit_bps * SECOND_TRY)) - wish.audio_bps
        wish = replace(wish, video_bps=max(video_bps, wish.min_video_bps))
    return None


def _encode(
    path: Path, part: Path, wish: Wish, limit_bytes: int, progress: Callable[[float], None]
) -> None:
    with opened(path) as source:
        first = next(source.container.decode(source.video), None)
        if first is None:
            raise Unreadable("there is no frame in it")
        source.container.seek(0, backward=True, any_frame=False)
        options = {"movflags": "+faststart"}
        with av.open(str(part), "w", format="mp4", container_options=options) as target:
            _Copy(source, target, wish, limit_bytes, first).run(progress)


class _Copy:
    """One pass through the file: both streams side by side, in the order in which they lie."""

    def __init__(
        self,
        source: Source,
        target: OutputContainer,
        wish: Wish,
        limit_bytes: int,
        first: VideoFrame,
    ) -> None:
        self._source = source
        self._target = target
        self._limit_bytes = limit_bytes
        self._written_bytes = 0
        self._fraction = 0.0
        self._picture = _picture(source, target, wish, first)
        self._sound = None
        self._is_sound_copied = False
        if source.audio is not None:
            self._is_sound_copied = _is_lean(source.audio, wish.audio_bps)
            self._sound = _sound(source.audio, target, wish, self._is_sound_copied)

    def run(self, progress: Callable[[float], None]) -> None:
        """Write everything. Raises ``_TooLarge`` as soon as it is certain."""
        streams = [s for s in (self._source.video, self._source.audio) if s is not None]
        for packet in self._source.container.demux(streams):
            if packet.stream is self._source.video:
                for frame in packet.decode():
                    self._show(cast("VideoFrame", frame))
            else:
                self._play(cast("Packet[AudioStream]", packet))
            progress(self._fraction)
        self._mux(self._picture.encode(None))
        if self._sound is not None and not self._is_sound_copied:
            self._mux(self._sound.encode(None))

    def _show(self, frame: VideoFrame) -> None:
        if frame.time is not None and self._source.duration_s:
            self._fraction = frame.time / self._source.duration_s
        picture = frame.reformat(
            self._picture.width, self._picture.height, "yuv420p", dst_color_range=_LIMITED_RANGE
        )
        picture.pts, picture.time_base = frame.pts, frame.time_base
        picture.duration = frame.duration
        # The source's own key frames are at the wrong places for the new rate.
        picture.pict_type = 0
        self._mux(self._picture.encode(picture))

    def _play(self, packet: Packet[AudioStream]) -> None:
        sound = self._sound
        if sound is None:
            return
        if self._is_sound_copied:
            # The packet without a time is the demuxer's sign of the end.
            if packet.dts is not None:
                packet.stream = sound
                self._mux([packet])
            return
        for frame in packet.decode():
            self._mux(sound.encode(frame))

    def _mux(self, packets: list[Packet[Any]]) -> None:
        self._written_bytes += sum(packet.size for packet in packets)
        if self._written_bytes > self._limit_bytes:
            raise _TooLarge(self._written_bytes, self._fraction)
        self._target.mux(packets)


def _picture(source: Source, target: OutputContainer, wish: Wish, first: VideoFrame) -> VideoStream:
    orientation: Orientation = orientation_of(first)
    options = {
        "preset": PRESET,
        "maxrate": str(int(wish.video_bps * PEAK)),
        "bufsize": str(int(wish.video_bps * PEAK * BUFFER_S)),
    }
    rate = source.video.average_rate or source.video.guessed_rate
    if not rate or not source.video.time_base:
        raise Unreadable("it doesn't say when its frames are shown")
    stream = target.add_stream("libx264", rate=rate, options=options)
    stream.width, stream.height = wish.width, wish.height
    if orientation.is_transposed:
        stream.width, stream.height = wish.height, wish.width
    stream.pix_fmt = "yuv420p"
    stream.bit_rate = wish.video_bps
    # The source's own clock, so that every frame keeps its time to the tick.
    stream.codec_context.time_base = source.video.time_base
    stream.color_range = _LIMITED_RANGE
    stream.colorspace = source.video.colorspace
    stream.color_primaries = source.video.color_primaries
    stream.color_trc = source.video.color_trc
    if orientation.matrix is not None:
        stream.set_display_matrix(orientation.matrix)
    return stream


def _is_lean(audio: AudioStream, audio_bps: int) -> bool:
    """Whether the sound can stay as it is: what is not encoded twice loses nothing."""
    return audio.codec_context.name == "aac" and 0 < (audio.bit_rate or 0) <= audio_bps


def _sound(audio: AudioStream, target: OutputContainer, wish: Wish, is_copied: bool) -> AudioStream:
    if is_copied:
        return target.add_stream_from_template(audio)
    layout = "mono" if audio.codec_context.channels == 1 else "stereo"
    stream = target.add_stream("aac", rate=audio.rate, layout=layout)
    stream.bit_rate = wish.audio_bps
    return stream
