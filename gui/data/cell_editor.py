"""Typing into a cell: a line edit that is committed by Enter, Tab or clicking away, and by nothing else."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.data.table_model import Item, TableModel
from gui.state.workspace import Workspace

MARGIN = 6

Index = QModelIndex | QPersistentModelIndex


class ClickAway(QObject):
    """Tells when the mouse is pressed outside a widget: a button takes no focus from an editor by itself."""

    happened = Signal()

    def __init__(self, inside: QWidget) -> None:
        super().__init__(inside)
        self._inside = inside
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch, and let everything pass."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            menu = QApplication.activePopupWidget()
            if menu is None and watched is not self._inside and not self._inside.isAncestorOf(watched):
                self.happened.emit()
        return False


class CellEditor(QStyledItemDelegate):
    """Edits one cell at a time. ``refused`` tells whether the last entry was not taken."""

    def __init__(self, workspace: Workspace, table: TableModel, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace, self._table = workspace, table
        self._open: QLineEdit | None = None
        self.refused = False

    @property
    def open_editor(self) -> QLineEdit | None:
        """The line edit in the table now."""
        return self._open

    def createEditor(self, parent: QWidget, _: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a line edit for a cell, and watch for clicks elsewhere until it is gone."""
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setStyleSheet("QLineEdit { border-radius: 0; padding: 0 6px; min-height: 0; }")
        editor.setAlignment(index.data(Item.TextAlignmentRole))
        editor.setAccessibleName(str(index.data(Item.AccessibleTextRole)))
        self._open, self.refused = editor, False
        ClickAway(editor).happened.connect(self._leave)
        return editor

    @Slot()
    def _leave(self) -> None:
        editor = self._open
        if editor is not None:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Forget the editor."""
        if editor is self._open:
            self._open = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the value with all its digits, unless something was typed already."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Item.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Commit what was typed; a refusal is shown under the cell, and the old value stays."""
        if isinstance(editor, QLineEdit) and isinstance(model, TableModel) and editor.isModified():
            below = editor.mapToGlobal(QPoint(0, editor.height()))
            self.refused = not model.commit(index, editor.text(), below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit on Enter at once; Qt would do it later, when another key may have been typed."""
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.type() is QEvent.Type.KeyPress and isinstance(watched, QWidget):
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(watched, event)

    def words(self, index: Index, metrics: QFontMetrics, room: int) -> str:
        """Return what is drawn of a cell in ``room`` pixels: text may be cut, a number is rounded."""

        def fits(words: str) -> bool:
            return metrics.horizontalAdvance(words) <= room

        text = self._table.fitting(index.row(), index.column(), fits)
        return text if fits(text) else metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, and a line around the current one. By hand: a style takes five times as long."""
        colors, rect = self._workspace.theme.colors, option.rect
        tint = index.data(Item.BackgroundRole)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colors.accent_soft))
        elif tint is not None:
            painter.fillRect(rect, tint)
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        text = self.words(index, option.fontMetrics, inner.width())
        if text:
            painter.setPen(index.data(Item.ForegroundRole).color())
            painter.drawText(inner, index.data(Item.TextAlignmentRole), text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colors.accent), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
