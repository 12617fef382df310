"""The MP4 that a render writes, and the one place where its settings stand.

Owns the encoder settings and the container: H.264, sound, the index in front. Must not know what
the pictures show or where the sound comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream


@dataclass(frozen=True)
class EncoderSettings:
    """How a result is encoded. `crf` is x264's constant rate factor, smaller is better."""

    video_codec: str = "libx264"
    preset: str = "veryfast"
    crf: int = 21
    pixel_format: str = "yuv420p"
    audio_codec: str = "aac"
    audio_bit_rate: int = 160_000
    audio_rate_hz: int = 48_000
    audio_layout: str = "stereo"


ENCODING = EncoderSettings()
"""The settings of every result, and of every ratio that is measured: libx264, preset veryfast, CRF
21, yuv420p (BT.709, limited range), AAC of 160 kb/s at 48 kHz stereo where the clip's own AAC can't
be copied."""

MUXER_OPTIONS = {"movflags": "+faststart"}
"""The index before the pictures, so that a chat can play the file while it loads."""

BT709 = 1
LIMITED_RANGE = 1


class Sound(Protocol):
    """The sound of a result, written beside its pictures."""

    def begin(self, container: OutputContainer) -> None:
        """Add the stream; called once, before anything is written."""

    def write_until(self, time_s: float) -> None:
        """Write all that is heard before that time of the result."""

    def finish(self) -> None:
        """Write the rest."""


class Mp4Writer:
    """Writes one MP4: frames in order, sound beside them, so that neither waits in memory."""

    def __init__(
        self,
        path: Path,
        width_px: int,
        height_px: int,
        rate: Fraction,
        sound: Sound | None,
        settings: EncoderSettings = ENCODING,
    ) -> None:
        import av

        self._rate = rate
        self._sound = sound
        self._container = av.open(str(path), "w", format="mp4", container_options=MUXER_OPTIONS)
        options = {"preset": settings.preset, "crf": str(settings.crf)}
        stream = cast(
            "VideoStream",
            self._container.add_stream(settings.video_codec, rate=rate, options=options),
        )
        self._stream = stream
        stream.width, stream.height = width_px, height_px
        stream.pix_fmt = settings.pixel_format
        stream.codec_context.time_base = 1 / rate
        stream.color_range = LIMITED_RANGE
        stream.colorspace = stream.color_primaries = stream.color_trc = BT709
        if sound is not None:
            sound.begin(self._container)

    def write(self, frame: VideoFrame, index: int) -> None:
        """Encode a frame as number `index` of the result.

        The frame may be changed as soon as this returns: libx264 copies what it is given.
        """
        frame.pts = index
        frame.time_base = 1 / self._rate
        self._container.mux(self._stream.encode(frame))
        if self._sound is not None:
            self._sound.write_until(float((index + 1) / self._rate))

    def finish(self) -> None:
        """Write what the encoders still hold, and the index."""
        self._container.mux(self._stream.encode(None))
        if self._sound is not None:
            self._sound.finish()
        self._container.close()
