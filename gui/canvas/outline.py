"""The drawing as a table: for screen readers, for the keyboard, and to find things by name."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QVBoxLayout, QWidget

from core.document import Pair, Ref, wired
from gui.canvas.outline_model import OutlineModel
from gui.state.selection import Selection
from gui.state.turns import SOON
from gui.state.workspace import Workspace

Flag = QItemSelectionModel.SelectionFlag
MOST_OPEN = 50
"""Drawings of up to so many nodes are shown with all their parameters unfolded."""


class Outline(QWidget):
    """Mirrors the canvas: choosing here chooses there and the other way round; numbers can be typed here too."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.model = OutlineModel(workspace, self)
        self.tree = QTreeView(self)
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setAccessibleName("Outline of the network")
        self.tree.setToolTip("Nodes, and below each its bias and incoming connections; F2 or double-click to edit")
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.tree.header().setStretchLastSection(False)
        self.tree.verticalScrollBar().valueChanged.connect(self._make_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree)
        self.setAccessibleName("Outline")
        self._listen()

    def _listen(self) -> None:
        self.tree.selectionModel().selectionChanged.connect(self._choose)
        self._workspace.selection.changed.connect(self._follow_selection)
        self._workspace.selection.row_changed.connect(self._show)
        self._workspace.bridge.changed.connect(self._show)
        self._workspace.turns.join(self._show, of_row=SOON)

    @Slot(object, object)
    def _show(self, *_: object) -> None:
        if self.isVisible():
            if self.model.rebuild():
                self._unfold()
                self._follow_selection()
            self._make_room()
            self.tree.viewport().update()

    def _make_room(self) -> None:
        """Widen the column of the values with what is in sight: a number cut short would read as another."""
        wide = self.tree.sizeHintForColumn(1)
        if wide > self.tree.header().sectionSize(1):
            self.tree.header().resizeSection(1, wide)

    def _unfold(self) -> None:
        if self.model.rowCount() <= MOST_OPEN:
            self.tree.expandAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while hidden."""
        super().showEvent(event)
        self._show()
        self._follow_selection()

    @Slot(QItemSelection, QItemSelection)
    def _choose(self, _more: QItemSelection, _fewer: QItemSelection) -> None:
        """Choose on the canvas what is chosen here."""
        lines = [self.model.line(index) for index in self.tree.selectionModel().selectedRows()]
        refs = [line.ref for line in lines if line.ref is not None]
        nodes = {line.node for line in lines if line.ref is None or not wired(line.ref)}
        pairs: set[Pair] = {ref for ref in refs if wired(ref)}
        single = refs[0] if len(lines) == 1 and refs and self._workspace.document.has(refs[0]) else None
        if lines:
            self._workspace.selection.choose(nodes, pairs, single)

    @Slot()
    def _follow_selection(self) -> None:
        """Choose here what is chosen on the canvas, unless it is already."""
        if not self.isVisible():
            return
        self.model.rebuild()
        wanted = [self.model.index_of(*place) for place in _places(self._workspace.selection)]
        chosen = self.tree.selectionModel()
        if {_key(index) for index in wanted} == {_key(index) for index in chosen.selectedRows()}:
            return
        ranges = QItemSelection()
        for index in wanted:
            ranges.select(index, index)
        chosen.select(ranges, Flag.ClearAndSelect | Flag.Rows)
        if len(wanted) == 1:
            chosen.setCurrentIndex(wanted[0], Flag.NoUpdate)
            self.tree.scrollTo(wanted[0])


def _places(selection: Selection) -> list[tuple[str, Ref | None]]:
    """Return the lines that stand for what is chosen; a single bias looked at is its own line."""
    ref = selection.parameter
    if ref is not None and not wired(ref) and selection.nodes == {ref[1]} and not selection.pairs:
        return [(ref[1], ref)]
    return [*((node, None) for node in selection.nodes), *((pair[1], pair) for pair in selection.pairs)]


def _key(index: QModelIndex) -> int:
    return index.internalId()
