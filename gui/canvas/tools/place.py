"""Place a new node: it follows the pointer until it is dropped."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from core.catalog import NODE_KINDS
from core.document import Pair
from core.edits.graph import AddNode, InsertNode
from core.rules import may_stand_in
from gui.canvas.geometry import Snapped, snap
from gui.canvas.spacing import make_room
from gui.canvas.stage import Ghost, Preview
from gui.canvas.tools.move import WIRE_REACH
from gui.canvas.tools.tool import ALT, Desk, Pointer, Tool


class PlaceTool(Tool):
    """A ghost of the node, snapped as a moved node is; on a connection it would be put into it."""

    cursor = Qt.CursorShape.CrossCursor
    sticky = True

    def __init__(self, desk: Desk, kind: str, *, layer: bool = False) -> None:
        super().__init__(desk)
        self._kind, self._layer = kind, layer

    def move(self, pointer: Pointer) -> None:
        """Show the node where it would be."""
        wire = self._wire_under(pointer.scene)
        others = list(self.desk.drawing.centers.values())
        found = Snapped(pointer.scene) if pointer.held(ALT) else snap(pointer.scene, others)
        ghost = Ghost(self._kind, self._layer, found.point)
        self.desk.scene.show_preview(Preview(ghost=ghost, guides=() if wire else found.guides, insert=wire))

    def _wire_under(self, point: QPointF) -> Pair | None:
        row = NODE_KINDS[self._kind]
        wire = self.desk.drawing.wire_at(point, WIRE_REACH) if self._kind == "hidden" or row.window else None
        return wire if wire and may_stand_in(self.desk.workspace.document, self._kind, wire) else None

    def release(self, pointer: Pointer) -> None:
        """Add the node, and choose it; a layer asks how many units first."""
        self.move(pointer)
        preview, workspace = self.desk.scene.stage.preview, self.desk.workspace
        units = self.desk.ask_units() if self._layer else 1
        if preview.ghost is None or units is None:
            return
        if workspace.do(self._edit(preview.ghost.center, preview.insert, units), pointer.screen):
            workspace.selection.choose([list(workspace.document.nodes)[-1]])
            if preview.insert:
                self.desk.keep_all()

    def _edit(self, spot: QPointF, into: Pair | None, units: int) -> AddNode | InsertNode:
        if into is None:
            return AddNode(self._kind, (spot.x(), spot.y()), units)
        spot, moved = make_room(self.desk.drawing.centers, into, spot)
        return InsertNode(into, (spot.x(), spot.y()), units, self._kind, moved=moved)
