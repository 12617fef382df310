"""What the fuzzer found, each as bytes made here: a refusal in words, never a crash."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

pytest.importorskip("av", reason="the engine's extra is not installed")

from engine.media.failures import JobFailed
from engine.media.probe import probe

GIF_FRAME = b"\x2c" + struct.pack("<HHHHB", 0, 0, 8, 8, 0) + b"\x02\x02\x44\x01\0"
GIF_HEAD = b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"

FOUND = {
    # Pillow raises IndexError while it looks for a second frame.
    "a GIF that ends within its second frame": GIF_HEAD + GIF_FRAME + GIF_FRAME[:10],
}


@pytest.mark.parametrize("name", FOUND)
def test_it_is_refused_in_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(FOUND[name])
    with pytest.raises(JobFailed) as failure:
        probe(path)
    assert failure.value.code in ("damaged", "unsupported", "empty", "too_large", "too_long")
