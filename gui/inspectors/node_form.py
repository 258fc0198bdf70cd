"""The form of one node: its name, what kind it is, its units, classes or the settings of its grid, its activation."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core import catalog
from core.edits.classes import SetClasses
from core.edits.layers import SetUnits
from core.edits.values import RenameNode, SetActivation
from gui.controls.drop_list import DropList
from gui.controls.fields import NumberField, help_line
from gui.inspectors.grid_rows import GridRows
from gui.inspectors.rows import RowCard, TextField
from gui.state.workspace import Workspace


class NodeForm(QWidget):
    """Shows the node as the document has it; every field is an edit."""

    def __init__(self, workspace: Workspace, node: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._node = workspace, node
        self._card = RowCard(self)
        self.name = TextField("Name of the node", self._rename, self)
        self._card.add("name", self.name)
        self.units: NumberField | None = None
        self.classes: TextField | None = None
        found = workspace.document.nodes[node]
        kind = catalog.NODE_KINDS[found.kind]
        self.grid = None if found.grid is None else GridRows(workspace, found, self._card, self)
        if found.grid is None:
            (self._add_classes if kind.classes else self._add_units)()
        self.activation: QComboBox | None = None
        self._help = help_line("")
        if kind.has_activation:
            self._add_activation()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)
        layout.addWidget(self._help)
        workspace.bridge.changed.connect(self._show)
        self._show()

    def _add_units(self) -> None:
        self.units = NumberField(catalog.UNITS, None, self)
        self.units.committed.connect(self._set_units)
        self._card.add("units", self.units)

    def _add_classes(self) -> None:
        self.classes = TextField("Names of the classes, in the order of what feeds the node", self._name_classes, self)
        self._card.add("classes", self.classes)

    def _add_activation(self) -> None:
        box = DropList(self)
        box.setAccessibleName("Activation")
        for row in catalog.ACTIVATIONS.values():
            box.addItem(row.title, row.name)
            box.setItemData(box.count() - 1, row.help, 3)  # Qt.ItemDataRole.ToolTipRole
        box.activated.connect(self._set_activation)
        self._card.add("activation", box, "The function that bends the node's weighted sum")
        self.activation = box

    @Slot()
    def _show(self, *_: object) -> None:
        node = self._workspace.document.nodes.get(self._node)
        if node is None:
            return
        self.name.show_text(node.label)
        if self.units is not None:
            self.units.show_value(node.units)
        if self.classes is not None:
            self.classes.show_text(_joined(node.classes))
        if self.grid is not None:
            self.grid.show(node)
        self._help.setText(catalog.NODE_KINDS[node.kind].help)
        if self.activation is not None:
            self.activation.setCurrentIndex(self.activation.findData(node.activation))
            self._help.setText(catalog.ACTIVATIONS[node.activation].help)

    def _rename(self, name: str) -> None:
        self._workspace.do(RenameNode(self._node, name), self.name.mapToGlobal(self.name.rect().bottomLeft()))
        self._show()

    def _name_classes(self, text: str) -> None:
        names = tuple(text.split(";" if ";" in text else ","))
        field = self.classes or self
        self._workspace.do(SetClasses(self._node, names), field.mapToGlobal(field.rect().bottomLeft()))
        self._show()

    @Slot(object)
    def _set_units(self, units: float) -> None:
        self._workspace.do(SetUnits(self._node, int(units)))
        self._show()

    @Slot(int)
    def _set_activation(self, place: int) -> None:
        if self.activation is not None:
            self._workspace.do(SetActivation((self._node,), str(self.activation.itemData(place))))


def _joined(names: tuple[str, ...]) -> str:
    """Return names with commas between them; with semicolons where a name has a comma."""
    return ("; " if any("," in name for name in names) else ", ").join(names)
