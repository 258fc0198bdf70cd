"""A pool's array calls, for the samples of one sweep: the largest or the mean of each region, and its derivative.

::

    max:  a = the largest of the region          dLoss/dsource: all of dLoss/da at the first of the largest cells
    mean: a = Σ of the region ÷ size²            dLoss/dsource: dLoss/da ÷ size² at every cell

First is first in reading order. Regions lie side by side (stride = size), overlap (stride < size) or leave cells out
(stride > size); cells that no region reaches have the derivative 0.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from core.document import Floats, Indices
from core.engine.activations import ACTIVATIONS, Call
from core.images.grids import Window
from core.images.taps import in_planes, taps


class Pool:
    """The buffers of one pool that reads ``values`` (source cells, samples) and writes ``a`` (cells, samples).

    Cells are in the order channel, row, column, and so are derivatives by them. ``forward`` runs before ``by_values``.
    """

    def __init__(self, window: Window, values: Floats, a: Floats) -> None:
        self._window, self._values, self._a = window, values, a
        self._read = region_cells(window)
        self._seen = np.zeros((*self._read.shape, values.shape[1]))
        self._count = np.array(float(len(self._read)))

    def forward(self) -> list[Call]:
        """Return the calls that write a."""
        calls: list[Call] = [partial(self._values.take, self._read, 0, self._seen, "clip")]
        if self._window.mode == "max":
            return [*calls, partial(np.maximum.reduce, self._seen, 0, None, self._a)]
        return [*calls, partial(np.add.reduce, self._seen, 0, None, self._a),
                partial(np.divide, self._a, self._count, self._a)]  # fmt: skip

    def by_values(self, delta: Floats, error: Floats, *, adds: bool, through: str = "") -> list[Call]:
        """Return the calls that write dLoss/dvalues into ``error``, or add it there; ``delta`` is dLoss/da.

        ``through`` an activation, of a max pool (``core.engine.folds``), it is the derivative by what went into that.
        """
        different = len(self._read) if self._window.mode == "max" else 1
        room = np.zeros((different * len(delta) + 1, delta.shape[1]))  # its last row stays 0
        shares = room[:-1].reshape(different, *delta.shape)
        bent, calls = self._bent(delta, through)
        calls += self._share_of_max(bent, shares) if self._window.mode == "max" else [
            partial(np.divide, delta, self._count, shares[0])]  # fmt: skip
        if self._window.stride < self._window.size:
            return [*calls, *([] if adds else [partial(error.fill, 0.0)]), *self._spread(shares, error)]
        home = self._home(different, len(error))
        if not adds:
            return [*calls, partial(room.take, home, 0, error, "clip")]
        more = np.zeros_like(error)
        return [*calls, partial(room.take, home, 0, more, "clip"), partial(np.add, error, more, error)]

    def _bent(self, delta: Floats, through: str) -> tuple[Floats, list[Call]]:
        """Return dLoss/da times the slope of the activation before the pool, and the calls that write it."""
        if not through:
            return delta, []
        bent = np.zeros_like(delta)
        return bent, [*ACTIVATIONS[through].slope(self._a, self._a, np.zeros_like(delta), bent),
                      partial(np.multiply, delta, bent, bent)]  # fmt: skip

    def _share_of_max(self, delta: Floats, shares: Floats) -> list[Call]:
        """Give each derivative to the first cell that is the largest; what nobody took goes to the last."""
        left, largest = np.zeros_like(delta), np.zeros(delta.shape, dtype=np.bool_)
        calls: list[Call] = []
        for place, share in enumerate(shares[:-1]):
            still = left if place else delta
            calls += [
                partial(np.equal, self._seen[place], self._a, largest),
                partial(share.__setitem__, ..., largest),  # 0 and 1: a product of truth values is slower than both
                partial(np.multiply, still, share, share),
                partial(np.subtract, still, share, left),
            ]
        return [*calls, partial(shares[-1].__setitem__, ..., left if len(shares) > 1 else delta)]

    def _home(self, different: int, cells: int) -> Indices:
        """Return for each source cell the row of the shares that is its own; one after the last where no region is."""
        count = self._read.shape[1]
        home = np.full(cells, different * count, dtype=np.intp)
        for place, read in enumerate(self._read):
            home[read] = (place % different) * count + np.arange(count)
        return home

    def _spread(self, shares: Floats, error: Floats) -> list[Call]:
        onto, calls = in_planes(error, self._window.source), list[Call]()
        for place, tap in enumerate(taps(self._window)):
            cells = tap.of_source(onto)
            calls.append(partial(np.add, cells, in_planes(shares[place % len(shares)], self._window.out), cells))
        return calls


def region_cells(window: Window) -> Indices:
    """Return the source cells that each region of a pool reads, (size × size, regions), in reading order.

    Cells and regions are counted in the order channel, row, column.
    """
    numbers = np.arange(np.prod(window.source), dtype=np.intp).reshape(window.source)
    return np.stack([numbers[:, tap.source_down, tap.source_across].ravel() for tap in taps(window)])
