"""The columns of a chain side by side, with signs between them; cells as large as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from core.document import Bools
from gui.grids.answer_view import NARROW, SLIM, WIDE, AnswerView
from gui.grids.cell_sizes import FILTER_CELL, HEAD, LEAST, Shape, Way, best_way
from gui.grids.changes import ShownChanges
from gui.grids.column import Sign, StageColumn
from gui.grids.grid_marks import Marks
from gui.grids.grid_picture import NUMBERS_FROM
from gui.grids.number_group import FILTERS, VALUES, NumberGroups
from gui.grids.stages import FILTER, POOL, Chain, Key, Stage
from gui.theme import Theme

MARGIN = 3
SIGN, SLIM_SIGN = 22, 16
"""The width of a sign between two columns, with the room at its sides."""
SLOPE_ROOM, BESIDE = 78, 10
"""Pixels beside a filter for its derivatives, at the least, and what they take besides their cells."""
ROOMY = 122
"""The width of a column with room for a count of changed cells and its share."""


_TITLED = Way(WIDE, SIGN, titles=True)


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
        self._fitted: object = None
        self._found: tuple[Way, tuple[int, ...], int] = (_TITLED, (), 0)
        """How the room is shared out, and for what."""
        self._shared = (0, 0, 0)
        """What the columns had in width when it was shared out, what the answer got of it, and what both had."""
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
        """Show a chain; ``known`` gives for a step which cells are computed. Then ``fit`` shares out the room."""
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
        columns, lean = [self.columns[stage.key] for stage in stages], self._only is not None
        room = self.maximumViewportSize()
        high = room.height() - 4

        def shapes(way: Way) -> list[Shape]:
            return [_shape(stage, column, way, lean=lean) for stage, column in zip(stages, columns, strict=True)]

        wide = self._width(room.width(), lean=lean)
        key = (wide, high, tuple((shape, shape.need(LEAST), shape.need(2 * LEAST)) for shape in shapes(_TITLED)))
        if key != self._fitted:
            self._fitted, self._found = key, best_way(self._ways(shapes, high), shapes, wide, high, whole=lean)
        found, sizes, left = self._found
        if not lean:
            self.answer.setFixedWidth(found.answer)
            self._shared = room.width(), self.answer.width(), wide
        for column, size, shape in zip(columns, sizes, shapes(found), strict=True):
            column.set_cell(size, least=shape.least, high=high)
        filters = sum(stage.part == FILTER for stage in self._chain.stages)
        self.fitted.emit(max(0, left) // max(1, filters))
        tallest = max(column.grid.height() for column in self.columns.values())
        for sign in self.signs:
            sign.be_slim(on=found.sign == SLIM_SIGN)
            sign.setFixedHeight(2 * HEAD + min(tallest, 160))

    def _width(self, room: int, *, lean: bool) -> int:
        """Return what columns and answer have to share, the columns now ``room``.

        An answer that was made wider or narrower takes that from the columns only when the row is laid out: with its
        new width the sum would be another one before, and the next fit would make it as wide as it was, for ever.
        """
        if not lean and (room, self.answer.width()) == self._shared[:2]:
            return self._shared[2]
        answer = 0 if lean else self.answer.width()
        return room - self.verticalScrollBar().sizeHint().width() - 2 * MARGIN + answer

    def _ways(self, shapes: Callable[[Way], Sequence[Shape]], high: int) -> list[Way]:
        """Return how the width may be shared out; derivatives are beside a filter where they are not seen below it."""
        if self._only is not None:
            return [Way(0, SIGN, titles=True), Way(0, SIGN), Way(0, SLIM_SIGN)]
        plain = [_TITLED, Way(WIDE, SIGN), Way(NARROW, SIGN), Way(SLIM, SLIM_SIGN)]
        filters = [shape for shape in shapes(plain[-1]) if shape.is_filter]
        if all(shape.height(FILTER_CELL) <= high for shape in filters):
            return plain
        spare = sum(max(SLOPE_ROOM, shape.columns * NUMBERS_FROM + BESIDE) for shape in filters)
        return [*(replace(way, spare=spare) for way in plain), *plain]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when there is other room."""
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)


def _shape(stage: Stage, column: StageColumn, way: Way, *, lean: bool) -> Shape:
    """Return what the size of a stage's cells depends on; two grids of a pool stand one above the other if ``lean``."""
    titles = max(column.title_width, ROOMY if lean else 0)
    need, times = (_nothing, 1 + (stage.part == POOL)) if lean else (column.need, 1)
    return Shape(stage.part == FILTER, *stage.shape, titles if way.titles else LEAST, need, times)


def _nothing(_width: int) -> int:
    return 0
