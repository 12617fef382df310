"""The guided filter: a coarse mask taught the edges of the picture it belongs to.

Owns the filter's arithmetic. It fits, in every small window, the mask as a linear function of the
picture's colour, and gives the averaged coefficients, not the filtered mask: brought up to full
size and applied to the full-size picture they give an edge as fine as the picture's, hair included
(K. He, J. Sun, X. Tang, "Guided Image Filtering", 2010, eq. 14 to 16 for colour; K. He, J. Sun,
"Fast Guided Filter", 2015, for the coarse fit). The fit is made several times, each to what the
one before gave: an edge that the network drew a few cells off wanders to where the picture has it.
Must not know networks, planes or tiles.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.media.planes import Floats

RADIUS = 3
"""Cells around a cell: windows of 7x7 cells, 56x56 pixels."""

PASSES = 3
"""On clips of known alpha the second fit took a sixth of the error, the third a tenth more."""

EPSILON = 5e-5
"""Variance (of values 0..1) below which a window counts as flat. Sensor noise averaged over a cell
of 64 pixels lies at 1e-5; with less than this the slopes get so steep that a single step of luma
shows as a pattern in dark hair before a dark room."""

ALPHA_FROM, ALPHA_TO = 0.15, 0.85
"""What the filter gives is stretched from here to 0..1: a linear fit smears a faint veil over the
flat parts on either side of an edge."""


def fitted(guide: Floats, mask: Floats) -> tuple[Floats, Floats]:
    """Coefficients of (rows, columns, 4) with alpha = k0*Y + k1*U + k2*V + k3, before it is
    stretched; and the mask that they give by cells, 0..1 of (rows, columns).

    `guide` is Y, U, V in 0..1 of (rows, columns, 3), `mask` 0..1 of (rows, columns).
    """
    y, u, v = (np.asarray(plane, np.float32) for plane in cv2.split(guide))
    mean_y, mean_u, mean_v = _mean(y), _mean(u), _mean(v)
    yy = _mean(y * y) - mean_y * mean_y + np.float32(EPSILON)
    yu = _mean(y * u) - mean_y * mean_u
    yv = _mean(y * v) - mean_y * mean_v
    uu = _mean(u * u) - mean_u * mean_u + np.float32(EPSILON)
    uv = _mean(u * v) - mean_u * mean_v
    vv = _mean(v * v) - mean_v * mean_v + np.float32(EPSILON)

    # The inverse of the symmetric 3x3 matrix by its cofactors.
    c00, c01, c02 = uu * vv - uv * uv, yv * uv - yu * vv, yu * uv - yv * uu
    c11, c12, c22 = yy * vv - yv * yv, yu * yv - yy * uv, yy * uu - yu * yu
    scale = 1 / (yy * c00 + yu * c01 + yv * c02)

    for _ in range(PASSES):
        mean_m = _mean(mask)
        cov_y = _mean(y * mask) - mean_y * mean_m
        cov_u = _mean(u * mask) - mean_u * mean_m
        cov_v = _mean(v * mask) - mean_v * mean_m
        slope_y = (c00 * cov_y + c01 * cov_u + c02 * cov_v) * scale
        slope_u = (c01 * cov_y + c11 * cov_u + c12 * cov_v) * scale
        slope_v = (c02 * cov_y + c12 * cov_u + c22 * cov_v) * scale
        offset = mean_m - slope_y * mean_y - slope_u * mean_u - slope_v * mean_v
        by_y, by_u, by_v, rest = (_mean(plane) for plane in (slope_y, slope_u, slope_v, offset))
        mask = stretched(by_y * y + by_u * u + by_v * v + rest)
    return np.asarray(cv2.merge([by_y, by_u, by_v, rest]), np.float32), mask


def stretched(alpha: Floats) -> Floats:
    """What the fit gave, brought to 0..1 in place."""
    alpha -= np.float32(ALPHA_FROM)
    alpha *= np.float32(1 / (ALPHA_TO - ALPHA_FROM))
    result: Floats = np.clip(alpha, 0, 1, out=alpha)
    return result


def _mean(plane: Floats) -> Floats:
    size = (2 * RADIUS + 1, 2 * RADIUS + 1)
    return np.asarray(cv2.blur(plane, size, borderType=cv2.BORDER_REFLECT_101), np.float32)
