"""Real files of every type that is taken, small, made by real encoders: what the fuzzer mutates.

Owns the making; each is a few kilobytes. Must not know what is done to them.
"""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np
from PIL import Image

from tests.integration.render_tools import in_turn_again

SIZE = (96, 64)
FRAMES = 8
RATE_HZ = 16_000
HLG = "log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"

_CLIPS: dict[str, tuple[str, str, str, dict[str, str], dict[str, str]]] = {
    # name: container, codec, pixel format, the encoder's options, the container's
    "h264.mp4": ("mp4", "libx264", "yuv420p", {"preset": "ultrafast"}, {}),
    "fast.mp4": ("mp4", "libx264", "yuv420p", {}, {"movflags": "+faststart"}),
    "pieces.mp4": ("mp4", "libx264", "yuv420p", {}, {"movflags": "frag_keyframe+empty_moov"}),
    "hevc.mp4": ("mp4", "libx265", "yuv420p10le", {"x265-params": HLG}, {}),
    "av1.mp4": ("mp4", "libsvtav1", "yuv420p", {"preset": "12"}, {}),
    "mpeg4.mov": ("mov", "mpeg4", "yuv420p", {}, {}),
    "prores.mov": ("mov", "prores_ks", "yuv422p10le", {}, {}),
    "mjpeg.mov": ("mov", "mjpeg", "yuvj420p", {}, {}),
    "mpeg4.avi": ("avi", "mpeg4", "yuv420p", {}, {}),
    "mjpeg.avi": ("avi", "mjpeg", "yuvj420p", {}, {}),
    "vp8.webm": ("webm", "libvpx", "yuv420p", {"deadline": "realtime"}, {}),
    "vp9.webm": ("webm", "libvpx-vp9", "yuv420p", {"deadline": "realtime", "cpu-used": "8"}, {}),
    "h264.mkv": ("matroska", "libx264", "yuv420p", {}, {}),
    "mpeg2.mkv": ("matroska", "mpeg2video", "yuv420p", {"flags": "+ilme+ildct"}, {}),
}
_SOUNDS = {
    "tone.mp3": ("mp3", "libmp3lame"),
    "tone.wav": ("wav", "pcm_s16le"),
    "tone.m4a": ("ipod", "aac"),
    "tone.aac": ("adts", "aac"),
}
_PICTURES: dict[str, dict[str, Any]] = {
    "still.jpg": {"format": "JPEG", "exif": True},
    "progressive.jpg": {"format": "JPEG", "progressive": True},
    "still.png": {"format": "PNG"},
    "clear.png": {"format": "PNG", "mode": "RGBA"},
    "palette.png": {"format": "PNG", "mode": "P"},
    "still.gif": {"format": "GIF", "mode": "P"},
    "moving.gif": {"format": "GIF", "mode": "P", "frames": 5},
    "still.webp": {"format": "WEBP"},
    "moving.webp": {"format": "WEBP", "mode": "RGBA", "frames": 5},
    "lossless.webp": {"format": "WEBP", "lossless": True},
}
_SOUND_OF = {"mp4": "aac", "mov": "aac", "avi": "mp2", "webm": "libopus", "matroska": "aac"}


def names() -> list[str]:
    """Every file that can be made, in an order that stays."""
    return [*_CLIPS, *_SOUNDS, *_PICTURES]


def made(name: str) -> bytes:
    """The file of that name. Raises FFmpegError where this build has no such encoder."""
    if name in _CLIPS:
        return _clip(*_CLIPS[name])
    if name in _SOUNDS:
        return _sound(*_SOUNDS[name])
    return _picture(dict(_PICTURES[name]))


def has_encoder(name: str) -> bool:
    """Whether this build of PyAV can make the file."""
    try:
        av.codec.Codec(_CLIPS[name][1] if name in _CLIPS else "aac", "w")
    except ValueError:
        return False
    return True


def all_made() -> dict[str, bytes]:
    """Every file that this build can make."""
    return {name: made(name) for name in names() if has_encoder(name)}


def _clip(
    container: str, codec: str, pixel_format: str, options: dict[str, str], more: dict[str, str]
) -> bytes:
    with TemporaryDirectory() as folder:
        # A moved index needs a file that can be opened a second time.
        path = Path(folder) / "clip"
        _write_clip(path, container, codec, pixel_format, options, more)
        return path.read_bytes()


def _write_clip(
    path: Path,
    container: str,
    codec: str,
    pixel_format: str,
    options: dict[str, str],
    more: dict[str, str],
) -> None:
    with av.open(str(path), "w", format=container, container_options=more) as out:
        stream: Any = out.add_stream(codec, rate=10, options=options)
        stream.width, stream.height = SIZE
        stream.pix_fmt = pixel_format
        voice = out.add_stream(_SOUND_OF[container], rate=48_000, layout="mono")
        for index in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(_shade(index), format="rgb24")
            out.mux(stream.encode(frame.reformat(format=pixel_format)))
        out.mux(stream.encode(None))
        _tone(out, voice, 48_000)
    in_turn_again()


def _sound(container: str, codec: str) -> bytes:
    file = BytesIO()
    with av.open(file, "w", format=container) as out:
        _tone(out, out.add_stream(codec, rate=RATE_HZ, layout="mono"), RATE_HZ)
    return file.getvalue()


def _tone(out: Any, stream: Any, rate_hz: int) -> None:
    tone = (9000 * np.sin(np.arange(rate_hz // 2) / 9)).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(tone[None, :], format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate_hz, 0, Fraction(1, rate_hz)
    converter = av.AudioResampler(stream.format, "mono", rate_hz, stream.frame_size or None)
    for part in [*converter.resample(frame), *converter.resample(None)]:
        out.mux(stream.encode(part))
    out.mux(stream.encode(None))


def _picture(how: dict[str, Any]) -> bytes:
    mode, frames = how.pop("mode", "RGB"), how.pop("frames", 1)
    shades = [Image.fromarray(_shade(index)).convert(mode) for index in range(frames)]
    if how.pop("exif", False):
        how["exif"] = Image.Exif()
        how["exif"][0x0112] = 6
    if frames > 1:
        how |= {"save_all": True, "append_images": shades[1:], "duration": 80, "loop": 0}
    file = BytesIO()
    shades[0].save(file, **how)
    return file.getvalue()


def _shade(index: int) -> np.ndarray[Any, Any]:
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    red = (rows * 3 + columns + 9 * index) % 256
    green = (columns * 2 + index) % 256
    return np.stack([red, green, (rows + 7 * index) % 256], axis=-1).astype(np.uint8)
