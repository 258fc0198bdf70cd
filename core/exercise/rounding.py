"""How far numbers worked by hand may go astray when every number on the way is rounded to two decimals.

    >>> import numpy as np
    >>> from core.exercise.rounding import of_product, slack
    >>> slack(-15.655), slack(0.0123), slack(0.25)
    (0.005, 0.0005, 0.0)
    >>> round(of_product(np.array([2.0, 3.0]), np.array([0.005, 0.005])), 6)      # 2.005 × 3.005 − 2 × 3
    0.025025
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from core.chain_rule.slide import slides_of
from core.chain_rule.values import Unit
from core.document import Document, Floats, bias_of
from core.engine.activations import ACTIVATIONS
from core.engine.network import Network, Values

HALF_A_HUNDREDTH = 0.005
_EXACT = 1e-12


def tolerances(values: Floats) -> Floats:
    """Return half a hundredth for each value, and for those below 0.1 half of their second digit; any shape."""
    sizes = np.abs(np.where(np.isfinite(values), values, 0.0))
    with np.errstate(all="ignore"):
        powers = np.floor(np.log10(np.where(sizes > 0, sizes, 1.0)))
        found: Floats = np.minimum(HALF_A_HUNDREDTH, 0.5 * 10.0 ** (powers - 1))
    return found


def tolerance(value: float) -> float:
    """Return ``tolerances`` of one value, a hundred times as fast."""
    size = abs(value)
    if size >= 0.1 or size == 0 or not math.isfinite(value):
        return HALF_A_HUNDREDTH
    return 0.5 * 10.0 ** (math.floor(math.log10(size)) - 1)


def slacks(values: Floats) -> Floats:
    """Return what rounding may change in each value: 0 where it has two decimals at most."""
    with np.errstate(all="ignore"):
        exact = np.abs(np.round(values, 2) - values) <= _EXACT * np.maximum(np.abs(values), 1.0)
    return np.where(exact, 0.0, tolerances(values))


def slack(value: float) -> float:
    """Return ``slacks`` of one value."""
    exact = math.isfinite(value) and abs(round(value, 2) - value) <= _EXACT * max(abs(value), 1.0)
    return 0.0 if exact else tolerance(value)


def of_product(values: Floats, errors: Floats) -> float:
    """Return how far a product may be off where its factors are, by interval arithmetic: Π(|f| + e) − Π|f|."""
    with np.errstate(all="ignore"):
        return float(np.prod(np.abs(values) + errors) - np.prod(np.abs(values)))


class Rounding:
    """What rounding the sources, weights and biases does to the units of a network; ``values`` are theirs."""

    def __init__(self, document: Document, network: Network, theta: Floats, values: Values) -> None:
        self._document, self._network, self._theta, self._values = document, network, theta, values
        self._slides = slides_of(document, network, theta, values)

    def of_sum(self, unit: Unit, row: int) -> float:
        """Return how far a unit's weighted sum may be off; inputs (which have none) are given exactly."""
        node, place = unit
        slide = self._slides.get(node)
        if slide is not None and slide.window.mode == "max":
            return float(slacks(slide.values[slide.region(place), row]).max())
        total = 0.0
        for weights, outputs in self._terms(unit, row):
            loose, weight_loose = slacks(outputs), slacks(weights)
            total += float((np.abs(weights) * loose + np.abs(outputs) * weight_loose + loose * weight_loose).sum())
        ref = bias_of(node)
        neuron = place if slide is None else place // (slide.window.out[1] * slide.window.out[2])
        bias = float(self._network.read(self._theta, ref)[neuron]) if ref in self._network.slots else 0.0
        return total + slack(bias)

    def _terms(self, unit: Unit, row: int) -> Iterator[tuple[Floats, Floats]]:
        """Give the weights into a unit and the outputs that they multiply, source by source."""
        node, place = unit
        if node in self._slides:
            units, weights = self._slides[node].under(place)
            yield weights, self._slides[node].values[units, row]
            return
        for source in self._document.sources(node):
            yield (self._network.read(self._theta, (source, node))[place],
                   self._values.a[self._network.units[source], row])

    def of_output(self, unit: Unit, row: int) -> float:
        """Return how far a unit's output may be off, worked from its rounded weighted sum."""
        return self._through(unit, row, slope=False)

    def of_slope(self, unit: Unit, row: int) -> float:
        """Return how far the slope of a unit's activation may be off, worked from its rounded weighted sum."""
        return self._through(unit, row, slope=True)

    def _through(self, unit: Unit, row: int, *, slope: bool) -> float:
        activation = ACTIVATIONS[self._document.nodes[unit[0]].activation]
        total = float(self._values.z[self._network.units[unit[0]].start + unit[1], row])
        off = self.of_sum(unit, row)
        if self._document.nodes[unit[0]].activation != "identity":
            off += slack(total)
        at = np.array([total - off, total, total + off])
        low, middle, high = (activation.derivative if slope else activation.f)(at)
        return float(max(abs(high - middle), abs(low - middle)))
