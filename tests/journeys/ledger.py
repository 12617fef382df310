"""What the engine saw and charged, and what an MP4 is: the proofs of the journeys."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import av


class Ledger:
    """What the engine saw and charged."""

    def __init__(self, url: str) -> None:
        self._url = url

    def arm(self, endpoint: str, fault: str, **more: Any) -> None:
        body = json.dumps({"endpoint": endpoint, "fault": fault, **more}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310 - loopback, by the fixture
            f"{self._url}/_test/faults", body, headers
        )
        urllib.request.urlopen(request).close()  # noqa: S310

    def disarm(self) -> None:
        """Let nothing go wrong any more."""
        request = urllib.request.Request(  # noqa: S310 - loopback, by the fixture
            f"{self._url}/_test/faults", method="DELETE"
        )
        urllib.request.urlopen(request).close()  # noqa: S310

    def read(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self._url}/_test/ledger") as answer:  # noqa: S310
            return dict(json.load(answer))

    def charges(self) -> list[int]:
        return [entry["cost"] for entry in self.read()["entries"]]

    def calls(self, endpoint: str) -> int:
        return int(self.read()["calls"].get(endpoint, 0))


def seconds(path: Path) -> float:
    with av.open(str(path)) as media:
        video = media.streams.video[0]
        return float(video.duration * video.time_base)
