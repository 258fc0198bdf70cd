"""The table of all rows on the screen, with the totals below it. The current line is the chosen row."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.catalog import LOSSES
from core.quantity import format_brief, format_number, share_texts
from core.row_losses import RowLosses
from gui.classes.loss_model import HEADS, LOSS_COLUMNS, OBSERVED, SHARE, LossModel
from gui.classes.read_table import ReadTable
from gui.faults import guarded
from gui.inspectors.live_label import LiveLabel
from gui.state.workspace import Workspace
from gui.theme import font

ROW_HEIGHT = 20
PAD = 4
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WAYS = (*((format_number, digits) for digits in (3, 2, 1)), *((format_brief, digits) for digits in (2, 1)))
_NUMBER, _NAME, _MOST_NAME = 47, 52, 92
"""Widths of a number and of names of classes, in pixels."""


class LossCells(QStyledItemDelegate):
    """Puts the observed class's probability in bold, and wrong rows in the colour of danger beside their ✕."""

    def __init__(self, model: LossModel, workspace: Workspace, view: QTableView) -> None:
        super().__init__(view)
        self._model, self._theme, self._view = model, workspace.theme, view
        self._plain, self._bold = font(8), font(8, bold=True)

    @guarded
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        row, column, colors = index.row(), index.column(), self._theme.colors
        rect: QRect = option.rect
        if row == self._view.currentIndex().row():
            painter.fillRect(rect, QColor(colors.row))
        own = column == SHARE or self._model.is_own(row, column)
        ink = colors.muted if column >= len(HEADS) and not own else colors.text
        if column in (OBSERVED, SHARE) and self._model.wrong(row):
            ink = colors.danger
        painter.setFont(self._bold if own else self._plain)
        painter.setPen(QColor(ink))
        inside = rect.adjusted(PAD, 0, -PAD, 0)
        text = self._fitted(row, column, inside.width(), painter.fontMetrics())
        painter.drawText(inside, _LEFT if column == OBSERVED else _RIGHT, text)

    def _fitted(self, row: int, column: int, width: int, metrics: QFontMetrics) -> str:
        """Return a number in as many digits as fit, a name cut short where it must be."""
        if column == OBSERVED:
            return metrics.elidedText(self._model.text(row, column), Qt.TextElideMode.ElideRight, width)
        value = self._model.number(row, column)
        numbers = (write(value, digits) for write, digits in _WAYS)
        texts = share_texts(value) if self._model.is_share(column) else numbers
        return next((text for text in texts if metrics.horizontalAdvance(text) <= width), "…")


class LossTable(ReadTable):
    """Arrow keys and clicks choose a row, which is then shown everywhere."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent, "Rows: probability of the observed class and what the row adds to each loss")
        self._workspace = workspace
        self.page = LossModel(self)
        self.show_model(self.page, LossCells(self.page, workspace, self), workspace.theme)
        self.dress_heads(7.5, ROW_HEIGHT, "1px 4px; border: none")
        self.horizontalHeader().setHighlightSections(False)
        self.setToolTip("Click a row, or use the arrow keys, to see its values everywhere")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().setSectionsClickable(True)
        self.selectionModel().currentRowChanged.connect(self._choose)

    def show_losses(self, losses: RowLosses, row: int) -> None:
        """Show these numbers with ``row`` as the chosen one."""
        if losses is self.page.losses and row == self.currentIndex().row():
            return
        with QSignalBlocker(self.selectionModel()):  # it was chosen elsewhere
            self.page.show(losses)
            if row != self.currentIndex().row():
                self.setCurrentIndex(self.page.index(row, max(0, self.currentIndex().column())))
                self.scrollTo(self.currentIndex())  # the view, which was not told, would not do it
        self.viewport().update()

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self._workspace.selection.choose_row(index.row())

    @Slot()
    def fit(self) -> None:
        """Give the columns the room that they need; what is left over is shared."""
        losses = self.page.losses
        if losses is None:
            return
        metrics = QFontMetrics(font(8, bold=True))
        names = max(map(metrics.horizontalAdvance, losses.classes)) + 12
        needed = [min(_MOST_NAME, max(_NAME, names)), *[_NUMBER] * (len(HEADS) - 1)]
        heads = QFontMetrics(font(7.5))
        needed += [max(_NUMBER, heads.horizontalAdvance(self.page.head(len(HEADS) + place)) + 10)
                   for place in range(len(losses.classes))]
        deepest = f"✕ t {losses.p.size:,}"
        self.verticalHeader().setFixedWidth(heads.horizontalAdvance(deepest) + 12)
        room = self.viewport().width()
        seen = max(1, sum(reach <= room for reach in itertools.accumulate(needed)))
        spare = max(0, room - sum(needed[:seen]))  # goes to the columns in sight: at the edge no number is cut
        for place, wide in enumerate(needed):
            share = spare // seen + (place < spare % seen) if place < seen else 0
            self.setColumnWidth(place, wide + (min(share, 30) if seen == len(needed) else share))
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())  # a scroll bar that came, or less height, may have hidden it


class LossSheet(QWidget):
    """The table and its totals."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.table, self.total = LossTable(workspace, self), LiveLabel(self, words=True, shown=font(8))
        self.total.setToolTip("Both losses over all training rows; the network is trained with one of them")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.table, 1)
        column.addWidget(self.total)

    def show_losses(self, losses: RowLosses, row: int, trained: str, *, alone: bool, duel: bool) -> None:
        """Show the rows; ``trained`` is the loss in use, ``alone`` says that the network has no other.

        In a ``duel`` it is said that these are not its numbers.
        """
        self.table.show_losses(losses, row)
        words = total_words(losses, trained, alone=alone)
        self.total.setText(f"The network as it is. {words}" if duel else words)


def total_words(losses: RowLosses, trained: str, *, alone: bool) -> str:
    """Return the totals of both losses in words, and which of them is the one shown elsewhere."""
    way = "Mean" if losses.mean else "Sum"
    parts = []
    for column, loss in LOSS_COLUMNS.items():
        shown = " (the loss trained with)" if loss == trained and alone else ""
        shown = f" (part of the loss, {LOSSES[loss].title})" if loss == trained and not alone else shown
        parts.append(f"{HEADS[column]} {format_number(losses.total(loss))}{shown}")
    return f"{way} over {losses.train.size:,} training rows: {', '.join(parts)}."
