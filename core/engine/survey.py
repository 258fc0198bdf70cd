"""The loss over many rows, and its derivatives, in blocks that keep memory bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from core.document import Floats
from core.engine.activations import run
from core.engine.sweep import Sweep
from core.errors import NetworkRefused

_HELD = 100_000
"""Values held at once for each matrix of a sweep: 0.8 MB, which a processor's cache has room for."""

AT_ONCE, IN_ALL = 20_000_000, 50_000_000
"""Most values of all units that one step computes, 160 MB in each of about eight matrices, and that are held for all
rows, 400 MB in each of two or three."""


def check_room(units: int, rows: int, most: int, mend: str) -> None:
    """Raise NetworkRefused where the values of so many units for so many rows would take gigabytes.

    ``mend`` says what to do about it.
    """
    if units * rows > most:
        raise NetworkRefused(f"{units:,} units for {rows:,} rows make {units * rows:,} values, and at most {most:,} "
                             f"are computed at once; {mend}.")


def block_size(height: int, columns: int) -> int:
    """Return how many of ``columns`` samples a sweep of ``height`` rows is to hold at once, so that it stays quick."""
    return max(1, min(_HELD // height, columns))


class Survey:
    """Measures the loss over given samples at the weights as they are when it is asked.

    ``make(columns, weights, gradient)`` makes a sweep; ``inputs`` and ``observed`` are (units, samples) in a
    sweep's order; ``factor`` is the loss's own and ``mean`` divides by the number of samples. ``gradient``
    is a dense vector with the derivatives after ``measure``.
    """

    def __init__(
        self, make: Callable[[int, Floats, Floats], Sweep], inputs: Floats, observed: Floats, weights: Floats,
        *, factor: float, mean: bool,
    ) -> None:
        self.gradient, self._part = np.zeros_like(weights), np.zeros_like(weights)
        self._inputs, self._observed = inputs, observed
        self._count = inputs.shape[1]
        self._share = 1.0 / self._count if mean else 1.0
        self._factor = factor * self._share
        height = make(1, weights, self._part).layout.height
        self._size = block_size(height, self._count)
        self._starts = range(0, self._count, self._size)
        sizes = {min(self._size, self._count - start) for start in self._starts}
        self._sweeps = {columns: make(columns, weights, self._part) for columns in sizes}

    def loss(self) -> float:
        """Return the loss over all samples."""
        with np.errstate(all="ignore"):
            return self._share * sum(sweep.sum_loss() for sweep in self._forward())

    def measure(self) -> float:
        """Return the loss over all samples and fill ``gradient``."""
        self.gradient[:] = 0.0
        total = 0.0
        with np.errstate(all="ignore"):
            for sweep in self._forward():
                total += sweep.sum_loss()
                run(sweep.backward)
                self.gradient += self._part
            self.gradient *= self._factor
        return self._share * total

    def _forward(self) -> Iterator[Sweep]:
        """Give each block's sweep, forward run."""
        for start in self._starts:
            columns = slice(start, min(start + self._size, self._count))
            sweep = self._sweeps[columns.stop - start]
            sweep.inputs[...], sweep.observed[...] = self._inputs[:, columns], self._observed[:, columns]
            run(sweep.forward)
            yield sweep
