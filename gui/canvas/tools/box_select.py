"""Draw a rectangle around what is to be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from core.document import Pair
from gui.canvas.geometry import wire_point
from gui.canvas.stage import Preview
from gui.canvas.tools.tool import CTRL, SHIFT, Pointer, Tool


class BoxSelectTool(Tool):
    """Chooses the nodes touched; where there is none, the connections whose middle is inside.

    Shift adds, Ctrl takes out what is chosen and adds what is not. A mere click chooses nothing.
    """

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Show the rectangle."""
        self.desk.scene.show_preview(Preview(box=QRectF(start.scene, pointer.scene).normalized()))

    def release(self, pointer: Pointer) -> None:
        """Choose."""
        selection, box = self.desk.workspace.selection, self.desk.scene.stage.preview.box
        nodes = frozenset(self.desk.drawing.nodes_in(box)) if box is not None else frozenset[str]()
        pairs = frozenset(self._pairs_in(box)) if box is not None and not nodes else frozenset[Pair]()
        if pointer.held(CTRL):
            selection.toggle(nodes, pairs)
        elif pointer.held(SHIFT):
            selection.choose(selection.nodes | nodes, selection.pairs | pairs)
        else:
            selection.choose(nodes, pairs)

    def _pairs_in(self, box: QRectF) -> list[Pair]:
        drawing = self.desk.drawing
        near = (drawing.pairs[index] for index in drawing.wires_in(box))
        return [pair for pair in near if box.contains(wire_point(drawing.wire(pair), 0.5))]
