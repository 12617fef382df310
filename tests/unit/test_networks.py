"""The person networks: parity with MediaPipe, the converter's arithmetic, set-up when it fails."""

import json
import os
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import flatbuffers
import numpy as np
import onnxruntime
import pytest
from PIL import Image

from engine.networks import NetworksMissing, load, picture_path
from engine.networks.catalog import NETWORKS, PICTURES
from engine.networks.convert import convert
from engine.networks.fetch import FetchError, read_member
from engine.networks.swap import swap_resizes
from engine.networks.tflite import Graph, Operator, Tensor, UnsupportedGraph, read

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


# --- the converted networks ---------------------------------------------------------------------


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


def test_a_damaged_network_is_not_loaded(tmp_path):
    checkout = checkout_in(tmp_path)
    (checkout / "engine/networks/selfie_square.onnx").write_bytes(b"half a file")
    for name in SHAPES:
        code = f"from engine import networks; networks.load({name!r})"
        result = subprocess.run(
            [sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True
        )
        assert "NetworksMissing" in result.stderr
        assert "make setup" in result.stderr
    assert issubclass(NetworksMissing, RuntimeError)


# --- the converter, on graphs small enough to check by hand --------------------------------------


def graph_of(operators, tensors, values):
    edges = tuple(Tensor(name, tuple(shape), values.get(name)) for name, shape in tensors.items())
    numbers = {name: number for number, name in enumerate(tensors)}
    nodes = tuple(
        Operator(kind, tuple(numbers[i] for i in inputs), (numbers[output],), options)
        for kind, inputs, output, options in operators
    )
    first, last = numbers[operators[0][1][0]], numbers[operators[-1][2]]
    return Graph(edges, nodes, (first,), (last,))


def run(graph, picture):
    model = convert(graph, "small")
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return session.run(None, {"picture": picture[None]})[0][0, 0]


def conv_options(stride, padding=0, **more):
    shape = {"stride_w": stride, "stride_h": stride, "dilation_w": 1, "dilation_h": 1}
    return {"padding": padding, "activation": 0, **shape, **more}


@pytest.mark.parametrize(("kernel", "before"), [(3, 0), (5, 1)])
def test_same_padding_with_stride_two_puts_the_odd_pixel_after(kernel, before):
    rng = np.random.default_rng(kernel)
    picture = rng.integers(0, 256, (8, 8, 3), np.uint8)
    weights = rng.normal(size=(1, kernel, kernel, 3)).astype(np.float32)
    bias = np.array([0.5], np.float32)
    mask = run(
        graph_of(
            [("CONV_2D", ("in", "w", "b"), "out", conv_options(2))],
            {"in": (1, 8, 8, 3), "w": weights.shape, "b": (1,), "out": (1, 4, 4, 1)},
            {"w": weights, "b": bias},
        ),
        picture,
    )
    padded = np.pad(picture / 255, ((before, kernel), (before, kernel), (0, 0)))
    expected = [
        [(padded[y : y + kernel, x : x + kernel] * weights[0]).sum() + 0.5 for x in range(0, 8, 2)]
        for y in range(0, 8, 2)
    ]
    assert np.allclose(mask, expected, atol=1e-5)


def resize_graph(reader_kernel=1):
    rng = np.random.default_rng(7)
    w1 = rng.normal(size=(4, 1, 1, 3)).astype(np.float32)
    w2 = rng.normal(size=(1, reader_kernel, reader_kernel, 4)).astype(np.float32)
    return graph_of(
        [
            ("CONV_2D", ("in", "w1", "b1"), "small", conv_options(1)),
            ("RESIZE_BILINEAR", ("small", "size"), "big", {"align_corners": 0, "half_pixel": 1}),
            ("CONV_2D", ("big", "w2", "b2"), "out", conv_options(1)),
        ],
        {
            "in": (1, 6, 5, 3),
            "w1": w1.shape,
            "b1": (4,),
            "small": (1, 6, 5, 4),
            "size": (2,),
            "big": (1, 12, 10, 4),
            "w2": w2.shape,
            "b2": (1,),
            "out": (1, 12, 10, 1),
        },
        {
            "w1": w1,
            "b1": rng.normal(size=4).astype(np.float32),
            "size": np.array([12, 10], np.int32),
            "w2": w2,
            "b2": np.array([3], np.float32),
        },
    )


def test_swapping_a_resize_with_the_convolution_after_it_changes_nothing():
    graph = resize_graph()
    swapped = swap_resizes(graph)
    assert [o.kind for o in swapped.operators] == ["CONV_2D", "CONV_2D", "RESIZE_BILINEAR"]
    picture = np.random.default_rng(8).integers(0, 256, (6, 5, 3), np.uint8)
    assert np.allclose(run(graph, picture), run(swapped, picture), atol=1e-5)


def test_a_resize_before_a_wider_convolution_stays_where_it_is():
    graph = resize_graph(reader_kernel=3)
    assert swap_resizes(graph) == graph


def test_what_the_converter_does_not_know_is_refused():
    dilated = conv_options(1) | {"dilation_w": 2}
    for options, message in [(dilated, "dilated"), (conv_options(1, activation=1), "activation")]:
        graph = graph_of(
            [("CONV_2D", ("in", "w", "b"), "out", options)],
            {"in": (1, 4, 4, 3), "w": (1, 3, 3, 3), "b": (1,), "out": (1, 4, 4, 1)},
            {"w": np.ones((1, 3, 3, 3), np.float32), "b": np.ones(1, np.float32)},
        )
        with pytest.raises(UnsupportedGraph, match=message):
            convert(graph, "small")


def tflite_file(builtin_code):
    """A TFLite file with one constant and one operator, by the reference flatbuffer writer."""
    b = flatbuffers.Builder()

    def vector(values, prepend, width):
        b.StartVector(width, len(values), width)
        for value in reversed(values):
            prepend(value)
        return b.EndVector()

    def table(*slots):
        b.StartObject(len(slots))
        for number, slot in enumerate(slots):
            if slot is not None:
                kind, value = slot
                getattr(b, f"Prepend{kind}Slot")(number, value, 0)
        return b.EndObject()

    def reference(value):
        return "UOffsetTRelative", value

    stored = np.array([[1.5, -2.0]], np.float16).tobytes()
    buffers = [table(None), table(reference(b.CreateByteVector(stored)))]
    shape, name = vector([1, 2], b.PrependInt32, 4), b.CreateString("half")
    tensors = [table(reference(shape), ("Int8", 1), ("Uint32", 1), reference(name))]
    options = table(("Int8", 1), ("Int32", 3), ("Int32", 2))
    ends = vector([0], b.PrependInt32, 4), vector([0], b.PrependInt32, 4)
    operator = table(
        ("Uint32", 0), reference(ends[0]), reference(ends[1]), ("Uint8", 1), reference(options)
    )
    # Codes above 127 stand in the newer field alone, with 127 in the old one.
    code = table(("Int8", min(builtin_code, 127)), None, None, ("Int32", builtin_code))
    subgraph = table(
        reference(vector(tensors, b.PrependUOffsetTRelative, 4)),
        reference(vector([0], b.PrependInt32, 4)),
        reference(vector([0], b.PrependInt32, 4)),
        reference(vector([operator], b.PrependUOffsetTRelative, 4)),
    )
    b.Finish(
        table(
            ("Uint32", 3),
            reference(vector([code], b.PrependUOffsetTRelative, 4)),
            reference(vector([subgraph], b.PrependUOffsetTRelative, 4)),
            None,
            reference(vector(buffers, b.PrependUOffsetTRelative, 4)),
        ),
        file_identifier=b"TFL3",
    )
    return bytes(b.Output())


def test_the_reader_agrees_with_the_reference_writer():
    graph = read(tflite_file(3))
    (tensor,), (operator,) = graph.tensors, graph.operators
    assert (tensor.name, tensor.shape, tensor.values.tolist()) == ("half", (1, 2), [[1.5, -2.0]])
    assert (operator.kind, operator.inputs, operator.outputs) == ("CONV_2D", (0,), (0,))
    assert operator.options == conv_options(1, padding=1) | {"stride_w": 3, "stride_h": 2}


def test_the_reader_refuses_damage_and_unknown_operators():
    whole = tflite_file(3)
    refused = 0
    for length in range(0, len(whole), 4):
        try:
            read(whole[:length])
        except UnsupportedGraph:
            refused += 1
    assert refused > len(whole) // 8  # the rest lost only bytes that say nothing
    with pytest.raises(UnsupportedGraph, match="operator 200"):
        read(tflite_file(200))
    with pytest.raises(UnsupportedGraph):
        read(b"PK\x03\x04 not this" + struct.pack("<I", 4))


# --- set-up: real pip, wheels of our own, no network ---------------------------------------------


def checkout_in(folder):
    """A checkout with nothing set up: the code alone."""
    package = folder / "checkout/engine/networks"
    package.mkdir(parents=True)
    for source in (TOP / "engine/networks").glob("*.py"):
        shutil.copy(source, package)
    (package.parent / "__init__.py").touch()
    (folder / "checkout/pyproject.toml").touch()
    return folder / "checkout"


def wheel(folder, name, members):
    folder.mkdir(exist_ok=True)
    distribution = name.partition("-")[0]
    info = f"{name}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as archive:
        for path, data in members.items():
            archive.writestr(path, data)
        archive.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {name.partition('-')[2]}\n",
        )
        tag = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(f"{info}/WHEEL", tag)
        archive.writestr(f"{info}/RECORD", "")


def set_up(checkout, wheels, *arguments):
    (checkout / "tmp").mkdir(exist_ok=True)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PIP_")},
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "TMPDIR": str(checkout / "tmp"),
    }
    result = subprocess.run(
        [sys.executable, "-m", "engine.networks", *arguments],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in result.stderr
    assert list((checkout / "tmp").iterdir()) == []  # no wheel and no log left behind
    return result


def made(checkout):
    kept = (path.relative_to(checkout) for path in checkout.rglob("*") if path.is_file())
    return sorted(str(path) for path in kept if path.suffix not in {".py", ".pyc", ".toml"})


def originals():
    grace_hopper, astronaut = (p.path.read_bytes() for p in PICTURES)
    return {"matplotlib-3.10.0": grace_hopper, "scikit_image-0.25.2": astronaut}


def test_the_pictures_come_out_of_their_wheels_and_a_second_run_is_silent(tmp_path):
    checkout = checkout_in(tmp_path)
    for picture, (name, data) in zip(PICTURES, originals().items(), strict=True):
        wheel(tmp_path / "wheels", name, {picture.source.path: data})
    result = set_up(checkout, tmp_path / "wheels", "--only", "pictures")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 2
    assert made(checkout) == [
        ".cache/pictures/astronaut.png",
        ".cache/pictures/grace_hopper.jpg",
    ]

    started = time.perf_counter()
    result = set_up(checkout, tmp_path / "nowhere", "--only", "pictures")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert time.perf_counter() - started < 2  # 0.1 s on an idle machine


def test_a_kept_original_is_converted_again_without_a_download(tmp_path):
    checkout = checkout_in(tmp_path)
    kept = checkout / ".cache/networks"
    kept.mkdir(parents=True)
    for network in NETWORKS:
        if not network.source_path.is_file():
            pytest.skip(f"{network.source_path.name} was not kept; delete the .onnx and set up")
        shutil.copy(network.source_path, kept)
    result = set_up(checkout, tmp_path / "nowhere", "--only", "networks")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 2
    for network in NETWORKS:
        assert network.converted.is_at(checkout / "engine/networks" / network.path.name)


def test_without_a_connection_one_line_for_each_package_says_what_to_do(tmp_path):
    checkout = checkout_in(tmp_path)
    result = set_up(checkout, tmp_path / "nowhere")
    assert (result.returncode, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert [line.split("==")[0] for line in lines] == ["mediapipe", "matplotlib", "scikit-image"]
    assert all("check the internet connection" in line for line in lines)
    assert made(checkout) == []


def test_a_changed_file_a_damaged_wheel_and_a_bare_one_leave_nothing_behind(tmp_path):
    checkout = checkout_in(tmp_path)
    wheels = tmp_path / "wheels"
    changed = bytearray(originals()["matplotlib-3.10.0"])
    changed[1000] ^= 1
    wheel(wheels, "matplotlib-3.10.0", {PICTURES[0].source.path: bytes(changed)})
    wheel(wheels, "scikit_image-0.25.2", {"skimage/data/other.png": b""})
    wheel(wheels, "mediapipe-0.10.21", {n.source.path: b"\0" * 250_000 for n in NETWORKS})
    result = set_up(checkout, wheels)
    assert (result.returncode, result.stdout) == (1, "")
    assert "grace_hopper.jpg in matplotlib==3.10.0 is not the file that we know" in result.stderr
    assert "selfie_segmentation.tflite in mediapipe==0.10.21 is not the file" in result.stderr
    assert "scikit-image==0.25.2 is damaged" in result.stderr
    assert made(checkout) == []


def test_one_failure_does_not_keep_the_rest_from_being_made(tmp_path):
    checkout = checkout_in(tmp_path)
    data = originals()["scikit_image-0.25.2"]
    wheel(tmp_path / "wheels", "scikit_image-0.25.2", {PICTURES[1].source.path: data})
    result = set_up(checkout, tmp_path / "wheels", "--only", "pictures")
    assert result.returncode == 1
    assert made(checkout) == [".cache/pictures/astronaut.png"]


def test_a_wheel_cut_short_is_a_fetch_error(tmp_path):
    member = PICTURES[0].source
    wheel(tmp_path, "matplotlib-3.10.0", {member.path: originals()["matplotlib-3.10.0"]})
    (path,) = tmp_path.glob("*.whl")
    assert member.content.is_in(read_member(path, member))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FetchError, match="damaged"):
        read_member(path, member)


def test_a_folder_that_cannot_be_written_is_one_plain_line(tmp_path):
    checkout = checkout_in(tmp_path)
    (checkout / ".cache").write_text("a file where a folder should be")
    wheel(
        tmp_path / "wheels",
        "matplotlib-3.10.0",
        {PICTURES[0].source.path: originals()["matplotlib-3.10.0"]},
    )
    result = set_up(checkout, tmp_path / "wheels", "--only", "pictures")
    assert result.returncode == 1
    assert "grace_hopper.jpg could not be written" in result.stderr
