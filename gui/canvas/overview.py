"""A small map of the whole drawing, shown while not all of it is in view; drag on it to look elsewhere."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.canvas import geometry, look
from gui.canvas.camera import Camera
from gui.canvas.stage import Stage
from gui.state.workspace import Workspace

WIDTH, HEIGHT = 168, 112
GAP = 14
INSET = 8.0
CORNERS = ((True, True), (False, True), (True, False), (False, False))
"""Right or left, low or high: the first is the best."""


class Overview(QWidget):
    """Lies in a corner of the canvas, in the lower right one by choice."""

    def __init__(self, workspace: Workspace, stage: Stage, camera: Camera, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._workspace, self._stage, self._camera = workspace, stage, camera
        self.setFixedSize(WIDTH, HEIGHT)
        self.setAccessibleName("Overview")
        self.setToolTip("The whole drawing; drag here to look at another part")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.corner, self._held = 0, False
        """Which of CORNERS it stands in."""
        self.wanted = True
        """Whether it may show at all."""
        self.hide()

    def follow(self) -> None:
        """Show, hide and redraw with what is seen."""
        drawing, canvas = self._stage.drawing, self._canvas
        needed = self.wanted and len(drawing.nodes) > 1 and not self._camera.shows(drawing.bounds)
        self.setVisible(needed and canvas.width() > 3 * WIDTH and canvas.height() > 3 * HEIGHT)
        if self.isVisible():
            self._stand_clear()
        self.update()

    def _stand_clear(self) -> None:
        """Stand in a corner without nodes or numbers; stay while it is so, or while the pointer holds the map."""
        if not self._held:
            self.corner = min(range(len(CORNERS)), key=lambda corner: (self._covered(corner), corner != self.corner))
        self.move(self._place(self.corner).topLeft())

    def _place(self, corner: int) -> QRect:
        right, low = CORNERS[corner]
        x = self._canvas.width() - WIDTH - GAP if right else GAP
        y = self._canvas.height() - HEIGHT - GAP - self._camera.bottom if low else GAP
        return QRect(x, y, WIDTH, HEIGHT)

    def _covered(self, corner: int) -> int:
        """Return how much the map would lie over in a corner: nodes, and the numbers of connections."""
        area = QRectF(self._place(corner))
        there = QRectF(self._camera.to_scene(area.topLeft()), self._camera.to_scene(area.bottomRight()))
        low, high = geometry.extent(QPointF(0, 0)).topLeft(), geometry.extent(QPointF(0, 0)).bottomRight()
        x, y = self._stage.drawing.points.T
        over = (x + high.x() > there.left()) & (x + low.x() < there.right())
        over &= (y + high.y() > there.top()) & (y + low.y() < there.bottom())
        pills = sum(pill.intersects(there) for (source, _), pill in self._stage.drawing.pills.items() if source)
        return int(np.count_nonzero(over)) + pills

    def _scale(self) -> tuple[float, QRectF]:
        """Return pixels a scene unit, and what the map shows."""
        bounds = self._stage.drawing.bounds
        whole = bounds.united(self._camera.seen & bounds.adjusted(-500, -500, 500, 500))
        scale = min((WIDTH - 2 * INSET) / max(1.0, whole.width()), (HEIGHT - 2 * INSET) / max(1.0, whole.height()))
        return scale, whole

    def _on_map(self, point: QPointF) -> QPointF:
        scale, whole = self._scale()
        return QPointF(WIDTH / 2, HEIGHT / 2) + (point - whole.center()) * scale

    def _dots(self) -> dict[str, list[QRectF]]:
        """Return the nodes on the map by colour."""
        scale, whole = self._scale()
        size = max(2.0, geometry.SIDE * scale)
        middle = whole.center()
        corner = np.array([WIDTH / 2 - middle.x() * scale - size / 2, HEIGHT / 2 - middle.y() * scale - size / 2])
        places = (self._stage.drawing.points * scale + corner).tolist()
        found: dict[str, list[QRectF]] = {}
        for node, (x, y) in zip(self._stage.drawing.nodes, places, strict=True):
            found.setdefault(self._stage.node_colors[node], []).append(QRectF(x, y, size, size))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  the map is small: all of it is painted
        """Paint nodes as dots, and what is seen as a frame."""
        painter, colors = QPainter(self), self._workspace.theme.colors
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.pen(colors.border, 1.0))
        painter.setBrush(look.color(colors.window))
        painter.drawRoundedRect(QRectF(0.5, 0.5, WIDTH - 1, HEIGHT - 1), 10, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        for ink, dots in self._dots().items():
            painter.setBrush(look.color(ink))
            painter.drawRects(dots)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(look.pen(colors.accent, 1.5))
        seen = self._camera.seen
        frame = QRectF(self._on_map(seen.topLeft()), self._on_map(seen.bottomRight()))
        painter.drawRect(frame & QRectF(2, 2, WIDTH - 4, HEIGHT - 4))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look there."""
        self._held = True
        scale, whole = self._scale()
        self._camera.steered.emit()
        self._camera.center_on(whole.center() + (event.position() - QPointF(WIDTH / 2, HEIGHT / 2)) / scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing below is meant."""
        self._held = False
        self.follow()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look there."""
        self.mousePressEvent(event)
