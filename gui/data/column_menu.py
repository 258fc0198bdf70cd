"""The menu of a column: which node reads it, how it is scaled, its name, its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.datasets.roles import WORDS, Role, mapping, readers, roles
from core.document import Column, DataSpec, Document, Node
from core.edits.roles import AddReaders, FitScaling, SetReader, SetRole, SetScaling, training_span
from core.edits.table import AddColumn, ReadAs, RemoveColumns
from core.quantity import format_number
from core.session import Edit
from gui.workspace import Workspace

MOST_UNITS = 30
"""Most units of one node that a menu lists."""


@dataclass(frozen=True, slots=True)
class ColumnMenu:
    """Builds the menu of ``column``; ``chosen`` are the columns selected together with it."""

    workspace: Workspace
    column: Column
    chosen: tuple[str, ...]
    rename: Callable[[], None]
    scale: Callable[[], None]

    def build(self, menu: QMenu) -> None:
        """Fill ``menu``."""
        if self.column.numeric:
            self._add_readers(menu, "inputs")
            menu.addSeparator()
            self._add_readers(menu, "targets")
            menu.addSeparator()
        ignore = self._add(menu, "Ignore", SetRole(self.column.name), "No node reads the column.")
        ignore.setCheckable(True)
        ignore.setChecked(self.column.name not in roles(self._data))
        menu.addSeparator()
        if self.column.numeric:
            self._add_scaling(menu.addMenu("Scaling"))
            menu.addSeparator()
        self._add_table(menu)

    @property
    def _document(self) -> Document:
        return self.workspace.document

    @property
    def _data(self) -> DataSpec:
        return self._document.data

    def _add(self, menu: QMenu, text: str, edit: Edit, tip: str = "") -> QAction:
        action = menu.addAction(text.replace("&", "&&"))
        action.setToolTip(tip)
        action.triggered.connect(lambda: self.workspace.do(edit))
        return action

    def _add_readers(self, menu: QMenu, kind: str) -> None:
        """Add a line for each node that could read the column, and one that makes such a node."""
        for node in readers(self._document, kind):
            if node.units == 1:
                self._add_place(menu, Role(kind, node.id), f"{WORDS[kind].capitalize()} of {node.label}")
            else:
                self._add_units(menu.addMenu(f"{WORDS[kind].capitalize()} of {node.label}"), node, kind)
        word = "Input" if kind == "inputs" else "Output"
        tip = f"Draws an {word.lower()} node that reads the column, joined as the others are."
        names = self.chosen if self.column.name in self.chosen else (self.column.name,)
        free = tuple(name for name in names if self._data.column(name).numeric)
        many = f" for each of the {len(free)} columns" if len(free) > 1 else ""
        self._add(menu, f"New {word} node{many}", AddReaders(kind, free), tip)

    def _add_place(self, menu: QMenu, role: Role, text: str) -> None:
        action = self._add(menu, text, SetRole(self.column.name, role))
        action.setCheckable(True)
        action.setChecked(role in roles(self._data).get(self.column.name, ()))

    def _add_units(self, menu: QMenu, node: Node, kind: str) -> None:
        """Add a line for each unit of a layer; the selected columns can be given to it together."""
        if self.column.name in self.chosen and 1 < len(self.chosen) <= node.units:
            self._add(menu, f"The {len(self.chosen)} selected columns", SetReader(kind, node.id, self.chosen))
            menu.addSeparator()
        held = mapping(self._data, kind).get(node.id, ())
        for unit in range(min(node.units, len(held) + 1, MOST_UNITS)):
            reads = f": {held[unit]}" if unit < len(held) else ""
            self._add_place(menu, Role(kind, node.id, unit), f"Unit {unit + 1}{reads}")
        if MOST_UNITS <= len(held) < node.units:
            self._add_place(menu, Role(kind, node.id, len(held)), f"Unit {len(held) + 1}")

    def _add_scaling(self, menu: QMenu) -> None:
        span = self._data.scaling.get(self.column.name)
        fitted = training_span(self._data, self.column)
        none = self._add(menu, "None: as it is", SetScaling(self.column.name))
        reach = f" ({format_number(fitted[0])} to {format_number(fitted[1])})" if fitted else ""
        fit = self._add(menu, f"To 0 … 1 over the training rows{reach}", FitScaling(self.column.name))
        custom = menu.addAction("Custom…" if span in (None, fitted) else f"Custom: {_span(span)}…")
        custom.triggered.connect(lambda: self.scale())
        for action, checked in ((none, span is None), (fit, span is not None and span == fitted),
                                (custom, span is not None and span != fitted)):  # fmt: skip
            action.setCheckable(True)
            action.setChecked(checked)

    def _add_table(self, menu: QMenu) -> None:
        place, name = self._data.names.index(self.column.name), self.column.name
        menu.addAction("Rename…").triggered.connect(lambda: self.rename())
        self._add(menu, "Insert column left", AddColumn(at=place))
        self._add(menu, "Insert column right", AddColumn(at=place + 1))
        kind = "text" if self.column.numeric else "numbers"
        self._add(menu, f"Read as {kind}", ReadAs(name, not self.column.numeric))
        names = self.chosen if name in self.chosen else (name,)
        self._add(menu, "Remove column" if len(names) == 1 else f"Remove {len(names)} columns", RemoveColumns(names))


def _span(span: tuple[float, float] | None) -> str:
    return f"{format_number(span[0])} … {format_number(span[1])}" if span else ""
