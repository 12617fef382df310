"""How far a matte is from the truth: the field's measures.

MAD, MSE and gradient after C. Rhemann et al., "A perceptually motivated online benchmark for image
matting", 2009 (the gradient as a mean over the band here); dtSSD after M. Erofeev et al.,
"Perceptually motivated benchmark for video matting", 2015. `band` is what lies within 16 pixels of
the true edge; `luma` and `chroma` are what a person sees of an error there: the composite before a
picture against the true one, 0..255.
"""

from dataclasses import dataclass, fields

import cv2
import numpy as np

BAND_PX = 16
SCALE = {"mad": 1e3, "mse": 1e3, "gradient": 1e3, "dtssd": 1e2, "band": 1e3}
"""As tables are printed."""


@dataclass(frozen=True)
class Scores:
    """Means over the measured frames of a clip, as `SCALE` says."""

    mad: float
    mse: float
    gradient: float
    dtssd: float
    band: float
    luma: float
    chroma: float


def mean_of(scores):
    """The mean over several clips."""
    return Scores(
        *(float(np.mean([getattr(one, f.name) for one in scores])) for f in fields(Scores))
    )


class Meter:
    """Takes pairs of neighbouring frames of one clip."""

    def __init__(self):
        self._sums = {field.name: [] for field in fields(Scores)}
        self._former = None

    def add(self, alpha, truth, shown=None, wanted=None):
        """One frame: alpha and truth 0..1 of (height, width); `shown` and `wanted` are Y, U, V of
        (3, height, width), the composite that came out and the true one."""
        alpha = alpha.astype(np.float32)
        off = alpha - truth
        is_band = band(truth)
        apart = cv2.absdiff(off, np.zeros(1, np.float32))
        self._note("mad", apart.mean())
        self._note("mse", (off * off).mean())
        self._note("band", apart[is_band].mean())
        self._note("gradient", np.abs(_steepness(alpha) - _steepness(truth))[is_band].mean())
        if self._former is None:
            self._former = off
        else:
            self._note("dtssd", float(np.sqrt(np.mean((off - self._former) ** 2))))
            self._former = None
        if shown is not None:
            error = np.abs(shown - wanted)[:, is_band]
            self._note("luma", error[0].mean())
            self._note("chroma", error[1:].mean())

    def scores(self):
        return Scores(
            **{
                name: float(np.mean(values)) * SCALE.get(name, 1.0) if values else float("nan")
                for name, values in self._sums.items()
            }
        )

    def _note(self, name, value):
        self._sums[name].append(float(value))


def band(truth):
    """Where a true edge is within `BAND_PX`; the frame's own edges are none."""
    few = cv2.resize(
        truth, (truth.shape[1] // 4, truth.shape[0] // 4), interpolation=cv2.INTER_AREA
    )
    side = 2 * BAND_PX // 4 + 1
    round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    is_near = (cv2.dilate(few, round_) > 0.5) & (cv2.erode(few, round_) < 0.5)
    full = cv2.resize(is_near.astype(np.uint8), truth.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return full > 0


def _steepness(alpha):
    """The length of the gradient of Gaussian derivatives of 1.4 pixels."""
    soft = cv2.GaussianBlur(alpha, (0, 0), 1.4)
    return cv2.magnitude(
        cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=1), cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=1)
    )
