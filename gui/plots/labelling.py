"""Where words stand in a plot so that they cover neither curves nor points nor each other. Pure geometry in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.document import Floats

_SHARES = (0.5, 0.3, 0.7, 0.16, 0.84, 0.05, 0.95)
"""Parts of the way along a curve at which its name may stand, the dearest first."""
_GAP = 4.0
_LOYALTY, _COVERED, _ORDER = 6.0, 1.0, 0.15
"""Words stay where they were unless elsewhere they cover much less: what jumps cannot be read."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Words:
    """Something to be written: a key that stays the same between frames, its size, and where it may stand."""

    key: str
    places: tuple[Box, ...]


def along(key: str, x: Floats, y: Floats, size: tuple[float, float], room: tuple[float, float]) -> Words:
    """Return the name of a curve with places above and below it; ``room`` is the plot's (width, height)."""
    width, height = size
    places = []
    for share in _SHARES:
        at = share * room[0]
        inside = (x >= at - width / 2) & (x <= at + width / 2) & np.isfinite(y)
        if inside.any():
            near = y[inside]
            tops = (float(near.min()) - height - _GAP, float(near.max()) + _GAP)
            places += [_kept(at - width / 2, top, size, room) for top in tops]
    return Words(key, tuple(places))


def around(key: str, x: float, y: float, size: tuple[float, float], room: tuple[float, float]) -> Words:
    """Return words with places around a point: right, left, above, below, and farther up and down."""
    width, height = size
    right, left, middle = x + _GAP + 2, x - width - _GAP - 2, y - height / 2
    corners = [
        (right, middle), (right, y - height - 2), (right, y + 2),
        (x - width / 2, y - height - 8), (x - width / 2, y + 8),
        (left, middle), (left, y - height - 2), (left, y + 2), (right, middle - height), (right, middle + height),
        (right, middle - 2 * height), (right, middle + 2 * height),
    ]  # fmt: skip
    return Words(key, tuple(_kept(*corner, size, room) for corner in corners))


def _kept(left: float, top: float, size: tuple[float, float], room: tuple[float, float]) -> Box:
    """Return a box of ``size`` moved into the room."""
    left = min(max(left, 2.0), max(2.0, room[0] - size[0] - 2))
    top = min(max(top, 1.0), max(1.0, room[1] - size[1] - 1))
    return Box(left, top, left + size[0], top + size[1])


def settle(words: Sequence[Words], x: Floats, y: Floats, last: Mapping[str, int]) -> dict[str, tuple[int, Box]]:
    """Return for each key the place chosen, as (number, box); words without a free place are left out.

    ``x`` and ``y`` are the points of everything drawn, (points,): a place is the worse the more it covers.
    """
    chosen: dict[str, tuple[int, Box]] = {}
    for item in words:
        dear = last.get(item.key)
        costs = [_cost(number, box, x, y, chosen, dear=dear == number) for number, box in enumerate(item.places)]
        best = int(np.argmin(costs)) if costs else -1
        if best >= 0 and np.isfinite(costs[best]):
            chosen[item.key] = best, item.places[best]
    return chosen


def _cost(number: int, box: Box, x: Floats, y: Floats, chosen: Mapping[str, tuple[int, Box]], *, dear: bool) -> float:
    if any(box.meets(other) for _, other in chosen.values()):
        return float("inf")
    covered = np.count_nonzero((x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom))
    return float(covered * _COVERED + number * _ORDER - _LOYALTY * dear)
