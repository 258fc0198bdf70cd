"""Commands that change what is drawn: each works on what is chosen, and is one edit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from core.document import Document
from core.edits.graph import AddNode, ConnectAll, Paste, Remove, extract
from core.edits.layers import MergeNodes, SplitLayer
from core.edits.values import AdoptParameters
from core.errors import EditRefused
from core.session import Edit
from gui.canvas import clipboard
from gui.canvas.camera import Camera
from gui.canvas.geometry import clamp, extent, free_spot, snap
from gui.canvas.scene import CanvasScene
from gui.canvas.spacing import offset_beside
from gui.state.workspace import Workspace

MOST_LAYER = 1_000
SPARE = 10.0
"""How much is left free about a node when another comes beside it."""


class CanvasCommands:
    """Add, delete, copy, paste, connect, split, merge."""

    def __init__(self, workspace: Workspace, scene: CanvasScene, camera: Camera, window: QWidget) -> None:
        self._workspace, self._scene, self._camera, self._window = workspace, scene, camera, window

    def add(
        self, kind: str, at: QPointF | None = None, units: int = 1, source: str | None = None, target: str | None = None
    ) -> bool:
        """Add a node on the grid at ``at``, or at the free spot nearest to the middle of the view; choose it."""
        centers = list(self._scene.stage.drawing.centers.values())
        spot = free_spot(self._camera.middle, centers) if at is None else snap(at, ()).point
        return self._do_and_choose(AddNode(kind, (spot.x(), spot.y()), units, source, target))

    def ask_units(self) -> int | None:
        """Ask how many units a layer shall have; None if the user steps back."""
        return self._workspace.ask.whole_number(self._window, "Layer", "How many units?", 6, MOST_LAYER)

    def delete(self) -> None:
        """Delete what is chosen."""
        selection = self._workspace.selection
        if selection.nodes or selection.pairs:
            self._workspace.do(Remove(selection.nodes, selection.pairs))

    def copy(self) -> bool:
        """Copy the chosen nodes as text."""
        nodes = self._workspace.selection.nodes
        if not nodes:
            self._workspace.notices.refuse("Select the nodes to copy first.")
            return False
        clipboard.put(self._live_document(), nodes)
        return True

    def cut(self) -> None:
        """Copy the chosen nodes, then delete them."""
        if self.copy():
            self.delete()

    def paste(self, at: QPointF | None = None) -> None:
        """Add the nodes on the clipboard, with their middle at ``at`` or beside where they were."""
        try:
            found = clipboard.take()
        except EditRefused as refused:
            self._workspace.notices.refuse(str(refused))
            return
        self._paste(found, at, "Paste")

    def duplicate(self) -> None:
        """Copy the chosen nodes beside themselves."""
        nodes = self._workspace.selection.nodes
        if nodes:
            self._paste(extract(self._live_document(), nodes), None, "Duplicate")

    def _paste(self, found: Document, at: QPointF | None, label: str) -> None:
        points = found.positions.values()
        if at is not None and points:
            middle_x = sum(x for x, _ in points) / len(points)
            middle_y = sum(y for _, y in points) / len(points)
            offset = (at.x() - middle_x, at.y() - middle_y)
        else:
            offset = self._beside(found)
        if self._do_and_choose(Paste(found, offset, label), len(found.nodes)):
            self._reveal_chosen()

    def _reveal_chosen(self) -> None:
        area, positions = QRectF(), self._workspace.document.positions
        for node in self._workspace.selection.nodes:
            area = area.united(extent(clamp(*positions[node])))
        self._camera.reveal(area)

    def _beside(self, found: Document) -> tuple[float, float]:
        """Return an offset at which no pasted node would cover another, nor a number."""
        drawing = self._scene.stage.drawing
        around = (extent(center).adjusted(-SPARE, -SPARE, SPARE, SPARE) for center in drawing.centers.values())
        taken = [*around, *drawing.pills.values()]
        offset = offset_beside([QPointF(x, y) for x, y in found.positions.values()], taken)
        return offset.x(), offset.y()

    def _live_document(self) -> Document:
        """Return the document with the numbers as they are seen, also while training."""
        frame = self._workspace.training.frame
        document = self._workspace.document
        if frame.network is None or frame.snapshot is None or frame.document is not document:
            return document
        return AdoptParameters(frame.network.parameters(frame.snapshot.theta), frame.step).apply(document)

    def connect_all(self) -> None:
        """Connect every chosen node to all chosen ones further right."""
        self._workspace.do(ConnectAll(self._workspace.selection.nodes))

    def split(self) -> None:
        """Draw each unit of the chosen layer as a neuron of its own."""
        node = self._workspace.selection.node
        if node is None:
            self._workspace.notices.refuse("Select one layer to split it into neurons.")
            return
        self._do_and_choose(SplitLayer(node), self._workspace.document.nodes[node].units)

    def merge(self) -> None:
        """Draw the chosen neurons as one layer."""
        self._do_and_choose(MergeNodes(self._workspace.selection.nodes))

    def _do_and_choose(self, edit: Edit, last: int = 1) -> bool:
        """Apply an edit and choose the nodes that came last."""
        done = self._workspace.do(edit)
        if done and last:
            self._workspace.selection.choose(list(self._workspace.document.nodes)[-last:])
        return done
