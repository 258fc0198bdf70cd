"""The losses: each a row with its formula, its derivative, and the array calls for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from core.document import Floats
from core.engine.activations import Call, run


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss over outputs × rows.

    ``compare(predicted, observed, r)`` lists the calls that write what is wrong into ``r``; ``total(r)``
    returns a function that sums ``r`` (contiguous) up to the loss; ``slope(predicted, observed, e)`` lists
    the calls that write dLoss/dPredicted ÷ ``factor`` into ``e``: a constant factor is cheaper put in
    once, at the end. ``each(r)`` is the loss of each row on its own. All arrays are (target units, rows).

    With ``from_raw`` the loss belongs to a softmax: ``compare`` takes the raw values that go into it, of one node, and
    ``slope``, from the probabilities that come out, is the derivative by the raw values.
    """

    name: str
    formula: str
    derivative_formula: str
    factor: float
    compare: Callable[[Floats, Floats, Floats], list[Call]]
    total: Callable[[Floats], Callable[[], Any]]
    slope: Callable[[Floats, Floats, Floats], list[Call]]
    each: Callable[[Floats], Floats]
    from_raw: bool = False

    def value(self, predicted: Floats, observed: Floats) -> float:
        """Return the loss, summed over outputs and rows; of one node, and of its raw values, with ``from_raw``."""
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


def _surprise(raw: Floats, observed: Floats, r: Floats) -> list[Call]:
    """Write observed × −ln p = observed × (ln Σ e^(raw − m) − (raw − m)), m the largest raw value.

    By way of the logarithm, −ln p is exact where p itself has long been rounded to 0: no raw value is too large.
    """
    most, total, powers = np.zeros(raw.shape[1:]), np.zeros(raw.shape[1:]), np.zeros_like(raw)
    return [
        partial(np.maximum.reduce, raw, 0, None, most), partial(np.subtract, raw, most, r),
        partial(np.exp, r, powers), partial(np.add.reduce, powers, 0, None, total), partial(np.log, total, total),
        partial(np.subtract, total, r, r), partial(np.multiply, r, observed, r),
    ]  # fmt: skip


def _sum_of_all(r: Floats) -> Callable[[], Any]:
    return r.sum


def _sum_of_each(r: Floats) -> Floats:
    found: Floats = r.sum(axis=0)
    return found


_ROWS = (
    Loss("ssr", "Σ (observed − predicted)²", "−2 × (observed − predicted)", 2.0,
         _difference, _sum_of_squares, _difference, _squares_of_each),
    Loss("cross_entropy", "Σ −ln(probability of the observed class)", "−1 ÷ probability", 1.0,
         _surprise, _sum_of_all, _difference, _sum_of_each, from_raw=True),
)
LOSSES: Mapping[str, Loss] = {row.name: row for row in _ROWS}
"""The losses that this version computes, by their names in files."""
