"""Under a feature map: the settings of the convolution, and how the map's size follows from them."""

from __future__ import annotations

from gui.convolution.window_fields import WindowFields
from gui.grids.column import StageColumn
from gui.grids.grids_panel import GridsPanel
from gui.grids.stages import Chain


class MapPart(WindowFields):
    """The fields of the convolution whose map stands above."""

    def __init__(self, panel: GridsPanel, column: StageColumn) -> None:
        document = panel.workspace.turns.frame.document
        super().__init__(panel.workspace, document.nodes[column.key[0]], column)
        self._column = column
        column.need = self.needed

    def show_chain(self, chain: Chain) -> None:
        """Show the settings, above the small pictures of all maps."""
        super().show_chain(chain)
        if self._column.below.indexOf(self._column.thumbs) < 0:
            self._column.below.addWidget(self._column.thumbs)
