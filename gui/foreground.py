"""Which view is in front: the one about what was just chosen, and the convolution where a file with an image opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget

from core.catalog import NODE_KINDS
from gui.docks.main_window import MainWindow
from gui.docks.shares import Stands
from gui.state.workspace import Workspace

LOW = 850
"""Pixels of the window's height below which the plots make room for the convolution."""


class Foreground(QObject):
    """Brings the slope forward where a number is chosen, the activation where a node that bends is.

    Only where both lie in one place and the user hides neither. The convolution opens with a file that has an image or
    when the first image is drawn, and goes when a file without one is opened.
    """

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self.held: Callable[[], frozenset[str]] = frozenset
        """Which views a lesson points at: nothing comes before them."""
        self._by: list[tuple[QDockWidget, bool]] = []
        """Docks that made room, and whether each was in front of its place."""
        self._stood: Stands = {}
        """How the views below the canvas stood before the convolution came."""
        self._had = self._has_image()
        self._kept: tuple[list[tuple[QDockWidget, bool]], bool, Stands] = ([], False, {})
        """What made room, whether there was an image, and how the views stood, before a lesson began."""
        workspace.selection.changed.connect(self._choose)
        workspace.bridge.changed.connect(self._follow)
        window.dock("convolution").toggleViewAction().toggled.connect(self._convolution_shown)

    @Slot()
    def _choose(self) -> None:
        slope, activations = self._window.dock("slope"), self._window.dock("activations")
        beside = self._window.tabifiedDockWidgets(slope)
        if any(self._window.dock(name) in beside for name in self.held()):
            return
        shown = slope.toggleViewAction().isChecked() and activations.toggleViewAction().isChecked()
        if shown and slope in self._window.tabifiedDockWidgets(activations):
            if self._bends():
                activations.raise_()
            elif self._workspace.reasoning.ref is not None:
                slope.raise_()

    @Slot()
    def open(self) -> None:
        """Show the convolution if the document on show has an image; hide it if not."""
        convolution = self._window.dock("convolution")
        wanted = self._had = self._has_image()
        if not wanted and not convolution.isFloating():
            convolution.hide()
        elif wanted and (convolution.isHidden() or not self._by):
            fresh = convolution.isHidden()
            self._stood = self._window.shares.of(self._below()) if fresh else self._stood
            convolution.show()
            crowded = self._window.isVisible() and self._window.height() < LOW
            if crowded:
                self._put_by()
            if fresh or crowded:
                self._window.fit_convolution()

    @Slot()
    def keep(self) -> None:
        """A lesson begins: remember what has made room."""
        self._kept = list(self._by), self._had, self._stood

    @Slot()
    def come_back(self) -> None:
        """The lesson is over, and its views go back to where they were by themselves: know again what has made room."""
        self._by, self._had, self._stood = self._kept

    def _has_image(self) -> bool:
        nodes = self._workspace.document.nodes.values()
        return any(node.grid is not None and NODE_KINDS[node.kind].source for node in nodes)

    @Slot(object, object)
    def _follow(self, *_: object) -> None:
        """Open the convolution for the first image that is drawn, once what draws it is done."""
        had, self._had = self._had, self._has_image()
        if self._had and not had and self._window.isVisible():
            QTimer.singleShot(0, self, self.open)

    def _below(self) -> list[QDockWidget]:
        """Return the plots, which share the place below the canvas with the convolution."""
        area, window = Qt.DockWidgetArea.BottomDockWidgetArea, self._window
        docks = [window.dock(name) for name in window.views if name != "convolution"]
        return [dock for dock in docks if window.dockWidgetArea(dock) == area and not dock.isFloating()]

    def _put_by(self) -> None:
        """Hide the plots below the convolution; they come back when it goes."""
        shown = ((dock, bool(not dock.visibleRegion().isEmpty())) for dock in self._below())
        self._by = [(dock, in_front) for dock, in_front in shown if not dock.isHidden()]
        for dock, _ in self._by:
            dock.hide()

    @Slot()
    def bring_back(self, *_event: object) -> None:
        """Show the plots again that made room, the same ones in front, all as wide and high as before."""
        by = self._by
        self._by = []
        for dock, _ in by:
            dock.show()
        for dock, in_front in by:
            if in_front:
                dock.raise_()
        stood, self._stood = self._stood, {}
        if stood and self._window.isVisible():
            self._window.shares.put_back(stood)

    @Slot(bool)
    def _convolution_shown(self, shown: bool) -> None:  # noqa: FBT001  # how Qt tells it
        if not shown:
            self.bring_back()

    def _bends(self) -> bool:
        """Whether a node is chosen, not a number of it, that has a bend to be seen."""
        chosen = self._workspace.selection
        if chosen.node is None or chosen.parameter is not None:
            return False
        node = self._workspace.document.nodes[chosen.node]
        return not NODE_KINDS[node.kind].source and node.activation != "identity"
