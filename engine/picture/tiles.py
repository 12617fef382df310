"""Tiles of 8x8 pixels gathered out of planes and put back, many at once.

Owns the arithmetic of addresses. A row of a luma tile is one 64-bit word and a row of a chroma
tile one of 32 bits, so that a thousand tiles are one `take` of a few thousand words: what lets
NumPy touch only the tiles that matter. A tile covers the same pixels as a cell of the small picture
(`shrink.CELL_PX`). Must not know what is in the tiles.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.planes import Bytes, Floats, Planes
from engine.picture.shrink import CELL_PX

Tiles = NDArray[np.intp]
"""Numbers of tiles: row * columns + column."""

Change = Callable[[tuple[Bytes, Bytes, Bytes]], tuple[Bytes, Bytes, Bytes]]
"""What is done to the values of the three planes, in whatever shape they are."""

LUMA_PX = CELL_PX
CHROMA_PX = CELL_PX // 2
SIDES_PX = (LUMA_PX, CHROMA_PX, CHROMA_PX)

# A product of matrices is several times faster here than NumPy's means and repeats.
_PAIRS = np.kron(np.eye(CHROMA_PX), np.ones((1, 2)))
_HALVING = (np.kron(_PAIRS, _PAIRS).T / 4).astype(np.float32)


def gather(planes: Planes, tiles: Tiles) -> tuple[Bytes, Bytes, Bytes]:
    """The tiles of each plane: luma of (n, 64), chroma of (n, 16), row by row."""
    return (
        _gather(planes.y, tiles, LUMA_PX),
        _gather(planes.u, tiles, CHROMA_PX),
        _gather(planes.v, tiles, CHROMA_PX),
    )


def scatter(planes: Planes, tiles: Tiles, values: tuple[Bytes, Bytes, Bytes]) -> None:
    """Put tiles, as `gather` gives them, into the planes."""
    for plane, value, side_px in zip(planes, values, SIDES_PX, strict=True):
        words, address = _words(plane, tiles, side_px)
        words[address] = value.view(words.dtype)


def copy(source: Planes, target: Planes, tiles: Tiles, change: Change | None = None) -> None:
    """Copy tiles of one picture into another of the same size, changed on the way.

    Only the box round the tiles is touched, and one masked copy of it does a plane.
    """
    if not tiles.size:
        return
    rows, columns = source.height_px // LUMA_PX, source.width_px // LUMA_PX
    is_copied = np.zeros(rows * columns, np.uint8)
    is_copied[tiles] = 255
    whole = is_copied.reshape(rows, columns)
    down, across = (np.flatnonzero(whole.any(axis=axis)) for axis in (1, 0))
    top, bottom, left, right = down[0], down[-1] + 1, across[0], across[-1] + 1
    mask = whole[top:bottom, left:right]
    boxes = [
        np.s_[top * side_px : bottom * side_px, left * side_px : right * side_px]
        for side_px in SIDES_PX
    ]
    y, u, v = (here[box] for here, box in zip(source, boxes, strict=True))
    parts = (y, u, v) if change is None else change((y, u, v))
    for part, there, box, side_px in zip(parts, target, boxes, SIDES_PX, strict=True):
        cv2.copyTo(part, _spread(mask, side_px), there[box])


def _spread(mask: Bytes, side_px: int) -> Bytes:
    """A mask of 0 and 255 by tiles brought up to pixels, whole words at a time."""
    words = mask.astype(f"u{side_px}") * int.from_bytes(b"\x01" * side_px)
    return np.repeat(words.view(np.uint8), side_px, axis=0)


def to_chroma(values: Floats) -> Floats:
    """Values of luma tiles, (n, 64), averaged to those of chroma tiles, (n, 16)."""
    averaged: Floats = values @ _HALVING
    return averaged


def to_luma(values: Floats) -> Floats:
    """Values of chroma tiles, (n, 16), brought up to luma tiles, (n, 64).

    Linear in between, and beyond the outermost samples, as each tile stands alone: with values
    merely repeated, a slope of colour against one of luma would show as a grid.
    """
    raised: Floats = values @ _doubling()
    return raised


def _gather(plane: Bytes, tiles: Tiles, side_px: int) -> Bytes:
    words, address = _words(plane, tiles, side_px)
    return words.take(address).view(np.uint8)


def _words(plane: Bytes, tiles: Tiles, side_px: int) -> tuple[NDArray[np.unsignedinteger], Tiles]:
    """The plane's memory as one row of words, and the addresses of the tiles' rows in it."""
    kind = np.dtype(np.uint64 if side_px == LUMA_PX else np.uint32)
    height, width = plane.shape
    line = plane.strides[0]
    words = np.lib.stride_tricks.as_strided(
        plane[:1].view(kind)[0], ((line * (height - 1) + width) // side_px,), (side_px,)
    )
    address = _addresses(width // side_px, height // side_px, side_px, line // side_px)
    return words, address.take(tiles, axis=0)


@lru_cache(maxsize=32)
def _addresses(columns: int, rows: int, side_px: int, words_per_line: int) -> Tiles:
    """Addresses of the rows of all tiles, (rows * columns, side_px)."""
    tile_row, tile_column = np.divmod(np.arange(rows * columns), columns)
    first = tile_row * side_px * words_per_line + tile_column
    return (first[:, None] + np.arange(side_px) * words_per_line).astype(np.intp)


def can_tile(planes: Planes) -> bool:
    """Whether the memory of the planes lies so that words can be taken out of it."""
    return all(
        plane.shape[1] % side_px == 0
        and plane.shape[0] % side_px == 0
        and plane.strides == (plane.strides[0], 1)
        and plane.strides[0] % side_px == 0
        and plane.ctypes.data % side_px == 0
        for plane, side_px in zip(planes, SIDES_PX, strict=True)
    )


def interpolate(cells: Floats, rows: int, columns: int, tiles: Tiles, side_px: int) -> Floats:
    """Values of cells brought up to the pixels of some tiles, bilinear.

    `cells` is (rows * columns, channels); the result is (channels, n, side_px ** 2).
    """
    channels = cells.shape[1]
    padded = cv2.copyMakeBorder(
        cells.reshape(rows, columns, channels), 1, 1, 1, 1, cv2.BORDER_REPLICATE
    )
    row, column = np.divmod(tiles, columns)
    corner = row * (columns + 2) + column
    around = corner[:, None] + _neighbours(columns + 2)
    patches = padded.reshape(-1, channels).take(around, axis=0)
    # As one matrix of contiguous rows: a product over a turned array takes three times as long.
    lines = np.ascontiguousarray(patches.transpose(2, 0, 1)).reshape(-1, patches.shape[1])
    values: Floats = lines @ _kernel(side_px)
    return values.reshape(channels, len(tiles), -1)


@lru_cache(maxsize=8)
def _neighbours(line: int) -> Tiles:
    return (np.arange(3)[:, None] * line + np.arange(3)).reshape(-1).astype(np.intp)


@lru_cache(maxsize=2)
def _kernel(side_px: int) -> Floats:
    """(9, side_px ** 2): what each of 3x3 cells gives to each pixel of the middle one."""
    offset = (np.arange(side_px) + 0.5) / side_px - 0.5
    line = np.stack([np.maximum(0, -offset), 1 - np.abs(offset), np.maximum(0, offset)])
    kernel: Floats = np.einsum("ay,bx->abyx", line, line).reshape(9, -1).astype(np.float32)
    return kernel


@lru_cache(maxsize=1)
def _doubling() -> Floats:
    """(16, 64): linear interpolation of 4x4 samples at 8x8 points."""
    at = (np.arange(LUMA_PX) + 0.5) / 2 - 0.5
    left = np.clip(np.floor(at), 0, CHROMA_PX - 2).astype(int)
    line = np.zeros((CHROMA_PX, LUMA_PX))
    line[left, np.arange(LUMA_PX)] = 1 - (at - left)
    line[left + 1, np.arange(LUMA_PX)] = at - left
    return np.kron(line, line).astype(np.float32)
