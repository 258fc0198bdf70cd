"""An image and what its filters and pools leave of it, drawn to one scale; below, two bars for the weights to learn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.images.grids import Planes
from core.images.input_counts import InputCount
from gui.faults import guarded
from gui.theme import Theme, font

HIGH, BAR, WORDS = 92, 14, 14
MOST_SHEETS = 4
"""Maps drawn behind one another at most; the number below says how many there are."""
OFFSET = 3.0


class CountsDrawing(QWidget):
    """Shows an ``InputCount``."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.count: InputCount | None = None
        self._texts: tuple[str, str] = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Ask for the height of squares and bars."""
        return QSize(340, HIGH + 2 * (BAR + WORDS + 8) + 4)

    def show_count(self, count: InputCount, direct: str, through: str) -> None:
        """Show a count; ``direct`` and ``through`` are the words above the two bars."""
        self.count, self._texts = count, (direct, through)
        self.setAccessibleName(f"{direct}; {through}")
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint the stages from the left to the right, then the bars."""
        count = self.count
        if count is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(8))
        share = self.width() / len(count.stages)
        largest = max(max(stage[1:]) for stage in count.stages)
        scale = min(share - 30 - OFFSET * MOST_SHEETS, HIGH - WORDS - 14) / largest
        for place, stage in enumerate(count.stages):
            self._paint_stage(painter, QRectF(place * share, 0, share, HIGH), stage, scale, first=place == 0)
        most = max(count.direct_numbers, count.numbers)
        for line, (text, number) in enumerate(zip(self._texts, (count.direct_numbers, count.numbers), strict=True)):
            self._paint_bar(painter, HIGH + line * (BAR + WORDS + 8), text, number / most, direct=line == 0)
        painter.end()

    def _paint_stage(self, painter: QPainter, area: QRectF, stage: Planes, scale: float, *, first: bool) -> None:
        channels, rows, columns = stage
        colors = self._theme.colors
        sheets = min(channels, MOST_SHEETS)
        middle = QPointF(area.center().x(), (area.height() - WORDS) / 2)
        for sheet in range(sheets - 1, -1, -1):
            square = QRectF(0, 0, max(3.0, columns * scale), max(3.0, rows * scale))
            square.moveCenter(middle + QPointF(sheet, -sheet) * OFFSET)
            painter.setPen(QPen(QColor(colors.text if first else colors.positive), 1.2))
            painter.setBrush(QColor(colors.surface if first else colors.window))
            painter.drawRect(square)
        size = f"{rows} × {columns}" + (f" × {channels}" if channels > 1 else "")
        painter.setPen(QColor(colors.text))
        painter.drawText(area.adjusted(0, HIGH - WORDS, 0, 0), Qt.AlignmentFlag.AlignCenter, size)
        if not first:
            painter.setPen(QColor(colors.muted))
            arrow = QRectF(area.left() - 12, middle.y() - 10, 24, 20)
            painter.drawText(arrow, Qt.AlignmentFlag.AlignCenter, "→")

    def _paint_bar(self, painter: QPainter, top: float, text: str, share: float, *, direct: bool) -> None:
        colors = self._theme.colors
        painter.setPen(QColor(colors.text))
        painter.drawText(QRectF(0, top, self.width(), WORDS), Qt.AlignmentFlag.AlignLeft, text)
        room = QRectF(0, top + WORDS + 2, self.width() - 2, BAR - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.grid))
        painter.drawRect(room)
        painter.setBrush(QColor(colors.negative if direct else colors.positive))
        room.setWidth(max(1.0, room.width() * share))
        painter.drawRect(room)
