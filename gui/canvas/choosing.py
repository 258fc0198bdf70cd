"""Commands that choose: all, none, the next node in a direction, the next data row."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from gui.canvas import geometry
from gui.canvas.camera import Camera
from gui.canvas.drawing import NOTHING, Hit
from gui.canvas.editing import Editing
from gui.canvas.scene import CanvasScene
from gui.state.workspace import Workspace


class Choosing:
    """Changes the selection by command."""

    def __init__(self, workspace: Workspace, scene: CanvasScene, camera: Camera, editing: Editing) -> None:
        self._workspace, self._scene, self._camera, self._editing = workspace, scene, camera, editing

    @property
    def any_nodes(self) -> bool:
        """Whether a node is chosen."""
        return bool(self._workspace.selection.nodes)

    def place(self) -> tuple[Hit, QPointF]:
        """Return the one thing that is chosen, and where it stands; nothing, and the middle of the view, else."""
        selection, drawing = self._workspace.selection, self._scene.stage.drawing
        if selection.nodes:
            node = selection.node or min(selection.nodes)
            return Hit("body", node=node), drawing.centers[node]
        if selection.pairs:
            pair = min(selection.pairs)
            ref = pair if drawing.document.has(pair) else None
            return Hit("wire", pair=pair, ref=ref), geometry.wire_point(drawing.wire(pair), 0.5)
        return NOTHING, self._camera.middle

    def select_all(self) -> None:
        """Choose every node and connection."""
        document = self._workspace.document
        self._workspace.selection.choose(document.nodes, document.connections)

    def deselect(self) -> None:
        """Choose nothing."""
        self._workspace.selection.clear()

    def rename(self) -> None:
        """Type another name for the chosen node, or the chosen weight or bias."""
        selection = self._workspace.selection
        if selection.parameter is not None:
            self._editing.parameter_name(selection.parameter)
        elif selection.node is not None:
            self._editing.label(selection.node)
        else:
            self._workspace.notices.refuse("Select one node or one connection to rename it.")

    def edit(self) -> None:
        """Type the number of the chosen connection, or of the chosen node its filters, bias, data value or name."""
        selection = self._workspace.selection
        node = selection.node
        if selection.parameter is not None:
            self._editing.number(selection.parameter)
        elif len(selection.pairs) == 1 and not selection.nodes:
            self._editing.number(next(iter(selection.pairs)))
        elif node is not None and (ref := self._workspace.reasoning.ref) is not None:
            self._editing.number(ref)
        elif node is not None and not self._editing.cell(node):
            self._editing.label(node)

    def step_row(self, step: int) -> None:
        """Show the values of the data row before (−1) or after (+1)."""
        selection, count = self._workspace.selection, self._workspace.document.data.count
        selection.choose_row(min(max(0, selection.row + step), max(0, count - 1)))

    def go(self, dx: int, dy: int) -> None:
        """Choose the nearest node in a direction; the first one where none is chosen."""
        drawing, chosen = self._scene.stage.drawing, self._workspace.selection.node
        if not drawing.nodes:
            return
        found = drawing.nodes[0] if chosen is None else self._nearest(drawing.centers[chosen], dx, dy)
        if found is not None:
            self._workspace.selection.choose([found])
            self._camera.reveal(geometry.extent(drawing.centers[found]))

    def _nearest(self, start: QPointF, dx: int, dy: int) -> str | None:
        """Return the node at the least cost: the way in the direction and the way beside it."""
        costs = {}
        for node, center in self._scene.stage.drawing.centers.items():
            away = center - start
            ahead = away.x() * dx + away.y() * dy
            aside = abs(away.x() * dy) + abs(away.y() * dx)
            if ahead > 1:
                costs[node] = ahead + aside
        return min(costs, key=costs.__getitem__, default=None)
