"""How far to trust a probability: many starts of the same network, as good as each other, and what each says of a row.

The dots are computed from the final numbers of each start when another row is chosen; nothing is trained again.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.document import Bools, Document, Floats, Node
from core.training.starts import MOST_STARTS, Start, Starts
from gui.classes.class_panel import ClassPanel
from gui.classes.row_box import RowBox
from gui.classes.starts_drive import StartsDrive
from gui.classes.strip_plot import StripPlot
from gui.classes.trust_lanes import Own, Shares, sheet_of
from gui.classes.trust_words import ends_words, progress_words, spread_words, start_words
from gui.controls.choice import choice_shown
from gui.state.frame import Frame
from gui.state.scored import Scored
from gui.state.workspace import Workspace
from gui.theme import font, icon, styled

ROOMY = 480
"""Pixels of width from which two lines of words are enough."""
TITLE = "How far to trust a probability"
LACKING = (
    "Probabilities come from a SoftMax: put one on the canvas and connect an output for each class to it. Here is then "
    "how much they hang on the start values."
)
FLAT = "{} is an ArgMax, which puts out 0 and 1 and no probabilities: put a SoftMax in its place."
PROMISE = (
    "Trained from other start values, the network may be as good and yet say other probabilities. Your network stays "
    "as it is meanwhile."
)
ALIKE = "All starts came to the same numbers: nothing is drawn at random where the starting values are all 0 or frozen."
LOST = "No start came to numbers that are worth anything, all diverged: try a lower learning rate."
EARLIER = "Of an earlier network: the {} changed since."


class TrustView(ClassPanel):
    """Trains many starts at the press of a button, and shows what each says of the chosen row."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, TITLE)
        self.heading.say(TITLE, "How far to trust it", "Trust")
        self.drive = StartsDrive(workspace, self)
        self.start = -1
        """The start that is chosen, as a place among those found; -1 for none."""
        self._scored, self._shares = Scored(), Shares()
        self.row, self.go = RowBox(workspace, self), QPushButton(self)
        self.bar = QProgressBar(self)
        self.words, self.plot = QLabel(self), StripPlot(workspace.theme, self)
        self.take = QPushButton(self)
        self.dispute = QToolButton(self)
        self._disputed = -1
        """The place, among the rows about which the starts differ most, of the one gone to last."""
        self._dress()
        self._fill()
        self.go.clicked.connect(self._toggle)
        self.take.clicked.connect(self._take)
        self.dispute.clicked.connect(self._go_to_dispute)
        self.plot.chosen.connect(self._choose)
        self.plot.row_wanted.connect(self._go_on)
        self.plot.taken.connect(self._take_shown)
        self.drive.changed.connect(self.refresh)
        self.drive.went_on.connect(self._show_progress)
        self.restyle()

    def _dress(self) -> None:
        self.go.setFont(font(8.5))
        self.go.setStyleSheet(styled("padding: 3px 8px; min-height: 0px"))
        self.words.setFont(font(8.5))
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.words.setToolTip("How far apart the starts are about the chosen row, and how good they are")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(5)
        self.bar.setAccessibleName("Starts trained")
        self.bar.setToolTip("How many of the starts are trained to their end")
        self.take.setFont(font(8))
        self.take.setStyleSheet(styled("padding: 2px 6px; min-height: 0px"))
        self.take.setToolTip("Take over the numbers of this start, its start values and its seed; Undo takes them back")
        self.take.hide()
        self.controls.addWidget(self.take)

        self.dispute.setToolTip("Go to the row about which the starts differ most; again: to the next of them")
        self.dispute.setAccessibleName("Row about which the starts differ most")

    def _fill(self) -> None:
        page = QScrollArea(self)
        page.setWidget(self.plot)
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.setMinimumHeight(40)
        top = QHBoxLayout()
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(top)
        top.setSpacing(6)
        top.addWidget(self.row)
        top.addWidget(self.dispute)
        top.addWidget(self.go, 1)
        column.addWidget(self.bar)
        column.addWidget(self.words)
        column.addWidget(page, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep as much room for the words as most rows need, so that the plot does not jump from row to row."""
        super().resizeEvent(event)
        lines = 2 if self.width() >= ROOMY else 3
        self.words.setMinimumHeight(lines * self.words.fontMetrics().lineSpacing() + 2)

    # -- what is shown -------------------------------------------------------------------------------------

    def show_frame(self, frame: Frame) -> str:
        """Show what the starts, and the network as it is, say of the chosen row."""
        self.drive.follow()
        starts = self.drive.starts
        if starts is None:
            self.start = -1
        document = starts.document if starts is not None and self.drive.earlier else frame.document
        node = choice_shown(document, self.workspace.selection.node)
        if node is None:
            return LACKING
        if node.kind != "softmax":
            return FLAT.format(node.label)
        own = self._own(frame, node)
        if own is None and starts is None:
            return frame.reason or "Type rows into the table to see their probabilities."
        self._show_course(starts)
        self._show_row(document, node, starts, own)
        self._show_start(starts, node)
        return ""

    def _own(self, frame: Frame, node: Node) -> Own | None:
        """Return what the network as it is says of the chosen row; None where it has nothing to say of this node."""
        outputs = frame.outputs(node.id) if node.id in frame.document.nodes else None
        row = self.workspace.selection.row
        if outputs is None or row >= outputs.shape[1] or self.drive.earlier in ("drawing", "data"):
            return None
        found = self._scored.of(frame, node.id)
        return Own(outputs[:, row], found)

    def _show_course(self, starts: Starts | None) -> None:
        """Show how far the training of the starts has come, or how it ended."""
        running = self.drive.running
        self.bar.setVisible(running)
        self.note.say(*(ends_words(starts) if starts is not None and not running else ("",)))
        self._show_progress()
        self.dispute.setEnabled(starts is not None and bool(starts.standing.found) and self.drive.earlier != "data")
        title, tip = _button(starts, running=running, earlier=bool(self.drive.earlier))
        self.go.setText(title)
        self.go.setToolTip(tip)
        self.go.setAccessibleName(title)

    @Slot()
    def _show_progress(self) -> None:
        """Show how many starts are trained, and the step of the one under way."""
        starts = self.drive.starts
        if starts is not None and self.drive.running and self.isVisible():
            self.note.setVisible(True)
            self.bar.setRange(0, starts.count)
            self.bar.setValue(len(starts.standing.found))
            self.note.say(*progress_words(starts))

    def _show_row(self, document: Document, node: Node, starts: Starts | None, own: Own | None) -> None:
        row, colors = min(self.workspace.selection.row, document.data.count - 1), self.workspace.theme.colors
        self.row.offer(document.data.count, row)
        shares = self._shares.of(starts, node, row)
        found = starts.standing.found[: len(shares)] if starts is not None else ()
        earlier = self.drive.earlier
        sheet = sheet_of(document, node, found, shares, own, row, colors, faint=bool(earlier))
        self.plot.show_sheet(sheet, self.start)
        before = f"{EARLIER.format(earlier)} " if earlier else ""
        words = before + _words(node, found, shares, sheet.diverged, row)
        if self.words.text() != words:
            self.words.setText(words)

    def _show_start(self, starts: Starts | None, node: Node) -> None:
        """Tell which start is chosen, and offer it."""
        found = starts.standing.found if starts is not None else ()
        chosen = found[self.start] if 0 <= self.start < len(found) else None
        self.take.setVisible(chosen is not None and not self.drive.earlier)
        if chosen is not None:
            self.take.setText(f"Take start {chosen.number}")
            self.take.setAccessibleName(f"Take over start {chosen.number}")
            self.note.say(*start_words(chosen, node.id))

    # -- what the user does --------------------------------------------------------------------------------

    @Slot()
    def _toggle(self) -> None:
        """Train the starts, or stop."""
        if self.drive.running:
            self.drive.stop()
        else:
            self.start = -1
            self.drive.begin()

    @Slot(int)
    def _choose(self, start: int) -> None:
        self.start = start
        self.refresh()

    @Slot(int)
    def _go_on(self, step: int) -> None:
        """Choose the row that many further on."""
        row = self.workspace.selection.row + step
        self.workspace.selection.choose_row(max(0, min(row, self.workspace.document.data.count - 1)))

    @Slot()
    def _go_to_dispute(self) -> None:
        """Choose the row about which the starts differ most, or the next of them where it is chosen already."""
        starts, chosen = self.drive.starts, self.workspace.selection
        node = choice_shown(starts.document, chosen.node) if starts is not None else None
        if starts is None or node is None or not starts.standing.found:
            return
        rows = starts.disputed(node.id)[: self.workspace.document.data.count]
        there = 0 <= self._disputed < rows.size and rows[self._disputed] == chosen.row
        self._disputed = (self._disputed + 1) % rows.size if there else 0
        chosen.choose_row(int(rows[self._disputed]))

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        self.dispute.setIcon(icon("unfold-horizontal", self.workspace.theme.colors.muted))
        super().restyle()

    @Slot()
    def _take_shown(self) -> None:
        """Take the start over by a key, as the button would, where that is offered."""
        if not self.take.isHidden():
            self._take()

    @Slot()
    def _take(self) -> None:
        """Take over what the chosen start came to: one step of the history."""
        starts = self.drive.starts
        if starts is not None and 0 <= self.start < len(starts.standing.found):
            self.workspace.training.pause()
            self.workspace.do(starts.standing.found[self.start].take(starts.network))


def _button(starts: Starts | None, *, running: bool, earlier: bool) -> tuple[str, str]:
    """Return title and tooltip of the button."""
    count = starts.count if starts is not None else MOST_STARTS
    if running:
        return "Stop", "Stop training starts; those that are trained to their end stay"
    if earlier:
        return "Train again", "Train the network as it is now from as many random starts"
    if starts is not None and starts.standing.found:
        return f"Train {count} others", "Train from other random starts; these are forgotten"
    return f"Train {count} starts", "Train copies of the network from random start values, until a stop rule holds"


def _words(node: Node, found: tuple[Start, ...], shares: Floats, diverged: Bools, row: int) -> str:
    """Say how far the starts differ about the row."""
    if not found:
        return PROMISE
    if len(found) > 1 and all(np.array_equal(start.theta, found[0].theta) for start in found):
        return ALIKE
    if diverged.all():
        return LOST
    right = np.array([start.right.get(node.id, (np.nan, np.nan)) for start in found])
    words = spread_words(node.classes, shares[~diverged], right[~diverged], row)
    lost = int(diverged.sum())
    return words + (f" Not counted: {lost} diverged (✕)." if lost else "")
