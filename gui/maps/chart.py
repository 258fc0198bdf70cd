"""What a map shows of one frame: the values over two inputs, the data points, and what each row is called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.document import Bools, Floats, Indices
from core.ground import Ground, side_for
from gui.maps.axes import Axes
from gui.maps.outcome import Outcome
from gui.plots.marks import Span
from gui.state.frame import Frame

TIME, TIME_RUNNING = 12e6, 3e6
"""Nanoseconds that a map may take; while training, which needs the time too, less."""


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """Values of the outcome's units, (units, y × x), on a grid of ``side`` points a side within limits."""

    frame: Frame
    axes: Axes
    outcome: Outcome
    across: Span
    up: Span
    side: int
    values: Floats

    @property
    def grid(self) -> tuple[Floats, Floats]:
        """Where the points of the grid stand, across and up."""
        return np.linspace(*self.across, self.side), np.linspace(*self.up, self.side)


def theta_of(frame: Frame) -> Floats:
    """Return the parameters that a frame shows, for a network that computes."""
    assert frame.network is not None
    return frame.snapshot.theta if frame.snapshot is not None else frame.network.pack(frame.document)


def mesh(across: Span, up: Span, side: int) -> Floats:
    """Return the points of a square grid, (2, y × x), the first row at the low end."""
    return np.array([part.ravel() for part in np.meshgrid(np.linspace(*across, side), np.linspace(*up, side))])


def chart_of(ground: Ground, frame: Frame, axes: Axes, outcome: Outcome, across: Span, up: Span) -> Chart:
    """Compute what comes out over the plane; of a large network, or while training, at fewer points."""
    side = side_for(ground.network, TIME_RUNNING if frame.running else TIME)
    points = axes.scaled(mesh(across, up, side))
    found = ground.over(theta_of(frame), axes.held, axes.places, points, outcome.rows)
    return Chart(frame, axes, outcome, across, up, side, outcome.values(found))


def at_point(ground: Ground, chart: Chart, x: float, y: float) -> Floats:
    """Return the values of the outcome's units at one place, (units,)."""
    points = chart.axes.scaled(np.array([[x], [y]]))
    found = ground.over(theta_of(chart.frame), chart.axes.held, chart.axes.places, points, chart.outcome.rows)
    column: Floats = chart.outcome.values(found)[:, 0]
    return column


def observed_classes(chart: Chart) -> Indices | None:
    """Return the number of each row's class, (rows,); None without a column of class names."""
    rows, node = chart.frame.rows, chart.outcome.choice
    if rows is None or node is None:
        return None
    if node.id in rows.classes:
        return rows.classes[node.id]
    nodes = chart.frame.document.nodes
    return next((found for other, found in rows.classes.items() if nodes[other].classes == node.classes), None)


def called(chart: Chart) -> Indices | None:
    """Return the number of the class that each row is called, (rows,); None where nothing chooses."""
    node = chart.outcome.choice
    outputs = chart.frame.outputs(node.id) if node is not None else None
    return outputs.argmax(axis=0) if outputs is not None else None


def held_back(chart: Chart) -> Bools:
    """Return which rows are held back for testing, (rows,)."""
    found = np.zeros(chart.axes.points.shape[1], dtype=np.bool_)
    if chart.frame.rows is not None:
        found[chart.frame.rows.test] = True
    return found


def observed_values(chart: Chart, unit: int) -> Floats | None:
    """Return what was observed of one output, in its column's unit, (rows,); None where it has no column."""
    rows, outcome = chart.frame.rows, chart.outcome
    if rows is None or outcome.choice is not None or outcome.units[unit] not in rows.target_units:
        return None
    low, high = outcome.scales[:, unit].tolist()
    found: Floats = low + (high - low) * rows.observed[rows.target_units.index(outcome.units[unit])]
    return found
