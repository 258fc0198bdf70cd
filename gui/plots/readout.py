"""The small card that reads values off the curves, far from the pointer, and the line the pointer stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRect, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from gui.plots.drawing import Drawing
from gui.plots.marks import Reading, Rule
from gui.plots.plot_area import PlotArea
from gui.theme import Colors, font

MOST_LINES = 2
_AWAY = 3
_SIDES = 16
"""Pixels of the card's width that hold no words: border, padding, and some to spare."""
_BETWEEN = "   "
Item: TypeAlias = tuple[str, str]
"""A colour, "" for none, and words."""
_VEIL = 215
"""How much of 255 the card hides of the curves behind it."""


class Readout(QLabel):
    """Says in one or two lines what stands at the pointer, as ``read(x, y)`` tells it, in data units.

    It takes the corner of the plot that is farthest from the pointer, for what is pointed at is to be seen.
    """

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
            inside = self._area.mapFromScene(self._area.box.sceneBoundingRect()).boundingRect()
            self.setText(_html(self._lines(reading, inside.width() - _SIDES)))
            self.adjustSize()
            self._place(self._at, inside)

    def _lines(self, reading: Reading, width: int) -> list[list[Item]]:
        """Return the items in lines of ``width`` pixels; what has no room is counted."""
        items = list(reading.lines)
        for count in range(len(items), 0, -1):
            shown = items[:count] + ([("", f"+{len(items) - count}")] if count < len(items) else [])
            lines = flow(shown, [self._width(text) for _, text in shown], width)
            if len(lines) <= MOST_LINES:
                return lines
        return [items[:1]]

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(f"● {text}{_BETWEEN}")

    def _place(self, at: QPointF, inside: QRect) -> None:
        left, right = inside.left() + _AWAY, inside.right() - self.width() - _AWAY
        top, bottom = inside.top() + _AWAY, inside.bottom() - self.height() - _AWAY
        before, above = at.x() < inside.center().x(), at.y() < inside.center().y()
        self.move(right if before else max(0, left), bottom if above else top)


def flow(items: Sequence[Item], widths: Sequence[int], room: int) -> list[list[Item]]:
    """Return items in lines no wider than ``room``, in order; one that is wider has a line of its own."""
    lines: list[list[Item]] = []
    left = 0
    for item, width in zip(items, widths, strict=True):
        if not lines or width > left:
            lines.append([])
            left = room
        lines[-1].append(item)
        left -= width
    return lines


def _html(lines: Sequence[Sequence[Item]]) -> str:
    return "<br>".join(_BETWEEN.replace(" ", "&nbsp;").join(_item(*item) for item in line) for line in lines)


def _item(color: str, text: str) -> str:
    dot = f'<span style="color: {color}">●</span>&nbsp;' if color else ""
    return dot + escape(text).replace(" ", "&nbsp;")
