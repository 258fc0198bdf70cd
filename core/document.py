"""What a person draws, as frozen values: nodes, connections, parameters, data and training settings.

Nothing here computes and nothing here changes. An edit (``core.edits``) makes a new document that
shares every untouched part with the old one, so that ``diff`` finds what changed by identity first
and the history of a session costs little. Arrays inside a document are read-only.

A node has ``units`` (1 for a neuron a person draws, n for a layer) and a connection holds a weight
matrix, so a hand-drawn network and a 64-32-10 network are the same few values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Indices: TypeAlias = NDArray[np.intp]
Point: TypeAlias = tuple[float, float]
Pair: TypeAlias = tuple[str, str]
"""A connection is its ends: (source node id, target node id)."""
Ref: TypeAlias = tuple[str, str]
"""A parameter is where it stands: (source, target) for a weight, ("", node) for a bias, (node, node) for the filters
of a convolution: nothing may be joined to itself, so that this pair is free."""

EMPTY: Mapping[str, Any] = MappingProxyType({})


def _empty() -> Mapping[str, Any]:
    return EMPTY


def bias_of(node: str) -> Ref:
    """Return the reference of a node's bias."""
    return ("", node)


def filters_of(node: str) -> Ref:
    """Return the reference of a convolution's filters."""
    return (node, node)


def wired(ref: Ref) -> bool:
    """Whether a parameter stands on a connection, and not at a node as biases and filters do."""
    return ref[0] not in ("", ref[1])


def floats(value: Any) -> Floats:
    """Return ``value`` as a read-only float64 array that nobody else can write to."""
    array = np.array(value, dtype=np.float64)
    array.setflags(write=False)
    return array


def bools(value: Any, shape: tuple[int, ...]) -> Bools:
    """Return ``value`` (one truth value or an array of ``shape``) as a read-only array of ``shape``."""
    if isinstance(value, bool):
        array: Bools = np.full(shape, value)
    else:
        array = np.array(np.broadcast_to(np.asarray(value, dtype=np.bool_), shape))
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A weight or a bias: a name unique in the document, numbers, and which of them may learn.

    ``value`` is (target units, source units) for a weight and (units,) for a bias, also where that is
    one number; (filters, channels, size, size) for the filters of a convolution and (filters,) for its bias.
    ``trainable`` has the shape of ``value``. ``start`` is the value that Reset returns to; None means that the value
    itself is the start.
    """

    name: str
    value: Floats
    trainable: Bools
    start: Floats | None = None

    @property
    def initial(self) -> Floats:
        """Where training started from."""
        return self.value if self.start is None else self.start

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Parameter)
            and self.name == other.name
            and np.array_equal(self.value, other.value)
            and np.array_equal(self.trainable, other.trainable)
            and np.array_equal(self.initial, other.initial)
        )

    def __hash__(self) -> int:
        return hash((self.name, self.value.tobytes()))


def parameter(name: str, value: Any, trainable: Any = True, start: Any = None) -> Parameter:
    """Return a parameter with read-only arrays; ``trainable`` may be one truth value for all."""
    numbers = floats(value)
    begun = None if start is None else floats(start)
    return Parameter(name, numbers, bools(trainable, numbers.shape), begun)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of an image, convolution or pool.

    ``shape`` is (height, width, channels) of what comes out, one channel for each filter of a convolution; (0, 0, …)
    while nothing feeds it. The node's units are these cells in the order channel, row, column. An image's data columns
    are in the order row, column, channel. ``size``, ``stride`` and ``padding`` are those of the window of a convolution
    or pool, in cells; ``mode`` is "max" or "mean" of a pool, otherwise "".
    """

    shape: tuple[int, int, int]
    size: int = 1
    stride: int = 1
    padding: int = 0
    mode: str = ""

    @property
    def cells(self) -> int:
        """How many cells there are: the units of the node."""
        height, width, channels = self.shape
        return height * width * channels

    @property
    def planes(self) -> tuple[int, int, int]:
        """(channels, height, width): the shape in which the units lie one after another."""
        height, width, channels = self.shape
        return channels, height, width


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the drawing: a neuron (``units`` 1), a layer, an input, a choice among ``classes``, or a ``grid``.

    A softmax or argmax has a unit for each of its classes, which are named in the order of what feeds it. An image,
    convolution or pool has a unit for each cell of its grid; a convolution has ``filters`` and a bias for each of them.
    """

    id: str
    kind: str
    label: str
    units: int = 1
    activation: str = "identity"
    bias: Parameter | None = None
    extra: Mapping[str, Any] = field(default_factory=_empty)
    classes: tuple[str, ...] = ()
    grid: Grid | None = None
    filters: Parameter | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection from one node to another, with its weight (target units × source units).

    ``weight`` is None into a softmax, argmax, convolution or pool: values go in as they are, and there is nothing to
    learn, to draw or to save. A weight of fixed ones would be a parameter that nobody has.
    """

    source: str
    target: str
    weight: Parameter | None = None
    extra: Mapping[str, Any] = field(default_factory=_empty)

    @property
    def pair(self) -> Pair:
        """Both ends, which is the connection's identity."""
        return (self.source, self.target)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A data column: float64 numbers, or text (class names; columns that are not used)."""

    name: str
    values: NDArray[Any]

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.values.dtype == np.float64

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Column)
            and self.name == other.name
            and self.values.dtype.kind == other.values.dtype.kind
            and np.array_equal(self.values, other.values)
        )

    def __hash__(self) -> int:
        return hash((self.name, len(self.values)))


def column(name: str, values: Any) -> Column:
    """Return a read-only column: numbers where every value is a number, text otherwise."""
    listed = list(values)
    is_text = any(isinstance(value, str) for value in listed)
    array = np.array([str(v) for v in listed], dtype=np.str_) if is_text else np.array(listed, dtype=np.float64)
    array.setflags(write=False)
    return Column(name, array)


@dataclass(frozen=True, slots=True)
class TestSplit:
    """Rows held back from training: a seeded fraction, or rows by number (counted from 0).

    ``stratified`` draws the same fraction of the rows of every class (of every value of the target columns).
    """

    __test__ = False  # a word of the field, not a pytest class

    fraction: float | None = None
    seed: int = 1
    rows: tuple[int, ...] = ()
    stratified: bool = False


@dataclass(frozen=True, slots=True)
class DataSpec:
    """The table of rows and what its columns are for.

    ``inputs`` and ``targets`` map a node id to the columns of its units, or a softmax or argmax to its one column of
    class names; ``scaling`` maps a column to
    (low, high), applied as (x − low) / (high − low) before use; ``file`` names a CSV beside the
    network file that the rows came from.
    """

    columns: tuple[Column, ...] = ()
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=_empty)
    targets: Mapping[str, tuple[str, ...]] = field(default_factory=_empty)
    scaling: Mapping[str, tuple[float, float]] = field(default_factory=_empty)
    test: TestSplit | None = None
    file: str | None = None
    extra: Mapping[str, Any] = field(default_factory=_empty)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.columns[0].values) if self.columns else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError if there is none."""
        for candidate in self.columns:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Stop:
    """When training ends; None means the rule is off. ``no_improvement`` is (steps, by)."""

    max_steps: int | None = None
    min_step_size: float | None = None
    loss_below: float | None = None
    no_improvement: tuple[int, float] | None = None


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """How the network learns. ``settings`` holds the optimizer's own numbers where they are not the defaults."""

    loss: str = "ssr"
    reduction: str = "sum"
    optimizer: str = "gradient_descent"
    learning_rate: float = 0.1
    settings: Mapping[str, float] = field(default_factory=_empty)
    batch_size: int | None = None
    shuffle: bool = False
    seed: int = 1
    initial_values: str = "standard_normal"
    stop: Stop = Stop()
    extra: Mapping[str, Any] = field(default_factory=_empty)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole network file. Dictionaries keep the order of the file; treat them as read-only.

    ``steps`` counts the updates since the start values. ``origin`` is the text the document was read
    from, so that a file nobody edited is saved with the same bytes; every change forgets it.
    """

    title: str = "Untitled"
    nodes: Mapping[str, Node] = field(default_factory=_empty)
    connections: Mapping[Pair, Connection] = field(default_factory=dict)
    positions: Mapping[str, Point] = field(default_factory=_empty)
    data: DataSpec = DataSpec()
    training: TrainingSpec = TrainingSpec()
    steps: int = 0
    extra: Mapping[str, Any] = field(default_factory=_empty)
    origin: bytes | None = field(default=None, compare=False, repr=False)

    def evolve(self, **changes: Any) -> Document:
        """Return a document with ``changes`` made, sharing all the rest."""
        return replace(self, **{"origin": None, **changes})

    def parameter(self, ref: Ref) -> Parameter:
        """Return the weight, the filters or the bias that stand at ``ref``; KeyError if there are none."""
        found = self._at(ref)
        if found is None:
            raise KeyError(ref)
        return found

    def has(self, ref: Ref) -> bool:
        """Whether there is a weight, a bias or filters at ``ref``."""
        held = ref in self.connections or (ref[0] in ("", ref[1]) and ref[1] in self.nodes)
        return held and self._at(ref) is not None

    def _at(self, ref: Ref) -> Parameter | None:
        source, target = ref
        if source == target:
            return self.nodes[target].filters
        return self.nodes[target].bias if source == "" else self.connections[ref].weight

    def parameters(self) -> dict[Ref, Parameter]:
        """Return every parameter: weights in file order, each node's filters and bias after the weights into it."""
        into: dict[str, dict[Ref, Parameter]] = {node: {} for node in self.nodes}
        for pair, connection in self.connections.items():
            if connection.weight is not None:
                into[connection.target][pair] = connection.weight
        for node in self.nodes.values():
            if node.filters is not None:
                into[node.id][filters_of(node.id)] = node.filters
            if node.bias is not None:
                into[node.id][bias_of(node.id)] = node.bias
        return {ref: found for group in into.values() for ref, found in group.items()}

    def with_parameters(self, new: Mapping[Ref, Parameter]) -> Document:
        """Return a document in which each parameter named in ``new`` is replaced."""
        nodes, connections = dict(self.nodes), dict(self.connections)
        for (source, target), value in new.items():
            if source == "":
                nodes[target] = replace(nodes[target], bias=value)
            elif source == target:
                nodes[target] = replace(nodes[target], filters=value)
            else:
                connections[source, target] = replace(connections[source, target], weight=value)
        return self.evolve(nodes=nodes, connections=connections)

    def sources(self, node: str) -> list[str]:
        """Return the ids of the nodes that feed ``node``, in file order."""
        return [source for source, target in self.connections if target == node]

    def incoming(self, node: str) -> list[tuple[str, int]]:
        """Return (node id, unit) of every value that comes into ``node``, in file order: the order of classes."""
        return [(source, unit) for source in self.sources(node) for unit in range(self.nodes[source].units)]

    def targets(self, node: str) -> list[str]:
        """Return the ids of the nodes that ``node`` feeds, in file order."""
        return [target for source, target in self.connections if source == node]
