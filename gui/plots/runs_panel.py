"""The list of runs under the loss plot's button: show, name, remove, go to the end of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from core.change import diff
from core.quantity import format_number
from gui.controls.fields import Popover, heading, help_line
from gui.controls.lines import Line
from gui.controls.tool_button import explain, tool_button
from gui.plots.compare_rates import compare_rates, go_to_end
from gui.plots.run_curves import run_color
from gui.state.runs import MOST_NAME, KeptRun
from gui.state.workspace import Workspace
from gui.theme import icon

NOTHING = (
    "Runs are kept here once there are several: Reset and run again, or go back in time, change a setting and run on."
)
ENDING = "The loss at the end of the run, and the step it came to"
OTHER = "This run trained another drawing; undo leads back to it"


def swatch(color: str) -> QPixmap:
    """Return a short line in a curve's colour."""
    pixmap = QPixmap(QSize(18, 4))
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.fillRect(0, 1, 18, 2, QColor(color))
    painter.end()
    return pixmap


class NameField(Line):
    """A name in place: typed over, kept by Enter or by leaving."""

    def __init__(self, kept: KeptRun, rename: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(kept.name, parent)
        self._kept, self._rename = kept, rename
        self.setMaxLength(MOST_NAME)
        self.setMinimumWidth(170)
        self.setToolTip("The name of this run; type another. Empty: its number and settings")
        self.setAccessibleName(f"Name of {kept.name}")
        self.editingFinished.connect(self._commit)

    @Slot()
    def _commit(self) -> None:
        if self.isModified():
            self.setModified(False)
            self._rename(self.text())


class RunsButton(QToolButton):
    """Opens the list of runs; says how many there are."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.panel: Popover | None = None
        self.setObjectName("runs")
        self.clicked.connect(self.open)
        workspace.turns.join(self._follow)
        workspace.training.runs.changed.connect(self._follow)
        workspace.theme.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        count = len(self._workspace.training.runs.kept)
        self.setIcon(icon("git-compare-arrows", self._workspace.theme.colors.muted))
        tip = f"Runs: {count} earlier one{'s' * (count != 1)} kept; show, name, compare, go to the end of one"
        explain(self, tip)

    @Slot()
    def open(self) -> None:
        """Open the list as it is now."""
        if self.panel is not None:
            self.panel.deleteLater()
        self.panel = Popover(self)
        self._fill(self.panel)
        self.panel.open_under(self)

    def _fill(self, panel: Popover) -> None:
        training = self._workspace.training
        panel.body.addWidget(heading("Runs"))
        box = QWidget(panel)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, kept in enumerate(training.runs.kept):
            self._add_row(grid, row, kept)
        if training.frame.name:
            self._add_current(grid, len(training.runs.kept))
        panel.body.addWidget(box)
        if not training.runs.kept:
            line = help_line(NOTHING)
            line.setFixedWidth(330)
            panel.body.addWidget(line)
        compare = QPushButton("Compare learning rates…", panel)
        compare.setToolTip("Train from the start values with several learning rates side by side")
        compare.clicked.connect(self._compare)
        panel.body.addWidget(compare)

    def _add_row(self, grid: QGridLayout, row: int, kept: KeptRun) -> None:
        runs, colors = self._workspace.training.runs, self._workspace.theme.colors
        tick, line = QCheckBox(), QLabel()
        tick.setChecked(kept.shown)
        tick.setToolTip(f"Draw the curve of {kept.name}")
        tick.setAccessibleName(tick.toolTip())
        tick.toggled.connect(partial(runs.show, kept.number))
        line.setPixmap(swatch(run_color(kept, colors)))
        loss = QLabel(_ending(kept))
        loss.setToolTip(ENDING)
        tip = f"Go to the end of {kept.name}: take its numbers and settings"
        go = self._small("step-forward", tip, colors.text, partial(self._go, kept.number))
        go.setEnabled(not diff(kept.run.document, self._workspace.document).structural)
        if not go.isEnabled():
            go.setToolTip(OTHER)
        remove = self._small("trash-2", f"Remove {kept.name}", colors.muted, partial(self._remove, kept.number))
        name = NameField(kept, partial(runs.rename, kept.number), self)
        for place, widget in enumerate((tick, line, name, loss, go, remove)):
            grid.addWidget(widget, row, place)

    def _add_current(self, grid: QGridLayout, row: int) -> None:
        frame, line = self._workspace.training.frame, QLabel()
        line.setPixmap(swatch(self._workspace.theme.colors.output))
        grid.addWidget(line, row, 1)
        grid.addWidget(QLabel(f"{frame.name} (this one)"), row, 2)
        end = frame.history.losses[-1] if frame.history is not None else float("nan")
        loss = QLabel(f"{format_number(float(end))} at {frame.end:,}")
        loss.setToolTip(ENDING)
        grid.addWidget(loss, row, 3)

    def _small(self, name: str, tip: str, color: str, act: Callable[[], object]) -> QToolButton:
        button = tool_button(self, tip, act, size=16)
        button.setIcon(icon(name, color))
        return button

    def _go(self, number: int) -> None:
        kept = self._workspace.training.runs.find(number)
        if self.panel is not None:
            self.panel.close()
        if kept is not None:
            go_to_end(self._workspace, kept)

    def _remove(self, number: int) -> None:
        self._workspace.training.runs.remove(number)
        self.open()

    @Slot()
    def _compare(self) -> None:
        if self.panel is not None:
            self.panel.close()
        compare_rates(self._workspace, self.window())


def _ending(kept: KeptRun) -> str:
    view = kept.view
    return f"{format_number(float(view.losses[-1]))} at {view.end:,}"
