"""The guided filter: a coarse mask taught the edges of the picture it belongs to.

Owns the filter's arithmetic. It fits, in every small window, the mask as a linear function of the
picture's colour, and gives the averaged coefficients, not the filtered mask: brought up to full
size and applied to the full-size picture they give an edge as fine as the picture's, hair included
(K. He, J. Sun, X. Tang, "Guided Image Filtering", 2010, eq. 14 to 16 for colour; K. He, J. Sun,
"Fast Guided Filter", 2015, for the coarse fit). Must not know networks, planes or tiles.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.media.planes import Floats

RADIUS = 2
"""Cells around a cell: windows of 5x5 cells, 40x40 pixels."""

EPSILON = 5e-5
"""Variance (of values 0..1) below which a window counts as flat. Sensor noise averaged over a cell
of 64 pixels lies at 1e-5; with less than this the slopes get so steep that a single step of luma
shows as a pattern in dark hair before a dark room."""


def coefficients(guide: Floats, mask: Floats, radius: int = RADIUS) -> Floats:
    """Coefficients of (rows, columns, 4) with alpha = k0*Y + k1*U + k2*V + k3.

    `guide` is Y, U, V in 0..1 of (rows, columns, 3), `mask` 0..1 of (rows, columns).
    """
    size = (2 * radius + 1, 2 * radius + 1)

    def mean(plane: Floats) -> Floats:
        return np.asarray(cv2.blur(plane, size, borderType=cv2.BORDER_REFLECT_101), np.float32)

    y, u, v = (np.asarray(plane, np.float32) for plane in cv2.split(guide))
    mean_y, mean_u, mean_v, mean_m = mean(y), mean(u), mean(v), mean(mask)
    cov_ym = mean(y * mask) - mean_y * mean_m
    cov_um = mean(u * mask) - mean_u * mean_m
    cov_vm = mean(v * mask) - mean_v * mean_m
    yy = mean(y * y) - mean_y * mean_y + np.float32(EPSILON)
    yu = mean(y * u) - mean_y * mean_u
    yv = mean(y * v) - mean_y * mean_v
    uu = mean(u * u) - mean_u * mean_u + np.float32(EPSILON)
    uv = mean(u * v) - mean_u * mean_v
    vv = mean(v * v) - mean_v * mean_v + np.float32(EPSILON)

    # The inverse of the symmetric 3x3 matrix by its cofactors.
    c00, c01, c02 = uu * vv - uv * uv, yv * uv - yu * vv, yu * uv - yv * uu
    c11, c12, c22 = yy * vv - yv * yv, yu * yv - yy * uv, yy * uu - yu * yu
    scale = 1 / (yy * c00 + yu * c01 + yv * c02)
    slope_y = (c00 * cov_ym + c01 * cov_um + c02 * cov_vm) * scale
    slope_u = (c01 * cov_ym + c11 * cov_um + c12 * cov_vm) * scale
    slope_v = (c02 * cov_ym + c12 * cov_um + c22 * cov_vm) * scale
    offset = mean_m - slope_y * mean_y - slope_u * mean_u - slope_v * mean_v
    return mean(np.asarray(cv2.merge([slope_y, slope_u, slope_v, offset]), np.float32))
