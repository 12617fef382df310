"""The cut of a real person before a drawn room, on the frames that come out of the MP4.

Alpha and the person's light are solved from two renders, before black and before white; the truth
is known because the person was keyed from a plain wall (`tests.bench.matte_people`). Bounds lie a
little above what was measured: what a change may cost before it is seen here.
"""

from dataclasses import replace

import numpy as np
import pytest

from tests.bench import matte_clips, matte_run
from tests.bench.matte_people import SHARED

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the folder of shared clips isn't here")

SMALL = (960, 544)
SECONDS = 0.4

ALLOWED = {
    "mad": 9.5,
    "mse": 3.8,
    "gradient": 42,
    "dtssd": 0.9,
    "band": 95,
    "luma": 4.5,
    "chroma": 1.7,
}


def scores_of(name, folder, steps, **changes):
    recipe = matte_clips.ALL[name]
    scale = recipe.scale * SMALL[1] / recipe.size[1]
    recipe = replace(recipe, size=SMALL, scale=scale, seconds=SECONDS, **changes)
    clip, truth = folder / "clip.mp4", folder / "truth.npz"
    matte_clips.write(recipe, clip, truth)
    known = np.load(truth)
    return {
        step: matte_run.measured(
            matte_run.worker_cuts(clip) if step == "worker" else matte_run.STEPS[step](clip), known
        )
        for step in steps
    }


def test_a_person_at_a_desk_is_cut_out_within_known_bounds(tmp_path):
    scores = scores_of("desk", tmp_path, ("raw", "worker"))
    for measure, most in ALLOWED.items():
        assert getattr(scores["worker"], measure) < most, (measure, scores["worker"])
    assert scores["worker"].band < 0.8 * scores["raw"].band, scores


@pytest.mark.soak
def test_a_hand_that_shakes_and_an_arm_that_waves_keep_their_bounds(tmp_path):
    for name, share in (("hand", 0.8), ("arms", 1.0)):
        folder = tmp_path / name
        folder.mkdir()
        scores = scores_of(name, folder, ("raw", "worker"))
        assert scores["worker"].mad < share * scores["raw"].mad, (name, scores)
