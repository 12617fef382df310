"""Clips whose frames say their number, drafts of them, and what a rendered film then counts."""

import cv2
import numpy as np

from engine.timeline import Asset, new_project, with_asset
from tests.integration.render_tools import decode, run_worker, write_clip

BITS = 8
WIDTH, HEIGHT = 320, 176


def numbered(index, width=WIDTH, height=HEIGHT):
    """A picture that shows a number in eight bars, white for 1, the highest first."""
    levels = [255 * (index >> bit & 1) for bit in reversed(range(BITS))]
    row = np.repeat(np.array(levels, np.uint8), -(-width // BITS))[:width]
    return np.repeat(np.tile(row, (height, 1))[..., None], 3, axis=2)


def number_in(frame, part=np.s_[:, :]):
    """The number that a frame shows, in all of it or in a part of it."""
    grey = cv2.cvtColor(np.ascontiguousarray(frame[part]), cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    bar = width / BITS
    bits = [
        grey[height // 4 : -height // 4, int((at + 0.3) * bar) : int((at + 0.7) * bar)].mean() > 128
        for at in range(BITS)
    ]
    return sum(bit << (BITS - 1 - at) for at, bit in enumerate(bits))


def counted_clip(path, count=60, rate=30, first=0, **more):
    """A clip of `count` frames that count from `first` on; few key frames, some B-frames."""
    options = {"g": "24", "bf": "2", "crf": "20", "preset": "veryfast"}
    return write_clip(
        path, lambda index: numbered(first + index), count, rate=rate, options=options, **more
    )


def video(name, count=60, rate=30, size=(WIDTH, HEIGHT)):
    return Asset(name, f"{name}.mp4", "video", round(count * 1000 / rate), *size, float(rate))


def draft_of(*assets):
    """The draft of a project to which those files were sent, on a canvas of their own size."""
    project = new_project()
    for asset in assets:
        project = with_asset(project, asset)
    return {**project.draft, "cw": WIDTH, "ch": HEIGHT}


def rendered(folder, draft, paths):
    """The film that the worker makes of a draft; `paths` are those of its files."""
    output = folder / "out.mp4"
    job = {
        "job": "render",
        "draft": draft,
        "assets": {name: str(path) for name, path in paths.items()},
        "output_path": str(output),
    }
    result = run_worker(job).result
    film = decode(output)
    assert len(film.frames) == result["frames"]
    return film


def numbers(film):
    return [number_in(frame) for frame in film.frames]
