"""SoftMax and ArgMax: what a node makes of one raw value for each class. Rows with their derivative beside them.

SoftMax: pᵢ = e^(xᵢ − m) ÷ Σₖ e^(xₖ − m), m the largest x, which cancels and keeps every power at most 1.
∂pᵢ/∂xⱼ = pᵢ (1 − pᵢ) where i = j and −pᵢ pⱼ elsewhere (Bridle 1990), so that
dLoss/dxⱼ = pⱼ (dLoss/dpⱼ − Σᵢ pᵢ dLoss/dpᵢ).

ArgMax: 1 for the largest x, the first of equals, 0 for the others. It jumps and is flat in between: its derivative is
0, exactly, and at a jump there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from core.document import Floats
from core.engine.activations import Call, run


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to choose among classes; all arrays are float64, (classes, rows).

    ``forward(x, a)`` lists the calls that write what comes out for the raw values ``x`` into ``a``; ``back(a, e)``
    those that turn dLoss/da in ``e`` into dLoss/dx. ``formula`` and ``derivative_formula`` say it in symbols.
    """

    name: str
    formula: str
    derivative_formula: str
    forward: Callable[[Floats, Floats], list[Call]]
    back: Callable[[Floats, Floats], list[Call]]

    def f(self, raw: ArrayLike) -> Floats:
        """Return what comes out for raw values, (classes,) or (classes, rows)."""
        x = np.array(raw, dtype=np.float64)
        a = np.zeros_like(x)
        with np.errstate(all="ignore"):
            run(self.forward(x, a))
        return a


def _softmax(x: Floats, a: Floats) -> list[Call]:
    least, total = np.zeros(x.shape[1:]), np.zeros(x.shape[1:])
    return [
        partial(np.maximum.reduce, x, 0, None, least),
        partial(np.subtract, x, least, a), partial(np.exp, a, a),
        partial(np.add.reduce, a, 0, None, total), partial(np.divide, a, total, a),
    ]  # fmt: skip


def _softmax_back(a: Floats, e: Floats) -> list[Call]:
    share, total = np.zeros_like(a), np.zeros(a.shape[1:])
    return [
        partial(np.multiply, a, e, share), partial(np.add.reduce, share, 0, None, total),
        partial(np.subtract, e, total, e), partial(np.multiply, a, e, e),
    ]  # fmt: skip


def _argmax(x: Floats, a: Floats) -> list[Call]:
    return [partial(_mark_largest, x, a)]


def _mark_largest(x: Floats, a: Floats) -> None:
    a.fill(0.0)
    np.put_along_axis(a, x.argmax(axis=0, keepdims=True), 1.0, axis=0)


def _argmax_back(a: Floats, e: Floats) -> list[Call]:  # noqa: ARG001  one signature for both
    return [partial(e.fill, 0.0)]


_ROWS = (
    Choice("softmax", "e^raw ÷ Σ e^raw", "p × (1 − p) by its own raw value, −p × p(other) by another", _softmax,
           _softmax_back),
    Choice("argmax", "1 for the largest raw value, otherwise 0", "0", _argmax, _argmax_back),
)  # fmt: skip
CHOICES: Mapping[str, Choice] = {row.name: row for row in _ROWS}
"""The kinds of node whose units compete, by their names in files."""
