"""The tick list of curves, which is legend and bar chart in one: box, colour, name, bar, number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.document import Document
from core.quantity import format_number
from gui.plots.series import Entry, Key, entries
from gui.state.carrying import KIND, packed
from gui.theme import Colors, font

MOST_CURVES = 24
ROW = 21
_NUMBER, _BOX = 58, 22
Index = QModelIndex | QPersistentModelIndex


class SeriesModel(QAbstractListModel):
    """The entries that match the filter, and which of all are ticked.

    Without a word from the user the parameters that may learn are ticked, up to 24 of them.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = Document()
        self._wanted = ""
        self._everything: list[Entry] = []
        self._listed: list[Entry] = []
        self._ticks: dict[Key, bool] = {}
        self._default: frozenset[Key] = frozenset()
        self.shown: tuple[Entry, ...] = ()

    def follow(self, document: Document) -> None:
        """List the parameters of ``document``; cheap while its drawing stays the same."""
        old, self._document = self._document, document
        if old.nodes is not document.nodes or old.connections is not document.connections:
            self._list()

    def search(self, wanted: str) -> None:
        """List only what matches."""
        self._wanted = wanted
        self._list()

    def _list(self) -> None:
        everything = entries(self._document)
        listed = entries(self._document, self._wanted) if self._wanted.strip() else everything
        if (everything, listed) == (self._everything, self._listed):
            return
        self._everything = everything
        whole = [entry for entry in self._everything if entry.several or self._alone(entry)]
        learning = [entry.key for entry in whole if entry.learns] or [entry.key for entry in whole]
        self._default = frozenset(learning[:MOST_CURVES])
        self.beginResetModel()
        self._listed = listed
        self.endResetModel()
        self._choose()

    def _alone(self, entry: Entry) -> bool:
        return self._document.parameter(entry.ref).value.size == 1

    def _choose(self) -> None:
        """Work out which curves are drawn: of all that exist, listed at the moment or not."""
        known = {entry.key: entry for entry in (*self._everything, *self._listed)}
        known |= {entry.key: entry for entry in self.shown if entry.key not in known and self._alive(entry)}
        self.shown = tuple(entry for key, entry in known.items() if self.is_ticked(key))
        self.ticked.emit()

    def _alive(self, entry: Entry) -> bool:
        found = self._document.parameters().get(entry.ref)
        index = entry.key[1]
        return (
            found is not None
            and index is not None
            and all(at < size for at, size in zip(index, found.value.shape, strict=True))
        )

    def is_ticked(self, key: Key) -> bool:
        """Whether the curve of ``key`` is wanted."""
        return self._ticks.get(key, key in self._default)

    def tick(self, chosen: list[Entry], on: bool) -> None:  # noqa: FBT001  # a tick is a truth value
        """Tick entries, or take their ticks away."""
        self._ticks |= {entry.key: on for entry in chosen}
        self._choose()
        if self._listed:
            self.dataChanged.emit(self.index(0), self.index(len(self._listed) - 1))

    def tick_listed(self, on: bool) -> None:  # noqa: FBT001
        """Tick all that are listed, or none of them."""
        self.tick(self._listed, on)

    def entry(self, index: Index) -> Entry:
        """Return the entry of a row."""
        return self._listed[index.row()]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many entries are listed."""
        return 0 if parent is not None and parent.isValid() else len(self._listed)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be ticked; one that stands for a single number can be dragged to a view that takes numbers."""
        ticked = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        return ticked if self.entry(index).several else ticked | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Say what is dragged."""
        return [KIND]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the number of the row that is dragged."""
        ref, index = self.entry(indexes[0]).key
        return packed(ref, index or ())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name, place and tick of a row."""
        entry = self.entry(index)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.is_ticked(entry.key) else Qt.CheckState.Unchecked
        frozen = "" if entry.learns else ", frozen"
        return {
            Qt.ItemDataRole.DisplayRole: entry.name,
            Qt.ItemDataRole.ToolTipRole: f"{entry.name}: {entry.place}{frozen}",
            Qt.ItemDataRole.AccessibleTextRole: f"{entry.name}, {entry.place}{frozen}",
        }.get(Qt.ItemDataRole(role))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Set the tick of a row."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick([self.entry(index)], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True


@dataclass(frozen=True, slots=True)
class Bars:
    """What the rows show beside the names: a number each, and the size that fills the room."""

    number: Callable[[Entry], float | None]
    largest: float
    colors: Colors


class SeriesDelegate(QStyledItemDelegate):
    """Paints a row: tick, colour, name, a bar to the left of the middle for negative numbers, the number."""

    bars: Bars | None = None

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Leave the mouse to the list, which takes a click anywhere in a row; Space ticks as everywhere."""
        return not isinstance(event, QMouseEvent) and super().editorEvent(event, model, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002  # all rows are alike
        """Every row is equally high."""
        return QSize(150, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        model, bars = index.model(), self.bars
        if bars is None or not isinstance(model, SeriesModel):
            return
        entry, rect = model.entry(index), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(bars.colors.cycle[entry.tint % len(bars.colors.cycle)])
        _paint_tick(painter, rect, color if model.is_ticked(entry.key) else None, bars.colors)
        _paint_bar(painter, rect, bars.number(entry), bars.largest, color)
        _paint_words(painter, rect, entry, bars)
        painter.restore()


def _paint_tick(painter: QPainter, rect: QRectF, color: QColor | None, colors: Colors) -> None:
    box = QRectF(rect.left() + 5, rect.center().y() - 6, 12, 12)
    painter.setPen(QPen(color or QColor(colors.frozen), 1.2))
    painter.setBrush(color or Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    if color is not None:
        painter.setPen(QPen(QColor(colors.window), 1.6))
        left, top = box.left(), box.top()
        painter.drawPolyline([box.topLeft().__class__(left + x, top + y) for x, y in ((3, 6), (5.2, 8.4), (9, 3.8))])


def _paint_bar(painter: QPainter, rect: QRectF, number: float | None, largest: float, color: QColor) -> None:
    if not number or not largest > 0:
        return
    room = (rect.width() - _BOX - _NUMBER) / 2
    middle = rect.left() + _BOX + room
    length = room * max(-1.0, min(1.0, number / largest))
    color.setAlpha(60)
    bar = QRectF(min(middle, middle + length), rect.top() + 3, abs(length), rect.height() - 6)
    painter.fillRect(bar, color)


def _paint_words(painter: QPainter, rect: QRectF, entry: Entry, bars: Bars) -> None:
    painter.setFont(font(8))
    painter.setPen(QColor(bars.colors.text if entry.learns else bars.colors.frozen))
    middle = Qt.AlignmentFlag.AlignVCenter
    name = painter.fontMetrics().elidedText(entry.name, Qt.TextElideMode.ElideRight, int(rect.width()) - _BOX - _NUMBER)
    painter.drawText(rect.adjusted(_BOX, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, name)
    number = bars.number(entry)
    text = "–" if number is None else format_number(number, 3)
    painter.drawText(rect.adjusted(0, 0, -6, 0), middle | Qt.AlignmentFlag.AlignRight, text)


class SeriesList(QListView):
    """The list; ``hovered`` tells the entry under the pointer, or None."""

    hovered = Signal(object)

    def __init__(self, model: SeriesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.painter_of_rows = SeriesDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.painter_of_rows)
        self.setMouseTracking(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Parameters that are drawn")
        self.clicked.connect(self._toggle)
        self.entered.connect(self._enter)

    @Slot(QModelIndex)
    def _toggle(self, index: QModelIndex) -> None:
        model = self.model()
        on = model.data(index, Qt.ItemDataRole.CheckStateRole) != Qt.CheckState.Checked
        model.setData(index, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)

    @Slot(QModelIndex)
    def _enter(self, index: QModelIndex) -> None:
        model = self.model()
        self.hovered.emit(model.entry(index) if isinstance(model, SeriesModel) else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.hovered.emit(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is also below the last row."""
        super().mouseMoveEvent(event)
        if not self.indexAt(event.position().toPoint()).isValid():
            self.hovered.emit(None)

    def show_bars(self, bars: Bars) -> None:
        """Paint rows with these numbers."""
        self.painter_of_rows.bars = bars
        self.viewport().update()
