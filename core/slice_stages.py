"""The units of a network that vary with some numbers of it, level by level, for every candidate at once.

A candidate is a value for each number that varies. Let unit t's weighted sum be z = z₀ + v · s, with v such a number
and s what it multiplies: z₀ and s are computed once a row where they stay (``Stage.stayed``), everything behind t for
all candidates at once, as columns, candidate by candidate, the rows within (``Stage.advance``).

A convolution's number is used at every place of its map: s is then what its tap sees at each of them, and the whole map
varies. What a later convolution or pool makes of maps that vary is computed by the very calls of a sweep.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

import numpy as np

from core.document import Bools, Floats, Indices
from core.engine.activations import ACTIVATIONS, run
from core.engine.choices import CHOICES
from core.engine.convolution import Convolution
from core.engine.layout import Level
from core.engine.network import Network
from core.engine.pooling import Pool
from core.images.grids import Window
from core.images.taps import in_planes, taps

Cell: TypeAlias = tuple[int, int]
"""Where a number of theta is used: the row of its unit (of a filter the first of its map) and the column of its level's
block of weights."""


@dataclass(frozen=True, slots=True, eq=False)
class Stayed:
    """What is the same for every candidate: (units, rows) of ``sums``, and what each number of the stage multiplies,
    (units it is used at, rows), None where that varies too."""

    sums: Floats
    sources: tuple[Floats | None, ...]


class Stage(Protocol):
    """The units of one level that vary: their ``rows`` in the network and ``places`` among all that vary."""

    @property
    def rows(self) -> Indices:
        """Rows of the network."""

    @property
    def places(self) -> slice:
        """Places among the units that vary."""

    @property
    def choice(self) -> str:
        """What a level of classes does; "" of others."""

    def stayed(self, outputs: Floats) -> Stayed:
        """Return what comes from units that stay; ``outputs`` are those of all rows of the network."""

    def advance(self, stayed: Stayed, moving: Floats, values: Floats) -> None:
        """Write what the units put out into ``moving`` (units that vary, candidates, rows)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """Number ``number`` of those that vary: the weight of ``unit`` (among its stage's) for what ``source`` puts out.

    ``source`` is a row of the network, ``moving`` its place among the units that vary, if it does.
    """

    number: int
    unit: int
    source: int
    moving: int | None


@dataclass(frozen=True, slots=True, eq=False)
class DenseStage:
    """Neurons, or a softmax or argmax (``choice``), which varies as a whole: its weights are ones that take each raw
    value to its class.

    ``fixed`` are weights for the rows ``reads`` of the network, which stay, and ``weights`` those for the units that
    vary in earlier stages. ``segments`` are (units, activation).
    """

    rows: Indices
    places: slice
    reads: Indices
    fixed: Floats
    weights: Floats
    segments: tuple[tuple[slice, str], ...]
    changes: tuple[_Change, ...]
    choice: str = ""

    def stayed(self, outputs: Floats) -> Stayed:
        """Return the sums over units that stay, and what the numbers multiply."""
        sources = tuple(outputs[change.source].copy() if change.moving is None else None for change in self.changes)
        return Stayed(self.fixed @ outputs[self.reads], sources)

    def advance(self, stayed: Stayed, moving: Floats, values: Floats) -> None:
        """Write z₀ + v · s, bent; of classes the raw values."""
        place = self.places
        z = moving[place]
        flat = z.reshape(z.shape[0], -1)
        if place.start:
            np.dot(self.weights, moving[: place.start].reshape(place.start, -1), out=flat)
        z += stayed.sums[:, None]
        for change, fixed in zip(self.changes, stayed.sources, strict=True):
            source = moving[change.moving] if fixed is None else fixed
            z[change.unit] += values[change.number][:, None] * source
        for units, activation in self.segments:
            _bend(flat[units], activation)


@dataclass(frozen=True, slots=True)
class _Tap:
    """Number ``number`` of those that vary: cell (``channel``, ``row``, ``column``) of filter ``place`` among the
    stage's; its bias where the channel is None. ``moving`` is the channel's place among those that vary."""

    number: int
    place: int
    channel: int | None = None
    row: int = 0
    column: int = 0
    moving: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class WindowStage:
    """Whole maps of a convolution or pool. ``before`` are places among the units that vary of the cells it reads.

    ``fixed`` are weights (maps, taps + 1, the bias last) for the ``reads`` of channels that stay, ``weights`` those for
    channels that vary; ``still`` and ``window`` say how it looks at the former and the latter.
    """

    rows: Indices
    places: slice
    reads: Indices
    before: Indices
    still: Window
    window: Window
    fixed: Floats
    weights: Floats
    taps: tuple[_Tap, ...]
    activation: str = "identity"
    choice: str = ""

    def stayed(self, outputs: Floats) -> Stayed:
        """Return the sums over channels that stay, and what the taps see at each place."""
        count = outputs.shape[1]
        sums = np.zeros((self.rows.size, count))
        if self.window.mode:
            return Stayed(sums, ())
        if self.still.source[0]:
            run(Convolution(self.still, outputs[self.reads], sums).forward(self.fixed))
        else:
            by_map = sums.reshape(len(self.fixed), -1)
            by_map += self.fixed[:, -1:]
        planes = in_planes(outputs[self.reads], self.still.source)
        sources = (None if tap.moving is not None else self._seen(tap, planes, tap.channel) for tap in self.taps)
        return Stayed(sums, tuple(sources))

    def advance(self, stayed: Stayed, moving: Floats, values: Floats) -> None:
        """Write the maps: of a convolution z₀ + Σ v · s, bent; of a pool what each region gives."""
        z = moving[self.places]
        flat = z.reshape(len(z), -1)
        read = moving[self.before].reshape(self.before.size, flat.shape[1])
        if self.window.mode:
            run(Pool(self.window, read, flat).forward())
            return
        if self.before.size:
            run(Convolution(self.window, read, flat).forward(self.weights))
        z += stayed.sums[:, None]
        maps = z.reshape(self.window.out[0], -1, *z.shape[1:])
        for tap, fixed in zip(self.taps, stayed.sources, strict=True):
            source = fixed[:, None] if fixed is not None else self._seen(
                tap, in_planes(read, self.window.source), tap.moving).reshape(maps.shape[1:])
            maps[tap.place] += values[tap.number][:, None] * source
        if self.activation != "identity":
            _bend(flat, self.activation)

    def _seen(self, wanted: _Tap, planes: Floats, channel: int | None) -> Floats:
        """Return what one cell of the filter sees at every place of the map: (places, samples); 1 of the bias."""
        if channel is None:
            return np.ones((self.window.out[1] * self.window.out[2], planes.shape[3]))
        seen = np.zeros((1, *self.window.out[1:], planes.shape[3]))
        for tap in taps(self.window):
            if (tap.row, tap.column) == (wanted.row, wanted.column):
                tap.of_output(seen)[...] = tap.of_source(planes[channel : channel + 1])
        return seen.reshape(-1, planes.shape[3])


def cell_of(network: Network, place: int) -> Cell:
    """Return where a number of theta is used."""
    dense = int(network.drawn[place])
    level = next(level for level in network.layout.levels if dense < level.weights.stop)
    unit, column = divmod(dense - level.weights.start, level.shape[1])
    if level.window is not None:
        unit *= level.window.out[1] * level.window.out[2]
    return level.rows.start + unit, column


def stage_of(level: Level, block: Floats, cells: list[Cell], order: Indices) -> Stage | None:
    """Return the units of a level that vary; None where all stay.

    ``block`` are its weights with the numbers that vary at 0, ``cells`` where all of these numbers are used, ``order``
    gives each row of the network its place among the units that vary in earlier levels, −1 where it stays.
    """
    own = [(number, unit - level.rows.start, column) for number, (unit, column) in enumerate(cells)
           if level.rows.start <= unit < level.rows.stop]
    if level.window is not None:
        return _window_stage(level, level.window, block, own, order)
    return _dense_stage(level, np.eye(level.shape[0]) if level.choice else block, own, order)


def _dense_stage(level: Level, block: Floats, own: list[tuple[int, int, int]], order: Indices) -> Stage | None:
    reads = np.arange(level.reads.start, level.reads.stop) if isinstance(level.reads, slice) else level.reads
    moving, count = order[reads], 1 + int(order.max())
    varies = (block[:, moving >= 0] != 0).any(axis=1)
    varies[[unit for _, unit, _ in own]] = True
    if not varies.any():
        return None
    varies |= bool(level.choice)
    units = np.flatnonzero(varies)
    weights = np.zeros((units.size, count))
    weights[:, moving[moving >= 0]] = block[units][:, moving >= 0]
    changes = tuple(
        _Change(number, int(np.searchsorted(units, unit)), int(reads[column]),
                place if (place := int(moving[column])) >= 0 else None) for number, unit, column in own)
    places, stays, rows = slice(count, count + units.size), moving < 0, units + level.rows.start
    return DenseStage(rows, places, reads[stays], block[units][:, stays], weights, _bends(level, rows), changes,
                      level.choice)


def _window_stage(
    level: Level, window: Window, block: Floats, own: list[tuple[int, int, int]], order: Indices
) -> Stage | None:
    assert isinstance(level.reads, slice)
    before = order[level.reads].reshape(window.source[0], -1)
    moves, size = before[:, 0] >= 0, window.out[1] * window.out[2]  # a channel varies as a whole
    if not (moves.any() or own):
        return None
    if window.mode:
        maps = np.flatnonzero(moves)
    else:
        maps = np.arange(window.out[0]) if moves.any() else np.unique([unit // size for _, unit, _ in own])
    rows = level.rows.start + (maps[:, None] * size + np.arange(size)).ravel()
    reads = (level.reads.start + np.arange(before.size).reshape(before.shape))[~moves].ravel()
    out, side = (maps.size, *window.out[1:]), window.source[1:]
    still, looks = (replace(window, source=(int(part.sum()), *side), out=out) for part in (~moves, moves))
    fixed, weights = (_of_channels(block, maps, window, part) for part in (~moves, moves))
    if weights.size:
        weights[:, -1] = 0.0  # the bias counts among what stays
    count = 1 + int(order.max())
    activation = level.segments[0].activation if level.segments else "identity"
    places, own_taps = slice(count, count + rows.size), tuple(_tap(one, window, maps, moves) for one in own)
    return WindowStage(rows, places, reads, before[moves].ravel(), still, looks, fixed, weights, own_taps, activation)


def _of_channels(block: Floats, maps: Indices, window: Window, chosen: Bools) -> Floats:
    """Return the weights of some filters for some channels, and their biases: (filters, taps + 1); none of a pool."""
    if window.mode:
        return np.zeros((maps.size, 0))
    cells = block[maps, :-1].reshape(maps.size, window.source[0], -1)[:, chosen]
    return np.column_stack([cells.reshape(maps.size, -1), block[maps, -1]])


def _tap(one: tuple[int, int, int], window: Window, maps: Indices, moves: Bools) -> _Tap:
    """Return which tap of which filter a number is; its channel counted among those that stay, or that vary."""
    number, unit, column = one
    place = int(np.searchsorted(maps, unit // (window.out[1] * window.out[2])))
    if column == window.taps:
        return _Tap(number, place)
    channel, row, across = (int(part) for part in np.unravel_index(
        column, (window.source[0], window.size, window.size)))
    among = int((moves if moves[channel] else ~moves)[:channel].sum())
    return _Tap(number, place, among, row, across, among if moves[channel] else None)


def _bends(level: Level, rows: Indices) -> tuple[tuple[slice, str], ...]:
    """Return which of the units in ``rows`` (ascending) have which activation."""
    found = []
    for segment in level.segments:
        start, stop = np.searchsorted(rows, (segment.rows.start, segment.rows.stop))
        if start < stop and segment.activation != "identity":
            found.append((slice(int(start), int(stop)), segment.activation))
    return tuple(found)


def choose(z: Floats, choice: str) -> None:
    """Put what a softmax or argmax makes of raw values, (classes, candidates, rows), in their place."""
    lost = np.isnan(z)
    out = np.zeros_like(z)
    run(CHOICES[choice].forward(z, out))
    z[...] = out
    z[lost] = np.nan


def _bend(z: Floats, activation: str) -> None:
    """Put f(z) in the place of z; what is no number stays none."""
    lost = np.isnan(z)
    out = np.zeros_like(z)
    run(ACTIVATIONS[activation].forward(z, out, np.zeros_like(z)))
    z[...] = out
    z[lost] = np.nan
