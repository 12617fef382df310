"""A long sound takes no more memory than a short one, whatever is done to it."""

import subprocess
import sys

import numpy as np
import pytest

from tests.integration.render_tools import REPOSITORY
from tests.integration.sound_tools import RATE_HZ, film

pytestmark = pytest.mark.soak

SHORT_S, LONG_S = 60, 480
MORE_MB = 25
"""What the index of a longer file takes, and the allocator's leavings."""

LISTENER = """
import resource, sys
from pathlib import Path
from engine.sound.cuts import SoundCut, Soundtrack
from engine.sound.mix import mixed

path, length_s = Path(sys.argv[1]), float(sys.argv[2])
options = {name: value for name, value in [("speed", 1.5)] if "speed" in sys.argv}
options |= {name: True for name in ["is_reversed"] if name in sys.argv}
options |= {name: -16 for name in ["loudness_lufs"] if name in sys.argv}
clip = SoundCut(path, 0, length_s / options.get("speed", 1), **options)
music = (SoundCut(path, 0, clip.duration_s),) if "music" in sys.argv else ()
samples = sum(block.shape[1] for block in mixed(Soundtrack(clip.duration_s, (clip,), music, True)))
assert samples == round(clip.duration_s * 48000)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak // (1024**2 if sys.platform == "darwin" else 1024))
"""


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    noise = np.random.default_rng(3).normal(0, 0.1, 10 * RATE_HZ)
    return {
        length_s: film(folder / f"{length_s}.mp4", np.tile(noise, length_s // 10), rate=5)
        for length_s in (SHORT_S, LONG_S)
    }


@pytest.mark.parametrize(
    "asked", [(), ("is_reversed",), ("speed",), ("is_reversed", "speed", "loudness_lufs", "music")]
)
def test_memory_does_not_grow_with_the_length(clips, asked):
    peaks_mb = [
        int(
            subprocess.run(
                [sys.executable, "-c", LISTENER, str(clips[length_s]), str(length_s), *asked],
                cwd=REPOSITORY,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for length_s in (SHORT_S, LONG_S)
    ]
    assert peaks_mb[1] < peaks_mb[0] + MORE_MB
