"""The person's own colours at the edge: what shines through of the old room is taken out.

Owns how far an edge pixel's colour is moved to that of the person's inside near by: the further,
the less of the pixel is the person. Must not know alpha's origin or the new background.
"""

from __future__ import annotations

import numpy as np

from engine.media.planes import Bytes, Floats
from engine.picture import tiles
from engine.picture.tiles import CHROMA_PX, LUMA_PX, Tiles

CHROMA_SHARE, LUMA_SHARE = 1.0, 0.4
"""At full strength in luma, strands of hair lose their shading and the error grows."""


def decontaminated(
    over: tuple[Bytes, Bytes, Bytes], alpha: Floats, coarse: Floats, inner: Floats, edge: Tiles
) -> tuple[Bytes, Bytes, Bytes]:
    """The edge's tiles of a picture without the old room's colours.

    `over` is luma (n, 64) and chroma (n, 16), `alpha` 0..1 of (n, 64) and `coarse` of (n, 16);
    `inner` are the person's colours spread outwards, Y, U, V in 0..1 of (rows, columns, 3).
    """
    rows, columns = inner.shape[:2]
    scaled = inner.reshape(-1, 3) * np.float32(255)
    (luma,) = tiles.interpolate(np.ascontiguousarray(scaled[:, :1]), rows, columns, edge, LUMA_PX)
    chroma = tiles.interpolate(np.ascontiguousarray(scaled[:, 1:]), rows, columns, edge, CHROMA_PX)
    return (
        _moved(over[0], luma, alpha, LUMA_SHARE),
        _moved(over[1], chroma[0], coarse, CHROMA_SHARE),
        _moved(over[2], chroma[1], coarse, CHROMA_SHARE),
    )


def _moved(over: Bytes, inner: Floats, alpha: Floats, share: float) -> Bytes:
    inner -= over
    inner *= (1 - alpha) * np.float32(share)
    inner += over
    inner += np.float32(0.5)
    return inner.astype(np.uint8)
