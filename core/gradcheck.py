"""Derivatives by trying: nudge each parameter and see how the loss moves. A witness independent of the calculus."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from core.datasets.rows import Rows
from core.document import Floats
from core.network import Network

_NUDGE = float(np.finfo(np.float64).eps) ** (1 / 3)
"""The nudge h, relative: the formula's error (∝ h²) and that of rounding (∝ 1/h) are least here together."""
_CLOSE = 1e-6


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
        above = theta[place] + _NUDGE * max(1.0, abs(theta[place]))
        below = 2 * theta[place] - above
        slope[place] = (loss_at(place, above) - loss_at(place, below)) / (above - below)
    return slope


def agrees(derivative: float, numeric: float, loss: float) -> bool:
    """Whether both are the same number as far as trying can tell, which rounding of the loss limits."""
    return abs(derivative - numeric) <= _CLOSE * max(1.0, abs(derivative), abs(loss))
