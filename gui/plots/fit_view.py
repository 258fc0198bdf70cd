"""The fit: data and prediction over an input, and the curves of the nodes that add up to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from core.datasets.rows import units_of
from core.edits.table import InsertRows, RemoveRows
from gui.controls.tool_button import tool_button
from gui.plots.export import Table
from gui.plots.fit_axes import FitAxes, axis_name, fit_axes, move_point
from gui.plots.fit_numbers import point_reading, reading_of, table_of, up_of
from gui.plots.fit_picture import Fit, curve_along, look, marks_of, note_of, pointed_residual
from gui.plots.fit_points import PointDrag, point_at
from gui.plots.gestures import Gesture
from gui.plots.marks import Picture, Reading, Span
from gui.plots.plot_panel import PlotPanel
from gui.plots.ticks import padded, short_of, span
from gui.plots.unit_choice import UnitChoice
from gui.state.frame import Frame
from gui.state.workspace import Workspace

MARGIN = 0.04
NOTHING = "Draw an input and an output to see the fit."
PICTURES = ("The fit is drawn along one input, and this network reads pictures: what it makes of them is in the "
            "Convolution view.")  # fmt: skip
_NO_COLUMNS = "A point needs a column of numbers for the input and one for the output; choose them in the Data view."


class FitView(PlotPanel):
    """The squiggle. Points can be dragged, added by a double click, and removed by Del."""

    slug = "fit"
    keys = PlotPanel.keys | {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Right}

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, "Fit: the curves add up to the squiggle")
        self._moved: tuple[int, float, float] | None = None
        self._fit: Fit | None = None
        self.along = UnitChoice(self, "The input along the axis; the others are held as in the chosen row")
        self.output = UnitChoice(self, "The output that is shown")
        for choice in (self.along, self.output):
            choice.chosen.connect(self.show_all)
            self.controls.addWidget(choice)
        self.heading.say("Fit: the curves add up to the squiggle", "Fit: curves add up", "Fit")
        self.parts = self._parts_button()
        self.controls.addWidget(self.parts)
        self.area.grab_at = self._grab
        self.area.clicked.connect(self._choose)
        self._pointed: int | None = None
        workspace.reasoning.pointed_changed.connect(self._follow_pointer)

    def _parts_button(self) -> QToolButton:
        tip = "Show the curves that add up to the squiggle, one of each node that feeds the output"
        button = tool_button(self, tip, text="Σ", checkable=True, style="padding: 2px 5px")
        button.setChecked(True)
        button.toggled.connect(self.show_all)
        return button

    def axes(self) -> FitAxes | None:
        """Return the axes in use, with the point that is being dragged where the mouse is."""
        axes = fit_axes(self.workspace.document, self.along.unit, self.output.unit)
        if axes is not None and self._moved is not None and self._moved[0] < axes.x.size:
            return axes.moved(*self._moved)
        return axes

    def picture(self, frame: Frame) -> Picture:
        """Return points, residuals, the squiggle and its parts."""
        document = frame.document
        self.along.offer(document, units_of(document, "input"))
        self.output.offer(document, units_of(document, "output"))
        axes = self.axes()
        if axes is None:
            self._fit = None
            reads_pictures = any(node.kind == "image" for node in document.nodes.values())
            return Picture(message=PICTURES if reads_pictures else NOTHING)
        across = self._seen(axes)
        row = min(self.workspace.selection.row, max(0, document.data.count - 1))  # rows removed are told here first
        moved = self._moved[0] if self._moved else None
        self._fit = fit = look(frame, axes, row, across, moved=moved, parts=self.parts.isChecked())
        colors, reasoning = self.workspace.theme.colors, self.workspace.reasoning
        shown = pointed_residual(fit, reasoning.pointed.row, colors, secret=reasoning.residuals_secret)
        marks = (*marks_of(fit, colors, across), *shown)
        names = axis_name(document, axes.along, axes.x_column), axis_name(document, axes.output, axes.y_column)
        return Picture(marks, across, up_of(fit), *names, note_of(fit))

    @Slot()
    def _follow_pointer(self) -> None:
        """Light the residual of the row that is pointed at in the chain rule."""
        if self.workspace.reasoning.pointed.row != self._pointed:
            self._pointed = self.workspace.reasoning.pointed.row
            self.refresh()

    def _seen(self, axes: FitAxes) -> Span:
        """Return what is seen along the input: all data with a margin, or what the user zoomed to."""
        if not self.follows or self.area.busy:
            return self.area.limits()[0]
        return padded(span([axes.reach]) or (0.0, 1.0), MARGIN)

    def reading(self, x: float, y: float) -> Reading | None:
        """Return the prediction at ``x`` and what adds up to it; near a point, its row."""
        fit, colors = self._fit, self.workspace.theme.colors
        if fit is None:
            return None
        row = point_at(self.area, fit.axes, self.area.to_pixels(x, y))
        if row is not None:
            return point_reading(fit, row, colors, secret=self.workspace.reasoning.residuals_secret)
        at = curve_along(fit.frame, fit.axes, fit.row, np.array([x]))
        return reading_of(fit, at, colors) if at is not None else None

    def table(self) -> Table:
        """Return the points with their predictions, then the curves."""
        return table_of(self._fit) if self._fit is not None else ()

    def own_actions(self, at: QPointF | None) -> list[tuple[str, Callable[[], object]]]:
        """Offer to add a point here, or to remove the one that is there."""
        axes = self.axes()
        if axes is None:
            return []
        row = point_at(self.area, axes, at) if at is not None else self.workspace.selection.row
        if row is not None and row < axes.x.size:
            return [(f"Remove the point of row {row + 1}", partial(self._remove, row))]
        return [("Add a point here", partial(self.double_click, at))] if at is not None else []

    def _grab(self, at: QPointF) -> Gesture | None:
        axes = self.axes()
        row = point_at(self.area, axes, at) if axes is not None and axes.editable else None
        return PointDrag(self, axes, row, at) if axes is not None and row is not None else None

    def preview(self, moved: tuple[int, float, float] | None) -> None:
        """Show a point at (row, x, y) without changing the data; None shows it where it is."""
        self._moved = moved
        self.refresh()

    def commit(self) -> None:
        """Make the preview one edit."""
        moved, self._moved = self._moved, None
        axes = self.axes()
        if axes is not None and moved is not None and moved[0] < axes.x.size:
            self.workspace.do(move_point(self.workspace.document, axes, *moved))
            self.workspace.selection.choose_row(moved[0])
        self.refresh()

    @Slot(QPointF)
    def _choose(self, at: QPointF) -> None:
        axes = self.axes()
        row = point_at(self.area, axes, at) if axes is not None else None
        if row is not None:
            self.workspace.selection.choose_row(row)

    @Slot(QPointF)
    def double_click(self, at: QPointF) -> None:
        """Add a point here; other columns as in the chosen row. On an axis: show everything."""
        axes = self.axes()
        if not self.area.inside(at):
            self.show_all()
        elif axes is None or not axes.editable:
            self.workspace.notices.refuse(_NO_COLUMNS, self.area.mapToGlobal(at.toPoint()))
        elif point_at(self.area, axes, at) is None:
            self._add(axes, at)

    def _add(self, axes: FitAxes, at: QPointF) -> None:
        data, row = self.workspace.document.data, self.workspace.selection.row
        place = zip(self.area.to_data(at), self.area.pixel_size(), strict=True)
        x, y = (short_of(value, pixel) for value, pixel in place)
        like = {column.name: column.values[row].item() for column in data.columns} if row < data.count else {}
        new = {**like, axes.x_column: x, axes.y_column: y}
        if self.workspace.do(InsertRows(data.count, (new,))):
            self.workspace.selection.choose_row(data.count)

    def _remove(self, row: int) -> None:
        self.workspace.do(RemoveRows((row,)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes the chosen point, the arrows choose the one left or right of it."""
        axes, row = self.axes(), self.workspace.selection.row
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if axes is None or row >= axes.x.size or (way is None and event.key() not in self.keys - PlotPanel.keys):
            super().keyPressEvent(event)
        elif way is None:
            self._remove(row)
        else:
            order = np.argsort(axes.x, kind="stable")
            place = int(np.flatnonzero(order == row)[0]) + way
            self.workspace.selection.choose_row(int(order[np.clip(place, 0, order.size - 1)]))
