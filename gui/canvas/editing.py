"""Which number or name is typed in place, and the edit that comes of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtWidgets import QGraphicsView

from core.document import Document, Ref, wired
from core.edits.table import SetCell
from core.edits.values import RenameNode, RenameParameter, SetValue
from core.quantity import format_number, parse_number
from core.session import Edit
from gui.canvas import geometry
from gui.canvas.editor import Entry, LineEditor
from gui.canvas.matrix_editor import MatrixEditor
from gui.canvas.stage import Stage
from gui.controls.labels import parameter_place, subscripted
from gui.state.workspace import Workspace

DIGITS = 6
EXACT = 15
DELETES = "Type a number; or press Esc, then Delete, to delete the connection."


def data_column(document: Document, node: str) -> str | None:
    """Return the one column of numbers that an input or output node reads; None if it reads none or several."""
    data = document.data
    names = data.inputs.get(node) or data.targets.get(node) or ()
    return names[0] if len(names) == 1 and data.column(names[0]).numeric else None


class Editing(QObject):
    """Opens the line editor over a number, a parameter's name or a node's label; layers get a table."""

    def __init__(self, workspace: Workspace, view: QGraphicsView, stage: Stage) -> None:
        super().__init__(view)
        self._workspace, self._view, self._stage = workspace, view, stage
        self.line = LineEditor(view.viewport(), workspace.notices.refuse)
        self.matrix = MatrixEditor(workspace, view.viewport())
        workspace.theme.changed.connect(self.dress)
        self.dress()

    def dress(self) -> None:
        """Use the theme's colours."""
        self.line.dress(self._workspace.theme.colors)

    def finish(self) -> bool:
        """Keep what is being typed; False where it is wrong and stays open."""
        self.matrix.hide()
        return self.line.commit()

    def follow(self) -> None:
        """Stay over what is edited while the canvas moves."""
        self.line.follow_place()

    def number(self, ref: Ref) -> None:
        """Type a number, or edit the numbers of a layer in a table."""
        document = self._workspace.document
        parameter = document.parameter(ref)
        if parameter.value.size > 1:
            place = self._number_place(ref)
            self.matrix.open(ref, place.bottomLeft() if place else QPoint())
            return
        title = f"{subscripted(parameter.name)} ({parameter_place(document, ref)})"
        name = parameter.name

        def newest() -> str:
            return format_number(self._stage.number(ref), DIGITS)

        def accept(typed: str) -> None:
            self._do(SetValue(ref, parse_number(typed), name=name))

        self.line.open(Entry(title, newest(), accept, self._place(ref), lambda step: self._next(ref, step), newest,
                             DELETES if wired(ref) else ""))  # fmt: skip

    def parameter_name(self, ref: Ref) -> None:
        """Type another name for a weight or bias."""
        name = self._workspace.document.parameter(ref).name
        self.line.open(
            Entry(f"Name of {name}", name, lambda text: self._do(RenameParameter(ref, text)), self._place(ref))
        )

    def cell(self, node: str) -> bool:
        """Type the data value of an input or output node in the chosen row, as the table holds it; False without."""
        document, row = self._workspace.document, self._workspace.selection.row
        name = data_column(document, node)
        if name is None or row >= document.data.count:
            return False
        text = format_number(float(document.data.column(name).values[row]), EXACT)

        def accept(typed: str) -> None:
            self._do(SetCell(name, row, parse_number(typed)))

        def place() -> QRect | None:
            center = self._stage.drawing.centers.get(node)
            return None if center is None else self._on_screen(geometry.around(center, geometry.SIDE, 28))

        self.line.open(Entry(f"{name} in row {row + 1}", text, accept, place))
        return True

    def label(self, node: str) -> None:
        """Type another name for a node."""
        label = self._workspace.document.nodes[node].label

        def place() -> QRect | None:
            center = self._stage.drawing.centers.get(node)
            return None if center is None else self._on_screen(geometry.label_box(center))

        self.line.open(Entry(f"Name of {label}", label, lambda text: self._do(RenameNode(node, text)), place))

    def _do(self, edit: Edit) -> None:
        """Apply an edit, letting the refusal through to the line, which shows it."""
        self._workspace.session.do(edit)

    def _next(self, ref: Ref, step: int) -> None:
        found = self._workspace.document.parameters()
        singles = [key for key, one in found.items() if one.value.size == 1]
        after = singles[(singles.index(ref) + step) % len(singles)]
        self._workspace.selection.choose(() if wired(after) else [after[1]], [after] if wired(after) else (), after)
        self.number(after)

    def _place(self, ref: Ref) -> Callable[[], QRect | None]:
        return lambda: self._number_place(ref)

    def _number_place(self, ref: Ref) -> QRect | None:
        """Return where a number stands on screen: its pill, else the middle of its wire; None if it is gone."""
        drawing = self._stage.drawing
        pill = drawing.pills.get(ref)
        if pill is None and wired(ref) and drawing.document.has(ref):
            pill = geometry.around(geometry.wire_point(drawing.wire(ref), 0.5), 96, geometry.PILL_HEIGHT)
        return None if pill is None else self._on_screen(pill)

    def _on_screen(self, area: QRectF) -> QRect:
        corner: QPoint = self._view.mapFromScene(area.topLeft())
        return QRect(corner, self._view.mapFromScene(area.bottomRight()))
