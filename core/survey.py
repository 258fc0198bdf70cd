"""The loss over many rows, and its derivatives, in blocks that keep memory bounded."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.document import Floats
from core.sweep import Sweep

_HELD = 1_000_000
"""Values held at once for each matrix of a sweep: 8 MB."""


class Survey:
    """Measures the loss over given samples at the weights as they are when it is asked.

    ``make(columns, weights, gradient)`` makes a sweep; ``inputs`` and ``observed`` are (units, samples) in a
    sweep's order. ``gradient`` is a dense vector with the derivatives after ``measure``.
    """

    def __init__(
        self, make: Callable[[int, Floats, Floats], Sweep], inputs: Floats, observed: Floats, weights: Floats
    ) -> None:
        self.gradient, self._part = np.zeros_like(weights), np.zeros_like(weights)
        self._inputs, self._observed = inputs, observed
        self._count = inputs.shape[1]
        height = make(1, weights, self._part).layout.height
        size = max(1, min(_HELD // height, self._count))
        self._starts = range(0, self._count, size)
        sizes = {min(size, self._count - start) for start in self._starts}
        self._sweeps = {columns: make(columns, weights, self._part) for columns in sizes}
        self._size = size

    def loss(self) -> float:
        """Return the loss over all samples."""
        with np.errstate(all="ignore"):
            return sum(self._share(sweep) * sweep.loss() for sweep in map(self._load, self._starts))

    def measure(self) -> float:
        """Return the loss over all samples and fill ``gradient``."""
        self.gradient[:] = 0.0
        total = 0.0
        with np.errstate(all="ignore"):
            for sweep in map(self._load, self._starts):
                total += self._share(sweep) * sweep.loss_and_gradient()
                self.gradient += self._share(sweep) * self._part
        return total

    def _load(self, start: int) -> Sweep:
        columns = slice(start, min(start + self._size, self._count))
        sweep = self._sweeps[columns.stop - start]
        sweep.inputs[...], sweep.observed[...] = self._inputs[:, columns], self._observed[:, columns]
        return sweep

    def _share(self, sweep: Sweep) -> float:
        """How much a block counts: a sum counts whole, a mean by its share of the samples."""
        return sweep.columns / self._count if sweep.mean else 1.0
