"""The losses: each a row with its formula, its derivative, and the array calls for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from core.activations import Call, run
from core.document import Floats


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss over outputs × rows.

    ``compare(predicted, observed, r)`` lists the calls that write what is wrong into ``r``; ``total(r)``
    returns a function that sums ``r`` (contiguous) up to the loss; ``slope(predicted, observed, e)`` lists
    the calls that write dLoss/dPredicted ÷ ``factor`` into ``e``: a constant factor is cheaper put in
    once, at the end. ``each(r)`` is the loss of each row on its own. All arrays are (target units, rows).
    """

    name: str
    formula: str
    derivative_formula: str
    factor: float
    compare: Callable[[Floats, Floats, Floats], list[Call]]
    total: Callable[[Floats], Callable[[], Any]]
    slope: Callable[[Floats, Floats, Floats], list[Call]]
    each: Callable[[Floats], Floats]

    def value(self, predicted: Floats, observed: Floats) -> float:
        """Return the loss, summed over outputs and rows."""
        r = np.zeros(predicted.shape)
        run(self.compare(predicted, observed, r))
        return float(self.total(r)())


def _difference(predicted: Floats, observed: Floats, r: Floats) -> list[Call]:
    return [partial(np.subtract, predicted, observed, r)]


def _sum_of_squares(r: Floats) -> Callable[[], Any]:
    flat = r.reshape(-1)
    return partial(flat.dot, flat)


def _squares_of_each(r: Floats) -> Floats:
    squares: Floats = np.square(r).sum(axis=0)
    return squares


_ROWS = (
    Loss("ssr", "Σ (observed − predicted)²", "−2 × (observed − predicted)", 2.0,
         _difference, _sum_of_squares, _difference, _squares_of_each),
)
LOSSES: Mapping[str, Loss] = {row.name: row for row in _ROWS}
"""The losses that this version computes, by their names in files."""
