"""Clips to measure on: the sample, the sample as a camera would have seen it, a real person.

`python -m tests.bench.bench_clips KIND OUT SECONDS` writes one. A still that moves is easier to
encode than a camera's picture: sensor noise makes the bare encoder's work as dear as it is in life.
"""

import sys
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from engine.media.encoding import EncoderSettings, FilmWriter
from engine.media.planes import new_frame, planes_of
from engine.sample import Clip, make_clip

SHARED = Path(__file__).parents[3] / "shared" / "clips"
REAL_PERSON = SHARED / "d6.mp4"
NOISE = 2.0
"""Standard deviation of a phone's sensor noise indoors, in luma steps of 255."""

CAMERA = EncoderSettings(crf=18)
WIDTH_PX, HEIGHT_PX, FPS = 1920, 1080, 30


def sample(output, seconds):
    make_clip(output, Clip(seconds=seconds))


def noisy(output, seconds):
    """The sample with noise that is another in each frame."""
    plain = output.with_suffix(".plain.mp4")
    sample(plain, seconds)
    with av.open(str(plain)) as container:
        frames = (planes_of(frame) for frame in container.decode(video=0))
        _write(output, frames)
    plain.unlink()


def real(output, seconds):
    """A real person's clip, its middle as a 16:9 picture, noise put back, forwards and backwards
    until it is long enough."""
    _write(output, _real_frames(round(seconds * FPS)))


def _real_frames(count):
    pictures = []
    with av.open(str(REAL_PERSON)) as container:
        for frame in container.decode(video=0):
            if len(pictures) == 300:
                break
            pictures.append(frame.reformat(format="yuv420p").to_ndarray())
    order = [*range(len(pictures)), *range(len(pictures) - 2, 0, -1)]
    for index in range(count):
        picture = pictures[order[index % len(order)]]
        height, width = picture.shape[0] * 2 // 3, picture.shape[1]
        y = picture[:height]
        u, v = picture[height:].reshape(2, height // 2, width // 2)
        wanted = height * 9 // 16 // 4 * 4
        yield tuple(
            cv2.resize(
                plane[: wanted // shrink],
                (WIDTH_PX // shrink, HEIGHT_PX // shrink),
                interpolation=cv2.INTER_CUBIC,
            )
            for plane, shrink in ((y, 1), (u, 2), (v, 2))
        )


def _write(output, pictures):
    random = np.random.default_rng(8)
    noise = random.normal(0, NOISE, (HEIGHT_PX + 64, WIDTH_PX + 64)).astype(np.float32)
    writer = FilmWriter(output, WIDTH_PX, HEIGHT_PX, Fraction(FPS), None, CAMERA)
    for index, picture in enumerate(pictures):
        frame = new_frame(WIDTH_PX, HEIGHT_PX)
        down, right = random.integers(0, 64, 2)
        for plane, values in zip(planes_of(frame), picture, strict=True):
            height, width = plane.shape
            grain = noise[down : down + height, right : right + width]
            plane[:] = np.clip(values + grain * (1 if width == WIDTH_PX else 0.5) + 0.5, 0, 255)
        writer.write(frame, index)
    writer.finish()


KINDS = {"sample": sample, "noisy": noisy, "real": real}

if __name__ == "__main__":
    KINDS[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3]))
