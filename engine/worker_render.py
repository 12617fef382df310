"""The job `render`: a timeline to a film.

Owns the order of a render: look into the files, make what is not there yet of stretches and sound,
each in a process of its own, join them. A render that was killed goes on with what it had finished.
Must not know drafts, pictures or how a job arrives.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from engine.media.encoding import ENCODING, TRANSPARENT, EncoderSettings, repeatable
from engine.media.failures import JobFailed
from engine.media.limits import share_one_heap
from engine.worker_backdrop import Backgrounds
from engine.worker_compose import NO_PERSON, backgrounds_of
from engine.worker_crew import Task, work_through
from engine.worker_draft import Timeline
from engine.worker_join import join, write_sound
from engine.worker_parts import Parts, shows_person, stretch_name
from engine.worker_plan import Plan, make_plan
from engine.worker_sound import sound_of
from engine.worker_stretch import Stretch, make_stretch, stretches_of

TICK_S = 0.4
"""How often progress is told: the server waits for a line every 0.5 s."""

SOUND = "sound"

_log = logging.getLogger(__name__)


def render(
    timeline: Timeline,
    output_path: Path,
    progress: Callable[[float], None],
    settings: EncoderSettings | None = None,
    processes: int = 1,
) -> dict[str, Any]:
    """Make the film and tell what it is, as the worker reports it.

    `progress` gets the share that is done, 0..1, every `TICK_S`. So many `processes` work at the
    same time, and the film does not depend on it. Raises JobFailed; an unfinished file is the
    caller's to remove, and so are the pieces beside it (`worker_parts.parts_folder`), with which
    the same render would go on.
    """
    progress(0.0)
    plan = make_plan(timeline, _every(TICK_S, lambda: progress(0.0)))
    chosen = repeatable(settings or settings_for(timeline))
    parts = Parts(output_path, timeline, plan, chosen)
    stretches = stretches_of(plan)
    missing = [stretch for stretch in stretches if parts.found_stretch(stretch) is None]
    kept_frames = plan.frames - sum(stretch.frames for stretch in missing)
    has_sound = sound_of(timeline, plan, chosen) is not None
    backgrounds = _backgrounds(timeline, plan) if missing else None
    tasks = []
    if has_sound and parts.found(SOUND) is None:
        tasks.append(Task(SOUND, _make_sound, (timeline, plan, parts, chosen)))
    tasks += [
        Task(
            f"stretch {stretch.number}",
            _make_stretch,
            (timeline, plan, stretch, parts, chosen, backgrounds),
        )
        for stretch in missing
    ]

    most_frames = 0

    def tick(noted: list[int]) -> None:
        nonlocal most_frames
        # A stretch that is begun again takes nothing back.
        most_frames = max(most_frames, kept_frames + sum(noted[len(tasks) - len(missing) :]))
        progress(min(1.0, most_frames / max(1, plan.frames)))

    work_through(tasks, processes, tick, TICK_S)
    made = [parts.found_stretch(stretch) for stretch in stretches]
    if timeline.backdrop is not None and not any(path and shows_person(path) for path in made):
        raise JobFailed("no_person", NO_PERSON)
    frames = join(
        [path for path in made if path is not None],
        parts.found(SOUND) if has_sound else None,
        output_path,
        plan.rate,
        chosen,
        _every(TICK_S, lambda: progress(1.0)),
    )
    if frames != plan.frames:
        raise ValueError(f"{frames} frames were joined instead of {plan.frames}")
    parts.remove()
    progress(1.0)
    return {
        "duration_ms": round(plan.frames * 1000 / plan.rate),
        "width": timeline.width_px,
        "height": timeline.height_px,
        "size_bytes": output_path.stat().st_size,
        "frames": plan.frames,
        "stretches": len(stretches),
        "stretches_kept": len(stretches) - len(missing),
    }


def settings_for(timeline: Timeline) -> EncoderSettings:
    """How this timeline's film is encoded."""
    is_transparent = timeline.backdrop is not None and timeline.backdrop.kind == "transparent"
    return TRANSPARENT if is_transparent else ENCODING


def _make_stretch(
    timeline: Timeline,
    plan: Plan,
    stretch: Stretch,
    parts: Parts,
    settings: EncoderSettings,
    backgrounds: Backgrounds | None,
    note: Callable[[int], None],
) -> None:
    import cv2

    # One thread for each stage: OpenCV's own would fight with them and with the encoder's.
    cv2.setNumThreads(1)
    share_one_heap()
    begun = time.monotonic()
    path = parts.unfinished(stretch_name(stretch))
    has_seen_person = make_stretch(timeline, plan, stretch, path, settings, note, backgrounds)
    parts.finish_stretch(stretch, has_seen_person=has_seen_person)
    _log.info(
        "stretch made: number=%d frames=%d took_s=%.1f",
        stretch.number,
        stretch.frames,
        time.monotonic() - begun,
    )


def _make_sound(
    timeline: Timeline,
    plan: Plan,
    parts: Parts,
    settings: EncoderSettings,
    note: Callable[[int], None],
) -> None:
    sound = sound_of(timeline, plan, settings, lambda: note(0))
    if sound is None:
        raise ValueError("a sound that was there a moment ago is gone")
    write_sound(sound, parts.unfinished(SOUND), float(plan.frames / plan.rate), settings, note)
    parts.finish(SOUND)


def _backgrounds(timeline: Timeline, plan: Plan) -> Backgrounds | None:
    """The backgrounds, with the light on each clip's person known: once for all stretches, and
    what a process needs for it is loaded before it is forked."""
    backgrounds = backgrounds_of(timeline, plan.rate)
    if backgrounds is not None:
        from engine.picture.own_finder import chosen_finder

        import_module("engine.picture.follow")
        finder = chosen_finder()
        for clip in timeline.clips:
            backgrounds.light_on(clip, finder)
    return backgrounds


def _every(seconds: float, act: Callable[[], None]) -> Callable[[], None]:
    """A function that acts when so much time has passed since it last did."""
    last = time.monotonic()

    def perhaps() -> None:
        nonlocal last
        if time.monotonic() - last >= seconds:
            last = time.monotonic()
            act()

    return perhaps
