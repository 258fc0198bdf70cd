"""Tables of the parts that stand in the convolution view: in its head, under its grids, and at its side.

A part is a widget made with the view it stands in; one under a grid is made with its column too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from gui.convolution.film_strip import FilmPart
from gui.convolution.filter_part import FilterPart
from gui.convolution.map_part import MapPart
from gui.convolution.pool_part import HeadMode, PoolPart
from gui.convolution.side import Sheet
from gui.drawing.chip import TriedChip
from gui.drawing.counts_sheet import CountsSheet, image_alone
from gui.drawing.picture_bar import PictureBar
from gui.drawing.row_strip import RowStrip
from gui.drawing.shift_changes import compared_by_shifts
from gui.drawing.shift_sheet import ShiftSheet
from gui.grids.column import StageColumn
from gui.grids.grids_panel import GridsPanel
from gui.grids.part import Part
from gui.grids.stages import AFTER, FILTER, IMAGE, MAP, POOL

Making: TypeAlias = Callable[[GridsPanel], Part]
MakingBelow: TypeAlias = Callable[[GridsPanel, StageColumn], Part]

TOOLS: tuple[Making, ...] = (PictureBar, TriedChip)
"""In the row above the columns, from the left."""
HEAD: tuple[Making, ...] = (HeadMode,)
"""In the title row, before the slide."""
BELOW: Mapping[str, tuple[MakingBelow, ...]] = {
    IMAGE: (RowStrip,), FILTER: (FilterPart,), MAP: (MapPart,), AFTER: (FilmPart,), POOL: (PoolPart,),
}  # fmt: skip
"""Under the grids, by the part of the chain."""
SHEETS: tuple[Sheet, ...] = (
    Sheet("Shift test", "Move the picture by every shift within two pixels, and count what changes: with max pooling, "
          "mean pooling and without", ShiftSheet, compared_by_shifts),
    Sheet("How many inputs?", "Count inputs and weights of the same image, read directly or through the filters",
          CountsSheet, image_alone, 0.72, 700),
)  # fmt: skip
"""At the side: one at a time."""
