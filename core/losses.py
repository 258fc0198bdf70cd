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
    returns a function that sums ``r`` (contiguous) up to the loss; ``slope(r, factor, e)`` lists the calls
    that write factor × dLoss/dPredicted into ``e``. All arrays are (target units, rows).
    """

    name: str
    formula: str
    derivative_formula: str
    compare: Callable[[Floats, Floats, Floats], list[Call]]
    total: Callable[[Floats], Callable[[], Any]]
    slope: Callable[[Floats, float, Floats], list[Call]]

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


def _twice(r: Floats, factor: float, e: Floats) -> list[Call]:
    return [partial(np.multiply, r, np.array(2.0 * factor), e)]


_ROWS = (
    Loss("ssr", "Σ (observed − predicted)²", "−2 × (observed − predicted)", _difference, _sum_of_squares, _twice),
)
LOSSES: Mapping[str, Loss] = {row.name: row for row in _ROWS}
"""The losses that this version computes, by their names in files."""
