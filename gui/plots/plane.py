"""A plane through the loss, computed as time allows: coarse at first, fine when nothing else is to be done."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.document import Floats
from core.portions import Portions
from core.profile import Slice, sought, stretch_of
from gui.plots.contour_lines import Grid
from gui.plots.curve import affordable
from gui.plots.marks import Span
from gui.plots.numbers import Number
from gui.state.frame import Frame

SIDE, COARSEST = 60, 12
SEARCH, FEWEST = (25, 161), 7
AFFORDED = 4_000_000
"""Values that may be computed for a first look: about 10 ms."""


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The loss over two numbers within limits. It stays true as long as the other numbers stand as they do."""

    field: Slice
    across: Span
    up: Span
    grid: Grid

    @property
    def finished(self) -> bool:
        """Whether it is as fine as it gets."""
        return self.grid.x.size >= SIDE

    def fits(self, field: Slice, across: Span, up: Span) -> bool:
        """Whether it is the plane of another slice and limits too."""
        return (across, up) == (self.across, self.up) and field.alike(self.field)


def mapped(field: Slice, across: Span, up: Span, side: int | None = None) -> Portions[Plane]:
    """Compute a plane of so many points a side, or of as many as a first look may have."""
    side = side or int(np.clip(math.isqrt(AFFORDED // field.width), COARSEST, SIDE))
    x, y = np.linspace(*across, side), np.linspace(*up, side)
    z = yield from field.tally(np.array([part.ravel() for part in np.meshgrid(x, y)]))
    return Plane(field, across, up, Grid(x, y, z.reshape(side, side)))


def limits(frame: Frame, numbers: tuple[Number, Number], field: Slice, seen: Floats) -> Portions[tuple[Span, Span]]:
    """Find limits that hold the values seen, (2, values), and the lowest point near them."""
    assert frame.network is not None
    assert frame.rows is not None
    assert frame.snapshot is not None
    spans = []
    for number, values in zip(numbers, seen, strict=True):
        line = Slice(frame.network, frame.snapshot.theta, frame.rows, (number.place,))
        x = sought(values, affordable(line.width, *SEARCH))
        stretch = stretch_of(values, x, (yield from line.tally(x[None])))
        spans.append((stretch.low, stretch.high))
    return (yield from _with_lowest(field, spans[0], spans[1]))


def _with_lowest(field: Slice, across: Span, up: Span) -> Portions[tuple[Span, Span]]:
    """Widen limits to hold the lowest point, where there is one up to half of their size away."""
    side = math.isqrt(affordable(field.width, FEWEST**2, 15**2))
    x, y = (np.linspace(1.5 * low - 0.5 * high, 1.5 * high - 0.5 * low, side) for low, high in (across, up))
    z = yield from field.tally(np.array([part.ravel() for part in np.meshgrid(x, y)]))
    place = int(np.argmin(np.where(np.isfinite(z), z, np.inf)))
    row, column = divmod(place, side)
    if not (0 < row < side - 1 and 0 < column < side - 1):
        return across, up
    return _holding(across, float(x[column])), _holding(up, float(y[row]))


def _holding(limits: Span, value: float) -> Span:
    room = 0.15 * (limits[1] - limits[0])
    return min(limits[0], value - room), max(limits[1], value + room)
