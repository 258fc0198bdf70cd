"""The loss along one number, computed as time allows: coarse at once, fine when nothing else is to be done."""

from __future__ import annotations

import numpy as np

from core.document import Floats
from core.profile import Slice
from gui.plots.marks import Span

POINTS, FEWEST = 400, 40
AFFORDED = 3_500_000
"""Values that may be computed at once: about 8 ms."""


def affordable(width: int, fewest: int, most: int) -> int:
    """Return how many candidates may be computed at once where one costs ``width`` values."""
    return max(fewest, min(most, AFFORDED // width))


class Curve:
    """The loss at values within limits: ``x`` and ``y`` are what is known by now, ``refine`` makes it finer."""

    def __init__(self, line: Slice, across: Span) -> None:
        self._line = line
        self.x = np.linspace(*across, affordable(line.width, FEWEST, POINTS))
        self.y = line.losses(self.x[None])
        self._fine = np.linspace(*across, POINTS)
        self._known: list[Floats] = [self.y] if self.x.size == POINTS else []

    @property
    def finished(self) -> bool:
        """Whether it is as fine as it gets."""
        return self.x.size == POINTS

    def fits(self, line: Slice, across: Span) -> bool:
        """Whether it is the curve of another slice and limits too."""
        return line.alike(self._line) and across == (float(self._fine[0]), float(self._fine[-1]))

    def refine(self) -> bool:
        """Compute some values more; take them once all are known, and say so."""
        start = sum(part.size for part in self._known)
        part = self._fine[start : start + affordable(self._line.width, 1, POINTS)]
        self._known.append(self._line.losses(part[None]))
        if start + part.size < POINTS:
            return False
        self.x, self.y = self._fine, np.concatenate(self._known)
        return True
