"""Derivatives by trying: nudge a parameter and see how the loss moves. A witness independent of the calculus.

    >>> from core.chain_rule.explain import explain
    >>> from core.chain_rule.gradcheck import check
    >>> found = explain(document, network, theta, rows, ("", "effect"))
    >>> check(document, network, theta, rows, found).agrees
    True
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.catalog import ACTIVATIONS
from core.chain_rule.symbols import unit_text
from core.chain_rule.values import Explanation
from core.datasets.rows import Rows
from core.document import Document, Floats, Indices
from core.engine.activations import run
from core.engine.network import Network, Values
from core.engine.pooling import region_cells
from core.images.grids import window_of
from core.quantity import format_number

_NUDGE = float(np.finfo(np.float64).eps) ** (1 / 3)
"""The nudge h, relative: the formula's error (∝ h²) and that of rounding (∝ 1/h) are least here together."""
_CLOSE = 1e-6
_ROUNDING = 32 * float(np.finfo(np.float64).eps)
"""By how much, relative, the rounding of sums may move a loss and what is predicted."""
_CORNERS = ("relu", "leaky_relu")
"""Activations whose slope jumps at 0."""


@dataclass(frozen=True, slots=True)
class Check:
    """How a derivative compares with a finite difference.

    ``numeric`` is (L(p + h) − L(p − h)) ÷ 2h; ``error`` is |derivative − numeric| and ``relative_error`` that ÷
    |derivative|, None where the derivative is 0 and only the absolute error says something. ``agrees`` is None
    where trying can tell nothing. ``note`` says what limits the comparison; "" where nothing does.
    """

    numeric: float
    error: float
    relative_error: float | None
    agrees: bool | None
    note: str = ""


def check(document: Document, network: Network, theta: Floats, rows: Rows, found: Explanation) -> Check:
    """Return how ``found.derivative`` compares with trying, by the loss over ``found.rows``.

    ``theta`` is (network.size,), as the explanation had it. Costs two forward passes; two more, twice as far, where
    the first two differ from the derivative: they tell the error of the formula, which is ∝ h².
    """
    trial = _Trial(document, network, theta, rows, found)
    near, noise, derivative = trial.numeric(1.0), trial.noise, found.derivative
    if not np.isfinite([near, derivative]).all():
        return Check(near, abs(derivative - near), None, None, "The loss is not a finite number around here.")
    error, exact = abs(derivative - near), _CLOSE * abs(derivative)
    agrees = error <= exact + noise or error <= exact + noise + 2 * abs(trial.numeric(2.0) - near)
    relative = error / abs(derivative) if derivative else None
    if trial.corner and not agrees:
        return Check(near, error, relative, None, trial.corner)
    return Check(near, error, relative, agrees, trial.corner or _limit(derivative, error, noise))


def _limit(derivative: float, error: float, noise: float) -> str:
    """Say what keeps the relative error from telling much."""
    if derivative == 0:
        return f"The derivative is 0, and so the error is absolute: {format_number(error, 2)}."
    if noise > _CLOSE * abs(derivative):
        return "The derivative is so near 0 that the rounding of the loss limits the comparison."
    return ""


class _Trial:
    """Nudges one number of theta and looks at the loss over some rows; ``noise`` and ``corner`` are those of the last
    ``numeric``: the error by rounding, and a sentence where a unit passes a corner."""

    def __init__(self, document: Document, network: Network, theta: Floats, rows: Rows, found: Explanation) -> None:
        self._document, self._network, self._theta, self._found = document, network, theta, found
        self._inputs, self._observed = rows.inputs[:, found.rows], rows.observed[:, found.rows]
        self._share = 1 / found.rows.size if network.mean else 1.0
        self._place = network.slots[found.ref].place(found.index)
        self.noise, self.corner = 0.0, ""

    def numeric(self, times: float) -> float:
        """Return the central difference for a nudge so many times as far as usual."""
        value = float(self._theta[self._place])
        above = value + times * _NUDGE * max(1.0, abs(value))
        below = 2 * value - above
        with np.errstate(all="ignore"):
            (high, over, doubt), (low, under, _) = self._at(above), self._at(below)
            self.noise = _ROUNDING * doubt / (above - below)
            self.corner = self._passed(over, under)
            return float(np.float64(high - low) / (above - below))

    def _at(self, value: float) -> tuple[float, Values, float]:
        """Return the loss where the number is ``value``, all values, and the size of what is rounded in it."""
        nudged = self._theta.copy()
        nudged[self._place] = value
        values = self._network.forward(nudged, self._inputs)
        row, rows, slope = self._network.loss_row, self._network.target_rows, np.empty_like(self._observed)
        loss = self._network.loss_of(values, self._observed) * self._share
        run(row.slope(values.a[rows], self._observed, slope))
        said = (values.z if row.from_raw else values.a)[rows]
        doubt = row.factor * self._share * float(np.abs(slope * said).sum())
        return loss, values, loss + doubt

    def _passed(self, over: Values, under: Values) -> str:
        """Say where a unit passed a corner of its activation, or another cell became the largest of a region."""
        for node in self._document.nodes.values():
            place, what = self._network.units[node.id], ""
            if node.activation in _CORNERS:
                passed = np.argwhere(np.sign(over.z[place]) != np.sign(under.z[place]))
                what = f"is at the corner of its {ACTIVATIONS[node.activation].title}"
            elif node.grid is not None and node.grid.mode == "max":
                passed = np.argwhere(self._winners(node.id, over.a) != self._winners(node.id, under.a))
                what = "has two largest cells in its region"
            if what and passed.size:
                row = int(self._found.rows[passed[0, 1]]) + 1
                unit = unit_text(node, int(passed[0, 0]))
                return f"In row {row}, {node.label}{unit} {what}, where a finite difference means nothing."
        return ""

    def _winners(self, node: str, values: Floats) -> Indices:
        """Return which cell of each region of a pool is the largest: (regions, rows)."""
        (source,) = self._document.sources(node)
        regions = values[self._network.units[source]][region_cells(window_of(self._document, node))]
        found: Indices = regions.argmax(axis=0)
        return found


def agrees(derivative: float, numeric: float, loss: float) -> bool:
    """Whether both are the same number as far as trying can tell, which rounding of the loss limits."""
    return abs(derivative - numeric) <= _CLOSE * max(1.0, abs(derivative), abs(loss))
