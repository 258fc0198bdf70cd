"""One pass through a network for a fixed number of samples: forward, compare, backward.

A sweep lays out its matrices once and turns the plan into a list of array calls on them. To run the list
is the whole computation: no loop over nodes or rows, no allocation, no name looked up.

Forward, for each level: z = W · values read; a = activation(z). Backward, from the last level: the
derivative of the loss by a, times the activation's derivative, is δ = dLoss/dz; dLoss/dW = δ · (values
read)ᵀ, biases included by the row of ones; Wᵀ · δ is added to the derivatives by the values read.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from core.activations import ACTIVATIONS, Call, run
from core.document import Floats
from core.layout import Indices, Layout, Level, join
from core.losses import Loss


class Sweep:
    """Buffers and calls for ``columns`` samples.

    Set ``inputs`` (input units, columns) and ``observed`` (target units in ``layout.outputs`` order,
    columns), then run. ``weights`` and ``gradient`` are dense vectors, which sweeps may share. ``mean``
    divides the loss and its derivatives by the number of samples. Runs under the
    caller's ``np.errstate(all="ignore")``.
    """

    def __init__(
        self, layout: Layout, loss: Loss, columns: int, weights: Floats, gradient: Floats, *, mean: bool
    ) -> None:
        self.layout, self.columns, self.mean = layout, columns, mean
        self.loss_scale = 1.0 / columns if mean else 1.0
        self.z, self.a, self.scratch, self.error = (np.zeros((layout.height, columns)) for _ in range(4))
        self.z[layout.ones] = self.a[layout.ones] = 1.0
        self.slope = np.ones((layout.height, columns))  # and 1 it stays where the activation is the identity
        self.inputs = self.a[: layout.inputs]
        self.observed, self.residual = (np.zeros((layout.outputs.size, columns)) for _ in range(2))
        self._read = [self._buffer(level.reads) for level in layout.levels]
        self.forward = self._forward(weights)
        self.compare = self._compare(loss)
        self.total = loss.total(self.residual)
        clear: list[Call] = [partial(self.error.fill, 0.0)] if any(level.adds for level in layout.levels) else []
        self.backward = [*clear, *self._loss_slope(loss), *self._slopes(), *self._backward(weights, gradient)]

    def run_forward(self) -> None:
        """Compute ``z`` and ``a`` from ``inputs``."""
        run(self.forward)

    def loss(self) -> float:
        """Run forward and return the loss; the samples are those in ``inputs`` and ``observed``."""
        run(self.forward)
        run(self.compare)
        return float(self.total()) * self.loss_scale

    def loss_and_gradient(self) -> float:
        """Run forward and backward: fill the gradient and return the loss."""
        loss = self.loss()
        run(self.backward)
        return loss

    def _buffer(self, reads: slice | Indices) -> Floats:
        return self.a[reads] if isinstance(reads, slice) else np.zeros((reads.size, self.columns))

    def _forward(self, weights: Floats) -> list[Call]:
        calls: list[Call] = []
        for level, values in zip(self.layout.levels, self._read, strict=True):
            if not isinstance(level.reads, slice):
                calls.append(partial(self.a.take, level.reads, 0, values, "clip"))
            block = weights[level.weights].reshape(level.shape)
            calls.append(partial(block.dot, values, self.z[level.rows]))
            for segment in level.segments:
                views = (matrix[segment.rows] for matrix in (self.z, self.a, self.scratch))
                calls += ACTIVATIONS[segment.activation].forward(*views)
        return calls

    def _compare(self, loss: Loss) -> list[Call]:
        return [
            call for rows, places in _runs(self.layout.outputs)
            for call in loss.compare(self.a[rows], self.observed[places], self.residual[places])
        ]

    def _loss_slope(self, loss: Loss) -> list[Call]:
        return [
            call for rows, places in _runs(self.layout.outputs)
            for call in loss.slope(self.residual[places], self.loss_scale, self.error[rows])
        ]

    def _slopes(self) -> list[Call]:
        """Write every activation's derivative, neighbouring levels of one activation at once."""
        segments = [segment for level in self.layout.levels for segment in level.segments]
        calls: list[Call] = []
        for segment in join(segments, gap=1):
            if segment.activation != "identity":
                views = (matrix[segment.rows] for matrix in (self.z, self.a, self.scratch, self.slope))
                calls += ACTIVATIONS[segment.activation].slope(*views)
        return calls

    def _backward(self, weights: Floats, gradient: Floats) -> list[Call]:
        calls: list[Call] = []
        for level, values in zip(reversed(self.layout.levels), reversed(self._read), strict=True):
            block, slope = (vector[level.weights].reshape(level.shape) for vector in (weights, gradient))
            delta = self.error[level.rows]
            if any(segment.activation != "identity" for segment in level.segments):
                calls.append(partial(np.multiply, delta, self.slope[level.rows], delta))
            calls.append(partial(delta.dot, values.T, slope))
            if level.hands_back:
                calls += self._hand_back(level, block.T, delta)
        return calls

    def _hand_back(self, level: Level, turned: Floats, delta: Floats) -> list[Call]:
        """Give the rows that the level reads its share of their derivatives."""
        if isinstance(level.reads, slice):
            rows = self.error[level.reads]
            if not level.adds:
                return [partial(turned.dot, delta, rows)]
            share = np.zeros_like(rows)
            return [partial(turned.dot, delta, share), partial(np.add, rows, share, rows)]
        share = np.zeros((level.reads.size, self.columns))
        return [partial(turned.dot, delta, share), partial(_add_rows, self.error, level.reads, share)]


def _add_rows(matrix: Floats, rows: Indices, more: Floats) -> None:
    matrix[rows] += more


def _runs(rows: Indices) -> list[tuple[slice, slice]]:
    """Return each run of consecutive numbers in ``rows`` as (the numbers, their places)."""
    cuts = np.flatnonzero(np.diff(rows) != 1) + 1
    pieces = np.split(np.arange(rows.size), cuts)
    return [(slice(int(rows[p[0]]), int(rows[p[-1]]) + 1), slice(int(p[0]), int(p[-1]) + 1)) for p in pieces]
