"""What a softmax or argmax makes of one of its raw values while the others stay as they are in a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.document import Floats, Node
from core.engine.activations import ACTIVATIONS
from gui.state.frame import Frame

_FORMULAS = {
    "softmax": "eˣ ÷ (eˣ + Σ e^raw of the others)",
    "argmax": "1 where x is the largest raw value, otherwise 0",
}


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceCurve:
    """One output of a choice as a function of its own raw value x; ``before`` and ``after`` are the other raw values.

    A softmax is a sigmoid of x − ln Σ e^other, with the derivative p × (1 − p). An argmax is a step with the
    derivative 0; of equal values the first wins.
    """

    kind: str
    before: Floats
    after: Floats

    @property
    def formula(self) -> str:
        """How the output is computed."""
        return _FORMULAS[self.kind]

    @property
    def bend(self) -> float:
        """Where the curve is half way up, or jumps."""
        others = np.concatenate((self.before, self.after))
        return float(others.max() if self.kind == "argmax" else np.logaddexp.reduce(others))

    def f(self, x: ArrayLike) -> Floats:
        """Return the output at raw values ``x``, an array of the shape of ``x``."""
        values = np.asarray(x, dtype=np.float64)
        if self.kind == "softmax":
            return ACTIVATIONS["sigmoid"].f(values - self.bend)
        won = (values > self.before.max(initial=-np.inf)) & (values >= self.after.max(initial=-np.inf))
        steps: Floats = won.astype(np.float64)
        return steps

    def derivative(self, x: ArrayLike) -> Floats:
        """Return the derivative with respect to its own raw value, an array of the shape of ``x``."""
        values = np.asarray(x, dtype=np.float64)
        if self.kind == "argmax":
            return np.zeros_like(values)
        return ACTIVATIONS["sigmoid"].derivative(values - self.bend)

    def slopes(self, outputs: Floats) -> Floats:
        """Return the derivative at every row from its own output, (rows,)."""
        slopes: Floats = outputs * (1 - outputs)  # 0 for the 0 and 1 of an argmax
        return slopes


def choice_curve(frame: Frame, node: Node, unit: int, row: int) -> ChoiceCurve | None:
    """Return the curve of ``unit`` with the others as in ``row``; None without data or where nothing computes."""
    raw = frame.sums(node.id)
    if raw is None or raw.shape[0] < 2 or not 0 <= row < raw.shape[1]:
        return None
    return ChoiceCurve(node.kind, raw[:unit, row], raw[unit + 1 :, row])
