"""Drag a wire from a port to a node, forwards or backwards."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtWidgets import QToolTip

from core.document import Pair
from core.edits.graph import Connect
from core.rules import refusal
from gui.canvas import geometry
from gui.canvas.stage import Preview, Verdict
from gui.canvas.tools.tool import Desk, Loose, Pointer, Tool

HOME = 2 * geometry.PORT_REACH


class ConnectTool(Tool):
    """A live wire that says yes or no to each node it hovers over."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, desk: Desk, node: str, *, backwards: bool) -> None:
        super().__init__(desk)
        self._node, self._backwards = node, backwards
        self._verdict: Verdict | None = None

    def _pair(self, other: str) -> Pair:
        return (other, self._node) if self._backwards else (self._node, other)

    def drag(self, start: Pointer, pointer: Pointer) -> None:  # noqa: ARG002  the wire starts at the port
        """Show the wire, and whether it may end here."""
        drawing = self.desk.drawing
        other = drawing.node_at(pointer.scene)
        self._judge(None if self._at_home(other, pointer) else other, pointer)
        loose = pointer.scene
        if self._verdict is not None and self._verdict.good:
            loose = self._other_end(drawing.centers[self._verdict.node])
        fixed = self._fixed
        wire = QLineF(loose, fixed) if self._backwards else QLineF(fixed, loose)
        self.desk.scene.show_preview(Preview(wire=wire, verdict=self._verdict))

    def _at_home(self, other: str | None, pointer: Pointer) -> bool:
        """Whether the wire is still at, or again back to, the port it comes from: nothing is meant by that."""
        away = (pointer.scene - self._fixed).manhattanLength()
        return other == self._node and away <= HOME

    @property
    def _fixed(self) -> QPointF:
        center = self.desk.drawing.centers[self._node]
        return geometry.in_port(center) if self._backwards else geometry.out_port(center)

    def _other_end(self, center: QPointF) -> QPointF:
        return geometry.out_port(center) if self._backwards else geometry.in_port(center)

    def _judge(self, other: str | None, pointer: Pointer) -> None:
        if other is None:
            self._verdict = None
            QToolTip.hideText()
        elif self._verdict is None or self._verdict.node != other:
            sentence = refusal(self.desk.workspace.document, *self._pair(other))
            self._verdict = Verdict(other, sentence or "")
            # As rich text it is wrapped; plain text would run off the screen.
            QToolTip.showText(pointer.screen, f"<qt>{escape(sentence)}</qt>" if sentence else "")

    def release(self, pointer: Pointer) -> None:
        """Connect; over empty canvas offer the nodes that could go there; a mere click chooses the node."""
        QToolTip.hideText()
        workspace = self.desk.workspace
        if not self.dragged:
            workspace.selection.choose([self._node])
        elif self._verdict is not None:
            pair = self._pair(self._verdict.node)
            if workspace.do(Connect((pair,)), pointer.screen):
                workspace.selection.choose(pairs=[pair], parameter=pair if workspace.document.has(pair) else None)
        elif self.desk.drawing.node_at(pointer.scene) is None:
            source, target = (None, self._node) if self._backwards else (self._node, None)
            self.desk.offer_nodes(Loose(source, target, pointer.scene, pointer.screen))

    def cancel(self) -> None:
        """Take the sentence away."""
        QToolTip.hideText()
