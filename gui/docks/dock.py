"""A dock whose view is really hidden while the dock stands behind another one's tab.

Qt moves such docks out of the window's sight and calls them visible: views would go on drawing what nobody sees.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QWidget

from gui.docks.shelf import Shelf


class Dock(QDockWidget):
    """``fill`` puts a view in. It keeps its room while it is hidden, so that no other dock changes its size."""

    placed = Signal(str)
    """Its name, when it has another place or size."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.title = title
        """Its whole name."""

    def call_on_tab(self, name: str) -> None:
        """Have ``name`` on the tab, which Qt takes from the title of the window; the menu keeps the whole one."""
        if self.windowTitle() != name:
            self.setWindowTitle(name)
            self.toggleViewAction().setText(self.title)

    @property
    def content(self) -> QWidget | None:
        """The view in the dock."""
        shelf = self.widget()
        return shelf.content if isinstance(shelf, Shelf) else None

    def fill(self, view: QWidget) -> None:
        """Show ``view`` instead of what was there before."""
        shelf = Shelf(view)
        policy = shelf.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        shelf.setSizePolicy(policy)
        old = self.widget()
        self.setWidget(shelf)
        if old is not None:
            old.deleteLater()
        self._follow()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Come into sight, or go out of it."""
        super().moveEvent(event)
        self._follow()
        self.placed.emit(self.objectName())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of it."""
        super().resizeEvent(event)
        self.placed.emit(self.objectName())

    def showEvent(self, event: QShowEvent) -> None:
        """Come into sight, if no other dock is in front."""
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        place, shelf = self.geometry(), self.widget()
        behind = not self.isFloating() and (place.right() < 0 or place.bottom() < 0)
        if shelf is not None and behind is not shelf.isHidden():
            shelf.setVisible(not behind)
