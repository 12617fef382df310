"""Writes an ONNX model file: nodes, weights, inputs, outputs.

Owns the protobuf encoding and the field numbers of ONNX's schema (onnx/onnx.proto), as far as a
plain graph needs them, so that set-up needs no package for it. Knows nothing of TFLite or of what a
graph computes.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

OPSET: Final = 14
"""The oldest operator set with HardSwish; every onnxruntime that we support reads it."""

_IR_VERSION: Final = 7  # the file format that came with operator set 14 (onnx/docs/Versioning.md)

_VARINT, _BYTES, _FIXED32 = 0, 2, 5
_ELEMENT_TYPES: Final = {"float32": 1, "uint8": 2, "int64": 7}
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT, _ATTRIBUTE_STRING, _ATTRIBUTE_INTS = 1, 2, 3, 7

Attribute = int | float | str | Sequence[int]


@dataclass(frozen=True)
class Node:
    """One operator; an empty name in `inputs` stands for an optional input left away."""

    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True)
class Value:
    """The name, element type (a NumPy name) and shape of an input or output of the model.

    A side that has a name instead of a size may be of any.
    """

    name: str
    dtype: str
    shape: tuple[int | str, ...]


def encode(
    name: str,
    nodes: Sequence[Node],
    weights: Mapping[str, NDArray[np.generic]],
    inputs: Sequence[Value],
    outputs: Sequence[Value],
) -> bytes:
    """The bytes of a .onnx file; the same arguments give the same bytes."""
    graph = b"".join(_message(1, _node(number, node)) for number, node in enumerate(nodes))
    graph += _text(2, name)
    graph += b"".join(_message(5, _tensor(key, value)) for key, value in weights.items())
    graph += b"".join(_message(11, _value(value)) for value in inputs)
    graph += b"".join(_message(12, _value(value)) for value in outputs)
    operator_set = _text(1, "") + _integer(2, OPSET)
    return (
        _integer(1, _IR_VERSION)
        + _text(2, "backdrop")
        + _message(7, graph)
        + _message(8, operator_set)
    )


def _varint(value: int) -> bytes:
    value &= 0xFFFF_FFFF_FFFF_FFFF  # negative int64 are written as their two's complement
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _integer(number: int, value: int) -> bytes:
    return _varint(number << 3 | _VARINT) + _varint(value)


def _message(number: int, payload: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(payload)) + payload


def _text(number: int, value: str) -> bytes:
    return _message(number, value.encode())


def _node(number: int, node: Node) -> bytes:
    return (
        b"".join(_text(1, name) for name in node.inputs)
        + b"".join(_text(2, name) for name in node.outputs)
        + _text(3, f"{node.kind}_{number}")
        + _text(4, node.kind)
        + b"".join(_message(5, _attribute(*item)) for item in node.attributes.items())
    )


def _attribute(name: str, value: Attribute) -> bytes:
    encoded = _text(1, name)
    if isinstance(value, str):
        return encoded + _text(4, value) + _integer(20, _ATTRIBUTE_STRING)
    if isinstance(value, float):
        fixed = _varint(2 << 3 | _FIXED32) + struct.pack("<f", value)
        return encoded + fixed + _integer(20, _ATTRIBUTE_FLOAT)
    if isinstance(value, int):
        return encoded + _integer(3, value) + _integer(20, _ATTRIBUTE_INT)
    return encoded + b"".join(_integer(8, i) for i in value) + _integer(20, _ATTRIBUTE_INTS)


def _tensor(name: str, values: NDArray[np.generic]) -> bytes:
    little_endian = values.astype(values.dtype.newbyteorder("<"), order="C", copy=False)
    return (
        b"".join(_integer(1, size) for size in values.shape)
        + _integer(2, _ELEMENT_TYPES[values.dtype.name])
        + _text(8, name)
        + _message(9, little_endian.tobytes())
    )


def _value(value: Value) -> bytes:
    shape = b"".join(
        _message(1, _text(2, size) if isinstance(size, str) else _integer(1, size))
        for size in value.shape
    )
    tensor_type = _integer(1, _ELEMENT_TYPES[value.dtype]) + _message(2, shape)
    return _text(1, value.name) + _message(2, _message(1, tensor_type))
