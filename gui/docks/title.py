"""The title row of a dock: what the view shows, its own controls, float, hide. One row, not two."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.controls.tool_button import tool_button
from gui.docks.dock import Dock
from gui.docks.shelf import Shelf
from gui.theme import Theme, font, icon, styled


class DockTitle(QWidget):
    """Drag it to move the dock, double-click it to float; ``header`` takes the place of the plain title."""

    def __init__(self, dock: Dock, theme: Theme, header: QWidget | None = None) -> None:
        super().__init__(dock)
        self._dock, self._theme = dock, theme
        self._title = QLabel(dock.title, self)
        self._title.setFont(font(9, bold=True))
        self._float = self._button("Float this view in a window of its own, or put it back", self._toggle_floating)
        self._hide = self._button("Hide this view; the View menu brings it back", dock.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 4, 2)
        layout.setSpacing(2)
        if header is None:
            layout.addWidget(self._title, 1)
        else:
            self._title.hide()
            layout.addWidget(Shelf(header), 1)
        layout.addWidget(self._float)
        layout.addWidget(self._hide)
        theme.changed.connect(self._dress)
        self._dress()

    def _button(self, tip: str, act: Callable[[], object]) -> QToolButton:
        button = tool_button(self, tip, act, name=f"{self._dock.title}: {tip}", size=12)
        button.setFixedSize(20, 20)
        return button

    @Slot()
    def _toggle_floating(self) -> None:
        dock, window = self._dock, self._dock.parentWidget()
        dock.setFloating(not dock.isFloating())
        dock.style().polish(dock)  # a floating view has a border
        if dock.isFloating() and window is not None:
            # Where it was, nobody would see that it floats.
            dock.resize(max(dock.width(), 420), max(dock.height(), 320))
            dock.move(window.geometry().center() - dock.rect().center())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Float, or put back."""
        self._toggle_floating()
        event.accept()

    @Slot()
    def _dress(self) -> None:
        colors = self._theme.colors
        self._title.setStyleSheet(styled(f"color: {colors.text}"))
        self._float.setIcon(icon("picture-in-picture", colors.muted))
        self._hide.setIcon(icon("x", colors.muted))

    def minimumSizeHint(self) -> QSize:
        """A title may be cut short rather than keep a view wide."""
        return QSize(60, super().minimumSizeHint().height())
