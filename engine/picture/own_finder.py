"""Where the person is, asked of the operator's own network instead of ours.

Owns the pictures that it gets and how its answers come back to the grid of cells. It looks at the
whole frame: what remembers must see the same place again. Must not know time: `follow` asks.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.networks import OWN_NETWORK
from engine.networks.own import OwnNetwork
from engine.picture.person import Finder, Network
from engine.picture.shrink import CellBox, Small, crop_rgb

if TYPE_CHECKING:
    from engine.media.planes import Floats


class OwnFinder:
    """One network that follows the person, and a second memory for looks out of the row."""

    def __init__(self, path: Path) -> None:
        self._following = OwnNetwork(path)
        self._searching = OwnNetwork(path)

    def look(self, small: Small, box: CellBox, network: Network) -> Floats:
        """The network's mask, 0..1, on the grid of cells; `box` and `network` don't matter."""
        return _mask(self._following, small)

    def find(self, small: Small) -> Floats:
        """The same of one picture alone."""
        self._searching.forget()
        return _mask(self._searching, small)

    def forget(self) -> None:
        """Another shot begins."""
        self._following.forget()


def chosen_finder() -> Finder | OwnFinder:
    """Ours, or the operator's. Raises WrongNetwork."""
    path = os.environ.get(OWN_NETWORK)
    return OwnFinder(Path(path)) if path else Finder()


def _mask(network: OwnNetwork, small: Small) -> Floats:
    whole = CellBox(0, 0, small.columns, small.rows)
    width, height = network.size_px(small.columns, small.rows)
    alpha = network.alpha(crop_rgb(small, whole, width, height))
    mask = cv2.resize(alpha, (small.columns, small.rows), interpolation=cv2.INTER_AREA)
    return np.asarray(mask, np.float32)
