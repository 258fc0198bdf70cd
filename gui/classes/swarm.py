"""Places dots of one line side by side where their values are close, so that none hides another."""

from __future__ import annotations

import math

import numpy as np

from core.document import Floats


def swarm(x: Floats, size: float, room: float) -> Floats:
    """Return how far off the line each dot stands, (dots,), in pixels; below 0 is above it.

    ``x`` (dots,) is where they stand along the line, ``size`` their diameter. Each stands as near to the line as it
    may without touching one placed before. Where they need more than ``room`` in all, they are pushed together: they
    overlap then, the first of them on top.
    """
    offsets = np.zeros(x.size)
    placed: list[tuple[float, float]] = []
    for at in np.argsort(x, kind="stable").tolist():
        offsets[at] = _nearest_free(float(x[at]), placed, size)
        placed.append((float(x[at]), float(offsets[at])))
    widest = float(np.abs(offsets).max(initial=0.0))
    most = max(0.0, (room - size) / 2)
    return offsets * (most / widest) if widest > most else offsets


def _nearest_free(x: float, placed: list[tuple[float, float]], size: float) -> float:
    """Return the offset nearest to the line at which a dot at ``x`` touches none of those placed."""
    close = [(other, offset) for other, offset in placed if abs(x - other) < size]
    bounds = [0.0]
    for other, offset in close:
        apart = math.sqrt(size * size - (x - other) ** 2)
        bounds += [offset - apart, offset + apart]
    enough = size * size * (1 - 1e-9)
    return next(
        bound
        for bound in sorted(bounds, key=abs)
        if all((x - other) ** 2 + (bound - offset) ** 2 >= enough for other, offset in close)
    )
