"""The converter, on graphs small enough to check by hand."""

import struct

import flatbuffers
import numpy as np
import onnxruntime
import pytest

from engine.networks.convert import convert
from engine.networks.swap import swap_resizes
from engine.networks.tflite import Graph, Operator, Tensor, UnsupportedGraph, read


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
