"""One measured run in a process of its own: `python -m tests.bench.render_run WAY CLIP OUT PRESET`.

WAY is `bare` (decode and encode, nothing in between, the clip's AAC copied; the encoder counts the
cores and takes as many threads as it likes) or `ours` (the background replaced by the office, by
the code that the worker runs); a fifth argument is how many processes ours may be. Prints one JSON
object: seconds from the job to the finished file, frames, processor time of all processes.
"""

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import av
import cv2

from engine.media.encoding import ENCODING, FilmWriter
from engine.media.probe import measure_clip
from engine.media.source import opened
from engine.sound.tracks import CopiedSound
from engine.worker_crew import processes_here
from engine.worker_draft import read_timeline
from engine.worker_render import render


def office_draft(duration_ms, background="office", canvas=(1920, 1080)):
    kind = {"kind": "scene", "scene": background} if background else None
    tracks = [{"tt": 0, "m": {"role": "main"}, "sg": [segment(duration_ms, {"asset": "clip"})]}]
    if kind:
        tracks.append({"tt": 0, "m": {"role": "background"}, "sg": [segment(duration_ms, kind)]})
    return {"v": 1, "d": duration_ms, "cw": canvas[0], "ch": canvas[1], "t": tracks}


def segment(duration_ms, facts):
    return {"id": "s", "st": 0, "d": duration_ms, "m": facts}


def facts_of(clip):
    with opened(clip) as source:
        return measure_clip(source)


def bare(clip, output, settings):
    """What any program must do at least; FFmpeg's own threads decode and encode."""
    facts = facts_of(clip)
    with opened(clip) as source:
        sound = CopiedSound(clip, facts.duration_s) if source.audio is not None else None
    writer = FilmWriter(output, facts.width_px, facts.height_px, facts.rate, sound, settings)
    frames = 0
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            writer.write(frame, frames)
            frames += 1
    writer.finish()
    return frames


def ours(clip, output, settings, processes=0):
    facts = facts_of(clip)
    draft = office_draft(round(facts.duration_s * 1000), canvas=(facts.width_px, facts.height_px))
    timeline = read_timeline(draft, {"clip": str(clip)})
    return render(timeline, output, lambda fraction: None, settings, processes or processes_here())[
        "frames"
    ]


def cpu_seconds():
    """Of this process and of those that it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main():
    way, clip, output, preset, *processes = sys.argv[1:]
    cv2.setNumThreads(1)
    settings = replace(ENCODING, preset=preset)
    begun, cpu = time.perf_counter(), cpu_seconds()
    frames = {"bare": bare, "ours": ours}[way](
        Path(clip), Path(output), settings, *map(int, processes)
    )
    result = {
        "seconds": time.perf_counter() - begun,
        "cpu_seconds": cpu_seconds() - cpu,
        "frames": frames,
        "size_bytes": Path(output).stat().st_size,
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
