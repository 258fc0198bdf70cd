"""Two lists that choose the input across and the input up; gone where there is nothing to choose."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.datasets.rows import units_of
from core.document import Document
from gui.maps.axes import Axes, axes_of, offered
from gui.plots.unit_choice import UnitChoice
from gui.state.frame import Frame

NO_INPUTS = "A map needs two inputs: draw another input, connect it, and give it a column of the data."
_PICTURES = (
    "A map is drawn over two inputs, and this network reads pictures of {pixels} pixels: what it makes of them is in "
    "the Convolution view, and how it calls them under Results."
)


class InputPair:
    """Keeps the two apart: the input up is one of those that are not across."""

    def __init__(self, parent: QWidget) -> None:
        self.across = UnitChoice(parent, "The input across; the others are held as in the chosen row")
        self.up = UnitChoice(parent, "The input up")

    def enough(self, document: Document) -> bool:
        """Whether there are two inputs at all."""
        return len(units_of(document, "input")) >= 2

    def lacking(self, document: Document) -> str:
        """Say why there is no map: it is drawn over two inputs, and the pixels of a picture are none."""
        pixels = sum(node.units for node in document.nodes.values() if node.kind == "image")
        return _PICTURES.format(pixels=f"{pixels:,}") if pixels else NO_INPUTS

    def axes(self, frame: Frame, row: int) -> Axes | None:
        """Return the axes chosen, or the first that vary; None where there are not two or nothing computes."""
        document = frame.document
        inputs = offered(document) if self.enough(document) else ()
        self.across.offer(document, inputs)
        self.up.offer(document, tuple(unit for unit in inputs if unit != self.across.unit))
        if self.across.unit is None or self.up.unit is None:
            return None
        return axes_of(frame, self.across.unit, self.up.unit, row)
