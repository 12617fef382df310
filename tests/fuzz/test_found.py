"""What the fuzzer found, each as bytes made here: a refusal in words, never a crash."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

pytest.importorskip("av", reason="the engine's extra is not installed")

from engine.media.failures import JobFailed
from engine.media.probe import probe
from tests.fuzz.corpus import made
from tests.integration.render_tools import render_job, run_worker

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


def test_a_sound_that_is_only_announced_is_none(tmp_path: Path) -> None:
    """Cut off after its first pictures: the render looked for a sound that was never written."""
    data = made("pieces.mp4")
    at = data.index(b"mdat")
    path = tmp_path / "live.mp4"
    path.write_bytes(data[: at + 1700])
    facts = probe(path)
    assert (facts["has_audio"], facts["is_cut_short"]) == (False, True)
    outcome = run_worker(
        render_job(tmp_path / "o.mp4", {"a": path}, [("a", 0, facts["duration_ms"])], (320, 176))
    )
    assert outcome.result["frames"] == round(facts["duration_ms"] / 100)
    assert [left.name for left in tmp_path.iterdir() if "parts" in left.name] == []


def test_a_clip_is_never_shorter_than_its_one_frame(tmp_path: Path) -> None:
    """Two frames' times and a length of less than one of them: the film had no frame."""
    path = tmp_path / "short.avi"
    data = bytearray(made("mjpeg.avi"))
    # The stream's scale and rate: 522 ticks a second, 10 frames of it kept.
    at = data.index(b"strh") + 8
    data[at + 20 : at + 28] = struct.pack("<II", 1, 522)
    path.write_bytes(data)
    facts = probe(path)
    assert facts["duration_ms"] >= 1000 / facts["fps"] - 1


def test_a_slow_clip_has_a_frame_in_its_shortest_piece(tmp_path: Path) -> None:
    """At one frame a second a piece of 0.4 s had none, and its sound no time to be written."""
    data = made("fast.mp4")
    at = data.index(b"mdhd") + 16
    path = tmp_path / "slow.mp4"
    # The picture's clock: 1000 ticks a second instead of 10240, as the fuzzer swapped it.
    path.write_bytes(data[:at] + struct.pack(">I", 1000) + data[at + 4 :])
    facts = probe(path)
    assert facts["duration_ms"] == 8192
    assert 10 <= facts["fps"] < 11
    outcome = run_worker(render_job(tmp_path / "o.mp4", {"a": path}, [("a", 0, 400)], (320, 176)))
    assert outcome.result["frames"] == 4
    nothing = render_job(tmp_path / "o.mp4", {"a": path}, [("a", 0, 4)], (320, 176))
    assert run_worker(nothing).code == "unsupported"
