"""The view that parts are made with, as far as they know it: its columns, the line of the sum, the slide."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.classes.class_panel import ClassPanel
from gui.grids.changes import ShownChanges
from gui.grids.columns import Columns
from gui.grids.part import Part
from gui.grids.pointing import Pointed
from gui.grids.slide import Slide
from gui.grids.sum_line import SumLine
from gui.state.turns import AT_ONCE
from gui.state.workspace import Workspace


class GridsPanel(ClassPanel):
    """A view of grids. ``escaped`` tells that Esc was pressed and no slide was on."""

    of_row = AT_ONCE
    escaped = Signal()
    slide: Slide

    def __init__(self, workspace: Workspace, parent: QWidget | None, title: str) -> None:
        super().__init__(workspace, parent, title)
        self.columns, self.sum = Columns(workspace.theme, self), SumLine(workspace.theme, self)
        self.changes = ShownChanges(self)
        """The cells that a move of the picture changed."""
        self.parts: list[Part] = []
        """All but those that stand under a grid."""

    def point(self, pointed: Pointed | None) -> None:
        """Point at a cell, or at none."""
        raise NotImplementedError
