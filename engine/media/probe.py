"""What a file is: the answer to the worker's job `probe`.

Owns the walk over all packets of a file (without decoding them) that tells its true length and
rate, and whether it is whole; and the decoding of one frame, which tells whether it can be read at
all and which way is up. Must not know drafts.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.media import stills
from engine.media.failures import damaged, empty
from engine.media.limits import check_duration, check_size
from engine.media.orientation import Orientation, orientation_of
from engine.media.rate import constant_rate
from engine.media.source import Source, opened, read_head, time_base_of

_log = logging.getLogger(__name__)

TAIL_S = 0.25
"""A file that ends this much before its header says was cut off."""

FIRST_FRAME_PACKETS = 120
"""Packets without a single frame after which a clip is given up."""


@dataclass(frozen=True)
class ClipFacts:
    """What a walk over a clip tells. Width and height are upright, square pixels."""

    width_px: int
    height_px: int
    rate: Fraction
    duration_s: float
    frames: int
    orientation: Orientation


def probe(path: Path) -> dict[str, Any]:
    """What the file is, as the worker reports it. Raises JobFailed."""
    head = read_head(path)
    if stills.still_format(head) is not None:
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
        }
    with opened(path) as source:
        if source.video is None:
            return {
                "file_type": "audio",
                "container": source.kind,
                "width": None,
                "height": None,
                "fps": None,
                "duration_ms": round(_sound_length_s(source) * 1000),
                "rotation_deg": 0,
                "has_audio": True,
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
            "has_audio": source.audio is not None,
        }


def measure_clip(source: Source) -> ClipFacts:
    """Walk over all packets of the clip's picture, and decode its first frame.

    Raises JobFailed: `empty` for a clip without a frame, `damaged` for one that ends early or
    doesn't decode, `too_long`, `too_large`.
    """
    stream = source.require_video()
    orientation, width_px, height_px = _first_frame(source)
    upright_px = orientation.shown_size(width_px, height_px, stream.sample_aspect_ratio)
    check_size(*upright_px)

    source.container.seek(0)
    ticks, end = _walk(source)
    time_base = time_base_of(stream)
    rate = constant_rate(ticks, time_base)
    last_s = float((max(ticks) - min(ticks)) * time_base)
    stated_s = float((end - min(ticks)) * time_base)
    # The last frame's own length is missing or absurd in some files: then it is one more slot.
    slot_s = 1 / float(rate)
    duration_s = stated_s if last_s < stated_s <= last_s + 4 * slot_s else last_s + slot_s
    check_duration(duration_s)
    if stream.duration and duration_s < float(stream.duration * time_base) - max(TAIL_S, slot_s):
        _log.info("the clip ends at %.2f s of %s ticks", duration_s, stream.duration)
        raise damaged()
    return ClipFacts(*upright_px, rate, duration_s, len(ticks), orientation)


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


def _walk(source: Source) -> tuple[list[int], int]:
    """Times of all frames and the end of the last, in ticks."""
    stream = source.require_video()
    ticks: list[int] = []
    end = None
    for packet in source.container.demux(stream):
        tick = packet.pts if packet.pts is not None else packet.dts
        if tick is None or not packet.size:
            continue
        ticks.append(tick)
        after = tick + (packet.duration or 0)
        end = after if end is None else max(end, after)
    if end is None:
        raise empty()
    return ticks, end


def _sound_length_s(source: Source) -> float:
    stream = source.audio
    if stream is None:
        raise empty()
    first = end = None
    for packet in source.container.demux(stream):
        if packet.pts is None or not packet.size:
            continue
        first = packet.pts if first is None else first
        end = packet.pts + (packet.duration or 0)
    if first is None or end is None:
        raise empty()
    length_s = float((end - first) * time_base_of(stream))
    check_duration(length_s)
    return length_s
