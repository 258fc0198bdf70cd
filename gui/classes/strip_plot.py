"""The strip plot: a line for each class, a dot on it for each start. A start that is chosen is ringed on every line."""

from __future__ import annotations

from textwrap import wrap

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui.classes.strip_sheet import AXIS, GAP, TIGHT, WIDE, Lane, Places, Sheet, lane_height
from gui.controls.own_keys import kept
from gui.faults import guarded
from gui.plots.symbols import dress, paint_symbol
from gui.plots.tints import mixed
from gui.theme import Theme, font

REACH = 10.0
"""Pixels within which a dot is meant."""
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
HELP = (
    "A dot a start: how probable it holds the class to be, from 0 to 1. The line across is your network as it is. "
    "Click a dot, or press ← and →, to choose a start, and Enter to take it; ↑ and ↓ go to the row before and the next."
)
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROW_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
LONGEST = "1.5e−11 to 3.4e−5"
"""Words below a name that have room; longer ones are shortened."""
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST_TIPS = 6
TIP_WIDTH = 56
"""Characters in a line of a tooltip: a longer one covers the views beside it."""
_SIGN = 15
"""Pixels for the shape of a class, left of its name."""


class StripPlot(QWidget):
    """Shows a sheet. ``chosen(start)`` says which start was chosen, -1 none; ``row_wanted(step)`` asks for a row.

    ``taken`` says that the chosen start shall be taken over.
    """

    chosen = Signal(int)
    row_wanted = Signal(int)
    taken = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sheet = Sheet((), np.zeros(0, dtype=np.bool_))
        self.start = -1
        self._pointed = -1
        self._places: Places | None = None
        self._measured = (0, 0)
        self.setFont(font(8))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Strip plot of the starts")
        self.setAccessibleDescription(HELP)

    def show_sheet(self, sheet: Sheet, start: int) -> None:
        """Show these lanes, with one start chosen, or none (-1)."""
        self.sheet, self.start, self._places = sheet, start, None
        if self._pointed >= sheet.diverged.size:
            self._pointed = -1
        self.setMinimumHeight(TIGHT * len(sheet.lanes) + GAP + AXIS)
        told = "; ".join(f"{lane.name} {lane.said}" for lane in sheet.lanes)
        self.setAccessibleDescription(f"{told}. {HELP}")
        self.update()

    @property
    def places(self) -> Places:
        """Where everything stands."""
        wanted = (self.width(), self.height())
        if self._places is None or self._measured != wanted:
            self._measured = wanted
            self._places = Places(self.sheet, *wanted, self._margin())
        return self._places

    def _margin(self) -> int:
        """Return how wide the names are, and the words below them where there is room: the same for every row."""
        metrics, names = self.fontMetrics(), [lane.name for lane in self.sheet.lanes]
        widest = max((QFontMetrics(font(8, bold=True)).horizontalAdvance(name) for name in names), default=0)
        if lane_height(self.sheet, self.height()) >= 2 * metrics.height() + 1:
            widest = max(widest, metrics.horizontalAdvance(LONGEST))
        return min(_SIGN + widest + 6, int(self.width() * 0.4))

    def minimumSizeHint(self) -> QSize:
        """Ask for a lane's least height, each."""
        return QSize(160, self.minimumHeight())

    # -- painting ------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint axis, names, dots and the lines of the network as it is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.sheet.lanes:
            self._paint_axis(painter)
            for place, lane in enumerate(self.sheet.lanes):
                self._paint_name(painter, place, lane)
                self._paint_own(painter, place, lane)
                self._paint_dots(painter, place, lane)
                self._paint_point(painter, place, lane)
            self._paint_rings(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.colors.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_axis(self, painter: QPainter) -> None:
        places, colors = self.places, self._theme.colors
        for place, lane in enumerate(self.sheet.lanes):
            band = QRectF(places.left - 6, places.top(place) + 1, places.right - places.left + 12, places.high - 2)
            painter.fillRect(band, QColor(colors.row if lane.bold else colors.surface))
        painter.setFont(font(7.5))
        for tick in TICKS:
            x = places.x(tick)
            painter.setPen(QPen(QColor(colors.grid), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, places.bottom))
            painter.setPen(QColor(colors.muted))
            painter.drawText(QRectF(x - 20, places.bottom, 40, AXIS), Qt.AlignmentFlag.AlignCenter, f"{tick:g}")

    def _paint_name(self, painter: QPainter, place: int, lane: Lane) -> None:
        places, colors = self.places, self._theme.colors
        top, wide = places.top(place), places.left - _SIGN - 12
        two = lane.said and places.high >= 2 * painter.fontMetrics().height() + 1
        box = QRectF(_SIGN, top, wide, places.high)
        middle = top + places.high / (4 if two else 2) + (2 if two else 0)
        dress(painter, lane.color, "")
        paint_symbol(painter, QPointF(6, middle), lane.shape, 9)
        painter.setFont(font(8, bold=lane.bold))
        painter.setPen(QColor(colors.text))
        name = painter.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideRight, int(wide))
        line = QRectF(box.left(), middle - 9, wide, 18)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        if two:
            painter.setFont(font(7.5))
            painter.setPen(QColor(colors.muted))
            said = painter.fontMetrics().elidedText(lane.said, Qt.TextElideMode.ElideRight, int(wide))
            painter.drawText(line.translated(0, 14), Qt.AlignmentFlag.AlignVCenter, said)

    def _paint_own(self, painter: QPainter, place: int, lane: Lane) -> None:
        """Paint the line of the network as it is, behind the dots."""
        if lane.own is None or not np.isfinite(lane.own):
            return
        x, top = self.places.x(lane.own), self.places.top(place) + 1
        painter.setPen(QPen(QColor(self._theme.colors.text), 1.6))
        painter.drawLine(QPointF(x, top), QPointF(x, top + self.places.high - 2))

    def _paint_point(self, painter: QPainter, place: int, lane: Lane) -> None:
        """Paint the point above that line, and how many dots stand in one place where they cannot be counted."""
        places, colors = self.places, self._theme.colors
        if lane.own is not None and np.isfinite(lane.own):
            dress(painter, colors.text, colors.window, 1)
            paint_symbol(painter, QPointF(places.x(lane.own), places.top(place) + 3), "wedge", 8)
        painter.setFont(font(7.5))
        painter.setPen(QColor(colors.text))
        for left, count in places.piles[place]:
            box = QRectF(left, places.top(place), WIDE, places.high)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"×{count}")

    def _paint_dots(self, painter: QPainter, place: int, lane: Lane) -> None:
        places, colors = self.places, self._theme.colors
        tint = mixed(lane.color, colors.window, 0.55) if self.sheet.faint else lane.color
        for start in range(lane.values.size - 1, -1, -1):
            x, y = places.dots[place][:, start].tolist()
            if not np.isfinite(x):
                continue
            if self.sheet.diverged[start]:
                dress(painter, "", colors.danger, 1.7)
                paint_symbol(painter, QPointF(x, y), "cross", places.size + 2)
            else:
                dress(painter, tint, colors.window, 0.9)
                paint_symbol(painter, QPointF(x, y), "disc", places.size)

    def _paint_rings(self, painter: QPainter) -> None:
        """Ring the start that is chosen, and the one under the pointer, on every lane."""
        places, colors = self.places, self._theme.colors
        for start, width in ((self._pointed, 1.4), (self.start, 2.2)):
            if not 0 <= start < self.sheet.diverged.size:
                continue
            for lane, dots in zip(self.sheet.lanes, places.dots, strict=True):
                at = QPointF(*dots[:, start].tolist())
                if np.isfinite(at.x()):
                    dress(painter, lane.color, colors.window, 1)
                    paint_symbol(painter, at, "disc", places.size + 2)
                    dress(painter, "", colors.text, width)
                    paint_symbol(painter, at, "disc", places.size + 5)

    # -- mouse and keys ------------------------------------------------------------------------------------

    def tip_at(self, at: QPointF) -> str:
        """Return what the pointer reads at a pixel: the starts whose dots are there, or the network as it is."""
        near = self.places.near(at.x(), at.y(), REACH)
        tips = [self.sheet.tip(start) for start in near[:_MOST_TIPS].tolist()]
        if near.size > _MOST_TIPS:
            tips.append(f"… and {near.size - _MOST_TIPS} more starts here")
        place = self.places.lane_at(at.y())
        lane = self.sheet.lanes[place] if place is not None else None
        if not tips and lane is not None:
            own = lane.own
            on_line = own is not None and np.isfinite(own) and abs(self.places.x(own) - at.x()) <= REACH
            return f"your network as it is\n{lane.name} {own:.4g}" if on_line else ""
        return "\n\n".join(tips)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        near = self.places.near(event.position().x(), event.position().y(), REACH)
        pointed = int(near[0]) if near.size else -1
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()
        tip = self.tip_at(event.position())
        if tip:
            QToolTip.showText(event.globalPosition().toPoint() + QPoint(8, 8), folded(tip), self)
        elif QToolTip.isVisible() and QToolTip.text() != HELP:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._pointed = -1
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say what the plot shows where the pointer rests on no dot; keep its keys from the window's shortcuts."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if not self.tip_at(QPointF(event.pos())):
                QToolTip.showText(event.globalPos(), HELP, self)
            return True
        own = (*_KEYS, *_ROW_KEYS, *_TAKING, Qt.Key.Key_Escape)
        return kept(event, lambda key: key.key() in own) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the start under the pointer; where several stand there, each click chooses the next of them."""
        event.accept()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        near = self.places.near(event.position().x(), event.position().y(), REACH).tolist()
        after = near.index(self.start) + 1 if self.start in near else 0
        self.chosen.emit(near[after % len(near)] if near else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → go through the starts, ↑ and ↓ through the rows; Enter takes the start, Esc chooses none."""
        count, key = self.sheet.diverged.size, Qt.Key(event.key())
        if key in _KEYS and count:
            self.chosen.emit((max(self.start, -1 if _KEYS[key] > 0 else 0) + _KEYS[key]) % count)
        elif key in _ROW_KEYS:
            self.row_wanted.emit(_ROW_KEYS[key])
        elif key in _TAKING and self.start >= 0:
            self.taken.emit()
        elif key == Qt.Key.Key_Escape and self.start >= 0:
            self.chosen.emit(-1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys come here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()


def folded(tip: str) -> str:
    """Return the words of a tooltip in lines of a fair width."""
    return "\n".join(part for line in tip.split("\n") for part in (wrap(line, TIP_WIDTH) or [""]))
