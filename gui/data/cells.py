"""What a cell of the table shows: text, colours, a tip, and what a screen reader says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor

from core.datasets import rows as data_rows
from core.datasets.block import plain_number
from core.datasets.roles import Role, roles
from core.document import DataSpec, Document
from core.edits.table import MAX_ROWS
from core.errors import NetworkRefused
from core.quantity import format_number
from gui.data.predictions import CLASS, Calls, Prediction, predictions, shown_value
from gui.state.workspace import Workspace

GHOST_TIP = "Type a value in this row to add it; its other cells hold 0 until you type them"
DATA_DIGITS, PREDICTION_DIGITS = 6, 4
MARKED = 0.6
"""How strongly rows that are looked at together are tinted, of the tint of the chosen row."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Shown:
    """What the table shows: taken from one document, so that counts, roles and rows agree.

    ``extra`` are the read-only columns at the right, ``held`` the rows kept back for testing.
    """

    data: DataSpec
    extra: tuple[Prediction, ...]
    roles: Mapping[str, list[Role]]
    held: frozenset[int]

    @property
    def rows(self) -> int:
        """Rows of data, and the ghost: one more to type a new row into."""
        return self.data.count + (len(self.data.columns) > 0 and self.data.count < MAX_ROWS)

    @property
    def columns(self) -> int:
        """Columns of data, then the read-only ones."""
        return len(self.data.columns) + len(self.extra)

    def is_ghost(self, row: int) -> bool:
        """Whether ``row`` is the one to type a new row into."""
        return row >= self.data.count

    def is_data(self, column: int) -> bool:
        """Whether ``column`` can be edited."""
        return column < len(self.data.columns)

    def prediction(self, column: int) -> Prediction:
        """Return which prediction a read-only column shows."""
        return self.extra[column - len(self.data.columns)]


def shown(document: Document) -> Shown:
    """Return what to show of ``document``."""
    data = document.data
    try:
        held = frozenset(data_rows.held(data).tolist())
    except NetworkRefused:  # training says so; the rows are to be seen all the same
        held = frozenset()
    return Shown(data, predictions(document) if data.columns else (), roles(data), held)


class Cells:
    """Reads single cells of what is shown; nothing is computed for cells that nobody looks at."""

    def __init__(self, workspace: Workspace, found: Shown) -> None:
        self._workspace, self._shown = workspace, found
        self._calls = Calls()
        item = Qt.ItemDataRole
        self.readers: Mapping[int, Callable[[int, int], Any]] = {
            item.DisplayRole: self.text,
            item.EditRole: self.typed,
            item.TextAlignmentRole: self.alignment,
            item.BackgroundRole: self.background,
            item.ForegroundRole: self.foreground,
            item.ToolTipRole: self.tip,
            item.AccessibleTextRole: self.spoken,
        }

    def _value(self, row: int, column: int) -> float | str | None:
        if self._shown.is_ghost(row):
            return None
        if not self._shown.is_data(column):
            frame, data, wanted = self._workspace.training.frame, self._shown.data, self._shown.prediction(column)
            if wanted.what == CLASS:
                return self._calls.name(frame, data, wanted.node, row)
            if wanted.what == "residual" and self._workspace.reasoning.residuals_secret:
                return "?"
            return shown_value(frame, data, wanted, row)
        found = self._shown.data.columns[column]
        return float(found.values[row]) if found.numeric else str(found.values[row])

    def text(self, row: int, column: int, most: int = DATA_DIGITS) -> str:
        """Return the cell rounded for reading, to ``most`` digits or fewer."""
        value = self._value(row, column)
        if value is None:
            return ""
        digits = min(most, DATA_DIGITS if self._shown.is_data(column) else PREDICTION_DIGITS)
        return value if isinstance(value, str) else format_number(value, digits)

    def fitting(self, row: int, column: int, fits: Callable[[str], bool]) -> str:
        """Return the cell with as many digits as there is room for: a number cut off would be another number.

        Text is returned whole, to be cut; a number for which there is no room at all is "…".
        """
        if isinstance(self._value(row, column), str):
            return self.text(row, column)
        tries = (self.text(row, column, digits) for digits in range(DATA_DIGITS, 0, -1))
        return next((text for text in tries if fits(text)), "…")

    def typed(self, row: int, column: int) -> str:
        """Return the cell as a person would type it, with all its digits."""
        value = self._value(row, column)
        if value is None:
            return ""
        return value if isinstance(value, str) else plain_number(value)

    def alignment(self, _: int, column: int) -> Qt.AlignmentFlag:
        """Numbers stand right, text left."""
        if not self._shown.is_data(column):
            return _LEFT if self._shown.prediction(column).what == CLASS else _RIGHT
        return _RIGHT if self._shown.data.columns[column].numeric else _LEFT

    def wrong(self, row: int) -> bool:
        """Whether the network calls a row by a class that is not its own."""
        frame = self._workspace.training.frame
        fresh = frame.document.data is self._shown.data and not self._shown.is_ghost(row)
        return fresh and self._calls.wrong(frame, self._shown.extra, row)

    def background(self, row: int, column: int) -> QBrush | None:
        """The chosen row, rows held back, and cells that cannot be edited have a tint."""
        colors = self._workspace.theme.colors
        if self._shown.is_ghost(row):
            return None
        if row == self._workspace.selection.row:
            return QBrush(QColor(colors.row))
        if row in self._workspace.selection.marked:
            tint = QColor(colors.row)
            tint.setAlphaF(MARKED)
            return QBrush(tint)
        if row in self._shown.held:
            return QBrush(QColor(colors.accent_soft))
        return None if self._shown.is_data(column) else QBrush(QColor(colors.surface))

    def foreground(self, row: int, column: int) -> QBrush:
        """What no node reads is grey; predictions have the colour of outputs, wrong classes that of danger."""
        colors = self._workspace.theme.colors
        if not self._shown.is_data(column):
            what = self._shown.prediction(column).what
            if what == CLASS and self.wrong(row):
                return QBrush(QColor(colors.danger))
            return QBrush(QColor(colors.muted if what == "residual" else colors.output))
        used = self._shown.data.columns[column].name in self._shown.roles
        return QBrush(QColor(colors.text if used else colors.muted))

    def tip(self, row: int, column: int) -> str:
        """Return the exact value, or what the cell is for."""
        if self._shown.is_ghost(row):
            return GHOST_TIP
        return f"{self.spoken(row, column)}{'' if self._shown.is_data(column) else ' (computed, read only)'}"

    def spoken(self, row: int, column: int) -> str:
        """Return the cell in words."""
        if self._shown.is_ghost(row):
            return "New row"
        if self._shown.is_data(column):
            name = self._shown.data.columns[column].name
        else:
            found = self._shown.prediction(column)
            name = f"{found.what} {found.title}"
        return f"{name}, row {row + 1}: {self.typed(row, column) or 'no value'}"
