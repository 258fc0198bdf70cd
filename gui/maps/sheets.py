"""Outputs over two inputs as sheets in space: their heights on a grid, and the floor below that says who wins."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.document import Floats
from core.ground import Ground, side_for
from gui.maps.axes import Axes
from gui.maps.chart import TIME, TIME_RUNNING, Chart, mesh, theta_of
from gui.maps.outcome import Outcome
from gui.maps.tiles import Tiles, tiles_of
from gui.plots.marks import Span
from gui.state.frame import Frame

FLOOR = 97
"""Points a side of the floor; even sheets are drawn by every third, fourth, … of them."""
MOST = 12
"""Sheets that are drawn: more are a heap."""
_CELLS, _CELLS_RUNNING = 1_800, 900
_FINE, _FINE_RUNNING = 4_500, 1_350
"""Tiles of all sheets together, where they are divided because sheets are steep: more would be slow to paint."""
_LIGHT = 1_000
"""And while a hand turns them: 20 to 25 ms a picture, measured with the sheets of a spiral, which cross everywhere."""
_STRIDES = (3, 4, 6, 8, 12, 16)


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """``heights`` (sheets, y, x) on the grid ``x``, ``y``; ``chart`` has what comes out, for the floor and the points.

    ``tiles`` are the squares of the grid by which they are drawn.
    Sheets are raw values, or with ``shares`` what comes out: probabilities, or predictions.
    """

    chart: Chart
    x: Floats
    y: Floats
    heights: Floats
    tiles: Tiles
    shares: bool

    @property
    def height_name(self) -> str:
        """What the heights are: "raw", or what comes out."""
        outcome = self.chart.outcome
        if outcome.choice is None:
            return outcome.names[0] if len(outcome.names) == 1 else "outputs"
        return ("0 or 1" if outcome.flat else "p") if self.shares else "raw"

    @property
    def reach(self) -> Span:
        """The lowest and the highest finite place; (0, 1) where there is none."""
        finite = self.heights[np.isfinite(self.heights)]
        if not finite.size:
            return 0.0, 1.0
        low, high = float(finite.min()), float(finite.max())
        return (low, high) if high - low > 1e-12 * max(abs(low), abs(high), 1e-100) else (low - 0.5, high + 0.5)

    @property
    def lighter(self) -> Sheets:
        """The same by fewer tiles, painted fast enough to follow a hand that turns it."""
        count = self.heights.shape[0]
        if count * self.tiles.row.size <= _LIGHT or self.chart.side != FLOOR:
            return self
        return replace(self, tiles=tiles_of(self.heights, stride(count, running=True), _LIGHT))


def stride(sheets: int, *, running: bool) -> int:
    """Return which points of the floor's grid the sheets are drawn by, so that all are painted in time."""
    most = _CELLS_RUNNING if running else _CELLS
    fitting = (step for step in _STRIDES if sheets * ((FLOOR - 1) // step) ** 2 <= most)
    return next(fitting, _STRIDES[-1])


def sheets_of(
    ground: Ground, frame: Frame, axes: Axes, outcome: Outcome, across: Span, up: Span, *, shares: bool
) -> Sheets:
    """Compute sheets and floor. A large network has them at fewer points."""
    time = TIME_RUNNING if frame.running else TIME
    side = FLOOR if side_for(ground.network, time) >= FLOOR else side_for(ground.network, time, least=25)
    drawn = min(len(outcome.units), MOST)
    points = axes.scaled(mesh(across, up, side))
    found = ground.over(theta_of(frame), axes.held, axes.places, points, outcome.rows)
    chart = Chart(frame, axes, outcome, across, up, side, outcome.values(found))
    heights = (chart.values if shares else outcome.raw(found))[:drawn].reshape(drawn, side, side)
    step = stride(drawn, running=frame.running) if side == FLOOR else 1
    tiles = tiles_of(heights, step, _FINE_RUNNING if frame.running else _FINE)
    return Sheets(chart, *chart.grid, heights, tiles, shares)
