"""Commands that move nodes: align, distribute, arrange, nudge."""

from __future__ import annotations

from collections.abc import Callable

from core.arrange import arrange
from core.edits import placement
from core.edits.placement import MoveNodes
from gui.state.workspace import Workspace


class Placing:
    """Moves what is chosen. ``show_all`` is called after all nodes were placed anew."""

    def __init__(self, workspace: Workspace, show_all: Callable[[], object]) -> None:
        self._workspace, self._show_all = workspace, show_all

    def align(self, edge: str) -> None:
        """Bring the chosen nodes to one line: left, center, right, top, middle or bottom."""
        if self._enough(2, "align"):
            self._workspace.do(placement.align(self._workspace.document, self._workspace.selection.nodes, edge))

    def distribute(self, direction: str) -> None:
        """Space the chosen nodes evenly: "horizontally" or "vertically"."""
        if self._enough(3, "distribute"):
            nodes = self._workspace.selection.nodes
            self._workspace.do(placement.distribute(self._workspace.document, nodes, direction))

    def arrange(self) -> None:
        """Place all nodes in columns."""
        self._workspace.do(MoveNodes(arrange(self._workspace.document), "Arrange"))
        self._show_all()

    def nudge(self, dx: float, dy: float, gesture: int) -> None:
        """Move the chosen nodes by (dx, dy) scene units."""
        nodes = self._workspace.selection.nodes
        if nodes:
            self._workspace.do(placement.nudge(self._workspace.document, nodes, dx, dy, gesture))

    def _enough(self, least: int, verb: str) -> bool:
        enough = len(self._workspace.selection.nodes) >= least
        if not enough:
            self._workspace.notices.refuse(f"Select {least} or more nodes to {verb} them.")
        return enough
