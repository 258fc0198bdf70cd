"""The data of a document as matrices: scaled, split into training and test rows, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalog import NODE_KINDS
from core.document import DataSpec, Document, Floats, Node
from core.errors import NetworkRefused


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a document in file order, read-only.

    ``inputs`` is (input units, rows) and ``observed`` (target units, rows), after scaling; ``input_units``
    and ``target_units`` say which (node id, unit) each row of a matrix belongs to. ``train`` and ``test``
    are row numbers, ascending and disjoint.
    """

    inputs: Floats
    observed: Floats
    train: NDArray[np.intp]
    test: NDArray[np.intp]
    input_units: tuple[tuple[str, int], ...]
    target_units: tuple[tuple[str, int], ...]


def units_of(document: Document, kind: str) -> tuple[tuple[str, int], ...]:
    """Return (node id, unit) of every unit of the nodes of ``kind``, in file order."""
    return tuple((node.id, unit) for node in document.nodes.values() if node.kind == kind for unit in range(node.units))


def prepare(document: Document) -> Rows:
    """Return the rows to train and test on; NetworkRefused says what is missing or wrong, and where."""
    inputs, observed = input_matrix(document), _matrix(document, "targets")
    train, test = _split(document.data)
    for array in (observed, train, test):
        array.setflags(write=False)
    return Rows(inputs, observed, train, test, units_of(document, "input"), units_of(document, "output"))


def input_matrix(document: Document) -> Floats:
    """Return the scaled inputs of all rows, (input units, rows): enough to predict, without targets."""
    if not document.data.count:
        raise NetworkRefused("There are no rows of data: type some into the table, or open a CSV file.")
    matrix = _matrix(document, "inputs")
    matrix.setflags(write=False)
    return matrix


def _matrix(document: Document, role: str) -> Floats:
    """Stack the columns of all nodes that read ``role``: (units, rows)."""
    mapping: Mapping[str, tuple[str, ...]] = getattr(document.data, role)
    nodes = [node for node in document.nodes.values() if NODE_KINDS[node.kind].role == role]
    rows = [_numbers(document.data, node, name) for node in nodes for name in _columns(mapping, node)]
    return np.array(rows).reshape(len(rows), document.data.count)


def _columns(mapping: Mapping[str, tuple[str, ...]], node: Node) -> tuple[str, ...]:
    names = mapping.get(node.id, ())
    if len(names) != node.units:
        needs = "a data column" if node.units == 1 else f"{node.units} data columns, one a unit"
        has = "has none" if not names else f"has {len(names)}"
        raise NetworkRefused(f"{node.label} needs {needs}, and {has}: choose in the data table.", (node.id,))
    return names


def _numbers(data: DataSpec, node: Node, name: str) -> Floats:
    """Return one column after scaling."""
    if name not in data.names:
        raise NetworkRefused(
            f"{node.label} reads the column {name}, which the data does not have: choose another.", (node.id,))
    values = data.column(name).values
    if not data.column(name).numeric:
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
        count = round(data.test.fraction * data.count)
        return np.random.default_rng(data.test.seed).permutation(data.count)[:count]
    beyond = [row for row in data.test.rows if not 0 <= row < data.count]
    if beyond:
        raise NetworkRefused(
            f"Row {beyond[0]} is held back for testing, but the rows are numbered from 0 to {data.count - 1}.")
    return np.array(data.test.rows, dtype=np.intp)
