"""Which nodes the loss compares with the data, and what each observed class is as numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.catalog import NODE_KINDS
from core.document import Column, Document, Floats, Node


def compared(document: Document) -> tuple[Node, ...]:
    """Return the nodes whose outputs the loss compares with target columns, in file order.

    These are the nodes with a target column, and every output. Left out are an output that has none and whose values
    go on to a softmax or argmax, which then speaks for it; and an argmax beside another such node, since nothing trains
    through it: it only says which class won. Where nothing has a column, the node that should have one is named.
    """
    readers = [node for node in document.nodes.values() if NODE_KINDS[node.kind].role == "targets"]
    choices = [node for node in readers if NODE_KINDS[node.kind].classes]
    spoken_for = _before(document, choices)
    given = [node for node in readers if document.data.targets.get(node.id) or _must_have_one(node, spoken_for)]
    learning = [node for node in given if not NODE_KINDS[node.kind].flat]
    soft = [node for node in choices if not NODE_KINDS[node.kind].flat]
    return tuple(learning or given or soft or choices or readers)


def _before(document: Document, nodes: Sequence[Node]) -> set[str]:
    """Return every node whose values go on to one of ``nodes``."""
    feeding: dict[str, list[str]] = {}
    for source, target in document.connections if nodes else ():
        feeding.setdefault(target, []).append(source)
    found: set[str] = set()
    waiting = [node.id for node in nodes]
    while waiting:
        fresh = [source for source in feeding.get(waiting.pop(), ()) if source not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def _must_have_one(node: Node, spoken_for: set[str]) -> bool:
    return not NODE_KINDS[node.kind].classes and node.id not in spoken_for


def columns_wanted(node: Node) -> int:
    """Return how many data columns a node reads: one a unit, or one of class names."""
    return 1 if NODE_KINDS[node.kind].classes else node.units


def by_unit(node: Node, names: Sequence[str]) -> tuple[str, ...]:
    """Return the data columns of a node in the order of its units: an image's lie row, column, channel in the data."""
    if node.grid is None or node.grid.shape[2] == 1:
        return tuple(names)
    order = np.arange(len(names)).reshape(node.grid.shape).transpose(2, 0, 1).ravel()
    return tuple(names[place] for place in order.tolist())


def class_names(column: Column) -> NDArray[np.str_]:
    """Return a column's cells as class names; a number is the name it is written by (3, not 3.0)."""
    if not column.numeric:
        return column.values
    return np.array([repr(value).removesuffix(".0") for value in column.values.tolist()], dtype=np.str_)


def classes_in(column: Column) -> tuple[str, ...]:
    """Return the class names of a column, each once, in the order of the rows."""
    return tuple(dict.fromkeys(class_names(column).tolist()))


def one_hot(observed: NDArray[np.intp], count: int) -> Floats:
    """Return 1 where a row is of a class and 0 elsewhere: (classes, rows)."""
    found: Floats = (np.arange(count)[:, None] == observed).astype(np.float64)
    return found


def places(names: NDArray[np.str_], classes: Sequence[str]) -> NDArray[np.intp]:
    """Return the number of each row's class, −1 where ``classes`` lacks it: (rows,)."""
    known = {name: place for place, name in enumerate(classes)}
    return np.array([known.get(name, -1) for name in names.tolist()], dtype=np.intp)


def unknown_class(node: Node, column: Column) -> str | None:
    """Say which row first holds a class that a softmax or argmax does not have; None where it has them all."""
    names = class_names(column)
    unknown = np.flatnonzero(places(names, node.classes) < 0)
    if not unknown.size:
        return None
    row = int(unknown[0])
    known = ", ".join(node.classes[:6]) + " …" * (len(node.classes) > 6) or "it has none"
    return (f"Row {row + 1} of the column {column.name} holds the class {names[row]}, which {node.label} does not have "
            f"({known}): correct the row, or connect one more node to {node.label}, for that class.")
