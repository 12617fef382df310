"""How good the cut is, step by step, on clips of known alpha; `make bench` prints the table.

What the columns mean stands in `matte_metrics`, what the clips are in `matte_clips`. The clips that
the steps were tuned on and those that were kept from it are averaged apart. `MATTE_CLIPS` names the
clips to measure, comma separated, and `MATTE_FOLDER` a folder in which made clips are kept.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.matte_clips import ALL, KEPT, TUNING
from tests.bench.matte_metrics import Scores, mean_of
from tests.bench.matte_people import SHARED

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

REPOSITORY = Path(__file__).parents[2]
STEPS = ("raw", "crop", "tidied", "guided", "room", "worker")
LEAST_GAIN = {"mad": 0.75, "band": 0.75, "luma": 0.9}
"""What must be left at most of the raw mask's error, on clips kept from tuning."""


def run(module, *arguments):
    command = [sys.executable, "-m", module, *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def say(line=""):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def line(step, scores):
    return (
        f"{step:10}{scores.mad:8.1f}{scores.mse:7.1f}{scores.gradient:7.1f}{scores.dtssd:7.2f}"
        f"{scores.band:7.0f}{scores.luma:7.1f}{scores.chroma:7.2f}"
    )


def test_every_step_of_the_cut_on_clips_of_known_alpha(tmp_path):
    if not SHARED.exists():
        pytest.skip("the folder of shared clips is not here")
    folder = Path(os.environ.get("MATTE_FOLDER", tmp_path))
    names = os.environ.get("MATTE_CLIPS", ",".join(ALL)).split(",")
    found = {}
    for name in names:
        clip, truth = folder / f"{name}.mp4", folder / f"{name}.npz"
        if not truth.exists():
            run("tests.bench.matte_clips", name, folder)
        scores = json.loads(run("tests.bench.matte_run", clip, truth, *STEPS))
        found[name] = {step: Scores(**values) for step, values in scores.items()}
        say(f"\n{name:10}     MAD    MSE   grad  dtSSD   band     cY     cC")
        for step in STEPS:
            say(line(step, found[name][step]))
    means = {}
    for title, group in (("tuning", TUNING), ("kept", KEPT)):
        chosen = [found[name] for name in group if name in found]
        if not chosen:
            continue
        say(f"\nmean of {len(chosen)} clips: {title}")
        for step in STEPS:
            means[title, step] = mean_of([scores[step] for scores in chosen])
            say(line(step, means[title, step]))
    if ("kept", "raw") in means:
        raw, ours = means["kept", "raw"], means["kept", "worker"]
        for measure, share in LEAST_GAIN.items():
            assert getattr(ours, measure) < share * getattr(raw, measure), measure
