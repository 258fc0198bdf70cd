"""The small card by the pointer that reads values off the curves, and the line it stands on."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from gui.plots.drawing import Drawing
from gui.plots.marks import Reading, Rule
from gui.plots.plot_area import PlotArea
from gui.theme import Colors, font

MOST_LINES = 8
_AWAY = 12
_VEIL = 215
"""How much of 255 the card hides of the curves behind it."""


class Readout(QLabel):
    """Follows the pointer over a plot; ``read(x, y)`` says what stands there, in data units."""

    def __init__(self, area: PlotArea, drawing: Drawing, read: Callable[[float, float], Reading | None]) -> None:
        super().__init__(area)
        self._area, self._drawing, self._ask = area, drawing, read
        self._at: QPointF | None = None
        self._line = ""
        self.setFont(font(7.5))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        area.pointed.connect(self._point)

    def restyle(self, colors: Colors) -> None:
        """Use the colours of a theme."""
        self._line = colors.frozen
        surface = QColor(colors.surface)
        red, green, blue = surface.red(), surface.green(), surface.blue()
        self.setStyleSheet(
            f"QLabel {{ background: rgba({red}, {green}, {blue}, {_VEIL}); color: {colors.text};"
            f" border: 1px solid {colors.border}; border-radius: 5px; padding: 2px 5px; }}"
        )

    @Slot(object)
    def _point(self, at: QPointF | None) -> None:
        self._at = at
        self.read()

    def read(self) -> None:
        """Read again where the pointer is: the curves may have moved under it."""
        reading = None
        if self._at is not None and self._area.inside(self._at):
            reading = self._ask(*self._area.to_data(self._at))
        self._drawing.show_extra((Rule(self._line, x=reading.x),) if reading is not None else ())
        self.setVisible(reading is not None)
        if reading is not None and self._at is not None:
            self.setText(_html(reading))
            self._place(self._at)

    def _place(self, at: QPointF) -> None:
        self.adjustSize()
        room = self._area.rect()
        left, top = at.x() + _AWAY, at.y() - self.height() - _AWAY
        if left + self.width() > room.width():
            left = at.x() - _AWAY - self.width()
        self.move(max(0, int(left)), max(0, min(int(top), room.height() - self.height())))


def _html(reading: Reading) -> str:
    lines = [f'<span style="color: {color}">●</span>&nbsp;{escape(text)}' for color, text in reading.lines]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"… and {len(lines) - MOST_LINES + 1} more"]
    return "<br>".join(line.replace(" ", "&nbsp;") if "style" not in line else line for line in lines)
