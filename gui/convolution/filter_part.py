"""Under a filter: its bias, filters to begin with, the padlock of the whole, and what the loss says of each number."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from core.document import Bools, Ref, bias_of, filters_of
from core.edits.values import SetTrainable, SetValues
from core.filter_presets import FilterPreset, presets_of
from gui.convolution.cell_marks import CellMarks
from gui.convolution.grid_marks import Cell
from gui.convolution.grid_style import around_zero
from gui.convolution.grid_view import GridView
from gui.convolution.number_hand import NumberHand
from gui.convolution.slope_part import SlopePart
from gui.convolution.stages import Chain
from gui.plots.elided_label import ElidedLabel
from gui.theme import font, icon

if TYPE_CHECKING:
    from gui.convolution.column import StageColumn
    from gui.convolution.panel import ConvolutionPanel

BIAS_CELL = 28
ROOMY = 126
"""Pixels of width from which the button of the presets has a word."""
HEAD = 36
"""Pixels of height that the title and the note of a column take."""
_PRESETS_TIP = "Filters to begin with: edges, diagonals, blur, sharpen, identity"
_LOCKS = ("Freeze the whole filter: training leaves its numbers as they are",
          "Unfreeze the whole filter: training may change its numbers again")  # fmt: skip


class FilterPart(QWidget):
    """Puts the numbers of a filter and its bias into the user's hand."""

    def __init__(self, panel: ConvolutionPanel, column: StageColumn) -> None:
        super().__init__(column)
        self._panel, self._workspace, self._column = panel, panel.workspace, column
        self._chain: Chain | None = None
        theme = self._workspace.theme
        self.bias = GridView(theme, self, "Bias")
        home = column.parentWidget() or column
        self.hands = tuple(NumberHand(self._workspace, grid, home, place)
                           for grid, place in ((column.grid, self.place), (self.bias, self._bias_place)))  # fmt: skip
        self._marks = CellMarks(theme, column.grid), CellMarks(theme, self.bias)
        self.hands[0].fill_menu = self._fill_menu
        self.presets, self.lock = _button(self, _PRESETS_TIP), _button(self, _LOCKS[0])
        self.slope = SlopePart(panel, column, self.place, self._bias_place)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._offer)
        self.presets.setMenu(self._menu)
        self.presets.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.lock.clicked.connect(self._toggle_lock)
        self._lay_out()
        column.grid.installEventFilter(self)
        self._workspace.reasoning.target_changed.connect(self._mark)
        theme.changed.connect(self.restyle)

    def _lay_out(self) -> None:
        self._word = ElidedLabel(self, 8)
        self._word.say("bias")
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self.presets)
        buttons.addWidget(self.lock)
        buttons.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._word)
        right.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.bias)
        row.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(self._column.thumbs)  # they choose whose bias it is
        whole.addWidget(self.slope)

    # -- which number is where ---------------------------------------------------------------------------------

    @property
    def filter(self) -> int:
        """The filter that is looked at, from 0."""
        stage = None if self._chain is None else self._chain.stage(*self._column.key)
        return 0 if stage is None else stage.channel

    @property
    def _channel(self) -> int:
        """The channel of the source whose cells of the filter are shown, from 0."""
        stage = None if self._chain is None else self._chain.stage(*self._column.key)
        return 0 if stage is None or self._chain is None else self._chain.channel_of(stage.step - 1)

    @property
    def _node(self) -> str:
        return self._column.key[0]

    def place(self, cell: Cell) -> tuple[Ref, tuple[int, ...]]:
        """Return which number a cell of the filter is."""
        return filters_of(self._node), (self.filter, self._channel, *cell)

    def _bias_place(self, _cell: Cell) -> tuple[Ref, tuple[int, ...]]:
        return bias_of(self._node), (self.filter,)

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_chain(self, chain: Chain) -> None:
        """Show the numbers of the chosen filter."""
        self._chain = chain
        bias, filters = chain.bias(self._node)[self.filter], chain.filters(self._node)
        self.bias.set_values(np.array([[bias]]), around_zero(np.append(filters[:, self._channel], bias)))
        self.slope.show_chain(chain)
        self._mark()
        self._fit()
        self.restyle()

    def _frozen(self, ref: Ref) -> Bools:
        """Return which numbers are frozen, with the parameter's shape."""
        found: Bools = ~self._workspace.document.parameter(ref).trainable
        return found

    @Slot()
    def _mark(self) -> None:
        """Show padlocks, and which number is looked at."""
        document, reasoning = self._workspace.document, self._workspace.reasoning
        refs = filters_of(self._node), bias_of(self._node)
        if self._chain is None or not all(document.has(ref) for ref in refs) or not self._fits():
            return
        cells, bias = self._frozen(refs[0])[self.filter, self._channel], self._frozen(refs[1])[[[self.filter]]]
        index = reasoning.index_of(refs[0])
        shown = index[:2] == (self.filter, self._channel)
        self._marks[0].show_marks(cells, (index[2], index[3]) if shown else None)
        looked = reasoning.ref == refs[1] and reasoning.index in ((), (self.filter,))
        self._marks[1].show_marks(bias, (0, 0) if looked else None)
        self.slope.mark(self._marks[0].chosen, bias=looked)

    def _fits(self) -> bool:
        """Whether the document still has the filter that is shown: it may be ahead of the frame for a moment."""
        shape = self._workspace.document.parameter(filters_of(self._node)).value.shape
        return self.filter < shape[0] and self._channel < shape[1] and shape[2:] == self._column.grid.values.shape

    def _fit(self) -> None:
        side, thumbs = self._column.grid.cell, self._column.thumbs
        self.bias.set_cell(min(side, BIAS_CELL))
        taken = HEAD + self._column.grid.height() + self.bias.height() + (thumbs.height() + 4) * thumbs.isVisible()
        self.slope.set_cell(side, self._panel.columns.viewport().height() - taken - 16)
        roomy = self._column.width() >= ROOMY
        self.presets.setText("Presets ▾" if roomy else "")
        style = Qt.ToolButtonStyle.ToolButtonTextOnly if roomy else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.presets.setToolButtonStyle(style)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sizes of the filter's cells."""
        if watched is self._column.grid and event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme; the padlock is that of the whole filter."""
        colors = self._workspace.theme.colors
        whole = self.is_frozen
        self._word.setStyleSheet(f"color: {colors.muted}")
        self.presets.setIcon(icon("grid-3x3", colors.text))
        self.lock.setIcon(icon("lock" if whole else "lock-open", colors.text))
        self.lock.setToolTip(_LOCKS[whole])
        self.lock.setAccessibleName(_LOCKS[whole])

    # -- the whole filter --------------------------------------------------------------------------------------

    @property
    def is_frozen(self) -> bool:
        """Whether every cell of the filter is frozen, in all channels."""
        ref = filters_of(self._node)
        if not self._workspace.document.has(ref):
            return False
        frozen = self._frozen(ref)
        return self.filter < len(frozen) and bool(frozen[self.filter].all())

    @Slot()
    def _toggle_lock(self) -> None:
        ref = filters_of(self._node)
        self._workspace.do(SetTrainable((ref,), self.is_frozen, ((self.filter,),)))

    @Slot()
    def _offer(self) -> None:
        self._menu.clear()
        self._fill_presets(self._menu)

    def _fill_menu(self, menu: QMenu) -> None:
        menu.addAction(f"{'Unfreeze' if self.is_frozen else 'Freeze'} the whole filter", self._toggle_lock)
        further = menu.addMenu("Filters to begin with")
        further.setToolTipsVisible(True)
        self._fill_presets(further)

    def _fill_presets(self, menu: QMenu) -> None:
        for preset in presets_of(self._column.grid.values.shape[0]):
            menu.addAction(preset.label, partial(self.use, preset)).setToolTip(preset.help)

    def use(self, preset: FilterPreset) -> None:
        """Make the cells that are shown those of ``preset``, as one step of the history."""
        cells = preset.values(self._column.grid.values.shape[0])
        numbers = tuple((*self.place((row, column)), float(cells[row, column]))
                        for row, column in np.ndindex(cells.shape))  # fmt: skip
        several = self._workspace.document.parameter(filters_of(self._node)).value.shape[0] > 1
        which = f"filter {self.filter + 1}" if several else "the filter"
        self._workspace.do(SetValues(numbers, f"{which} to {preset.label.lower()}"))


def _button(parent: QWidget, tip: str) -> QToolButton:
    button = QToolButton(parent)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFont(font(8))
    button.setIconSize(QSize(14, 14))
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    return button
