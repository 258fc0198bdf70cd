"""One pass through a network for a fixed number of samples: forward, compare, backward.

A sweep lays out its matrices once and turns the plan into a list of array calls on them. To run the list
is the whole computation: no loop over nodes or rows, no allocation, no name looked up.

Forward, for each level: z = W · values read; a = activation(z). Backward, from the last level: the
derivative of the loss by a, times the activation's derivative, is δ = dLoss/dz; Wᵀ · δ is added to the
derivatives by the values read. At the end dLoss/dW = δ · (values read)ᵀ, biases included by the row of ones.
A level of classes has no weights: z is what it reads, and its δ goes back as it is. A convolution or pool has calls of
its own (``core.engine.convolution``, ``core.engine.pooling``) in the place of these products.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.document import Floats, Indices
from core.engine.activations import ACTIVATIONS, Call, run
from core.engine.choices import CHOICES
from core.engine.convolution import Convolution
from core.engine.folds import folds
from core.engine.layout import Layout, Level, join, stacks
from core.engine.losses import Loss
from core.engine.pooling import Pool

_FANCY = 2
"""To write rows by number costs as much as this many more plain calls."""

_FEW_LEVELS = 3
"""Levels from which one product of stacks costs less than a product each."""


class Sweep:
    """Buffers and calls for ``columns`` samples.

    Set ``inputs`` (input units, columns) and ``observed`` (target units in ``layout.outputs`` order,
    columns), then run ``forward`` and ``backward`` under ``np.errstate(all="ignore")``. ``weights`` and
    ``gradient`` are dense vectors, which sweeps may share. The derivative of the summed loss is gradient ×
    ``loss.factor`` ÷ ``boost``. In the rows ``layout.plain`` of ``z`` stands nothing: it is ``a``.
    """

    def __init__(
        self, layout: Layout, loss: Loss, columns: int, weights: Floats, gradient: Floats, boost: float = 1.0
    ) -> None:
        self.layout, self.columns = layout, columns
        self.z, self.a, self.scratch, self.error = (np.zeros((layout.height, columns)) for _ in range(4))
        self.a[layout.ones] = 1.0
        self.slope = np.ones((layout.height, columns))  # and 1 it stays where the activation is the identity
        self.inputs = self.a[: layout.inputs]
        self.observed, self.residual = (np.zeros((layout.outputs.size, columns)) for _ in range(2))
        self._read = [self._buffer(level) for level in layout.levels]
        self._own = {level.rows.start: np.zeros(self.a[level.rows].shape)
                     for level in layout.levels if level.direct and level.fed}
        self._convolutions, self._pools = dict[int, Convolution](), dict[int, Pool]()
        self._take_windows()
        self._folds = folds(layout.levels)
        self._loss = loss
        said = self.z if loss.from_raw else self.a
        self._compare = self._by_output(lambda rows, p: loss.compare(said[rows], self.observed[p], self.residual[p]))
        self._total = loss.total(self.residual)
        self.forward = self._forward(weights)
        self.backward = [*self._start(boost), *self._slopes(), *self._backward(weights, gradient)]

    def _take_windows(self) -> None:
        for at, level in enumerate(self.layout.levels):
            if level.window is not None and level.window.mode:
                self._pools[at] = Pool(level.window, self._read[at], self.a[level.rows])
            elif level.window is not None:
                self._convolutions[at] = Convolution(level.window, self._read[at], self._sums(level))

    def _sums(self, level: Level) -> Floats:
        """Return where the weighted sums of a level go: what comes out at once, if they are that."""
        return (self.a if level.linear else self.z)[level.rows]

    def sum_loss(self) -> float:
        """Return the loss after a forward run, summed over the samples."""
        run(self._compare)
        return float(self._total())

    def _by_output(self, calls: Callable[[slice, slice], list[Call]]) -> list[Call]:
        """Collect calls for each run of output rows, given its rows and their places among the targets."""
        return [call for rows, places in _runs(self.layout.outputs) for call in calls(rows, places)]

    def _start(self, boost: float) -> list[Call]:
        """Write the loss's slope into the error of the outputs; 0 elsewhere, where errors are added up."""
        calls = self._by_output(lambda rows, p: self._loss.slope(self.a[rows], self.observed[p], self._start_of(rows)))
        if any(level.adds for level in self.layout.levels):
            calls.insert(0, partial(self.error.fill, 0.0))
        if boost != 1.0:
            calls += self._by_output(
                lambda rows, _: [partial(np.multiply, self._start_of(rows), np.array(boost), self._start_of(rows))])
        return calls

    def _start_of(self, rows: slice) -> Floats:
        """Return where the loss's slope by these rows goes: apart, if it is by raw values of classes that feed on."""
        return self._own.get(rows.start, self.error[rows])

    def _buffer(self, level: Level) -> Floats:
        """Return what a level reads: a view, its own rows of z for classes, or room to gather it in."""
        if isinstance(level.reads, slice):
            return self.a[level.reads]
        return self.z[level.rows] if level.choice else np.zeros((level.reads.size, self.columns))

    def _forward(self, weights: Floats) -> list[Call]:
        calls: list[Call] = []
        for at, (level, values) in enumerate(zip(self.layout.levels, self._read, strict=True)):
            if not isinstance(level.reads, slice):
                calls.append(partial(self.a.take, level.reads, 0, values, "clip"))
            if level.choice:
                calls += self._choose(level, values)
                continue
            if at in self._pools:
                calls += self._pools[at].forward()
                continue
            block = weights[level.weights].reshape(level.shape)
            calls += self._convolutions[at].forward(block) if at in self._convolutions else [
                partial(block.dot, values, self._sums(level))]
            for segment in () if level.linear else level.segments:
                views = (matrix[segment.rows] for matrix in (self.z, self.a, self.scratch))
                calls += ACTIVATIONS[segment.activation].forward(*views)
        return calls

    def _choose(self, level: Level, values: Floats) -> list[Call]:
        z = self.z[level.rows]
        kept = [partial(z.__setitem__, ..., values)] if isinstance(level.reads, slice) else []
        return [*kept, *CHOICES[level.choice].forward(z, self.a[level.rows])]

    def _slopes(self) -> list[Call]:
        """Write every activation's derivative, of all levels at once."""
        places: dict[str, list[slice]] = {}
        folded = set(self._folds.values())
        levels = [level for at, level in enumerate(self.layout.levels) if at not in folded]
        for segment in join([segment for level in levels for segment in level.segments], gap=1):
            places.setdefault(segment.activation, []).append(segment.rows)
        return [call for name, rows in places.items() if name != "identity" for call in self._slope(name, rows)]

    def _slope(self, name: str, places: list[slice]) -> list[Call]:
        """Write one activation's derivative: place by place, or gathered where that takes fewer calls."""
        bind = ACTIVATIONS[name].slope
        apart = [call for rows in places for call in bind(*(
            matrix[rows] for matrix in (self.z, self.a, self.scratch, self.slope)))]
        rows = np.concatenate([np.arange(place.start, place.stop) for place in places])
        near = [np.zeros((rows.size, self.columns)) for _ in range(4)]
        together: list[Call] = [
            *(partial(matrix.take, rows, 0, part, "clip")
              for matrix, part in zip((self.z, self.a, self.scratch), near[:3], strict=True)),
            *bind(near[0], near[1], near[2], near[3]), partial(self.slope.__setitem__, rows, near[3]),
        ]
        return apart if len(apart) <= len(together) + _FANCY else together

    def _backward(self, weights: Floats, gradient: Floats) -> list[Call]:
        """Write every level's δ, from the last level on, and then the derivatives by the weights."""
        calls: list[Call] = []
        for at, level in reversed([*enumerate(self.layout.levels)]):
            if level.choice:
                calls += self._choose_back(level)
                continue
            delta = self.error[level.rows]
            if not level.linear and at not in self._folds.values():
                calls.append(partial(np.multiply, delta, self.slope[level.rows], delta))
            if level.hands_back:
                calls += self._hand_back(at, level, weights, delta)
        for stack in stacks(self.layout.levels):
            first = self.layout.levels[stack.start]
            if first.dense:
                calls += self._by_weights(stack, gradient)
            elif stack.start in self._convolutions:
                block = gradient[first.weights].reshape(first.shape)
                calls += self._convolutions[stack.start].by_weights(self.error[first.rows], block)
        return calls

    def _by_weights(self, stack: range, gradient: Floats) -> list[Call]:
        """Write the derivatives by the weights of some levels, by one product where they lie in step."""
        levels = self.layout.levels[stack.start : stack.stop]
        if len(levels) < _FEW_LEVELS:
            return [partial(self.error[level.rows].dot, self._read[at].T, gradient[level.weights].reshape(level.shape))
                    for at, level in zip(stack, levels, strict=True)]
        apart = levels[1].rows.start - levels[0].rows.start
        slopes = gradient[levels[0].weights.start : levels[-1].weights.stop].reshape(len(levels), *levels[0].shape)
        deltas, values = (_stacked(matrix, len(levels), apart)
                          for matrix in (self.error[levels[0].rows], self._read[stack.start]))
        return [partial(np.matmul, deltas, values.transpose(0, 2, 1), slopes)]

    def _choose_back(self, level: Level) -> list[Call]:
        """Turn the derivatives by what comes out into those by the raw values, and hand these on."""
        delta, calls = self.error[level.rows], list[Call]()
        if level.fed or not level.direct:
            calls += CHOICES[level.choice].back(self.a[level.rows], delta)
        if level.rows.start in self._own:
            calls.append(partial(np.add, delta, self._own[level.rows.start], delta))
        if not level.hands_back:
            return calls
        if not isinstance(level.reads, slice):
            return [*calls, partial(_add_rows, self.error, level.reads, delta)]
        rows = self.error[level.reads]
        return [*calls, partial(np.add, rows, delta, rows) if level.adds else partial(rows.__setitem__, ..., delta)]

    def _hand_back(self, at: int, level: Level, weights: Floats, delta: Floats) -> list[Call]:
        """Give the rows that the level reads its share of their derivatives."""
        if at in self._pools:
            before = self.layout.levels[self._folds[at]].segments[0].activation if at in self._folds else ""
            return self._pools[at].by_values(delta, self.error[level.reads], adds=level.adds, through=before)
        block = weights[level.weights].reshape(level.shape)
        if at in self._convolutions:
            return self._convolutions[at].by_values(block, delta, self.error[level.reads], adds=level.adds)
        turned = block.T
        if isinstance(level.reads, slice):
            rows = self.error[level.reads]
            if not level.adds:
                return [partial(turned.dot, delta, rows)]
            share = np.zeros_like(rows)
            return [partial(turned.dot, delta, share), partial(np.add, rows, share, rows)]
        share = np.zeros((level.reads.size, self.columns))
        return [partial(turned.dot, delta, share), partial(_add_rows, self.error, level.reads, share)]


def _stacked(matrix: Floats, count: int, apart: int) -> Floats:
    """Return a view of ``count`` matrices, each ``apart`` rows after the one before; all are rows of one buffer."""
    down, across = matrix.strides
    return np.lib.stride_tricks.as_strided(matrix, (count, *matrix.shape), (apart * down, down, across))


def _add_rows(matrix: Floats, rows: Indices, more: Floats) -> None:
    matrix[rows] += more


def _runs(rows: Indices) -> list[tuple[slice, slice]]:
    """Return each run of consecutive numbers in ``rows`` as (the numbers, their places)."""
    cuts = np.flatnonzero(np.diff(rows) != 1) + 1
    pieces = np.split(np.arange(rows.size), cuts)
    return [(slice(int(rows[p[0]]), int(rows[p[-1]]) + 1), slice(int(p[0]), int(p[-1]) + 1)) for p in pieces]
