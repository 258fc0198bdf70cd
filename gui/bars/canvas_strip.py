"""The strip over the bottom of the canvas: one row of controls, and what takes its place for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gui.canvas.view import CanvasView

GAP = 14
"""Pixels to the edges of the canvas."""


class CanvasStrip(QFrame):
    """Lies over the canvas, which keeps its drawing out of it. ``add`` puts rows in, ``lend`` gives one the place."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self.setObjectName("strip")
        self._canvas = canvas
        self._rows: list[QWidget] = []
        self._guest: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 6, 10, 6)
        self._layout.setSpacing(4)
        canvas.installEventFilter(self)
        self.hide()

    def add(self, row: QWidget, *, guest: bool = False) -> None:
        """Put a row in; a ``guest`` is not shown until the strip is lent to it."""
        self._layout.addWidget(row)
        if guest:
            row.hide()
        else:
            self._rows.append(row)
        self.arrange()

    def lend(self, guest: QWidget | None) -> None:
        """Show a guest in place of the rows; None gives the strip back to them."""
        if self._guest is not None and self._guest is not guest:
            self._guest.hide()
        self._guest = guest
        for row in self._rows:
            row.setVisible(guest is None)
        if guest is not None:
            guest.show()
        self.arrange()

    def arrange(self) -> None:
        """Take the room that the rows need at the bottom of the canvas; none where there are no rows."""
        rows = self._rows if self._guest is None else [self._guest]
        self.setVisible(bool(rows))
        width = max(0, self._canvas.width() - 2 * GAP)
        tall = self._layout.totalHeightForWidth(width) if self._layout.hasHeightForWidth() else 0
        height = tall or self.sizeHint().height()
        self.setGeometry(GAP, self._canvas.height() - height - GAP, width, height)
        self.raise_()
        self._canvas.reserve_bottom(height + GAP if rows else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the canvas changes its size."""
        if event.type() is QEvent.Type.Resize:
            self.arrange()
        return super().eventFilter(watched, event)
