"""The job `render`: a timeline to an MP4.

Owns what happens to each picture on its way from the clips to the encoder, and the threads that do
it: decode and place, find the person, cut out and compose, encode. A timeline without a background
goes from the decoder to the encoder. Must not know drafts or how a job arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.media.decode import ClipFrame, read_frames
from engine.media.encoding import ENCODING, EncoderSettings, Mp4Writer, Sound
from engine.media.failures import JobFailed
from engine.media.planes import Planes, new_frame, planes_of
from engine.media.probe import measure_clip
from engine.media.rate import frame_number
from engine.media.sound import CopiedSound, EncodedSound, SoundCut, can_copy
from engine.media.source import opened
from engine.picture.placement import Placement, on_canvas, place, scaled
from engine.worker_compose import NO_PERSON, Composer, Masked, Placed
from engine.worker_draft import Clip, Timeline, impossible
from engine.worker_pipeline import Channel, Pipeline, Stage

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

QUEUE_LENGTH = 3
"""Pictures between two stages; 3 MB each at 1080p."""

OVERRUN_MS = 500
"""A piece of a clip may end so much after the clip (its last frame stands still), not more."""

TICK_S = 0.4
"""How often progress is told: the server waits for a line every 0.5 s."""


@dataclass(frozen=True)
class ClipPlan:
    """A clip of the timeline and what a look at its file told."""

    clip: Clip
    frames: int
    placement: Placement
    has_sound: bool
    can_copy_sound: bool


@dataclass(frozen=True)
class Plan:
    """What will be made: frames/s, each clip's share of the frames, and the sound."""

    rate: Fraction
    clips: tuple[ClipPlan, ...]

    @property
    def frames(self) -> int:
        return sum(part.frames for part in self.clips)


def make_plan(timeline: Timeline) -> Plan:
    """Look into every clip. The rate is the first clip's. Raises JobFailed."""
    parts: list[ClipPlan] = []
    rate = None
    for clip in timeline.clips:
        with opened(clip.path) as source:
            facts = measure_clip(source)
            rate = rate or facts.rate
            slot_ms = 1000 / float(rate)
            if clip.in_ms + clip.duration_ms > facts.duration_s * 1000 + OVERRUN_MS:
                raise impossible()
            is_whole = clip.in_ms == 0 and clip.duration_ms >= facts.duration_s * 1000 - slot_ms
            stream = source.require_video()
            parts.append(
                ClipPlan(
                    clip,
                    frame_number(clip.end_ms, rate) - frame_number(clip.start_ms, rate),
                    place(
                        (facts.width_px, facts.height_px),
                        facts.orientation.upright_size(stream.width, stream.height),
                        timeline.canvas_px,
                        is_cut_out=timeline.backdrop is not None,
                    ),
                    source.audio is not None,
                    is_whole and can_copy(source),
                )
            )
    if rate is None:
        raise JobFailed("empty", "There is no clip in this project yet. Please send one first.")
    return Plan(rate, tuple(parts))


def render(
    timeline: Timeline,
    output_path: Path,
    progress: Callable[[float], None],
    settings: EncoderSettings = ENCODING,
) -> dict[str, Any]:
    """Make the MP4 and tell what it is, as the worker reports it.

    `progress` gets the share that is done, 0..1, every `TICK_S`. Raises JobFailed; the unfinished
    file is the caller's to remove.
    """
    progress(0.0)
    plan = make_plan(timeline)
    writer = Mp4Writer(output_path, *timeline.canvas_px, plan.rate, _sound(plan), settings=settings)
    done = _Done()
    frames: Channel[VideoFrame] = Channel(QUEUE_LENGTH + 2)
    for _ in range(QUEUE_LENGTH + 2):
        frames.put(new_frame(*timeline.canvas_px))

    def encode(items: Iterator[tuple[VideoFrame, int, int]]) -> None:
        for frame, index, count in items:
            for repeat in range(count):
                writer.write(frame, index + repeat)
                done.frames += 1
            frames.put(frame)
        writer.finish()

    composer = Composer(timeline, plan.rate)
    stages: list[Stage] = [composer.find, _composing(composer, frames)]
    pipeline = Pipeline(lambda: _placed(timeline, plan), stages, encode, QUEUE_LENGTH)
    pipeline.watch(frames)
    pipeline.run(lambda: progress(min(1.0, done.frames / max(1, plan.frames))), TICK_S)
    if timeline.backdrop is not None and not composer.has_seen_person:
        raise JobFailed("no_person", NO_PERSON)
    progress(1.0)
    return {
        "duration_ms": round(plan.frames * 1000 / plan.rate),
        "width": timeline.width_px,
        "height": timeline.height_px,
        "size_bytes": output_path.stat().st_size,
        "frames": plan.frames,
    }


class _Done:
    """Frames that are encoded; written by one thread, read by another."""

    def __init__(self) -> None:
        self.frames = 0


def _placed(timeline: Timeline, plan: Plan) -> Iterator[Placed]:
    """All pictures of the timeline in order, upright and scaled."""
    index = 0
    for part in plan.clips:
        with ExitStack() as stack:
            source = stack.enter_context(opened(part.clip.path))
            frames = read_frames(source, part.clip.in_ms / 1000, plan.rate, part.frames)
            for picture, count in _joined(frames):
                ready = scaled(picture, part.placement)
                if timeline.backdrop is None:
                    ready = on_canvas(ready, part.placement, timeline.canvas_px)
                yield Placed(ready, part.placement, index, count)
                index += count


def _joined(frames: Iterator[ClipFrame]) -> Iterator[tuple[Planes, int]]:
    """Each picture once, with the number of frames that show it."""
    held: Planes | None = None
    count = 0
    for frame in frames:
        if frame.is_repeated:
            count += 1
            continue
        if held is not None:
            yield held, count
        held, count = frame.planes, 1
    if held is not None:
        yield held, count


def _composing(
    composer: Composer, frames: Channel[VideoFrame]
) -> Callable[[Iterator[Masked]], Iterator[tuple[VideoFrame, int, int]]]:
    """The stage that fills frames: (frame, index of its first showing, number of showings)."""

    def stage(items: Iterator[Masked]) -> Iterator[tuple[VideoFrame, int, int]]:
        for item in items:
            for index, count in composer.spans(item.placed):
                frame = frames.get()
                composer.fill(planes_of(frame), item, index)
                yield frame, index, count

    return stage


def _sound(plan: Plan) -> Sound | None:
    if not any(part.has_sound for part in plan.clips):
        return None
    cuts = [
        SoundCut(part.clip.path, part.clip.in_ms, part.clip.start_ms, part.clip.duration_ms)
        for part in plan.clips
    ]
    if len(plan.clips) == 1 and plan.clips[0].can_copy_sound:
        return CopiedSound(cuts[0])
    return EncodedSound(cuts)
