"""The columns of a chain side by side, with signs between them; cells as large as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from core.document import Bools
from gui.convolution.answer_view import NARROW, WIDE, AnswerView
from gui.convolution.cell_sizes import HEAD, LEAST, cell_sizes, total_width
from gui.convolution.changes import ShownChanges
from gui.convolution.column import Sign, StageColumn
from gui.convolution.grid_marks import Marks
from gui.convolution.grid_picture import NUMBERS_FROM
from gui.convolution.number_group import FILTERS, VALUES, NumberGroups
from gui.convolution.stages import FILTER, POOL, Chain, Key, Stage
from gui.convolution.thumbnails import GAP, SIDES
from gui.theme import Theme

MARGIN = 3
LEAST_HEIGHT = 90
ROOMY = 122
"""The width of a column with room for a count of changed cells and its share."""


class Columns(QScrollArea):
    """Holds the columns; ``made`` tells of each new one, before it is shown for the first time.

    ``answer`` stands at their right, where it stays while they scroll.
    """

    made = Signal(object)
    fitted = Signal(int)
    """Cells have their sizes: so many pixels of width are left over for each filter."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.columns: dict[Key, StageColumn] = {}
        self.signs: list[Sign] = []
        self.numbers = NumberGroups()
        """How values, numbers of filters and derivatives are written."""
        self._chain: Chain | None = None
        self._only: frozenset[Key] | None = None
        self.setWidgetResizable(True)
        self.setCornerWidget(QWidget(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self.setWidget(self._inside)
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(2, 0, 2, 2)
        self._row.setSpacing(MARGIN)
        self.answer = AnswerView(theme, parent)
        self.viewport().installEventFilter(self)

    def show_chain(self, chain: Chain, known: Callable[[int], Bools | None]) -> None:
        """Show a chain; ``known`` gives for a step which cells are computed."""
        keys = [stage.key for stage in chain.stages]
        rebuilt = keys != list(self.columns)
        if rebuilt:
            self._rebuild(keys)
        self._chain = chain
        for stage in chain.stages:
            shown = None if stage.part == FILTER else known(stage.step)
            self.columns[stage.key].show_stage(chain, stage, shown)
        if rebuilt:
            self._leave_out()
        self.answer.show_chain(chain, known(len(chain.path) - 1), self.numbers)
        self.fit()

    def mark(self, marks: Mapping[Key, Marks], changes: ShownChanges) -> None:
        """Mark cells in all grids, and those that changed."""
        for column in self.columns.values():
            column.mark(marks, changes)

    def show_only(self, keys: frozenset[Key] | None) -> None:
        """Show these stages and nothing below them but what is told to stay; None for all, and what they go into."""
        if keys != self._only:
            self._only = keys
            self.answer.setVisible(keys is None)
            self._leave_out()

    def _leave_out(self) -> None:
        """Hide the columns that are left out, each with the sign before it."""
        seen = [self._only is None or key in self._only for key in self.columns]
        for place, (column, shown) in enumerate(zip(self.columns.values(), seen, strict=True)):
            column.setVisible(shown)
            column.be_lean(on=self._only is not None)
            if place:
                self.signs[place - 1].setVisible(shown)
        if self.signs:
            self.signs[-1].setVisible(self._only is None)

    def _rebuild(self, keys: list[Key]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.columns, self.signs, self.numbers = {}, [], NumberGroups()
        for key in keys:
            self._add(key)
        self._sign("→")
        self._row.addStretch(1)

    def _add(self, key: Key) -> None:
        if self.columns:
            self._sign("∗" if key[1] == FILTER else "→")
        column = StageColumn(self._theme, self._inside, key)
        column.grid.join(FILTERS if key[1] == FILTER else VALUES, self.numbers)
        self._row.addWidget(column)
        self.columns[key] = column
        self.made.emit(column)

    def _sign(self, text: str) -> None:
        sign = Sign(self._theme, self._inside, text)
        self.signs.append(sign)
        self._row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)

    def fit(self) -> None:
        """Give the cells the size for which there is room."""
        if self._chain is None:
            return
        stages = [stage for stage in self._chain.stages if self._only is None or stage.key in self._only]
        columns, high = [self.columns[stage.key] for stage in stages], self._height(stages)
        lean = self._only is not None
        for answer, titles in ((WIDE, True), (WIDE, False), (NARROW, False)):
            least = [max(column.title_width, ROOMY if lean else 0) if titles else LEAST for column in columns]
            shapes = [(stage.part == FILTER, *stage.shape, wide)
                      for stage, wide in zip(stages, least, strict=True)]  # fmt: skip
            left = self.viewport().width() + (0 if lean else self.answer.width() - answer) - 12
            sizes = cell_sizes(shapes, left, high, whole=lean)
            if total_width(shapes, sizes) <= left and not (lean and titles and min(sizes) < NUMBERS_FROM):
                break
        self.answer.setFixedWidth(answer)
        for column, size, wide in zip(columns, sizes, least, strict=True):
            column.set_cell(size, least=wide)
        filters = sum(stage.part == FILTER for stage in self._chain.stages)
        self.fitted.emit(max(0, left - total_width(shapes, sizes)) // max(1, filters))
        tallest = max(column.grid.height() for column in self.columns.values())
        for sign in self.signs:
            sign.setFixedHeight(2 * HEAD + min(tallest, 160))

    def _height(self, stages: Sequence[Stage]) -> float:
        """Return how high grids may be, with what stands below those that everything is compared with."""
        room = self.viewport().height() - HEAD - 12
        if self._only is not None:  # two grids of a pool stand one above the other, with a title between
            rows = max(stage.shape[0] for stage in stages)
            return min([room, *((room - HEAD) / 2 * rows / one.shape[0] for one in stages if one.part == POOL)])
        several = any(len(stage.planes) > 1 for stage in stages)
        below = self.columns[stages[0].key].under.sizeHint().height()  # what stands under the image is seen
        return max(LEAST_HEIGHT, room - (2 * (SIDES[0] + GAP) if several else 0) - below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when there is other room."""
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
