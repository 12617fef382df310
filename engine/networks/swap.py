"""Makes a graph cheaper without changing what it computes: enlarges after convolving, not before.

Owns that one rewriting of a `tflite.Graph`. A bilinear resize and the 1x1 convolution that alone
reads it change places: both are linear, and the weights of a bilinear resize sum to one, so that
the bias passes through unchanged. The convolution then runs over a quarter of the pixels, and the
resize over fewer channels.
"""

from collections import Counter
from dataclasses import replace

from engine.networks.tflite import Graph, Operator, Tensor


def swap_resizes(graph: Graph) -> Graph:
    """The same graph with every such pair swapped."""
    readers = Counter(number for operator in graph.operators for number in operator.inputs)
    readers.update(graph.outputs)
    resizes = {
        operator.outputs[0]: operator
        for operator in graph.operators
        if operator.kind == "RESIZE_BILINEAR" and readers[operator.outputs[0]] == 1
    }
    tensors = list(graph.tensors)
    operators: list[Operator] = []
    for operator in graph.operators:
        resize = resizes.get(operator.inputs[0])
        if resize is None or not _is_pointwise(operator, graph):
            operators.append(operator)
            continue
        height, width = graph.tensors[resize.inputs[0]].shape[1:3]
        channels = graph.tensors[operator.outputs[0]].shape[3]
        small = len(tensors)
        tensors.append(Tensor(f"small_{small}", (1, height, width, channels), None))
        operators.remove(resize)
        operators.append(
            replace(operator, inputs=(resize.inputs[0], *operator.inputs[1:]), outputs=(small,))
        )
        operators.append(
            replace(resize, inputs=(small, *resize.inputs[1:]), outputs=operator.outputs)
        )
    return replace(graph, tensors=tuple(tensors), operators=tuple(operators))


def _is_pointwise(operator: Operator, graph: Graph) -> bool:
    if operator.kind != "CONV_2D":
        return False
    kernel = graph.tensors[operator.inputs[1]].shape[1:3]
    options = operator.options
    return kernel == (1, 1) and options["stride_h"] == options["stride_w"] == 1
