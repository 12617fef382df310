"""`python -m engine.sample OUT.mp4`: a clip of a talking head, for whoever has none at hand.

Owns the command and the making of the clip: a public-domain still that moves, zooms and sways, with
a sound like a voice. The same arguments give the same clip. Where the still stands in each frame is
known exactly (`affine_at`), so that a matte drawn on the still can be carried into any frame.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageOps

from engine.media.encoding import ENCODING, FilmWriter
from engine.media.planes import Bytes, Planes, new_frame, planes_of
from engine.networks import NetworksMissing, picture_path
from engine.networks.catalog import PICTURES
from engine.sample_motion import Framing, Matrix, between_pixels, transform, visible
from engine.sample_outlines import KNOWN, Outline, ordinary
from engine.sample_plate import Plate, make_plate
from engine.sample_voice import VoiceTrack

_PORTRAIT_SIZE_PX: Final = (512, 600)
_MAX_STILL_PX: Final = 50_000_000
_LARGEST_STILL_PX: Final = (2400, 1200)
"""A larger one is reduced to fit: no frame shows more of it."""
_SMALLEST_STILL_PX: Final = 64
_PLATE_OVER_FRAME: Final = 1.5
"""Plate pixels per frame pixel: enough that the quick bilinear warp loses no detail."""
_SETTINGS: Final = replace(ENCODING, crf=18)
"""A little better than a result's, as a camera's file is before anybody has edited it."""


class SampleError(Exception):
    """The clip cannot be made; the message is one plain line."""


@dataclass(frozen=True)
class Clip:
    """What to make."""

    seconds: float = 10.0
    width_px: int = 1920
    height_px: int = 1080
    fps: int = 30
    picture: Path | None = None

    @property
    def frame_count(self) -> int:
        return max(1, round(self.seconds * self.fps))


def affine_at(
    frame_index: int,
    *,
    fps: float = 30,
    width_px: int = 1920,
    height_px: int = 1080,
    picture_size_px: tuple[int, int] = _PORTRAIT_SIZE_PX,
) -> Matrix:
    """2x3 matrix from pixels of the still to pixels of the frame (centres at whole numbers)."""
    framing = Framing(width_px, height_px, fps, *picture_size_px)
    return between_pixels(transform(framing, frame_index))


def make_clip(output: Path, clip: Clip) -> None:
    """Writes the clip; it appears whole under its name or not at all.

    Raises SampleError for a picture or a place that cannot be used, NetworksMissing without the
    portrait.
    """
    if output.is_dir():
        raise SampleError(f"{output} is a folder; name a file, such as sample.mp4.")
    still, outline = _read_still(clip.picture or picture_path("grace_hopper"))
    height, width = still.shape[:2]
    framing = Framing(clip.width_px, clip.height_px, clip.fps, width, height)
    zone = visible(framing, clip.frame_count)
    plate = make_plate(still, outline, zone, framing.scale * _PLATE_OVER_FRAME)
    try:
        # In the folder of the output: the last step is then a change of name.
        with tempfile.TemporaryDirectory(prefix=".sample-", dir=output.parent) as folder:
            part = Path(folder) / "part.mp4"
            _write(part, clip, framing, plate)
            part.replace(output)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise SampleError(f"{output} cannot be written ({reason}); name another place.") from error


def _write(path: Path, clip: Clip, framing: Framing, plate: Plate) -> None:
    sound = VoiceTrack(clip.frame_count / clip.fps)
    writer = FilmWriter(
        path, clip.width_px, clip.height_px, Fraction(clip.fps), sound, settings=_SETTINGS
    )
    to_still = np.linalg.inv(plate.from_still)
    for index in range(clip.frame_count):
        frame = new_frame(clip.width_px, clip.height_px)
        _draw(planes_of(frame), plate.planes, transform(framing, index) @ to_still)
        writer.write(frame, index)
    writer.finish()


def _draw(target: Planes, source: Planes, matrix: Matrix) -> None:
    """Warps each plane; chroma samples lie at the middle of their two by two luma samples."""
    half = np.diag([0.5, 0.5, 1.0])
    chroma = half @ matrix @ np.linalg.inv(half)
    for rows, plate, map_ in zip(target, source, (matrix, chroma, chroma), strict=True):
        cv2.warpAffine(
            plate,
            between_pixels(map_),
            (rows.shape[1], rows.shape[0]),
            dst=rows,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )


def _read_still(path: Path) -> tuple[Bytes, Outline]:
    """The still as RGB, upright, and where the person is in it."""
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > _MAX_STILL_PX:
                raise SampleError(f"{path} is too large a picture; use one below 50 megapixels.")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail(_LARGEST_STILL_PX, Image.Resampling.BOX)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SampleError(
            f"{path} is not a picture that can be read; use a JPEG or PNG."
        ) from error
    if min(upright.size) < _SMALLEST_STILL_PX:
        raise SampleError(f"{path} is too small a picture; use one of at least 64 pixels a side.")
    still = np.asarray(upright)
    for known in PICTURES:
        if known.source.content.is_at(path):
            return still, KNOWN[known.name]
    return still, ordinary(upright.width, upright.height)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m engine.sample", description="Makes a clip of a talking head."
    )
    parser.add_argument("output", type=Path, metavar="OUT.mp4")
    parser.add_argument("--seconds", type=_seconds, default=Clip.seconds)
    parser.add_argument("--width", type=_even, default=Clip.width_px, help="pixels, even")
    parser.add_argument("--height", type=_even, default=Clip.height_px, help="pixels, even")
    parser.add_argument("--fps", type=int, choices=range(1, 121), metavar="FPS", default=Clip.fps)
    parser.add_argument("--picture", type=Path, help="another still of a person")
    wanted = parser.parse_args(arguments)
    clip = Clip(wanted.seconds, wanted.width, wanted.height, wanted.fps, wanted.picture)
    try:
        make_clip(wanted.output, clip)
    except (SampleError, NetworksMissing) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"{wanted.output}: {clip.frame_count / clip.fps:.1f} s, "
        f"{clip.width_px}x{clip.height_px}, {clip.fps} fps\n"
    )
    return 0


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds <= 600:
        raise argparse.ArgumentTypeError("between 0.1 and 600")
    return seconds


def _even(text: str) -> int:
    pixels = int(text)
    if not 64 <= pixels <= 4096 or pixels % 2:
        raise argparse.ArgumentTypeError("an even number from 64 to 4096")
    return pixels


def _stop(signal_number: int, frame: object) -> None:
    sys.exit(128 + signal_number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing was written.\n")
        sys.exit(130)
