"""Where the chain ends: the values that go on into the network, who reads them, and what the network says."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.document import Bools
from core.quantity import format_number, format_share
from gui.faults import guarded
from gui.grids.cell_sizes import HEAD
from gui.grids.grid_picture import INKS, PENDING, SECRET
from gui.grids.grid_style import Style, around_zero, color_table, dark, grid_image
from gui.grids.number_group import VALUES, NumberGroups
from gui.grids.stages import Chain, Said
from gui.plots.tints import mixed
from gui.theme import Theme, font

WIDE, NARROW, SLIM = 236, 184, 148
"""Pixels of width, where there is little room, and where there is none for the names of who reads the values."""
CELL, LEAST_CELL = 22, 3
_MOST_READERS, _MOST_LINES = 6, 60
ROW = 19
_BARS = {WIDE: 54, NARROW: 26, SLIM: 26}
_LEAST_BAR = 8
_VALUE = 46
_OBSERVED = " ◂"
_LEFT, _RIGHT = (Qt.AlignmentFlag.AlignVCenter | side for side in (Qt.AlignmentFlag.AlignLeft,
                                                                   Qt.AlignmentFlag.AlignRight))  # fmt: skip


class AnswerView(QWidget):
    """Paints the flattened values as a column, lines to the nodes that read them, and a bar for each output.

    ``pointed`` tells which of the flattened values the mouse is on, counted from 0; None beside them.
    """

    pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chain: Chain | None = None
        self._known: Bools | None = None
        self._numbers: NumberGroups | None = None
        self.secret = False
        """Whether what the network says is hidden: somebody works it out."""
        self._cells: tuple[QRectF, int, int] = (QRectF(), 1, 0)
        """Where the values are painted, in so many rows, and how many."""
        self.setMouseTracking(True)
        self.setFixedWidth(WIDE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_chain(self, chain: Chain, known: Bools | None, numbers: NumberGroups) -> None:
        """Show where a chain ends; ``known`` are the cells of its last grid that are computed (height, width).

        ``numbers`` says how those of the grids are written.
        """
        self.chain, self._known, self._numbers = chain, known, numbers
        said = ", ".join(_words(one) for one in chain.said) if self.complete else self._lacking
        self.setAccessibleName(f"{len(chain.flat)} values feed {self._readers()}. The network says: {said}")
        mark = "; ◂: what the row was observed to be" if any(one.observed == 1.0 for one in chain.said) else ""
        self.setToolTip("The last grid, cell by cell and channel by channel, is what the network on the canvas reads.\n"
                        f"It says {said}. In bold: the largest{mark}.")  # fmt: skip
        self.update()

    @property
    def complete(self) -> bool:
        """Whether all that the network reads is computed."""
        return not self.secret and (self._known is None or bool(self._known.all()))

    @property
    def _lacking(self) -> str:
        return SECRET if self.secret else PENDING

    def sizeHint(self) -> QSize:
        """Ask for room for a few outputs."""
        return QSize(WIDE, HEAD + 6 * ROW)

    def bar_width(self, room: float) -> float:
        """Return the length of the bars in a row of ``room`` pixels: a name and its mark come before a long bar."""
        names = [] if self.chain is None else [f"{one.name}{_OBSERVED}" for one in self.chain.said]
        metrics = QFontMetricsF(font(8.5, bold=True))
        name = max((metrics.horizontalAdvance(text) for text in names), default=0.0) + 6
        return max(_LEAST_BAR, min(_BARS.get(self.width(), _BARS[WIDE]), room - _VALUE - 4 - name))

    def value_at(self, at: QPointF) -> int | None:
        """Return which of the values, counted from 0, is painted at a pixel; None beside them."""
        where, rows, count = self._cells
        if not where.contains(at) or not count:
            return None
        cell = where.height() / rows
        place = int((at.x() - where.left()) / cell) * rows + min(rows - 1, int((at.y() - where.top()) / cell))
        return place if place < count else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which value is pointed at."""
        self.pointed.emit(self.value_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _readers(self) -> str:
        names = [node.label for node in self.chain.readers] if self.chain is not None else []
        return ", ".join(names[:_MOST_READERS]) + (" …" if len(names) > _MOST_READERS else "") or "nothing yet"

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint everything."""
        if self.chain is None:
            return
        painter, colors = QPainter(self), self._theme.colors
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = len(self.chain.flat)
        self._write(painter, QRectF(0, 0, self.width(), 16), "Into the network", 9, colors.text, bold=True)
        right, drawn = self._paint_column(painter)
        feeds = f"{count:,} value{'s' * (count != 1)} feed{'s' * (count == 1)} {self._readers()}"
        feeds = feeds if drawn == count else f"{count:,} values, the first {drawn:,} drawn"
        self._write(painter, QRectF(0, 17, self.width(), 14), feeds, 7.5, colors.muted)
        self._paint_said(painter, self._paint_readers(painter, right))
        painter.end()

    def _write(self, painter: QPainter, room: QRectF, text: str, points: float, ink: str, *, bold: bool = False,
               align: Qt.AlignmentFlag = _LEFT) -> None:  # fmt: skip
        used = font(points, bold=bold)
        painter.setFont(used)
        painter.setPen(QColor(ink))
        line = QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, align, line)

    def _paint_column(self, painter: QPainter) -> tuple[QRectF, int]:
        """Paint the values from top to bottom, in several columns where there are many.

        Return where they are, and how many there was room for.
        """
        assert self.chain is not None
        flat, colors = self.chain.flat, self._theme.colors
        room = max(40, self.height() - HEAD - 6)
        cell = max(LEAST_CELL, min(CELL, room // max(1, flat.size)))
        rows = max(1, min(flat.size, room // cell))
        columns = min(math.ceil(flat.size / rows), 48 // cell)
        table = np.zeros(rows * columns)
        known = np.arange(table.size) < flat.size
        shown = min(table.size, flat.size)
        table[:shown] = flat[:shown]
        if self._known is not None:
            known[:shown] &= np.tile(self._known.ravel(), math.ceil(flat.size / self._known.size))[:shown]
        style = around_zero(self.chain.scale_of(len(self.chain.path) - 1))
        image = _upright(table, known, rows, style, self._theme)
        where = QRectF(1, HEAD + 1, columns * cell, rows * cell)
        painter.drawImage(where, image)
        painter.setPen(QPen(QColor(colors.grid), 1))
        painter.drawRect(where)
        if cell >= CELL - 4:
            self._paint_numbers(painter, where, image, known)
        self._cells = where, rows, shown
        return where, shown

    def _paint_numbers(self, painter: QPainter, where: QRectF, image: QImage, known: Bools) -> None:
        assert self.chain is not None
        cell = where.height() / image.height()
        deep = dark(np.array([image.pixel(0, place) for place in range(image.height())], dtype=np.uint32)).tolist()
        for place, value in enumerate(self.chain.flat.tolist()):
            room = QRectF(where.left(), where.top() + place * cell, cell, cell)
            painter.setPen(QPen(QColor(self._theme.colors.grid), 1))
            painter.drawLine(room.topLeft(), room.topRight())
            if known[place]:
                ink = INKS[deep[place]]
                self._write(painter, room.adjusted(-4, 0, 4, 0), self._written(value), 7, ink,
                            align=Qt.AlignmentFlag.AlignCenter)  # fmt: skip

    def _written(self, value: float) -> str:
        if self._numbers is None or not math.isfinite(value):
            return format_number(value, 2)
        return self._numbers.writing(VALUES).text(value)

    def _paint_readers(self, painter: QPainter, column: QRectF) -> float:
        """Paint the names of the nodes that read the values, with a line from every value; return where they end."""
        assert self.chain is not None
        colors, readers = self._theme.colors, self.chain.readers[:_MOST_READERS]
        if not readers:
            return column.right() + 12
        slim = self.width() <= SLIM
        left, names = column.right() + (14 if slim else 22), ["" if slim else node.label for node in readers]
        wide = 4 if slim else min(54.0, max(QFontMetricsF(font(8)).horizontalAdvance(name) for name in names) + 10)
        step = min(24.0, column.height() / len(readers))
        middle = column.center().y()
        tops = [middle + (place - (len(readers) - 1) / 2) * step for place in range(len(readers))]
        painter.setPen(QPen(QColor(mixed(colors.muted, colors.window, 0.6)), 1))
        count = min(self.chain.flat.size, _MOST_LINES // len(readers))
        painter.drawLines(_fan(column.getRect(), left, tuple(tops), count))
        for name, top in zip(names, tops, strict=True):
            self._write(painter, QRectF(left + 3, top - 9, wide, 18), name, 8, colors.text)
        return left + wide

    def _paint_said(self, painter: QPainter, left: float) -> None:
        """Paint a row for each output: its name, a bar, its value; the largest in bold, what was observed marked."""
        assert self.chain is not None
        colors, said, room = self._theme.colors, self.chain.said, max(1, int((self.height() - HEAD) // ROW))
        if not self.complete:
            self._write(painter, QRectF(left, HEAD, self.width() - left, ROW), self._lacking, 8, colors.muted)
            return
        cut = said if len(said) <= room else said[: max(1, room - 1)]
        best = max((one.value for one in said if math.isfinite(one.value)), default=0.0)
        scale = max(1.0 if said and said[0].share else 0.0, *(abs(one.value) for one in said
                                                               if math.isfinite(one.value)), 1e-12)  # fmt: skip
        long = self.bar_width(self.width() - left)
        for place, one in enumerate(cut):
            where = QRectF(left, HEAD + place * ROW, self.width() - left, ROW)
            self._paint_row(painter, where, one, scale, long, best=one.value == best and len(said) > 1)
        if len(cut) < len(said):
            where = QRectF(left, HEAD + len(cut) * ROW, self.width() - left, ROW)
            self._write(painter, where, f"and {len(said) - len(cut)} more", 7.5, colors.muted)

    def _paint_row(
        self, painter: QPainter, where: QRectF, one: Said, scale: float, long: float, *, best: bool
    ) -> None:
        colors = self._theme.colors
        tint = colors.accent  # not the classes' own: beside the grids orange would say that a number is negative
        name = where.adjusted(0, 0, -long - _VALUE - 4, 0)
        observed = _OBSERVED if one.observed == 1.0 else ""
        self._write(painter, name.adjusted(0, 0, -4, 0), one.name + observed, 8.5, colors.text, bold=best, align=_RIGHT)
        bar = QRectF(name.right(), where.top() + 3, long, where.height() - 6)
        painter.fillRect(bar, QColor(colors.surface))
        share = one.value / scale if math.isfinite(one.value) else 0.0
        filled = QRectF(bar.left(), bar.top(), bar.width() * min(1.0, abs(share)), bar.height())
        painter.fillRect(filled, QColor(mixed(tint, colors.window, 0.35 if share >= 0 else 0.75)))
        if share < 0:
            painter.setPen(QPen(QColor(tint), 1, Qt.PenStyle.DashLine))
            painter.drawRect(filled)
        value = QRectF(bar.right() + 4, where.top(), _VALUE, where.height())
        metrics = QFontMetricsF(font(8.5, bold=best))
        texts = listed(one)
        text = next((text for text in texts if metrics.horizontalAdvance(text) <= value.width()), texts[-1])
        self._write(painter, value, text, 8.5, colors.text, bold=best)


def _upright(table: np.ndarray, known: Bools, rows: int, style: Style, theme: Theme) -> QImage:
    colors = color_table(style.hue, theme.colors)
    return grid_image(table.reshape(-1, rows).T, style, colors, known.reshape(-1, rows).T)


@lru_cache(maxsize=16)
def _fan(column: tuple[float, ...], left: float, tops: tuple[float, ...], count: int) -> list[QLineF]:
    """Return a line from ``count`` places along a column, (x, y, width, height), to each of the names."""
    x, y, width, height = column
    each = height / max(1, count)
    starts = [y + (place + 0.5) * each for place in range(count)]
    return [QLineF(x + width + 1, start, left, top) for start in starts for top in tops]


def _written(one: Said, digits: int = 4) -> str:
    """Return a value; a probability that is not certain never reads as 1."""
    return format_share(one.value, digits) if one.share else format_number(one.value, digits)


def listed(one: Said) -> tuple[str, ...]:
    """Return a value as the list may write it, the first that has room; a share to three decimals, so that all fit.

    A share all but 0 or 1 says just that.
    """
    if one.share and 0 < one.value < 0.0005:
        return ("< 0.001",)
    if one.share and 0.9995 <= one.value < 1:
        return ("> 0.999",)
    if one.share and math.isfinite(one.value):
        return (f"{one.value:.3f}".rstrip("0").rstrip("."),)
    return tuple(_written(one, digits) for digits in (3, 2, 1))


def _words(one: Said) -> str:
    seen = "" if one.observed is None else f" (observed {format_number(one.observed)})"
    return f"{one.name} {_written(one)}{seen}"
