"""The surface: over two inputs every output as a sheet in space, and on the floor below who wins."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.document import Floats
from core.ground import Ground
from core.quantity import format_number
from gui.classes.class_panel import ClassPanel
from gui.maps.axes import Axes, held_words
from gui.maps.bars import LEAST, MOST_WIDE, Bar, Bars
from gui.maps.chart import theta_of
from gui.maps.input_pair import InputPair
from gui.maps.map_view import NO_OUTPUT
from gui.maps.outcome import Outcome, outcome_of
from gui.maps.sheets import MOST, Sheets, sheets_of
from gui.maps.sheets_space import SheetsSpace
from gui.plots.marks import Span
from gui.plots.segments import Segments
from gui.plots.ticks import settled
from gui.state.frame import Frame
from gui.state.workspace import Workspace

HEIGHTS = (("raw", "raw", "Sheets are the raw values, which go into the SoftMax or ArgMax"),
           ("shares", "p", "Sheets are what comes out of the SoftMax or ArgMax: probabilities, or 0 and 1"))
NEAR = 12.0
"""Pixels within which a click on the floor means a data point."""
ABREAST = 330
"""The width of the view from which the bars stand beside the sheets, which need 200 pixels to be seen."""


class SurfaceView(ClassPanel):
    """Sheets that can be turned, a probe on the floor, and bars of what comes out there."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Outputs over two inputs")
        self._ground: Ground | None = None
        self._limits: Span | None = None
        self._row, self._probe = -1, (0.0, 0.0)
        self._place: tuple[object, ...] = ()
        self._frame: Frame | None = None
        self.pair, self.shape = InputPair(self), Segments(HEIGHTS, self, "What the sheets show")
        for choice in (self.pair.across, self.pair.up):
            choice.chosen.connect(self._start_over)
            self.controls.addWidget(choice)
        self.shape.chosen.connect(self._reshape)
        self.controls.addWidget(self.shape)
        self.space, self.bars = SheetsSpace(self), Bars(self)
        self.space.probed.connect(self._ask)
        self.space.clicked.connect(self._choose)
        self.space.turned.connect(partial(workspace.facts.tell, "surface", "turned"))
        row = QHBoxLayout(self.content)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.space, 1)
        row.addWidget(self.bars)
        self.restyle()

    def show_frame(self, frame: Frame) -> str:
        """Show sheets, floor, probe and bars; or say what is lacking."""
        axes = self.pair.axes(frame, self.workspace.selection.row)
        outcome = outcome_of(frame, self.workspace.selection.node)
        self.shape.setVisible(outcome is not None and outcome.choice is not None)
        if axes is None or outcome is None or frame.network is None:
            self.heading.say("Outputs over two inputs", "Surface")
            return self._lacking(frame)
        if self._ground is None or self._ground.network is not frame.network:
            self._ground = Ground(frame.network)
        shares = self.shape.current == "shares" or outcome.choice is None
        sheets = sheets_of(self._ground, frame, axes, outcome, *axes.limits, shares=shares)
        self._limits = settled(sheets.reach, self._limits)
        self._frame = frame
        self._follow_row(axes)
        self._say(frame, axes, outcome)
        self._show(sheets)
        return ""

    def _lacking(self, frame: Frame) -> str:
        if frame.network is None and frame.reason:
            return frame.reason
        return NO_OUTPUT if self.pair.enough(frame.document) else self.pair.lacking(frame.document)

    def _follow_row(self, axes: Axes) -> None:
        """Put the probe where the chosen row is, when another was chosen or the floor is another."""
        (left, right), (low, high) = floor = axes.limits
        place = axes.row, axes.units, axes.columns, floor
        if self._row == -1 or self._place != place:
            self._row, self._probe = axes.row, axes.at or ((left + right) / 2, (low + high) / 2)
        self._place = place

    def _say(self, frame: Frame, axes: Axes, outcome: Outcome) -> None:
        told = outcome.choice.label if outcome.choice is not None else ", ".join(outcome.names[:3])
        self.heading.say(f"{told} over {axes.names[0]} and {axes.names[1]}", f"Surface of {told}", "Surface")
        count = len(outcome.units)
        words = [f"the first {MOST} of {count} drawn" if count > MOST else "", held_words(frame, axes),
                 self._heights(outcome),
                 "floor: which is largest" if outcome.choice is not None else "dashed: from predicted to observed"]
        line = "; ".join(filter(None, words))
        self.note.say(f"{line[0].upper()}{line[1:]}.", f"{words[-1].capitalize()}.")

    def _heights(self, outcome: Outcome) -> str:
        """Say what the sheets' heights are, and the bars' numbers."""
        if outcome.choice is None:
            return ""
        out = "0 or 1" if outcome.flat else "p"
        return f"sheets: {out if self.shape.current == 'shares' else 'raw values'}; bars: raw value → {out}"

    def _show(self, sheets: Sheets) -> None:
        raw, values = self._at_probe(sheets)
        readings = values if sheets.shares else raw
        colors, outcome = self.workspace.theme.colors, sheets.chart.outcome
        assert self._limits is not None
        self.space.show_sheets(sheets, self._limits, self._probe, readings[:MOST], colors)
        chooses = outcome.choice is not None
        parts = zip(outcome.names, outcome.shapes, outcome.colors(colors), raw.tolist(), values.tolist(), strict=True)
        bars = tuple(Bar(name, shape, tint, first if chooses else None, value)
                     for name, shape, tint, first, value in parts)
        at = tuple(f"{name} {format_number(value, 3)}"
                   for name, value in zip(sheets.chart.axes.names, self._probe, strict=True))
        self.bars.show_bars(bars, at, colors)

    def _at_probe(self, sheets: Sheets) -> tuple[Floats, Floats]:
        """Return raw values and what comes out at the probe, (units,) each."""
        assert self._ground is not None
        axes, outcome = sheets.chart.axes, sheets.chart.outcome

        place = axes.scaled(np.array(self._probe)[:, None])
        found = self._ground.over(theta_of(sheets.chart.frame), axes.held, axes.places, place, outcome.rows)
        return outcome.raw(found)[:, 0], outcome.values(found)[:, 0]

    # -- what the user does ----------------------------------------------------------------------------------

    @Slot()
    def _start_over(self) -> None:
        """Other inputs: another place, other heights."""
        self._row, self._limits = -1, None
        self.refresh()

    @Slot(str)
    def _reshape(self, name: str) -> None:  # noqa: ARG002  # the buttons know
        self._limits = None
        self.refresh()

    @Slot(float, float)
    def _ask(self, x: float, y: float) -> None:
        """Put the probe elsewhere; the sheets stay."""
        self._probe = (x, y)
        if self.space.sheets is not None:
            self._show(self.space.sheets)

    @Slot(QPointF)
    def _choose(self, at: QPointF) -> None:
        """Choose the row whose point on the floor was clicked."""
        box, sheets = self.space.box, self.space.sheets
        if box is None or sheets is None or not sheets.chart.axes.points.size:
            return
        x, y = sheets.chart.axes.points
        places, _ = box.see(x, y, np.full(x.size, box.heights[0]))
        distance = np.hypot(places[:, 0] - at.x(), places[:, 1] - at.y())
        if distance.min() <= NEAR:
            self._row = -1
            self.workspace.selection.choose_row(int(distance.argmin()))
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the bars their share of the width, where the sheets have room enough beside them."""
        super().resizeEvent(event)
        self.bars.setFixedWidth(min(max(LEAST, int(self.width() * 0.36)), MOST_WIDE))
        self.bars.setVisible(self.width() >= ABREAST)
