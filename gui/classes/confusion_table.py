"""The confusion matrix on the screen: arrow keys go from cell to cell, Enter or a click shows the cell's rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from core.scores import Scores
from gui.classes.confusion_model import Cell, ConfusionModel
from gui.classes.read_table import ReadTable
from gui.faults import guarded
from gui.plots.tints import mixed
from gui.theme import Theme, font

ROW_HEIGHT = 22
LEAST_WIDTH, MOST_WIDTH = 18, 84
MOST_NAME = 78
SIZES = ((30, 9.5), (26, 9.0), (22, 8.5), (18, 8.0), (15, 7.0), (13, 6.5), (12, 6.5), (11, 6.0), (10, 5.5))
"""Heights of a line, each with the size of its letters: the largest at which the whole matrix fits."""
EDGE = 3
"""Pixels of a cell's width that no letter may take."""
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


def _form_of(texts: tuple[str, ...], form: int) -> str:
    """Return one of the forms of a text, from long to short."""
    return texts[min(form, len(texts) - 1)]


class ConfusionCells(QStyledItemDelegate):
    """Paints counts on a tint that says how much of the observed class they are: right ones green, wrong ones red."""

    def __init__(self, model: ConfusionModel, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._model, self._theme, self._view = model, theme, view
        self._plain, self._bold = font(8.5), font(8.5, bold=True)
        self.chosen: Cell | None = None
        self._form = 0

    def agree(self) -> None:
        """Write all shares alike, in the longest form in which each has room: with the sign %, or none of them."""
        edge = self._model.edge
        shares = [cell for place in range(edge) for cell in ((place, edge), (edge, place))] + [(edge, edge)]
        bold, plain = QFontMetrics(self._bold), QFontMetrics(self._plain)
        met = [(self._model.texts(cell), bold if cell == (edge, edge) else plain, cell[1]) for cell in shares]
        forms = max(len(texts) for texts, _, _ in met)
        self._form = next((form for form in range(forms) if all(
            metrics.horizontalAdvance(_form_of(texts, form)) <= self._view.columnWidth(column) - EDGE
            for texts, metrics, column in met)), forms - 1)  # fmt: skip

    def written(self, cell: Cell) -> str:
        """Return what is written in a cell."""
        return _form_of(self._model.texts(cell), self._form)

    def use(self, points: float) -> None:
        """Write in letters of this size."""
        self._plain, self._bold = font(points), font(points, bold=True)

    @guarded
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        cell, colors, model = (index.row(), index.column()), self._theme.colors, self._model
        rect: QRect = option.rect
        at_edge = model.edge in cell
        empty = not at_edge and not model.count(cell)
        if not at_edge and not empty:
            ink = colors.output if cell[0] == cell[1] else colors.danger
            painter.fillRect(rect, QColor(mixed(colors.window, ink, 0.15 + 0.4 * model.weight(cell))))
        wrong = not at_edge and cell[0] != cell[1] and not empty
        painter.setFont(self._bold if wrong or cell == (model.edge, model.edge) else self._plain)
        painter.setPen(QColor(colors.muted if empty or (at_edge and cell[0] != cell[1]) else colors.text))
        painter.drawText(rect, _MIDDLE, self.written(cell))
        here = self._view.hasFocus() and index == self._view.currentIndex()
        if cell == self.chosen or here:
            painter.setPen(QPen(QColor(colors.accent), 2 if cell == self.chosen else 1))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))


class ConfusionTable(ReadTable):
    """Shows counts; ``chosen(cell)`` tells which cell the user wants to see the rows of."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, "Confusion matrix: lines are observed classes, columns are predicted classes")
        self.page = ConfusionModel(self)
        self.cells = ConfusionCells(self.page, theme, self)
        self.show_model(self.page, self.cells, theme)
        self.dress_heads(8, ROW_HEIGHT, "1px 3px")
        self.clicked.connect(self._choose)

    def show_scores(self, scores: Scores, cell: Cell | None) -> None:
        """Show counts, with ``cell`` as the one whose rows are listed."""
        self.cells.chosen = cell
        if self.page.show(scores):
            self.fit()
        self.cells.agree()

    def whole_height(self, most: int) -> int:
        """Return the largest height, up to ``most``, that shows all in lines of full height; 0 if there is none."""
        whole = ((self.page.edge + 2) * height + 4 for height, _ in SIZES if height >= ROW_HEIGHT)
        return next((found for found in whole if found <= most), 0)

    @property
    def whole_width(self) -> int:
        """The width of its names and columns."""
        return self.verticalHeader().width() + self.horizontalHeader().length() + 2 * self.frameWidth()

    def reach_of(self, cell: Cell) -> tuple[int, int]:
        """Return the left and the right edge of a cell, in pixels of the table."""
        shown = self.visualRect(self.page.index(*cell)).translated(self.viewport().pos())
        return shown.left(), shown.right() + 1

    def _size(self) -> tuple[int, float]:
        """Return the height of a line and the size of letters at which the whole matrix fits, the least if none."""
        fitting = (size for size in SIZES if (self.page.edge + 2) * size[0] + 4 <= self.height())
        return next(fitting, SIZES[-1])

    @Slot()
    def fit(self) -> None:
        """Share the width: names as wide as they need to be, the cells alike."""
        if self.page.scores is None:
            return
        height, points = self._size()
        self.cells.use(points)
        self.dress_heads(min(8, points), height, "1px 3px" if height >= ROW_HEIGHT else "0px 2px")
        metrics = QFontMetrics(font(min(8, points)))
        self.page.short = (False, False)
        each = self._share(metrics, height)
        least = metrics.horizontalAdvance("100") + 6
        if each < least:
            self.page.short = (False, True)
            each = self._share(metrics, height)
        across = self.page.heads(level=True, short=False)[:-1]
        self.page.short = (max(map(metrics.horizontalAdvance, across), default=0) + 6 > each, self.page.short[1])
        for way in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
            self.page.headerDataChanged.emit(way, 0, self.page.edge)
        self.cells.agree()

    def _share(self, metrics: QFontMetrics, height: int) -> int:
        """Make the names of the lines as wide as they need to be and share the rest; return the width of a column."""
        names = self.page.heads(level=False, short=self.page.short[1])
        self.verticalHeader().setFixedWidth(min(MOST_NAME, 10 + max(map(metrics.horizontalAdvance, names))))
        room = self.width() - self.verticalHeader().width() - 2 * self.frameWidth()
        if (self.page.edge + 2) * height + 4 > self.height():
            room -= self.verticalScrollBar().sizeHint().width()
        last = max(metrics.horizontalAdvance("recall") + 6, min(MOST_WIDTH, room // (self.page.edge + 1)))
        each = max(LEAST_WIDTH, min(MOST_WIDTH, (room - last) // max(1, self.page.edge)))
        for place in range(self.page.edge):
            self.setColumnWidth(place, each)
        self.setColumnWidth(self.page.edge, last)
        return each

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit((index.row(), index.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space shows the rows of the current cell; the arrow keys are Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)
