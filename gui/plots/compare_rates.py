"""The sheet that trains with several learning rates side by side from the same start."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core.catalog import LEARNING_RATE, Setting
from core.errors import SquiggleError
from core.quantity import format_number, parse_number
from core.training.comparison import Comparison, Contender, document_at_rate
from gui.controls.fields import NumberField, captioned, help_line
from gui.faults import cause
from gui.state.runs import MOST_RUNS, KeptRun
from gui.state.workspace import Workspace
from gui.theme import Theme, styled

FACTORS = (0.1, 0.3, 1, 3, 10, 30)
"""The rates that are proposed, as multiples of the present one; there are as many fields as kept runs."""
STEPS = Setting("steps", "Steps", "How many steps each run makes, if no stop rule ends it before.", 500, low=1,
                high=1_000_000, whole=True)  # fmt: skip
POLL_MS = 50
PROMISE = "Each run begins at the start values. Your network stays as it is until you use one."
NO_ROOM = (
    "There is no room for {} runs: {} are kept at most, and {}. Empty some of the "
    "learning rates, or remove a run from the list at the loss plot.")  # fmt: skip
ENDINGS = {
    "diverged": "diverged at step {:,}", "max_steps": "at the limit of {:,} steps",
    "min_step_size": "stands still at step {:,}", "loss_below": "low enough at step {:,}",
    "no_improvement": "no better by step {:,}",
}  # fmt: skip


class RateRow(QObject):
    """One rate: field, bar, what came of it, and the button that takes it over."""

    used = Signal()
    changed = Signal()

    def __init__(self, place: int, rate: float, grid: QGridLayout, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme, self.diverged = theme, False
        self.field = NumberField(LEARNING_RATE, "none", parent)
        self.field.setAccessibleName(f"Learning rate {place + 1}")
        self.field.setFixedWidth(90)
        self.field.show_value(rate)
        self.rate: float | None = rate
        self.field.committed.connect(self._take)
        self.bar, self.said, self.use = QProgressBar(parent), QLabel(parent), QPushButton("Use", parent)
        self.bar.setAccessibleName(f"Steps made with learning rate {place + 1}")
        self.bar.setToolTip("Steps made")
        self.bar.setFixedSize(140, 14)
        self.bar.setTextVisible(False)
        self.said.setMinimumWidth(250)
        self.said.setToolTip("The loss over the training rows at its newest step, and why it ended there")
        self.use.setToolTip("Take over this learning rate and the numbers it led to")
        self.use.setAutoDefault(False)
        self.use.setEnabled(False)
        self.use.clicked.connect(self.used)
        for column, widget in enumerate((self.field, self.bar, self.said, self.use)):
            grid.addWidget(widget, place, column)

    @Slot(object)
    def _take(self, rate: float | None) -> None:
        self.rate = rate
        self.changed.emit()

    def begin(self, steps: int) -> None:
        """Stand at step 0 of ``steps``."""
        self.bar.setRange(0, steps)
        self.bar.setValue(0)
        self.said.setText("")
        self.use.setEnabled(False)
        self._dress(diverged=False)

    def show(self, contender: Contender) -> None:
        """Say how far it has come."""
        reason = contender.reason
        diverged = reason is not None and reason.name == "diverged"
        self.bar.setValue(self.bar.maximum() if contender.over and not diverged else contender.step)
        self._dress(diverged=diverged)
        ending = ENDINGS[reason.name].format(reason.step) if reason is not None else f"step {contender.step:,}"
        self.said.setText(f"loss {format_number(contender.loss)}, {ending}")

    def _dress(self, *, diverged: bool) -> None:
        """Show that a rate is no good: bar and words, which say so, in the colour of danger."""
        if diverged == self.diverged:
            return
        self.diverged = diverged
        red = self._theme.colors.danger
        self.bar.setStyleSheet(f"QProgressBar::chunk {{ background: {red}; }}" if diverged else "")
        self.said.setStyleSheet(styled(f"color: {red};" if diverged else ""))


class CompareSheet(QDialog):
    """Open it with ``open()``. The document is not touched until one of the runs is used."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare learning rates")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._comparison: Comparison | None = None
        self._running: list[RateRow] = []
        self._numbers: dict[RateRow, int] = {}
        training, grid = workspace.document.training, QGridLayout()
        rates = [float(f"{training.learning_rate * factor:.6g}") for factor in FACTORS]
        self.rows = [RateRow(place, rate, grid, self, workspace.theme) for place, rate in enumerate(rates)]
        self.steps, self.go = NumberField(STEPS, None, self), QPushButton("Compare", self)
        self.steps.show_value(min(training.stop.max_steps or 500, 500))
        self.dropped = help_line("")
        self._arrange(grid)
        for row in self.rows:
            row.used.connect(partial(self._use, row))
            row.changed.connect(self._foresee)
        workspace.training.runs.changed.connect(self._foresee)
        self._foresee()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self.finished.connect(self._end)

    def _arrange(self, grid: QGridLayout) -> None:
        column, foot = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(help_line(PROMISE))
        column.addLayout(grid)
        column.addWidget(self.dropped)
        self.steps.setFixedWidth(100)
        self.go.setObjectName("primary")
        self.go.setMinimumWidth(100)
        self.go.setToolTip("Train with each of these rates, from the start values; the curves join the loss plot")
        self.go.setDefault(True)
        self.go.clicked.connect(self._toggle)
        shut = QPushButton("Close", self)
        shut.setToolTip("Keep the curves for comparison and the network as it is")
        shut.setAutoDefault(False)
        shut.clicked.connect(self.reject)
        column.addLayout(foot)
        foot.addWidget(captioned("Steps", self.steps))
        foot.addStretch(1)
        for button in (shut, self.go):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)

    @Slot()
    def _foresee(self) -> None:
        """Say which runs would be dropped."""
        count = self._workspace.training.runs.dropped_by(sum(row.rate is not None for row in self.rows))
        which = "The oldest run" if count == 1 else f"The oldest {count} runs"
        self.dropped.setText(f"{which} will be dropped: give a run a name to keep it." if count else "")
        self.dropped.setVisible(bool(count))

    @Slot()
    def _toggle(self) -> None:
        """Begin, or stop what is under way."""
        if self._timer.isActive():
            self._finish()
            return
        fields = (self.steps, *(row.field for row in self.rows))
        for field in fields:
            field.commit()  # what was typed counts, wherever the keyboard is now
        if any(field.property("wrong") for field in fields):
            return  # the field has said why
        self._running = [row for row in self.rows if row.rate is not None]
        if not self._running:
            self._workspace.notices.refuse("There is no learning rate to compare; type at least one, such as 0.1.")
            return
        named = self._workspace.training.runs.named
        if named + len(self._running) > MOST_RUNS:
            why = "1 of them has a name, which keeps it" if named == 1 else f"{named} have names, which keeps them"
            self._workspace.notices.refuse(NO_ROOM.format(len(self._running), MOST_RUNS, why))
            return
        self._workspace.training.pause()
        self._workspace.session.settle_now()
        self._begin(int(self._asked()))

    def _asked(self) -> float:
        """Return the number of steps in the field."""
        return parse_number(self.steps.text())

    def _begin(self, steps: int) -> None:
        documents = [document_at_rate(self._workspace.document, row.rate or 0.0) for row in self._running]
        try:
            self._comparison = Comparison(documents, steps)
        except SquiggleError as refused:
            self._workspace.notices.refuse(str(refused))
            return
        self._numbers = {}
        for row in self._running:
            row.begin(steps)
        self._comparison.start()
        self.go.setText("Stop")
        self._timer.start()

    @Slot()
    def _poll(self) -> None:
        comparison = self._comparison
        if comparison is None:
            return
        self._say(comparison)
        if comparison.over:
            self._finish()

    def _say(self, comparison: Comparison) -> None:
        for row, contender in zip(self._running, comparison.standing, strict=True):
            row.show(contender)

    def _finish(self) -> None:
        """End the thread, list the runs and offer them."""
        comparison, self._comparison = self._comparison, None
        self._timer.stop()
        self.go.setText("Compare")
        if comparison is None:
            return
        comparison.stop()
        self._say(comparison)
        if comparison.failure:
            reason = cause(comparison.failure)
            self._workspace.notices.post(f"The comparison broke off by an error inside Squiggle ({reason}).", "problem")
        runs = self._workspace.training.runs
        for row, run in zip(self._running, comparison.runs, strict=True):
            runs.keep(run)
            self._numbers[row] = runs.number(run)
            row.use.setEnabled(run.end > run.start and math.isfinite(run.view().losses[-1]))
        self._workspace.training.course.make_room()
        runs.changed.emit()

    def _use(self, row: RateRow) -> None:
        kept = self._workspace.training.runs.find(self._numbers.get(row, -1))
        if kept is not None:
            go_to_end(self._workspace, kept)
            self.accept()

    @Slot()
    def _end(self) -> None:
        """The sheet closes: what was made so far is kept."""
        self._finish()


def go_to_end(workspace: Workspace, kept: KeptRun) -> None:
    """Take over numbers and settings of the end of an earlier run: one step of the history."""
    workspace.training.pause()
    workspace.session.settle_now()
    workspace.do(workspace.training.course.edit_to(kept))


def compare_rates(workspace: Workspace, parent: QWidget) -> None:
    """Open the sheet, or say why there is nothing to compare."""
    if workspace.training.course.run is None:
        workspace.notices.post(workspace.training.frame.reason or "There is nothing to train yet.", "problem")
        return
    CompareSheet(workspace, parent).open()
