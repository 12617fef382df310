"""A matting network of the operator's own: known by its signature, and it cuts the person out.

The networks are made here, of a few nodes, with the inputs and outputs that the published files of
Robust Video Matting and MODNet have. They take for a person whatever is redder than green.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.networks import OWN_NETWORK, NetworksMissing, onnx_writer, require_own
from engine.networks.onnx_writer import Node, Value
from engine.networks.own import MEMORY_IN, MEMORY_OUT, OwnNetwork, WrongNetwork, sha256_of
from engine.picture.own_finder import OwnFinder, chosen_finder
from engine.picture.person import Finder
from engine.picture.shrink import CellBox, shrink
from tests.integration.render_tools import REPOSITORY, decode, render_job, run_worker, write_clip

ANY = ("batch", "height", "width")
REDDER = np.array([40, -40, 0], np.float32).reshape(1, 3, 1, 1)


def picture_of(name, channels, dtype="float32"):
    return Value(name, dtype, (ANY[0], channels, ANY[1], ANY[2]))


def modnet(path: Path) -> Path:
    nodes = [
        Node("Conv", ("input", "redder"), ("score",)),
        Node("Sigmoid", ("score",), ("output",)),
    ]
    data = onnx_writer.encode(
        "tiny", nodes, {"redder": REDDER}, [picture_of("input", 3)], [picture_of("output", 1)]
    )
    path.write_bytes(data)
    return path


def rvm(path: Path, *, remembers: bool = False) -> Path:
    """With `remembers` its alpha is how many pictures it has seen, a tenth each.

    Its memory has the picture's size, as the published network's has.
    """
    memory = [Value(name, "float32", ("a", "b", "c", "d")) for name in MEMORY_IN]
    nodes = [
        Node("Conv", ("src", "redder"), ("score",)),
        Node("Sigmoid", ("score",), ("cut",)),
        Node("Mul", ("cut", "nothing"), ("blank",)),
        Node("Add", ("blank", "tenth"), ("tenths",)),
        *(
            Node("Add", (before, "tenths"), (after,))
            for before, after in zip(MEMORY_IN, MEMORY_OUT, strict=True)
        ),
        Node("Add", ("blank", "r1o"), ("seen",)),
        Node("Identity", ("seen" if remembers else "cut",), ("pha",)),
        Node("Mul", ("src", "downsample_ratio"), ("fgr",)),
    ]
    weights = {
        "redder": REDDER,
        "tenth": np.full((1, 1, 1, 1), 0.1, np.float32),
        "nothing": np.zeros(1, np.float32),
    }
    inputs = [picture_of("src", 3), *memory, Value("downsample_ratio", "float32", (1,))]
    outputs = [
        picture_of("fgr", 3),
        picture_of("pha", 1),
        *(Value(name, "float32", ("a", "b", "c", "d")) for name in MEMORY_OUT),
    ]
    path.write_bytes(onnx_writer.encode("tiny", nodes, weights, inputs, outputs))
    return path


MAKERS = {"modnet": modnet, "rvm": rvm}


def half_red(height=64, width=96):
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[:, : width // 2] = (200, 40, 40)
    rgb[:, width // 2 :] = (40, 200, 40)
    return rgb


@pytest.mark.parametrize("kind", MAKERS)
def test_it_is_known_by_its_signature_and_gives_an_alpha(tmp_path, kind):
    network = OwnNetwork(MAKERS[kind](tmp_path / "net.onnx"))
    assert network.kind == kind
    assert network.device
    alpha = network.alpha(half_red())
    assert alpha.shape == (64, 96)
    assert alpha[:, :40].min() > 0.99
    assert alpha[:, 56:].max() < 0.01
    width, height = network.size_px(1920, 1080)
    assert (width, height) == (512, 288)


def test_robust_video_matting_remembers_until_it_is_told_to_forget(tmp_path):
    network = OwnNetwork(rvm(tmp_path / "net.onnx", remembers=True))
    seen = [round(float(network.alpha(half_red()).mean()), 3) for _ in range(3)]
    assert seen == [0.1, 0.2, 0.3]
    network.forget()
    assert network.alpha(half_red()).mean() == pytest.approx(0.1)


def other_inputs(path):
    value = Value("x", "float32", (1, 8))
    path.write_bytes(onnx_writer.encode("n", [Node("Identity", ("x",), ("y",))], {}, [value],
                                        [Value("y", "float32", (1, 8))]))  # fmt: skip


def two_inputs(path):
    values = [picture_of("x", 3), picture_of("z", 3)]
    nodes = [Node("Add", ("x", "z"), ("y",))]
    path.write_bytes(onnx_writer.encode("n", nodes, {}, values, [picture_of("y", 3)]))


def grey_input(path):
    nodes = [Node("Identity", ("x",), ("y",))]
    path.write_bytes(onnx_writer.encode("n", nodes, {}, [picture_of("x", 1)], [picture_of("y", 1)]))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "there is no file"),
        (lambda path: path.write_bytes(b"not a network"), "can't load"),
        (other_inputs, "should be float of"),
        (two_inputs, "neither the inputs of Robust Video Matting"),
        (grey_input, "should be float of"),
    ],
    ids=["missing", "rubbish", "other shape", "two inputs", "grey"],
)
def test_what_is_none_is_refused_with_its_reason(tmp_path, monkeypatch, make, reason):
    path = tmp_path / "net.onnx"
    make(path)
    with pytest.raises(WrongNetwork, match=reason):
        OwnNetwork(path)
    monkeypatch.setenv(OWN_NETWORK, str(path))
    with pytest.raises(NetworksMissing, match=reason):
        require_own()


def test_the_engine_says_at_its_start_which_network_it_has(tmp_path):
    path = rvm(tmp_path / "net.onnx")
    found = subprocess.run(
        [sys.executable, "-m", "engine.networks.own", str(path)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    facts = json.loads(found.stdout)
    assert facts == {"kind": "rvm", "sha256": sha256_of(path), "device": facts["device"]}


def test_the_choice_is_the_operators(tmp_path, monkeypatch):
    monkeypatch.delenv(OWN_NETWORK, raising=False)
    assert isinstance(chosen_finder(), Finder)
    monkeypatch.setenv(OWN_NETWORK, str(modnet(tmp_path / "net.onnx")))
    assert isinstance(chosen_finder(), OwnFinder)


def test_a_mask_lies_where_the_picture_has_it(tmp_path):
    from engine.media.stills import from_rgb

    small = shrink(from_rgb(half_red(352, 640)))
    finder = OwnFinder(modnet(tmp_path / "net.onnx"))
    mask = finder.look(small, CellBox(0, 0, 10, 10), "square")
    assert mask.shape == (44, 80)
    assert mask[:, :38].min() > 0.9
    assert mask[:, 42:].max() < 0.1
    assert np.allclose(mask, finder.find(small), atol=1e-3)


def test_shots_of_other_shapes_follow_one_another_and_know_nothing_of_each_other(tmp_path):
    from engine.media.stills import from_rgb
    from engine.picture.follow import follow

    wide = [("wide", shrink(from_rgb(half_red(352, 640)))) for _ in range(3)]
    tall = [("tall", shrink(from_rgb(half_red(640, 352)))) for _ in range(3)]
    finder = OwnFinder(rvm(tmp_path / "net.onnx", remembers=True))
    seen = list(follow([*wide, *tall, *wide], finder))
    assert [one.item for one in seen] == ["wide"] * 3 + ["tall"] * 3 + ["wide"] * 3
    first, last = seen[0].mask, seen[6].mask
    assert (first is None and last is None) or np.allclose(first, last)


@pytest.mark.parametrize("kind", ["rvm", pytest.param("modnet", marks=pytest.mark.soak)])
def test_a_clip_is_cut_out_by_it(tmp_path, monkeypatch, kind):
    """A red block before green: no person to our networks, one to this."""
    size = (320, 176)

    def picture(_):
        bgr = np.full((size[1], size[0], 3), (40, 180, 40), np.uint8)
        bgr[40:, 110:210] = (40, 40, 200)
        return bgr

    clip = write_clip(tmp_path / "clip.mp4", picture, 8, size=size)
    output = tmp_path / "out.mp4"
    blue = {"kind": "color", "color": "#0000ff"}
    job = render_job(output, {"a": clip}, [("a", 0, 266)], size, blue)
    monkeypatch.delenv(OWN_NETWORK, raising=False)
    assert run_worker(job).code == "no_person"
    monkeypatch.setenv(OWN_NETWORK, str(MAKERS[kind](tmp_path / "net.onnx")))
    assert os.environ[OWN_NETWORK]
    assert run_worker(job).result
    frame = decode(output).frames[4].astype(int)
    assert frame[120, 160, 2] > 150, "the red block stays"
    assert frame[100, 30, 0] > 180, "and what is around it is blue"
    assert frame[100, 30, 1] < 60
