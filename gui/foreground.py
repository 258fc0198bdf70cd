"""Which of two views that share a place is in front: the one that is about what was just chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gui.main_window import MainWindow
from gui.workspace import Workspace


class Foreground(QObject):
    """Brings the slope forward where a number is chosen, the activation where a node that bends is.

    Only where both lie in one place and the user hides neither: nothing opens by itself.
    """

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        workspace.selection.changed.connect(self._choose)

    @Slot()
    def _choose(self) -> None:
        slope, activations = self._window.dock("slope"), self._window.dock("activations")
        shown = slope.toggleViewAction().isChecked() and activations.toggleViewAction().isChecked()
        if shown and slope in self._window.tabifiedDockWidgets(activations):
            if self._bends():
                activations.raise_()
            elif self._workspace.reasoning.ref is not None:
                slope.raise_()

    def _bends(self) -> bool:
        """Whether a node is chosen, not a number of it, that has a bend to be seen."""
        chosen = self._workspace.selection
        if chosen.node is None or chosen.parameter is not None:
            return False
        node = self._workspace.document.nodes[chosen.node]
        return node.kind != "input" and node.activation != "identity"
