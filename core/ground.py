"""What a network puts out over two of its inputs, all others held: thousands of samples at once.

    ground = Ground(network)
    a = ground.over(theta, held, (0, 1), points, lambda values: values.a[rows])   # (rows, samples)
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.activations import run
from core.document import Floats
from core.network import Network, Values

_COLUMNS = 2_000
"""Samples computed at once: what they need stays in the processor's cache."""
_WEIGHT, _UNIT, _LEAST = 0.05, 1.2, 10.0
"""About what one weight, one unit and one sample cost, in nanoseconds."""


class Ground:
    """Computes one network over and over; its buffers are laid out once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._weights = np.zeros(network.layout.size)
        self._sweep = network.sweep(_COLUMNS, self._weights, np.zeros_like(self._weights))

    def over(
        self, theta: Floats, held: Floats, along: tuple[int, int], points: Floats, want: Callable[[Values], Floats]
    ) -> Floats:
        """Return what ``want`` takes from the values of all units at ``points``: (its rows, samples).

        ``points`` (2, samples) are the values of the inputs at the places ``along``, as the network sees them;
        ``held`` (input units,) are those of the others. Where the network leaves the range of float64 there are
        NaN or infinities.
        """
        self._weights[...] = self.network.spread(theta)
        self._sweep.inputs[...] = held[:, None]
        parts = []
        for start in range(0, points.shape[1], _COLUMNS):
            some = points[:, start : start + _COLUMNS]
            count = some.shape[1]
            self._sweep.inputs[list(along), :count] = some
            with np.errstate(all="ignore"):
                run(self._sweep.forward)
            parts.append(want(self.network.values(self._sweep))[:, :count])
        return np.concatenate(parts, axis=1) if parts else want(self.network.values(self._sweep))[:, :0]


def side_for(network: Network, nanoseconds: float, most: int = 200, least: int = 24) -> int:
    """Return how many points a side a square grid may have that is computed in about so long."""
    units = max(place.stop for place in network.units.values())
    sample = _LEAST + _WEIGHT * network.size + _UNIT * units
    return int(np.clip(np.sqrt(nanoseconds / sample), least, most))
