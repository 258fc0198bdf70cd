"""Turns the pages of a long table."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.controls.tool_button import tool_button
from gui.theme import Theme, icon


class Pager(QWidget):
    """ "rows 1–12 of 150" between two arrows; hidden where one page holds all."""

    turned = Signal(int)
    """To which page, counted from 0."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._page = theme, 0
        self.back, self.forth = self._button("The rows before", -1), self._button("The rows after", 1)
        self.words = QLabel(self)
        self.words.setObjectName("help")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.back, self.words, self.forth):
            layout.addWidget(widget)
        layout.addStretch(1)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _button(self, tip: str, way: int) -> QToolButton:
        return tool_button(self, tip, lambda: self.turned.emit(self._page + way))

    def _dress(self) -> None:
        for button, name in ((self.back, "chevron-left"), (self.forth, "chevron-right")):
            button.setIcon(icon(name, self._theme.colors.text))

    def show_page(self, page: int, pages: int, first: int, last: int, count: int) -> None:
        """Say which lines are shown, counted from 1."""
        self._page = page
        self.setVisible(pages > 1)
        self.words.setText(f"{first:,}–{last:,} of {count:,} rows")
        self.back.setEnabled(page > 0)
        self.forth.setEnabled(page < pages - 1)
