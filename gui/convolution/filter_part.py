"""A filter and what belongs to it: its bias, its buttons, the thumbnails, and what the loss says of each number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.document import Bools, Ref, bias_of, filters_of
from gui.convolution.cell_marks import CellMarks
from gui.convolution.filter_buttons import FilterButtons
from gui.convolution.number_hand import NumberHand
from gui.convolution.slope_part import SlopePart
from gui.grids.column import StageColumn
from gui.grids.grid_marks import Cell
from gui.grids.grid_picture import NUMBERS_FROM
from gui.grids.grid_style import around_zero
from gui.grids.grid_view import GridView
from gui.grids.grids_panel import GridsPanel
from gui.grids.number_group import FILTERS
from gui.grids.stages import Chain
from gui.grids.thumbnails import LEAST_ROW
from gui.plots.elided_label import ElidedLabel
from gui.theme import styled

BIAS_CELL, GAP = 28, 8
SLOPE_TITLE = 92
"""Pixels of width of the derivatives' title."""
ROOMY = 126
"""Pixels of width from which the button of the presets has a word."""

Spots = Mapping[str, tuple[int, int, int, int]]
_BESIDE: Spots = {"grid": (0, 0, 1, 1), "own": (1, 0, 1, 1), "thumbs": (2, 0, 1, 2), "slope": (0, 1, 2, 1)}
_BELOW: Spots = {"grid": (0, 0, 1, 1), "own": (1, 0, 1, 1), "thumbs": (2, 0, 1, 1), "slope": (3, 0, 1, 1)}
"""Row, column and how many of each the parts take: the derivatives beside the filter, or below it."""


class FilterPart(QWidget):
    """Puts the numbers of a filter and its bias into the user's hand."""

    def __init__(self, panel: GridsPanel, column: StageColumn) -> None:
        super().__init__(column)
        self._panel, self._workspace, self._column = panel, panel.workspace, column
        self._chain: Chain | None = None
        self._spots: Spots = {}
        self._slack = 0
        theme, home = self._workspace.theme, column.parentWidget() or column
        self.bias = GridView(theme, self, "Bias")
        self.bias.join(FILTERS, column.grid.groups)
        self.hands = tuple(NumberHand(self._workspace, grid, home, place)
                           for grid, place in ((column.grid, self.place), (self.bias, self._bias_place)))  # fmt: skip
        self._marks = CellMarks(theme, column.grid), CellMarks(theme, self.bias)
        self.whole = FilterButtons(self._workspace, column.grid, self, self.place)
        self.hands[0].fill_menu = self.whole.fill_menu
        self.slope = SlopePart(panel, column, self.place, self._bias_place)
        self._word = ElidedLabel(self, 8)
        self._word.say("bias")
        self._parts = {"grid": column.grid, "own": self._own_row(), "thumbs": column.thumbs, "slope": self.slope}
        self._places = QGridLayout(self)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setVerticalSpacing(4)
        self._places.setHorizontalSpacing(GAP)
        self._put(_BELOW)
        column.need = self._needed
        panel.columns.fitted.connect(self._fit_into)
        self._workspace.reasoning.target_changed.connect(self._mark)
        theme.changed.connect(self.restyle)

    def _own_row(self) -> QWidget:
        own = QWidget(self)
        row = QHBoxLayout(own)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.bias)
        right = QVBoxLayout()
        row.addLayout(right, 1)
        right.setSpacing(0)
        right.addWidget(self._word)
        right.addWidget(self.whole)
        return own

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
        self._fit_into(self._slack)
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

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        self._word.setStyleSheet(styled(f"color: {self._workspace.theme.colors.muted}"))
        self.whole.restyle()

    # -- where it stands ---------------------------------------------------------------------------------------

    @Slot(int)
    def _fit_into(self, slack: int) -> None:
        """Put the derivatives beside the filter where the columns leave ``slack`` pixels for them, else below it."""
        self._slack = slack
        grid, column = self._column.grid, self._column
        if not grid.values.size:
            return
        self.bias.set_cell(min(grid.cell, BIAS_CELL))
        base = max(column.least, grid.width())
        room = base + slack - grid.width() - GAP
        side = min(grid.cell, (room - 2) // grid.values.shape[1])
        beside = side >= min(grid.cell, NUMBERS_FROM) and not self.slope.isHidden()
        self._put(_BESIDE if beside else _BELOW)
        if beside:
            self.slope.set_cell(side, beside=True)
        width = max(base, grid.width() + GAP + max(self.slope.grid.width(), min(room, SLOPE_TITLE))) if beside else base
        column.setFixedWidth(width)
        slope = 0 if beside or self.slope.isHidden() else self._least_slope + 4
        column.thumbs.fit(width, max(LEAST_ROW, column.room - self._own_height - slope - 4))
        if not beside:
            self.slope.set_cell(self._low_cell(width), beside=False)
        self.whole.use_words((grid.width() if beside else width) >= ROOMY)

    def _low_cell(self, width: int) -> float:
        """Return the side of the cells of derivatives below the filter: all rows are seen if there is room."""
        grid, thumbs = self._column.grid, self._column.thumbs
        taken = self._own_height + (thumbs.height() + 4) * (not thumbs.isHidden())
        return self.slope.fitting(grid, self._column.room - taken - 4, width)

    @property
    def _own_height(self) -> int:
        """The height of the row of the bias, with the room below it."""
        return self._parts["own"].sizeHint().height() + 4

    @property
    def _least_slope(self) -> int:
        """The height of the derivatives with the smallest cells that have numbers."""
        return self.slope.title.sizeHint().height() + 3 + len(self._column.grid.values) * NUMBERS_FROM + 2

    def _needed(self, width: int) -> int:  # noqa: ARG002  # all columns have this
        """Return the height of bias, two rows of pictures and the derivatives below them."""
        thumbs = 2 * LEAST_ROW if self._column.thumbs.count > 1 else 0
        slope = 0 if self.slope.isHidden() else self._least_slope + 4
        return self._own_height + thumbs + slope

    def _put(self, spots: Spots) -> None:
        if spots is self._spots:
            return
        self._spots = spots
        for name, part in self._parts.items():
            self._places.removeWidget(part)
            self._places.addWidget(part, *spots[name])
        self._places.setAlignment(self._column.grid, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for part in (self.slope, self._parts["own"]):
            self._places.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self._places.setColumnStretch(0 if spots is _BELOW else 1, 1)
        self._places.setColumnStretch(1 if spots is _BELOW else 0, 0)
