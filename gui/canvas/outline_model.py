"""The drawing as lines of a table: nodes, and below each its bias and the connections into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from core.catalog import ACTIVATIONS, NODE_KINDS
from core.document import Document, Node, Ref, bias_of, filters_of, wired
from core.edits.values import RenameNode, SetValue
from core.errors import ValueRefused
from core.quantity import format_number, format_share, parse_number
from gui.controls.labels import node_title, parameter_place, shape_text, subscripted
from gui.state.workspace import Workspace
from gui.theme import icon

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NO_INDEX = QModelIndex()
HEADERS = ("Name", "Value")
UNWEIGHTED = "no weight"
RENAME, EDIT = "\nF2 or double-click its name to rename it", "\nF2 or double-click the number to edit it"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a node, or below it a parameter or a connection without one. ``row`` is its place among siblings."""

    node: str
    row: int
    ref: Ref | None = None


class OutlineModel(QAbstractItemModel):
    """Reads document and frame; typing in it makes edits."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._drawn: Document | None = None
        self._nodes: list[Line] = []
        self._below: dict[str, list[Line]] = {}
        # QModelIndex keeps only a number: the place in this list.
        self._lines: list[Line] = []
        self._places: dict[Line, int] = {}

    def rebuild(self) -> bool:
        """List the document anew if nodes or connections came or went; False if all lines stay."""
        document, old = self._workspace.document, self._drawn
        self._drawn = document
        if old is not None and list(old.nodes) == list(document.nodes) and _same_pairs(old, document):
            return False
        self.beginResetModel()
        self._nodes = [Line(node, row) for row, node in enumerate(document.nodes)]
        into: dict[str, list[Ref]] = {
            node: [ref for ref in (filters_of(node), bias_of(node)) if document.has(ref)] for node in document.nodes
        }
        for pair in document.connections:
            into[pair[1]].append(pair)
        self._below = {node: [Line(node, row, ref) for row, ref in enumerate(refs)] for node, refs in into.items()}
        self._lines = [*self._nodes, *(line for lines in self._below.values() for line in lines)]
        self._places = {line: place for place, line in enumerate(self._lines)}
        self.endResetModel()
        return True

    def line(self, index: Index) -> Line:
        """Return what stands in the line of ``index``."""
        return self._lines[index.internalId()]

    def index_of(self, node: str, ref: Ref | None = None) -> QModelIndex:
        """Return the line of a node, or of one of its parameters."""
        siblings = self._nodes if ref is None else self._below.get(node, [])
        found = next((line for line in siblings if (line.node, line.ref) == (node, ref)), None)
        return NO_INDEX if found is None else self.createIndex(found.row, 0, self._places[found])

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        """Return the line at ``row`` below ``parent``."""
        siblings = self._below[self.line(parent).node] if parent.isValid() else self._nodes
        if not (0 <= row < len(siblings) and 0 <= column < len(HEADERS)):
            return QModelIndex()
        return self.createIndex(row, column, self._places[siblings[row]])

    def parent(self, child: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]  # QObject has another parent()
        """Return the node a parameter belongs to."""
        line = self.line(child) if child.isValid() else None
        return self.index_of(line.node) if line is not None and line.ref is not None else QModelIndex()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many lines are below ``parent``."""
        if not parent.isValid():
            return len(self._nodes)
        line = self.line(parent)
        return len(self._below[line.node]) if line.ref is None and parent.column() == 0 else 0

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: ARG002  the same everywhere
        """Return 2: name and value."""
        return len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return the columns' names."""
        return HEADERS[section] if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names of nodes and single numbers can be edited."""
        line = self.line(index)
        typed = line.ref is None if index.column() == 0 else line.ref is not None and self._single(line.ref)
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if typed else Qt.ItemFlag.NoItemFlags)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return the text of a cell, or how it looks."""
        line = self.line(index)
        if role in {Role.DisplayRole, Role.EditRole}:
            return self._value(line, role) if index.column() else self._name(line, role)
        if role == Role.AccessibleTextRole:
            return f"{self._name(line, Role.DisplayRole)} {self._value(line, Role.DisplayRole)}"
        if role == Role.ToolTipRole:
            return self._tip(line)
        if role == Role.DecorationRole and index.column() and line.ref and self._workspace.document.has(line.ref):
            frozen = not self._workspace.document.parameter(line.ref).trainable.any()
            return icon("lock", self._workspace.theme.colors.frozen) if frozen else None
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: ARG002  Qt's
        """Rename a node or set a number; what cannot be is refused by a sentence."""
        line, text = self.line(index), str(value).strip()
        if text == self.data(index, Role.EditRole):
            return False
        if line.ref is None:
            return self._workspace.do(RenameNode(line.node, text))
        try:
            number = parse_number(text)
        except ValueRefused as refused:
            self._workspace.notices.refuse(str(refused))
            return False
        return self._workspace.do(SetValue(line.ref, number, name=self._workspace.document.parameter(line.ref).name))

    def _tip(self, line: Line) -> str:
        """Say what stands in a line: its name, where it is, and its value in full."""
        document = self._workspace.document
        if line.ref is None:
            row = self._workspace.selection.row + 1
            return f"{self._name(line, Role.DisplayRole)}: {self._value(line, Role.DisplayRole)} in row {row}{RENAME}"
        if not document.has(line.ref):
            return f"{self._name(line, Role.DisplayRole)}: {UNWEIGHTED}"
        name, place = subscripted(document.parameter(line.ref).name), parameter_place(document, line.ref)
        return f"{name} of {place}: {self._value(line, Role.EditRole)}{EDIT if self._single(line.ref) else ''}"

    def _single(self, ref: Ref) -> bool:
        document = self._workspace.document
        return document.has(ref) and document.parameter(ref).value.size == 1

    def _name(self, line: Line, role: int) -> str:
        document = self._workspace.document
        if line.ref is None:
            node = document.nodes[line.node]
            return node.label if role == Role.EditRole else node_title(node)
        if not document.has(line.ref):
            return f"from {document.nodes[line.ref[0]].label}"
        name = subscripted(document.parameter(line.ref).name)
        if wired(line.ref):
            return f"{name} from {document.nodes[line.ref[0]].label}"
        return f"{name}, filters" if line.ref[0] else f"{name}, bias"

    def _value(self, line: Line, role: int) -> str:
        document = self._workspace.document
        if line.ref is None:
            return self._output(document.nodes[line.node])
        if not document.has(line.ref):
            return UNWEIGHTED
        if not self._single(line.ref):
            return shape_text(document, line.ref)
        value = float(self._workspace.training.frame.parameter(line.ref).flat[0])
        return format_number(value, 6 if role == Role.EditRole else 4)

    def _output(self, node: Node) -> str:
        """Return a node's output for the chosen row, and its activation; of classes the one that is called."""
        plain = not NODE_KINDS[node.kind].has_activation
        bend = "" if plain else ACTIVATIONS[node.activation].title.lower()
        outputs = self._workspace.turns.frame.outputs_of(node.id, self._workspace.selection.row)
        if outputs is not None and node.classes:
            place = int(outputs.argmax())
            return f"{node.classes[place]} {format_share(float(outputs[place]), 4)}"
        if outputs is None or node.units > 1:
            return bend
        number = format_number(float(outputs[0]))
        return f"{number} ({bend})" if bend else number


def _same_pairs(old: Document, new: Document) -> bool:
    return old.connections is new.connections or list(old.connections) == list(new.connections)
