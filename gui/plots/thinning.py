"""Fewer points for the same picture: of a long curve, each pixel column needs its ends and its extremes only."""

from __future__ import annotations

import numpy as np

from core.document import Floats

POINTS_A_PIXEL = 4


def thin(x: Floats, y: Floats, pixel: float) -> tuple[Floats, Floats]:
    """Return the points of a curve with ascending ``x`` that are needed where a pixel is ``pixel`` units wide.

    Every minimum and maximum survives, so no spike is lost; gaps (NaN) survive as well.
    """
    if x.size < 3 or not pixel > 0 or x.size <= POINTS_A_PIXEL * (x[-1] - x[0]) / pixel:
        return x, y
    size = int(np.ceil(x.size * 2 * pixel / (x[-1] - x[0]))) if x[-1] > x[0] else x.size
    size = min(max(size, 2), x.size)
    whole = x.size // size * size
    blocks = y[:whole].reshape(-1, size)
    starts = np.arange(0, whole, size)
    fine = np.isfinite(blocks)
    lowest = np.argmin(np.where(fine, blocks, np.inf), axis=1)
    highest = np.argmax(np.where(fine, blocks, -np.inf), axis=1)
    gap = np.argmin(fine, axis=1)
    within = (starts + place for place in (lowest, highest, gap))
    kept = np.unique(np.concatenate((starts, *within, np.arange(whole - 1, x.size))))
    return x[kept], y[kept]
