"""The loss as one number of a network varies, or two, all else fixed: slices through the loss.

    >>> import numpy as np
    >>> from core.profile import place_of, profile
    >>> np.round(profile(network, theta, rows, place_of(network, ("", "effect")), np.array([0.0, 1.0, 2.0, 3.0])), 1)
    array([20.4,  7.8,  1.1,  0.5])

Only what follows from the number is computed anew. Let unit t's weighted sum be z = z₀ + v · s, with v the number that
varies and s what it multiplies (1 for a bias). z₀ and every unit that does not hang on t are computed once a row; the
units behind t for all candidate values at once, as columns: candidate by candidate, the rows within.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.datasets.rows import Rows
from core.document import Floats, Indices, Ref
from core.engine.activations import run
from core.engine.network import Network
from core.portions import Portions, whole
from core.slice_stages import Cell, Stage, Stayed, cell_of, choose, stage_of

_LEAST, _REACH, _SEARCH = 1.0, 3.0, 161
"""The least width of a stretch; how many widths away the lowest point may be; at how many points it is sought."""
_BEYOND, _MARGIN = 0.8, 0.08
"""How far a curve goes on beyond its lowest point, as a share of the way to it; room at both ends."""
_ROWS, _PRODUCTS = 50_000, 8_000_000
"""Values of all units, and products with weights, that are computed at once for some rows: a few milliseconds."""
_BLOCK = 131_072
"""Values of the units that vary held at once: 1 MB, which stays in the processor's cache."""


def place_of(network: Network, ref: Ref, index: tuple[int, ...] = ()) -> int:
    """Return where one number of the parameter at ``ref`` lies in theta; ``index`` is () where it has one number.

    KeyError if there is no such parameter, IndexError if it has no such number.
    """
    return network.slots[ref].place(index)


def profile(
    network: Network, theta: Floats, rows: Rows, place: int, values: Floats, chosen: Indices | None = None
) -> Floats:
    """Return the loss with theta[place] at each of ``values``, all else fixed: (values,).

    ``theta`` is (network.size,), ``place`` as ``place_of`` gives it. ``chosen`` are row numbers, counted from 0;
    without them it is the loss over all training rows. A candidate at which the network leaves the range of float64
    has a loss that is not finite: NaN or infinity, never a number in its place. IndexError if there is no such place.
    """
    return Slice(network, theta, rows, (place,), chosen).losses(values[None])


def profile2(
    network: Network, theta: Floats, rows: Rows, places: tuple[int, int], first: Floats, second: Floats,
    chosen: Indices | None = None,
) -> Floats:
    """Return the loss over a grid of two numbers of theta, all else fixed: (second values, first values).

    Otherwise as ``profile``. ValueError if both places are one.
    """
    across, up = np.meshgrid(first, second)
    return Slice(network, theta, rows, places, chosen).losses(np.array([across.ravel(), up.ravel()])).reshape(up.shape)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The values to look at: from ``low`` to ``high``; ``lowest`` is about where the loss is least, None where it falls
    on and on.
    """

    low: float
    high: float
    lowest: float | None


def around(losses: Callable[[Floats], Floats], seen: Floats, search: int = _SEARCH) -> Stretch:
    """Return a stretch that holds the finite values ``seen`` and the lowest point near them, with room on both sides.

    ``losses(values)`` is the loss at each value, asked at ``search`` of them. Beyond the lowest point the stretch goes
    on, so that one sees the loss rise again.
    """
    x = sought(seen, search)
    return stretch_of(seen, x, losses(x))


def sought(seen: Floats, search: int = _SEARCH) -> Floats:
    """Return the values, (search,), among which ``around`` looks for the lowest point."""
    low, high, width = _extent(seen)
    return np.linspace(low - _REACH * width, high + _REACH * width, search)


def stretch_of(seen: Floats, x: Floats, y: Floats) -> Stretch:
    """Return what ``around`` does, with the losses ``y`` at the values ``x`` that were ``sought``."""
    low, high, width = _extent(seen)
    place = int(np.argmin(np.where(np.isfinite(y), y, np.inf)))
    lowest = float(x[place]) if 0 < place < x.size - 1 else None
    if lowest is not None:
        reach = max(lowest - low, high - lowest, _LEAST / 2)
        low, high = min(low, lowest - _BEYOND * reach), max(high, lowest + _BEYOND * reach)
    elif high - low < width:
        low, high = (low + high - width) / 2, (low + high + width) / 2
    room = _MARGIN * (high - low)
    return Stretch(low - room, high + room, lowest)


def _extent(seen: Floats) -> tuple[float, float, float]:
    """Return the least and the largest finite value, and how wide a stretch about them is at least."""
    known = seen[np.isfinite(seen)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    return low, high, max(high - low, _LEAST, 0.1 * max(abs(low), abs(high)))


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some of the rows, and what is the same for every candidate.

    ``stayed`` is what each stage gets from units that stay, ``outputs`` are the predictions that stay, ``observed``
    what is to be predicted.
    """

    count: int
    stayed: tuple[Stayed, ...]
    outputs: Floats
    observed: Floats


class Slice:
    """A line or a plane through the loss: theta with the numbers at ``places`` free. Never changes once made, but that
    it remembers what is the same for every candidate.

    ``width`` is how many values one candidate costs: the units that vary, times the rows.
    """

    def __init__(
        self, network: Network, theta: Floats, rows: Rows, places: Sequence[int], chosen: Indices | None = None
    ) -> None:
        if len(set(places)) < len(places):
            raise ValueError(f"The places {tuple(places)} are not different numbers.")
        self._network, self._rows, self._places = network, rows, tuple(places)
        self._chosen = rows.train if chosen is None else chosen
        self._theta = theta.copy()
        self._theta[list(places)] = 0.0
        self._order = np.full(network.layout.height, -1)  # the place of each row among those that vary
        self._stages = self._planned([cell_of(network, place) for place in places])
        self._count = 1 + int(self._order.max())
        self._height = self._count + 2 * network.layout.outputs.size
        self.width = self._height * self._chosen.size
        self._rows_apart = max(1, min(_ROWS // self._order.size, _PRODUCTS // max(1, network.layout.size)))
        self._dearness = 4 * self._order.size + network.layout.size // 20  # of preparing a row, in values
        self._parts: dict[int, _Part] = {}

    def alike(self, other: Slice) -> bool:
        """Whether another slice has the same losses: the same network, rows and numbers that are fixed."""
        same = self._network is other._network and self._rows is other._rows and self._places == other._places
        return same and np.array_equal(self._chosen, other._chosen) and np.array_equal(self._theta, other._theta)

    def losses(self, values: Floats) -> Floats:
        """Return the loss of each candidate: (candidates,). ``values`` is (numbers that vary, candidates)."""
        return whole(self.tally(values))

    def tally(self, values: Floats) -> Portions[Floats]:
        """Compute ``losses`` in portions of a few milliseconds: the same sums in the same order."""
        total = np.zeros(values.shape[1])
        for first in range(0, self._chosen.size, self._rows_apart):
            if first not in self._parts:
                self._parts[first] = self._prepared(self._chosen[first : first + self._rows_apart])
                yield self._parts[first].count * self._dearness
            part = self._parts[first]
            size = max(1, _BLOCK // (self._height * part.count))
            for start in range(0, total.size, size):
                block = slice(start, start + size)
                total[block] += self._measure(part, values[:, block])
                yield self._height * part.count * min(size, total.size - start)
        return total / self._chosen.size if self._network.mean else total

    # -- once a slice --------------------------------------------------------------------------------------

    def _planned(self, cells: list[Cell]) -> tuple[Stage, ...]:
        dense, stages, count = self._network.spread(self._theta), list[Stage](), 0
        for level in self._network.layout.levels:
            stage = stage_of(level, dense[level.weights].reshape(level.shape), cells, self._order)
            if stage is not None:
                stages.append(stage)
                count += stage.rows.size
                self._order[stage.rows] = np.arange(count - stage.rows.size, count)
        return tuple(stages)

    # -- once a part of the rows ---------------------------------------------------------------------------

    def _prepared(self, chosen: Indices) -> _Part:
        outputs, layout = self._outputs(chosen), self._network.layout
        with np.errstate(all="ignore"):
            stayed = tuple(stage.stayed(outputs) for stage in self._stages)
        stays = layout.outputs[self._order[layout.outputs] < 0]
        observed = self._network.order(self._rows.observed)[:, chosen]
        said = self._outputs(chosen, raw=True) if self._network.loss_row.from_raw else outputs
        return _Part(chosen.size, stayed, said[stays], observed)

    def _outputs(self, chosen: Indices, *, raw: bool = False) -> Floats:
        """Return what all units put out (``raw``: what goes in) with the free numbers at 0: (rows, chosen rows)."""
        found = np.ones((self._order.size, chosen.size))
        plain = np.delete(np.arange(self._order.size), self._network.layout.ones)
        values = self._network.forward(self._theta, self._rows.inputs[:, chosen])
        found[plain] = values.z if raw else values.a
        return found

    def _measure(self, part: _Part, values: Floats) -> Floats:
        """Return the loss over a part's rows of each candidate: (candidates,)."""
        candidates = values.shape[1]
        moving = np.zeros((self._count, candidates, part.count))
        said = np.zeros_like(moving) if self._network.loss_row.from_raw else moving
        with np.errstate(all="ignore"):
            for stage, stayed in zip(self._stages, part.stayed, strict=True):
                stage.advance(stayed, moving, values)
                if stage.choice:
                    said[stage.places] = moving[stage.places]
                    choose(moving[stage.places], stage.choice)
            order = self._order[self._network.layout.outputs]
            predicted = np.empty((order.size, candidates, part.count))
            predicted[order >= 0] = said[order[order >= 0]]
            predicted[order < 0] = part.outputs[:, None]
            return self._missed(part, predicted)

    def _missed(self, part: _Part, predicted: Floats) -> Floats:
        """Return the loss of what was predicted, (outputs, candidates, rows), of each candidate."""
        outputs, candidates, count = predicted.shape
        loss, wrong = self._network.loss_row, np.zeros((outputs, candidates * count))
        seen = np.broadcast_to(part.observed[:, None], predicted.shape).reshape(wrong.shape)
        told = predicted.reshape(wrong.shape)
        whole_at_once = (slice(0, outputs),)  # where no row depends on another
        for place in self._network.target_places if loss.from_raw else whole_at_once:
            run(loss.compare(told[place], seen[place], wrong[place]))
        summed: Floats = loss.each(wrong).reshape(candidates, count).sum(axis=1)
        return summed
