"""The rows of an image's, convolution's or pool's form: its settings, and how its size follows from them."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QWidget

from core.catalog import GRID_SETTINGS, POOL_MODES
from core.document import Grid, Node
from core.edits.sizes import SETTINGS, SetGrid
from gui.controls.drop_list import DropList
from gui.controls.fields import NumberField, help_line
from gui.controls.grid_words import size_words
from gui.grid_settings import set_grid
from gui.inspectors.rows import RowCard
from gui.state.workspace import Workspace

_MODES = {
    "max": ("Max", "The largest value of each region goes on; the derivative goes back to it alone"),
    "mean": ("Mean", "The average of each region goes on; the derivative goes back to all of it in equal parts"),
}
_SIDES = ("height", "width", "channels")


class GridRows:
    """Adds a row for each setting to ``card``; every one is an edit, and what cannot be is refused by the field."""

    def __init__(self, workspace: Workspace, node: Node, card: RowCard, parent: QWidget) -> None:
        self._workspace, self._node = workspace, node.id
        self.fields: dict[str, NumberField] = {}
        self.mode: QComboBox | None = None
        for name in SETTINGS[node.kind]:
            if name == "mode":
                self._add_mode(card, parent)
            else:
                self._add(name, card, parent)
        self.size = help_line("")
        self.size.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.size.setToolTip("How the size comes about (floor leaves off what is behind the decimal point)")
        card.add_line(self.size)

    def _add(self, name: str, card: RowCard, parent: QWidget) -> None:
        setting = GRID_SETTINGS[name]
        field = NumberField(setting, None, parent)
        field.committed.connect(partial(self._set, name))
        card.add(setting.title.lower(), field, f"{setting.title}: {setting.help}")
        self.fields[name] = field

    def _add_mode(self, card: RowCard, parent: QWidget) -> None:
        box = DropList(parent)
        box.setAccessibleName("What a region gives")
        for name in POOL_MODES:
            title, tip = _MODES[name]
            box.addItem(title, name)
            box.setItemData(box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        box.activated.connect(self._choose_mode)
        card.add("mode", box, "What a region gives: its largest value, or its average")
        self.mode = box

    def show(self, node: Node) -> None:
        """Show the settings as the document has them."""
        if node.grid is None:
            return
        for name, field in self.fields.items():
            field.show_value(float(_setting(node, node.grid, name)))
        if self.mode is not None:
            self.mode.setCurrentIndex(self.mode.findData(node.grid.mode))
        self.size.setText("\n".join(size_words(self._workspace.document, node.id)))

    def _set(self, name: str, value: float) -> None:
        field = self.fields[name]
        below = field.mapToGlobal(QPoint(0, field.height()))
        given: dict[str, Any] = {name: int(value)}
        set_grid(self._workspace, self._node, given, below)
        node = self._workspace.document.nodes.get(self._node)
        if node is not None:
            self.show(node)

    def _choose_mode(self, place: int) -> None:
        if self.mode is not None:
            self._workspace.do(SetGrid(self._node, mode=str(self.mode.itemData(place))))


def _setting(node: Node, grid: Grid, name: str) -> int:
    if name == "filters":
        return 0 if node.filters is None else len(node.filters.value)
    if name in _SIDES:
        return grid.shape[_SIDES.index(name)]
    found: int = getattr(grid, name)
    return found
