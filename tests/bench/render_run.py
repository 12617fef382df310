"""One measured run in a process of its own: `python -m tests.bench.render_run WAY CLIP OUT PRESET`.

WAY is `bare` (decode and encode, nothing in between, the clip's AAC copied) or `ours` (the
background replaced by the office, by the code that the worker runs). Prints one JSON object:
seconds from the job to the finished file, frames, the most memory the process ever had.
"""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import av
import cv2

from engine.media.encoding import ENCODING, Mp4Writer
from engine.media.probe import measure_clip
from engine.media.sound import CopiedSound, SoundCut
from engine.media.source import opened
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
        cut = SoundCut(clip, 0, 0, round(facts.duration_s * 1000))
        sound = CopiedSound(cut) if source.audio is not None else None
    writer = Mp4Writer(output, facts.width_px, facts.height_px, facts.rate, sound, settings)
    frames = 0
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            writer.write(frame, frames)
            frames += 1
    writer.finish()
    return frames


def ours(clip, output, settings):
    facts = facts_of(clip)
    draft = office_draft(round(facts.duration_s * 1000), canvas=(facts.width_px, facts.height_px))
    timeline = read_timeline(draft, {"clip": str(clip)})
    return render(timeline, output, lambda fraction: None, settings)["frames"]


def peak_bytes():
    """Of this process since it was started; ru_maxrss would begin with its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def main():
    way, clip, output, preset = sys.argv[1:]
    cv2.setNumThreads(1)
    settings = replace(ENCODING, preset=preset)
    begun, cpu = time.perf_counter(), time.process_time()
    frames = {"bare": bare, "ours": ours}[way](Path(clip), Path(output), settings)
    result = {
        "seconds": time.perf_counter() - begun,
        "cpu_seconds": time.process_time() - cpu,
        "frames": frames,
        "peak_bytes": peak_bytes(),
        "size_bytes": Path(output).stat().st_size,
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
