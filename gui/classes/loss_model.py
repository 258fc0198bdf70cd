"""The table of all rows: observed class, its probability, what the row adds to each loss, all probabilities.

Cells are written when they are painted, and only those in sight are: a row costs nothing while training runs.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.quantity import format_number, format_share
from core.row_losses import RowLosses

Index = QModelIndex | QPersistentModelIndex
Item = Qt.ItemDataRole
NOWHERE = QModelIndex()
OBSERVED, SHARE, SURPRISE, SQUARES = range(4)
HEADS = ("observed", "p", "−ln p", "SSR")
LOSS_COLUMNS = {SURPRISE: "cross_entropy", SQUARES: "ssr"}
DIGITS, WHOLE = 3, 12
TIPS = (
    "The class that was observed in this row",
    "p: the probability that the SoftMax gives the observed class",
    "−ln p: what the row adds to the cross entropy",
    "What the row adds to the SSR: the squares of 1 − p and of the other classes' probabilities, added up",
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LossModel(QAbstractTableModel):
    """A line for each data row; the last columns are the probabilities of all classes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.losses: RowLosses | None = None
        self._tests: frozenset[int] = frozenset()

    def show(self, losses: RowLosses) -> None:
        """Show these numbers; other classes or another number of rows make another table."""
        old = self.losses
        same = old is not None and (old.classes, old.p.size) == (losses.classes, losses.p.size)
        if not same:
            self.beginResetModel()
        if old is None or old.train is not losses.train:
            self._tests = frozenset(np.setdiff1d(np.arange(losses.p.size), losses.train).tolist())
        self.losses = losses
        if not same:
            self.endResetModel()
            return
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        if old is not None and not np.array_equal(old.called == old.observed, losses.called == losses.observed):
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() or self.losses is None else int(self.losses.p.size)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() or self.losses is None else len(HEADS) + len(self.losses.classes)

    def wrong(self, row: int) -> bool:
        """Whether a row is predicted as a class that is not its own."""
        losses = self.losses
        return losses is not None and bool(losses.called[row] != losses.observed[row])

    def is_own(self, row: int, column: int) -> bool:
        """Whether a cell is the probability of the row's observed class."""
        return self.losses is not None and column - len(HEADS) == int(self.losses.observed[row])

    @staticmethod
    def is_share(column: int) -> bool:
        """Whether a column holds probabilities."""
        return column == SHARE or column >= len(HEADS)

    def text(self, row: int, column: int, digits: int = DIGITS) -> str:
        """Return what a cell says."""
        losses = self.losses
        if losses is None:
            return ""
        if column == OBSERVED:
            return losses.classes[int(losses.observed[row])]
        write = format_share if self.is_share(column) else format_number
        return write(self.number(row, column), digits)

    def number(self, row: int, column: int) -> float:
        """Return the number in a cell of any column but the first."""
        losses = self.losses
        if losses is None:
            return math.nan
        if column in LOSS_COLUMNS:
            return float(losses.losses[LOSS_COLUMNS[column]][row])
        return float(losses.p[row] if column == SHARE else losses.shares[column - len(HEADS), row])

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        """Return a cell's text, or more of it as a tip."""
        if not index.isValid() or self.losses is None:
            return None
        row, column = index.row(), index.column()
        if role == Item.DisplayRole:
            return self.text(row, column)
        if role == Item.TextAlignmentRole:
            return _LEFT if column == OBSERVED else _RIGHT
        if role in (Item.ToolTipRole, Item.AccessibleTextRole):
            return f"{self.row_words(row)}, {self.head(column)}: {self.text(row, column, WHOLE)}"
        return None

    def head(self, column: int) -> str:
        """Return a column's head."""
        if self.losses is None or column < len(HEADS):
            return HEADS[column]
        return f"p({self.losses.classes[column - len(HEADS)]})"

    def row_words(self, row: int) -> str:
        """Return a row in words: "row 3, held back for testing, predicted Setosa"."""
        parts = [f"row {row + 1}", "held back for testing" if row in self._tests else ""]
        if self.wrong(row) and self.losses is not None:
            parts.append(f"predicted {self.losses.classes[int(self.losses.called[row])]}")
        return ", ".join(filter(None, parts))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Item.DisplayRole) -> Any:
        """Return a column's head, or a row's number with ✕ where it is predicted wrongly."""
        if self.losses is None or not 0 <= section < (
            self.rowCount() if orientation is Qt.Orientation.Vertical else self.columnCount()
        ):
            return None
        if orientation is Qt.Orientation.Vertical:
            test = "t " if section in self._tests else ""
            short = f"{'✕ ' if self.wrong(section) else ''}{test}{section + 1}"
            return short if role == Item.DisplayRole else self.row_words(section) if role == Item.ToolTipRole else None
        if role == Item.ToolTipRole:
            return TIPS[section] if section < len(HEADS) else f"{self.head(section)}: its probability in each row"
        if role == Item.TextAlignmentRole:
            return _LEFT if section == OBSERVED else _RIGHT
        return self.head(section) if role == Item.DisplayRole else None
