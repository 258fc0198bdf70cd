"""What a strip plot shows, as values: lanes with a dot for each start, and where they stand in pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.document import Bools, Floats, Indices
from gui.classes.swarm import swarm

AXIS = 14
"""Pixels below the lanes for the numbers of the axis."""
TIGHT, ROOMY = 15, 58
"""Least and largest height of a lane."""
_LARGEST, _SMALLEST = 9.0, 5.0
"""Diameters of dots."""
_SEEN = 0.35
"""A dot of which so much shows can be told from the next."""
WIDE = 20
"""Pixels for a number of dots."""
_OFF = 8
"""Pixels between such a number and the middle of the next dot."""
_FAR = 45
"""A number further off would seem to be of other dots: it is left out."""
_EDGE = 9
"""Pixels left and right of the axis, so that no dot is cut in half."""
GAP = 5
"""Pixels between the lanes of the classes and those of the shares of rows called rightly."""


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One line of dots: ``values`` (starts,) from 0 to 1, ``own`` that of the network as it is, None without.

    ``said`` is what stands below the name; ``classed`` tells a class from a share of rows called rightly.
    """

    name: str
    said: str
    shape: str
    color: str
    values: Floats
    own: float | None = None
    bold: bool = False
    classed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """All lanes; ``diverged`` (starts,) are those of which no probability is worth anything. ``faint`` is of before.

    ``tip`` returns what the pointer reads at a dot of a start.
    """

    lanes: tuple[Lane, ...]
    diverged: Bools
    tip: Callable[[int], str] = str
    faint: bool = False


def lane_height(sheet: Sheet, height: int) -> float:
    """Return how high each lane is on a page of ``height`` pixels."""
    parts = len({lane.classed for lane in sheet.lanes}) > 1
    room = max(height - AXIS - (GAP if parts else 0), 1)
    return float(np.clip(room / max(len(sheet.lanes), 1), TIGHT, ROOMY))


class Places:
    """Where everything of a sheet stands on a page ``width`` × ``height`` pixels, names in the left ``margin``."""

    def __init__(self, sheet: Sheet, width: int, height: int, margin: int) -> None:
        self.left, self.right = margin + _EDGE, max(width - _EDGE - 2, margin + _EDGE + 20)
        self._sheet = sheet
        self.high = lane_height(sheet, height)
        self.size = float(np.clip(self.high / 4, _SMALLEST, _LARGEST))
        self.dots = [self._dots(place, lane) for place, lane in enumerate(sheet.lanes)]
        self.piles = [self._piles(dots[0], lane) for dots, lane in zip(self.dots, sheet.lanes, strict=True)]
        """For each lane where a number belongs, and how many dots stand beside it: too many to be counted by eye."""

    @property
    def bottom(self) -> float:
        """Where the last lane ends."""
        return self.top(len(self._sheet.lanes))

    def top(self, place: int) -> float:
        """Return where a lane begins."""
        lanes = self._sheet.lanes
        apart = place >= 1 and lanes[0].classed and not lanes[min(place, len(lanes) - 1)].classed
        return self.high * place + (GAP if apart else 0)

    def x(self, value: float) -> float:
        """Return the pixel of a value from 0 to 1."""
        return self.left + (self.right - self.left) * value

    def _dots(self, place: int, lane: Lane) -> Floats:
        """Return the middle of each dot, (2, starts); those without a value stand nowhere, at NaN."""
        found = np.full((2, lane.values.size), np.nan)
        known = np.isfinite(lane.values)
        x = self.left + (self.right - self.left) * lane.values[known]
        found[0, known] = x
        found[1, known] = self.top(place) + self.high / 2 + swarm(x, self.size, self.high - 3)
        return found

    def _piles(self, x: Floats, lane: Lane) -> list[tuple[float, int]]:
        known = np.sort(x[np.isfinite(x)])
        groups = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
        crowded = [group for group in groups if group.size * self.size * _SEEN > self.high]
        own = [self.x(lane.own)] if lane.own is not None and np.isfinite(lane.own) else []
        taken = np.array([*known, *own])
        beside = [(self._beside(float(group.mean()), taken), group) for group in crowded]
        return [(left, group.size) for left, group in beside if abs(left + WIDE / 2 - group.mean()) <= _FAR]

    def _beside(self, x: float, taken: Floats) -> float:
        """Return the left end of the nearest room for a number, towards the middle, where nothing stands."""
        inwards = 1 if x < (self.left + self.right) / 2 else -1
        middle = x + inwards * (WIDE / 2 + _OFF)
        while self.left < middle < self.right:
            in_way = taken[np.abs(taken - middle) < WIDE / 2 + _OFF - 1]
            if not in_way.size:
                break
            middle = float(in_way.max() if inwards > 0 else in_way.min()) + inwards * (WIDE / 2 + _OFF)
        return middle - WIDE / 2

    def lane_at(self, y: float) -> int | None:
        """Return the lane at a height."""
        return next((place for place in range(len(self.dots)) if 0 <= y - self.top(place) < self.high), None)

    def near(self, x: float, y: float, reach: float) -> Indices:
        """Return the starts whose dots in the lane at a pixel are within ``reach`` of it, the nearest first."""
        place = self.lane_at(y)
        if place is None or not self.dots[place].size:
            return np.zeros(0, dtype=np.intp)
        far = np.hypot(self.dots[place][0] - x, self.dots[place][1] - y)
        order = np.argsort(far, kind="stable")
        found: Indices = order[far[order] <= reach]
        return found
