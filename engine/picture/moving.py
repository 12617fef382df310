"""A clip of theirs as the background: looped, covering the canvas, cut to its middle.

Owns which of its frames stands behind which frame of the result. That depends on the number of the
frame alone, so that a stretch from the middle shows what the whole would. Must not know persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from engine.media.decode import ClipFrame, read_frames
from engine.media.planes import Bytes, Floats, Planes
from engine.media.probe import measure_clip
from engine.media.source import opened
from engine.picture.look import Tone
from engine.picture.shrink import Small


class Moving:
    """A background out of a clip's frames, asked for in rising order."""

    def __init__(
        self, path: Path, rate: Fraction, canvas_px: tuple[int, int], tone: Tone | None = None
    ) -> None:
        self._path = path
        self._rate = rate
        self._canvas_px = canvas_px
        self._tone = tone
        self._open = ExitStack()
        self._frames: Iterator[ClipFrame] = iter(())
        self._at = -1
        self._shown: Planes | None = None
        with opened(path) as source:
            facts = measure_clip(source)
            shown = (facts.width_px, facts.height_px)
            stream = source.require_video()
            stored = facts.orientation.upright_size(stream.width, stream.height)
        self._part_px = _covering_part(shown, stored, canvas_px)
        self._length = max(1, int(facts.duration_s * float(rate)))

    def lay(self, target: Planes, index: int, small: Small, mask: Floats | None) -> None:
        """Fill the canvas. Raises JobFailed where the clip doesn't decode."""
        position = index % self._length
        if self._shown is None or position < self._at or position > self._at + self._length // 2:
            self._begin(position)
        while self._at < position:
            frame = next(self._frames)
            self._at += 1
            if not frame.is_repeated or self._shown is None:
                self._shown = self._fitted(frame.planes)
        assert self._shown is not None, "a frame was read above"  # noqa: S101
        target.copy_from(self._shown)

    def _begin(self, position: int) -> None:
        self._open.close()
        source = self._open.enter_context(opened(self._path))
        in_s = position / float(self._rate)
        self._frames = read_frames(source, in_s, self._rate, self._length - position)
        self._at = position - 1
        self._shown = None

    def _fitted(self, picture: Planes) -> Planes:
        width, height = self._part_px
        left = (picture.width_px - width) // 4 * 2
        top = (picture.height_px - height) // 4 * 2
        fitted = Planes(
            *(
                _resized(
                    plane[
                        top // shrink : (top + height) // shrink,
                        left // shrink : (left + width) // shrink,
                    ],
                    (self._canvas_px[0] // shrink, self._canvas_px[1] // shrink),
                )
                for plane, shrink in zip(picture, (1, 2, 2), strict=True)
            )
        )
        return fitted if self._tone is None else self._tone.applied(fitted)


def _covering_part(
    shown_px: tuple[int, int], stored_px: tuple[int, int], canvas_px: tuple[int, int]
) -> tuple[int, int]:
    """Width and height, even, of the middle part of the stored picture that has the canvas'
    shape once pixels are square."""
    fill = max(canvas_px[0] / shown_px[0], canvas_px[1] / shown_px[1])
    return tuple(  # type: ignore[return-value]
        min(stored // 2 * 2, max(2, 2 * round(stored * canvas / (fill * shown) / 2)))
        for stored, shown, canvas in zip(stored_px, shown_px, canvas_px, strict=True)
    )


def _resized(plane: Bytes, size: tuple[int, int]) -> Bytes:
    if (plane.shape[1], plane.shape[0]) == size:
        # The decoder uses its memory again.
        return plane.copy()
    is_smaller = size[0] < plane.shape[1]
    way = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(plane, size, interpolation=way), np.uint8)
