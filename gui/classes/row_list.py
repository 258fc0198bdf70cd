"""The rows of a cell, one an entry, as pictures where they are pictures. The current one is the chosen row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from core.document import Document, Indices, Node
from core.images.pictures import Greys, picture, picture_shape
from core.quantity import format_number
from gui.pictures import picture_pixmap
from gui.state.workspace import Workspace
from gui.theme import font

MOST = 300
"""Entries at most; nobody goes through more."""
SIDE, WIDEST, ITEM_SIDES = 40, 140, 26
"""Pixels of a picture's side, and of an entry's width at most, and what it has beside its words."""
_ROW = Qt.ItemDataRole.UserRole
_MOST_NUMBERS = 6


class RowList(QListWidget):
    """Lists data rows; the arrow keys and clicks choose one."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._about: object = None
        self._icons: dict[int, QIcon] = {}
        self._icons_of: object = None
        self.setFont(font(8.5))
        self.setAccessibleName("Rows of the cell")
        self.setToolTip("The rows of the cell; click one, or use the arrow keys, to see its values everywhere")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.currentItemChanged.connect(self._choose)

    def show_rows(self, document: Document, rows: Indices, said: Sequence[str] = ()) -> None:
        """List ``rows``, each with what is ``said`` of it under its picture; cheap where they are listed already."""
        about = (document.data.columns, document.data.inputs, rows.tobytes(), self._workspace.theme.name, tuple(said))
        if about == self._about:
            self._mark()
            return
        self._about = about
        if self._icons_of != (about[0], about[1], about[3]):
            self._icons, self._icons_of = {}, (about[0], about[1], about[3])
        pixels = next((node for node in document.nodes.values() if picture_shape(document, node)), None)
        self._dress(as_pictures=pixels is not None, said=said)
        with QSignalBlocker(self):  # filling the list chooses no row
            self._fill(document, pixels, rows, said)
        self._mark()

    def _fill(self, document: Document, pixels: Node | None, rows: Indices, said: Sequence[str]) -> None:
        self.clear()
        for place, row in enumerate(rows[:MOST].tolist()):
            self.addItem(self._item(document, pixels, row, said[place] if said else ""))
        if rows.size > MOST:
            rest = QListWidgetItem(f"… {rows.size - MOST:,} more")
            rest.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(rest)

    def _dress(self, *, as_pictures: bool, said: Sequence[str]) -> None:
        mode = QListView.ViewMode
        self.setViewMode(mode.IconMode if as_pictures else mode.ListMode)
        self.setIconSize(QSize(SIDE, SIDE))
        wide = max((self.fontMetrics().horizontalAdvance(one) for one in said[:MOST]), default=0) + ITEM_SIDES
        self.setGridSize(QSize(min(max(SIDE + 14, wide), WIDEST), SIDE + 22) if as_pictures else QSize())

    def _item(self, document: Document, pixels: Node | None, row: int, said: str) -> QListWidgetItem:
        words = f"row {row + 1}"
        greys = picture(document, pixels, row) if pixels is not None else None
        item = QListWidgetItem((said or str(row + 1)) if greys is not None else f"{words}:  {_numbers(document, row)}")
        if greys is not None:
            item.setIcon(self._icon(greys, row))
        item.setData(_ROW, row)
        numbers = () if greys is not None else (_numbers(document, row, named=True),)
        item.setToolTip(": ".join((words, *(one for one in (said, *numbers) if one))))
        return item

    def _icon(self, greys: Greys, row: int) -> QIcon:
        if row not in self._icons:
            colors = self._workspace.theme.colors
            self._icons[row] = QIcon(picture_pixmap(greys, colors.window, colors.text, SIDE))
        return self._icons[row]

    def row_at(self, place: int) -> int:
        """Return the data row of an entry."""
        return int(self.item(place).data(_ROW))

    def _mark(self) -> None:
        """Make the chosen row the current entry, where it is listed."""
        chosen = self._workspace.selection.row
        places = range(min(self.count(), MOST))
        place = next((place for place in places if self.item(place).data(_ROW) == chosen), -1)
        if place != self.currentRow():
            with QSignalBlocker(self):  # it was chosen elsewhere
                self.setCurrentRow(place)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _choose(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ROW) is not None:
            self._workspace.selection.choose_row(int(item.data(_ROW)))


def _numbers(document: Document, row: int, *, named: bool = False) -> str:
    """Return a row's inputs: "1.8 · 3.2", or with names "petal width 1.8, sepal width 3.2"."""
    names = [name for owned in document.data.inputs.values() for name in owned if name in document.data.names]
    found = []
    for name in names[:_MOST_NUMBERS]:
        column = document.data.column(name)
        if column.numeric:
            number = format_number(float(column.values[row]))
            found.append(f"{name} {number}" if named else number)
    return (", " if named else " · ").join(found) + (" …" if len(names) > _MOST_NUMBERS else "")
