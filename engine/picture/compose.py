"""A person laid over a background, in the planes, touching only the tiles that change.

Owns which tiles are the person's, the background's or the edge's, and the blend in the tiles of
the edge. Outside the person the background's bytes are copied, inside the clip's; only the edge,
some two thousand tiles of 32,400, is computed. Must not know where the mask came from.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.media.planes import Bytes, Floats, Planes, new_planes
from engine.picture import guided, tiles
from engine.picture.shrink import Small
from engine.picture.tiles import CHROMA_PX, LUMA_PX, Tiles

LEAST, MOST = 0.02, 0.98
"""Cells of a mask below and above which nothing is left to find out."""

EDGE_CELLS = 5
"""Side of the window of cells in which both must hold for a tile not to belong to the edge."""

ALPHA_FROM, ALPHA_TO = 0.15, 0.85
"""What the filter gives is stretched from here to 0..1: a linear fit smears a faint veil over the
flat parts on either side of an edge."""


@dataclass(frozen=True)
class Matte:
    """What is needed to cut a person out of one picture, by cells of 8x8 pixels.

    `mask` 0..1 of (rows, columns), `slopes` the filter's coefficients of (rows * columns, 4);
    `inside` and `edge` are numbers of tiles.
    """

    mask: Floats
    slopes: Floats
    inside: Tiles
    edge: Tiles


def matte_of(small: Small, mask: Floats) -> Matte:
    """The matte of a picture out of its coarse mask, 0..1 of (rows, columns)."""
    kernel = np.ones((EDGE_CELLS, EDGE_CELLS), np.uint8)
    is_outside = cv2.dilate(mask, kernel) < LEAST
    is_inside = cv2.erode(mask, kernel) > MOST
    slopes = guided.coefficients(small.cells, mask)
    return Matte(
        mask,
        slopes.reshape(-1, 4),
        np.flatnonzero(is_inside),
        np.flatnonzero(~(is_outside | is_inside)),
    )


WRAP_CELLS = 5
"""Side of the window by which the mask is softened to tell how near the edge a pixel lies."""


def lay_over(picture: Planes, matte: Matte, target: Planes, wrap: float = 0.0) -> None:
    """Lay the person of `picture` over `target`, which holds the background and is changed.

    All have the matte's size; sides are multiples of 8. `wrap`, 0..1, is how much of a brighter
    background shines round the edge: what light does that comes from behind.
    """
    if not tiles.can_tile(picture):
        # A decoder may crop a frame by moving its beginning, away from whole words.
        aligned = new_planes(picture.width_px, picture.height_px)
        aligned.copy_from(picture)
        picture = aligned
    tiles.copy(picture, target, matte.inside)
    if not matte.edge.size:
        return
    over = tiles.gather(picture, matte.edge)
    under = tiles.gather(target, matte.edge)
    alpha = edge_alpha(matte, over)
    if wrap:
        over = (_lit_from_behind(over[0], under[0], matte, wrap), over[1], over[2])
    coarse = tiles.to_chroma(alpha)
    blended = tuple(
        _blend(above, below, share)
        for above, below, share in zip(over, under, (alpha, coarse, coarse), strict=True)
    )
    tiles.scatter(target, matte.edge, blended)  # type: ignore[arg-type]


def _lit_from_behind(over: Bytes, under: Bytes, matte: Matte, wrap: float) -> Bytes:
    """Luma of the edge's tiles with a trace of what is brighter behind them."""
    rows, columns = matte.mask.shape
    soft = cv2.blur(matte.mask, (WRAP_CELLS, WRAP_CELLS)).reshape(-1, 1)
    (depth,) = tiles.interpolate(soft, rows, columns, matte.edge, LUMA_PX)
    share = (1 - depth) * np.float32(wrap)
    # Unsigned, and so 0 where it is darker behind.
    light = cv2.subtract(under, over) * share
    return cv2.add(over, np.rint(light, out=light).astype(np.uint8))


def edge_alpha(matte: Matte, over: tuple[Bytes, Bytes, Bytes]) -> Floats:
    """Alpha 0..1 of the pixels of the edge's tiles, (n, 64): the filter's coefficients brought up
    to full size and applied to the full-size picture."""
    rows, columns = matte.mask.shape
    scale = np.float32(1 / 255)
    by_luma, offset = tiles.interpolate(
        np.ascontiguousarray(matte.slopes[:, ::3]), rows, columns, matte.edge, LUMA_PX
    )
    by_u, by_v = tiles.interpolate(
        np.ascontiguousarray(matte.slopes[:, 1:3]), rows, columns, matte.edge, CHROMA_PX
    )
    by_u *= over[1]
    by_v *= over[2]
    by_u += by_v
    by_luma *= over[0]
    by_luma += tiles.to_luma(by_u)
    by_luma *= scale
    by_luma += offset
    by_luma -= np.float32(ALPHA_FROM)
    by_luma *= np.float32(1 / (ALPHA_TO - ALPHA_FROM))
    alpha: Floats = np.clip(by_luma, 0, 1, out=by_luma)
    return alpha


def _blend(over: Bytes, under: Bytes, alpha: Floats) -> Bytes:
    difference = np.subtract(over, under, dtype=np.float32)
    difference *= alpha
    difference += under
    difference += np.float32(0.5)
    return difference.astype(np.uint8)
