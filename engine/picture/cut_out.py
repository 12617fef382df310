"""A person alone: colours as they are, and how much is seen of each pixel.

Owns the plane of alpha. What lies behind does not matter here, so the edge's colours stay the
clip's. Must not know where the mask came from or which format carries an alpha.
"""

from __future__ import annotations

import numpy as np

from engine.media.planes import Bytes, Planes, new_planes
from engine.picture import tiles
from engine.picture.compose import Matte, edge_alpha


def cut_out(picture: Planes, matte: Matte, target: Planes, alpha: Bytes) -> None:
    """Put the person of `picture` into `target`, and into `alpha` (0..255) how much is seen.

    All have the matte's size; sides are multiples of 8. Outside the person both stay as they are.
    """
    if not tiles.can_tile(picture):
        aligned = new_planes(picture.width_px, picture.height_px)
        aligned.copy_from(picture)
        picture = aligned
    shown = np.union1d(matte.inside, matte.edge)
    tiles.copy(picture, target, shown)
    rows, columns = matte.mask.shape
    is_seen = np.zeros(rows * columns, np.uint8)
    is_seen[matte.inside] = 255
    size_px = tiles.LUMA_PX
    whole = is_seen.reshape(rows, columns)
    seen = np.repeat(np.repeat(whole, size_px, axis=0), size_px, axis=1)
    if matte.edge.size:
        share = edge_alpha(matte, tiles.gather(picture, matte.edge))
        blocks = seen.reshape(rows, size_px, columns, size_px).transpose(0, 2, 1, 3)
        row, column = np.divmod(matte.edge, columns)
        blocks[row, column] = np.rint(share * 255).reshape(-1, size_px, size_px)
    alpha[:] = seen
