"""Small real media files, made with PyAV: for tests of the engine."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def clip(path: Path, *, seconds: float = 1.0, width: int = 320, height: int = 180) -> Path:
    """An MP4 with a moving pattern and a tone, 30 frames/s."""
    with av.open(str(path), "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=30)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.options = {"preset": "ultrafast"}
        audio = container.add_stream("aac", rate=44100, layout="mono")
        rows, columns = np.mgrid[0:height, 0:width]
        for index in range(round(seconds * 30)):
            shade = ((rows + columns + 3 * index) % 256).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(np.stack([shade] * 3, axis=-1), format="rgb24")
            container.mux(video.encode(frame))
        container.mux(video.encode())
        samples = round(seconds * 44100)
        tone = (9000 * np.sin(np.arange(samples) / 16)).astype(np.int16)
        for start in range(0, samples, 1024):
            piece = tone[start : start + 1024]
            sound = av.AudioFrame.from_ndarray(piece[None, :], format="s16", layout="mono")
            sound.sample_rate, sound.pts = 44100, start
            sound.time_base = Fraction(1, 44100)
            container.mux(audio.encode(sound))
        container.mux(audio.encode())
    return path


def container_of(path: Path, container: str, codec: str) -> Path:
    """A few frames in that container, without sound."""
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for shade in range(0, 100, 20):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), shade, np.uint8))
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


def sound(path: Path, container: str, codec: str) -> Path:
    """Half a second of a tone in that container."""
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=44100, layout="mono")
        tone = (9000 * np.sin(np.arange(22050) / 9)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(tone[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 44100, 0, Fraction(1, 44100)
        resampler = av.AudioResampler(stream.format, "mono", 44100, stream.frame_size or None)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode())
    return path


def picture(path: Path, *, width: int = 320, height: int = 180) -> Path:
    """A PNG of one colour."""
    frame = av.VideoFrame.from_ndarray(
        np.full((height, width, 3), (30, 120, 60), np.uint8), format="rgb24"
    )
    with av.open(str(path), "w", format="image2") as container:
        stream = container.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = width, height, "rgb24"
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
