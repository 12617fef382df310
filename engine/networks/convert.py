"""Turns MediaPipe's person segmentation networks from TFLite graphs into ONNX files.

Owns the translation of each operator and the layout of input and output. Knows the graphs only
through `tflite.Graph`; knows nothing of where the files come from or go to.

TFLite keeps pictures as NHWC, ONNX as NCHW. The converted network takes the picture as decoders
give it, uint8 RGB in NHWC, so that no caller can forget to scale or reorder it: the transposition
is the first node, and the division by 255 is folded into the weights of the first convolution (its
zero padding is not touched by that).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.networks.onnx_writer import Node, Value, encode
from engine.networks.tflite import Graph, Operator, Tensor, UnsupportedGraph

INPUT: Final = "picture"
OUTPUT: Final = "mask"

_SAME_PADDING: Final = 0
_NO_ACTIVATION: Final = 0
_PLAIN_NODES: Final = {
    "ADD": "Add",
    "MUL": "Mul",
    "RELU": "Relu",
    "LOGISTIC": "Sigmoid",
    "HARD_SWISH": "HardSwish",
}


def convert(graph: Graph, name: str) -> bytes:
    """An ONNX model of `graph`: uint8 [1, H, W, 3] RGB in, float32 [1, 1, H, W] 0..1 out.

    Raises UnsupportedGraph for an operator or option that the two networks do not use.
    """
    return _Converter(graph).run(name)


class _Converter:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._nodes: list[Node] = []
        self._weights: dict[str, NDArray[np.generic]] = {}
        # fp16 weights stand behind a DEQUANTIZE each; widening them is exact and done here.
        self._stored: dict[int, NDArray[np.generic]] = {
            number: tensor.values
            for number, tensor in enumerate(graph.tensors)
            if tensor.values is not None
        }

    def run(self, name: str) -> bytes:
        (source,), (target,) = self._graph.inputs, self._graph.outputs
        operators = [
            operator for operator in self._graph.operators if not self._is_widened(operator)
        ]
        (first,) = [operator for operator in operators if source in operator.inputs]
        if first.kind != "CONV_2D":
            raise UnsupportedGraph("the first operator is no convolution")
        scaled = first.inputs[1]
        self._stored[scaled] = self._stored[scaled].astype(np.float32) / np.float32(255)

        self._emit("Transpose", (INPUT,), "channels_first", perm=(0, 3, 1, 2))
        self._emit("Cast", ("channels_first",), self._name(source), to=1)
        for operator in operators:
            self._translate(operator)
        self._nodes[-1] = replace(self._nodes[-1], outputs=(OUTPUT,))
        height, width = self._tensor(target).shape[1:3]
        return encode(
            name,
            self._nodes,
            self._weights,
            [Value(INPUT, "uint8", self._tensor(source).shape)],
            [Value(OUTPUT, "float32", (1, 1, height, width))],
        )

    def _is_widened(self, operator: Operator) -> bool:
        if operator.kind != "DEQUANTIZE":
            return False
        stored = self._stored[operator.inputs[0]]
        self._stored[operator.outputs[0]] = stored.astype(np.float32)
        return True

    def _tensor(self, number: int) -> Tensor:
        return self._graph.tensors[number]

    def _name(self, number: int) -> str:
        return f"t{number}"

    def _weight(self, name: str, values: NDArray[np.generic]) -> str:
        self._weights[name] = values
        return name

    def _emit(
        self,
        kind: str,
        inputs: tuple[str, ...],
        output: str,
        **attributes: int | str | tuple[int, ...],
    ) -> None:
        self._nodes.append(Node(kind, inputs, (output,), attributes))

    def _translate(self, operator: Operator) -> None:
        if operator.options.get("activation", _NO_ACTIVATION) != _NO_ACTIVATION:
            raise UnsupportedGraph(f"{operator.kind} with a fused activation")
        handlers: dict[str, Callable[[Operator], None]] = {
            "CONV_2D": self._convolution,
            "DEPTHWISE_CONV_2D": self._depthwise,
            "Convolution2DTransposeBias": self._transposed,
            "AVERAGE_POOL_2D": self._global_average,
            "MEAN": self._global_average,
            "RESIZE_BILINEAR": self._resize,
        }
        handlers.get(operator.kind, self._plain)(operator)

    def _plain(self, operator: Operator) -> None:
        if any(number in self._stored for number in operator.inputs):
            raise UnsupportedGraph(f"{operator.kind} with a constant")
        inputs = tuple(self._name(number) for number in operator.inputs)
        self._emit(_PLAIN_NODES[operator.kind], inputs, self._name(operator.outputs[0]))

    def _convolution(self, operator: Operator) -> None:
        weights = self._stored[operator.inputs[1]].transpose(0, 3, 1, 2)  # OHWI -> OIHW
        self._emit_convolution(operator, weights, group=1)

    def _depthwise(self, operator: Operator) -> None:
        if operator.options["depth_multiplier"] != 1:
            raise UnsupportedGraph("a depthwise convolution that multiplies channels")
        weights = self._stored[operator.inputs[1]].transpose(3, 0, 1, 2)  # 1HWC -> C1HW
        self._emit_convolution(operator, weights, group=weights.shape[0])

    def _emit_convolution(
        self, operator: Operator, weights: NDArray[np.generic], group: int
    ) -> None:
        options = operator.options
        if (options["dilation_h"], options["dilation_w"]) != (1, 1):
            raise UnsupportedGraph("a dilated convolution")
        source, kernel, bias = operator.inputs
        height, width = self._tensor(source).shape[1:3]
        strides = options["stride_h"], options["stride_w"]
        pads = (0, 0, 0, 0)
        if options["padding"] == _SAME_PADDING:
            top, bottom = _same_padding(height, weights.shape[2], strides[0])
            left, right = _same_padding(width, weights.shape[3], strides[1])
            pads = (top, left, bottom, right)
        inputs = (
            self._name(source),
            self._weight(f"w{kernel}", weights),
            self._weight(f"b{bias}", self._stored[bias]),
        )
        output = self._name(operator.outputs[0])
        self._emit("Conv", inputs, output, group=group, strides=strides, pads=pads)

    def _transposed(self, operator: Operator) -> None:
        source, kernel, bias = operator.inputs
        weights = self._stored[kernel].transpose(3, 0, 1, 2)  # OHWI -> IOHW
        strides = operator.options["stride_h"], operator.options["stride_w"]
        if weights.shape[2:] != strides:
            # With kernel = stride no two outputs overlap and nothing has to be cropped.
            raise UnsupportedGraph("a transposed convolution whose kernel is not its stride")
        inputs = (
            self._name(source),
            self._weight(f"w{kernel}", weights),
            self._weight(f"b{bias}", self._stored[bias]),
        )
        self._emit("ConvTranspose", inputs, self._name(operator.outputs[0]), strides=strides)

    def _global_average(self, operator: Operator) -> None:
        source = operator.inputs[0]
        whole = self._tensor(source).shape[1:3]
        if operator.kind == "MEAN":
            axes = self._stored[operator.inputs[1]]
            is_global = axes.tolist() == [1, 2] and operator.options["keep_dims"] == 1
        else:
            is_global = (operator.options["filter_h"], operator.options["filter_w"]) == whole
        if not is_global:
            raise UnsupportedGraph(f"{operator.kind} over a part of the map")
        self._emit("GlobalAveragePool", (self._name(source),), self._name(operator.outputs[0]))

    def _resize(self, operator: Operator) -> None:
        if operator.options["align_corners"] or not operator.options["half_pixel"]:
            raise UnsupportedGraph("a resize that does not map pixel centres")
        before = self._tensor(operator.inputs[0]).shape
        after = self._tensor(operator.outputs[0]).shape
        if after[1:3] != (2 * before[1], 2 * before[2]):
            raise UnsupportedGraph("a resize by other than two")
        scales = self._weight("double", np.array([1, 1, 2, 2], np.float32))
        self._emit(
            "Resize",
            (self._name(operator.inputs[0]), "", scales),
            self._name(operator.outputs[0]),
            mode="linear",
            coordinate_transformation_mode="half_pixel",
        )


def _same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """Pixels before and after for TensorFlow's SAME: the odd one goes after (bottom, right)."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2
