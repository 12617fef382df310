"""A matting network of the operator's own: Robust Video Matting or MODNet, as an ONNX file.

Owns what such a file must look like, its hash, on which device it runs, and its memory from picture
to picture. It is the operator's choice, so it is trusted as a program is, and checked for what it
is: names and shapes of its inputs and outputs. Knows nothing of crops or clips.

Robust Video Matting (S. Lin et al., 2021; its published ONNX files): inputs `src` [1, 3, height,
width] R, G, B 0..1, `r1i` to `r4i` (its memory, at first zeros of [1, 1, 1, 1]) and
`downsample_ratio` [1]; outputs `fgr`, `pha` [1, 1, height, width] and `r1o` to `r4o`. MODNet (Z. Ke
et al., 2022): one input [1, 3, height, width] of -1..1, sides multiples of 32; one output [1, 1,
height, width].
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

import engine.networks  # noqa: F401 - it tells onnxruntime, before that is loaded, to be silent

if TYPE_CHECKING:
    import onnxruntime

Kind = Literal["rvm", "modnet"]

MEMORY_IN: Final = ("r1i", "r2i", "r3i", "r4i")
MEMORY_OUT: Final = ("r1o", "r2o", "r3o", "r4o")
RVM_INPUTS: Final = frozenset({"src", *MEMORY_IN, "downsample_ratio"})
RVM_OUTPUTS: Final = frozenset({"pha", *MEMORY_OUT})

DEVICES: Final = (
    "CUDAExecutionProvider",
    "ROCMExecutionProvider",
    "CoreMLExecutionProvider",
    "DmlExecutionProvider",
    "CPUExecutionProvider",
)
"""Best first; what this onnxruntime has of them is used."""

LONG_SIDE_PX: Final = 512
"""Of the pictures that the network gets, where it takes any size: what both were trained near."""

STEP_PX: Final = 32


class WrongNetwork(Exception):
    """The file is no network of either kind; the message says what is wrong, in one line."""


class OwnNetwork:
    """The network, loaded, with what it remembers."""

    def __init__(self, path: Path) -> None:
        """Raises WrongNetwork."""
        self._session = _opened(path)
        self.kind: Kind = _kind(self._session)
        source = self._session.get_inputs()
        self._picture = next(one for one in source if one.name == "src" or self.kind == "modnet")
        self.device = self._session.get_providers()[0].removesuffix("ExecutionProvider")
        self._memory: list[NDArray[np.float32]] = []
        self.forget()

    def forget(self) -> None:
        """Another shot begins: nothing of the one before counts."""
        self._memory = [np.zeros((1, 1, 1, 1), np.float32) for _ in MEMORY_IN]

    def size_px(self, width: int, height: int) -> tuple[int, int]:
        """(width, height) in which a picture of that shape is given to it."""
        fixed = self._picture.shape[3], self._picture.shape[2]
        if all(isinstance(side, int) and side > 0 for side in fixed):
            return fixed
        scale = LONG_SIDE_PX / max(width, height)
        return tuple(  # type: ignore[return-value]
            max(STEP_PX, STEP_PX * round(side * scale / STEP_PX)) for side in (width, height)
        )

    def alpha(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Alpha 0..1 of (height, width) of a picture of (height, width, 3), of `size_px`.

        Robust Video Matting remembers the pictures before: they come in their order.
        """
        picture = np.ascontiguousarray(rgb.transpose(2, 0, 1)[None], np.float32)
        if self.kind == "modnet":
            picture *= np.float32(2 / 255)
            picture -= 1
            (alpha,) = self._session.run(None, {self._picture.name: picture})[:1]
        else:
            picture *= np.float32(1 / 255)
            given: dict[str, Any] = dict(zip(MEMORY_IN, self._memory, strict=True))
            given |= {"src": picture, "downsample_ratio": np.ones(1, np.float32)}
            alpha, *memory = self._session.run(["pha", *MEMORY_OUT], given)
            self._memory = memory
        if alpha.shape != (1, 1, *rgb.shape[:2]):
            raise WrongNetwork(f"the network gives {alpha.shape} for a picture of {rgb.shape}")
        clean: NDArray[np.float32] = np.clip(np.nan_to_num(alpha[0, 0]), 0, 1).astype(np.float32)
        return clean


def sha256_of(path: Path) -> str:
    """The file's hash, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(path: Path) -> onnxruntime.InferenceSession:
    import onnxruntime

    if not path.is_file():
        raise WrongNetwork(f"there is no file at {path}")
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    there = onnxruntime.get_available_providers()
    devices = [name for name in DEVICES if name in there]
    try:
        return onnxruntime.InferenceSession(path, options, providers=devices)
    except Exception as error:
        # The library's errors share no class of their own.
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WrongNetwork(f"onnxruntime can't load {path.name}: {reason[:200]}") from error


def _kind(session: onnxruntime.InferenceSession) -> Kind:
    inputs = {one.name: one for one in session.get_inputs()}
    outputs = {one.name: one for one in session.get_outputs()}
    if inputs.keys() == RVM_INPUTS and outputs.keys() >= RVM_OUTPUTS:
        _require_picture(inputs["src"], 3)
        _require_picture(outputs["pha"], 1)
        return "rvm"
    if len(inputs) == 1 and len(outputs) >= 1:
        _require_picture(next(iter(inputs.values())), 3)
        _require_picture(next(iter(outputs.values())), 1)
        return "modnet"
    raise WrongNetwork(
        "it has neither the inputs of Robust Video Matting (src, r1i to r4i, downsample_ratio) nor "
        f"the one input of MODNet, but {', '.join(sorted(inputs))[:120]}"
    )


def _require_picture(value: Any, channels: int) -> None:
    shape = value.shape
    is_right = len(shape) == 4 and (shape[1] == channels or not isinstance(shape[1], int))
    if value.type != "tensor(float)" or not is_right:
        raise WrongNetwork(
            f"{value.name} should be float of [1, {channels}, height, width] and is {value.type} "
            f"of {shape}"
        )


def main() -> int:
    """`python -m engine.networks.own FILE`: one line of JSON on what it is, or why it is nothing.

    A process of its own, since the engine's server loads no network.
    """
    path = Path(sys.argv[1])
    try:
        network = OwnNetwork(path)
        facts = {"kind": network.kind, "sha256": sha256_of(path), "device": network.device}
        width, height = network.size_px(640, 360)
        network.alpha(np.zeros((height, width, 3), np.uint8))
    except (WrongNetwork, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(facts) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
