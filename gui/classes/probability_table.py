"""The table of one row's classes on the screen, with probabilities and derivatives as bars."""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.quantity import format_brief, share_texts
from gui.classes.probability_model import CLASS, HARD, MARK, SLOPE, SOFT, ProbabilityModel
from gui.classes.read_table import ReadTable
from gui.faults import guarded
from gui.plots.symbols import dress, paint_symbol
from gui.plots.tints import mixed
from gui.theme import Colors, Theme, class_colors, class_shapes, font

LEAST_HEIGHT, MOST_HEIGHT, HEAD, BAR = 17, 30, 20, 4
"""Pixels of a line, of the heads and of a bar."""
PAD, SIGN = 4, 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEAST = (30, 41, 40, 46, 0, 0)
"""The least width of a column, in pixels; its head, or a name, may need more."""
_LEAST_NAME, _MOST_NAME = 60, 92
_GROWS = (0.4, 0.1, 0.1, 0.3, 0.0, 0.1)
"""What part a column gets of the width that is left."""


class ProbabilityCells(QStyledItemDelegate):
    """Paints numbers with their bars below; the column of the choice in use is in full ink."""

    def __init__(self, model: ProbabilityModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._theme = model, theme
        self._plain, self._bold = font(8), font(8, bold=True)

    @guarded
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        sheet, line, column = self._model.sheet, index.row(), index.column()
        if sheet is None or line > len(sheet.classes):
            return
        rect: QRect = option.rect
        last = line == len(sheet.classes)
        colors = self._theme.colors
        if last:
            painter.setPen(QColor(colors.border))
            painter.drawLine(rect.topLeft(), rect.topRight())
        elif line == sheet.observed:
            painter.fillRect(rect, QColor(colors.row))
        if not last and column in (SOFT, HARD, SLOPE):
            self._bar(painter, rect, line, column)
        in_use = column == {"softmax": SOFT, "argmax": HARD}[sheet.kind]
        bold = in_use or (column == CLASS and line == sheet.found.winner)
        painter.setFont(self._bold if bold else self._plain)
        painter.setPen(QColor(self._ink(colors, column, in_use=in_use, last=last)))
        inside = rect.adjusted(PAD + (SIGN if column == CLASS and not last else 0), 0, -PAD, -BAR if not last else 0)
        text = self._fitted(line, column, inside.width(), painter.fontMetrics())
        painter.drawText(inside, int(_LEFT if column == CLASS else _RIGHT), text)
        if column == CLASS and not last:
            self._sign(painter, rect, line)

    def _sign(self, painter: QPainter, rect: QRect, line: int) -> None:
        """Paint the colour and the shape that the class has in every view."""
        dress(painter, self._tint(line), "")
        paint_symbol(painter, QPointF(rect.left() + PAD + 3, rect.center().y() + 1), class_shapes(line + 1)[line], 8)

    def _tint(self, line: int) -> str:
        return class_colors(line + 1, self._theme.colors)[line]

    def _ink(self, colors: Colors, column: int, *, in_use: bool, last: bool) -> str:
        idle = column in (SOFT, HARD) and not in_use
        return colors.muted if idle or last else colors.text

    def _fitted(self, line: int, column: int, width: int, metrics: QFontMetrics) -> str:
        """Return a number in as many digits as fit, a name cut short where it must be."""
        if column == CLASS:
            name = self._model.text(line, column)
            plain = name.removesuffix(MARK)
            return next((text for text in (name, plain) if metrics.horizontalAdvance(text) <= width),
                        metrics.elidedText(plain, Qt.TextElideMode.ElideRight, width))
        sheet, texts = self._model.sheet, [self._model.text(line, column, digits) for digits in (3, 2, 1)]
        number = sheet.number(line, column) if sheet is not None else None
        if column == SOFT and sheet is not None and number is not None and line < len(sheet.classes):
            texts += share_texts(number)  # what is not certain never reads as 1
        elif number is not None:
            texts += [format_brief(number, digits) for digits in (2, 1)]
        return next((text for text in texts if metrics.horizontalAdvance(text) <= width), "…")

    def _bar(self, painter: QPainter, rect: QRect, line: int, column: int) -> None:
        sheet, colors = self._model.sheet, self._theme.colors
        number = sheet.number(line, column) if sheet is not None else None
        if sheet is None or number is None or not math.isfinite(number):
            return
        area = QRectF(rect.left() + PAD, rect.bottom() - BAR, rect.width() - 2 * PAD, BAR)
        in_use = column == {"softmax": SOFT, "argmax": HARD}[sheet.kind]
        if column == SLOPE:
            most = max(1.0, max(abs(float(one)) for one in sheet.slopes) if sheet.slopes is not None else 1.0)
            ink, middle = colors.positive if number >= 0 else colors.negative, area.center().x()
            painter.fillRect(QRectF(middle - 0.5, area.top() - 1, 1, BAR + 2), QColor(colors.muted))
            long = area.width() / 2 * number / most
            bar = QRectF(middle, area.top(), long, area.height()).normalized()
        else:
            ink = self._tint(line) if in_use else colors.muted
            bar = QRectF(area.left(), area.top(), area.width() * min(1.0, max(0.0, number)), area.height())
        painter.fillRect(area, QColor(mixed(colors.border, colors.window, 0.4)))
        painter.fillRect(bar, QColor(mixed(ink, colors.window, 0.15)))


class ProbabilityTable(ReadTable):
    """Shows the table in the width it gets."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, "Raw values, powers of e, probabilities, ArgMax and derivatives of the chosen row")
        self.page = ProbabilityModel(self)
        self.show_model(self.page, ProbabilityCells(self.page, theme, self), theme)
        self.dress_heads(7.5, HEAD, "2px 2px")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(_RIGHT)
        self.page.headerDataChanged.connect(self.fit)

    @Slot()
    def fit(self) -> None:
        """Give the columns what they need, and of what is left their parts; the derivatives give way."""
        if self.page.sheet is None:
            return
        lines = len(self.page.sheet.classes) + 1
        high = min(MOST_HEIGHT, max(LEAST_HEIGHT, (self.height() - HEAD - 4) // lines))
        self.verticalHeader().setDefaultSectionSize(high)
        needed, room = self._needed(), self.viewport().width()
        others = sum(needed) - needed[CLASS]
        shy = others + min(needed[CLASS], _LEAST_NAME) > room
        others -= needed[SLOPE] if shy else 0
        needed[CLASS] = max(_LEAST[CLASS], min(needed[CLASS], room - others))
        self.setColumnHidden(SLOPE, shy)
        left = max(0, room - others - needed[CLASS])
        for place, (wide, part) in enumerate(zip(needed, _GROWS, strict=True)):
            self.setColumnWidth(place, wide + int(left * part))

    def _needed(self) -> list[int]:
        """Return the width that each column takes with its head, and the first with its names."""
        sheet = self.page.sheet
        if sheet is None:
            return list(_LEAST)
        metrics, bold = QFontMetrics(font(7.5)), QFontMetrics(font(8, bold=True))
        heads = (metrics.horizontalAdvance(head) + 5 for head in sheet.heads)
        needed = [max(pair) for pair in zip(_LEAST, heads, strict=True)]
        names = max(map(bold.horizontalAdvance, sheet.classes)) + 2 * PAD + SIGN
        needed[CLASS] = max(needed[CLASS], min(_MOST_NAME, names))
        return needed
