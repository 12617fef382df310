"""A video, opened with care, and which way its picture is up.

Owns the choice of streams, and what a header may claim: the file comes from a person, or from the
backend, which may be somebody else's, so FFmpeg guesses nothing and opens nothing but this file.
Must not know what the frames are for.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import av
from av.stream import Disposition

from core.reencoding.accepted import HEAD_BYTES, RESULT, Accepted, demuxer_of

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_MAX_PIXELS: Final = 4096 * 2304
_MAX_STREAMS: Final = 32
_MATRIX_ENTRIES: Final = 9
_THREADS: Final = 2


class Unreadable(Exception):
    """No video that is decoded here."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open file and the streams of it that are used."""

    container: InputContainer
    video: VideoStream
    audio: AudioStream | None

    @property
    def duration_s(self) -> float:
        """Length of the picture; that of the file where the picture's own is not told, or 0."""
        if self.video.duration and self.video.time_base:
            return float(self.video.duration * self.video.time_base)
        return (self.container.duration or 0) / 1_000_000


@contextmanager
def opened(path: Path, accepted: Accepted = RESULT) -> Iterator[Source]:
    """Open a video. Raises ``Unreadable``, and FFmpeg's own errors."""
    with av.open(
        str(path),
        "r",
        format=accepted.demuxer or _demuxer(path),
        container_options={"protocol_whitelist": "file"},
        metadata_errors="replace",
    ) as container:
        if len(container.streams) > _MAX_STREAMS:
            raise Unreadable("it has too many streams")
        video = next((s for s in container.streams.video if _is_moving(s)), None)
        if video is None or not _is_decodable(video, accepted.video):
            raise Unreadable("there is no picture in it that is decoded here")
        if video.width * video.height > _MAX_PIXELS:
            raise Unreadable("it has more pixels than 4K")
        video.thread_type = "AUTO"
        video.thread_count = _THREADS
        # A bitstream may hold larger pictures than the container claims.
        video.codec_context.options = {"max_pixels": str(_MAX_PIXELS)}
        audio = next((s for s in container.streams.audio if _is_decodable(s, accepted.audio)), None)
        yield Source(container, video, audio)


def _demuxer(path: Path) -> str:
    with path.open("rb") as file:
        demuxer = demuxer_of(file.read(HEAD_BYTES))
    if demuxer is None:
        raise Unreadable("it is no video of a kind that is opened here")
    return demuxer


def _is_moving(stream: VideoStream) -> bool:
    return not stream.disposition & (Disposition.attached_pic | Disposition.still_image)


def _is_decodable(stream: Stream, codecs: frozenset[str]) -> bool:
    # An unknown codec leaves a stream without a context.
    return stream.codec_context is not None and stream.codec_context.name in codecs


@dataclass(frozen=True, slots=True)
class Orientation:
    """How to bring a decoded picture upright: exchange the axes first, then mirror them."""

    matrix: tuple[int, ...] | None = None

    @property
    def is_transposed(self) -> bool:
        """Whether width and height change places."""
        if self.matrix is None:
            return False
        a, b, c, d = (abs(self.matrix[index]) for index in (0, 1, 3, 4))
        return b + c > a + d

    @property
    def is_flipped_x(self) -> bool:
        """Whether left and right change places, after the transposition."""
        return self.matrix is not None and self.matrix[3 if self.is_transposed else 0] < 0

    @property
    def is_flipped_y(self) -> bool:
        """Whether top and bottom change places, after the transposition."""
        return self.matrix is not None and self.matrix[1 if self.is_transposed else 4] < 0

    def shown_size(self, width: int, height: int, aspect: Fraction | None) -> tuple[int, int]:
        """Size of the upright picture in square pixels, for stored pixels of that aspect."""
        if aspect and aspect != 1:
            width = max(2, round(width * aspect))
        return (height, width) if self.is_transposed else (width, height)


def orientation_of(frame: VideoFrame) -> Orientation:
    """How the frame lies, by its display matrix; a frame without one lies right.

    Nine int32, row by row (a b u, c d v, x y w): a point (p, q) goes to (a*p + c*q, b*p + d*q), y
    downwards. Source: ISO/IEC 14496-12, 6.2.2.
    """
    data = cast("bytes | None", frame.side_data.get("DISPLAYMATRIX"))
    if data is None:
        return Orientation()
    raw = bytes(data)
    if len(raw) < _MATRIX_ENTRIES * 4:
        return Orientation()
    return Orientation(struct.unpack(f"={_MATRIX_ENTRIES}i", raw[: _MATRIX_ENTRIES * 4]))
