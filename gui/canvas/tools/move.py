"""Click a node to choose it, drag it to move all that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from core.document import Pair
from core.edits.graph import InsertNode
from core.edits.placement import MoveNodes
from core.rules import may_stand_in
from gui.canvas.geometry import Snapped, snap
from gui.canvas.spacing import make_room
from gui.canvas.stage import Preview
from gui.canvas.tools.tool import ALT, Desk, Pointer, Tool

WIRE_REACH = 16.0


class MoveTool(Tool):
    """Moves the chosen nodes; a node without connections that is dropped on one is put into it."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, desk: Desk, node: str) -> None:
        super().__init__(desk)
        self._node = node
        self._was_chosen = False
        self._centers: dict[str, QPointF] = {}

    def press(self, pointer: Pointer) -> None:
        """Choose the node, unless it is chosen already: then all that is chosen may be dragged."""
        super().press(pointer)
        selection = self.desk.workspace.selection
        self._was_chosen = self._node in selection.nodes
        if pointer.adds:
            selection.toggle([self._node])
        elif not self._was_chosen:
            selection.choose([self._node])
        self._centers = dict(self.desk.drawing.centers)

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Show the nodes where they would be."""
        moving = self.desk.workspace.selection.nodes | {self._node}
        others = [center for node, center in self._centers.items() if node not in moving]
        wanted = self._centers[self._node] + pointer.scene - start.scene
        found = Snapped(wanted) if pointer.held(ALT) else snap(wanted, others)
        shift = found.point - self._centers[self._node]
        places = {node: self._centers[node] + shift for node in moving}
        wire = self._wire_under(found.point) if len(moving) == 1 else None
        guides = () if wire else found.guides
        positions = {node: (point.x(), point.y()) for node, point in places.items()}
        self.desk.scene.show_preview(Preview(positions=positions, guides=guides, insert=wire))

    def _wire_under(self, point: QPointF) -> Pair | None:
        document = self.desk.workspace.document
        lone = not any(self._node in pair for pair in document.connections)
        wire = self.desk.drawing.wire_at(point, WIRE_REACH) if lone else None
        return wire if wire and may_stand_in(document, document.nodes[self._node].kind, wire) else None

    def release(self, pointer: Pointer) -> None:
        """Move, insert, or where nothing was dragged, choose only this node of several."""
        preview, workspace = self.desk.scene.stage.preview, self.desk.workspace
        if not self.dragged:
            if self._was_chosen and not pointer.adds:
                workspace.selection.choose([self._node])
        elif preview.insert:
            centers = {node: center for node, center in self._centers.items() if node != self._node}
            spot, moved = make_room(centers, preview.insert, QPointF(*preview.positions[self._node]))
            workspace.do(InsertNode(preview.insert, (spot.x(), spot.y()), node=self._node, moved=moved))
            self.desk.keep_all()
        else:
            workspace.do(MoveNodes(preview.positions))
