"""A row of small buttons of which one is chosen: shorter than a list where there are two or three."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gui.controls.tool_button import tool_button
from gui.theme import font, styled

WIDE, TIGHT = 8.0, 7.5
"""Sizes of letters in points."""


class Segments(QWidget):
    """Buttons (name, title, tooltip); ``chosen`` tells the name of the one the user pressed.

    ``signs`` are shorter titles, used while ``compact``.
    """

    chosen = Signal(str)

    def __init__(
        self, rows: tuple[tuple[str, str, str], ...], parent: QWidget, name: str, signs: tuple[str, ...] = ()
    ) -> None:
        super().__init__(parent)
        self._titles = tuple(title for _, title, _ in rows)
        self._signs = signs or self._titles
        self.setAccessibleName(name)
        self.current = rows[0][0]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for key, title, tip in rows:
            layout.addWidget(self._button(key, title, tip))
        self._group.buttonClicked.connect(self._take)

    def _button(self, key: str, title: str, tip: str) -> QToolButton:
        button = tool_button(self, tip, text=title, points=WIDE, checkable=True, style="padding: 2px 5px")
        button.setObjectName(key)
        button.setChecked(key == self.current)
        self._group.addButton(button)
        return button

    @Slot(QAbstractButton)
    def _take(self, button: QAbstractButton) -> None:
        self.current = button.objectName()
        self.chosen.emit(self.current)

    def button(self, key: str) -> QAbstractButton:
        """Return the button of that name."""
        return next(button for button in self._group.buttons() if button.objectName() == key)

    def show_chosen(self, key: str) -> None:
        """Show ``key`` as the one chosen; nobody is told."""
        self.current = key
        self.button(key).setChecked(True)

    def tighten(self, on: bool) -> None:  # noqa: FBT001  # reads as a sentence where it is called
        """Write words closer together, each whole, where there is little room; or as always."""
        for button in self._group.buttons():
            button.setFont(font(TIGHT if on else WIDE))
            button.setStyleSheet(styled("padding: 2px 1px" if on else "padding: 2px 5px"))
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + 6 if on else 0)

    def compact(self, on: bool) -> None:  # noqa: FBT001  # reads as a sentence where it is called
        """Use signs in place of words, or words again."""
        for button, title in zip(self._group.buttons(), self._signs if on else self._titles, strict=True):
            button.setText(title)
