"""Which view is in front: the one about what was just chosen, and the convolution where a file with an image opens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot

from core.catalog import NODE_KINDS
from gui.main_window import MainWindow
from gui.workspace import Workspace

SHARES = (0.42, 0.2)
"""What parts of the window's height the convolution and the plots below it take when it opens."""


class Foreground(QObject):
    """Brings the slope forward where a number is chosen, the activation where a node that bends is.

    Only where both lie in one place and the user hides neither. The convolution opens with a file that has an image,
    and goes when a file without one is opened.
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

    @Slot()
    def open(self) -> None:
        """Show the convolution if the file just opened has an image to show there."""
        convolution, fit = self._window.dock("convolution"), self._window.dock("fit")
        nodes = self._workspace.document.nodes.values()
        wanted = any(node.grid is not None and NODE_KINDS[node.kind].source for node in nodes)
        if wanted and not convolution.toggleViewAction().isChecked():
            convolution.show()
            heights = [int(self._window.height() * share) for share in SHARES]
            self._window.resizeDocks([convolution, fit], heights, Qt.Orientation.Vertical)
        elif not wanted and not convolution.isFloating():
            convolution.hide()

    def _bends(self) -> bool:
        """Whether a node is chosen, not a number of it, that has a bend to be seen."""
        chosen = self._workspace.selection
        if chosen.node is None or chosen.parameter is not None:
            return False
        node = self._workspace.document.nodes[chosen.node]
        return not NODE_KINDS[node.kind].source and node.activation != "identity"
