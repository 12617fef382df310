"""A clip or a sound, opened with care.

Owns what a file is by its first bytes (never by its name), which containers and codecs are
opened at all, and the limits that a header can break. A demuxer is chosen by us and FFmpeg
guesses nothing, so that a playlist, a list of files or a network address in disguise is no clip.
Must not know what the frames are for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.media.animation import as_matroska
from engine.media.failures import JobFailed, damaged, empty, no_video, unsupported
from engine.media.limits import (
    MAX_LONG_SIDE_PX,
    MAX_SHORT_SIDE_PX,
    MAX_STREAMS,
    check_duration,
    check_size,
)

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

_log = logging.getLogger(__name__)

Container = Literal["mp4", "matroska", "avi", "mp3", "wav", "aac", "gif", "webp"]
DEMUXERS: dict[Container, str] = {
    "mp4": "mov",
    "matroska": "matroska",
    "avi": "avi",
    "mp3": "mp3",
    "wav": "wav",
    "aac": "aac",
    "gif": "gif",
    "webp": "matroska",
}
"""WebP: FFmpeg reads no animated one, so it is brought into another container first."""
STILL_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1")
"""MP4's cousins that hold pictures."""

# fmt: off
VIDEO_CODECS = frozenset((
    "h264", "hevc", "mpeg4", "mpeg2video", "mpeg1video", "msmpeg4v2", "msmpeg4", "h263", "vp8",
    "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d", "mjpeg", "prores", "dnxhd", "dvvideo",
    "wmv2", "theora", "gif",
))
AUDIO_CODECS = frozenset((
    "aac", "aac_latm", "mp3", "mp3float", "mp2", "mp2float", "opus", "libopus", "vorbis", "ac3",
    "eac3", "alac", "flac", "amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb",
    "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le",
    "pcm_f32be", "pcm_u8", "pcm_s8", "pcm_mulaw", "pcm_alaw", "adpcm_ms", "adpcm_ima_wav",
    "adpcm_ima_qt",
))
# fmt: on
"""Decoders that are used: what phones, screen recorders, browsers and editors write."""

DECODER_THREADS = 2
"""Decoding is a tenth of a render's work; more threads only hold more frames in memory."""

HEAD_BYTES = 64


@dataclass(frozen=True)
class Source:
    """An open file and the streams of it that are used."""

    container: InputContainer
    kind: Container
    video: VideoStream | None
    audio: AudioStream | None

    def require_video(self) -> VideoStream:
        """The moving picture. Raises JobFailed `no_video` where there is none."""
        if self.video is None:
            raise no_video()
        return self.video

    @property
    def start_s(self) -> float:
        """The file's own time of what counts as 0: the first picture, or the first sound."""
        stream = self.video or self.audio
        if stream is None or stream.start_time is None:
            return 0.0
        return float(stream.start_time * time_base_of(stream))


def time_base_of(stream: Stream) -> Fraction:
    """Seconds of one tick of the stream's clock. Raises JobFailed for a file without one."""
    if not stream.time_base:
        raise damaged()
    return Fraction(stream.time_base)


def container_kind(head: bytes) -> Container | None:
    """The container that a file's first bytes announce, None for everything else."""
    if head[4:8] == b"ftyp":
        return None if head[8:12] in STILL_BRANDS else "mp4"
    if head[4:8] in (b"moov", b"mdat", b"free", b"wide", b"skip"):
        return "mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF"):
        return {b"AVI ": "avi", b"WAVE": "wav", b"WEBP": "webp"}.get(head[8:12])  # type: ignore[return-value]
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"ID3"):
        return "mp3"
    if len(head) > 1 and head[0] == 0xFF:
        if head[1] & 0xF6 == 0xF0:
            return "aac"
        if head[1] & 0xE6 == 0xE2:
            return "mp3"
    return None


def read_head(path: Path) -> bytes:
    """The first bytes of a file. Raises JobFailed `empty` for a file of none, `damaged` for one
    that can't be read."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        _log.warning("a file of the job can't be read: %s", error.strerror)
        raise damaged() from error
    if not head:
        raise empty()
    return head


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Open a clip or a sound; whatever FFmpeg finds wrong with it inside becomes a JobFailed.

    Raises JobFailed: `unsupported` for a file that is no clip or sound, or of a codec that isn't
    decoded; `damaged`, `empty`; `too_large`, `too_long` by what the header claims.
    """
    import av
    from av.error import FFmpegError

    kind = container_kind(read_head(path))
    if kind is None:
        raise unsupported()
    file = str(path) if kind != "webp" else BytesIO(as_matroska(path))
    try:
        with av.open(
            file,
            "r",
            format=DEMUXERS[kind],
            container_options={"protocol_whitelist": "file"},
            metadata_errors="replace",
        ) as container:
            yield _chosen(container, kind)
    except FFmpegError as error:
        _log.info("FFmpeg refuses a file of the job: %s", error.strerror)
        raise damaged() from error


def _chosen(container: InputContainer, kind: Container) -> Source:
    if len(container.streams) > MAX_STREAMS:
        raise unsupported()
    if not len(container.streams):
        raise empty()
    if container.duration:
        check_duration(container.duration / 1_000_000)
    moving = [stream for stream in container.streams.video if not _is_cover(stream)]
    video = next((stream for stream in moving if _is_decodable(stream, VIDEO_CODECS)), None)
    audio = next(
        (stream for stream in container.streams.audio if _is_decodable(stream, AUDIO_CODECS)), None
    )
    if (moving and video is None) or (not moving and audio is None):
        raise unsupported()
    if video is not None:
        check_size(video.width, video.height)
        video.thread_type = "AUTO"
        video.thread_count = DECODER_THREADS
        # A bitstream may hold larger pictures than the container claims.
        video.codec_context.options = {
            "max_pixels": str(MAX_LONG_SIDE_PX * MAX_SHORT_SIDE_PX * 2),
        }
    return Source(container, kind, video, audio)


def _is_cover(stream: VideoStream) -> bool:
    from av.stream import Disposition

    return bool(stream.disposition & (Disposition.attached_pic | Disposition.still_image))


def _is_decodable(stream: Stream, codecs: frozenset[str]) -> bool:
    # An unknown codec leaves a stream without a context.
    return stream.codec_context is not None and stream.codec_context.name in codecs


def check_frame_size(width_px: int, height_px: int) -> None:
    """Raise for a decoded frame that is larger than the header said and than is accepted."""
    try:
        check_size(width_px, height_px)
    except JobFailed as failure:
        raise damaged() from failure
