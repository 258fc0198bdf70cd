"""Results: the confusion matrix of all training or test rows, accuracy, precision, recall, and the rows of a cell."""

from __future__ import annotations

import time
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.document import Indices
from core.scores import Results
from gui.classes.class_panel import ClassPanel
from gui.classes.confusion_model import Cell, cell_words, percent, rows_in, verdicts
from gui.classes.confusion_table import ConfusionTable
from gui.classes.matrix_room import MatrixRoom
from gui.classes.row_list import RowList
from gui.controls.choice import NO_CHOICE, NO_COLUMN, choice_shown
from gui.controls.tool_button import tool_button
from gui.plots.elided_label import ElidedLabel
from gui.plots.segments import Segments
from gui.state.frame import Frame
from gui.state.scored import Scored
from gui.state.workspace import Workspace
from gui.theme import icon

PARTS = (
    ("train", "training", "Rows that the network learns from"),
    ("test", "test", "Rows held back: the network never learns from them"),
)
HOW = "Rows: observed class. Columns: predicted class. Click a cell to see its rows.", "Click a cell to see its rows."
PAUSE_RUNNING = 0.5
"""Seconds between two looks at the rows of a cell while training runs: nobody reads faster."""
ROOMY = 180
"""Pixels of height from which there is room for a note."""


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
        self.room = MatrixRoom(self.content, self.matrix, self.listing)
        self.away = tool_button(self, "List no rows (Esc)", partial(self.choose_cell, None), size=12)
        self._lay_out()
        self.restyle()

    def _lay_out(self) -> None:
        """Put the words above the rows of a cell, and a button that puts them away."""
        head, below = QHBoxLayout(), QVBoxLayout(self.listing)
        below.addLayout(head)
        for line, edge in (head, 0), (below, 1):
            line.setContentsMargins(edge, edge, edge, edge)
            line.setSpacing(2)
        head.addWidget(self.told, 1)
        head.addWidget(self.away)
        below.addWidget(self.list, 1)
        whole = QVBoxLayout(self.content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.room)

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
                         f"Results: {percent(scores.accuracy)}", percent(scores.accuracy))
        if self.cell is not None and max(self.cell) > len(scores.classes):
            self.cell = None
        self.matrix.show_scores(scores, self.cell)
        self.note.say(*(HOW if self.height() >= ROOMY else ("",)))
        self._list(frame, found, frame.rows.test if testing else frame.rows.train)
        return ""

    def _list(self, frame: Frame, found: Results, part: Indices) -> None:
        """List the rows of the cell that was clicked, as they are now."""
        self.room.show_cell(self.cell)
        if self.cell is None:
            return
        if frame.running and time.monotonic() < self._due:
            return
        self._due = time.monotonic() + PAUSE_RUNNING
        self._rows = rows_in(found, part, self.cell)
        words = cell_words(found.train, self.cell, self._rows.size)
        self.told.say(words, " ".join(words.split()[:2]))
        self.list.show_rows(frame.document, self._rows, verdicts(found, self._rows))
        self.workspace.selection.mark_rows(self._rows.tolist())

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        colors = self.workspace.theme.colors
        self.away.setIcon(icon("x", colors.muted))
        self.listing.setStyleSheet(f"#listing {{ background: {colors.window}; border: 1px solid {colors.border}; }}")
        super().restyle()

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


def _lacking(frame: Frame) -> str:
    """Say what is needed for results."""
    if choice_shown(frame.document, None) is None:
        return NO_COLUMN if frame.document.nodes else NO_CHOICE
    return frame.reason or NO_COLUMN
