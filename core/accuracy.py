"""The accuracy at many parameter vectors, such as those of a run: buffers are made once, so that each costs little."""

from __future__ import annotations

import numpy as np

from core.datasets.rows import Rows
from core.document import Floats
from core.engine.activations import run
from core.engine.network import Network


class Accuracies:
    """Calls every row by the largest value of ``node``, as ``core.scores`` does, at one theta after the other.

    KeyError for a node that has no column of class names.
    """

    def __init__(self, network: Network, rows: Rows, node: str) -> None:
        self._network, self._rows, self._observed = network, rows, rows.classes[node]
        self._weights = np.zeros(network.layout.size)
        self._sweep = network.sweep(rows.inputs.shape[1], self._weights, np.zeros_like(self._weights))
        self._sweep.inputs[...] = rows.inputs
        self._place = network.layout.rows[node]

    def at(self, theta: Floats) -> tuple[float, float]:
        """Return the share of training and of test rows that are called by their class; NaN where there are none."""
        self._weights[...] = self._network.spread(theta)
        with np.errstate(all="ignore"):
            run(self._sweep.forward)
        right = self._sweep.a[self._place].argmax(axis=0) == self._observed
        train, test = (
            float(right[part].mean()) if part.size else np.nan for part in (self._rows.train, self._rows.test)
        )
        return train, test
