"""Rows of a form: a word at the left, a number or a field at the right, in a rounded card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from gui.controls.gloss_tip import TermLabel
from gui.controls.glosses import meaning
from gui.controls.lines import Line
from gui.theme import styled

_FLAT = "padding: 1px 7px; min-height: 18px"


class RowCard(QFrame):
    """A card of rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(12, 9, 12, 9)
        self._layout.setHorizontalSpacing(10)
        self._layout.setVerticalSpacing(5)
        self._layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def add(self, word: str, field: QWidget, tip: str = "") -> QLabel:
        """Add a row and return its label."""
        label = _label(word, field)
        for widget in (label, field):
            if tip:
                widget.setToolTip(tip)
        if isinstance(field, QLabel):
            field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            field.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if isinstance(field, QLineEdit):
            field.setStyleSheet(styled(_FLAT))
        self._layout.addRow(label, field)
        return label

    def add_field(self, word: str, field: QLineEdit, width: int) -> None:
        """Add a row whose field is ``width`` pixels wide, however long the words of other rows are."""
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_label(word, field), 1)
        layout.addWidget(field)
        field.setStyleSheet(styled(_FLAT))
        field.setFixedWidth(width)
        self.add_line(line)

    def set_row_visible(self, field: QWidget, visible: bool) -> None:  # noqa: FBT001
        """Show or hide a row."""
        if self._layout.isRowVisible(field) != visible:
            self._layout.setRowVisible(field, visible)

    def add_line(self, widget: QWidget) -> None:
        """Add a widget over the whole width."""
        self._layout.addRow(widget)


def _label(word: str, field: QWidget) -> QLabel:
    label = TermLabel(word)
    label.setObjectName("help")
    label.setBuddy(field)
    label.setToolTip(meaning(word) or field.toolTip())
    return label


class TextField(Line):
    """A field for a name: Enter or clicking away commits, Esc puts the old one back."""

    def __init__(self, tip: str, commit: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commit, self._shown = commit, ""
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show ``text`` unless the user is typing."""
        self._shown = text
        if not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self.setCursorPosition(0)

    @Slot()
    def _finish(self) -> None:
        typed, modified = self.text(), self.isModified()
        self.setModified(False)
        if modified and typed.strip() != self._shown:
            self._commit(typed)
        self.setText(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc forgets what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._shown)
            return
        super().keyPressEvent(event)
