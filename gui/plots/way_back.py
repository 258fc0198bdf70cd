"""The way back to the whole picture: a small button in the corner of a plot whose axes no longer follow the data."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QToolButton

from gui.controls.tool_button import explain
from gui.plots.plot_surface import PlotSurface
from gui.theme import Colors, font, icon

_AWAY = 4


class WayBack(QToolButton):
    """Stays in the upper right corner within the axes; whoever owns it says when it is seen and what it does."""

    def __init__(self, area: PlotSurface) -> None:
        super().__init__(area)
        self._area = area
        self.setText("Show all")
        self.setFont(font(7.5))
        self.setIconSize(QSize(11, 11))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        explain(self, "Show everything again (A): the axes follow the data")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()
        area.box.sigResized.connect(self._place)

    def restyle(self, colors: Colors) -> None:
        """Use the colours of a theme."""
        self.setIcon(icon("maximize", colors.text))
        self.setStyleSheet(
            f"QToolButton {{ background: {colors.surface}; color: {colors.text}; padding: 1px 5px;"
            f" border: 1px solid {colors.border}; border-radius: 5px; }}"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {colors.accent}; }}"
        )
        self._place()

    @Slot()
    def _place(self) -> None:
        self.adjustSize()
        corner = self._area.mapFromScene(self._area.box.sceneBoundingRect().topRight())
        self.move(corner.x() - self.width() - _AWAY, corner.y() + _AWAY)
