"""Measures where training stands: the loss over all rows and its derivatives at the present weights."""

from __future__ import annotations

import math

import numpy as np

from core.datasets.rows import Rows
from core.document import Floats
from core.engine.network import Network
from core.training.batches import Batches
from core.training.history import Record
from core.training.updates import Updates


class Gauge:
    """Reads the vectors of ``updates`` as they are when it is asked.

    Where a step looks at all training rows, its loss and derivatives are those of the step itself;
    otherwise they are measured over all training rows, which has its price.
    """

    def __init__(self, network: Network, rows: Rows, updates: Updates, batches: Batches) -> None:
        self._network, self._updates, self._batches = network, updates, batches
        self._share = 1 / rows.train.size if network.mean else 1.0
        self._train = None if batches.whole else network.survey(rows, rows.train, updates.weights)
        self._test = network.survey(rows, rows.test, updates.weights) if rows.test.size else None

    def loss(self) -> float:
        """Return the loss over all training rows."""
        if self._train is not None:
            return self._train.loss()
        return self._batches.rounds[0].sweep.sum_loss() * self._share

    def finite(self, step: int) -> bool:
        """Whether the weights, and the weighted sums and loss of the batch computed after ``step``, are numbers.

        A sum may be infinite while the loss is not (a sigmoid levels off), and the loss is what counts; a sum that
        is not a number counts too, since fmax lets a ReLU forget it.
        """
        sweep = self._batches.at(step).sweep
        return self._updates.finite() and math.isfinite(sweep.sum_loss()) and not np.isnan(sweep.z).any()

    def sound(self, step: int) -> bool:
        """Whether the loss over all training rows is finite too."""
        return self.finite(step) and math.isfinite(self.loss())

    def record(self, step: int) -> Record:
        """Return all that is known after ``step`` steps; its vectors are read-only."""
        with np.errstate(all="ignore"):
            loss, gradient = self._measure()
            test_loss = math.nan if self._test is None else self._test.loss()
            theta, step_size = self._theta(self._updates.weights), self._theta(self._updates.step_size)
            return Record(step, loss, test_loss, theta, self._theta(gradient), step_size, *self._updates.remembered())

    def _measure(self) -> tuple[float, Floats]:
        if self._train is None:
            return self.loss(), self._updates.gradient * self._updates.scale
        return self._train.measure(), self._train.gradient

    def _theta(self, dense: Floats) -> Floats:
        theta = self._network.gather(dense)
        theta.setflags(write=False)
        return theta
