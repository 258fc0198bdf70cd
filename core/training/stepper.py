"""What makes a step: vectors, batches and the calls that go with them. It knows neither rules nor history."""

from __future__ import annotations

import numpy as np

from core.datasets.rows import Rows
from core.document import Document
from core.engine.activations import Call, run
from core.engine.network import Network
from core.engine.sweep import Sweep
from core.training.batches import Batches, batch_size
from core.training.gauge import Gauge
from core.training.history import Record
from core.training.updates import OptimizerState, Updates


class Stepper:
    """Buffers of its own for the network of ``document``, standing at the document's numbers.

    ``calls[step % len(calls)]`` make the update after ``step`` steps and compute the derivatives for the next batch,
    so that what is known always belongs to the present parameters.
    """

    def __init__(
        self, document: Document, network: Network, rows: Rows, carry: OptimizerState | None = None
    ) -> None:
        size = batch_size(document.training, rows.train.size)
        self.updates = Updates(network, document, network.factor(size), carry)
        self.batches = self._dealt(document, network, rows, size)
        self.calls: list[list[Call]] = [[*self.updates.calls, *found.load, *found.sweep.forward, *found.sweep.backward]
                                        for found in self.batches.rounds]
        self.gauge = Gauge(network, rows, self.updates, self.batches)

    def _dealt(self, document: Document, network: Network, rows: Rows, size: int) -> Batches:
        """Return the batches; where the mean counts, a smaller last one weighs its rows more."""
        updates = self.updates

        def make(columns: int) -> Sweep:
            boost = size / columns if network.mean else 1.0
            return network.sweep(columns, updates.weights, updates.gradient, boost)

        inputs, observed = rows.inputs[:, rows.train], network.order(rows.observed)[:, rows.train]
        return Batches(inputs, observed, document.training, make)

    def compute(self, step: int) -> None:
        """Compute the derivatives for the batch that comes after ``step`` steps."""
        chosen = self.batches.start(step)
        with np.errstate(all="ignore"):
            run(chosen.sweep.forward)
            run(chosen.sweep.backward)

    def put(self, record: Record) -> None:
        """Stand where ``record`` was taken."""
        self.updates.put(record)
        self.compute(record.step)

    def advance(self, step: int, count: int) -> None:
        """Make the ``count`` updates after ``step`` steps."""
        calls, length = self.calls, len(self.calls)
        with np.errstate(all="ignore"):
            for place in range(step + 1, step + count + 1):
                for call in calls[place % length]:
                    call()
