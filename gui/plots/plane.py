"""A plane through the loss, computed as time allows: coarse at once, fine when nothing else is to be done."""

from __future__ import annotations

import math

import numpy as np

from core.document import Floats
from core.profile import Slice, around
from gui.frame import Frame
from gui.plots.contour_lines import Grid
from gui.plots.curve import affordable
from gui.plots.marks import Span
from gui.plots.numbers import Number

SIDE, COARSEST = 60, 12
SEARCH, FEWEST = (25, 161), 7
AFFORDED = 4_000_000
"""Values that may be computed at once: about 10 ms."""


class Plane:
    """The loss over two numbers within limits: ``grid`` is what is known by now, ``refine`` makes it better.

    It stays true as long as the other numbers stand as they do.
    """

    def __init__(self, frame: Frame, numbers: tuple[Number, Number], across: Span, up: Span) -> None:
        assert frame.network is not None
        assert frame.rows is not None
        assert frame.snapshot is not None
        places = numbers[0].place, numbers[1].place
        self._frame, self._places, self._limits = frame, places, (across, up)
        self._slice = Slice(frame.network, frame.snapshot.theta, frame.rows, places)
        side = int(np.clip(math.isqrt(AFFORDED // self._slice.width), COARSEST, SIDE))
        self.grid = self._blank(side)
        self._fill(self.grid, 0, side)
        self._fine, self._done = (self.grid, SIDE) if side == SIDE else (self._blank(SIDE), 0)

    @property
    def finished(self) -> bool:
        """Whether ``grid`` is as fine as it gets."""
        return self._done >= SIDE

    def holds(self, frame: Frame, numbers: tuple[Number, Number], across: Span, up: Span) -> bool:
        """Whether the plane is that of another frame, numbers and limits too."""
        old = self._frame
        if (numbers[0].place, numbers[1].place) != self._places or (across, up) != self._limits:
            return False
        if old.network is not frame.network or old.rows is not frame.rows:
            return False
        assert old.snapshot is not None
        assert frame.snapshot is not None
        other = old.snapshot.theta != frame.snapshot.theta
        other[list(self._places)] = False
        return not other.any()

    def losses(self, values: Floats) -> Floats:
        """Return the loss at pairs of values, (2, pairs)."""
        return self._slice.losses(values)

    def refine(self) -> bool:
        """Compute some rows more of the fine grid; take it once it is whole, and say so."""
        count = max(1, AFFORDED // (self._slice.width * SIDE))
        self._fill(self._fine, self._done, min(SIDE, self._done + count))
        self._done += count
        if self.finished:
            self.grid = self._fine
        return self.finished

    def _blank(self, side: int) -> Grid:
        across, up = self._limits
        return Grid(np.linspace(*across, side), np.linspace(*up, side), np.full((side, side), np.nan))

    def _fill(self, grid: Grid, first: int, last: int) -> None:
        x, y = np.meshgrid(grid.x, grid.y[first:last])
        grid.z[first:last] = self._slice.losses(np.array([x.ravel(), y.ravel()])).reshape(x.shape)


def limits(frame: Frame, numbers: tuple[Number, Number], seen: Floats) -> tuple[Span, Span]:
    """Return limits that hold the values seen, (2, values), and the lowest point near them."""
    assert frame.network is not None
    assert frame.rows is not None
    assert frame.snapshot is not None
    theta = frame.snapshot.theta
    spans = []
    for number, values in zip(numbers, seen, strict=True):
        line = Slice(frame.network, theta, frame.rows, (number.place,))
        search = affordable(line.width, *SEARCH)
        stretch = around(lambda found, line=line: line.losses(found[None]), values, search)  # type: ignore[misc]
        spans.append((stretch.low, stretch.high))
    plane = Slice(frame.network, theta, frame.rows, (numbers[0].place, numbers[1].place))
    return _with_lowest(plane, spans[0], spans[1])


def _with_lowest(plane: Slice, across: Span, up: Span) -> tuple[Span, Span]:
    """Widen limits to hold the lowest point, where there is one up to half of their size away."""
    side = math.isqrt(affordable(plane.width, FEWEST**2, 15**2))
    x, y = (np.linspace(1.5 * low - 0.5 * high, 1.5 * high - 0.5 * low, side) for low, high in (across, up))
    grid = np.array([part.ravel() for part in np.meshgrid(x, y)])
    z = plane.losses(grid)
    place = int(np.argmin(np.where(np.isfinite(z), z, np.inf)))
    row, column = divmod(place, side)
    if not (0 < row < side - 1 and 0 < column < side - 1):
        return across, up
    return _holding(across, float(x[column])), _holding(up, float(y[row]))


def _holding(limits: Span, value: float) -> Span:
    room = 0.15 * (limits[1] - limits[0])
    return min(limits[0], value - room), max(limits[1], value + room)
