"""The data of a document as matrices: scaled, split into training and test rows, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.catalog import NODE_KINDS
from core.document import Column, DataSpec, Document, Floats, Node
from core.errors import NetworkRefused
from core.targets import by_unit, class_names, columns_wanted, compared, one_hot, places, unknown_class


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a document in file order, read-only.

    ``inputs`` is (input units, rows) and ``observed`` (target units, rows), after scaling; ``input_units``
    and ``target_units`` say which (node id, unit) each row of a matrix belongs to. ``train`` and ``test``
    are row numbers, ascending and disjoint. A class is observed as 1 for its own unit and 0 for the others;
    ``classes`` gives each softmax and argmax with a target column the number of every row's class, (rows,).
    """

    inputs: Floats
    observed: Floats
    train: NDArray[np.intp]
    test: NDArray[np.intp]
    input_units: tuple[tuple[str, int], ...]
    target_units: tuple[tuple[str, int], ...]
    classes: Mapping[str, NDArray[np.intp]] = field(default_factory=dict)


def units_of(document: Document, kind: str) -> tuple[tuple[str, int], ...]:
    """Return (node id, unit) of every unit of the nodes of ``kind``, in file order."""
    return tuple((node.id, unit) for node in document.nodes.values() if node.kind == kind for unit in range(node.units))


def input_units(document: Document) -> tuple[tuple[str, int], ...]:
    """Return (node id, unit) of every unit that takes its values from the data, in file order."""
    nodes = (node for node in document.nodes.values() if NODE_KINDS[node.kind].source)
    return tuple((node.id, unit) for node in nodes for unit in range(node.units))


def target_units(document: Document) -> tuple[tuple[str, int], ...]:
    """Return (node id, unit) of every unit that the loss compares, in file order."""
    return tuple((node.id, unit) for node in compared(document) for unit in range(node.units))


def prepare(document: Document) -> Rows:
    """Return the rows to train and test on; NetworkRefused says what is missing or wrong, and where."""
    inputs, classes = input_matrix(document), _classes(document)
    observed = _observed(document, classes)
    train, test = _split(document.data)
    for array in (observed, train, test, *classes.values()):
        array.setflags(write=False)
    return Rows(inputs, observed, train, test, input_units(document), target_units(document), classes)


def _observed(document: Document, classes: Mapping[str, NDArray[np.intp]]) -> Floats:
    """Return what the nodes that the loss compares should have put out: (target units, rows)."""
    blocks = [np.zeros((0, document.data.count))]
    for node in compared(document):
        if NODE_KINDS[node.kind].classes:
            blocks.append(one_hot(classes[node.id], node.units))
        else:
            blocks.append(_matrix(document, "targets", [node]))
    return np.concatenate(blocks)


def _classes(document: Document) -> dict[str, NDArray[np.intp]]:
    """Return node id -> the number of each row's class, for every softmax and argmax that reads a column."""
    needed = {node.id for node in compared(document)}
    return {
        node.id: _class_numbers(document.data, node, _columns(document.data.targets, node)[0])
        for node in document.nodes.values()
        if NODE_KINDS[node.kind].classes and (node.id in needed or document.data.targets.get(node.id))
    }


def _class_numbers(data: DataSpec, node: Node, name: str) -> NDArray[np.intp]:
    column = _column(data, node, name)
    unknown = unknown_class(node, column)
    if unknown:
        raise NetworkRefused(unknown, (node.id,))
    return places(class_names(column), node.classes)


def input_matrix(document: Document) -> Floats:
    """Return the scaled inputs of all rows, (input units, rows): enough to predict, without targets."""
    if not document.data.count:
        raise NetworkRefused("There are no rows of data: type some into the table, or open a CSV file.")
    matrix = _matrix(document, "inputs", [node for node in document.nodes.values() if NODE_KINDS[node.kind].source])
    matrix.setflags(write=False)
    return matrix


def _matrix(document: Document, role: str, nodes: list[Node]) -> Floats:
    """Stack the columns that the nodes read as ``role`` in the order of their units: (units, rows)."""
    mapping: Mapping[str, tuple[str, ...]] = getattr(document.data, role)
    rows = [_numbers(document.data, node, name) for node in nodes for name in by_unit(node, _columns(mapping, node))]
    return np.array(rows).reshape(len(rows), document.data.count)


def _columns(mapping: Mapping[str, tuple[str, ...]], node: Node) -> tuple[str, ...]:
    names = mapping.get(node.id, ())
    if len(names) != columns_wanted(node):
        needs = "a data column" if node.units == 1 else f"{node.units} data columns, one a unit"
        if node.grid is not None:
            height, width, channels = node.grid.shape
            each = f" × {channels} channels" if channels > 1 else ""
            needs = f"{node.units} data columns for its {height} × {width} pixels{each}"
        if NODE_KINDS[node.kind].classes:
            needs = "a column of class names"
        has = "has none" if not names else f"has {len(names)}"
        raise NetworkRefused(f"{node.label} needs {needs}, and {has}: choose them in the data table.", (node.id,))
    return names


def _column(data: DataSpec, node: Node, name: str) -> Column:
    if name not in data.names:
        raise NetworkRefused(
            f"{node.label} reads the column {name}, which the data does not have: choose another.", (node.id,))
    return data.column(name)


def _numbers(data: DataSpec, node: Node, name: str) -> Floats:
    """Return one column after scaling."""
    column = _column(data, node, name)
    values = column.values
    if not column.numeric:
        raise NetworkRefused(
            f"{node.label} reads the column {name}, which holds text: choose a column of numbers.", (node.id,))
    holes = np.flatnonzero(~np.isfinite(values))
    if holes.size:
        raise NetworkRefused(
            f"Row {holes[0] + 1} of the column {name} holds no number: fill it in or remove the row.", (node.id,))
    return _scaled(data, node, name, values)


def _scaled(data: DataSpec, node: Node, name: str, values: Floats) -> Floats:
    if name not in data.scaling:
        return values
    low, high = data.scaling[name]
    if low == high:
        raise NetworkRefused(
            f"The column {name} is scaled from {low:g} to {high:g}: the two must differ.", (node.id,))
    with np.errstate(over="ignore"):
        scaled: Floats = (values - low) / (high - low)
    beyond = np.flatnonzero(~np.isfinite(scaled))
    if beyond.size:
        raise NetworkRefused(
            f"Row {beyond[0] + 1} of the column {name} is too large to compute with when it is scaled from {low:g} to "
            f"{high:g}: choose two numbers further apart.", (node.id,))
    return scaled


def _split(data: DataSpec) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the numbers of the training rows and of the test rows."""
    testing = np.zeros(data.count, dtype=np.bool_)
    testing[held(data)] = True
    if testing.all():
        raise NetworkRefused(f"All {data.count} rows are held back for testing: leave some to train on.")
    return np.flatnonzero(~testing), np.flatnonzero(testing)


def held(data: DataSpec) -> NDArray[np.intp]:
    """Return the rows held back: those named, or a seeded draw of round(fraction × rows)."""
    if data.test is None:
        return np.zeros(0, dtype=np.intp)
    if data.test.fraction is not None:
        return _drawn(data, data.test.fraction, np.random.default_rng(data.test.seed))
    beyond = [row for row in data.test.rows if not 0 <= row < data.count]
    if beyond:
        raise NetworkRefused(
            f"Row {beyond[0]} is held back for testing, but the rows are numbered from 0 to {data.count - 1}.")
    return np.array(data.test.rows, dtype=np.intp)


def _drawn(data: DataSpec, fraction: float, rng: np.random.Generator) -> NDArray[np.intp]:
    count, order = round(fraction * data.count), rng.permutation(data.count)
    if data.test is None or not data.test.stratified:
        first: NDArray[np.intp] = order[:count]
        return first
    group = _groups(data)[order]
    sizes = np.bincount(group)
    shares = _shares(sizes, fraction, count)
    members: list[NDArray[np.intp]] = [order[group == number][:share] for number, share in enumerate(shares.tolist())]
    found: NDArray[np.intp] = np.concatenate([np.zeros(0, dtype=np.intp), *members])
    return found


def _groups(data: DataSpec) -> NDArray[np.intp]:
    """Return a number for each row, the same for rows with the same values in all target columns: (rows,)."""
    wanted = {name for names in data.targets.values() for name in names}
    keys = [class_names(column).tolist() for column in data.columns if column.name in wanted]
    known: dict[tuple[str, ...], int] = {}
    rows = zip(*keys, strict=True) if keys else iter([()] * data.count)
    return np.array([known.setdefault(key, len(known)) for key in rows], dtype=np.intp)


def _shares(sizes: NDArray[np.intp], fraction: float, count: int) -> NDArray[np.intp]:
    """Return how many of each class are held back, ``count`` in all by largest remainder; one of each is left."""
    wanted = fraction * sizes
    shares: NDArray[np.intp] = np.minimum(np.floor(wanted).astype(np.intp), sizes - 1)
    for place in np.argsort(shares - wanted, kind="stable")[: max(0, count - int(shares.sum()))]:
        shares[place] += shares[place] < sizes[place] - 1
    return shares
