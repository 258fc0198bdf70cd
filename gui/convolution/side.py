"""The side of the view: sheets such as a test or a comparison, one at a time, opened by buttons in the title row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from gui.controls.more_below import MoreBelow
from gui.controls.tool_button import tool_button
from gui.grids.grids_panel import GridsPanel
from gui.grids.part import Part
from gui.grids.stages import Chain, Key

LEAST = 372
"""Pixels of width that a sheet has at least."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet at the side of the view, opened by a button: its title, the button's tooltip, and who makes it.

    ``seen`` tells which stages are seen beside it, without what stands below them; all of them if it is None.
    ``share`` is how much of the view's width it takes, ``most`` in pixels.
    """

    title: str
    tip: str
    make: Callable[[GridsPanel], Part]
    seen: Callable[[Chain], frozenset[Key]] | None = None
    share: float = 0.45
    most: int = 500


class Side(QScrollArea):
    """Makes a sheet when it is first opened; ``buttons`` open and close."""

    def __init__(self, panel: GridsPanel, sheets: tuple[Sheet, ...]) -> None:
        super().__init__(panel)
        self._panel = panel
        self._sheets: dict[str, Part] = {}
        self._open: Sheet | None = None
        self.shown: str | None = None
        self.setWidgetResizable(True)
        inside = QWidget(self)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(6, 0, 0, 0)
        self.setWidget(inside)
        self.setAccessibleName("Sheet beside the grids; Page Up and Page Down scroll it")
        self._below = MoreBelow(self, "Scroll on to what stands below (Page Down)", "padding: 1px 6px")
        self.more = self._below.button
        for told in (self.verticalScrollBar().valueChanged, self.verticalScrollBar().rangeChanged):
            told.connect(self._tell_of_more)
        self.hide()
        self.buttons = QWidget(panel)
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._by_title = {sheet.title: self._button(sheet) for sheet in sheets}
        for button in self._by_title.values():
            row.addWidget(button)

    @Slot()
    def _tell_of_more(self, *_: object) -> None:
        self._below.look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to either end; arrows and pages scroll, from a grid of the sheet too."""
        bar, ends = self.verticalScrollBar(), {Qt.Key.Key_Home: 0, Qt.Key.Key_End: 1}
        if (end := ends.get(Qt.Key(event.key()))) is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.maximum() * end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its corner."""
        super().resizeEvent(event)
        self._tell_of_more()

    def _button(self, sheet: Sheet) -> QToolButton:
        name, act = f"{sheet.title}: {sheet.tip}", partial(self._toggle, sheet)
        return tool_button(self.buttons, sheet.tip, act, text=sheet.title, name=name, points=8, checkable=True)

    def _toggle(self, sheet: Sheet) -> None:
        self.open(None if self.shown == sheet.title else sheet)

    def open(self, sheet: Sheet | None) -> None:
        """Show a sheet, or none."""
        self._open, self.shown = sheet, None if sheet is None else sheet.title
        for title, button in self._by_title.items():
            button.setChecked(title == self.shown)
        self.setVisible(sheet is not None)
        if sheet is not None and sheet.title not in self._sheets:
            self._make(sheet)
        for title, part in self._sheets.items():
            if isinstance(part, QWidget):
                part.setVisible(title == self.shown)
        self.fit()
        self._panel.refresh()

    def fit(self) -> None:
        """Take a share of the view's width."""
        if self._open is not None:
            self.setFixedWidth(int(min(self._open.most, max(LEAST, self._open.share * self._panel.width()))))

    def seen(self, chain: Chain) -> frozenset[Key] | None:
        """Return the stages that are seen beside the sheet that is open; None for all."""
        seen = None if self._open is None else self._open.seen
        return None if seen is None else seen(chain)

    def _make(self, sheet: Sheet) -> None:
        part = self._sheets[sheet.title] = sheet.make(self._panel)
        if isinstance(part, QWidget):
            self._column.addWidget(part)

    def show_chain(self, chain: Chain) -> None:
        """Show a chain in the sheet that is open."""
        self.fit()
        if self.shown is not None:
            self._sheets[self.shown].show_chain(chain)
        else:
            self._panel.changes.show({})
