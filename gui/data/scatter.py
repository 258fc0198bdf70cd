"""A small picture of a generated set: a curve's points, or classes told apart by colour and shape."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.document import Column, Floats
from core.targets import class_names, classes_in
from gui.state.workspace import Workspace
from gui.theme import class_colors, class_shapes, font

MARGIN, SIZE = 22, 7.0
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
        from gui.plots.symbols import paint_symbol  # with it comes pyqtgraph: not before the window shows

        x, y = (_placed(column.values[:MOST_DOTS]) for column in self._columns[:2])
        marks = self._marks()
        painter.setPen(Qt.PenStyle.NoPen)
        for across, up, (ink, shape) in zip(x.tolist(), y.tolist(), marks, strict=False):
            painter.setBrush(QColor(ink))
            spot = QPointF(frame.left() + across * frame.width(), frame.bottom() - up * frame.height())
            paint_symbol(painter, spot, shape, SIZE)

    def _marks(self) -> list[tuple[str, str]]:
        """Return each row's colour and shape: those that its class has in every view."""
        colors = self._workspace.theme.colors
        if len(self._columns) < 3:
            return [(colors.positive, "disc")] * len(self._columns[0].values)
        names = class_names(self._columns[2]).tolist()
        known = classes_in(self._columns[2])
        pairs = zip(class_colors(len(known), colors), class_shapes(len(known)), strict=True)
        looks = dict(zip(known, pairs, strict=True))
        return [looks[name] for name in names]


def _placed(values: Floats) -> Floats:
    """Return values mapped to 0 … 1; all alike, they stand in the middle."""
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
