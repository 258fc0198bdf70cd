"""A line around the table while keys go to it, so that nobody deletes rows who means to delete nodes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from gui.state.workspace import Workspace

WIDTH, ROUNDING = 2, 5


class FocusRim(QWidget):
    """Holds ``stack``; the line is there while its parent, or anything inside, has the focus."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDTH, WIDTH, WIDTH, WIDTH)
        layout.addLayout(self.stack)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        workspace.theme.changed.connect(self.update)

    @property
    def lit(self) -> bool:
        """Whether keys go to the table."""
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self.parentWidget() or self.isAncestorOf(focused))

    @Slot(QWidget, QWidget)
    def _follow(self, *_: QWidget) -> None:
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the line."""
        if not self.lit:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._workspace.theme.colors.accent), WIDTH))
        half = WIDTH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), ROUNDING, ROUNDING)
        painter.end()
