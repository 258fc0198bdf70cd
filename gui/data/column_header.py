"""The header over the columns: a name, and under it what the column is for, in a colour and in words."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QLineEdit, QToolTip, QWidget

from core.datasets.roles import WORDS
from core.document import Document
from core.edits.table import MAX_TEXT
from core.quantity import format_number
from gui.controls.labels import place_text
from gui.data.cell_editor import ClickAway
from gui.data.cells import Shown
from gui.data.column_widths import NARROWEST, WIDEST, shared_widths
from gui.data.predictions import CLASS
from gui.data.table_model import TableModel
from gui.state.workspace import Workspace
from gui.theme import font

HEIGHT, MARGIN, ARROW = 42, 7, 14
NAME_POINTS, ROLE_POINTS = 9.0, 8.0
MOST_TEXTS, CELL_POINTS = 2000, 10.0
"""Rows whose texts are looked at, and their size."""
MOST_MEASURED = 200
"""Columns up to which each gets the width its name needs; measuring thousands would be felt."""
Align = Qt.AlignmentFlag
_MEANINGS = {
    "predicted": "what the network computes for the row, in the column's own units",
    "residual": "observed − predicted, in the column's own units",
    CLASS: "the class of the largest value for the row; ✕ where another class was observed",
}


def role_words(document: Document, found: Shown, section: int) -> tuple[str, str]:
    """Return the second line of a column's header and the name of its colour: ("input · dosage", "input")."""
    if not found.is_data(section):
        return found.prediction(section).title, "muted"
    column = found.data.columns[section]
    words = []
    for role in found.roles.get(column.name, ()):
        node = document.nodes[role.node]
        place = "" if node.units == 1 else place_text(node, role.unit).lower().removeprefix("unit ")
        unit = f" {place}" if place and not (node.grid is not None and column.name.endswith(place)) else ""
        same = node.label == column.name and not place
        words.append(WORDS[role.kind] + ("" if same else f" · {node.label}{unit}"))
    if not words:
        return ("ignored" if column.numeric else "ignored · text"), "muted"
    scaled = " · scaled" if column.name in found.data.scaling else ""
    kind = found.roles[column.name][0].kind
    return ", ".join(words) + scaled, "input" if kind == "inputs" else "output"


class RenameField(QLineEdit):
    """A name being typed where the old one stands: Enter or clicking away commits, Esc leaves the old one."""

    committed = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.setMaxLength(MAX_TEXT)
        self.setAccessibleName("Name of the column")
        self.selectAll()
        self._done = False
        self.editingFinished.connect(self._commit)
        ClickAway(self).happened.connect(self._commit)

    @Slot()
    def _commit(self) -> None:
        if not self._done:
            self._leave()
            self.committed.emit(self.text())

    def _leave(self) -> None:
        self._done = True
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc forgets what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


class ColumnHeader(QHeaderView):
    """Draws names and roles. Double-click renames; the arrow, a right click or the menu key opens the menu."""

    menu_wanted = Signal(int, QPoint)
    renamed = Signal(int, str)

    def __init__(self, workspace: Workspace, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._workspace, self._table = workspace, model
        self._given: list[int] = []  # widths that no hand has set
        self.field: RenameField | None = None
        """Where the last renaming was typed."""
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(NARROWEST)
        self.setDefaultSectionSize(WIDEST)
        self.setAccessibleName("Columns")
        self.sectionDoubleClicked.connect(self.rename)

    def sizeHint(self) -> QSize:
        """Return room for two lines."""
        return QSize(super().sizeHint().width(), HEIGHT)

    def share_width(self, width: int) -> None:
        """Share ``width`` among the columns as their headers need it; widths set by hand are left alone."""
        count = self.count()
        sizes = [self.sectionSize(section) for section in range(count)]
        if sizes != self._given and len(set(sizes)) > 1:
            return
        crowded = count > MOST_MEASURED
        needed = [(0, 0)] * count if crowded else [self._needed(section) for section in range(count)]
        self._given = shared_widths(width, [name for name, _ in needed], [both for _, both in needed])
        for section, size in enumerate(self._given):
            if size != sizes[section]:
                self.resizeSection(section, size)

    def _needed(self, section: int) -> tuple[int, int]:
        """Return the width in pixels that a column's name takes, and that of the name and the words under it."""
        found = self._table.shown
        words, _ = role_words(self._workspace.document, found, section)
        name = QFontMetrics(font(NAME_POINTS, bold=True)).horizontalAdvance(self._name(section))
        role = QFontMetrics(font(ROLE_POINTS)).horizontalAdvance(words) + ARROW * found.is_data(section)
        text = self._text_width(section) if found.is_data(section) else 0
        return max(name, text) + 2 * MARGIN + 2, max(name, role, text) + 2 * MARGIN + 2

    def _text_width(self, section: int) -> int:
        """Return the width in pixels of the longest of a column's first texts, 0 of numbers."""
        column = self._table.shown.data.columns[section]
        if column.numeric or not len(column.values):
            return 0
        texts = column.values[:MOST_TEXTS]
        longest = str(texts[np.char.str_len(texts).argmax()])
        return QFontMetrics(font(CELL_POINTS)).horizontalAdvance(longest) + 2

    def _name(self, section: int) -> str:
        found = self._table.shown
        return found.data.columns[section].name if found.is_data(section) else found.prediction(section).what

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one header: the name, its role, and an arrow where there is a menu."""
        colors, found = self._workspace.theme.colors, self._table.shown
        words, role = role_words(self._workspace.document, found, section)
        is_data = found.is_data(section)
        painter.save()
        painter.fillRect(rect, QColor(colors.window if is_data else colors.surface))
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width() - 1, 2), QColor(self._stripe(role)))
        room = rect.adjusted(MARGIN, 4, -MARGIN, -4)
        upper = room.adjusted(0, 0, 0, -room.height() // 2)
        lower = room.adjusted(0, room.height() // 2, -ARROW if is_data else 0, 0)
        self._line(painter, upper, self._name(section), colors.text if is_data else colors.muted, bold=True)
        self._line(painter, lower, words, getattr(colors, role), bold=False)
        if is_data:
            self._arrow(painter, rect)
        painter.restore()

    def _stripe(self, role: str) -> str:
        colors = self._workspace.theme.colors
        return colors.border if role == "muted" else str(getattr(colors, role))

    def _line(self, painter: QPainter, rect: QRect, text: str, color: str, *, bold: bool) -> None:
        used = font(NAME_POINTS if bold else ROLE_POINTS, bold=bold)
        painter.setFont(used)
        painter.setPen(QColor(color))
        elided = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Align.AlignLeft | Align.AlignVCenter, elided)

    def _arrow(self, painter: QPainter, rect: QRect) -> None:
        painter.setFont(font(8.0))
        painter.setPen(QColor(self._workspace.theme.colors.muted))
        corner = QRect(rect.right() - ARROW - 3, rect.center().y(), ARROW, rect.height() // 2 - 3)
        painter.drawText(corner, Align.AlignCenter, "▾")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the menu where the arrow is pressed; elsewhere choose the column."""
        point = event.position().toPoint()
        section = self.logicalIndexAt(point)
        edge = self.sectionViewportPosition(section) + self.sectionSize(section)
        on_arrow = edge - ARROW - 6 <= point.x() < edge - 4 and point.y() > HEIGHT // 2
        if event.button() is Qt.MouseButton.LeftButton and on_arrow and self._table.shown.is_data(section):
            self.open_menu(section)
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the column under the pointer."""
        section = self.logicalIndexAt(event.pos())
        if section >= 0 and self._table.shown.is_data(section):
            self.menu_wanted.emit(section, event.globalPos())

    def open_menu(self, section: int) -> None:
        """Open the menu of a column under its header."""
        left = self.sectionViewportPosition(section)
        self.menu_wanted.emit(section, self.mapToGlobal(QPoint(left, self.height())))

    @Slot(int)
    def rename(self, section: int) -> None:
        """Type another name where the old one stands."""
        if not self._table.shown.is_data(section):
            return
        field = RenameField(self._table.shown.data.names[section], self.viewport())
        left = self.sectionViewportPosition(section)
        field.setGeometry(left + 2, 2, max(60, self.sectionSize(section) - 4), HEIGHT - 6)
        field.committed.connect(partial(self.renamed.emit, section))
        field.show()
        field.setFocus()
        self.field = field

    def viewportEvent(self, event: QEvent) -> bool:
        """Show what a column is for, and how to change it, where the pointer rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            section = self.logicalIndexAt(event.pos())
            QToolTip.showText(event.globalPos(), self._tip(section) if section >= 0 else "", self)
            return True
        return super().viewportEvent(event)

    def _tip(self, section: int) -> str:
        found = self._table.shown
        words, _ = role_words(self._workspace.document, found, section)
        if not found.is_data(section):
            what = found.prediction(section).what
            return f"{what} {words}: {_MEANINGS[what]}. Read only."
        name = found.data.names[section]
        span = found.data.scaling.get(name)
        scaling = f"\nScaled: {format_number(span[0])} becomes 0, {format_number(span[1])} becomes 1." if span else ""
        how = "Double-click renames it; ▾, a right click, or Alt+Down in a cell says what it is for."
        return f"{name}: {words}{scaling}\n{how}"
