"""A small picture of a generated set: a curve's points, or classes told apart by colour, filling and shape."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.document import Column, Floats
from core.targets import classes_in
from gui.theme import font
from gui.workspace import Workspace

MARGIN, DOT = 22, 3.0
MOST_DOTS = 2_000


class Scatter(QWidget):
    """Draws the last column over the first, or, of three columns, the first two with the last as the class."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._columns: tuple[Column, ...] = ()
        self.setMinimumSize(240, 190)
        self.setAccessibleName("Preview of the rows")
        self.setToolTip("How the rows would look")
        workspace.theme.changed.connect(self.update)

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Draw these columns."""
        self._columns = columns
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which a spiral can be told from circles."""
        return QSize(320, 240)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw frame, points and the names of both axes."""
        colors = self._workspace.theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(MARGIN, 8, -8, -MARGIN)
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.setBrush(QColor(colors.surface))
        painter.drawRoundedRect(frame, 6, 6)
        if len(self._columns) < 2:
            return
        painter.setPen(QColor(colors.muted))
        painter.setFont(font(8))
        painter.drawText(QPointF(frame.center().x() - 8, self.height() - 6), self._columns[0].name)
        painter.drawText(QPointF(4, frame.center().y()), self._columns[1].name)
        self._draw_points(painter, frame.adjusted(8, 8, -8, -8))

    def _draw_points(self, painter: QPainter, frame: QRectF) -> None:
        colors = self._workspace.theme.colors
        looks = ((colors.negative, False, False), (colors.positive, True, False), (colors.output, True, True))
        x, y = (_placed(column.values[:MOST_DOTS]) for column in self._columns[:2])
        kinds = _kinds(self._columns[2]) if len(self._columns) > 2 else [1] * len(x)
        for across, up, kind in zip(x.tolist(), y.tolist(), kinds, strict=False):
            ink, full, square = looks[kind % len(looks)]
            painter.setPen(QPen(QColor(ink), 1.3))
            painter.setBrush(QColor(ink if full else colors.surface))
            spot = QRectF(frame.left() + across * frame.width() - DOT, frame.bottom() - up * frame.height() - DOT,
                          2 * DOT, 2 * DOT)  # fmt: skip
            painter.drawRect(spot) if square else painter.drawEllipse(spot)


def _kinds(column: Column) -> list[int]:
    """Return the number of each row's class: the number in the column, or the place of its name in order of rows."""
    if column.numeric:
        return [int(value > 0.5) for value in column.values.tolist()]
    place = {name: at for at, name in enumerate(classes_in(column))}
    return [place[name] for name in column.values.tolist()]


def _placed(values: Floats) -> Floats:
    """Return values mapped to 0 … 1; all alike, they stand in the middle."""
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
