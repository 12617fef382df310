"""What the engine takes a file for by its first bytes, against files that real encoders made."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.server.sniffing import HEAD_BYTES, sniff, sniff_file

pytest.importorskip("av", reason="the engine's extra is not installed")

from tests.servers.engine_clips import container_of, picture, sound

MADE = [
    ("mp4", "mp4", "libx264", "video"),
    ("mov", "mov", "libx264", "video"),
    ("avi", "avi", "mpeg4", "video"),
    ("webm", "webm", "libvpx", "video"),
    ("mkv", "matroska", "libx264", "video"),
    ("3gp", "3gp", "mpeg4", "video"),
]


@pytest.mark.parametrize(("suffix", "container", "codec", "kind"), MADE)
def test_clips(tmp_path: Path, suffix: str, container: str, codec: str, kind: str) -> None:
    path = container_of(tmp_path / f"a.{suffix}", container, codec)
    assert sniff_file(path) == kind


@pytest.mark.parametrize(
    ("suffix", "container", "codec"),
    [
        ("mp3", "mp3", "libmp3lame"),
        ("wav", "wav", "pcm_s16le"),
        ("m4a", "ipod", "aac"),
        ("aac", "adts", "aac"),
    ],
)
def test_sounds(tmp_path: Path, suffix: str, container: str, codec: str) -> None:
    assert sniff_file(sound(tmp_path / f"a.{suffix}", container, codec)) == "audio"


def test_a_sound_without_a_tag(tmp_path: Path) -> None:
    """An MP3 whose ID3 header was taken off begins with a bare frame."""
    data = sound(tmp_path / "a.mp3", "mp3", "libmp3lame").read_bytes()
    assert data.startswith(b"ID3")
    size = int.from_bytes(bytes(7), "big")
    for byte in data[6:10]:
        size = size << 7 | byte
    assert sniff(data[10 + size :][:HEAD_BYTES]) == "audio"


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a\x01\0",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"\0\0\0\x18ftypheic",
    ],
)
def test_pictures_by_their_signature(head: bytes) -> None:
    assert sniff(head) == "image"


def test_a_picture(tmp_path: Path) -> None:
    assert sniff_file(picture(tmp_path / "a.png")) == "image"


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\0" * 64,
        b"\xff" * 64,
        b"<!DOCTYPE html>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"RIFF\x24\0\0\0ACON",
        b"\0\0\0\x18ftypavif",
        b"\0\0\0\x18ftyphevc",
        b"OggS\0\x02",
        b"fLaC",
        b"FLV\x01\x05",
        b"\xff\xfb\xff\xff",
        b"\xff\xf1\xfc\x80",
        b"\xff\xfe<\0h\0t\0m\0l\0>\0",
        "\ufeff<html>".encode("utf-16-le"),
    ],
)
def test_the_rest_is_refused(head: bytes) -> None:
    assert sniff(head) is None
