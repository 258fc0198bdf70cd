"""The table of rows below the formula: each factor's number, their product, page by page."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.document import Indices
from core.quantity import format_number
from gui.faults import guarded
from gui.inspectors.chain_columns import Column, cell_text, decimals_of
from gui.state.reasoning import NOTHING_POINTED, Pointed
from gui.state.workspace import Workspace
from gui.theme import Theme, font

PAGE = 12
"""Rows on a page: so many that the sum below them is in sight."""
ROW_HEIGHT, HEAD_HEIGHT = 21, 24
_PADDING = 10
_FULL = 12
Index = QModelIndex | QPersistentModelIndex
_NO_ROWS: Indices = np.zeros(0, dtype=np.intp)


class ChainModel(QAbstractTableModel):
    """One page of rows. Numbers change in place; only other columns or another page make a new table."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.columns: tuple[Column, ...] = ()
        self.rows: Indices = _NO_ROWS
        self.page = 0
        self.chosen = -1
        self.pointed = NOTHING_POINTED
        self._decimals: tuple[int | None, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.rows.size // PAGE))

    def show(self, columns: tuple[Column, ...], rows: Indices) -> bool:
        """Show these columns for these data rows; return whether it is another table than before."""
        other = [one.look for one in columns] != [one.look for one in self.columns] or rows.size != self.rows.size
        if other:
            self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.page = min(self.page, self.pages - 1)
        self._decimals = tuple(decimals_of(column.values) for column in columns)
        if other:
            self.endResetModel()
        else:
            self.tell()
        return other

    def turn_to(self, page: int) -> None:
        """Show another page."""
        self.beginResetModel()
        self.page = min(max(0, page), self.pages - 1)
        self.endResetModel()

    def tell(self) -> None:
        """Say that every cell may look otherwise."""
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def data_row(self, line: int) -> int:
        """Return the data row that stands on a line of the page, −1 if none does."""
        place = self.page * PAGE + line
        return int(self.rows[place]) if 0 <= place < self.rows.size else -1

    def line_of(self, row: int) -> int:
        """Return the line on which a data row stands, counted over all pages; −1 if it is not among them."""
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if found.size else -1

    def text(self, line: int, place: int) -> str:
        """Return a cell's text."""
        if place == 0:
            return f"{self.data_row(line) + 1}"
        return cell_text(float(self.columns[place - 1].values[self.page * PAGE + line]), self._decimals[place - 1])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index, never changed
        """Return how many rows the page has."""
        return 0 if parent.isValid() else max(0, min(PAGE, self.rows.size - self.page * PAGE))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the columns with the row number's."""
        return 0 if parent.isValid() or not self.columns else 1 + len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, and its whole number as tooltip."""
        line, place = index.row(), index.column()
        if line >= self.rowCount() or place >= self.columnCount():
            return None
        column = self.columns[place - 1] if place else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(line, place)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return self._tip(line, column) if role == Qt.ItemDataRole.ToolTipRole else None

    def ink(self, column: Column | None) -> str:
        """Return the colour of a column's numbers."""
        return column.ink if column is not None else self._theme.colors.muted

    def ground(self, line: int, column: Column | None) -> str | None:
        """Return the colour behind a cell: what is pointed at, the row chosen, or none."""
        colors, row = self._theme.colors, self.data_row(line)
        if row == self.pointed.row or self.is_pointed(column):
            return colors.accent_soft
        return colors.row if row == self.chosen else None

    def is_pointed(self, column: Column | None) -> bool:
        """Whether a column is that of the factor pointed at."""
        mine, here = column.pointed if column is not None else None, self.pointed
        if mine is None or (here.factor is None and here.path is None):
            return False
        return (mine.path, mine.factor) == (here.path, here.factor)

    def _tip(self, line: int, column: Column | None) -> str:
        place = self.page * PAGE + line
        if column is None:
            shown = (f"{one.title} {format_number(float(one.values[place]), _FULL)}" for one in self.columns)
            return "\n".join((f"row {self.data_row(line) + 1}", *shown))
        return f"{column.tip}\n{format_number(float(column.values[place]), _FULL)}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's head."""
        if orientation is not Qt.Orientation.Horizontal or section >= self.columnCount():
            return None
        column = self.columns[section - 1] if section else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip if column else "The row of the data; click one to see its values everywhere"
        return (column.title if column else "row") if role == Qt.ItemDataRole.DisplayRole else None


class ChainCells(QStyledItemDelegate):
    """Paints cells by hand: a style sheet takes a third of a millisecond for each, which tells while training runs."""

    def __init__(self, model: ChainModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._fonts = (font(8.5), font(8.5, bold=True))

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Write a number over the colour of its row and column."""
        line, place, model = index.row(), index.column(), self._model
        if line >= model.rowCount() or place >= model.columnCount():
            return
        rect: QRect = option.rect
        column = model.columns[place - 1] if place else None
        ground = model.ground(line, column)
        if ground is not None:
            painter.fillRect(rect, QColor(ground))
        painter.setPen(QColor(model.ink(column)))
        painter.setFont(self._fonts[bool(column and column.bold)])
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -_PADDING // 2, 0), side, model.text(line, place))


class ChainHead(QHeaderView):
    """Heads in their colours; ``over`` says which section the pointer is on, −1 for none."""

    over = Signal(int)

    def __init__(self, model: ChainModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model, self._theme = model, theme
        self.setSectionsClickable(False)
        self.setMouseTracking(True)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setMinimumSectionSize(14)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """Write the head over its numbers, with a line below."""
        colors, columns = self._theme.colors, self._model.columns
        if logicalIndex > len(columns):
            return
        column = columns[logicalIndex - 1] if logicalIndex else None
        painter.save()
        if self._model.is_pointed(column):
            painter.fillRect(rect, QColor(colors.accent_soft))
        painter.setPen(QColor(colors.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(font(8.5))
        painter.setPen(QColor(column.ink if column else colors.muted))
        text = column.title if column else "row"
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -_PADDING // 2, 0), side, text)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which head the pointer is on."""
        super().mouseMoveEvent(event)
        self.over.emit(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Say that it is on none."""
        super().leaveEvent(event)
        self.over.emit(-1)


class ChainTable(QTableView):
    """Shows a page as high as it is; columns give way where there is no room. Pointing points, a click chooses."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.page = ChainModel(workspace.theme, self)
        self.setModel(self.page)
        self.head = ChainHead(self.page, workspace.theme, self)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(ChainCells(self.page, self))
        self._widths: list[int] = []
        self._letters: list[int] = []
        self._dress()
        self.head.over.connect(self._over_head)
        self.entered.connect(self._over_cell)
        self.clicked.connect(self._choose)
        self.selectionModel().currentChanged.connect(self._arrive)
        self.page.modelReset.connect(self._fit)

    def _dress(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Rows of the chain rule")
        self.setToolTip("The factors row by row: point at a head or a number, click a row to choose it")

    def show_columns(self, columns: tuple[Column, ...], rows: Indices) -> None:
        """Show numbers; widths only grow, so that nothing moves while they change."""
        if not self.page.show(columns, rows) and any(
            len(text) > known for text, known in zip(self._longest(), self._letters, strict=True)
        ):
            self._fit()

    def mark(self, pointed: Pointed, chosen: int) -> None:
        """Mark what is pointed at and the row chosen."""
        page = self.page
        if (pointed, chosen) != (page.pointed, page.chosen):
            page.pointed, page.chosen = pointed, chosen
            page.tell()
            self.head.viewport().update()

    def bring(self, row: int) -> None:
        """Turn to the page on which a data row stands."""
        line = self.page.line_of(row)
        if line >= 0 and line // PAGE != self.page.page:
            self.page.turn_to(line // PAGE)

    # -- room ----------------------------------------------------------------------------------------------

    def _longest(self) -> list[str]:
        """Return the longest text of each column: figures are all of one width."""
        page = self.page
        lines = range(page.rowCount())
        return [max((page.text(line, place) for line in lines), key=len, default="")
                for place in range(page.columnCount())]

    def _needed(self) -> list[int]:
        """Return the columns' widths: what head and numbers take, and no less than before."""
        plain, bold = QFontMetrics(font(8.5)), QFontMetrics(font(8.5, bold=True))
        page, found = self.page, list[int]()
        longest = self._longest()
        for place in range(page.columnCount()):
            column = page.columns[place - 1] if place else None
            metrics = bold if column and column.bold else plain
            wide = metrics.horizontalAdvance(longest[place])
            head = plain.horizontalAdvance(column.title if column else "row")
            found.append(max(wide, head) + _PADDING)
        return (
            [max(pair) for pair in zip(found, self._widths, strict=True)] if len(found) == len(self._widths) else found
        )

    @Slot()
    def _fit(self) -> None:
        """Give the columns their widths, hide those that yield, and be as high as the page."""
        self._widths = self._needed()
        self._letters = [len(text) for text in self._longest()]
        hidden = self._yielding()
        room = self.viewport().width() - sum(wide for place, wide in enumerate(self._widths) if place not in hidden)
        spread = max(0, room) // max(1, len(self._widths) - len(hidden))
        for place, wide in enumerate(self._widths):
            self.setColumnHidden(place, place in hidden)
            self.setColumnWidth(place, wide + min(spread, 40))
        bar = self.horizontalScrollBar().sizeHint().height() if room < 0 else 0
        self.setFixedHeight(HEAD_HEIGHT + self.page.rowCount() * ROW_HEIGHT + bar + 2)

    def _yielding(self) -> set[int]:
        """Return which columns are left out so that the others have room."""
        yields = {place: one.yields for place, one in enumerate(self.page.columns, 1) if one.yields}
        hidden: set[int] = set()
        room = self.viewport().width() - sum(self._widths)
        for place in sorted(yields, key=lambda one: -yields[one]):
            if room < 0:
                hidden.add(place)
                room += self._widths[place]
        return hidden

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make use of the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._widths = []
            self._fit()

    # -- pointing ------------------------------------------------------------------------------------------

    def _pointed(self, place: int, row: int | None = None) -> Pointed:
        column = self.page.columns[place - 1] if 0 < place <= len(self.page.columns) else None
        mine = column.pointed if column is not None and column.pointed is not None else NOTHING_POINTED
        return Pointed(mine.path, mine.factor, row)

    @Slot(int)
    def _over_head(self, place: int) -> None:
        self._workspace.reasoning.point(self._pointed(place))

    @Slot(QModelIndex)
    def _over_cell(self, index: QModelIndex) -> None:
        row = self.page.data_row(index.row())
        self._workspace.reasoning.point(self._pointed(index.column(), row if row >= 0 else None))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        row = self.page.data_row(index.row())
        if row >= 0:
            self._workspace.selection.choose_row(row)

    @Slot(QModelIndex, QModelIndex)
    def _arrive(self, current: QModelIndex, _before: QModelIndex) -> None:
        """The arrow keys choose rows and point at factors as the mouse does."""
        if current.isValid() and self.hasFocus():
            self._choose(current)
            self._over_cell(current)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._workspace.reasoning.point()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Below the last row nothing is pointed at."""
        super().mouseMoveEvent(event)
        if not self.indexAt(QPoint(*event.position().toPoint().toTuple())).isValid():
            self._workspace.reasoning.point()
