"""The steps of a lesson as a row of dots: filled where done, ringed where one is, clicked to go there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from core.lessons.lesson import Lesson
from core.lessons.progress import Progress
from gui.theme import Theme

SIDE, HIGH = 16.0, 18


class StepDots(QWidget):
    """``picked`` tells the number of a step; left and right go through them."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lesson: Lesson | None = None
        self._progress = Progress()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HIGH)
        self.setToolTip("The steps of the lesson: click one to go there")

    def show_progress(self, lesson: Lesson, progress: Progress) -> None:
        """Show the steps of a lesson, the one that is on, and those that are done."""
        self._lesson, self._progress = lesson, progress
        self.setAccessibleName(
            f"Step {progress.at} of {len(lesson.steps)}, {len(progress.done)} done; left and right change it")
        self.update()

    @property
    def _pace(self) -> float:
        count = len(self._lesson.steps) if self._lesson else 1
        return min(SIDE, self.width() / count)

    def sizeHint(self) -> QSize:
        """Ask for a dot's room for each step."""
        return QSize(round(SIDE * (len(self._lesson.steps) if self._lesson else 1)), HIGH)

    def spot(self, number: int) -> QPointF:
        """Return the middle of a step's dot."""
        return QPointF((number - 0.5) * self._pace, HIGH / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a dot for each step."""
        painter, colors = QPainter(self), self._theme.colors
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for step in self._lesson.steps if self._lesson else ():
            done, on = step.number in self._progress.done, step.number == self._progress.at
            painter.setPen(QPen(QColor(colors.accent if done or on else colors.muted), 1.4))
            painter.setBrush(QColor(colors.accent) if done else QColor(colors.window))
            painter.drawEllipse(self.spot(step.number), 3.6, 3.6)
            if on:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(self.spot(step.number), 6.2, 6.2)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _at(self, x: float) -> int:
        number = int(x / self._pace) + 1
        return number if self._lesson and number <= len(self._lesson.steps) else 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step that is clicked."""
        number = self._at(event.position().x())
        if number:
            self.picked.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the step before and the next one."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            self.picked.emit(self._progress.at + way)

    def event(self, event: QEvent) -> bool:
        """Say what the step under the pointer is called."""
        if isinstance(event, QHelpEvent) and self._lesson is not None:
            number = self._at(event.pos().x())
            if number:
                QToolTip.showText(event.globalPos(), f"Step {number}: {self._lesson.steps[number - 1].title}", self)
                return True
        return super().event(event)
