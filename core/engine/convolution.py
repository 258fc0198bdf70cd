"""A convolution's array calls, for the samples of one sweep: forward, by the filters, by what came in.

Cross-correlation, as every library computes it, with the indices of ``core.images.taps``::

    z[f, r, c] = bias[f] + Σ w[f, k, i, j] × source[k, r × stride + i − padding, c × stride + j − padding]

over channels k and cells (i, j), where padding counts as 0. All that the windows read is copied side by side into
one matrix, the *patches* (channels × size × size + 1, places × samples), the last row ones. Then, with a
filter a row and its bias last, forward is one product and so is each derivative (Chellapilla, Puri and Simard 2006)::

    z = W · patches        dLoss/dW = δ · patchesᵀ        dLoss/dpatches = Wᵀ · δ

and dLoss/dsource is for each source cell the sum over the patches it was copied to. Patches that are too
large to keep are made and used some rows of the map at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from core.document import Floats
from core.engine.activations import Call
from core.images.grids import Window
from core.images.taps import every_window, in_planes, taps

_KEPT = 262_144
"""Numbers up to which patches are kept whole, 2 MB; blocks of larger ones have half as many."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Some rows of the map, whose places are the columns ``at`` of z; ``gather`` fills their ``patches``."""

    rows: slice
    at: slice
    patches: Floats
    gather: Call


class Convolution:
    """The buffers of one convolution that reads ``values`` (source cells, samples) and writes ``z`` (cells, samples).

    Cells are in the order channel, row, column, and so are derivatives by them. Weights and their derivatives are
    (filters, taps + 1), a filter a row and its bias last. All rows are contiguous. The calls of ``forward`` come first.
    """

    def __init__(self, window: Window, values: Floats, z: Floats) -> None:
        self._window, self._row = window, window.out[2] * values.shape[1]
        self._sums = self._by_filter(z)
        self._pad, padded = self._padded(in_planes(values, window.source))
        self._blocks = self._cut(every_window(padded, window))

    def forward(self, weights: Floats) -> list[Call]:
        """Return the calls that write z."""
        calls = [*self._pad]
        for block in self._blocks:
            calls += [block.gather, _product(weights, block.patches, self._sums[:, block.at])]
        return calls

    def by_weights(self, delta: Floats, gradient: Floats) -> list[Call]:
        """Return the calls that write dLoss/dweights into ``gradient``; ``delta`` is dLoss/dz."""
        by_sum = self._by_filter(delta)
        if len(self._blocks) == 1:
            return [partial(by_sum.dot, self._blocks[0].patches.T, gradient)]
        part, calls = np.zeros_like(gradient), list[Call]([partial(gradient.fill, 0.0)])
        for block in self._blocks:
            calls += [block.gather, partial(np.matmul, by_sum[:, block.at], block.patches.T, part),
                      partial(np.add, gradient, part, gradient)]  # fmt: skip
        return calls

    def by_values(self, weights: Floats, delta: Floats, error: Floats, *, adds: bool) -> list[Call]:
        """Return the calls that write dLoss/dvalues into ``error``, or add it to what is there."""
        by_sum, onto = self._by_filter(delta), in_planes(error, self._window.source)
        room = np.zeros_like(self._blocks[0].patches)
        calls: list[Call] = [] if adds else [partial(error.fill, 0.0)]
        for block in self._blocks:
            share = room[:, : block.patches.shape[1]]
            calls += [_product(weights.T, by_sum[:, block.at], share), *self._spread(share, block.rows, onto)]
        return calls

    def _by_filter(self, matrix: Floats) -> Floats:
        return matrix.reshape(self._window.out[0], self._window.out[1] * self._row)

    def _padded(self, source: Floats) -> tuple[list[Call], Floats]:
        """Return the source with zeros around it, and what copies it there."""
        padding = self._window.padding
        if not padding:
            return [], source
        channels, height, width, samples = source.shape
        padded = np.zeros((channels, height + 2 * padding, width + 2 * padding, samples))
        inner = padded[:, padding:-padding, padding:-padding]
        return [partial(inner.__setitem__, ..., source)], padded

    def _cut(self, seen: Floats) -> list[_Block]:
        """Cut the map into runs of rows whose patches share one buffer; mostly it is one run."""
        height, row, width = self._window.out[1], self._row, self._window.taps + 1
        step = height if height * row * width <= _KEPT else max(1, _KEPT // 2 // (row * width))
        room = np.ones((width, step * row))
        blocks = []
        for start in range(0, height, step):
            rows = slice(start, min(start + step, height))
            patches = room[:, : (rows.stop - start) * row]
            taken = seen[:, :, :, rows]
            gather = partial(patches[:-1].reshape(taken.shape).__setitem__, ..., taken)
            blocks.append(_Block(rows, slice(start * row, rows.stop * row), patches, gather))
        return blocks

    def _spread(self, share: Floats, rows: slice, onto: Floats) -> list[Call]:
        """Return the calls that add what patches have a share in to the source cells they came from."""
        channels, size = self._window.source[0], self._window.size
        planes = share[:-1].reshape(channels, size, size, rows.stop - rows.start, self._window.out[2], onto.shape[3])
        calls = list[Call]()
        for tap in taps(self._window, rows):
            cells = tap.of_source(onto)
            calls.append(partial(np.add, cells, tap.of_output(planes[:, tap.row, tap.column]), cells))
        return calls


def _product(left: Floats, right: Floats, out: Floats) -> Call:
    """Return the cheapest call for a product: ``dot`` wants all of its output in one piece."""
    return partial(left.dot, right, out) if out.flags.c_contiguous else partial(np.matmul, left, right, out)
