"""Frames of a clip in the order of a result: at its rate, upright, one kind of YUV.

Owns seeking, the choice of the source frame for each frame of the result, and what happens at
broken packets and at an early end. Must not know canvases, masks or encoders.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.media.colour import Normalizer
from engine.media.deinterlace import Deinterlacer
from engine.media.failures import damaged
from engine.media.orientation import Orientation, orientation_of
from engine.media.planes import Planes
from engine.media.source import Source, check_frame_size, time_base_of

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_log = logging.getLogger(__name__)

MAX_BROKEN_PACKETS = 10
MAX_BROKEN_SHARE = 0.02
"""A clip with more broken packets than both of these allow is given up."""

SEEK_SLACK_S = 0.05

PREVIEW_PIXELS = 120 * 1920 * 1080
"""Pixels that are decoded on the way from a key frame to the frame of a preview, at most (some
0.5 s of work). The frames that no other needs are left out, so this is about eight seconds of a
phone's clip; a frame still further away shows one nearer."""

PREVIEW_EXACT_S = 0.5
"""Before the frame of a preview, from where on every frame is decoded."""


@dataclass(frozen=True)
class ClipFrame:
    """One picture of a clip; `is_repeated` says that it is the one given before, unchanged."""

    planes: Planes
    is_repeated: bool


def read_frames(source: Source, in_s: float, rate: Fraction, count: int) -> Iterator[ClipFrame]:
    """Exactly `count` frames of the clip from `in_s` on, at `rate` frames/s.

    A frame of the result shows the last frame that begins before the middle of its slot; half a
    slot of slack keeps a constant rate one to one, whatever the clock's rounding. The last frame
    stands for what is missing after it. Raises JobFailed `damaged` where the clip doesn't decode.
    """
    slot_s = 1 / float(rate)
    return read_frames_at(source, [in_s + (index + 0.5) * slot_s for index in range(count)])


def read_frames_at(source: Source, times_s: Sequence[float]) -> Iterator[ClipFrame]:
    """For each of those times (rising) the last frame that begins no later, else the first there
    is. Raises JobFailed `damaged` where the clip doesn't decode."""
    if not times_s:
        return
    decoded = _frames_from(source, times_s[0])
    turned = _Upright()
    shown: tuple[float, VideoFrame] | None = None
    coming = next(decoded, None)
    planes: Planes | None = None
    for time_s in times_s:
        is_new = False
        while coming is not None and (shown is None or coming[0] <= time_s):
            shown, coming = coming, next(decoded, None)
            is_new = True
        if shown is None:
            raise damaged()
        if is_new or planes is None:
            planes = turned.planes(shown[1])
        yield ClipFrame(planes, is_repeated=not is_new)


def read_samples(
    source: Source, from_s: float, to_s: float, every_s: float
) -> Iterator[tuple[float, Planes]]:
    """(time, picture) of the span, one each `every_s` or so.

    Key frames alone where they are no further apart than twice that on average, at a small part
    of the cost. Raises JobFailed `damaged` where the clip doesn't decode.
    """
    keys = _key_frames_between(source, from_s, to_s)
    are_keys_enough = keys * 2 * every_s >= to_s - from_s
    context = source.require_video().codec_context
    context.skip_frame = "NONKEY" if are_keys_enough else "NONREF"
    turned = _Upright()
    wanted_s = from_s
    try:
        source.container.seek(0)
        for time_s, frame in _frames_from(source, from_s):
            if time_s > to_s:
                break
            if time_s >= wanted_s - every_s / 4:
                yield time_s, turned.planes(frame)
                wanted_s = max(wanted_s, time_s) + every_s
    finally:
        context.skip_frame = "DEFAULT"


def _key_frames_between(source: Source, from_s: float, to_s: float) -> int:
    stream = source.require_video()
    time_base, start_s = time_base_of(stream), source.start_s
    times_s = [
        float(packet.pts * time_base) - start_s
        for packet in source.container.demux(stream)
        if packet.is_keyframe and packet.pts is not None
    ]
    return sum(from_s <= time_s <= to_s for time_s in times_s)


def read_frame_near(source: Source, at_s: float) -> tuple[Planes, tuple[int, int]]:
    """The frame shown at `at_s`, or one nearer to the key frame before it when the way from there
    is long; and its size as shown, with square pixels."""
    shown = None
    pixels = 0
    context = source.require_video().codec_context
    context.skip_frame = "NONREF"
    for time_s, frame in _frames_from(source, at_s, is_near_enough=True):
        if shown is not None and time_s > at_s:
            break
        if time_s > at_s - PREVIEW_EXACT_S:
            context.skip_frame = "DEFAULT"
        pixels += frame.width * frame.height
        if shown is None or pixels <= PREVIEW_PIXELS:
            shown = frame
        if pixels > PREVIEW_PIXELS:
            break
    if shown is None:
        raise damaged()
    upright = _Upright()
    planes = upright.planes(shown)
    aspect = source.require_video().sample_aspect_ratio
    return planes, orientation_of(shown).shown_size(shown.width, shown.height, aspect)


def read_key_frame(source: Source, at_s: float) -> tuple[Planes, tuple[int, int]]:
    """The key frame at or before `at_s`, at the cost of one frame; and its size as shown, with
    square pixels. Raises JobFailed `damaged` where there is none."""
    first = next(_frames_from(source, at_s, is_near_enough=True), None)
    if first is None:
        raise damaged()
    shown = first[1]
    aspect = source.require_video().sample_aspect_ratio
    shown_px = orientation_of(shown).shown_size(shown.width, shown.height, aspect)
    return _Upright().planes(shown), shown_px


class _Upright:
    """Frames of one clip, normalized and turned upright."""

    def __init__(self) -> None:
        self._normalizer = Normalizer()
        self._orientation: Orientation | None = None

    def planes(self, frame: VideoFrame) -> Planes:
        check_frame_size(frame.width, frame.height)
        if self._orientation is None:
            self._orientation = orientation_of(frame)
        return self._orientation.apply(self._normalizer.planes(frame))


def _frames_from(
    source: Source, from_s: float, *, is_near_enough: bool = False
) -> Iterator[tuple[float, VideoFrame]]:
    """(time in s from the clip's start, frame) from the key frame at or before `from_s` on."""
    stream = source.require_video()
    start_s = source.start_s
    if from_s > SEEK_SLACK_S:
        target = int((from_s + start_s - SEEK_SLACK_S) / time_base_of(stream))
        source.container.seek(target, stream=stream, backward=True)
    frames = _decode(source, start_s)
    first = next(frames, None)
    is_past = first is not None and from_s > SEEK_SLACK_S and first[0] > from_s + SEEK_SLACK_S
    if is_past and not is_near_enough:
        # Some files have no index and land behind the target: then from the beginning.
        source.container.seek(0)
        frames = _decode(source, start_s)
        first = next(frames, None)
    if first is not None:
        yield first
        yield from frames


def _decode(source: Source, start_s: float) -> Iterator[tuple[float, VideoFrame]]:
    previous_s = float("-inf")
    for frame in _whole_frames(source):
        tick = frame.pts if frame.pts is not None else frame.dts
        if tick is None or not frame.time_base:
            continue
        time_s = float(tick * frame.time_base) - start_s
        # Times that stand still or run backwards belong to broken files: such a frame is left.
        if time_s > previous_s:
            previous_s = time_s
            yield time_s, frame


def _whole_frames(source: Source) -> Iterator[VideoFrame]:
    """All frames, deinterlaced; what a few broken packets hold is left out."""
    from av.error import FFmpegError

    deinterlacer = Deinterlacer()
    packets = broken = 0
    for packet in source.container.demux(source.require_video()):
        packets += 1
        if packet.is_corrupt:
            # The torn last one of a file cut short would show half a picture.
            continue
        try:
            decoded = packet.decode()
        except FFmpegError as error:
            broken += 1
            if broken > max(MAX_BROKEN_PACKETS, MAX_BROKEN_SHARE * packets):
                _log.info("%d of %d packets are broken: %s", broken, packets, error.strerror)
                raise damaged() from error
            continue
        for frame in decoded:
            yield from deinterlacer.frames(frame)
    yield from deinterlacer.rest()
