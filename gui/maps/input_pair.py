"""Two lists that choose the input across and the input up; gone where there is nothing to choose."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.datasets.rows import units_of
from core.document import Document
from gui.frame import Frame
from gui.maps.axes import Axes, axes_of, offered
from gui.plots.unit_choice import UnitChoice


class InputPair:
    """Keeps the two apart: the input up is one of those that are not across."""

    def __init__(self, parent: QWidget) -> None:
        self.across = UnitChoice(parent, "The input across; the others are held as in the chosen row")
        self.up = UnitChoice(parent, "The input up")

    def enough(self, document: Document) -> bool:
        """Whether there are two inputs at all."""
        return len(units_of(document, "input")) >= 2

    def axes(self, frame: Frame, row: int) -> Axes | None:
        """Return the axes chosen, or the first that vary; None where there are not two or nothing computes."""
        document = frame.document
        inputs = offered(document) if self.enough(document) else ()
        self.across.offer(document, inputs)
        self.up.offer(document, tuple(unit for unit in inputs if unit != self.across.unit))
        if self.across.unit is None or self.up.unit is None:
            return None
        return axes_of(frame, self.across.unit, self.up.unit, row)
