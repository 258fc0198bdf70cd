"""The confusion matrix as a table: a line an observed class, a column a predicted one, shares at the edges.

At the right stands the recall of each class, below the precision, in the corner the accuracy.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.document import Indices
from core.quantity import format_number
from core.scores import Results, Scores

Index = QModelIndex | QPersistentModelIndex
Cell: TypeAlias = tuple[int, int]
"""(observed class, predicted class); one more than the last is the edge: recall, precision, accuracy."""
_MOST_DIGITS = 18
"""No share below 1 that float64 holds reads as 100 % in so many digits."""
NOWHERE = QModelIndex()


def percent(share: float | None) -> str:
    """Return a share as a person reads it: "97.5 %", "–" where there is none; only all of it reads "100 %"."""
    if share is None:
        return "–"
    tries = (format_number(100 * share, digits) for digits in range(4 if share > 0.99 else 3, _MOST_DIGITS))
    return f"{next(text for text in tries if text != '100' or share == 1)} %"


def percents(share: float | None) -> tuple[str, ...]:
    """Return a share in words from long to short: "97.5 %", "97.5", "98"; what is not all is never rounded to 100."""
    if share is None:
        return ("–",)
    whole = percent(share)
    return whole, whole.removesuffix(" %"), str(min(round(100 * share), 99 if share < 1 else 100))


def verdicts(results: Results, rows: Indices) -> tuple[str, ...]:
    """Return of each row its class, and what it is called where that is another: "3, said 8"."""
    names = results.train.classes
    pairs = zip(results.observed[rows].tolist(), results.called[rows].tolist(), strict=True)
    return tuple(names[seen] if seen == said else f"{names[seen]}, said {names[said]}" for seen, said in pairs)


def rows_in(found: Results, part: Indices, cell: Cell) -> Indices:
    """Return the rows of ``part`` in a cell, ascending; of an edge those that it is spoiled by.

    At the recall: rows of the class that are predicted otherwise; at the precision: rows wrongly predicted so; at the
    accuracy: all that are wrong.
    """
    observed, called = found.observed[part], found.called[part]
    edge = len(found.train.classes)
    here = np.ones(part.size, dtype=np.bool_)
    if cell[0] < edge:
        here &= observed == cell[0]
    if cell[1] < edge:
        here &= called == cell[1]
    if edge in cell:
        here &= observed != called
    chosen: Indices = part[here]
    return chosen


def cell_words(scores: Scores, cell: Cell, count: int) -> str:
    """Return in words which rows a cell stands for."""
    classes, (observed, called) = scores.classes, cell
    rows = f"{count:,} {'row' if count == 1 else 'rows'}"
    edge = len(classes)
    if observed == edge and called == edge:
        return f"{rows} predicted wrongly"
    if called == edge:
        return f"{rows} of {classes[observed]} missed"
    if observed == edge:
        return f"{rows} wrongly predicted as {classes[called]}"
    if observed == called:
        return f"{rows} of {classes[observed]}, rightly predicted"
    return f"{rows} of {classes[observed]} predicted as {classes[called]}"


class ConfusionModel(QAbstractTableModel):
    """Counts of rows by class, and the shares they make."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scores: Scores | None = None
        self.short = (False, False)
        """Whether the names over the columns are short, and those before the lines."""

    def show(self, scores: Scores) -> bool:
        """Show these counts; return whether it is another table than before."""
        other = self.scores is None or self.scores.classes != scores.classes
        if other:
            self.beginResetModel()
        self.scores = scores
        if other:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        return other

    @property
    def edge(self) -> int:
        """The line and column of the shares."""
        return 0 if self.scores is None else len(self.scores.classes)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the classes and the line of precisions."""
        return 0 if parent.isValid() or self.scores is None else self.edge + 1

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the classes and the column of recalls."""
        return self.rowCount(parent)

    def count(self, cell: Cell) -> int:
        """Return the rows in a cell that is not at the edge."""
        return 0 if self.scores is None else int(self.scores.matrix[cell])

    def weight(self, cell: Cell) -> float:
        """Return how much of its observed class a cell holds, from 0 to 1."""
        whole = 0 if self.scores is None else int(self.scores.matrix[cell[0]].sum())
        return self.count(cell) / whole if whole else 0.0

    def texts(self, cell: Cell) -> tuple[str, ...]:
        """Return a count, or at the edge a share, in words from long to short."""
        scores, edge = self.scores, self.edge
        if scores is None:
            return ("",)
        if cell == (edge, edge):
            return percents(scores.accuracy)
        if cell[1] == edge:
            return percents(scores.recall[cell[0]])
        return percents(scores.precision[cell[1]]) if cell[0] == edge else (f"{self.count(cell):,}",)

    def text(self, cell: Cell) -> str:
        """Return what a cell says where there is room."""
        return self.texts(cell)[0]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, or what it says in words."""
        if not index.isValid() or self.scores is None:
            return None
        cell = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(cell)
        return self._words(cell) if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) else None

    def _words(self, cell: Cell) -> str:
        scores, edge = self.scores, self.edge
        assert scores is not None  # data() asks only where there are some
        if cell == (edge, edge):
            return f"Accuracy {self.text(cell)}: rows rightly predicted ÷ all rows. Click for the wrong ones."
        if cell[1] == edge:
            name = scores.classes[cell[0]]
            return f"Recall {self.text(cell)}: of all rows of {name}, those predicted so. Click for those missed."
        if cell[0] == edge:
            name = scores.classes[cell[1]]
            return f"Precision {self.text(cell)}: of all rows predicted as {name}, those rightly. Click for the rest."
        return f"{cell_words(scores, cell, self.count(cell))}. Click to see them."

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a class, or what the edge holds."""
        if self.scores is None or not 0 <= section <= self.edge:
            return None
        level = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.ToolTipRole:
            names = (*self.scores.classes, "recall" if level else "precision")
            what = "" if section == self.edge else "predicted " if level else "observed "
            return f"{what}{names[section]}"
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.heads(level=level, short=self.short[0 if level else 1])[section]

    def heads(self, *, level: bool, short: bool) -> tuple[str, ...]:
        """Return what stands over the columns (``level``), or before the lines; short ones if so."""
        classes = () if self.scores is None else self.scores.classes
        edge = ("recall", "rec.") if level else ("precision", "prec.")
        return (*beginnings(classes), edge[1]) if short else (*classes, edge[0])


def beginnings(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the shortest beginning of each name that no other one has: "Versicolor" and "Virginica" are Ve and Vi."""
    def of(place: int) -> str:
        name, others = names[place], (*names[:place], *names[place + 1 :])
        sizes = (size for size in range(1, len(name)) if not any(one[:size] == name[:size] for one in others))
        return name[: next(sizes, len(name))]

    return tuple(map(of, range(len(names))))
