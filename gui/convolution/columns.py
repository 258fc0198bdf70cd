"""The columns of a chain side by side, with signs between them; cells as large as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from core.document import Bools
from gui.convolution.answer_view import NARROW, WIDE, AnswerView
from gui.convolution.cell_sizes import HEAD, LEAST, cell_sizes, total_width
from gui.convolution.column import Sign, StageColumn
from gui.convolution.grid_marks import Marks
from gui.convolution.stages import FILTER, Chain
from gui.convolution.thumbnails import GAP, SIDES
from gui.theme import Theme

Key = tuple[str, str]
MARGIN = 3
LEAST_HEIGHT = 90


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
        self._chain: Chain | None = None
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
        if keys != list(self.columns):
            self._rebuild(keys)
        self._chain = chain
        for stage in chain.stages:
            shown = None if stage.part == FILTER else known(stage.step)
            self.columns[stage.key].show_stage(chain, stage, shown)
        self.answer.show_chain(chain, known(len(chain.path) - 1))
        self.fit()

    def mark(self, marks: Mapping[Key, Marks]) -> None:
        """Mark cells in all grids."""
        for column in self.columns.values():
            column.mark(marks)

    def _rebuild(self, keys: list[Key]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.columns, self.signs = {}, []
        for key in keys:
            self._add(key)
        self._sign("→")
        self._row.addStretch(1)

    def _add(self, key: Key) -> None:
        if self.columns:
            self._sign("∗" if key[1] == FILTER else "→")
        column = StageColumn(self._theme, self._inside, key)
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
        several = any(len(stage.planes) > 1 for stage in self._chain.stages)
        room = self.viewport().height() - HEAD - 12 - (2 * (SIDES[0] + GAP) if several else 0)
        columns = list(self.columns.values())
        high = max(LEAST_HEIGHT, room - columns[0].below.sizeHint().height())  # what stands under the image is seen
        for answer, titles in ((WIDE, True), (WIDE, False), (NARROW, False)):
            least = [column.title_width if titles else LEAST for column in columns]
            shapes = [(stage.part == FILTER, *stage.shape, wide)
                      for stage, wide in zip(self._chain.stages, least, strict=True)]  # fmt: skip
            left = self.viewport().width() + self.answer.width() - answer - 12
            sizes = cell_sizes(shapes, left, high)
            if total_width(shapes, sizes) <= left:
                break
        self.answer.setFixedWidth(answer)
        for column, size, wide in zip(columns, sizes, least, strict=True):
            column.set_cell(size, least=wide)
        filters = sum(stage.part == FILTER for stage in self._chain.stages)
        self.fitted.emit(max(0, left - total_width(shapes, sizes)) // max(1, filters))
        tallest = max(column.grid.height() for column in self.columns.values())
        for sign in self.signs:
            sign.setFixedHeight(2 * HEAD + min(tallest, 160))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when there is other room."""
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
