"""The job `render`: a timeline to an MP4.

Owns what happens to each picture on its way from the clips to the encoder, and the threads that do
it: decode and place, find the person, cut out and compose, encode. A timeline without a background
goes from the decoder to the encoder. Must not know drafts or how a job arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.media.encoding import ENCODING, EncoderSettings, Mp4Writer
from engine.media.failures import JobFailed
from engine.media.planes import new_frame, planes_of
from engine.worker_clips import placed
from engine.worker_compose import NO_PERSON, Composer, Masked
from engine.worker_draft import Timeline
from engine.worker_pipeline import Channel, Pipeline, Stage
from engine.worker_plan import make_plan
from engine.worker_sound import sound_of

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

QUEUE_LENGTH = 3
"""Pictures between two stages; 3 MB each at 1080p."""

TICK_S = 0.4
"""How often progress is told: the server waits for a line every 0.5 s."""


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
    sound = sound_of(timeline, plan, settings)
    writer = Mp4Writer(output_path, *timeline.canvas_px, plan.rate, sound, settings=settings)
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
    pipeline = Pipeline(
        lambda: placed(timeline, plan, 0, plan.frames), stages, encode, QUEUE_LENGTH
    )
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
