"""The table of one row's classes: raw value, power of e, probability, ArgMax, derivative. A line for their sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.document import Floats
from core.engine.powers import Powers
from core.quantity import format_number, format_share

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
CLASS, RAW, POWER, SOFT, HARD, SLOPE = range(6)
DIGITS = 3
MARK = " ◂"
"""Stands behind the class observed."""
WHOLE = 12
"""Digits of a number in its tooltip: as many as the sums of this program hold for sure."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What the table shows: one data row at one choice. ``slopes`` is None where the loss does not look at it.

    ``observed`` is the place of the observed class, None where no column tells. ``kind`` is the choice in use.
    Where they are ``secret``, a "?" stands for each of the slopes: somebody works them out.
    """

    classes: tuple[str, ...]
    found: Powers
    kind: str
    loss: str = ""
    observed: int | None = None
    slopes: Floats | None = None
    secret: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns."""
        power = "e^raw" if not self.found.shift else "e^(raw − max)"
        return ("class", "raw", power, "SoftMax", "ArgMax", f"d {self.loss}/d raw" if self.loss else "derivative")

    def number(self, line: int, column: int) -> float | None:
        """Return the number in a cell, None where there is none; the last line holds sums."""
        found, last = self.found, line == len(self.classes)
        if column == POWER:
            return found.total if last else float(found.powers[line])
        if column == SOFT:
            return float(found.shares.sum()) if last else float(found.shares[line])
        if column == HARD:
            return 1.0 if last else float(line == found.winner)
        if column == SLOPE:
            return None if self.slopes is None or self.secret else self._slope(line)
        return None if last else float(found.raw[line])

    def _slope(self, line: int) -> float:
        """Return the slope of a class; in the line of sums the sum, where what rounding leaves of 0 is 0."""
        slopes = np.zeros(1) if self.slopes is None else self.slopes
        if line < len(self.classes):
            return float(slopes[line])
        total, precision = float(slopes.sum()), float(slopes.size * np.finfo(np.float64).eps)
        return 0.0 if abs(total) <= precision * max(1.0, float(np.abs(slopes).max())) else total


TIPS = (
    "The classes in the order of what feeds the node; ◂ marks the one observed in this row",
    "The raw value: what comes into the node for this class",
    "The power of e: never below 0, the larger the larger the raw value; below it their sum",
    "SoftMax: the power divided by the sum of all; between 0 and 1, and all together 1",
    "ArgMax: 1 for the largest raw value, 0 for all others",
    "How fast the loss of this row alone changes with the raw value",
)


class ProbabilityModel(QAbstractTableModel):
    """A line for each class and one for the sums."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None

    def show(self, sheet: Sheet) -> None:
        """Show these numbers; other classes make another table."""
        old, same = self.sheet, self.sheet is not None and self.sheet.classes == sheet.classes
        if not same:
            self.beginResetModel()
        self.sheet = sheet
        if not same:
            self.endResetModel()
            return
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        if old is not None and old.heads != sheet.heads:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the classes and the line of sums."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.classes) + 1

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() or self.sheet is None else len(TIPS)

    def text(self, line: int, column: int, digits: int = DIGITS) -> str:
        """Return what a cell says."""
        sheet = self.sheet
        if sheet is None:
            return ""
        if column == CLASS:
            if line == len(sheet.classes):
                return "sum"
            return sheet.classes[line] + (MARK if line == sheet.observed else "")
        number = sheet.number(line, column)
        if number is None:
            hidden = sheet.secret and sheet.slopes is not None and column == SLOPE and line < len(sheet.classes)
            return "?" if hidden else ""
        shared = column == SOFT and line < len(sheet.classes)
        return format_share(number, digits) if shared else format_number(number, digits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, or more of it as a tip."""
        if not index.isValid() or self.sheet is None:
            return None
        line, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(line, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            name = "sum of all classes" if line == len(self.sheet.classes) else self.sheet.classes[line]
            number = self.text(line, column, WHOLE) if column else TIPS[CLASS]
            return f"{name}, {self.sheet.heads[column]}: {number}" if number else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's head, or what it means."""
        if orientation is not Qt.Orientation.Horizontal or self.sheet is None or not 0 <= section < len(TIPS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.sheet.heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == CLASS:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return TIPS[section] if role == Qt.ItemDataRole.ToolTipRole else None
