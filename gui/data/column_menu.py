"""The menu of a column: which node reads it, how it is scaled, its name, its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.catalog import NODE_KINDS
from core.datasets.roles import WORDS, Role, mapping, readers, roles
from core.datasets.scaling import SCALINGS, Scaling, training_values
from core.document import Column, DataSpec, Document, Node
from core.edits.roles import AddReaders, SetReader, SetRole
from core.edits.scaling import FitScaling, ScaleColumns, SetScaling, fit_method, training_span
from core.edits.table import AddColumn, ReadAs, RemoveColumns
from core.quantity import format_number
from core.session import Edit
from core.targets import classes_in
from gui.controls.labels import place_text
from gui.state.workspace import Workspace

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
        for kind in ("inputs", "targets") if self.column.numeric else ("targets",):
            self._add_readers(menu, kind)
            menu.addSeparator()
        ignore = self._add(menu, "Ignore", SetRole(self.column.name), "No node reads the column.")
        self._tick(ignore, ticked=self.column.name not in roles(self._data))
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
            if NODE_KINDS[node.kind].classes:
                self._add_place(menu, Role(kind, node.id), f"Classes of {node.label}")
            elif not self.column.numeric:
                continue
            elif node.units == 1:
                self._add_place(menu, Role(kind, node.id), f"{WORDS[kind].capitalize()} of {node.label}")
            else:
                self._add_units(menu.addMenu(f"{WORDS[kind].capitalize()} of {node.label}"), node, kind)
        if not self.column.numeric:
            count = len(classes_in(self.column))
            self._add(menu, f"New SoftMax of {count} outputs", AddReaders(kind, (self.column.name,)),
                      "Draws a SoftMax that reads the column, and an output for each of its classes.")  # fmt: skip
            return
        word = "Input" if kind == "inputs" else "Output"
        tip = f"Draws an {word.lower()} node that reads the column, joined as the others are."
        names = self.chosen if self.column.name in self.chosen else (self.column.name,)
        free = tuple(name for name in names if self._data.column(name).numeric)
        many = f" for each of the {len(free)} columns" if len(free) > 1 else ""
        self._add(menu, f"New {word} node{many}", AddReaders(kind, free), tip)

    def _add_place(self, menu: QMenu, role: Role, text: str) -> None:
        action = self._add(menu, text, SetRole(self.column.name, role))
        self._tick(action, ticked=role in roles(self._data).get(self.column.name, ()))

    def _add_units(self, menu: QMenu, node: Node, kind: str) -> None:
        """Add a line for each unit of a layer; the selected columns can be given to it together."""
        if self.column.name in self.chosen and 1 < len(self.chosen) <= node.units:
            self._add(menu, f"The {len(self.chosen)} selected columns", SetReader(kind, node.id, self.chosen))
            menu.addSeparator()
        held = mapping(self._data, kind).get(node.id, ())
        for unit in range(min(node.units, len(held) + 1, MOST_UNITS)):
            reads = f": {held[unit]}" if unit < len(held) else ""
            self._add_place(menu, Role(kind, node.id, unit), f"{place_text(node, unit)}{reads}")
        if MOST_UNITS <= len(held) < node.units:
            self._add_place(menu, Role(kind, node.id, len(held)), place_text(node, len(held)))

    def _add_scaling(self, menu: QMenu) -> None:
        span = self._data.scaling.get(self.column.name)
        way = fit_method(self._data, self.column.name)
        custom = span is not None and way is None
        self._tick(self._add(menu, "None: as it is", SetScaling(self.column.name)), ticked=span is None)
        for row in SCALINGS.values():
            edit = FitScaling(self.column.name, row.name)
            self._tick(self._add(menu, self._scaling_title(row), edit, row.help), ticked=way == row.name)
        action = menu.addAction(f"Custom: {_span(span)}…" if custom else "Custom…")
        action.setToolTip("Type the value that becomes 0 and the one that becomes 1.")
        action.triggered.connect(lambda: self.scale())
        self._tick(action, ticked=custom)
        names = tuple(dict.fromkeys(name for read in self._data.inputs.values() for name in read))
        every = f"All {len(names)} inputs"
        if len(names) > 1:
            menu.addSeparator()
            for row in SCALINGS.values():
                self._add(menu, f"{every}: {row.title.lower()}", ScaleColumns(names, row.name), row.help)
            self._add(menu, f"{every}: as they are", ScaleColumns(names, ""))

    def _scaling_title(self, row: Scaling) -> str:
        """Return what the way is called, with the numbers it comes to."""
        if training_span(self._data, self.column) is None:
            return f"{row.title}, over the training rows"
        told = row.told(*row.span(training_values(self._data, self.column)))
        return f"{row.title}, over the training rows ({told})"

    @staticmethod
    def _tick(action: QAction, *, ticked: bool) -> None:
        action.setCheckable(True)
        action.setChecked(ticked)

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
