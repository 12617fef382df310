"""Each step of the cut, measured on a clip of known alpha.

`python -m tests.bench.matte_run CLIP TRUTH STEP ...` prints one JSON object of scores a step. The
steps of `STEPS` are run in this process on the decoded clip; `worker` is what comes out of the MP4s
of the real worker: two renders, before black and before white, of which alpha and the person's
light are solved, so the codec's loss is in it.
"""

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import av
import cv2
import numpy as np

from engine.media.planes import Planes, new_planes, planes_of
from engine.picture.compose import lay_over, matte_of
from engine.picture.evidence import with_known_room
from engine.picture.follow import follow
from engine.picture.person import Finder, agreement, box_of
from engine.picture.shrink import CellBox, shrink
from tests.bench.matte_metrics import Meter
from tests.integration.render_tools import render_job, run_worker

BLACK, WHITE = (16, 128, 128), (235, 128, 128)

NEW_ROOM = (95.0, 118.0, 140.0)
"""Y, U, V of a calm wall, before which composites are judged; colour errors show on it."""


def main():
    cv2.setNumThreads(1)
    clip, truth = Path(sys.argv[1]), np.load(sys.argv[2])
    result = {}
    for step in sys.argv[3:]:
        cuts = worker_cuts(clip) if step == "worker" else STEPS[step](clip)
        result[step] = asdict(measured(cuts, truth))
    sys.stdout.write(json.dumps(result) + "\n")


def measured(cuts, truth):
    """Scores of (alpha, light in YUV or None) of each frame of a clip."""
    meter = Meter()
    at = {int(index): place for place, index in enumerate(truth["frames"])}
    alphas, lights = truth["alpha"], truth["light"]
    for index, cut in enumerate(cuts):
        if index not in at:
            continue
        alpha, light = cut() if callable(cut) else cut
        true = alphas[at[index]].astype(np.float32) / 255
        if light is None:
            meter.add(alpha, true)
            continue
        meter.add(alpha, true, before(light, alpha), before(lights[at[index]], true))
    return meter.scores()


def before(light, alpha):
    """The person's light and what is left of the new room, Y, U, V."""
    room = np.array(NEW_ROOM, np.float32)[:, None, None]
    # Light is stored over black: of chroma 128 where there is none.
    zero = np.array(BLACK, np.float32)[:, None, None]
    return light + (room - zero) * (1 - alpha)


def pictures(clip):
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            yield planes_of(frame)


def raw(clip):
    """The square network on the whole frame, stretched up."""
    finder = Finder()
    for picture in pictures(clip):
        small = shrink(picture)
        yield _later(finder.look(small, whole(small), "square"), picture)


def crop(clip):
    """Both networks in turn on a crop round the person, what neighbours agree on."""
    finder = Finder()
    held = []
    box = None
    for number, picture in enumerate(pictures(clip)):
        small = shrink(picture)
        if box is None or number % 30 == 0:
            found = box_of(finder.find(small))
            box = found or whole(small)
        look = finder.look(small, box, ("square", "landscape")[number % 2])
        box = box_of(look, box) or whole(small)
        held.append((picture, look))
        if len(held) == 3:
            yield _agreed(held, 1)
            held.pop(0)
        elif len(held) == 2 and number == 1:
            yield _agreed(held, 0)
    yield _agreed(held, len(held) - 1)


def _agreed(held, at):
    others = [look for place, (_, look) in enumerate(held) if place != at]
    picture, own = held[at]
    return _later(agreement(own, sum(others) / len(others)), picture)


def tidied(clip):
    """As `crop`, filled and stretched, and steadied in time: the mask as `follow` gives it."""
    for followed in _followed(clip):
        yield _later(followed.mask, followed.item)


def guided(clip):
    """The mask through the filter to the full-size picture, the old room's colour out of its edge,
    laid over black and white."""
    for followed in _followed(clip):
        yield lambda followed=followed: _laid(followed)


def room(clip):
    """The same with the old room known: all that the worker does."""
    for followed in with_known_room(_followed(clip)):
        yield lambda followed=followed: _laid(followed)


def _followed(clip):
    return follow(((picture, shrink(picture)) for picture in pictures(clip)), Finder())


def _laid(followed):
    picture = followed.item
    matte = matte_of(followed.small, followed.mask)
    over = []
    for color in (BLACK, WHITE):
        target = new_planes(picture.width_px, picture.height_px, color)
        lay_over(picture, matte, target)
        over.append(full_planes(target))
    return solved(*over)


def _later(mask, picture):
    """A coarse mask brought up to full size, when it is wanted, and the clip's own light in it."""

    def cut():
        size = picture.width_px, picture.height_px
        alpha = np.clip(cv2.resize(mask, size), 0, 1)
        zero = np.array(BLACK, np.float32)[:, None, None]
        return alpha, (full_planes(picture) - zero) * alpha + zero

    return cut


def full_planes(picture: Planes):
    size = picture.width_px, picture.height_px
    return np.stack([cv2.resize(plane.astype(np.float32), size) for plane in picture])


def solved(over_black, over_white):
    """(alpha, light) of a cut laid over black and over white."""
    alpha = np.clip(1 - (over_white[0] - over_black[0]) / (WHITE[0] - BLACK[0]), 0, 1)
    return alpha, over_black


def worker_cuts(clip):
    with tempfile.TemporaryDirectory() as folder:
        results = []
        with av.open(str(clip)) as container:
            stream = container.streams.video[0]
            canvas, length_ms = (stream.width, stream.height), round(1000 * stream.frames / 30)
        for color in ("#000000", "#ffffff"):
            output = Path(folder) / f"{color[1:]}.mp4"
            background = {"kind": "color", "color": color, "light": False}
            job = render_job(output, {"a": clip}, [("a", 0, length_ms)], canvas, background)
            assert run_worker(job).result["frames"] == stream.frames
            results.append(pictures(output))
        for black, white in zip(*results, strict=True):
            yield lambda black=black, white=white: solved(full_planes(black), full_planes(white))


def whole(small):
    return CellBox(0, 0, small.columns, small.rows)


STEPS = {"raw": raw, "crop": crop, "tidied": tidied, "guided": guided, "room": room}

if __name__ == "__main__":
    main()
