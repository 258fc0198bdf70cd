"""The loss per step: this run, faintly the runs before it, and the test loss where rows are held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.document import Document, Floats, Node
from core.quantity import format_number
from core.training.history import HistoryView
from gui.controls.choice import choice_shown
from gui.plots.accuracy import AccuracyCurve
from gui.plots.export import Table
from gui.plots.marks import Dots, Line, Mark, Picture, Reading, Span
from gui.plots.plot_panel import PlotPanel
from gui.plots.run_curves import comparable, kept_lines, left_out, loss_name, split
from gui.plots.runs_panel import RunsButton
from gui.plots.segments import Segments
from gui.plots.ticks import LARGEST, padded, span
from gui.state.frame import Frame
from gui.state.workspace import Workspace

ACCURACY = "accuracy"
SCALES = (
    ("linear", "linear", "Linear: equal distances are equal differences"),
    ("log", "log", "Logarithmic: equal distances are equal ratios, so that late progress shows"),
    (ACCURACY, "accuracy", "The share of rows whose class is predicted rightly, in place of the loss"),
)
SIGNS = ("linear", "log", "%")
NARROW = 330
"""Pixels below which the accuracy is offered by a sign alone."""


ROOM = 0.03


def near_start(losses: Floats) -> Floats:
    """Return those losses of a run that are not far above its first: one that diverges would flatten all others."""
    near: Floats = losses[losses <= 2 * abs(losses[0])] if losses.size else losses
    return near


def steps_across(history: HistoryView, before: Sequence[HistoryView] = (), room: float = ROOM) -> Span:
    """Return limits that show all steps of a run, at least ten of them, and from where runs ``before`` it began.

    ``room`` is what is left free at the right, as a share of the steps.
    """
    first = min(float(view.steps[0]) for view in (history, *before))
    return first, first + (1 + room) * max(float(history.steps[-1]) - first, 10.0)


NO_ZERO = "A loss of 0 has no place on a logarithmic axis and is left out.", "0 has no place here."
TOO_LARGE = f"Losses above {LARGEST:g} are out of sight here; log shows them.", "log shows what is out of sight."
PAST_ROOM = 0.5
"""As much of this run's height is left above and below it for earlier runs."""


class LossView(PlotPanel):
    """The curve that training wants to go down."""

    tries = False
    slug = "loss"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Loss per step")
        self._past_whole = False
        self.scale = Segments(SCALES, self, "Scale of the loss", SIGNS)
        self.accuracy = AccuracyCurve(self, self.refresh)
        self.scale.chosen.connect(self._rescale)
        self.runs = RunsButton(workspace, self)
        self.controls.addWidget(self.runs)
        self.controls.addWidget(self.scale)

    def _rescale(self, name: str) -> None:
        self.area.left.logarithmic = name == "log"
        self.show_all()

    def picture(self, frame: Frame) -> Picture:
        """Return the curves of this run and of the past ones."""
        node = self._scored_node(frame.document)
        if node is not None and self.scale.current == ACCURACY:
            self.heading.say("Accuracy per step", "Accuracy")
            return self.accuracy.picture(frame, node.id, self.workspace.theme.colors)
        name = loss_name(frame.document)
        self.heading.say(f"Loss ({name}) per step", "Loss per step", "Loss")
        if frame.history is None or frame.snapshot is None:
            return Picture(message=frame.reason or "Train to see the loss fall.")
        marks, shown = self._marks(frame, frame.history)
        past = [kept.view for kept in comparable(frame)]
        across = steps_across(frame.history, past)
        if frame.end == frame.first:  # nothing trained yet: what there is to see is the runs before
            shown = [*shown, *(self._level(near_start(view.losses)) for view in past)]
        levels = self._levels(shown, marks)
        if self._past_whole or frame.end == frame.first:
            across = across[0], max([across[1], *((1 + ROOM) * float(view.end) for view in past)])
        return Picture(tuple(marks), across, levels, "step", name, self._note(frame, shown), grows=True)

    def _scored_node(self, document: Document) -> Node | None:
        """Return the node whose accuracy can be shown; without one there is only the loss to show."""
        node = choice_shown(document, self.workspace.selection.node, with_column=True)
        self.scale.button(ACCURACY).setVisible(node is not None)
        if node is None and self.scale.current == ACCURACY:
            self.scale.show_chosen("linear")
        return node

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where there is little room."""
        super().resizeEvent(event)
        self.scale.compact(self.width() < NARROW)

    def _levels(self, shown: list[Floats], marks: list[Mark]) -> Span | None:
        """Return limits that show this run, and of earlier ones what is near it: one that diverged would flatten it."""
        around = None if self._logarithmic else 0.0
        everything = span([mark.y for mark in marks if isinstance(mark, Line)], around=around)
        own = span(shown, around=around)
        if own is None or everything is None or self._past_whole:
            return everything
        low, high = padded(own, PAST_ROOM)
        return max(low, everything[0]), min(high, everything[1])

    def own_actions(self, at: QPointF | None) -> list[tuple[str, Callable[[], object]]]:  # noqa: ARG002
        """Offer to make room for all of the earlier runs, or for this run alone."""
        if not self.workspace.training.frame.past:
            return []
        return [("Fit the axes to this run" if self._past_whole else "Fit the axes to all runs", self._other_axes)]

    def _other_axes(self) -> None:
        self._past_whole = not self._past_whole
        self.show_all()

    @property
    def _logarithmic(self) -> bool:
        return self.area.left.logarithmic

    def _level(self, losses: Floats) -> Floats:
        """Return where losses stand on the axis; 0 has no place on a logarithmic one."""
        if not self._logarithmic:
            return losses
        found: Floats = np.log10(losses, out=np.full(losses.shape, np.nan), where=losses > 0)
        return found

    def _marks(self, frame: Frame, history: HistoryView) -> tuple[list[Mark], list[Floats]]:
        colors = self.workspace.theme.colors
        tested = bool(np.isfinite(history.test_losses).any())
        named, at = tested or bool(comparable(frame)), self._level(np.array([frame.loss]))
        run = Line(*self._curve(history), colors.output, 1.8, name="training" if tested else frame.name, named=named)
        marks = kept_lines(frame, self._curve, colors) + split(run, float(frame.step), float(at[0]), colors)
        marks.append(Dots(np.array([float(frame.step)]), at, colors.output, 9))
        shown = [self._level(history.losses)]
        if tested:
            level, steps = self._level(history.test_losses), history.steps.astype(np.float64)
            shown.append(level)
            line = Line(steps, level, colors.negative, 1.5, dashed=True, name="test", named=True)
            here = frame.snapshot.test_loss if frame.snapshot and frame.snapshot.test_loss is not None else np.nan
            marks += split(line, float(frame.step), float(self._level(np.array([here]))[0]), colors)
        return marks, shown

    def _curve(self, view: HistoryView) -> tuple[Floats, Floats]:
        return view.steps.astype(np.float64), self._level(view.losses)

    def _note(self, frame: Frame, shown: list[Floats]) -> tuple[str, ...]:
        gaps = self._logarithmic and any(np.isnan(level).any() for level in shown[-1:])
        beyond = not self._logarithmic and any((level > LARGEST).any() for level in shown[-1:])
        said, other = NO_ZERO if gaps else TOO_LARGE if beyond else ("",), left_out(frame)
        return (f"{said[0]} {other}".strip(), *said[1:], *([other] if other and not said[0] else []))

    def reading(self, x: float, y: float) -> Reading | None:  # noqa: ARG002
        """Return step and losses of the record nearest to ``x``."""
        history, colors = self.workspace.training.frame.history, self.workspace.theme.colors
        if self.scale.current == ACCURACY:
            return self.accuracy.reading(x, colors)
        if history is None or not len(history.steps):
            return None
        place = int(np.argmin(np.abs(history.steps - x)))
        lines = [
            (colors.muted, f"step {history.steps[place]:,}"),
            (colors.output, f"{loss_name(self.workspace.document)} {format_number(history.losses[place], 6)}"),
        ]
        if np.isfinite(history.test_losses[place]):
            lines.append((colors.negative, f"test {format_number(history.test_losses[place], 6)}"))
        return Reading(float(history.steps[place]), tuple(lines))

    def table(self) -> Table:
        """Return step, loss and test loss of the run; or the accuracies that are drawn."""
        if self.scale.current == ACCURACY:
            names = ("step", "accuracy in %", "test accuracy in %")
            return tuple((name, column) for name, column in zip(names, self.accuracy.shown, strict=True)
                         if np.isfinite(column).any())
        history = self.workspace.training.frame.history
        if history is None:
            return ()
        columns = (("step", history.steps.astype(np.float64)), (loss_name(self.workspace.document), history.losses))
        has_test = bool(np.isfinite(history.test_losses).any())
        return (*columns, ("test", history.test_losses)) if has_test else columns
