"""Clips to send, and what the frames of an MP4 show: the proofs of the journeys.

Owns making small clips of one colour and measuring. Must not know chats.
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

Colour = tuple[int, int, int]
RED: Colour = (200, 40, 40)
GREEN: Colour = (40, 180, 40)
BLUE: Colour = (40, 40, 200)
PINK: Colour = (255, 0, 255)
RATE = 10
"""Frames a second: enough to cut by tenths, and each costs the engine a picture of 1080p."""
_NAMES = {"red": RED, "green": GREEN, "blue": BLUE}


def plain_clip(
    path: Path, colour: Colour, *, seconds: float = 2.0, size: tuple[int, int] = (320, 180)
) -> Path:
    """An MP4 of one colour at ``RATE`` frames a second, without sound; ``size``: width, height."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {"preset": "ultrafast"}
        picture = np.full((size[1], size[0], 3), colour, np.uint8)
        for _ in range(round(RATE * seconds)):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


def padded(clip: Path, to: Path, size_bytes: int) -> Path:
    """The clip made so large by a box that every player skips ("free"), which costs no disk."""
    content = clip.read_bytes()
    box_bytes = size_bytes - len(content)
    assert 8 < box_bytes < 2**32, "the box has a length of 32 bits"
    with to.open("wb") as out:
        out.write(content)
        out.write(box_bytes.to_bytes(4, "big") + b"free")
        out.truncate(size_bytes)
    return to


def plain_picture(path: Path, colour: Colour) -> Path:
    """A PNG of one colour, 640 x 360."""
    frame = av.VideoFrame.from_ndarray(np.full((360, 640, 3), colour, np.uint8), format="rgb24")
    with av.open(str(path), "w", format="image2") as out:
        stream = out.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "rgb24"
        out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


def middle_frame(path: Path) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """The frame in the middle of a video, as RGB."""
    with av.open(str(path)) as media:
        frames = list(media.decode(video=0))
    picture: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]
    picture = frames[len(frames) // 2].to_ndarray(format="rgb24")
    return picture


def colour_name(path: Path) -> str:
    """Which of red, green and blue a video of one colour is."""
    shown = middle_frame(path).reshape(-1, 3).mean(axis=0)
    return min(_NAMES, key=lambda name: float(np.abs(shown - _NAMES[name]).sum()))


def corner(path: Path) -> Colour:
    """The mean colour of the upper left corner in the middle of a video."""
    frame = middle_frame(path)
    rows, columns = frame.shape[0] // 12, frame.shape[1] // 12
    red, green, blue = frame[:rows, :columns].reshape(-1, 3).mean(axis=0)
    return round(red), round(green), round(blue)


def short_side(path: Path) -> int:
    """The smaller of a video's width and height, in pixels."""
    with av.open(str(path)) as media:
        video = media.streams.video[0]
        return min(video.width, video.height)
