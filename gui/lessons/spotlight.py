"""Dims the window a little, but for the part that a step points at. Never in the way: the mouse goes through it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.lessons.phrases import Said
from gui.lessons.player import Lessons
from gui.lessons.spots import area_of
from gui.main_window import MainWindow
from gui.workspace import Workspace

FOLLOW_MS = 120
"""How often it looks where its part is now: a node is dragged, a dock is moved."""
DIM = {"light": QColor(31, 41, 51, 46), "dark": QColor(0, 0, 0, 110)}
CORNER = 8.0
_SAID_LESSON = Said("lesson", ())


class Spotlight(QWidget):
    """Lies over the whole window while a step points at something, until that is done; not while training runs."""

    def __init__(self, workspace: Workspace, player: Lessons, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace, self._player, self._window = workspace, player, window
        self.area = QRect()
        """What stays bright, in pixels of the window; empty where nothing is pointed at."""
        self._panel = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self.follow)
        for signal in (player.stepped, player.looked, workspace.training.running_changed):
            signal.connect(self.follow)
        workspace.theme.changed.connect(self.update)
        window.installEventFilter(self)

    @Slot()
    def follow(self, *_: object) -> None:
        """Be where the part is now; be gone where there is nothing to point at."""
        said, attempt = self._said(), self._player.attempt
        (self._timer.stop if attempt is None else self._timer.start)()
        if said is None:
            self.area = QRect()
            self.hide()
            return
        area, panel = area_of(self._window, said), area_of(self._window, _SAID_LESSON, 0)
        if (area, panel) != (self.area, self._panel) or self.isHidden() != area.isEmpty():
            self.area, self._panel = area, panel
            self.setGeometry(self._window.rect())
            self.setVisible(not area.isEmpty())
            self.raise_()
            self.update()

    def _said(self) -> Said | None:
        """Return what to point at now."""
        attempt = self._player.attempt
        if attempt is None or attempt.done or self._workspace.training.running:
            return None
        return attempt.step.spotlight

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window at any size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shade with the part and the lesson's panel left out, and a rim around the part."""
        painter, bright = QPainter(self), QPainterPath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bright.addRoundedRect(QRectF(self.area), CORNER, CORNER)
        panel = QPainterPath()
        panel.addRect(QRectF(self._panel))
        whole = QPainterPath()
        whole.addRect(QRectF(self.rect()))
        painter.fillPath(whole.subtracted(bright.united(panel)), DIM[self._workspace.theme.name])
        painter.setPen(QPen(QColor(self._workspace.theme.colors.accent), 2))
        painter.drawRoundedRect(QRectF(self.area).adjusted(1, 1, -1, -1), CORNER, CORNER)
        painter.end()
