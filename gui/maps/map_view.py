"""The map: over two inputs, which class the network predicts where, and how surely; or how large a number is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.ground import Ground
from gui.maps.axes import Axes
from gui.maps.chart import Chart, at_point, chart_of
from gui.maps.color_bar import ColorBar
from gui.maps.input_pair import InputPair
from gui.maps.key import Key
from gui.maps.map_picture import class_key, class_marks, heat_marks, heat_span, hues
from gui.maps.map_words import note_of, place_lines, row_lines
from gui.maps.outcome import outcome_of
from gui.maps.small_panel import SmallPanel
from gui.plots.export import Table
from gui.plots.marks import Mark, Picture, Reading, Span
from gui.plots.plot_panel import EDGE, PlotPanel
from gui.plots.ticks import padded, settled
from gui.plots.unit_choice import UnitChoice
from gui.state.frame import Frame
from gui.state.workspace import Workspace

REACH = 9.0
"""Pixels within which a point is meant."""
WIDE = 300
"""Pixels of width from which there is room for the small maps."""
TALL = 170
"""Pixels of height from which there is room for the key."""
NO_OUTPUT = "Connect an output, or outputs and a SoftMax, to see where the network says what."


class MapView(PlotPanel):
    """Seen from above. A click chooses a row."""

    slug = "map"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Map of two inputs")
        self._ground: Ground | None = None
        self._chart: Chart | None = None
        self._room: tuple[Span, Span] | None = None
        self._heat: Span | None = None
        self.pair, self.key = InputPair(self), Key(self)
        self.output = UnitChoice(self, "The output that is shown")
        for choice in (self.pair.across, self.pair.up, self.output):
            choice.chosen.connect(self.show_all)
            self.controls.addWidget(choice)
        self.bar, self.small = ColorBar(self), SmallPanel(self)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.small)
        self.small.maps.chosen.connect(self._select)
        self.small.output.chosen.connect(self.refresh)
        self.small.shown.toggled.connect(self.refresh)
        self.controls.addWidget(self.small.shown)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.key)
        self.area.clicked.connect(self._choose)
        workspace.selection.changed.connect(self.refresh)

    # -- what is drawn -------------------------------------------------------------------------------------

    def picture(self, frame: Frame) -> Picture:
        """Return regions or shades, and the points."""
        self._chart = chart = self._look(frame)
        classes = chart is not None and chart.outcome.choice is not None
        colors = self.workspace.theme.colors
        self.key.show_entries(class_key(chart, colors) if chart is not None and classes else (), colors)
        self._make_room()
        self.bar.setVisible(chart is not None and not classes)
        self._offer_outputs(chart)
        self.small.shown.setVisible(chart is not None and self.width() >= WIDE)
        if chart is None:
            self.small.hide()
            self.heading.say("Map of two inputs", "Map")
            return Picture(message=self._lacking(frame))
        self._title(chart)
        self._show_small(chart)
        marks = self._classes(chart) if classes else self._number(chart)
        across, up = self._room or (chart.across, chart.up)
        return Picture(marks, across, up, *chart.axes.names, note_of(chart))

    def _show_small(self, chart: Chart) -> None:
        """Show what each hidden unit contributes, where it is wanted and there is room."""
        if self.width() < WIDE or not self.small.shown.isChecked() or self._ground is None:
            self.small.hide()
            return
        self.small.show_maps(self._ground, chart, self.workspace.selection.node, self.workspace.theme.colors)

    def _make_room(self) -> None:
        """Where there is little room the plot has it."""
        self.key.setVisible(bool(self.key.entries) and self.height() >= TALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._make_room()
        if (event.oldSize().width() >= WIDE) is not (self.width() >= WIDE):
            self.refresh()

    def _look(self, frame: Frame) -> Chart | None:
        chosen = self.workspace.selection
        axes, outcome = self.pair.axes(frame, chosen.row), outcome_of(frame, chosen.node)
        if axes is None or outcome is None or frame.network is None:
            return None
        if self._ground is None or self._ground.network is not frame.network:
            self._ground = Ground(frame.network)
        return chart_of(self._ground, frame, axes, outcome, *self._seen(axes))

    def _seen(self, axes: Axes) -> tuple[Span, Span]:
        """Return what is seen: all data with a margin, or what the user went to."""
        if not self.follows or self.area.busy:
            return self.area.limits()
        across, up = axes.limits
        old = self._room or (None, None)
        self._room = across, settled(up, old[1])
        return across, padded(self._room[1], EDGE)

    def _lacking(self, frame: Frame) -> str:
        if frame.network is None and frame.reason:
            return frame.reason
        return NO_OUTPUT if self.pair.enough(frame.document) else self.pair.lacking(frame.document)

    def _title(self, chart: Chart) -> None:
        outcome = chart.outcome
        told = outcome.choice.label if outcome.choice is not None else outcome.names[self._unit(chart)]
        first, second = chart.axes.names
        self.heading.say(f"{told} over {first} and {second}", f"Map of {told}", "Map")

    def _offer_outputs(self, chart: Chart | None) -> None:
        several = chart is not None and chart.outcome.choice is None
        self.output.offer(self.workspace.document, chart.outcome.units if chart is not None and several else ())
        self.output.setVisible(several and self.output.count() > 1)

    def _unit(self, chart: Chart) -> int:
        unit = self.output.unit
        return chart.outcome.units.index(unit) if unit in chart.outcome.units else 0

    def _classes(self, chart: Chart) -> tuple[Mark, ...]:
        return class_marks(chart, self.workspace.theme.colors)

    def _number(self, chart: Chart) -> tuple[Mark, ...]:
        unit, colors = self._unit(chart), self.workspace.theme.colors
        self._heat = settled(heat_span(chart, unit), self._heat)
        self.bar.show_span(self._heat, hues(colors), chart.outcome.names[unit], colors)
        return heat_marks(chart, unit, self._heat, colors)

    @Slot()
    def show_all(self) -> None:
        """Follow the data again: everything is seen."""
        self._room = self._heat = None
        super().show_all()

    # -- what the pointer does -----------------------------------------------------------------------------

    def _near(self, at: QPointF) -> int | None:
        """Return the row of the nearest point within reach of a pixel."""
        if self._chart is None or not self._chart.axes.points.size:
            return None
        x, y = self.area.to_data(at)
        wide, high = self.area.pixel_size()
        points = self._chart.axes.points
        distance = np.hypot((points[0] - x) / wide, (points[1] - y) / high)
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= REACH else None

    @Slot(str)
    def _select(self, node: str) -> None:
        self.workspace.selection.choose([node])

    @Slot(QPointF)
    def _choose(self, at: QPointF) -> None:
        row = self._near(at)
        if row is not None:
            self.workspace.selection.choose_row(row)

    def reading(self, x: float, y: float) -> Reading | None:
        """Return what comes out at the pointer; near a point, its row."""
        chart, colors = self._chart, self.workspace.theme.colors
        if chart is None or self._ground is None:
            return None
        row = self._near(self.area.to_pixels(x, y))
        if row is not None:
            return Reading(float(chart.axes.points[0, row]), row_lines(chart, row, self._unit(chart), colors))
        return Reading(x, place_lines(chart, (x, y), at_point(self._ground, chart, x, y), colors))

    def table(self) -> Table:
        """Return the grid, a row a point, with what comes out there."""
        chart = self._chart
        if chart is None:
            return ()
        x, y = np.meshgrid(*chart.grid)
        return ((chart.axes.names[0], x.ravel()), (chart.axes.names[1], y.ravel()),
                *zip(chart.outcome.names, chart.values, strict=True))
