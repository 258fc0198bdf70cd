"""Fewer points for the same picture: of a long curve, each pixel column needs its ends and its extremes only."""

from __future__ import annotations

import numpy as np

from core.document import Floats

POINTS_A_PIXEL = 1.0


def thin(x: Floats, y: Floats, pixel: float) -> tuple[Floats, Floats]:
    """Return the points of a curve with ascending ``x`` that are needed where a pixel is ``pixel`` units wide.

    Of every two pixel columns the lowest and the highest point stay, so no spike is lost; a gap (NaN) stays a gap.
    """
    if x.size < 3 or not pixel > 0 or not x.size * pixel > POINTS_A_PIXEL * (x[-1] - x[0]):
        return x, y
    count = max(1, round(POINTS_A_PIXEL * float(x[-1] - x[0]) / pixel / 2))
    size = -(-x.size // count)
    if size < 3:
        return x, y
    blocks = np.full((-(-x.size // size), size), np.nan)
    blocks.ravel()[: x.size] = y
    fine = np.isfinite(blocks)
    low, high = np.where(fine, blocks, np.inf), np.where(fine, blocks, -np.inf)
    places = np.array([low.argmin(axis=1), high.argmax(axis=1), fine.argmin(axis=1)])
    kept = (places + np.arange(0, blocks.size, size)).ravel()
    kept = np.unique(np.concatenate(([0], kept[kept < x.size], [x.size - 1])))
    return x[kept], y[kept]
