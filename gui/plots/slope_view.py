"""The loss as one number alone changes: where it is, how steep it is there, and the steps taken down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from core.edits.values import FreezeOthers, SetTrainable
from core.profile import Slice
from core.quantity import format_number
from gui.controls.tool_button import explain, tool_button
from gui.plots import afresh
from gui.plots.descent import next_update, past_of
from gui.plots.elided_label import ElidedLabel
from gui.plots.export import Table
from gui.plots.marks import Picture, Reading, Span
from gui.plots.numbers import Looked, Number
from gui.plots.pending import Pending, Wish
from gui.plots.plot_panel import PlotPanel
from gui.plots.point_hand import Point, PointHand
from gui.plots.run_curves import loss_name
from gui.plots.slope_picture import Slope, figures, levels, marks_of, note_of, step_near
from gui.plots.slope_sight import Aim, Sight, look, refined, slope_of
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import font, icon

_NEAR = 7.0
"""Pixels within which a step is meant."""
FIRST_DRAWS, MOST_DRAWS = 12, 60
AFRESH = ("Does it matter that the others are not optimal? Draw them afresh, many times, and see this curve for each "
          "draw; the network itself stays as it is")
COMPUTING = "Computing the curve…"
NOTHING = "Draw a weight or a bias to see how the loss follows it."


class SlopeView(PlotPanel):
    """The curve of the loss along the number that is looked at. Its point can be dragged."""

    slug = "slope"
    keys = PlotPanel.keys | {Qt.Key.Key_Left, Qt.Key.Key_Right}

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Loss as one number alone changes")
        self._looked = Looked(workspace)
        self._slope: Slope | None = None
        self._slice: Slice | None = None
        self._kept: Span | None = None
        self._place: int | None = None
        self._look = 0
        self.figures = ElidedLabel(self, 8.5)
        tips = (("Only this one", "Freeze all other parameters: this one alone learns", self.freeze_others),
                ("Free all", "Let every parameter learn", self.free_all),
                ("Others afresh", AFRESH, self._show_draws),
                ("", "Draw the others again, with another seed", self._draw_again))  # fmt: skip
        self.only, self.free, self.afresh, self.again = (
            tool_button(self, tip, act, text=text, points=8, size=16) for text, tip, act in tips)  # fmt: skip
        self.count = QSpinBox(self)
        self._seed = 1
        self._pending: Pending[Sight] = Pending(self, workspace, self.refresh, refined)
        self._add_strip()
        self.hand = PointHand(self, self._point, Qt.CursorShape.SizeHorCursor)
        workspace.reasoning.target_changed.connect(self.refresh)
        workspace.reasoning.secret_changed.connect(self.refresh)
        workspace.training.running_changed.connect(self.refresh)  # what stands still is shown as it is
        self.restyle()

    def _add_strip(self) -> None:
        strip = QHBoxLayout()
        strip.setSpacing(3)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.figures)
            column.addLayout(strip)  # before it is filled, or Python's collector deletes its items twice
        for button in (self.only, self.free, self.afresh, self.again):
            button.setObjectName("strip")
            strip.addWidget(button)
        self._add_draws(strip)
        strip.addStretch(1)

    def _add_draws(self, strip: QHBoxLayout) -> None:
        self.afresh.setCheckable(True)
        self.count.setRange(1, MOST_DRAWS)
        self.count.setValue(FIRST_DRAWS)
        self.count.setFont(font(8))
        explain(self.count, "How many times the others are drawn")
        self.count.valueChanged.connect(self.refresh)
        strip.insertWidget(strip.indexOf(self.again), self.count)
        for widget in (self.count, self.again):
            widget.hide()

    @Slot()
    def _show_draws(self) -> None:
        on = self.afresh.isChecked()
        for widget, shown in ((self.count, on), (self.again, on), (self.only, not on), (self.free, not on)):
            widget.setVisible(shown)  # there is no room for all of them
        self.show_all()

    @Slot()
    def _draw_again(self) -> None:
        self._seed += 1
        self.refresh()

    def restyle(self) -> None:
        """Use the colours of the theme."""
        super().restyle()
        border = self.workspace.theme.colors.border
        if hasattr(self, "again"):
            self.again.setIcon(icon("dices", self.workspace.theme.colors.muted))
        for button in self.findChildren(QToolButton, "strip"):
            button.setStyleSheet(f"QToolButton {{ padding: 1px 5px; border: 1px solid {border}; border-radius: 5px; }}")

    # -- what is drawn -------------------------------------------------------------------------------------

    def picture(self, frame: Frame) -> Picture:
        """Return curve, tangent, ladder and the next step."""
        number = self._looked.at(frame)
        self._slope = None
        name = loss_name(frame.document)
        self._offer(frame, number)
        if number is None or frame.rows is None or frame.network is None or frame.snapshot is None:
            self.figures.say("")
            self.heading.say("Loss as one number alone changes")
            return Picture(message=frame.reason or NOTHING)
        self.heading.say(f"{name} as {number.name} alone changes", f"{name} over {number.name}", f"Over {number.name}")
        if number.place != self._place:
            self._place, self._kept, self.follows = number.place, None, True
        wish = self._wish(frame, number)
        self._pending.want(wish, lambda: look(self._aim(frame, number), self._pending.latest(wish)))
        sight = self._pending.latest(wish)
        if sight is not None and not _outdated(self.workspace, sight, frame):
            return self._drawn(sight, finished=self._pending.met(wish))
        self._slice = None  # the curve is not known yet, but where the network stands and how steep it is there
        slope = self._slope = slope_of(self._aim(frame, number), past_of(frame, (number.place,)))
        return self._pictured(slope, (float(slope.x[0]), float(slope.x[-1])), (COMPUTING,))

    def _wish(self, frame: Frame, number: Number) -> Wish:
        return Wish(frame, (number.place,), (*self._terms(), self._look))

    def _terms(self) -> tuple[Span | None, tuple[int, int] | None]:
        """Return what is to be seen where the data do not say it, and how often the others are drawn afresh."""
        limits = self._kept if self.follows and self.area.busy else None
        draws = (self.count.value(), self._seed) if self.afresh.isChecked() else None
        return (limits if self.follows else self.area.limits()[0]), draws

    def _aim(self, frame: Frame, number: Number) -> Aim:
        assert frame.network is not None
        assert frame.rows is not None
        assert frame.snapshot is not None
        line = Slice(frame.network, frame.snapshot.theta, frame.rows, (number.place,))
        rule = next_update(self.workspace, frame, number)
        limits, draws = self._terms()
        return Aim(frame, number, line, rule, limits, self._kept, draws)

    def _drawn(self, sight: Sight, *, finished: bool) -> Picture:
        aim, across, slope = sight.aim, sight.curve.across, sight.slope
        self._slope, self._slice = slope, aim.line
        if aim.limits is None:
            self._kept = across
        assert aim.frame.rows is not None
        rows, batches = aim.frame.rows.train.size, bool(aim.frame.document.training.batch_size)
        note = note_of(slope, rows, batches=batches) if finished else (COMPUTING,)
        picture = self._pictured(slope, across, note)
        draws = sight.draws
        if draws is None:
            return picture
        up = levels(slope)
        return replace(
            picture, marks=(*afresh.marks_of(draws, self.workspace.theme.colors), *picture.marks),
            up=(up[0], max(up[1], 1.5 * float(draws.lowest[1].max(initial=0.0)))),
            note=afresh.words(aim.frame, aim.number, draws.curves) if finished else (COMPUTING,))

    def _pictured(self, slope: Slope, across: Span, note: tuple[str, ...]) -> Picture:
        slope = replace(slope, secret=self.workspace.reasoning.secret)
        self.figures.say(*figures(slope))
        pixel = (across[1] - across[0]) / max(1.0, self.area.box.rect().width())
        marks = marks_of(slope, across, pixel, self.workspace.theme.colors)
        return Picture(marks, across, levels(slope), slope.number.name, slope.loss_name, note)

    def reading(self, x: float, y: float) -> Reading | None:  # noqa: ARG002
        """Return the loss at ``x``, and near a step which one it was."""
        slope, line = self._slope, self._slice
        if slope is None or line is None:
            return None
        colors, loss = self.workspace.theme.colors, float(line.losses(np.array([[x]]))[0])
        return Reading(x, (
            (colors.muted, f"{slope.number.name} = {format_number(x)}"),
            (colors.point, f"{slope.loss_name} {format_number(loss)}"),
            *((colors.frozen, words) for words in step_near(slope, x, _NEAR * self.area.pixel_size()[0])),
        ))

    def table(self) -> Table:
        """Return the curve and the steps."""
        slope = self._slope
        if slope is None:
            return ()
        name, past = slope.number.plain, slope.past
        return ((name, slope.x), (slope.loss_name, slope.curve), ("step", past.steps.astype(np.float64)),
                (f"{name} then", past.values[0]), (f"{slope.loss_name} then", past.losses))

    def show_all(self) -> None:
        """Follow the data again."""
        self._kept = None
        self._look += 1
        super().show_all()

    # -- what can be done ----------------------------------------------------------------------------------

    def _offer(self, frame: Frame, number: Number | None) -> None:
        parameters = frame.document.parameters().values()
        learning = sum(int(parameter.trainable.sum()) for parameter in parameters)
        alone = False
        if number is not None:
            mask = frame.document.parameter(number.ref).trainable
            alone = learning == 1 and bool(mask[number.index or ...].all())
        self.only.setEnabled(number is not None and not alone)
        self.free.setEnabled(learning < sum(parameter.value.size for parameter in parameters))

    @Slot()
    def freeze_others(self) -> None:
        """Let this number alone learn: one step of the history."""
        number = self._looked.at(self.frame)
        if number is not None:
            self.workspace.do(FreezeOthers(number.ref, number.index, number.plain))

    @Slot()
    def free_all(self) -> None:
        """Let every parameter learn."""
        self.workspace.do(SetTrainable(tuple(self.workspace.document.parameters()), trainable=True))

    def _point(self) -> Point | None:
        slope = self._slope
        return Point((slope.number,), (slope.value, slope.loss)) if slope is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows move the point a little, with Shift less; held down, it is one step of the history."""
        if not self.hand.press(event):
            super().keyPressEvent(event)


def _outdated(workspace: Workspace, sight: Sight, frame: Frame) -> bool:
    """Whether a curve is of other numbers than those that stand still now: its loss is no longer the loss."""
    training = workspace.training
    moving = training.running or training.timeline.flowing or frame.snapshot is not training.frame.snapshot
    return not moving and sight.aim.frame.snapshot is not frame.snapshot
