"""How well classes are told apart: accuracy, confusion matrix, precision and recall, of training and test rows.

For class c: precision = rows rightly called c ÷ all rows called c; recall = rows rightly called c ÷ all rows of c.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.datasets.rows import Rows
from core.document import Document, Floats, Indices
from core.engine.network import Network, Values


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Counts of rows by class: ``matrix[observed, called]``, (classes, classes). ``classes`` names them in order."""

    classes: tuple[str, ...]
    matrix: Indices

    @property
    def count(self) -> int:
        """How many rows there are."""
        return int(self.matrix.sum())

    @property
    def accuracy(self) -> float | None:
        """The share of rows that are called by their class; None without rows."""
        return int(np.trace(self.matrix)) / self.count if self.count else None

    @property
    def precision(self) -> tuple[float | None, ...]:
        """For each class the share of the rows called so that are so; None where no row is called so."""
        return _shares(np.diag(self.matrix), self.matrix.sum(axis=0))

    @property
    def recall(self) -> tuple[float | None, ...]:
        """For each class the share of its rows that are called so; None where it has no row."""
        return _shares(np.diag(self.matrix), self.matrix.sum(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """What a softmax or argmax calls every row, and how well.

    ``called`` and ``observed`` are class numbers, (rows,), in file order; ``right`` says where they agree.
    """

    node: str
    called: Indices
    observed: Indices
    train: Scores
    test: Scores

    @property
    def right(self) -> Indices:
        """Which rows are called by their class, as truth values."""
        found: Indices = self.called == self.observed
        return found


def _shares(right: Indices, all_: Indices) -> tuple[float | None, ...]:
    return tuple(int(some) / int(of) if of else None for some, of in zip(right, all_, strict=True))


def count(classes: tuple[str, ...], observed: Indices, called: Indices) -> Scores:
    """Return the scores of rows with these observed and called class numbers, both (rows,)."""
    matrix = np.zeros((len(classes), len(classes)), dtype=np.intp)
    np.add.at(matrix, (observed, called), 1)
    return Scores(classes, matrix)


def results(document: Document, network: Network, rows: Rows, values: Values, node: str) -> Results:
    """Return what ``node`` calls each row by its largest value, the first of equals, given the values of all rows.

    KeyError for a node that has no column of class names.
    """
    observed, classes = rows.classes[node], document.nodes[node].classes
    called = values.a[network.units[node]].argmax(axis=0)
    parts = (count(classes, observed[part], called[part]) for part in (rows.train, rows.test))
    return Results(node, called, observed, *parts)


def score(document: Document, network: Network, theta: Floats, rows: Rows) -> dict[str, Results]:
    """Return node id -> results at the parameters ``theta``, for every node that has a column of class names."""
    values = network.forward(theta, rows.inputs)
    return {node: results(document, network, rows, values, node) for node in rows.classes}
