"""Results: the confusion matrix of all training or test rows, accuracy, precision, recall, and the rows of a cell."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from core.layout import Indices
from core.scores import Results
from gui.choice import NO_CHOICE, NO_COLUMN, choice_shown
from gui.classes.class_panel import ClassPanel
from gui.classes.confusion_model import Cell, cell_words, percent, rows_in
from gui.classes.confusion_table import ConfusionTable
from gui.classes.row_list import RowList
from gui.frame import Frame
from gui.plots.elided_label import ElidedLabel
from gui.plots.segments import Segments
from gui.scored import Scored
from gui.workspace import Workspace

PARTS = (
    ("train", "training", "Rows that the network learns from"),
    ("test", "test", "Rows held back: the network never learns from them"),
)
HOW = "Rows: observed class. Columns: predicted class. Click a cell to see its rows.", "Click a cell to see its rows."
PAUSE_RUNNING = 0.5
"""Seconds between two looks at the rows of a cell while training runs: nobody reads faster."""
UNLIMITED = 16_777_215
"""Qt's own word for no largest height."""
ROOMY = 180
"""Pixels of height from which there is room for a note."""
_ROOM = 72
"""Pixels that rows need below the matrix; where there is less, they stand beside it."""


class ResultsView(ClassPanel):
    """What is predicted for the rows. A cell that is clicked lists its rows; the first becomes the chosen row."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Results")
        self.cell: Cell | None = None
        self._scored = Scored()
        self._node = ""
        self._due = 0.0
        self._rows: Indices = np.zeros(0, dtype=np.intp)
        self.part = Segments(PARTS, self, "Which rows are counted")
        self.part.chosen.connect(self.refresh)
        self.controls.addWidget(self.part)
        self.matrix = ConfusionTable(workspace.theme, self)
        self.matrix.chosen.connect(self.choose_cell)
        self.told, self.list = ElidedLabel(self, 8, bold=True), RowList(workspace, self)
        self.listing = QWidget(self)
        below = QVBoxLayout(self.listing)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2)
        below.addWidget(self.told)
        below.addWidget(self.list, 1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.content)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self.matrix, 3)
        self._line.addWidget(self.listing, 2)
        self.restyle()

    def show_frame(self, frame: Frame) -> str:
        """Count the rows of the frame."""
        node = choice_shown(frame.document, self.workspace.selection.node, with_column=True)
        found = self._scored.of(frame, node.id) if node is not None else None
        self.part.setVisible(found is not None and found.test.count > 0)
        if node is None or found is None or frame.rows is None:
            self.heading.say("Results")
            return _lacking(frame)
        if node.id != self._node:
            self._node, self.cell = node.id, None
        testing = self.part.current == "test" and found.test.count > 0
        scores = found.test if testing else found.train
        rows = f"of {scores.count:,} {'test' if testing else 'training'} rows"
        share = f"{percent(scores.accuracy)} accuracy"
        self.heading.say(f"Results: {share} {rows}", f"{share} {rows}", f"{percent(scores.accuracy)} {rows}",
                         f"Results: {percent(scores.accuracy)}")
        if self.cell is not None and max(self.cell) > len(scores.classes):
            self.cell = None
        self.matrix.show_scores(scores, self.cell)
        self._place()
        self._list(frame, found, frame.rows.test if testing else frame.rows.train)
        return ""

    def _list(self, frame: Frame, found: Results, part: Indices) -> None:
        """List the rows of the cell that was clicked, as they are now."""
        self.listing.setVisible(self.cell is not None)
        if self.cell is None:
            return
        if frame.running and time.monotonic() < self._due:
            return
        self._due = time.monotonic() + PAUSE_RUNNING
        self._rows = rows_in(found, part, self.cell)
        self.told.say(cell_words(found.train, self.cell, self._rows.size))
        self.list.show_rows(frame.document, self._rows)
        self.workspace.selection.mark_rows(self._rows.tolist())

    @Slot(object)
    def choose_cell(self, cell: Cell | None) -> None:
        """List the rows of a cell and choose the first; the same cell again, or None, lists none."""
        self.cell, self._due = None if cell == self.cell else cell, 0.0
        if self.cell is None:
            self.workspace.selection.mark_rows(())
        self.refresh()
        if self.cell is not None and self._rows.size:
            self.workspace.selection.choose_row(int(self._rows[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc lists no rows any more."""
        if event.key() == Qt.Key.Key_Escape and self.cell is not None:
            self.choose_cell(None)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the rows where there is room for them."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        whole = self.matrix.whole_height
        below = self.content.height() - whole >= _ROOM
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self.note.say(*(HOW if self.height() >= ROOMY else ("",)))
        self.note.setVisible(bool(self.note.whole) and not self.message.isVisible())
        self.matrix.setMaximumHeight(whole if below and self.cell is not None else UNLIMITED)


def _lacking(frame: Frame) -> str:
    """Say what is needed for results."""
    if choice_shown(frame.document, None) is None:
        return NO_COLUMN if frame.document.nodes else NO_CHOICE
    return frame.reason or NO_COLUMN
