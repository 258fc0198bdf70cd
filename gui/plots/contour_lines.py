"""Lines of equal height over a grid, by marching squares, and which heights to draw. Pure arithmetic.

Source: Lorensen and Cline 1987 in two dimensions, https://en.wikipedia.org/wiki/Marching_squares
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.document import Floats
from gui.plots.ticks import linear_ticks, log_ticks

MOST_LEVELS = 9
_WIDE = 8.0
"""Heights that differ by more than this factor are divided by ratios, not by differences."""
_LOW, _HIGH = 0.5, 99.5
"""Percents of the grid's heights between which lines are drawn: a few far ones must not take all lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Heights over two axes: ``z`` is (y, x), not finite where there is none."""

    x: Floats
    y: Floats
    z: Floats


def levels_of(z: Floats) -> list[float]:
    """Return round heights that divide those of a grid, ascending; none where all is flat."""
    finite = z[np.isfinite(z)]
    if not finite.size:
        return []
    low, high = (float(edge) for edge in np.percentile(finite, (_LOW, _HIGH)))
    if not low < high:
        return []
    if low > 0 and high / low > _WIDE:
        return [10.0**power for power in log_ticks(math.log10(low), math.log10(high), MOST_LEVELS)]
    return linear_ticks(low, high, MOST_LEVELS - 1)


def lines_at(grid: Grid, level: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the pieces of the line at one height: from (x, y) to (to_x, to_y), each (pieces,).

    Within a cell heights are taken to be straight along its edges. A saddle is cut by the mean of its corners.
    """
    above = grid.z > level
    case = above[:-1, :-1] + 2 * above[:-1, 1:] + 4 * above[1:, 1:] + 8 * above[1:, :-1]
    corners = np.stack([grid.z[:-1, :-1], grid.z[:-1, 1:], grid.z[1:, 1:], grid.z[1:, :-1]])
    with np.errstate(all="ignore"):
        middle = corners.mean(axis=0) > level
    known = np.isfinite(corners).all(axis=0)
    pieces = [_pieces(grid, level, known & (case == which) & ((middle == centre) if saddle else True), ends)
              for which, saddle, centre, ends in _CASES]
    found = [np.concatenate(part) for part in zip(*pieces, strict=True)]
    return found[0], found[1], found[2], found[3]


# Edges of a cell: 0 below, 1 right, 2 above, 3 left. Corners in the order of the bits: lower left, lower right, upper
# right, upper left. A row: case, whether it is a saddle, whether its middle is above, the two edges joined.
_CASES: tuple[tuple[int, bool, bool, tuple[int, int]], ...] = (
    *((which, False, False, ends) for cases, ends in (
        ((1, 14), (3, 0)), ((2, 13), (0, 1)), ((4, 11), (1, 2)), ((8, 7), (2, 3)), ((3, 12), (3, 1)), ((6, 9), (0, 2)),
    ) for which in cases),
    (5, True, True, (3, 2)), (5, True, True, (0, 1)), (5, True, False, (3, 0)), (5, True, False, (1, 2)),
    (10, True, True, (3, 0)), (10, True, True, (1, 2)), (10, True, False, (0, 1)), (10, True, False, (2, 3)),
)


def _pieces(grid: Grid, level: float, cells: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], ends: tuple[int, int]
            ) -> tuple[Floats, Floats, Floats, Floats]:
    row, column = np.nonzero(cells)
    return (*_crossing(grid, level, row, column, ends[0]), *_crossing(grid, level, row, column, ends[1]))


_EDGES = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 0), (1, 1)), ((0, 0), (1, 0)))
"""The two corners of each edge, as (up, right) from the cell's lower left one."""


def _crossing(
    grid: Grid, level: float, row: np.ndarray[tuple[int, ...], np.dtype[np.intp]],
    column: np.ndarray[tuple[int, ...], np.dtype[np.intp]], edge: int,
) -> tuple[Floats, Floats]:
    """Return where the line crosses an edge of each cell."""
    (up, right), (up_to, right_to) = _EDGES[edge]
    start, end = grid.z[row + up, column + right], grid.z[row + up_to, column + right_to]
    share = (level - start) / (end - start)
    x, x_to, y, y_to = grid.x[column + right], grid.x[column + right_to], grid.y[row + up], grid.y[row + up_to]
    return x + share * (x_to - x), y + share * (y_to - y)


def shades(z: Floats, levels: list[float]) -> Floats:
    """Return how high each height is, from 0 to 1, the same step from line to line; NaN where there is none."""
    finite = z[np.isfinite(z)]
    if not finite.size:
        return np.full(z.shape, np.nan)
    edges = np.unique([float(finite.min()), *levels, float(finite.max())])
    if edges.size < 2:
        return np.where(np.isnan(z), np.nan, 0.0)
    found: Floats = np.interp(z, edges, np.linspace(0, 1, edges.size))
    return np.where(np.isnan(z), np.nan, found)
