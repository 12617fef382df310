"""The networks that find the person in a picture, ready to run.

Owns where they lie and how they are loaded. The files are not in the repository: `python -m
engine.networks` (which `make setup` runs) makes them once, out of the wheel of MediaPipe, with our
own converter: `catalog` says what is fetched, `fetch` gets it, `tflite` reads it, `swap` and
`convert` translate it, `onnx_writer` writes it. Knows nothing of video, crops or mattes.

    session = load("selfie_landscape")
    mask = session.run(None, {"picture": rgb[None]})[0][0, 0]

Input `picture`: uint8 RGB, [1, height, width, 3]; output `mask`: float32 0..1 (1 = person), [1, 1,
height, width]. `selfie_square` takes 256x256 pixels, `selfie_landscape` 144 rows of 256.
"""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from engine.networks.catalog import NETWORKS, PICTURES, Network

if TYPE_CHECKING:
    import onnxruntime

Name = Literal["selfie_square", "selfie_landscape"]
PictureName = Literal["grace_hopper", "astronaut"]

# From 1.29 on onnxruntime reports the machine to its maker unless told not to, before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

OWN_NETWORK: Final = "BACKDROP_MATTING_MODEL"
"""The environment variable that names a network of the operator's own (see `own`)."""

OWN_NETWORK_S: Final = 60
"""How long it may take to load; on a device of its own that is half a minute the first time."""

_log = logging.getLogger(__name__)

REMEDY: Final = "run `make setup` (or `python -m engine.networks`) once, with internet access"


class NetworksMissing(RuntimeError):
    """What `python -m engine.networks` makes is not there; the message says what to run."""


def load(name: Name, threads: int = 1) -> "onnxruntime.InferenceSession":
    """A session for one network (about 0.2 s, 60 MB); raises NetworksMissing.

    One thread is the right number: a second one doubled the CPU time for no gain, and threads that
    wait by spinning would take the cores from decoder and encoder.
    """
    (network,) = (network for network in NETWORKS if network.name == name)
    _require(network)

    import onnxruntime  # takes 0.1 s and 30 MB, which a look at the file must not cost

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(network.path, options, providers=["CPUExecutionProvider"])


def require_all() -> None:
    """Raises NetworksMissing unless every network is there, whole and of this version."""
    for network in NETWORKS:
        _require(network)


def require_own() -> None:
    """Look at the operator's own network, if one is named, and log what it is.

    Raises NetworksMissing with what is wrong with it. In a process of its own: whoever asks loads
    no network.
    """
    path = os.environ.get(OWN_NETWORK)
    if not path:
        return
    command = [sys.executable, "-m", "engine.networks.own", path]
    try:
        # Fixed words and a path of the operator's: no shell reads them.
        found = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=OWN_NETWORK_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise NetworksMissing(f"{OWN_NETWORK}: it does not load in {OWN_NETWORK_S} s.") from None
    if found.returncode != 0:
        reason = (found.stderr.strip().splitlines() or ["it breaks the program that loads it"])[-1]
        raise NetworksMissing(f"{OWN_NETWORK}: {reason}.")
    facts = json.loads(found.stdout.splitlines()[-1])
    _log.info(
        "people are cut out by a network of your own: %s on %s, sha256=%s",
        facts["kind"],
        facts["device"],
        facts["sha256"],
    )


def _require(network: Network) -> None:
    if not network.converted.is_at(network.path):
        raise NetworksMissing(
            f"The network {network.name} is missing, damaged or out of date: {REMEDY}."
        )


def picture_path(name: PictureName) -> Path:
    """The file of a portrait; raises NetworksMissing, since the same step fetches it."""
    (picture,) = (picture for picture in PICTURES if picture.name == name)
    if not picture.source.content.is_at(picture.path):
        raise NetworksMissing(f"The {picture.title} is missing or damaged: {REMEDY}.")
    return picture.path
