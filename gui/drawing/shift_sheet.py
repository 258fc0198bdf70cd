"""The shift test: the picture moved by every shift within two pixels, and how many cells that changed.

Max pooling beside mean pooling beside none. One shift is looked at: the one pointed at, else the one the picture is
moved by now; for that one sentences say what pooling made of it.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from core.shifts import NO_POOLING, Shift
from gui.drawing.picture_bar import sketch_of
from gui.drawing.shift_changes import changes_of
from gui.drawing.shift_grid import ShiftGrid, shift_of, within
from gui.drawing.shift_report import answer_words, counted_words, headline, kept_at, overall, table_of, whose
from gui.drawing.shift_trial import Measured, ShiftTrial, fates_of
from gui.drawing.shift_words import reasons
from gui.grids.grids_panel import GridsPanel
from gui.grids.stages import Chain
from gui.theme import font, styled

WAYS = (("max", "Max pool"), ("mean", "Mean pool"), (NO_POOLING, "No pooling"))
BARE = "Draw a convolution after the image, and a pool after it: then shifts of the picture can be tested."
DEAR_S, LATER_MS = 0.005, 200
"""A measurement that takes longer waits until nothing has changed for so long."""


class ShiftSheet(QWidget):
    """``shift`` is the one looked at."""

    def __init__(self, panel: GridsPanel) -> None:
        super().__init__(panel)
        self._workspace, self._changes = panel.workspace, panel.changes
        self._sketch = sketch_of(panel)
        self._trial, self._took = ShiftTrial(), 0.0
        self._found: Measured | None = None
        self._chain: Chain | None = None
        self._words = ""
        self._pointed: Shift | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._measure)
        self.grids = {way: ShiftGrid(panel.workspace.theme, self, f"Shift test, {title}") for way, title in WAYS}
        self.heads = {way: self._label(8, bold=True) for way, _ in WAYS}
        self.answer = self._label(11, bold=True)
        self.whose, self.overall = self._label(8.5, bold=True), self._label(8)
        self.about, self.table, self.why = self._label(8.5), self._label(8), self._label(8)
        self._arrange()
        self._workspace.theme.changed.connect(self._restyle)
        self._restyle()

    def _label(self, points: float, *, bold: bool = False) -> QLabel:
        label = QLabel(self)
        label.setFont(font(points, bold=bold))
        label.setWordWrap(not bold or points > 8)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _arrange(self) -> None:
        column, tables = QVBoxLayout(self), QGridLayout()
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(4)
        column.addWidget(self.answer)
        column.addWidget(self.whose)
        column.addLayout(tables)
        tables.setHorizontalSpacing(6)
        tables.setVerticalSpacing(2)
        for place, (way, _) in enumerate(WAYS):
            tables.addWidget(self.heads[way], 0, place)
            tables.addWidget(self.grids[way], 1, place)
            grid = self.grids[way]
            self.heads[way].setToolTip("Over how many cells it is counted how many a shift changes")
            grid.hovered.connect(self._point)
            grid.left.connect(partial(self._point, None))
            grid.pressed.connect(self._try)
        tables.setColumnStretch(len(WAYS), 1)
        for label in (self.about, self.why, self.table, self.overall):
            column.addWidget(label)
        self.table.setToolTip("The cells that are pooled, before and after the shift")
        column.addStretch(1)

    @Slot()
    def _restyle(self) -> None:
        colors = self._workspace.theme.colors
        for label in (self.answer, self.whose, self.about, self.table, self.why, *self.heads.values()):
            label.setStyleSheet(styled(f"color: {colors.text}"))
        self.overall.setStyleSheet(styled(f"color: {colors.muted}"))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the test is in sight."""
        super().showEvent(event)
        self._workspace.facts.note("shift_test", "open")

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it no longer is."""
        super().hideEvent(event)
        self._workspace.facts.note("shift_test", "closed")

    # -- what is measured --------------------------------------------------------------------------------------

    def show_chain(self, chain: Chain) -> None:
        """Test the picture that is shown, as it was before it was moved."""
        self._chain = chain
        if self._found is not None and self._found.is_of(chain, self._sketch.unmoved(chain)[0]):
            self._found = replace(self._found, chain=chain)
            self._tell()
        elif self._took > DEAR_S and self._found is not None:
            self._timer.start(LATER_MS)
        else:
            self._measure()

    @Slot()
    def _measure(self) -> None:
        chain = self._chain
        if chain is None or not self.isVisibleTo(self.window()):
            return
        bare = len(chain.path) < 2
        told = self.answer, self.overall, self.about, self.table, self.why
        for widget in (*self.grids.values(), *self.heads.values(), *told):
            widget.setVisible(not bare)
        if bare:
            self._found = None
            self._changes.show({})
            self.whose.setText(BARE)
            return
        begun = time.perf_counter()
        planes, words = self._sketch.unmoved(chain)
        self._found = self._trial.measure(chain, planes)
        self._took = time.perf_counter() - begun
        self._words = words
        self._show(self._found)

    def _show(self, found: Measured) -> None:
        pooled = found.result.pooled
        for way, title in WAYS:
            seen = way in pooled
            self.grids[way].setVisible(seen)
            self.heads[way].setVisible(seen)
            if seen:
                self.grids[way].show_counts(pooled[way].changed, pooled[way].cells, kept_at(found, pooled[way]))
                self.heads[way].setText(f"{title} <span style='font-weight:400'>of {pooled[way].cells}</span>")
        self.answer.setText(headline(found))
        self.overall.setText(overall(found))
        self._tell()

    @property
    def shift(self) -> Shift | None:
        """The shift looked at: the one pointed at, else how far the picture is moved now; None for none."""
        moved = self._sketch.moved
        return self._pointed or (moved if moved != (0, 0) and within(moved) else None)

    def _tell(self) -> None:
        """Say of the shift looked at what it changed, and why pooling tolerated it or not."""
        shift, found, moved = self.shift, self._found, self._sketch.moved
        self._changes.show({} if found is None or moved == (0, 0) else changes_of(found, moved))
        if found is not None:
            self.whose.setText(whose(found, self._words, moved=moved != (0, 0)))
        for grid in self.grids.values():
            grid.mark_shift(shift if shift is not None else (0, 0))
        for label in (self.table, self.why):
            label.setVisible(found is not None and shift is not None)
        if found is None or shift is None:
            self.about.setText("Point at a shift to see what it changes and why; click to try it.")
            return
        place = found.result.shifts.index(shift)
        lines = reasons(found.window, fates_of(found, shift)) if found.window is not None else []
        self.about.setText(f"<b>{answer_words(found, place)}</b> {counted_words(found.result, place)}")
        self.table.setText(table_of(found.chain, found.result, place))
        self.why.setText("<br>".join(lines))

    # -- pointing and trying -----------------------------------------------------------------------------------

    def _point(self, row: int | None, column: int = 0) -> None:
        self._pointed = None if row is None or shift_of((row, column)) == (0, 0) else shift_of((row, column))
        self._tell()

    @Slot(int, int, object)
    def _try(self, row: int, column: int, button: Qt.MouseButton) -> None:
        """Move the picture so far, from where it was before it was moved."""
        if button is Qt.MouseButton.LeftButton:
            self._sketch.begin()
            self._sketch.move_to(*shift_of((row, column)))
            self._sketch.end()
