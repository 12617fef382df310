"""The person networks as converted: parity with MediaPipe, their interface, plausibility."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.networks import load, picture_path
from engine.networks.catalog import NETWORKS
from engine.networks.convert import convert
from engine.networks.swap import swap_resizes
from engine.networks.tflite import read

TOP = Path(__file__).parents[2]
SHAPES = {"selfie_square": (256, 256), "selfie_landscape": (144, 256)}
GOLDEN = json.loads((TOP / "tests/truth/mediapipe_masks.json").read_text())["masks"]


def halved(name, top, rows):
    """The picture at half size by exact 2x2 means, so that no library's resize is in the way."""
    rgb = np.asarray(Image.open(picture_path(name)).convert("RGB"))
    rgb = rgb[2 * top : 2 * (top + rows)].astype(np.uint16)
    summed = rgb[0::2, 0::2] + rgb[1::2, 0::2] + rgb[0::2, 1::2] + rgb[1::2, 1::2]
    return ((summed + 2) // 4).astype(np.uint8)


def mask_of(name, picture):
    return load(name).run(None, {"picture": picture[None]})[0][0, 0]


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda g: f"{g['picture']}-{g['network']}")
def test_the_masks_are_those_of_mediapipe(golden):
    mask = mask_of(golden["network"], halved(golden["picture"], golden["top"], golden["rows"]))
    grid = mask.reshape(16, golden["rows"] // 16, 16, 16).mean((1, 3))
    # Measured: 1e-5. Noise of one grey level in the picture gives 4e-3, wrong padding 0.9.
    assert np.abs(grid - np.array(golden["grid"])).max() < 2e-4


@pytest.mark.parametrize("name", SHAPES)
def test_a_network_takes_rgb_bytes_and_gives_the_same_mask_every_time(name):
    session = load(name)
    height, width = SHAPES[name]
    (model_input,), (model_output,) = session.get_inputs(), session.get_outputs()
    assert (model_input.name, model_input.type) == ("picture", "tensor(uint8)")
    assert model_input.shape == [1, height, width, 3]
    assert (model_output.name, model_output.shape) == ("mask", [1, 1, height, width])

    picture = np.random.default_rng(1).integers(0, 256, (1, height, width, 3), np.uint8)
    first, second = (load(name).run(None, {"picture": picture})[0] for _ in range(2))
    assert first.dtype == np.float32
    assert 0 <= first.min() <= first.max() <= 1
    assert np.array_equal(first, second)


def test_the_face_is_in_and_the_corners_are_out():
    mask = mask_of("selfie_square", halved("grace_hopper", 0, 256))
    assert mask[80:150, 100:160].min() > 0.95  # from the brow to the chin
    assert mask[:20, :40].max() < 0.05  # the flag
    assert mask[:20, -40:].max() < 0.05  # the wall


@pytest.mark.parametrize("network", NETWORKS, ids=lambda n: n.name)
def test_the_converter_still_makes_the_files_that_the_catalog_names(network):
    if not network.source.content.is_at(network.source_path):
        pytest.skip(f"{network.source_path.name} was not kept; delete the .onnx and set up again")
    data = network.source_path.read_bytes()
    assert network.converted.is_in(convert(swap_resizes(read(data)), network.name))


def test_nothing_of_the_machine_is_reported_to_anybody(tmp_path):
    """Left alone, onnxruntime notes the machine, the user's id and the program in the home."""
    run = (
        "import numpy, engine.networks as n; s = n.load('selfie_landscape'); "
        "s.run(None, {'picture': numpy.zeros((1, 144, 256, 3), numpy.uint8)})"
    )
    environment = {name: v for name, v in os.environ.items() if not name.startswith(("ORT", "XDG"))}
    subprocess.run(
        [sys.executable, "-c", run], env=environment | {"HOME": str(tmp_path)}, cwd=TOP, check=True
    )
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
