"""The film that a render writes, MP4 or WebM, and the one place where its settings stand.

Owns the encoder settings and the containers: H.264 and AAC with the index in front, or VP9 with an
alpha and Opus. Must not know what the pictures show or where the sound comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream


@dataclass(frozen=True)
class EncoderSettings:
    """How a result is encoded. `crf` is the codec's constant rate factor, smaller is better.

    `preset` is x264's name of one, or libvpx's `cpu-used`. `threads` 0 leaves their number to the
    encoder, which counts the cores: what it writes then depends on the machine.
    """

    container: Literal["mp4", "webm"] = "mp4"
    video_codec: str = "libx264"
    preset: str = "veryfast"
    crf: int = 21
    threads: int = 0
    pixel_format: str = "yuv420p"
    audio_codec: str = "aac"
    audio_bit_rate: int = 160_000
    audio_rate_hz: int = 48_000
    audio_layout: str = "stereo"

    @property
    def has_alpha(self) -> bool:
        """Whether each pixel says how much of it is seen."""
        return self.pixel_format == "yuva420p"

    def video_options(self) -> dict[str, str]:
        """What FFmpeg's encoder is told."""
        options = {"crf": str(self.crf)}
        if self.threads:
            options["threads"] = str(self.threads)
        if self.video_codec == "libx264":
            return options | {"preset": self.preset}
        # Frames out of order would leave their alphas behind (libvpx refuses the two together).
        return options | {
            "deadline": "realtime",
            "cpu-used": self.preset,
            "b": "0",
            "auto-alt-ref": "0",
            "lag-in-frames": "0",
        }


ENCODING = EncoderSettings()
"""The settings of every MP4, and of every ratio that is measured: libx264, preset veryfast, CRF
21, yuv420p (BT.709, limited range), AAC of 160 kb/s at 48 kHz stereo where the clip's own AAC can't
be copied."""

TRANSPARENT = EncoderSettings(
    container="webm",
    video_codec="libvpx-vp9",
    preset="8",
    crf=24,
    pixel_format="yuva420p",
    audio_codec="libopus",
    audio_bit_rate=128_000,
)
"""The settings of a person before nothing: the one film with an alpha that browsers show."""

FASTSTART = {"movflags": "+faststart"}
"""The index before the pictures, so that a chat can play the file while it loads."""

REPEATABLE = {"fflags": "+bitexact"}
"""Without a random number as the file's id."""

BT709 = 1
LIMITED_RANGE = 1


def repeatable(settings: EncoderSettings) -> EncoderSettings:
    """The same with one thread: the same file on every machine, and the least work for it."""
    return replace(settings, threads=1)


class Sound(Protocol):
    """The sound of a result, written beside its pictures."""

    def begin(self, container: OutputContainer) -> None:
        """Add the stream; called once, before anything is written."""

    def write_until(self, time_s: float) -> None:
        """Write all that is heard before that time of the result."""

    def finish(self) -> None:
        """Write the rest."""


def new_container(path: Path, settings: EncoderSettings) -> OutputContainer:
    """An empty file of the settings' kind."""
    import av

    options = FASTSTART if settings.container == "mp4" else REPEATABLE
    return av.open(str(path), "w", format=settings.container, container_options=options)


class FilmWriter:
    """Writes one film: frames in order, sound beside them, so that neither waits in memory."""

    def __init__(
        self,
        path: Path,
        width_px: int,
        height_px: int,
        rate: Fraction,
        sound: Sound | None,
        settings: EncoderSettings = ENCODING,
    ) -> None:
        self._rate = rate
        self._sound = sound
        self._container = new_container(path, settings)
        stream = cast(
            "VideoStream",
            self._container.add_stream(
                settings.video_codec, rate=rate, options=settings.video_options()
            ),
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

        The frame may be changed as soon as this returns: the encoders copy what they are given.
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
