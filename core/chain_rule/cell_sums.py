"""How one cell of a map or of a pool came about, term by term, and in words.

>>> from core.images.letters import letter
>>> window, diagonal = Window((1, 6, 6), (1, 4, 4), 3, 1), np.fliplr(np.eye(3))[None, None]
>>> z = np.full((1, 4, 4), 1.0)  # of which one cell is looked at
>>> found = sum_at(window, letter("O")[None], diagonal, np.array([-2.0]), z, np.maximum(z, 0), cell=(0, 0, 0))
>>> written_sum(found, "relu")
'0×0 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 0×0 + bias (−2) = 1 → ReLU → 1'
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.catalog import ACTIVATIONS
from core.document import Floats, Indices
from core.engine.pooling import region_cells
from core.images.grids import Window
from core.images.receptive import Cell
from core.quantity import format_number, format_term

MOST_TERMS = 27
"""Terms that are written out. Where there are more, those that are 0 are counted and the last ones added up."""


@dataclass(frozen=True, slots=True)
class Term:
    """One cell of the window: value × weight. ``cell`` is where it is in the source, None on padding, which is 0."""

    cell: Cell | None
    tap: Cell
    value: float
    weight: float

    @property
    def product(self) -> float:
        """Value × weight."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class CellSum:
    """A cell of a convolution's map: Σ value × weight + bias = z, activation(z) = a."""

    cell: Cell
    terms: tuple[Term, ...]
    bias: float
    z: float
    a: float


@dataclass(frozen=True, slots=True)
class Region:
    """A cell of a pool: its ``cells`` in the source in reading order, their values, and what comes out, ``a``.

    ``won`` is the place in ``cells`` of the first of the largest; None of a mean.
    """

    cell: Cell
    cells: tuple[Cell, ...]
    values: tuple[float, ...]
    a: float
    won: int | None

    @property
    def winner(self) -> Cell | None:
        """The cell that the largest value was taken from; None of a mean."""
        return None if self.won is None else self.cells[self.won]

    @property
    def tied(self) -> bool:
        """Whether others are as large as the winner, which is only the first of them."""
        return self.won is not None and self.values.count(self.values[self.won]) > 1


def sum_at(
    window: Window, source: Floats, filters: Floats, biases: Floats, z: Floats, a: Floats, cell: Cell
) -> CellSum:
    """Return how a cell of a convolution came about.

    ``source`` are the values it reads and ``z``, ``a`` those it has, all as computed, (channels, height, width);
    ``filters`` (filters, channels, size, size), ``biases`` (filters,).
    """
    terms = tuple(
        Term(at, tap, 0.0 if at is None else float(source[at]), float(filters[cell[0]][tap]))
        for channel in range(window.source[0])
        for tap, at in _window_at(window, channel, cell)
    )
    return CellSum(cell, terms, float(biases[cell[0]]), float(z[cell]), float(a[cell]))


def region_at(window: Window, source: Floats, a: Floats, cell: Cell) -> Region:
    """Return how a cell of a pool came about; arrays as in ``sum_at``."""
    cells = tuple(at for _, at in _window_at(window, cell[0], cell) if at is not None)
    values = tuple(float(source[at]) for at in cells)
    won = int(np.argmax(values)) if window.mode == "max" else None
    return Region(cell, cells, values, float(a[cell]), won)


def pooled(window: Window, source: Floats) -> Floats:
    """Return what a pool of ``window`` makes of ``source``, (channels, height, width): its ``mode`` of every region."""
    values = source.ravel()[region_cells(window)]
    found: Floats = (values.max(axis=0) if window.mode == "max" else values.mean(axis=0)).reshape(window.out)
    return found


def winners(window: Window, source: Floats) -> Indices:
    """Return for every cell of a max pool, (channels, height, width), the number of the source cell that won it.

    Cells are counted in the order channel, row, column (``np.unravel_index``); of equals it is the first.
    """
    read = region_cells(window)
    won = source.ravel()[read].argmax(axis=0)
    found: Indices = read[won, np.arange(won.size)].reshape(window.out)
    return found


def _window_at(window: Window, channel: int, cell: Cell) -> list[tuple[Cell, Cell | None]]:
    """Return each cell of the window, with the source cell under it; None on padding."""
    found: list[tuple[Cell, Cell | None]] = []
    for i, j in np.ndindex(window.size, window.size):
        row, column = (at * window.stride + off - window.padding for at, off in ((cell[1], i), (cell[2], j)))
        inside = 0 <= row < window.source[1] and 0 <= column < window.source[2]
        found.append(((channel, i, j), (channel, row, column) if inside else None))
    return found


def written_sum(found: CellSum, activation: str = "identity") -> str:
    """Return the sum in words: value×weight, the bias, the sum, and what the activation makes of it.

    Where there are many terms those that are 0 are counted only.
    """
    told = [term for term in found.terms if term.product != 0] if len(found.terms) > MOST_TERMS else list(found.terms)
    parts = [f"{format_term(term.value)}×{format_term(term.weight)}" for term in told[:MOST_TERMS]]
    rest = told[MOST_TERMS:]
    if rest:
        parts.append(f"{len(rest)} more ({format_number(sum(term.product for term in rest))})")
    if len(told) < len(found.terms):
        parts.append(f"{len(found.terms) - len(told)} × 0")
    text = f"{' + '.join(parts)} + bias {format_term(found.bias)} = {format_number(found.z)}"
    if activation == "identity":
        return text
    return f"{text} → {ACTIVATIONS[activation].title} → {format_number(found.a)}"


def written_region(found: Region) -> str:
    """Return the region in words: "max of {1, 0, 0, 0} = 1" or "mean of {…} = 0.25"."""
    listed = ", ".join(format_number(value) for value in found.values)
    return f"{'mean' if found.won is None else 'max'} of {{{listed}}} = {format_number(found.a)}"
