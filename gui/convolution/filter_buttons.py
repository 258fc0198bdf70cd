"""Buttons for all numbers of a filter at once: presets to begin with, the padlock of the whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from core.document import Ref
from core.edits.values import SetTrainable, SetValues
from core.images.filter_presets import FilterPreset, presets_of
from gui.controls.tool_button import explain, tool_button
from gui.grids.grid_marks import Cell
from gui.grids.grid_view import GridView
from gui.state.workspace import Workspace
from gui.theme import icon

_PRESETS = "Filters to begin with: edges, diagonals, blur, sharpen, identity"
_LOCKS = ("Freeze the whole filter: training leaves its numbers as they are",
          "Unfreeze the whole filter: training may change its numbers again")  # fmt: skip

Place = tuple[Ref, tuple[int, ...]]


class FilterButtons(QWidget):
    """Acts on the filter that ``grid`` shows; ``place`` says which number a cell of it is."""

    def __init__(self, workspace: Workspace, grid: GridView, parent: QWidget, place: Callable[[Cell], Place]) -> None:
        super().__init__(parent)
        self._workspace, self._grid, self._place = workspace, grid, place
        self.presets, self.lock = _button(self, _PRESETS), _button(self, _LOCKS[0], self._toggle_lock)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._offer)
        self.presets.setMenu(self._menu)
        self.presets.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.presets)
        row.addWidget(self.lock)
        row.addStretch(1)
        workspace.theme.changed.connect(self.restyle)

    def use_words(self, on: bool) -> None:  # noqa: FBT001  # reads as a sentence where it is called
        """Let the presets have a word, or a sign where there is little room."""
        self.presets.setText("Presets ▾" if on else "")
        style = Qt.ToolButtonStyle.ToolButtonTextOnly if on else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.presets.setToolButtonStyle(style)

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme; the padlock is that of the whole filter."""
        color, whole = self._workspace.theme.colors.text, self.frozen
        self.presets.setIcon(icon("grid-3x3", color))
        self.lock.setIcon(icon("lock" if whole else "lock-open", color))
        explain(self.lock, _LOCKS[whole])

    @property
    def frozen(self) -> bool:
        """Whether every cell of the filter is frozen, in all channels."""
        ref, index = self._place((0, 0))
        if not self._workspace.document.has(ref):
            return False
        mask = self._workspace.document.parameter(ref).trainable
        return index[0] < len(mask) and not mask[index[0]].any()

    @Slot()
    def _toggle_lock(self) -> None:
        ref, index = self._place((0, 0))
        self._workspace.do(SetTrainable((ref,), self.frozen, ((index[0],),)))

    @Slot()
    def _offer(self) -> None:
        self._menu.clear()
        self._fill_presets(self._menu)

    def fill_menu(self, menu: QMenu) -> None:
        """Add to a menu what can be done with the whole filter."""
        menu.addAction(f"{'Unfreeze' if self.frozen else 'Freeze'} the whole filter", self._toggle_lock)
        further = menu.addMenu("Filters to begin with")
        further.setToolTipsVisible(True)
        self._fill_presets(further)

    def _fill_presets(self, menu: QMenu) -> None:
        for preset in presets_of(self._grid.values.shape[0]):
            menu.addAction(preset.label, partial(self.use, preset)).setToolTip(preset.help)

    def use(self, preset: FilterPreset) -> None:
        """Make the cells that are shown those of ``preset``, as one step of the history."""
        cells, (ref, index) = preset.values(self._grid.values.shape[0]), self._place((0, 0))
        numbers = tuple((*self._place((row, column)), float(cells[row, column]))
                        for row, column in np.ndindex(cells.shape))  # fmt: skip
        several = self._workspace.document.parameter(ref).value.shape[0] > 1
        which = f"filter {index[0] + 1}" if several else "the filter"
        self._workspace.do(SetValues(numbers, f"{which} to {preset.label.lower()}"))


def _button(parent: QWidget, tip: str, act: Callable[[], object] | None = None) -> QToolButton:
    button = tool_button(parent, tip, act, points=8, style="QToolButton::menu-indicator { image: none; }")
    button.setFixedHeight(20)
    return button
