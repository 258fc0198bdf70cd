"""The tiles that sheets over a grid are drawn by: large where sheets are even, divided where they are steep or bent.

A large tile over a steep wall would join points far apart by straight lines and draw arches and teeth that nobody
computed. So a tile is divided as long as a computed point lies noticeably beside it, the worst ones first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.document import Floats, Indices

BESIDE = 0.008
"""How far a computed point may lie beside its tile, as a share of all heights: about a pixel."""
_UP, _RIGHT = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 0])
"""The corners of a tile in a round."""
_EDGES = [tuple(edge for edge in range(4) if number >> edge & 1) for number in range(16)]
"""The edges that a number's bits stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class Tiles:
    """Squares of a grid: the lower left corner of each, and its side, in points, (tiles,) each.

    ``sides`` are the sides that occur, from the first, undivided ones to the smallest.
    """

    row: Indices
    column: Indices
    side: Indices
    sides: tuple[int, ...]

    def corners(self, values: Floats) -> Floats:
        """Return the values (y, x, ...) at the corners of every tile, in a round: (tiles, 4, ...)."""
        rows, columns = self.row[:, None] + self.side[:, None] * _UP, self.column[:, None] + self.side[:, None] * _RIGHT
        found: Floats = values[rows, columns]
        return found

    def from_afar(self, depths: Floats) -> Indices:
        """Return the tiles' numbers from the farthest to the nearest, given depths (y, x) of the grid on the ground.

        First the undivided tiles are put in order, then the parts of each: so a part never covers what is nearer.
        """
        keys = [-self._middles(depths, np.maximum(self.side, side)) for side in self.sides]
        order: Indices = np.lexsort(keys[::-1])
        return order

    def _middles(self, depths: Floats, side: Indices) -> Floats:
        """Return the depth in the middle of the square of that ``side`` in which each tile lies."""
        row, column = self.row - self.row % side, self.column - self.column % side
        middle: Floats = depths[row, column] + depths[row + side, column + side]
        return middle

    def edges_on_lines(self) -> list[tuple[int, ...]]:
        """Return for each tile which of its four edges lie on the lines of the undivided tiles."""
        whole = self.sides[0]
        ends = np.stack([self.row, self.column + self.side, self.row + self.side, self.column], axis=1)
        on = (ends % whole == 0) @ (1 << np.arange(4))
        return [_EDGES[number] for number in on.tolist()]


def tiles_of(heights: Floats, step: int, most: int) -> Tiles:
    """Return the tiles of sheets, (sheets, y, x): of ``step`` points a side, divided where needed.

    All sheets together have no more than ``most`` tiles, or as many as undivided ones.
    """
    sheets, high, wide = heights.shape
    row, column = (axis.ravel() for axis in np.mgrid[0 : high - 1 : step, 0 : wide - 1 : step])
    side, sides = np.full(row.size, step), [step]
    while sides[-1] > 1:
        parts = 2 if sides[-1] % 2 == 0 else sides[-1]
        own = np.flatnonzero(side == sides[-1])
        with np.errstate(all="ignore"):  # what overflows is not painted
            wrong = _beside(heights, sides[-1])[row[own] // sides[-1], column[own] // sides[-1]]
        room = max(0, most // sheets - row.size) // (parts**2 - 1)
        worst = np.argsort(-wrong, kind="stable")[:room]
        chosen = own[worst[wrong[worst] > BESIDE]]
        if not chosen.size:
            break
        row, column, side = _divided(row, column, side, chosen, parts)
        sides.append(sides[-1] // parts)
    return Tiles(row, column, side, tuple(sides))


def _beside(heights: Floats, side: int) -> Floats:
    """Return how far computed points lie beside each tile of that side, as a share of all heights: (tiles, tiles)."""
    finite = heights[np.isfinite(heights)]
    reach = float(np.ptp(finite)) if finite.size else 0.0
    low, right = heights[:, :-1:side, :-1:side], heights[:, :-1:side, side::side]
    above, far = heights[:, side::side, :-1:side], heights[:, side::side, side::side]
    worst = np.zeros(low.shape)
    for up in range(side + 1):
        for along in range(side + 1):
            rows = slice(up, up + heights.shape[1] - side, side)
            columns = slice(along, along + heights.shape[2] - side, side)
            v, u = up / side, along / side
            flat = (1 - v) * ((1 - u) * low + u * right) + v * ((1 - u) * above + u * far)
            np.fmax(worst, np.abs(heights[:, rows, columns] - flat), out=worst)
    found: Floats = worst.max(axis=0) / max(reach, 1e-300)
    return np.where(np.isfinite(found), found, 0.0)


def _divided(row: Indices, column: Indices, side: Indices, chosen: Indices, parts: int) -> tuple[Indices, ...]:
    """Return the tiles with those ``chosen`` in ``parts`` × ``parts`` smaller ones."""
    part = side[chosen][:, None] // parts
    up, right = (axis.ravel() for axis in np.mgrid[0:parts, 0:parts])
    kept = np.ones(row.size, dtype=np.bool_)
    kept[chosen] = False
    rows = (row[chosen][:, None] + part * up).ravel()
    columns = (column[chosen][:, None] + part * right).ravel()
    return (
        np.concatenate([row[kept], rows]),
        np.concatenate([column[kept], columns]),
        np.concatenate([side[kept], np.broadcast_to(part, (chosen.size, parts**2)).ravel()]),
    )
