"""Tables of the parts that stand in the convolution view: in its head, under its grids, and at its side.

A part is a widget made with the view it stands in; ``show_chain`` is called whenever there is something new to show,
and only while the view is seen. A part under a grid is made with its column too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gui.convolution.film_strip import FilmPart
from gui.convolution.filter_part import FilterPart
from gui.convolution.map_part import MapPart
from gui.convolution.pool_part import HeadMode, PoolPart
from gui.convolution.stages import AFTER, FILTER, IMAGE, MAP, POOL, Chain, Key
from gui.drawing.chip import TriedChip
from gui.drawing.counts_sheet import CountsSheet, image_alone
from gui.drawing.picture_bar import PictureBar
from gui.drawing.row_strip import RowStrip
from gui.drawing.shift_changes import compared_by_shifts
from gui.drawing.shift_sheet import ShiftSheet

if TYPE_CHECKING:
    from gui.convolution.column import StageColumn
    from gui.convolution.panel import ConvolutionPanel


class Part(Protocol):
    """What a part offers beside being a widget; the views that it is made with are its parents."""

    def show_chain(self, chain: Chain) -> None:
        """Show what a chain says."""


Making = Callable[["ConvolutionPanel"], Part]
MakingBelow = Callable[["ConvolutionPanel", "StageColumn"], Part]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet at the side of the view, opened by a button: its title, the button's tooltip, and who makes it.

    ``seen`` tells which stages are seen beside it, without what stands below them; all of them if it is None.
    ``share`` is how much of the view's width it takes, ``most`` in pixels.
    """

    title: str
    tip: str
    make: Making
    seen: Callable[[Chain], frozenset[Key]] | None = None
    share: float = 0.45
    most: int = 500


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
