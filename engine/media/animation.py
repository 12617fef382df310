"""Pictures that move: GIF and WebP of several frames, which act as clips.

Owns the question whether a picture moves, and the way of an animated WebP into a container that
FFmpeg reads (its own WebP decoder knows still pictures only): Pillow gives the frames, laid on
white, and they are encoded almost without loss, in memory. GIF needs none of this. Must not know
what the frames are for.
"""

from __future__ import annotations

import logging
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.media.failures import JobFailed, damaged
from engine.media.limits import MAX_ANIMATION_PX, check_size
from engine.media.stills import UNREADABLE

if TYPE_CHECKING:
    from PIL.Image import Image

_log = logging.getLogger(__name__)

MOVING_PICTURES = ("GIF", "WEBP")

DEFAULT_DELAY_MS = 100
LEAST_DELAY_MS = 20
"""Shorter delays are taken for the default one, as browsers do."""

ENCODER_OPTIONS = {"preset": "ultrafast", "qp": "10", "flags": "+frame_duration"}
KEY_FRAME_EVERY = 12
_BT709, _LIMITED = 1, 1


def is_animated(path: Path) -> bool:
    """Whether a GIF or WebP has more than one frame; False for one that can't be read."""
    from PIL import Image

    # Counting decodes nothing; what a frame may be is checked where one is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=MOVING_PICTURES) as image:
            return bool(getattr(image, "is_animated", False))
    except UNREADABLE as error:
        _log.info("Pillow can't count the frames: %s", type(error).__name__)
        return False


@lru_cache(maxsize=2)
def as_matroska(path: Path) -> bytes:
    """An animated WebP as a clip. Raises JobFailed `damaged`, `too_large`, `too_long`."""
    from PIL import Image

    try:
        with Image.open(path, formats=("WEBP",)) as image:
            check_size(*image.size)
            count = getattr(image, "n_frames", 1)
            if count * image.width * image.height > MAX_ANIMATION_PX:
                raise JobFailed(
                    "too_long",
                    "This animated picture is too long for me. Please send it as an MP4.",
                )
            return _encoded(image, count)
    except UNREADABLE as error:
        _log.info("Pillow refuses an animation of the job: %s", type(error).__name__)
        raise damaged() from error


def _encoded(image: Image, count: int) -> bytes:
    import av
    from PIL import Image as Pillow
    from PIL import ImageSequence

    file = BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream("libx264", rate=25, options=ENCODER_OPTIONS)
        # Odd sizes are possible only without halved chroma.
        stream.width, stream.height, stream.pix_fmt = *image.size, "yuv444p"
        stream.codec_context.time_base = Fraction(1, 1000)
        stream.colorspace, stream.color_range = _BT709, _LIMITED
        stream.codec_context.gop_size = KEY_FRAME_EVERY
        at_ms = 0
        for picture in ImageSequence.Iterator(image):
            layer = picture.convert("RGBA")
            white = Pillow.new("RGBA", layer.size, "white")
            shown = Pillow.alpha_composite(white, layer).convert("RGB")
            frame = av.VideoFrame.from_ndarray(np.asarray(shown, np.uint8), format="rgb24")
            frame = frame.reformat(
                format="yuv444p", dst_colorspace=_BT709, dst_color_range=_LIMITED
            )
            delay_ms = int(picture.info.get("duration") or 0)
            if delay_ms < LEAST_DELAY_MS:
                delay_ms = DEFAULT_DELAY_MS
            frame.pts, frame.time_base, frame.duration = at_ms, Fraction(1, 1000), delay_ms
            container.mux(stream.encode(frame))
            at_ms += delay_ms
        container.mux(stream.encode(None))
    return file.getvalue()
