"""A button in the corner of what scrolls: there is more below, and a click leads there."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractSlider, QScrollArea

from gui.controls.tool_button import tool_button

LEFT_OVER = 6
"""Pixels that may be hidden below without a word."""


class MoreBelow(QObject):
    """Shows ``button`` at the lower edge of ``area`` as long as there is more; ``look`` when what is seen changes."""

    def __init__(self, area: QScrollArea, tip: str, style: str = "") -> None:
        super().__init__(area)
        self._area = area
        self.button = tool_button(area, tip, self._go_on, text="▾ more", points=8, style=style)
        self.button.setObjectName("action")

    @property
    def left_over(self) -> int:
        """Pixels that are hidden below."""
        bar = self._area.verticalScrollBar()
        return bar.maximum() - bar.value()

    def look(self) -> bool:
        """Put the button in its place, over all else; True where there is more."""
        more, room = self.left_over > LEFT_OVER, self._area.viewport().geometry()
        self.button.setVisible(more)
        self.button.resize(self.button.sizeHint())
        self.button.move(room.right() - self.button.width(), room.bottom() - self.button.height())
        self.button.raise_()
        return more

    def _go_on(self) -> None:
        self._area.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
