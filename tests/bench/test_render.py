"""How fast a render is and how much memory it takes, beside the least that any program must do.

`make bench` prints the tables. The ratio that counts is ours to a bare decode and encode of the
same clip with the same encoder settings, in turn, in one run on one machine: milliseconds say more
about the machine. Every run is a process of its own. `BENCH_RUNS` is how many of each (3).
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.worker import SINGLE_THREADED
from tests.bench import bench_clips
from tests.integration.render_tools import draft

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

RUNS = int(os.environ.get("BENCH_RUNS", "3"))
SECONDS = 10
REPOSITORY = Path(__file__).parents[2]

LEAST_RATIO = 0.6
"""At our own preset, on the sample clip; a loop without thought reaches 0.41."""
MOST_BYTES = 700_000_000
SAME_SHARE = 0.1
PREVIEW_S = 2.0
PROMISE_S = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def clip(folder):
    """Make a clip of a kind and length once."""

    def make(kind, seconds=SECONDS):
        path = folder / f"{kind}-{seconds}.mp4"
        if not path.exists():
            if kind == "real" and not bench_clips.REAL_PERSON.exists():
                pytest.skip("the folder of shared clips is not here")
            run("tests.bench.bench_clips", kind, path, seconds)
        return path

    return make


def run(module, *arguments):
    command = [sys.executable, "-m", module, *map(str, arguments)]
    # As the worker does: its stages are threads, and a library's own would fight with them.
    environment = {**os.environ, **dict.fromkeys(SINGLE_THREADED, "1")}
    result = subprocess.run(
        command, capture_output=True, text=True, cwd=REPOSITORY, env=environment, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def measured(way, clip, output, preset):
    return json.loads(run("tests.bench.render_run", way, clip, output, preset))


def say(line=""):
    sys.stdout.write(line + "\n")


@pytest.mark.parametrize("kind", ["sample", "noisy", "real"])
def test_frames_per_second_beside_the_bare_encoder(kind, clip, folder):
    path = clip(kind)
    say(f"\n{kind}: {SECONDS} s of 1080p, {path.stat().st_size * 8 / SECONDS / 1e6:.1f} Mbit/s")
    say("  preset      frames/s bare   ours   ratio   ratio of CPU   peak MB bare  ours   kB")
    ratios = {}
    for preset in ("veryfast", "superfast"):
        runs = {"bare": [], "ours": []}
        for _ in range(RUNS):
            for way, results in runs.items():
                results.append(measured(way, path, folder / "out.mp4", preset))

        def median(way, key, runs=runs):
            return statistics.median(result[key] for result in runs[way])

        speed = {
            way: statistics.median(one["frames"] / one["seconds"] for one in runs[way])
            for way in runs
        }
        ratios[preset] = speed["ours"] / speed["bare"]
        say(
            f"  {preset:10} {speed['bare']:14.1f} {speed['ours']:6.1f} {ratios[preset]:7.2f}"
            f" {median('bare', 'cpu_seconds') / median('ours', 'cpu_seconds'):14.2f}"
            f" {median('bare', 'peak_bytes') / 1e6:14.0f} {median('ours', 'peak_bytes') / 1e6:5.0f}"
            f" {median('ours', 'size_bytes') / 1000:6.0f}"
        )
    assert ratios["veryfast"] > LEAST_RATIO


def test_memory_does_not_grow_with_the_clip(clip, folder):
    peaks = {
        seconds: measured("ours", clip("sample", seconds), folder / "out.mp4", "veryfast")[
            "peak_bytes"
        ]
        for seconds in (10, 60)
    }
    say(f"\npeak memory: {peaks[10] / 1e6:.0f} MB for 10 s, {peaks[60] / 1e6:.0f} MB for 60 s")
    assert abs(peaks[60] - peaks[10]) < SAME_SHARE * peaks[10]
    assert max(peaks.values()) < MOST_BYTES


def test_a_preview_is_there_before_one_wonders(clip, folder):
    job = {
        "job": "preview",
        "draft": draft(
            [("a", 0, SECONDS * 1000)], (1920, 1080), {"kind": "scene", "scene": "office"}
        ),
        "assets": {"a": str(clip("sample"))},
        "at_ms": 1000,
        "output_path": str(folder / "look.jpg"),
    }
    seconds = []
    for _ in range(max(3, RUNS)):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "engine.worker"],
            input=json.dumps(job) + "\n",
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            check=True,
        )
        seconds.append(time.perf_counter() - began)
    say(f"\npreview: {statistics.median(seconds):.2f} s from the start of the process")
    assert statistics.median(seconds) < PREVIEW_S


def test_from_the_command_to_the_mp4(clip, folder):
    """The promise: 30 to 60 s for a clip of 30 s."""
    path, output = clip("sample", 30), folder / "office.mp4"
    words = "remove the original background and replace it with a virtual office scene"
    command = [str(Path(sys.executable).parent / "backdrop"), "edit", str(path), words]
    began = time.perf_counter()
    result = subprocess.run(
        [*command, "-o", str(output), "--nemo", "local", "--data-dir", str(folder / "data")],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    seconds = time.perf_counter() - began
    assert result.returncode == 0, result.stdout + result.stderr
    assert output.stat().st_size > 100_000
    say(f"\n30 s of 1080p, from `backdrop edit` to the MP4: {seconds:.1f} s")
    assert seconds < PROMISE_S
