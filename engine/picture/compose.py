"""A person laid over a background, in the planes, touching only the tiles that change.

Owns which tiles are the person's, the background's or the edge's, and the blend in the tiles of
the edge. Outside the person the background's bytes are copied, inside the clip's; only the edge,
some two thousand tiles of 32,400, is computed. Must not know where the mask came from.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.planes import Bytes, Floats, Planes, new_planes
from engine.picture import guided, tiles
from engine.picture.decontaminate import decontaminated
from engine.picture.shrink import Small
from engine.picture.surroundings import surroundings
from engine.picture.tiles import CHROMA_PX, LUMA_PX, Change, Tiles

LEAST, MOST = 0.02, 0.98
"""Cells of a mask below and above which nothing is left to find out."""

SEARCH_CELLS = 5
"""Side of the window of cells round a coarse mask's edge in which the fine one's may lie."""

EDGE_CELLS = 3
"""Side of the window of cells in which both must hold for a tile not to belong to the edge."""

INNER_CELLS = 1.5
"""Blur by which the person's colours are spread outwards."""

AROUND_CELLS = 2 * guided.RADIUS + 2
"""How far beyond the edge the filter looks, and one cell for what is interpolated."""


@dataclass(frozen=True)
class Matte:
    """What is needed to cut a person out of one picture, by cells of 8x8 pixels.

    `mask` 0..1 of (rows, columns), `slopes` the filter's coefficients of (rows * columns, 4),
    `inner` the person's colours spread outwards, Y, U, V in 0..1 of (rows, columns, 3); `inside`
    and `edge` are numbers of tiles.
    """

    mask: Floats
    slopes: Floats
    inner: Floats
    inside: Tiles
    edge: Tiles


def matte_of(small: Small, mask: Floats) -> Matte:
    """The matte of a picture out of its coarse mask, 0..1 of (rows, columns)."""
    is_edge, _ = _parted(mask, SEARCH_CELLS)
    slopes = np.zeros((*mask.shape, 4), np.float32)
    inner = np.zeros((*mask.shape, 3), np.float32)
    fine, is_inside = mask, mask > MOST
    if is_edge.any():
        part = _around(is_edge)
        slopes[part], seen = guided.fitted(small.cells[part], mask[part])
        fine = np.where(is_edge, 0, mask)
        fine[part] += seen * is_edge[part]
        is_edge, is_inside = _parted(fine, EDGE_CELLS)
        inner[part] = surroundings(small.cells[part], 1 - fine[part], INNER_CELLS)
    return Matte(
        fine, slopes.reshape(-1, 4), inner, np.flatnonzero(is_inside), np.flatnonzero(is_edge)
    )


def _parted(mask: Floats, window: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The cells (edge, inside) of a mask: of an inner one all others in the window are inner."""
    kernel = np.ones((window, window), np.uint8)
    is_inside = cv2.erode(mask, kernel) > MOST
    return ~((cv2.dilate(mask, kernel) < LEAST) | is_inside), is_inside


def _around(is_edge: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The part of the picture that the filter must see for the cells of the edge."""
    parts = []
    for axis in (1, 0):
        at = np.flatnonzero(is_edge.any(axis=axis))
        parts.append(slice(max(0, int(at[0]) - AROUND_CELLS), int(at[-1]) + 1 + AROUND_CELLS))
    return parts[0], parts[1]


WRAP_CELLS = 5
"""Side of the window by which the mask is softened to tell how near the edge a pixel lies."""


def lay_over(
    picture: Planes, matte: Matte, target: Planes, wrap: float = 0.0, light: Change | None = None
) -> None:
    """Lay the person of `picture` over `target`, which holds the background and is changed.

    All have the matte's size; sides are multiples of 8. `wrap`, 0..1, is how much of a brighter
    background shines round the edge: what light does that comes from behind. `light` is
    what the scene's does to the person; the edge is found in the picture as it was filmed.
    """
    if not tiles.can_tile(picture):
        # A decoder may crop a frame by moving its beginning, away from whole words.
        aligned = new_planes(picture.width_px, picture.height_px)
        aligned.copy_from(picture)
        picture = aligned
    tiles.copy(picture, target, matte.inside, light)
    if not matte.edge.size:
        return
    over = tiles.gather(picture, matte.edge)
    under = tiles.gather(target, matte.edge)
    alpha = edge_alpha(matte, over)
    coarse = tiles.to_chroma(alpha)
    over = decontaminated(over, alpha, coarse, matte.inner, matte.edge)
    if light is not None:
        over = light(over)
    if wrap:
        over = (_lit_from_behind(over[0], under[0], matte, wrap), over[1], over[2])
    blended = tuple(
        _blend(above, below, share)
        for above, below, share in zip(over, under, (alpha, coarse, coarse), strict=True)
    )
    tiles.scatter(target, matte.edge, blended)  # type: ignore[arg-type]


def _lit_from_behind(over: Bytes, under: Bytes, matte: Matte, wrap: float) -> Bytes:
    """Luma of the edge's tiles with a trace of what is brighter behind them."""
    rows, columns = matte.mask.shape
    soft = np.asarray(cv2.blur(matte.mask, (WRAP_CELLS, WRAP_CELLS)), np.float32).reshape(-1, 1)
    (depth,) = tiles.interpolate(soft, rows, columns, matte.edge, LUMA_PX)
    share = (1 - depth) * np.float32(wrap)
    # Unsigned, and so 0 where it is darker behind.
    light = cv2.subtract(under, over) * share
    return np.asarray(cv2.add(over, np.rint(light, out=light).astype(np.uint8)), np.uint8)


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
    return guided.stretched(by_luma)


def _blend(over: Bytes, under: Bytes, alpha: Floats) -> Bytes:
    difference = np.subtract(over, under, dtype=np.float32)
    difference *= alpha
    difference += under
    difference += np.float32(0.5)
    return difference.astype(np.uint8)
