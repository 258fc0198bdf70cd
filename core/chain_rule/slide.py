"""How single cells hang together in a convolution or pool: what a source cell goes into, and with what factor.

The factor between the source cell (k, y, x) and the output cell (f, r, c) is of a convolution the filter's cell
w[f, k, y − r × stride + padding, x − c × stride + padding]; of a mean 1 ÷ size²; of a maximum 1 in the rows in which
the source cell is the first of the largest in reading order, and 0 in the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from core.catalog import NODE_KINDS
from core.chain_rule.symbols import Symbols
from core.chain_rule.values import Factor, Unit, Use
from core.document import Bools, Document, Floats, bias_of, filters_of
from core.engine.network import Network, Values
from core.images.grids import Window, window_of
from core.images.taps import taps

Cell: TypeAlias = tuple[int, int, int]
"""(channel, row, column), counted from 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Used:
    """Where one number of a convolution was used: units of its map and, but for a bias, the source units under it.

    ``by_sum`` is dLoss/dx of each, ``values`` what lay under the number (1 for a bias); both (places, rows).
    """

    units: list[int]
    sources: list[int]
    by_sum: Floats
    values: Floats

    @property
    def products(self) -> Floats:
        """The sum over the places, for each row: (rows,)."""
        with np.errstate(all="ignore"):
            found: Floats = (self.by_sum * self.values).sum(axis=0)
        return found

    def uses(self, node: str, source: str, most: int) -> tuple[Use, ...]:
        """Return the places that count most, in reading order; ``source`` is "" for a bias."""
        with np.errstate(all="ignore"):
            sizes = np.abs(self.by_sum * self.values).max(axis=1, initial=0.0)
        chosen = np.sort(np.argsort(-sizes, kind="stable")[:most])
        return tuple(Use((node, self.units[at]), (source, self.sources[at]) if source else None, self.by_sum[at],
                         self.values[at]) for at in chosen.tolist())


@dataclass(frozen=True, slots=True)
class Slide:
    """One convolution or pool for some rows: ``filters`` (filters, channels, size, size), None of a pool.

    ``values`` are what comes in, (source cells, rows). Units are cells in the order channel, row, column.
    """

    window: Window
    filters: Floats | None
    values: Floats

    def onto(self, unit: int) -> list[int]:
        """Return the units that read source unit ``unit``, ascending."""
        channel, row, column = self._cell(unit)
        window = self.window
        down, across = (_readers(window, side, at) for side, at in ((1, row), (2, column)))
        maps = range(window.out[0]) if self.filters is not None else (channel,)
        _, height, width = window.out
        return [(f * height + r) * width + c for f in maps for r in down for c in across]

    def under(self, later: int) -> tuple[list[int], Floats]:
        """Return the source units that a unit reads, in the order channel, row, column, and the factor of each.

        Of a maximum all factors are 1. What lies on padding is left out.
        """
        if self.filters is None:
            region = self.region(later)
            return region, np.full(len(region), 1.0 if self.window.mode == "max" else 1.0 / len(region))
        f, r, c = (int(place) for place in np.unravel_index(later, self.window.out))
        (k, y, x), step, padding = self.window.source, self.window.stride, self.window.padding
        tops, lefts = np.arange(self.window.size) + r * step - padding, np.arange(self.window.size) + c * step - padding
        down, across = (tops >= 0) & (tops < y), (lefts >= 0) & (lefts < x)
        units = np.arange(k * y * x).reshape(k, y, x)[:, tops[down]][:, :, lefts[across]]
        return units.ravel().tolist(), self.filters[f][:, down][:, :, across].ravel()

    def tap(self, later: int, earlier: int) -> tuple[int, int, int, int]:
        """Return which number of the filters stands between two units: (filter, channel, row, column)."""
        f, r, c = (int(place) for place in np.unravel_index(later, self.window.out))
        k, y, x = self._cell(earlier)
        stride, padding = self.window.stride, self.window.padding
        return f, k, y - r * stride + padding, x - c * stride + padding

    def factor(self, later: int, earlier: int) -> Floats:
        """Return the derivative of what goes into a unit by what comes out of a source unit, for each row: (rows,)."""
        rows = self.values.shape[1]
        if self.filters is not None:
            return np.full(rows, self.filters[self.tap(later, earlier)])
        if self.window.mode == "mean":
            return np.full(rows, 1.0 / self.window.size**2)
        region = self.region(later)
        won: Floats = (self.values[region].argmax(axis=0) == region.index(earlier)).astype(np.float64)
        return won

    def region(self, later: int) -> list[int]:
        """Return the source units of a pool's region in reading order."""
        channel, r, c = (int(place) for place in np.unravel_index(later, self.window.out))
        window = self.window
        down, across = (range(at * window.stride, at * window.stride + window.size) for at in (r, c))
        return [(channel * window.source[1] + y) * window.source[2] + x for y in down for x in across]

    def weights_onto(self, unit: int) -> tuple[list[int], Floats, Bools]:
        """Return the units that read a source unit, the weight of each, and the rows in which it counts.

        (units,), (units,), (units, rows). The weight of a maximum is 1; it counts where the source unit won.
        """
        units = self.onto(unit)
        factors = np.reshape([self.factor(later, unit) for later in units], (len(units), self.values.shape[1]))
        if self.window.mode == "max":
            return units, np.ones(len(units)), factors != 0
        return units, factors[:, 0].copy(), np.ones(factors.shape, dtype=np.bool_)

    def used_at(self, by_sum: Floats, whole: tuple[int, ...]) -> Used:
        """Return where one number of a convolution was used: (filter,) of a bias, (filter, channel, row, column).

        ``by_sum`` is dLoss/dx of its map, (cells, rows).
        """
        cells = np.arange(len(by_sum)).reshape(self.window.out)[whole[0]]
        if len(whole) == 1:
            units = cells.ravel()
            return Used(units.tolist(), [0] * units.size, by_sum[units], np.ones((units.size, by_sum.shape[1])))
        tap = next((tap for tap in taps(self.window) if (tap.row, tap.column) == whole[2:]), None)
        if tap is None:  # it lies on padding wherever the filter stands
            return Used([], [], by_sum[:0], self.values[:0])
        under = np.arange(len(self.values)).reshape(self.window.source)[whole[1], tap.source_down, tap.source_across]
        units, sources = cells[tap.down, tap.across].ravel(), under.ravel()
        return Used(units.tolist(), sources.tolist(), by_sum[units], self.values[sources])

    def _cell(self, unit: int) -> Cell:
        k, y, x = np.unravel_index(unit, self.window.source)
        return int(k), int(y), int(x)


def _readers(window: Window, side: int, at: int) -> range:
    """Return the output rows (side 1) or columns (2) whose window reads the source row or column ``at``."""
    padded = at + window.padding
    first = max(0, -((window.size - 1 - padded) // window.stride))
    return range(first, min(window.out[side] - 1, padded // window.stride) + 1)


def slides_of(document: Document, network: Network, theta: Floats, values: Values) -> dict[str, Slide]:
    """Return the convolutions and pools of a network by their nodes, for the samples of ``values``."""
    found: dict[str, Slide] = {}
    for node in document.nodes.values():
        if NODE_KINDS[node.kind].window:
            filters = network.read(theta, filters_of(node.id)) if node.filters is not None else None
            source = document.sources(node.id)[0]
            found[node.id] = Slide(window_of(document, node.id), filters, values.a[network.units[source]])
    return found


def across(slide: Slide, symbols: Symbols, later: Unit, earlier: Unit) -> Factor:
    """Return the factor between a unit of a convolution or pool and one that it reads."""
    where, units = bias_of(later[0]), (later[1], earlier[1])
    values = slide.factor(later[1], earlier[1])
    over, under, names = symbols.landing(later), symbols.output(earlier), (symbols.label(earlier), symbols.label(later))
    if slide.filters is not None:
        symbol = symbols.parameter(filters_of(later[0]), slide.tap(later[1], earlier[1]))
        words = f"filter cell that lies on {names[0]} for {names[1]}"
        return Factor("filter", where, units, over, under, symbol, words, values)
    if slide.window.mode == "mean":
        rule, words = f"1 ÷ {slide.window.size**2}", f"{names[1]} is the mean of {slide.window.size**2} cells"
    else:
        rule, words = "1 where it is the largest", f"1 where {names[0]} is the first of the largest in {names[1]}"
    return Factor("pool", where, units, over, under, rule, words, values)
