"""A table of numbers that is read, not typed into: what the tables of classes share."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from gui.theme import Theme, font

_LEAST_SECTION = 10
"""Pixels that a line or column measures at least."""


class ReadTable(QTableView):
    """Subclasses share out the width in ``fit``, at every new width and whenever the model is another one."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)

    def show_model(self, page: QAbstractTableModel, cells: QStyledItemDelegate, theme: Theme) -> None:
        """Show ``page``, painted by ``cells`` in the colours of ``theme``."""
        self.setModel(page)
        self.setItemDelegate(cells)
        page.modelReset.connect(self.fit)
        theme.changed.connect(self.viewport().update)

    def dress_heads(self, points: float, height: int, padding: str) -> None:
        """Write heads in ``points``, lines and the heads ``height`` pixels high; ``padding`` as style sheets say it."""
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        for head in (rows, heads):
            head.setFont(font(points))
            head.setSectionsClickable(False)
            head.setMinimumSectionSize(_LEAST_SECTION)
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setTextElideMode(Qt.TextElideMode.ElideRight)
            head.setStyleSheet(f"QHeaderView::section {{ padding: {padding}; }}")
        rows.setDefaultSectionSize(height)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        heads.setFixedHeight(height)

    @Slot()
    def fit(self) -> None:
        """Share out the width among the columns."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make use of the new width."""
        super().resizeEvent(event)
        self.fit()
