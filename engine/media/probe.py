"""What a file is: the answer to the worker's job `probe`.

Owns the walk over all packets of a file (without decoding them) that tells its true length and
rate, and whether its end is missing; and the decoding of one frame, which tells whether it can be
read at all and which way is up. Must not know drafts.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.media import stills
from engine.media.animation import MOVING_PICTURES, is_animated
from engine.media.failures import damaged, empty
from engine.media.limits import check_duration, check_size
from engine.media.orientation import Orientation, orientation_of
from engine.media.rate import constant_rate
from engine.media.source import Source, opened, read_head, time_base_of

if TYPE_CHECKING:
    from av.stream import Stream

_log = logging.getLogger(__name__)

TAIL_S = 0.25
"""A file that ends this much before its header says was cut short."""

FIRST_FRAME_PACKETS = 120
"""Packets without a single frame after which a clip is given up."""


@dataclass(frozen=True)
class ClipFacts:
    """What a walk over a clip tells. Width and height are upright, square pixels.

    `is_cut_short`: the end of the file is missing; the rest of the facts are of what is there.
    `has_sound`: there is a sound, and not only its announcement.
    """

    width_px: int
    height_px: int
    rate: Fraction
    duration_s: float
    frames: int
    orientation: Orientation
    has_sound: bool
    is_cut_short: bool


def probe(path: Path) -> dict[str, Any]:
    """What the file is, as the worker reports it. Raises JobFailed."""
    if is_still(path):
        width_px, height_px, name = stills.measure(path)
        return {
            "file_type": "image",
            "container": name,
            "width": width_px,
            "height": height_px,
            "fps": None,
            "duration_ms": None,
            "rotation_deg": 0,
            "has_audio": False,
            "is_cut_short": False,
        }
    with opened(path) as source:
        if source.video is None:
            length_s, is_cut_short = _sound_length(source)
            return {
                "file_type": "audio",
                "container": source.kind,
                "width": None,
                "height": None,
                "fps": None,
                "duration_ms": round(length_s * 1000),
                "rotation_deg": 0,
                "has_audio": True,
                "is_cut_short": is_cut_short,
            }
        facts = measure_clip(source)
        return {
            "file_type": "video",
            "container": source.kind,
            "width": facts.width_px,
            "height": facts.height_px,
            "fps": round(float(facts.rate), 3),
            "duration_ms": round(facts.duration_s * 1000),
            "rotation_deg": facts.orientation.clockwise_deg,
            "has_audio": facts.has_sound,
            "is_cut_short": facts.is_cut_short,
            "is_picture": source.kind in ("gif", "webp"),
        }


def is_still(path: Path) -> bool:
    """Whether the file is a picture that doesn't move. Raises JobFailed for one of no bytes."""
    kind = stills.still_format(read_head(path))
    return kind is not None and not (kind in MOVING_PICTURES and is_animated(path))


def measure_clip(source: Source) -> ClipFacts:
    """Walk over all packets of the clip, and decode the first frame of its picture.

    Raises JobFailed: `empty` for a clip without a frame, `damaged` for one that doesn't decode,
    `too_long`, `too_large`.
    """
    stream = source.require_video()
    orientation, width_px, height_px = _first_frame(source)
    upright_px = orientation.shown_size(width_px, height_px, stream.sample_aspect_ratio)
    check_size(*upright_px)

    source.container.seek(0)
    walk = _walk(source, stream)
    time_base = time_base_of(stream)
    rate = constant_rate(walk.ticks, time_base)
    first = min(walk.ticks)
    last_s = float((max(walk.ticks) - first) * time_base)
    stated_s = float((walk.end - first) * time_base)
    # The last frame's own length is missing or absurd in some files: then it is one more slot.
    slot_s = max(1 / float(rate), last_s / max(1, len(walk.ticks) - 1))
    duration_s = stated_s if last_s < stated_s <= last_s + 4 * slot_s else last_s + slot_s
    duration_s = max(duration_s, 1 / float(rate))
    check_duration(duration_s)
    return ClipFacts(
        *upright_px,
        rate,
        duration_s,
        len(walk.ticks),
        orientation,
        has_sound=source.audio is not None and source.audio.index in walk.streams,
        is_cut_short=_is_cut_short(source, walk),
    )


def _first_frame(source: Source) -> tuple[Orientation, int, int]:
    from av.error import FFmpegError

    stream = source.require_video()
    failures = packets = 0
    for packet in source.container.demux(stream):
        packets += 1
        try:
            frames = packet.decode()
        except FFmpegError:
            failures += 1
            frames = []
        if frames:
            frame = frames[0]
            check_size(frame.width, frame.height)
            return orientation_of(frame), frame.width, frame.height
        if packets >= FIRST_FRAME_PACKETS:
            break
    if packets <= 1 and not failures:
        raise empty()
    raise damaged()


@dataclass(frozen=True)
class _Walk:
    """Times of all frames (or sounds) of one stream and the end of the last, in its ticks; the
    indices of all streams that hold anything; the end of whatever comes last in the file, in s;
    whether the last packet lacks bytes."""

    ticks: list[int]
    end: int
    streams: set[int]
    file_end_s: float
    is_last_torn: bool


def _walk(source: Source, stream: Stream) -> _Walk:
    ticks: list[int] = []
    streams: set[int] = set()
    end = None
    file_end_s = 0.0
    is_last_torn = False
    for packet in source.container.demux():
        tick = packet.pts if packet.pts is not None else packet.dts
        if tick is None or not packet.size:
            continue
        after = tick + (packet.duration or 0)
        if packet.time_base:
            file_end_s = max(file_end_s, float(after * packet.time_base))
        is_last_torn = packet.is_corrupt
        if is_last_torn:
            continue
        streams.add(packet.stream_index)
        if packet.stream_index == stream.index:
            ticks.append(tick)
            end = after if end is None else max(end, after)
    if end is None:
        raise empty()
    return _Walk(ticks, end, streams, file_end_s, is_last_torn)


def _is_cut_short(source: Source, walk: _Walk) -> bool:
    """Whether the end of the file is missing: by the index of an MP4, else by the stated length.

    An MP4's stated length may count what its edit list hides; raw MP3 and AAC state none.
    """
    if walk.is_last_torn:
        return True
    container = source.container
    if source.kind == "mp4":
        streams = [stream for stream in (source.video, source.audio) if stream is not None]
        end = max(
            (entry.pos + entry.size for stream in streams for entry in stream.index_entries),
            default=0,
        )
        return end > container.size > 0
    if source.kind not in ("matroska", "avi", "wav") or not container.duration:
        return False
    stated_s = (container.duration + (container.start_time or 0)) / 1_000_000
    return walk.file_end_s < stated_s - TAIL_S


def _sound_length(source: Source) -> tuple[float, bool]:
    """Seconds, and whether the end of the file is missing."""
    stream = source.audio
    if stream is None:
        raise empty()
    walk = _walk(source, stream)
    length_s = float((walk.end - min(walk.ticks)) * time_base_of(stream))
    check_duration(length_s)
    return length_s, _is_cut_short(source, walk)
