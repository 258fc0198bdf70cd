"""The loss along one number, computed as time allows: coarse at first, fine when nothing else is to be done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.document import Floats
from core.portions import Portions
from core.profile import Slice
from gui.plots.marks import Span

POINTS, FEWEST = 400, 40
AFFORDED = 3_500_000
"""Values that may be computed for a first look: about 8 ms."""


def affordable(width: int, fewest: int, most: int) -> int:
    """Return how many candidates a first look may have where one costs ``width`` values."""
    return max(fewest, min(most, AFFORDED // width))


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The losses ``y`` at the values ``x``, evenly over the limits ``across``, of a slice."""

    line: Slice
    across: Span
    x: Floats
    y: Floats

    @property
    def finished(self) -> bool:
        """Whether it is as fine as it gets."""
        return self.x.size >= POINTS

    def fits(self, line: Slice, across: Span) -> bool:
        """Whether it is the curve of another slice and limits too."""
        return across == self.across and line.alike(self.line)


def traced(line: Slice, across: Span, points: int | None = None) -> Portions[Curve]:
    """Compute a curve of so many points, or of as many as a first look may have."""
    x = np.linspace(*across, points or affordable(line.width, FEWEST, POINTS))
    y = yield from line.tally(x[None])
    return Curve(line, across, x, y)
