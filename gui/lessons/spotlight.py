"""Dims the window a little, but for the parts that a step points at. Never in the way: the mouse goes through it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from core.lessons.phrases import Said
from gui.docks.main_window import MainWindow
from gui.lessons.player import Lessons
from gui.lessons.spots import area_of, numbers_between
from gui.state.workspace import Workspace

FOLLOW_MS = 120
"""How often it looks where its parts are now: a node is dragged, a dock is moved."""
DIM = {"light": QColor(31, 41, 51, 46), "dark": QColor(0, 0, 0, 88)}
CORNER = 4.0
RIM = 2
"""Pixels of the rim around the first part; the others have half of that."""
_SAID_LESSON = Said("lesson", ())


class Spotlight(QWidget):
    """Lies over the whole window while a step points at something, until that is done; not while training runs.

    What stays bright is cut out of it, so that a view that draws all the time never has it painted over itself.
    """

    def __init__(self, workspace: Workspace, player: Lessons, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace, self._player, self._window = workspace, player, window
        self.areas: list[QRect] = []
        """What stays bright, in pixels of the window, as the step names it; empty where a part is not in sight."""
        self.beside: list[QRect] = []
        """What stays bright with them: the weights between nodes that are pointed at."""
        self._panel = QRect()
        self._stale = False
        """Whether the window is to be painted once more when all has settled."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self.follow)
        for signal in (player.stepped, player.looked, workspace.training.running_changed):
            signal.connect(self.follow)
        for name in window.views:
            window.dock(name).visibilityChanged.connect(self._stay_on_top)
        workspace.theme.changed.connect(self.update)
        window.installEventFilter(self)

    @property
    def area(self) -> QRect:
        """What the step points at first; empty where that is not in sight."""
        return self.areas[0] if self.areas else QRect()

    @Slot()
    def follow(self, *_: object) -> None:
        """Be where the parts are now; be gone where there is nothing to point at."""
        (self._timer.stop if self._player.attempt is None else self._timer.start)()
        areas, panel = [area_of(self._window, said) for said in self._said()], area_of(self._window, _SAID_LESSON)
        if self._stale:
            self._paint_anew(again=False)
        if not any(areas):
            self.areas = areas
            if self.isVisible():
                self.hide()
                self._paint_anew()
            return
        beside = numbers_between(self._window, self._said())
        if (areas, beside, panel) != (self.areas, self.beside, self._panel) or self.isHidden():
            self.areas, self.beside, self._panel = areas, beside, panel
            self._cover()
            self.show()
            self._paint_anew()
        self._stay_on_top()

    def _paint_anew(self, *, again: bool = True) -> None:
        """Paint the whole window: what was resized or scrolled meanwhile has moved shaded pixels to other places.

        Once more after a moment, as views settle into their places after the step began.
        """
        self._stale = again
        self._window.update()
        for widget in self._window.findChildren(QWidget):
            if widget.isVisible():
                widget.update()  # by its own call: a view that was resized under the shade else stays as it was
        if again and not self._timer.isActive():
            QTimer.singleShot(FOLLOW_MS, self, self.follow)

    def _said(self) -> tuple[Said, ...]:
        """Return what to point at now."""
        attempt = self._player.attempt
        if attempt is None or attempt.done or self._workspace.training.running:
            return ()
        return attempt.step.spotlight

    @Slot()
    def _stay_on_top(self, *_: object) -> None:
        """Lie over docks that came forward since; where it lies on top already this costs nothing."""
        if self.isVisible():
            self.raise_()

    def _cover(self) -> None:
        """Cover the window but for the bright parts, of which the rims alone are covered."""
        self.setGeometry(self._window.rect())
        shade, rims = QRegion(self.rect()) - QRegion(self._panel), QRegion()
        for area in filter(None, (*self.areas, *self.beside)):
            shade -= QRegion(area)
            rims += QRegion(area) - QRegion(area.adjusted(RIM, RIM, -RIM, -RIM))
        self.setMask(shade + rims)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window at any size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._cover()
            self._paint_anew()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shade where no part is bright, and the rims."""
        painter = QPainter(self)
        shade = event.region() - QRegion(self._panel)
        for area in filter(None, (*self.areas, *self.beside)):
            shade -= QRegion(area)
        painter.setClipRegion(shade)
        painter.fillRect(event.rect(), DIM[self._workspace.theme.name])
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, area in enumerate((*self.areas, *self.beside)):
            if area.isEmpty():
                continue
            wide = RIM if place == 0 else RIM / 2
            painter.setPen(QPen(QColor(self._workspace.theme.colors.accent), wide))
            half = wide / 2
            painter.drawRoundedRect(QRectF(area).adjusted(half, half, -half, -half), CORNER, CORNER)
        painter.end()
