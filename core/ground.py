"""What a network puts out over two of its inputs, all others held: thousands of samples at once.

    ground = Ground(network)
    a = ground.over(theta, held, (0, 1), points, units).a   # (units, samples)

What the inputs that are held contribute is the same for all samples: their sum goes into the biases, once. Only the
two others are multiplied sample by sample; the numbers are the same but for rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.document import Bools, Floats, Indices
from core.engine.activations import run
from core.engine.layout import Layout, Level, Segment
from core.engine.network import Network, Values
from core.engine.sweep import Sweep

_COLUMNS = 2_000
"""Samples computed at once: what they need stays in the processor's cache."""
_WEIGHT, _UNIT, _LEAST = 0.05, 1.2, 10.0
"""About what one weight, one unit and one sample cost, in nanoseconds."""


class Ground:
    """Computes one network over and over; its buffers are laid out once for each two inputs."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._plane: Plane | None = None

    def over(self, theta: Floats, held: Floats, along: tuple[int, int], points: Floats, units: Indices) -> Values:
        """Return the values of ``units`` (rows of ``Values``) at ``points``: (units, samples).

        ``points`` (2, samples) are the values of the inputs at the places ``along``, as the network sees them;
        ``held`` (input units,) are those of the others. Where the network leaves the range of float64 there are
        NaN or infinities.
        """
        plane = self._plane
        if plane is None or plane.along != along:
            plane = self._plane = Plane(self.network, along)
        plane.hold(self.network.spread(theta), held)
        z, a = np.empty((units.size, points.shape[1])), np.empty((units.size, points.shape[1]))
        for start in range(0, points.shape[1], _COLUMNS):
            part = slice(start, min(start + _COLUMNS, points.shape[1]))
            count = part.stop - start
            with np.errstate(all="ignore"):
                found = plane.values(points[:, part], units)
            z[:, part], a[:, part] = found.z[:, :count], found.a[:, :count]
        fixed = np.flatnonzero((units < held.size) & ~np.isin(units, along))
        z[fixed] = a[fixed] = held[units[fixed]][:, None]
        return Values(z, a)


class Plane:
    """One network's sweep in which two inputs vary; the rows of the others are left out."""

    def __init__(self, network: Network, along: tuple[int, int]) -> None:
        self.network, self.along = network, along
        self._cut = cut = without(network.layout, along)
        self._weights = np.zeros(cut.layout.size)
        self._sweep = Sweep(cut.layout, network.loss_row, _COLUMNS, self._weights, np.zeros_like(self._weights))

    def hold(self, dense: Floats, held: Floats) -> None:
        """Take the weights, a dense vector of the whole network, and the values of the inputs."""
        layout, cut = self.network.layout, self._cut
        self._sweep.inputs[...] = held[cut.inputs][:, None]
        for whole, level, (kept, left, rows) in zip(layout.levels, cut.layout.levels, cut.columns, strict=True):
            block = dense[whole.weights].reshape(whole.shape)
            own = self._weights[level.weights].reshape(level.shape)
            own[...] = block[:, kept]
            if rows.size:
                with np.errstate(all="ignore"):
                    own[:, -1] += block[:, left] @ held[rows]

    def values(self, points: Floats, units: Indices) -> Values:
        """Return the values at ``points`` (2, samples) in the first columns; beyond stands anything.

        So it does for ``units`` that are inputs left out.
        """
        places = self._cut.places
        self._sweep.inputs[places[list(self.along)], : points.shape[1]] = points
        run(self._sweep.forward)
        return self.network.values(self._sweep, units, places)


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A layout without some input rows.

    ``inputs`` are the input rows that stay; ``places`` gives each row of the whole its row here, −1 to those left out.
    ``columns`` gives each level which columns of its block stay, which are left out, and which rows these are.
    """

    layout: Layout
    inputs: Indices
    places: Indices
    columns: tuple[tuple[Indices, Indices, Indices], ...]


def without(layout: Layout, along: tuple[int, int]) -> Cut:
    """Return ``layout`` with no input rows but those ``along`` and those of images.

    All of them where classes are read from inputs.
    """
    numbers = np.arange(layout.height)
    free = numbers >= layout.inputs
    free[list(along)] = True
    free |= any(level.choice and bool((_rows(level) < layout.inputs).any()) for level in layout.levels)
    for level in layout.levels:
        if level.window is not None:
            free[_rows(level)] = True
    places = np.where(free, np.cumsum(free) - 1, -1)
    columns, levels, start = [], list[Level](), 0
    for level in layout.levels:
        columns.append(_columns(level, free))
        levels.append(_moved(level, places, start, columns[-1][0].size))
        start = levels[-1].weights.stop
    cut = replace(
        layout, levels=tuple(levels), rows={}, ones=places[layout.ones], inputs=int(free[: layout.inputs].sum()),
        outputs=places[layout.outputs], plain=places[layout.plain][free[layout.plain]], height=int(free.sum()),
        size=start,
    )  # fmt: skip
    return Cut(cut, np.flatnonzero(free[: layout.inputs]), places, tuple(columns))


def _columns(level: Level, free: Bools) -> tuple[Indices, Indices, Indices]:
    """Return which columns of a level's block stay, which are left out, and which rows these read."""
    if level.window is not None:
        none = np.zeros(0, dtype=np.intp)
        return np.arange(level.shape[1]), none, none
    rows = _rows(level)[: level.shape[1]]
    return np.flatnonzero(free[rows]), np.flatnonzero(~free[rows]), rows[~free[rows]]


def _rows(level: Level) -> Indices:
    return np.arange(level.reads.start, level.reads.stop) if isinstance(level.reads, slice) else level.reads


def _moved(level: Level, places: Indices, start: int, wide: int) -> Level:
    """Return a level as it stands among the rows that are left, its block of ``wide`` columns at ``start``."""
    reads = places[_rows(level)]
    reads = reads[reads >= 0]
    high = level.shape[0]
    segments = tuple(Segment(_shifted(one.rows, places), one.activation) for one in level.segments)
    near = isinstance(level.reads, slice)
    return replace(
        level, rows=_shifted(level.rows, places), weights=slice(start, start + high * wide), shape=(high, wide),
        reads=slice(int(reads[0]), int(reads[-1]) + 1) if near else reads, segments=segments,
    )  # fmt: skip


def _shifted(rows: slice, places: Indices) -> slice:
    first = int(places[rows.start])
    return slice(first, first + rows.stop - rows.start)


def side_for(network: Network, nanoseconds: float, most: int = 200, least: int = 24) -> int:
    """Return how many points a side a square grid may have that is computed in about so long."""
    layout = network.layout
    held = max(0, layout.inputs - 2)
    fed = sum(level.shape[0] for level in layout.levels if not level.choice and (_rows(level) < layout.inputs).any())
    units = max(place.stop for place in network.units.values()) - held
    sample = _LEAST + _WEIGHT * max(0, network.size - held * fed) + _UNIT * units
    return int(np.clip(np.sqrt(nanoseconds / sample), least, most))
