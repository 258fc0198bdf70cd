"""Where everything of a network lies in its matrices and vectors: the plan by which it computes.

Values are one matrix: a row for each unit, a column for each sample. Inputs come first, then the levels; a
node's level is one more than the highest level that feeds it, so a level needs only earlier rows. After
the inputs and after each level but the last stands a row of ones, whose weights are the biases:

    inputs | ones | level 1 | ones | level 2 | ... | last level

A level's weights are one dense block, a row for each of its units and a column for each row it reads, the
last of which is a row of ones. Connections that nobody drew are zeros in it. The blocks lie one
after another in one flat vector, the *dense* vector; ``theta``, which others see, is that vector without
the zeros of connections that nobody drew.

A softmax or argmax is a level by itself, with a row of ones after it like any other but without weights: it reads
the rows of its classes, in their order. So is a convolution or pool: it reads the rows of its one source. The block of
a convolution has a row for each filter, its cells in the order channel, row, column and its bias last; a pool has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from core.catalog import NODE_KINDS
from core.document import Document, Indices, Node, Ref
from core.engine.activations import ACTIVATIONS
from core.engine.choices import CHOICES
from core.engine.losses import LOSSES
from core.images.grids import Window, window_of
from core.targets import compared

_SPARSE = 3
"""A level that needs less than a third of the rows it spans gathers them first."""
MOST_PLACES = 20_000_000
"""Most numbers in the dense vector: 160 MB, of which training keeps about ten copies."""
_RANK = {name: rank for rank, name in enumerate(ACTIVATIONS)}


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring rows with one activation."""

    rows: slice
    activation: str


@dataclass(frozen=True, slots=True)
class Level:
    """Units that can be computed together.

    ``reads`` are the rows that feed them, the row of ones last: a slice, or sorted numbers where few of
    many are needed. ``weights`` is the block's place in the dense vector and ``shape`` its (units, reads).
    ``hands_back`` says that units feed it that are no inputs, so that derivatives go on to them; ``adds``
    that these rows get derivatives from elsewhere too (a higher level, the loss).

    ``window`` is how a convolution or pool looks at its source; None for others.
    ``choice`` names what a level of classes does ("softmax", "argmax"); "" for neurons. With ``direct`` the loss gives
    its derivative by the raw values at once; with ``fed`` later units feed on the classes.
    """

    rows: slice
    reads: slice | Indices
    weights: slice
    shape: tuple[int, int]
    segments: tuple[Segment, ...]
    hands_back: bool
    adds: bool = False
    choice: str = ""
    direct: bool = False
    fed: bool = False
    window: Window | None = None

    @property
    def dense(self) -> bool:
        """Whether it is a block of weights times what it reads."""
        return not self.choice and self.window is None

    @property
    def linear(self) -> bool:
        """Whether every unit's activation is the identity; of a pool, which has none, too."""
        return not self.choice and all(segment.activation == "identity" for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Layout:
    """The plan of one network. ``rows`` gives each node its rows in the matrix of values, ``homes`` its level's number.

    ``height`` counts the rows, ``size`` the numbers of the dense vector; ``outputs`` are the rows of the units
    that the loss compares, ascending, and ``observed`` their places among the target units in file order. ``plain``
    are the rows of inputs and of linear levels, where the weighted sum is the output.
    """

    levels: tuple[Level, ...]
    rows: Mapping[str, slice]
    homes: Mapping[str, int]
    ones: Indices
    inputs: int
    outputs: Indices
    observed: Indices
    plain: Indices
    height: int
    size: int


def plan(document: Document, depths: Mapping[str, int]) -> Layout:
    """Return the layout of a document whose nodes have the levels ``depths`` (inputs 0)."""
    groups = _groups(document.nodes.values(), depths)
    homes = {node.id: number for number, group in enumerate(groups, -1) for node in group}
    rows, spans = _places(groups)
    outputs, observed = _targets(document, rows)
    levels = _levels(document, groups, rows, spans, homes)
    ones = np.array([span.stop for span in spans[:-1]], dtype=np.intp)
    plain = _row_numbers([spans[0], *(level.rows for level in levels if level.linear)])
    height, size = spans[-1].stop, levels[-1].weights.stop
    return Layout(
        _shared(levels, outputs, height), rows, homes, ones, spans[0].stop, outputs, observed, plain, height, size)


def room(nodes: Sequence[Node], depths: Indices, sources: Indices, targets: Indices) -> int:
    """Return the ``size`` of the layout that ``plan`` would give: weights drawn or not, and biases.

    ``depths`` are the levels of ``nodes``; connections lead from nodes to nodes by number. It is found by counting,
    since a drawing with too much room is to be refused before it is built.
    """
    groups = _groups(nodes, dict(zip((node.id for node in nodes), depths.tolist(), strict=True)))
    rows, spans = _places(groups)
    homes = {node.id: at for at, group in enumerate(groups) for node in group}
    home = np.array([homes[node.id] for node in nodes], dtype=np.intp)
    first = np.array([rows[node.id].start for node in nodes], dtype=np.intp)
    pairs = np.sort(home[targets] * len(nodes) + sources)
    fed, feeding = np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], len(nodes))
    units = np.array([node.units for node in nodes], dtype=np.intp)
    needed = 1 + np.bincount(fed, units[feeding], len(groups)).astype(np.intp)
    lowest = np.array([span.start - 1 for span in spans], dtype=np.intp)
    np.minimum.at(lowest, fed, first[feeding])
    dense: int = sum(
        (span.stop - span.start) * _width(int(count), int(low), span)
        for group, span, count, low in zip(groups[1:], spans[1:], needed[1:], lowest[1:], strict=True)
        if NODE_KINDS[group[0].kind].weighted
    )
    filters = [one.filters.value for one in nodes if one.filters is not None]
    return dense + sum(int(value.size) + len(value) for value in filters)


def too_wide(size: int) -> str | None:
    """Say that a layout of that ``size`` would take gigabytes; None if it does not."""
    if size <= MOST_PLACES:
        return None
    return (
        f"The network is too wide to compute: its levels have room for {size:,} weights, drawn or not, and "
        f"at most {MOST_PLACES:,} are computed; use fewer units side by side."
    )


def _groups(nodes: Iterable[Node], depths: Mapping[str, int]) -> list[list[Node]]:
    """Return the nodes level by level: inputs in file order, others with like activations together.

    A softmax, argmax, convolution or pool follows the neurons of its level alone.
    """
    groups: list[list[Node]] = [[] for _ in range(1 + max(depths.values()))]
    alone: list[list[list[Node]]] = [[] for _ in groups]
    for node in nodes:
        if node.kind in CHOICES or NODE_KINDS[node.kind].window:
            alone[depths[node.id]].append([node])
        else:
            groups[depths[node.id]].append(node)
    for group in groups[1:]:
        group.sort(key=lambda node: (_RANK[node.activation], node.kind == "output"))
    return [part for group, others in zip(groups, alone, strict=True) for part in (group, *others) if part]


def _levels(
    document: Document, groups: list[list[Node]], rows: Mapping[str, slice], spans: list[slice],
    homes: Mapping[str, int],
) -> list[Level]:
    feeding = _feeding(document, rows, homes, len(groups))
    levels: list[Level] = []
    for group, span, sources in zip(groups[1:], spans[1:], feeding[1:], strict=True):
        start = levels[-1].weights.stop if levels else 0
        if group[0].kind in CHOICES:
            levels.append(_chosen_level(document, group[0], span, sources, start, spans[0].stop))
        elif NODE_KINDS[group[0].kind].window:
            levels.append(_moving_level(document, group[0], span, sources, start, spans[0].stop))
        else:
            levels.append(_level(group, rows, span, sources, start, spans[0].stop))
    return levels


def _places(groups: list[list[Node]]) -> tuple[dict[str, slice], list[slice]]:
    """Return the rows of each node and of each level."""
    rows: dict[str, slice] = {}
    spans: list[slice] = []
    at = 0
    for group in groups:
        first = at
        for node in group:
            rows[node.id] = slice(at, at + node.units)
            at += node.units
        spans.append(slice(first, at))
        at += 1  # the row of ones
    return rows, spans


def _feeding(document: Document, rows: Mapping[str, slice], homes: Mapping[str, int], count: int) -> list[Indices]:
    """Return for each group the rows of the nodes that feed it, in file order."""
    nodes: list[dict[str, None]] = [{} for _ in range(count)]
    for source, target in document.connections:
        nodes[homes[target] + 1][source] = None
    return [_row_numbers(rows[node] for node in sources) for sources in nodes]


def _row_numbers(places: Iterable[slice]) -> Indices:
    return np.concatenate([np.zeros(0, dtype=np.intp), *(_numbers(place) for place in places)])


def _level(
    group: list[Node], rows: Mapping[str, slice], span: slice, sources: Indices, start: int, inputs: int
) -> Level:
    needed = np.append(np.sort(sources), span.start - 1)
    width = _width(needed.size, int(needed[0]), span)
    reads: slice | Indices = slice(int(needed[0]), span.start) if width == span.start - needed[0] else needed
    shape = (span.stop - span.start, width)
    hands_back = bool((sources >= inputs).any())
    return Level(span, reads, slice(start, start + shape[0] * shape[1]), shape, _segments(group, rows), hands_back)


def _width(needed: int, lowest: int, span: slice) -> int:
    """Return how many rows the level at ``span`` reads: the ``needed`` if they are few, or all from ``lowest`` on."""
    return needed if needed * _SPARSE < span.start - lowest else span.start - lowest


def _chosen_level(
    document: Document, node: Node, span: slice, sources: Indices, start: int, inputs: int
) -> Level:
    """Return the level of one softmax or argmax; what comes in stays in the order of the classes."""
    kind = NODE_KINDS[node.kind]
    reads: slice | Indices = sources
    if (np.diff(sources) == 1).all():
        reads = slice(int(sources[0]), int(sources[-1]) + 1)
    direct = LOSSES[document.training.loss].from_raw and node in compared(document)
    hands_back = not kind.flat and bool((sources >= inputs).any())
    fed = any(source == node.id and not NODE_KINDS[document.nodes[target].kind].flat
              for source, target in document.connections)
    return Level(span, reads, slice(start, start), (span.stop - span.start, 0), (), hands_back,
                 choice=kind.name, direct=direct, fed=fed)


def _moving_level(
    document: Document, node: Node, span: slice, sources: Indices, start: int, inputs: int
) -> Level:
    """Return the level of one convolution or pool."""
    window, filters = window_of(document, node.id), 0 if node.filters is None else len(node.filters.value)
    shape = (filters, window.taps + 1 if filters else 0)
    segments = (Segment(span, node.activation),) if filters else ()
    reads = slice(int(sources[0]), int(sources[-1]) + 1)
    return Level(span, reads, slice(start, start + shape[0] * shape[1]), shape, segments,
                 bool((sources >= inputs).any()), window=window)


def _shared(levels: list[Level], outputs: Indices, height: int) -> tuple[Level, ...]:
    """Mark the levels that add to derivatives which the loss or a higher level has already written."""
    written = np.zeros(height, dtype=np.bool_)
    written[outputs] = True
    for level in levels:
        if level.direct and level.fed:  # the loss writes elsewhere: its derivative is by the raw values
            written[level.rows] = False
    marked = []
    for level in reversed(levels):
        adds = level.hands_back and (not isinstance(level.reads, slice) or bool(written[level.reads].any()))
        marked.append(replace(level, adds=adds))
        if level.hands_back:
            written[level.reads] = True
    return tuple(reversed(marked))


def _segments(group: list[Node], rows: Mapping[str, slice]) -> tuple[Segment, ...]:
    return join([Segment(rows[node.id], node.activation) for node in group])


def join(segments: list[Segment], gap: int = 0) -> tuple[Segment, ...]:
    """Join neighbours with one activation, at most ``gap`` rows apart, into one segment."""
    joined: list[Segment] = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last and last.activation == segment.activation and segment.rows.start - last.rows.stop <= gap:
            joined[-1] = Segment(slice(last.rows.start, segment.rows.stop), last.activation)
        else:
            joined.append(segment)
    return tuple(joined)


def stacks(levels: Sequence[Level]) -> list[range]:
    """Return the levels in runs that lie in step: blocks of one shape, rows and reads equally far apart."""
    cuts = [0]
    for at in range(1, len(levels)):
        if _step(levels[at - 1], levels[at]) is None or (
            at - cuts[-1] > 1 and _step(levels[at - 2], levels[at - 1]) != _step(levels[at - 1], levels[at])
        ):
            cuts.append(at)
    return [range(start, stop) for start, stop in pairwise([*cuts, len(levels)])]


def _step(one: Level, other: Level) -> int | None:
    """Return how many rows ``other`` stands after ``one``, if its reads do too and its block is alike."""
    if one.shape != other.shape or not (one.dense and other.dense):
        return None
    if not isinstance(one.reads, slice) or not isinstance(other.reads, slice):
        return None
    rows, reads = other.rows.start - one.rows.start, other.reads.start - one.reads.start
    return int(rows) if rows == reads else None


def _targets(document: Document, rows: Mapping[str, slice]) -> tuple[Indices, Indices]:
    """Return the rows that the loss compares, ascending, and the place of each among the targets in file order."""
    in_file_order = _row_numbers(rows[node.id] for node in compared(document))
    observed = np.argsort(in_file_order)
    return in_file_order[observed], observed


def weight_indices(layout: Layout, ref: Ref) -> Indices:
    """Return where the numbers of the parameter at ``ref`` lie in the dense vector, in its own shape.

    A weight is (target units, source units), a bias (units,); of a convolution (filters, channels, size, size) and
    (filters,).
    """
    source, target = ref
    place, level = layout.rows[target], layout.levels[layout.homes[target]]
    width = level.shape[1]
    if level.window is not None:
        return _filter_indices(level, level.window, biases=source == "")
    first: Indices = level.weights.start + (_numbers(place) - level.rows.start) * width
    if source == "":
        return first + (width - 1)
    return first[:, None] + _columns(level.reads, layout.rows[source])[None, :]


def _filter_indices(level: Level, window: Window, *, biases: bool) -> Indices:
    filters, width = level.shape
    block: Indices = level.weights.start + np.arange(filters * width, dtype=np.intp).reshape(filters, width)
    if biases:
        return block[:, -1]
    return block[:, :-1].reshape(filters, window.source[0], window.size, window.size)


def _columns(reads: slice | Indices, place: slice) -> Indices:
    rows = _numbers(place)
    return rows - reads.start if isinstance(reads, slice) else np.searchsorted(reads, rows)


def _numbers(place: slice) -> Indices:
    return np.arange(place.start, place.stop, dtype=np.intp)
