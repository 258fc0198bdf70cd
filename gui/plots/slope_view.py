"""The loss as one number alone changes: where it is, how steep it is there, and the steps taken down."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from core.document import Floats
from core.edits.values import FreezeOthers, SetTrainable
from core.profile import Slice, Stretch, around
from core.quantity import format_number
from gui.frame import Frame
from gui.plots import afresh
from gui.plots.afresh import Draws
from gui.plots.curve import Curve, affordable
from gui.plots.descent import next_update, past_of
from gui.plots.elided_label import ElidedLabel
from gui.plots.export import Table
from gui.plots.loss_view import loss_name
from gui.plots.marks import Picture, Reading, Span
from gui.plots.numbers import Looked, Number
from gui.plots.plot_panel import PlotPanel
from gui.plots.point_hand import Point, PointHand
from gui.plots.slope_picture import Slope, figures, levels, marks_of, note_of, step_near
from gui.plots.ticks import settled
from gui.theme import font, icon
from gui.workspace import Workspace

_NEAR = 7.0
"""Pixels within which a step is meant."""
SEARCH = 25, 161
"""At how many values the lowest point is sought, at least and at most."""
FIRST_DRAWS, MOST_DRAWS = 12, 60
AFRESH = ("Does it matter that the others are not optimal? Draw them afresh, many times, and see this curve for each "
          "draw; the network itself stays as it is")
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
        self._stretch: Span | None = None
        self._place: int | None = None
        self.figures = ElidedLabel(self, 8.5)
        self.only, self.free = QToolButton(self), QToolButton(self)
        self.afresh, self.count, self.again = QToolButton(self), QSpinBox(self), QToolButton(self)
        self._draws: Draws | None = None
        self._seed = 1
        self._curve: Curve | None = None
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._refine)
        self._add_strip()
        self.hand = PointHand(self, self._point, Qt.CursorShape.SizeHorCursor)
        workspace.reasoning.target_changed.connect(self.refresh)
        self.restyle()

    def _add_strip(self) -> None:
        strip = QHBoxLayout()
        strip.setSpacing(3)
        rows = (
            (self.only, "Only this one", "Freeze all other parameters: this one alone learns", self.freeze_others),
            (self.free, "Free all", "Let every parameter learn", self.free_all),
            (self.afresh, "Others afresh", AFRESH, self._show_draws),
        )
        for button, text, tip, act in rows:
            button.setObjectName("strip")
            button.setText(text)
            button.setFont(font(8))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(act)
            strip.addWidget(button)
        self._add_draws(strip)
        strip.addStretch(1)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.figures)
            column.addLayout(strip)

    def _add_draws(self, strip: QHBoxLayout) -> None:
        self.afresh.setCheckable(True)
        self.count.setRange(1, MOST_DRAWS)
        self.count.setValue(FIRST_DRAWS)
        self.count.setFont(font(8))
        self.count.setToolTip("How many times the others are drawn")
        self.count.valueChanged.connect(self.refresh)
        self.again.setObjectName("strip")
        self.again.setToolTip("Draw the others again, with another seed")
        self.again.clicked.connect(self._draw_again)
        for widget in (self.count, self.again):
            widget.setAccessibleName(widget.toolTip())
            widget.hide()
            strip.addWidget(widget)

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
            button.setStyleSheet(f"QToolButton {{ padding: 1px 7px; border: 1px solid {border}; border-radius: 5px; }}")

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
        self.heading.say(f"{name} as {number.name} alone changes", f"{name} over {number.name}")
        self._slice = Slice(frame.network, frame.snapshot.theta, frame.rows, (number.place,))
        slope = self._slope = self._look(frame, number, self._slice)
        self.figures.say(*figures(slope))
        across = float(slope.x[0]), float(slope.x[-1])
        pixel = (across[1] - across[0]) / max(1.0, self.area.box.rect().width())
        marks, up = marks_of(slope, across, pixel, self.workspace.theme.colors), levels(slope)
        note = note_of(slope, frame.rows.train.size, batches=bool(frame.document.training.batch_size))
        if self._draws is not None:
            curves = self._draws.curves(across)
            marks = (*afresh.marks_of(self._draws, curves, self.workspace.theme.colors), *marks)
            up = up[0], max(up[1], 1.5 * float(self._draws.lowest[1].max(initial=0.0)))
            note = afresh.words(frame, number, curves[1])
        return Picture(marks, across, up, number.name, name, note)

    def _look(self, frame: Frame, number: Number, line: Slice) -> Slope:
        assert frame.snapshot is not None
        past = past_of(frame, (number.place,))
        value = float(frame.snapshot.theta[number.place])
        rule = next_update(self.workspace, frame, number)
        coming = rule.next_value if rule is not None else value
        self._draws = (afresh.draw(frame, number, self.count.value(), self._seed, self._draws)
                       if self.afresh.isChecked() else None)
        minima = self._draws.lowest[0] if self._draws is not None else []
        stretch = self._around(number, line, np.concatenate([past.values[0], [value, coming], minima]))
        curve = self._drawn(line, self._seen(stretch))
        slope = float(frame.snapshot.gradient[number.place])
        landing = float(line.losses(np.array([[coming]]))[0]) if math.isfinite(coming) else None
        return Slope(number, loss_name(frame.document), value, frame.snapshot.loss, slope, curve.x, curve.y,
                     past, rule, landing, stretch.lowest)

    def _around(self, number: Number, line: Slice, seen: Floats) -> Stretch:
        """Return what is to be seen; widened to round numbers and kept as long as it fits, so that nothing jitters."""
        if number.place != self._place:
            self._place, self._stretch = number.place, None
            self.follows = True
        stretch = around(lambda values: line.losses(values[None]), seen, affordable(line.width, *SEARCH))
        self._stretch = settled((stretch.low, stretch.high), self._stretch)
        return stretch

    def _seen(self, stretch: Stretch) -> Span:
        if not self.follows or self.area.busy:
            return self.area.limits()[0]
        return self._stretch or (stretch.low, stretch.high)

    def _drawn(self, line: Slice, across: Span) -> Curve:
        """Return the curve: the last one where it is the same, or one that becomes finer once all stands still."""
        if self._curve is None or not self._curve.fits(line, across):
            self._curve = Curve(line, across)
        if not self._curve.finished and not self.workspace.training.running:
            self._later.start()
        return self._curve

    @Slot()
    def _refine(self) -> None:
        if self._curve is None or self._curve.finished or not self.isVisible() or self.workspace.training.running:
            self._later.stop()
        elif self._curve.refine():
            self.refresh()

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
        self._stretch = None
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
