"""High dynamic range and wide gamut brought to what a screen of standard range shows.

Owns the curves (PQ, HLG, BT.1886), the primaries, the roll-off of highlights, and the tables by
which a picture of 10 bits goes through all of it. Pictures are never RGB here: a table over luma
takes a grey to where it belongs, and a table over (luma, Cb, Cr) at the size of chroma gives the
new chroma and by how much a colour's luma differs from that grey's. A grey stays exactly grey.
Must not know frames or FFmpeg.

Sources: ITU-R BT.2100 (PQ, HLG and its system gamma), BT.2408 (diffuse white at 203 cd/m2),
BT.1886 (a screen of standard range), BT.2087 (gamut by a matrix in linear light).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.matrices import BT709, from_rgb_matrix
from engine.media.planes import Bytes, Planes

Doubles = NDArray[np.float64]

PQ = 16
HLG = 18
"""Transfer characteristics of ITU-T H.273 that are of high dynamic range."""

BT2020 = 9
P3_D65 = 12
"""Colour primaries of H.273 that are wider than BT.709's."""

_D65 = (0.3127, 0.3290)
_XY = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    BT2020: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    P3_D65: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}

WHITE_NITS = 203.0
"""Diffuse white of high dynamic range (BT.2408): what is white paper in a clip of today."""
PEAK_NITS = 1000.0
"""The brightest that is told apart; phones and cameras grade for screens of this."""
HLG_GAMMA = 1.2
"""HLG's system gamma for a screen of 1000 cd/m2 (BT.2100, note 5e)."""
SCREEN_GAMMA = 2.4
KNEE = 0.6
"""Share of diffuse white, in light, up to which nothing is changed; above, highlights roll off."""

_CODES = 1024
_LUMA_STEPS, _CHROMA_STEPS = 65, 65
_LUMA_BITS = 6


@dataclass(frozen=True)
class Tables:
    """`luma` (1024,) takes a 10-bit luma to 8 bits; `colour` (64 * 256 * 256,) uint32 holds at
    [luma >> 4, u, v], from the low byte on, U, V and 128 + the difference of luma for the lowest
    and for the next cell's lowest luma: between the two is interpolated, or a bright colour's
    ramp would have steps."""

    luma: Bytes
    colour: NDArray[np.uint32]


def is_wide(transfer: int, primaries: int) -> bool:
    """Whether a picture of those needs what this module does."""
    return transfer in (PQ, HLG) or primaries in (BT2020, P3_D65)


def to_standard(
    y: NDArray[np.uint16], u: NDArray[np.uint16], v: NDArray[np.uint16], tables: Tables
) -> Planes:
    """Planes of 10 bits, 4:2:0, to 8 bits BT.709 limited, for a screen of standard range."""
    luma = np.take(tables.luma, y, mode="clip")
    chroma_px = (u.shape[1], u.shape[0])
    mean = cv2.resize(y, chroma_px, interpolation=cv2.INTER_AREA).astype(np.uint32)
    at = np.minimum(mean >> 4, (1 << _LUMA_BITS) - 1) << 16
    at |= np.minimum((u.astype(np.uint32) + 2) >> 2, 255) << 8
    at |= np.minimum((v.astype(np.uint32) + 2) >> 2, 255)
    found = np.take(tables.colour, at).view(np.uint8).reshape(*u.shape, 4)
    new_u, new_v = (np.ascontiguousarray(found[..., plane]) for plane in range(2))
    low, high = (found[..., plane].astype(np.int16) for plane in (2, 3))
    low += ((high - low) * (mean & 15).astype(np.int16) + 8) >> 4
    wide = cv2.resize(low.astype(np.uint8), (y.shape[1], y.shape[0]))
    shifted = cv2.addWeighted(luma, 1, wide, 1, -128)
    return Planes(np.asarray(shifted, np.uint8), new_u, new_v)


@lru_cache(maxsize=4)
def tables_for(transfer: int, primaries: int, matrix: int, is_full: bool) -> Tables:
    """The tables of a kind of picture; made in about 0.2 s."""
    if primaries not in _XY:
        primaries = BT2020 if transfer in (PQ, HLG) else 1
    codes = np.arange(_CODES) / 4
    grey = np.stack([codes, np.full(_CODES, 128.0), np.full(_CODES, 128.0)], axis=-1)
    luma = np.clip(np.rint(_converted(grey, transfer, primaries, matrix, is_full)[:, 0]), 0, 255)

    lumas = np.linspace(0, 256, _LUMA_STEPS)
    chromas = np.linspace(0, 256, _CHROMA_STEPS)
    grid = np.stack(np.meshgrid(lumas, chromas, chromas, indexing="ij"), axis=-1)
    made = _converted(grid, transfer, primaries, matrix, is_full)
    neutral = made[:, _CHROMA_STEPS // 2, _CHROMA_STEPS // 2, 0]
    made[..., 0] += 128 - neutral[:, None, None]
    # Chroma of a cell of luma is that of its middle.
    chroma = (made[:-1, ..., 1:] + made[1:, ..., 1:]) / 2
    cells = np.concatenate([chroma, made[:-1, ..., :1], made[1:, ..., :1]], axis=-1)
    return Tables(luma.astype(np.uint8), _packed(cells.astype(np.float32)))


def _packed(cells: NDArray[np.float32]) -> NDArray[np.uint32]:
    """The four values of each cell at every code of u and v, packed."""
    codes = np.arange(256, dtype=np.float32) * (_CHROMA_STEPS - 1) / 256
    at_u, at_v = np.meshgrid(codes, codes, indexing="ij")
    packed = np.empty((len(cells), 256, 256), np.uint32)
    for row, layer in enumerate(cells):
        # remap's x runs along the second axis, which is v.
        whole = cv2.remap(layer, at_v, at_u, cv2.INTER_LINEAR)
        levels = np.clip(np.rint(whole), 0, 255).astype(np.uint8)
        packed[row] = levels.view("<u4")[..., 0]
    return packed.reshape(-1)


def _converted(
    yuv: Doubles, transfer: int, primaries: int, matrix: int, is_full: bool
) -> NDArray[np.float64]:
    """Y'CbCr on the scale 0..255 to the same of BT.709 limited, on a screen of standard range."""
    scale = np.array([255, 255, 255] if is_full else [219, 224, 224], np.float64)
    zero = np.array([0 if is_full else 16, 128, 128], np.float64)
    signal = np.clip((yuv - zero) / scale @ np.linalg.inv(from_rgb_matrix(matrix)).T, 0, 1)
    light = in_light(signal, transfer, primaries)
    if primaries != 1:
        light = light @ gamut_matrix(primaries).T
    if transfer in (PQ, HLG):
        light = rolled_off(light)
    shown = np.clip(in_gamut(light), 0, 1) ** (1 / SCREEN_GAMMA)
    return np.asarray(shown @ (_OUT * from_rgb_matrix(BT709)).T + [16, 128, 128])


_OUT = np.array([[219.0], [224.0], [224.0]])


def in_light(signal: Doubles, transfer: int, primaries: int) -> Doubles:
    """R'G'B' 0..1 to the light of a screen, diffuse white being 1."""
    if transfer == PQ:
        return pq_nits(signal) / WHITE_NITS
    if transfer == HLG:
        scene = _hlg_scene(signal)
        red, green, blue = _luminance(primaries)
        total = scene @ np.array([red, green, blue])
        gain = np.maximum(total, 1e-9) ** (HLG_GAMMA - 1)
        return np.asarray(scene * gain[..., None] * PEAK_NITS / WHITE_NITS)
    return np.asarray(signal**SCREEN_GAMMA)


def pq_nits(signal: Doubles) -> Doubles:
    """cd/m2 of PQ's signal 0..1 (BT.2100, table 4)."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    root = signal ** (1 / m2)
    return np.asarray(10_000 * (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1))


def _hlg_scene(signal: Doubles) -> Doubles:
    """The scene's light 0..1 of HLG's signal (BT.2100, table 5)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.asarray(np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12))


def rolled_off(light: Doubles) -> Doubles:
    """Light of which diffuse white is 1 and the peak is `PEAK_NITS`, brought within 0..1.

    By the strongest of the three colours, so that the hue stays; straight up to `KNEE`.
    """
    peak = (PEAK_NITS / WHITE_NITS - KNEE) / (1 - KNEE)
    most = np.maximum(light.max(axis=-1), 1e-9)
    over = np.clip((most - KNEE) / (1 - KNEE), 0, peak)
    target = np.where(
        most <= KNEE, most, KNEE + (1 - KNEE) * over * (1 + over / peak**2) / (1 + over)
    )
    return np.asarray(light * (target / most)[..., None])


def in_gamut(light: Doubles) -> Doubles:
    """Colours outside BT.709 drawn towards the grey of their luminance until none is negative."""
    grey = np.maximum(light @ np.array(_luminance(1)), 0)[..., None]
    least = light.min(axis=-1, keepdims=True)
    span = np.maximum(grey - least, 1e-12)
    share = np.where(least < 0, np.clip(grey / span, 0, 1), 1)
    return np.asarray(grey + (light - grey) * share)


@lru_cache(maxsize=8)
def gamut_matrix(primaries: int) -> Doubles:
    """(3x3) linear RGB of those primaries to linear RGB of BT.709."""
    return np.asarray(np.linalg.inv(_to_xyz(1)) @ _to_xyz(primaries))


def _luminance(primaries: int) -> tuple[float, float, float]:
    red, green, blue = _to_xyz(primaries)[1]
    return float(red), float(green), float(blue)


def _to_xyz(primaries: int) -> Doubles:
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in _XY[primaries]]).T
    x, y = _D65
    white = np.array([x / y, 1, (1 - x - y) / y])
    return np.asarray(columns * np.linalg.solve(columns, white))
