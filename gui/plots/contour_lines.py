"""Lines of equal height over a grid, by marching squares, and which heights to draw. Pure arithmetic.

Source: Lorensen and Cline 1987 in two dimensions, https://en.wikipedia.org/wiki/Marching_squares
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.document import Floats
from gui.plots.ticks import linear_ticks, log_ticks

MOST_LEVELS = 9
_OFTEN = 12
"""A grid whose heights come so often each, in the mean, is one of plateaus."""
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


def jumps_only(z: Floats) -> bool:
    """Whether heights change by jumps only, as those of a loss that looks at an ArgMax: few of them, over and over."""
    finite = z[np.isfinite(z)]
    return 0 < np.unique(finite).size <= finite.size / _OFTEN


def plateaus_of(z: Floats) -> list[float]:
    """Return the heights of the plateaus that a grid is made of, ascending; none where it is not, or of too many."""
    heights: list[float] = np.unique(z[np.isfinite(z)]).tolist()
    return heights if jumps_only(z) and 1 < len(heights) <= MOST_LEVELS else []


def rims(grid: Grid, heights: list[float]) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the lines between plateaus, as ``lines_at`` does: midway between points of the grid."""
    known = np.isfinite(grid.z)
    steps = [Grid(grid.x, grid.y, np.where(known, grid.z > height, np.nan)) for height in heights[:-1]]
    x, y, to_x, to_y = np.concatenate([np.stack(lines_at(step, 0.5)) for step in steps], axis=1)
    return x, y, to_x, to_y


def middle_of(grid: Grid, height: float) -> tuple[float, float]:
    """Return a place well inside the largest plateau of a height: the last that is left as its rims are worn away."""
    left = grid.z == height
    while True:
        inner = np.pad(left, 1)
        worn = left & inner[:-2, 1:-1] & inner[2:, 1:-1] & inner[1:-1, :-2] & inner[1:-1, 2:]
        if not worn.any():
            break
        left = worn
    row, column = np.argwhere(left)[int(left.sum()) // 2]
    return float(grid.x[column]), float(grid.y[row])


def lines_at(grid: Grid, level: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the pieces of the line at one height: from (x, y) to (to_x, to_y), each (pieces,).

    Within a cell heights are taken to be straight along its edges. A saddle is cut by the mean of its corners.
    """
    above = grid.z > level
    case = above[:-1, :-1] + 2 * above[:-1, 1:] + 4 * above[1:, 1:] + 8 * above[1:, :-1]
    row, column = np.nonzero((case > 0) & (case < 15))
    corners = [grid.z[row + up, column + right] for up, right in ((0, 0), (0, 1), (1, 0), (1, 1))]
    with np.errstate(all="ignore"):
        middle = np.mean(corners, axis=0) > level
    known = np.isfinite(corners).all(axis=0)
    row, column, which = row[known], column[known], case[row, column][known] + 16 * middle[known]
    pieces = _JOINED[which].reshape(-1, 2)
    real = pieces[:, 0] >= 0
    row, column, pieces = np.repeat(row, 2)[real], np.repeat(column, 2)[real], pieces[real]
    return (*_crossing(grid, level, row, column, pieces[:, 0]), *_crossing(grid, level, row, column, pieces[:, 1]))


# Edges of a cell: 0 below, 1 right, 2 above, 3 left. Corners in the order of the bits: lower left, lower right, upper
# right, upper left. A key says which corners are above; for a saddle also, by 16, that its middle is.
_PLAIN = {1: (3, 0), 2: (0, 1), 4: (1, 2), 8: (2, 3), 3: (3, 1), 6: (0, 2)}
_SADDLES = {5: ((3, 0), (1, 2)), 21: ((3, 2), (0, 1)), 10: ((0, 1), (2, 3)), 26: ((3, 0), (1, 2))}
_NONE = (-1, -1)


def _table() -> NDArray[np.intp]:
    """Return the edges that a line joins in each case, (32, 2 pieces, 2 edges); -1 where there is no piece."""
    found = np.full((32, 2, 2), -1, dtype=np.intp)
    for which, ends in _PLAIN.items():
        for case in (which, 15 - which, which + 16, 31 - which):
            found[case] = ends, _NONE
    for which, pair in _SADDLES.items():
        found[which] = pair
    return found


_JOINED = _table()
_FROM = np.array([(0, 0), (0, 1), (1, 0), (0, 0)])
_TO = np.array([(0, 1), (1, 1), (1, 1), (1, 0)])
"""The two corners of each edge, as (up, right) from the cell's lower left one."""


def _crossing(
    grid: Grid, level: float, row: NDArray[np.intp], column: NDArray[np.intp], edge: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Return where the line crosses an edge of each cell."""
    rows, columns = row + _FROM[edge, 0], column + _FROM[edge, 1]
    to_rows, to_columns = row + _TO[edge, 0], column + _TO[edge, 1]
    start, end = grid.z[rows, columns], grid.z[to_rows, to_columns]
    share = (level - start) / (end - start)
    x, x_to, y, y_to = grid.x[columns], grid.x[to_columns], grid.y[rows], grid.y[to_rows]
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
