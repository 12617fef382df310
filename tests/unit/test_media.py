"""What a file is by its content, and names that can't do harm. The clips are made here."""

import math
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import ClipEmpty, ClipTooLarge, ClipUnsupported
from core.media import LOCAL_ONLY, SNIFF_BYTES, check_size, kind_of_name, peek, safe_name, sniff
from core.model import AttachmentKind

av = pytest.importorskip("av", reason="the engine's extra is not installed")
cv2 = pytest.importorskip("cv2", reason="the engine's extra is not installed")
np = pytest.importorskip("numpy")

VIDEOS = [
    ("mp4", "mp4", "libx264"),
    ("mov", "mov", "libx264"),
    ("avi", "avi", "mpeg4"),
    ("webm", "webm", "libvpx"),
    ("mkv", "matroska", "libx264"),
]
SOUNDS = [
    ("mp3", "mp3", "libmp3lame"),
    ("wav", "wav", "pcm_s16le"),
    ("m4a", "ipod", "aac"),
    ("aac", "adts", "aac"),
]


def made_video(path: Path, container: str, codec: str) -> bytes:
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for shade in range(0, 100, 20):
            picture = np.full((64, 64, 3), shade, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        out.mux(stream.encode())
    return path.read_bytes()


def made_sound(path: Path, container: str, codec: str) -> bytes:
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=44100, layout="mono")
        tone = [int(9000 * math.sin(i / 9)) for i in range(4608)]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(tone))
        frame.planes[0].update(struct.pack(f"<{len(tone)}h", *tone))
        frame.sample_rate = 44100
        frame.pts = 0
        resampler = av.AudioResampler(stream.format, "mono", 44100, stream.frame_size or None)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode())
    return path.read_bytes()


@pytest.mark.parametrize("brand", [b"heic", b"heix"])
def test_the_picture_of_an_iphone_is_known(brand: bytes) -> None:
    head = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + bytes(100)
    found = sniff(head)
    assert found.kind is AttachmentKind.IMAGE
    assert found.extension == ".heic"
    assert found.extension in LOCAL_ONLY
    for name in ("IMG_0001.HEIC", "a.heif", "a.jpeg"):
        assert kind_of_name(name) is AttachmentKind.IMAGE


@pytest.mark.parametrize(("extension", "container", "codec"), VIDEOS)
def test_videos_are_known_by_content(
    tmp_path: Path, extension: str, container: str, codec: str
) -> None:
    content = made_video(tmp_path / "misleading.txt", container, codec)
    found = sniff(content[:SNIFF_BYTES])
    assert (found.kind, found.extension) == (AttachmentKind.VIDEO, f".{extension}")


@pytest.mark.parametrize(("extension", "container", "codec"), SOUNDS)
def test_sounds_are_known_by_content(
    tmp_path: Path, extension: str, container: str, codec: str
) -> None:
    found = sniff(made_sound(tmp_path / "x", container, codec)[:SNIFF_BYTES])
    assert (found.kind, found.extension) == (AttachmentKind.AUDIO, f".{extension}")


@pytest.mark.parametrize("extension", ["jpg", "png", "webp"])
def test_pictures_are_known_by_content(extension: str) -> None:
    content = cv2.imencode(f".{extension}", np.zeros((8, 8, 3), np.uint8))[1].tobytes()
    found = sniff(content)
    assert (found.kind, found.extension) == (AttachmentKind.IMAGE, f".{extension}")


def test_gif_is_a_picture() -> None:
    assert sniff(b"GIF89a" + bytes(40)).kind is AttachmentKind.IMAGE


@pytest.mark.parametrize(
    "content",
    [b"hello, I am a text", b"<!doctype html><html><script>alert(1)</script>", b"%PDF-1.7\n%..."],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ClipUnsupported):
        sniff(content)


def test_nothing_is_told_apart_from_rubbish() -> None:
    with pytest.raises(ClipEmpty):
        sniff(b"")
    with pytest.raises(ClipEmpty):
        check_size(0)


def test_the_limit_is_the_backends() -> None:
    check_size(500 * 1024 * 1024)
    with pytest.raises(ClipTooLarge):
        check_size(500 * 1024 * 1024 + 1)


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        ("holiday.MP4", "holiday.mov"),
        ("../../etc/passwd", "passwd.mov"),
        ("C:\\clips\\me.avi", "me.mov"),
        ("办公室 演讲.mp4", "办公室 演讲.mov"),
        ("a\x00b\n\r\u202egpj.exe", "abgpj.mov"),
        ("<img src=x>.mp4", "img srcx.mov"),
        ("...", "clip.mov"),
        ("", "clip.mov"),
        ("x" * 300 + ".mp4", "x" * 80 + ".mov"),
    ],
)
def test_names_are_made_safe(claimed: str, expected: str) -> None:
    assert safe_name(claimed, ".mov") == expected


@pytest.mark.parametrize("chunk_bytes", [1000, SNIFF_BYTES, 3 * SNIFF_BYTES])
async def test_a_peek_loses_nothing(chunk_bytes: int) -> None:
    content = bytes(i % 251 for i in range(2 * SNIFF_BYTES + 17))
    asked: list[int] = []

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(content), chunk_bytes):
            asked.append(start)
            yield content[start : start + chunk_bytes]

    head, whole = await peek(chunks())
    assert head == content[:SNIFF_BYTES]
    assert asked == list(range(0, SNIFF_BYTES, chunk_bytes)), "no more than the head needs"
    assert b"".join([chunk async for chunk in whole]) == content
    assert asked == list(range(0, len(content), chunk_bytes)), "and nothing of it twice"
