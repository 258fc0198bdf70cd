"""What a network puts out over two of its inputs, all others held: thousands of samples at once.

    ground = Ground(network)
    a = ground.over(theta, held, (0, 1), points, units).a   # (units, samples)
"""

from __future__ import annotations

import numpy as np

from core.activations import run
from core.document import Floats
from core.layout import Indices
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

    def over(self, theta: Floats, held: Floats, along: tuple[int, int], points: Floats, units: Indices) -> Values:
        """Return the values of ``units`` (rows of ``Values``) at ``points``: (units, samples).

        ``points`` (2, samples) are the values of the inputs at the places ``along``, as the network sees them;
        ``held`` (input units,) are those of the others. Where the network leaves the range of float64 there are
        NaN or infinities.
        """
        self._weights[...] = self.network.spread(theta)
        self._sweep.inputs[...] = held[:, None]
        z, a = np.empty((units.size, points.shape[1])), np.empty((units.size, points.shape[1]))
        for start in range(0, points.shape[1], _COLUMNS):
            part = slice(start, min(start + _COLUMNS, points.shape[1]))
            count = part.stop - start
            self._sweep.inputs[list(along), :count] = points[:, part]
            with np.errstate(all="ignore"):
                run(self._sweep.forward)
            found = self.network.values(self._sweep, units)
            z[:, part], a[:, part] = found.z[:, :count], found.a[:, :count]
        return Values(z, a)


def side_for(network: Network, nanoseconds: float, most: int = 200, least: int = 24) -> int:
    """Return how many points a side a square grid may have that is computed in about so long."""
    units = max(place.stop for place in network.units.values())
    sample = _LEAST + _WEIGHT * network.size + _UNIT * units
    return int(np.clip(np.sqrt(nanoseconds / sample), least, most))
