"""What the worker says to bad files and bad jobs, and how it ends when it is told to."""

import json
import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from engine.sample import Clip, make_clip
from tests.integration.render_tools import (
    REPOSITORY,
    render_job,
    run_worker,
    start_worker,
    write_clip,
)

SIZE = (320, 176)
OFFICE = {"kind": "scene", "scene": "office"}


def grey(index):
    return np.full((176, 320, 3), 90 + index % 60, np.uint8)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A second of the sample clip, 1080p."""
    path = tmp_path_factory.mktemp("sample") / "sample.mp4"
    make_clip(path, Clip(seconds=2))
    return path


def probe_code(path):
    outcome = run_worker({"job": "probe", "path": str(path)})
    message = outcome.last["message"]
    assert message.endswith(".")
    assert str(path) not in message
    assert "Error" not in message
    return outcome.code


def written(path, data):
    path.write_bytes(data)
    return path


def test_an_empty_file_and_one_of_rubbish(tmp_path):
    rubbish = np.random.default_rng(1).integers(0, 256, 50_000, np.uint8).tobytes()
    assert probe_code(written(tmp_path / "empty.mp4", b"")) == "empty"
    assert probe_code(written(tmp_path / "rubbish.mp4", b"\x00" + rubbish)) == "unsupported"
    mp4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + rubbish
    assert probe_code(written(tmp_path / "rubbish2.mp4", mp4)) == "damaged"
    assert probe_code(written(tmp_path / "text.mp4", b"This is no film.\n" * 50)) == "unsupported"
    assert probe_code(tmp_path / "not-there.mp4") == "damaged"


def test_a_list_of_files_is_no_clip(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", grey, 10)
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{clip}\n#EXT-X-ENDLIST\n"
    assert probe_code(written(tmp_path / "list.m3u8", playlist.encode())) == "unsupported"
    concat = f"ffconcat version 1.0\nfile '{clip}'\n"
    assert probe_code(written(tmp_path / "list.mp4", concat.encode())) == "unsupported"


@pytest.mark.soak
def test_a_clip_that_was_cut_off_before_its_index(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", grey, 60)
    data = clip.read_bytes()
    cut = written(tmp_path / "cut.mp4", data[: len(data) * 6 // 10])
    assert probe_code(cut) == "damaged"
    job = render_job(tmp_path / "o.mp4", {"a": cut}, [("a", 0, 1000)], SIZE)
    assert run_worker(job).code == "damaged"
    assert not (tmp_path / "o.mp4").exists()


@pytest.mark.soak
def test_a_clip_without_a_frame_and_one_without_a_picture(tmp_path):
    bare = tmp_path / "bare.mp4"
    with av.open(str(bare), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 176, "yuv420p"
        container.start_encoding()
    assert probe_code(bare) == "empty"

    spoken = tmp_path / "spoken.m4a"
    with av.open(str(spoken), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48000), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = 48000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    facts = run_worker({"job": "probe", "path": str(spoken)}).result
    assert (facts["file_type"], facts["width"]) == ("audio", None)
    assert facts["duration_ms"] == pytest.approx(1000, abs=50)
    job = render_job(tmp_path / "o.mp4", {"a": spoken}, [("a", 0, 1000)], SIZE)
    assert run_worker(job).code == "no_video"


@pytest.mark.soak
def test_8k_is_refused_in_one_sentence_and_before_it_is_decoded(tmp_path):
    black = (16, 128, 128)
    clip = write_clip(
        tmp_path / "8k.mp4",
        lambda index: black,
        1,
        size=(7680, 4320),
        options={"preset": "ultrafast", "threads": "1"},
    )
    outcome = run_worker({"job": "probe", "path": str(clip)})
    assert outcome.code == "too_large"
    assert "7680x4320" in outcome.last["message"]
    assert "4096x2304" in outcome.last["message"]


@pytest.mark.soak
def test_a_clip_of_more_than_half_an_hour_is_refused(tmp_path):
    clip = write_clip(
        tmp_path / "long.mp4",
        grey,
        3,
        ticks=[0, 900, 1860],
        time_base=Fraction(1),
        options={"bf": "0"},
    )
    assert probe_code(clip) == "too_long"


@pytest.mark.soak
def test_a_picture_of_too_many_pixels_is_refused(tmp_path):
    assert cv2.imwrite(str(tmp_path / "huge.png"), np.zeros((9000, 9000), np.uint8))
    assert probe_code(tmp_path / "huge.png") == "too_large"
    data = (tmp_path / "huge.png").read_bytes()
    assert probe_code(written(tmp_path / "cut.png", data[:3000])) in ("damaged", "too_large")


@pytest.mark.soak
def test_nobody_in_the_picture_is_said_and_not_an_empty_room(tmp_path):
    clip = write_clip(tmp_path / "empty-room.mp4", grey, 20)
    job = render_job(tmp_path / "o.mp4", {"a": clip}, [("a", 0, 660)], SIZE, OFFICE)
    outcome = run_worker(job)
    assert outcome.code == "no_person"
    assert "person" in outcome.last["message"]
    assert not (tmp_path / "o.mp4").exists()
    look = {**job, "job": "preview", "at_ms": 300, "output_path": str(tmp_path / "o.jpg")}
    assert run_worker(look).code == "no_person"
    assert not (tmp_path / "o.jpg").exists()


BAD_DRAFTS = {
    "no draft": None,
    "a canvas of nothing": {"cw": 0, "ch": 176, "t": []},
    "a canvas beyond all bounds": {"cw": 100_000, "ch": 176, "t": []},
    "words for tracks": {"cw": 320, "ch": 176, "t": "main"},
    "a clip before time": {
        "cw": 320,
        "ch": 176,
        "t": [{"tt": 0, "sg": [{"st": 0, "d": -5, "m": {"asset": "a"}}]}],
    },
    "a gap": {
        "cw": 320,
        "ch": 176,
        "t": [
            {
                "tt": 0,
                "sg": [
                    {"st": 0, "d": 100, "m": {"asset": "a"}},
                    {"st": 500, "d": 100, "m": {"asset": "a"}},
                ],
            }
        ],
    },
    "a clip beyond its end": {
        "cw": 320,
        "ch": 176,
        "t": [{"tt": 0, "sg": [{"st": 0, "d": 60_000, "m": {"asset": "a"}}]}],
    },
}


@pytest.mark.parametrize("name", BAD_DRAFTS)
@pytest.mark.soak
def test_a_draft_that_cannot_be(tmp_path, name):
    clip = write_clip(tmp_path / "clip.mp4", grey, 10)
    outcome = run_worker(
        {
            "job": "render",
            "draft": BAD_DRAFTS[name],
            "assets": {"a": str(clip)},
            "output_path": str(tmp_path / "o.mp4"),
        }
    )
    assert outcome.code == "unsupported"
    assert not (tmp_path / "o.mp4").exists()


@pytest.mark.soak
def test_an_empty_timeline_and_a_file_that_is_gone(tmp_path):
    empty = {"cw": 320, "ch": 176, "t": []}
    job = {"job": "render", "draft": empty, "assets": {}, "output_path": str(tmp_path / "o.mp4")}
    assert run_worker(job).code == "empty"
    gone = render_job(tmp_path / "o.mp4", {}, [("a", 0, 1000)], SIZE)
    assert run_worker(gone).code == "damaged"


@pytest.mark.soak
def test_a_job_that_is_none_is_our_own_fault():
    assert run_worker({"job": "dance"}).code == "internal"
    assert run_worker(["no", "object"]).code == "internal"


@pytest.mark.soak
def test_an_output_that_cannot_be_written(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", grey, 10)
    job = render_job(tmp_path / "no" / "folder" / "o.mp4", {"a": clip}, [("a", 0, 300)], SIZE)
    assert run_worker(job).code == "internal"


def begun(job):
    """A worker that has begun to encode, and the fractions that it has told so far."""
    worker = start_worker()
    worker.stdin.write(json.dumps(job) + "\n")
    worker.stdin.close()
    for line in worker.stdout:
        event = json.loads(line)
        assert event["event"] == "progress", event
        if event["fraction"] > 0:
            return worker
    raise AssertionError(worker.stderr.read())


def long_job(sample, output):
    """A render that takes some ten seconds."""
    return render_job(output, {"a": sample}, [("a", 0, 2000)] * 8, (1920, 1080), OFFICE)


def ended(worker):
    """(exit status, seconds that it took to end)."""
    began = time.monotonic()
    status = worker.wait(timeout=20)
    for pipe in (worker.stdout, worker.stderr):
        pipe.close()
    return status, time.monotonic() - began


@pytest.mark.soak
def test_sigterm_ends_a_render_within_a_second_and_leaves_nothing(sample, tmp_path):
    output = tmp_path / "o.mp4"
    worker = begun(long_job(sample, output))
    assert output.exists()
    worker.send_signal(signal.SIGTERM)
    status, seconds = ended(worker)
    assert status == 128 + signal.SIGTERM
    assert seconds < 1.0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.soak
def test_a_worker_that_nobody_listens_to_ends(sample, tmp_path):
    worker = begun(long_job(sample, tmp_path / "o.mp4"))
    worker.stdout.close()
    assert worker.wait(timeout=20) != 0
    worker.stderr.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
@pytest.mark.soak
def test_a_render_out_of_processor_time_says_so(sample, tmp_path):
    import resource

    worker = begun(long_job(sample, tmp_path / "o.mp4"))
    ticks = os.sysconf("SC_CLK_TCK")
    fields = Path(f"/proc/{worker.pid}/stat").read_text().rsplit(")", 1)[1].split()
    used_s = (int(fields[11]) + int(fields[12])) // ticks
    resource.prlimit(worker.pid, resource.RLIMIT_CPU, (used_s + 1, used_s + 20))
    events = [json.loads(line) for line in worker.stdout]
    status, _ = ended(worker)
    assert (events[-1]["event"], events[-1]["code"], status) == ("failed", "too_long", 3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't hold the limit")
@pytest.mark.soak
def test_a_worker_cannot_take_all_memory():
    code = (
        "from engine.media.limits import limit_memory, MEMORY_BYTES\n"
        "limit_memory()\n"
        "bytearray(100_000_000)\n"
        "try:\n    bytearray(MEMORY_BYTES)\n"
        "except MemoryError:\n    print('refused')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY
    )
    assert result.stdout == "refused\n", result.stderr


@pytest.mark.soak
def test_two_renders_give_the_same_file_and_tell_their_progress(sample, tmp_path):
    outcomes = [
        run_worker(
            render_job(
                tmp_path / f"{number}.mp4", {"a": sample}, [("a", 0, 1000)], (1920, 1080), OFFICE
            )
        )
        for number in range(2)
    ]
    assert outcomes[0].result == outcomes[1].result
    assert (tmp_path / "0.mp4").read_bytes() == (tmp_path / "1.mp4").read_bytes()
    assert outcomes[0].result["size_bytes"] == (tmp_path / "0.mp4").stat().st_size
    fractions = [e["fraction"] for e in outcomes[0].events if e["event"] == "progress"]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
