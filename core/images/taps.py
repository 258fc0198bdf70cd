"""Where the cells of a moving window fall: cell (i, j) of the window that makes the output cell (r, c) reads
the source cell (r × stride + i − padding, c × stride + j − padding), if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.document import Floats
from core.images.grids import Planes, Window


@dataclass(frozen=True, slots=True)
class Tap:
    """Cell (``row``, ``column``) of a window, with the output cells for which it lies on the source, not on padding.

    ``down`` and ``across`` are rows and columns of the output; ``source_down`` and ``source_across`` those of
    the source that they read, one for one.
    """

    row: int
    column: int
    down: slice
    across: slice
    source_down: slice
    source_across: slice

    def of_source(self, planes: Floats) -> Floats:
        """Return the view of ``planes`` (channels, height, width, samples) that this tap reads."""
        return planes[:, self.source_down, self.source_across]

    def of_output(self, planes: Floats) -> Floats:
        """Return the view of ``planes`` (channels, height, width, samples) for which it is read."""
        return planes[:, self.down, self.across]


def taps(window: Window, rows: slice | None = None) -> Iterator[Tap]:
    """Give the taps of a window in reading order, without those that see nothing but padding.

    ``rows`` are the output rows that are asked for; ``down`` counts from the first of them.
    """
    wanted = rows or slice(0, window.out[1])
    for i in range(window.size):
        down, source_down = _along(window, 1, i, wanted)
        for j in range(window.size):
            across, source_across = _along(window, 2, j, slice(0, window.out[2]))
            if down.start < down.stop and across.start < across.stop:
                yield Tap(i, j, down, across, source_down, source_across)


def _along(window: Window, side: int, cell: int, wanted: slice) -> tuple[slice, slice]:
    """Return along one side (1 down, 2 across) the outputs and source cells of one row or column of the window."""
    stride, off = window.stride, cell - window.padding
    first = max(wanted.start, -(off // stride))  # the least place p with p × stride + off ≥ 0
    stop = max(first, min(wanted.stop, (window.source[side] - 1 - off) // stride + 1))
    begin = first * stride + off
    return slice(first - wanted.start, stop - wanted.start), slice(begin, begin + (stop - first) * stride, stride)


def in_planes(matrix: Floats, planes: Planes) -> Floats:
    """Return the view (channels, height, width, samples) of a grid's rows in a matrix, (cells, samples)."""
    return matrix.reshape(*planes, matrix.shape[1])


def every_window(padded: Floats, window: Window) -> Floats:
    """Return what the window reads at every place of ``padded`` (channels, height, width, samples), nothing copied.

    (channels, size, size, output height, output width, samples), read-only.
    """
    channel, down, across, sample = padded.strides
    shape = (padded.shape[0], window.size, window.size, *window.out[1:], padded.shape[3])
    strides = (channel, down, across, down * window.stride, across * window.stride, sample)
    return np.lib.stride_tricks.as_strided(padded, shape, strides, writeable=False)
