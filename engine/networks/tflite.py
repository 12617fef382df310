"""Reads the graph of a TensorFlow Lite file: tensors, weights, operators and their options.

Owns the flatbuffer layout and the numbers of TFLite's schema (version 3), as far as the two
segmentation networks use them. Knows nothing of ONNX, of downloads, or of what the networks are
for.

A flatbuffer is a tree of tables. A table begins with a signed offset back to its vtable; the vtable
holds for every field its offset within the table, 0 for a field left at its default.
Layout: https://flatbuffers.dev/internals/ ; field numbers: tensorflow/lite/schema/schema.fbs.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

OPERATORS: Mapping[int, str] = MappingProxyType(
    {
        0: "ADD",
        1: "AVERAGE_POOL_2D",
        3: "CONV_2D",
        4: "DEPTHWISE_CONV_2D",
        6: "DEQUANTIZE",
        14: "LOGISTIC",
        18: "MUL",
        19: "RELU",
        23: "RESIZE_BILINEAR",
        32: "CUSTOM",
        40: "MEAN",
        117: "HARD_SWISH",
    }
)

# (field number, struct format, default) of each option that decides the arithmetic.
_CONVOLUTION = {"padding": (0, "b", 0), "stride_w": (1, "i", 0), "stride_h": (2, "i", 0)}
OPTIONS: Mapping[str, Mapping[str, tuple[int, str, int]]] = MappingProxyType(
    {
        "ADD": {"activation": (0, "b", 0)},
        "MUL": {"activation": (0, "b", 0)},
        "CONV_2D": {
            **_CONVOLUTION,
            "activation": (3, "b", 0),
            "dilation_w": (4, "i", 1),
            "dilation_h": (5, "i", 1),
        },
        "DEPTHWISE_CONV_2D": {
            **_CONVOLUTION,
            "depth_multiplier": (3, "i", 0),
            "activation": (4, "b", 0),
            "dilation_w": (5, "i", 1),
            "dilation_h": (6, "i", 1),
        },
        "AVERAGE_POOL_2D": {
            **_CONVOLUTION,
            "filter_w": (3, "i", 0),
            "filter_h": (4, "i", 0),
            "activation": (5, "b", 0),
        },
        "MEAN": {"keep_dims": (0, "b", 0)},
        "RESIZE_BILINEAR": {"align_corners": (2, "b", 0), "half_pixel": (3, "b", 0)},
    }
)

# A transposed convolution with bias, from MediaPipe's own set: three int32, as in its source
# (mediapipe/util/tflite/operations): padding, stride_w, stride_h.
CUSTOM_OPERATORS = {"Convolution2DTransposeBias": ("padding", "stride_w", "stride_h")}

_TENSOR_TYPES: Mapping[int, str] = MappingProxyType({0: "<f4", 1: "<f2", 2: "<i4"})


class UnsupportedGraph(ValueError):
    """The file is no TFLite graph, or uses something outside what is listed here."""


@dataclass(frozen=True)
class Tensor:
    """One edge of the graph; `values` only where the file holds them (weights, axes)."""

    name: str
    shape: tuple[int, ...]
    values: NDArray[np.generic] | None


@dataclass(frozen=True)
class Operator:
    """One node: tensor numbers in and out (-1 for an input left away) and its options."""

    kind: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: Mapping[str, int]


@dataclass(frozen=True)
class Graph:
    """The first subgraph of a file, operators in order of execution."""

    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


class _Table:
    """One table of a flatbuffer, at the absolute position `start`."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start
        self._vtable = start - self._number("i", start)
        self._field_count = (self._number("H", self._vtable) - 4) // 2

    def _number(self, kind: str, position: int) -> int:
        return int(struct.unpack_from("<" + kind, self._data, position)[0])

    def _position(self, field: int) -> int:
        """Absolute position of a field, 0 where it is left at its default."""
        if field >= self._field_count:
            return 0
        offset = self._number("H", self._vtable + 4 + 2 * field)
        return self._start + offset if offset else 0

    def _target(self, position: int) -> int:
        return position + self._number("I", position)

    def scalar(self, field: int, kind: str, default: int = 0) -> int:
        position = self._position(field)
        return self._number(kind, position) if position else default

    def table(self, field: int) -> "_Table | None":
        position = self._position(field)
        return _Table(self._data, self._target(position)) if position else None

    def tables(self, field: int) -> list["_Table"]:
        position = self._position(field)
        if not position:
            return []
        vector = self._target(position)
        count = self._number("I", vector)
        return [_Table(self._data, self._target(vector + 4 + 4 * i)) for i in range(count)]

    def raw(self, field: int) -> bytes:
        """A vector of bytes, or a string."""
        position = self._position(field)
        if not position:
            return b""
        vector = self._target(position)
        return self._data[vector + 4 : vector + 4 + self._number("I", vector)]

    def numbers(self, field: int) -> tuple[int, ...]:
        """A vector of int32."""
        position = self._position(field)
        if not position:
            return ()
        vector = self._target(position)
        count = self._number("I", vector)
        return struct.unpack_from(f"<{count}i", self._data, vector + 4)


def read(data: bytes) -> Graph:
    """The graph in a .tflite file; raises UnsupportedGraph for anything it cannot read."""
    if data[4:8] != b"TFL3":
        raise UnsupportedGraph("not a TensorFlow Lite file")
    try:
        return _read_model(_Table(data, struct.unpack_from("<I", data)[0]))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise UnsupportedGraph(f"damaged TensorFlow Lite file: {error}") from error


def _read_model(model: _Table) -> Graph:
    buffers = [buffer.raw(0) for buffer in model.tables(4)]
    kinds = [_operator_kind(code) for code in model.tables(1)]
    subgraph = model.tables(2)[0]
    return Graph(
        tensors=tuple(_read_tensor(tensor, buffers) for tensor in subgraph.tables(0)),
        operators=tuple(_read_operator(operator, kinds) for operator in subgraph.tables(3)),
        inputs=subgraph.numbers(1),
        outputs=subgraph.numbers(2),
    )


def _operator_kind(code: _Table) -> str:
    # The number began as one byte and outgrew it: whichever field is larger is the true one.
    number = max(code.scalar(0, "b"), code.scalar(3, "i"))
    kind = OPERATORS.get(number)
    if kind is None:
        raise UnsupportedGraph(f"operator {number} is not among those this converter knows")
    if kind != "CUSTOM":
        return kind
    name = code.raw(1).decode()
    if name not in CUSTOM_OPERATORS:
        raise UnsupportedGraph(f"custom operator {name!r} is not among those this converter knows")
    return name


def _read_tensor(tensor: _Table, buffers: list[bytes]) -> Tensor:
    name = tensor.raw(3).decode()
    shape = tensor.numbers(0)
    stored = buffers[tensor.scalar(2, "I")]
    if not stored:
        return Tensor(name, shape, None)
    dtype = _TENSOR_TYPES.get(tensor.scalar(1, "b"))
    if dtype is None:
        raise UnsupportedGraph(f"tensor {name!r} has a type this converter does not know")
    return Tensor(name, shape, np.frombuffer(stored, dtype).reshape(shape))


def _read_operator(operator: _Table, kinds: list[str]) -> Operator:
    kind = kinds[operator.scalar(0, "I")]
    if kind in CUSTOM_OPERATORS:
        names = CUSTOM_OPERATORS[kind]
        values = struct.unpack_from(f"<{len(names)}i", operator.raw(5))
        options = dict(zip(names, values, strict=True))
    else:
        table = operator.table(4)
        options = {
            name: default if table is None else table.scalar(field, format_, default)
            for name, (field, format_, default) in OPTIONS.get(kind, {}).items()
        }
    return Operator(kind, operator.numbers(1), operator.numbers(2), MappingProxyType(options))
