"""The gradient by trying each number of theta: a witness that knows no chain rule."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from core.datasets.rows import Rows
from core.document import Floats
from core.engine.network import Network

NUDGE = float(np.finfo(np.float64).eps) ** (1 / 3)
"""The nudge h, relative: the formula's error (∝ h²) and that of rounding (∝ 1/h) are least here together."""


def numeric_gradient(network: Network, theta: Floats, rows: Rows, places: Iterable[int] | None = None) -> Floats:
    """Return (L(θ + h) − L(θ − h)) / 2h by each number of theta, or of ``places`` only; the others are 0.

    L is the loss over all training rows. Central differences: where the loss is smooth the relative error
    is about 1e−10. At the corner of a ReLU they are the mean of both sides, which is not the convention.
    """
    slope, weights = np.zeros(network.size), network.spread(theta)
    survey = network.survey(rows, rows.train, weights)

    def loss_at(place: int, value: float) -> float:
        nudged = theta.copy()
        nudged[place] = value
        weights[:] = network.spread(nudged)
        return survey.loss()

    for place in range(network.size) if places is None else places:
        above = theta[place] + NUDGE * max(1.0, abs(theta[place]))
        below = 2 * theta[place] - above
        slope[place] = (loss_at(place, above) - loss_at(place, below)) / (above - below)
    return slope
