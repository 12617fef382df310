"""What a finished video is like: its length, its size as shown, and a small picture of it.

Owns the looking. Must not know what the facts are for. Needs no more than FFmpeg: the base
install has neither NumPy nor Pillow.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import av
from av.filter import Graph

from core.reencoding.source import Orientation, Source, Unreadable, opened, orientation_of

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

THUMBNAIL_PX: Final = 320
THUMBNAIL_BYTES: Final = 200_000
"""Longest side and size of a thumbnail. Source: Telegram Bot API 10.3, ``sendVideo``."""

_QUALITIES: Final = (4, 8, 16, 31)
"""JPEG quantisers from good to poor; the first is nearly always small enough."""

_INTO_THE_VIDEO: Final = 0.1
"""Where the thumbnail is taken from: a first frame is often black."""


def look(path: Path, thumbnail: Path | None) -> dict[str, Any]:
    """Length in ms, width and height as shown; a JPEG is written to ``thumbnail`` if given.

    Raises ``Unreadable``, and FFmpeg's own errors.
    """
    with opened(path) as source:
        frame = next(source.container.decode(source.video), None)
        if frame is None:
            raise Unreadable("there is no frame in it")
        duration_ms = round(source.duration_s * 1000)
        if duration_ms <= 0:
            raise Unreadable("it doesn't say how long it lasts")
        orientation = orientation_of(frame)
        aspect = source.video.sample_aspect_ratio
        width, height = orientation.shown_size(frame.width, frame.height, aspect)
        if thumbnail is not None:
            later = _frame_within(source) or frame
            thumbnail.write_bytes(_jpeg(_upright(later, orientation, width, height)))
        return {
            "duration_ms": duration_ms,
            "width": width,
            "height": height,
        }


def _frame_within(source: Source) -> VideoFrame | None:
    """The key frame before the place that is looked for: decoded fast, and sharp."""
    time_base = source.video.time_base
    if not time_base:
        return None
    start = source.video.start_time or 0
    ticks = start + int(source.duration_s * _INTO_THE_VIDEO / time_base)
    source.container.seek(ticks, stream=source.video)
    return next(source.container.decode(source.video), None)


def _upright(frame: VideoFrame, orientation: Orientation, width: int, height: int) -> VideoFrame:
    """The picture turned and made small."""
    scale = min(1.0, THUMBNAIL_PX / max(width, height))
    small = (max(2, int(width * scale)), max(2, int(height * scale)))
    stored = (small[1], small[0]) if orientation.is_transposed else small
    graph = Graph()
    last = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
    )
    steps = [("scale", f"{stored[0]}:{stored[1]}:out_range=full"), ("format", "yuvj420p")]
    if orientation.is_transposed:
        # FFmpeg's name for the mere exchange of the axes; the mirroring follows.
        steps.append(("transpose", "cclock_flip"))
    if orientation.is_flipped_x:
        steps.append(("hflip", ""))
    if orientation.is_flipped_y:
        steps.append(("vflip", ""))
    for name, argument in [*steps, ("buffersink", "")]:
        step = graph.add(name, argument or None)
        last.link_to(step)
        last = step
    graph.configure()
    graph.push(frame)
    return cast("VideoFrame", graph.pull())


def _jpeg(frame: VideoFrame) -> bytes:
    data = b""
    for quality in _QUALITIES:
        encoder = av.CodecContext.create("mjpeg", "w")
        encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj420p"
        encoder.time_base = Fraction(1, 25)
        encoder.color_range = 2
        encoder.qmin = encoder.qmax = quality
        data = b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))
        if len(data) < THUMBNAIL_BYTES:
            break
    return data
