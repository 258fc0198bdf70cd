"""Sheets in space in the user's hands: a drag turns them, the probe on the floor can be dragged."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.document import Floats
from gui.faults import guarded
from gui.maps.sheets import Sheets
from gui.maps.sheets_painter import paint_sheets
from gui.plots.box import LOW, Box
from gui.plots.marks import Span
from gui.plots.projection import Turn
from gui.plots.symbols import dress, paint_symbol
from gui.plots.turnable import KEYS, Turnable
from gui.theme import Colors

TALL, TALL_IF_LOW = 1.0, 0.72
"""The box is as high as it is wide: the sheets in its upper part, the floor at its foot. Lower where room is."""
GAP = 0.75
"""How far the floor lies below the sheets, as a share of their own height."""
REACH = 16.0
"""Pixels within which the probe is meant."""
STEP = 0.02
"""How far a key moves the probe, as a share of the axis."""
HELP = "Drag, or press the arrow keys, to turn; drag the ring on the floor, or press Shift and the arrows, to ask there"


class SheetsSpace(Turnable):
    """Shows sheets. ``probed`` tells where the user put the probe."""

    probed = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Outputs as sheets over two inputs", Turn(0.62, 0.5))
        self.sheets: Sheets | None = None
        self._lighter: Sheets | None = None
        """The sheets by fewer tiles, once they were turned."""
        self.probe: Span | None = None
        self._readings: Floats = np.zeros(0)
        self._colors: Colors | None = None
        self._limits: Span = (0.0, 1.0)
        self._carrying = False
        self.setToolTip(HELP)
        self.setMouseTracking(True)

    def show_sheets(
        self, sheets: Sheets | None, limits: Span, probe: Span | None, readings: Floats, colors: Colors
    ) -> None:
        """Show sheets within ``limits`` of height, and the probe with its height on each sheet, (sheets,)."""
        if sheets is not self.sheets:
            self._lighter = None
        self.sheets, self._limits, self.probe = sheets, limits, probe
        self._readings, self._colors = readings, colors
        self.update()

    @property
    def box(self) -> Box | None:
        """The box as it is seen now."""
        if self.sheets is None:
            return None
        chart, (low, high) = self.sheets.chart, self._limits
        heights = low - GAP * (high - low), high
        tall = TALL if self.height() >= LOW else TALL_IF_LOW
        return Box(self.turn, chart.across, chart.up, heights, QRectF(self.rect()), tall)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint everything, the probe above all."""
        box, colors = self.box, self._colors
        if box is None or colors is None or self.sheets is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colors.window))
        with np.errstate(all="ignore"):
            paint_sheets(painter, self._drawn(self.sheets), box, self._limits, colors)
            self._paint_probe(painter, box, colors)
        painter.end()

    def _drawn(self, sheets: Sheets) -> Sheets:
        """Return what is painted: fewer tiles while a hand turns them."""
        if not self.turning:
            return sheets
        self._lighter = self._lighter or sheets.lighter
        return self._lighter

    def _paint_probe(self, painter: QPainter, box: Box, colors: Colors) -> None:
        if self.probe is None or self.sheets is None:
            return
        outcome, foot = self.sheets.chart.outcome, box.spot(*self.probe, box.heights[0])
        tops = self._readings[np.isfinite(self._readings)]
        if tops.size:
            painter.setPen(QPen(QColor(colors.text), 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(foot, box.spot(*self.probe, float(tops.max()))))
        dress(painter, "", colors.window, 5)
        painter.drawEllipse(foot, 8, 8)
        dress(painter, "", colors.accent, 2.5)
        painter.drawEllipse(foot, 8, 8)
        for height, tint, shape in zip(self._readings.tolist(), outcome.colors(colors), outcome.shapes, strict=False):
            if np.isfinite(height):
                dress(painter, tint, colors.text, 1.4)
                paint_symbol(painter, box.spot(*self.probe, height), shape, 10)

    # -- the probe -------------------------------------------------------------------------------------------

    def _at_probe(self, at: QPointF) -> bool:
        box = self.box
        if box is None or self.probe is None:
            return False
        return (box.spot(*self.probe, box.heights[0]) - at).manhattanLength() <= REACH

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the probe, or begin to turn."""
        self._carrying = event.button() is Qt.MouseButton.LeftButton and self._at_probe(event.position())
        if not self._carrying:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the probe, or turn."""
        box = self.box
        if self._carrying and box is not None:
            self._put(*box.ground(event.position()))
        else:
            over = self._at_probe(event.position())
            self.setCursor(Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.OpenHandCursor)
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the probe where it is, or the view as it is turned."""
        if not self._carrying:
            super().mouseReleaseEvent(event)
        self._carrying = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift the arrows move the probe."""
        way = KEYS.get(Qt.Key(event.key()))
        box = self.box
        if way is None or self.probe is None or box is None or event.modifiers() != Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        far = (STEP * way[axis] * (high - low) for axis, (low, high) in enumerate((box.across, box.up)))
        self._put(*(value + move for value, move in zip(self.probe, far, strict=True)))

    def _put(self, x: float, y: float) -> None:
        """Tell of a place, at the floor's edge where it is beyond."""
        box = self.box
        if box is not None:
            inside = (min(max(value, low), high) for value, (low, high) in zip((x, y), (box.across, box.up),
                                                                                strict=True))
            self.probed.emit(*inside)
