"""Places dots of one line side by side where their values are close, so that none hides another."""

from __future__ import annotations

import math

import numpy as np

from core.document import Floats


def swarm(x: Floats, size: float, room: float) -> Floats:
    """Return how far off the line each dot stands, (dots,), in pixels; below 0 is above it.

    ``x`` (dots,) is where they stand along the line, ``size`` their diameter. From low to high each takes the lane
    nearest to the line, of lanes ``size`` apart, in which it touches no other. Where they need more than ``room`` in
    all, the lanes are pushed together: the dots overlap then.
    """
    ends: list[float] = []  # where the last dot of each lane stands: 0, 1 below, 1 above, 2 below, …
    lanes = np.zeros(x.size, dtype=np.intp)
    for at in np.argsort(x, kind="stable").tolist():
        here = float(x[at])
        lane = next((lane for lane, end in enumerate(ends) if here - end >= size), len(ends))
        ends[lane:] = [here, *ends[lane + 1 :]]
        lanes[at] = lane
    offsets = np.asarray(size * ((lanes + 1) // 2) * np.where(lanes % 2, 1.0, -1.0), dtype=np.float64)
    widest, most = size * math.ceil((len(ends) - 1) / 2), max(0.0, (room - size) / 2)
    return offsets * (most / widest) if widest > most else offsets
