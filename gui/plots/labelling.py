"""Where words stand in a plot so that they cover neither curves nor points nor each other. Pure geometry in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from core.document import Floats

_SHARES = (0.5, 0.3, 0.7, 0.16, 0.84, 0.05, 0.95)
"""Parts of the way along a curve at which its name may stand, the dearest first."""
_GAP = 4.0
_LOYALTY, _COVERED, _ORDER = 6.0, 1.0, 0.15
"""Words stay where they were unless elsewhere they cover much less: what jumps cannot be read."""


Box: TypeAlias = tuple[float, float, float, float]
"""A rectangle: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Words:
    """Something to be written: a key that stays the same between frames, and where it may stand."""

    key: str
    places: tuple[Box, ...]


def along(key: str, x: Floats, y: Floats, size: tuple[float, float], room: tuple[float, float]) -> Words:
    """Return the name of a curve with places above and below it; ``room`` is the plot's (width, height).

    A part of the curve that is out of sight has no place.
    """
    width, height = size
    places: list[Box] = []
    for share in _SHARES:
        at = share * room[0]
        first, last = np.searchsorted(x, (at - width / 2, at + width / 2))
        near = y[first:last]
        near = near[(near >= 0) & (near <= room[1])]
        if near.size:
            tops = (float(near.min()) - height - _GAP, float(near.max()) + _GAP)
            places += [_kept(at - width / 2, top, size, room) for top in tops]
    return Words(key, tuple(places))


def around(key: str, x: float, y: float, size: tuple[float, float], room: tuple[float, float]) -> Words:
    """Return words with places around a point: right, left, above, below, and farther up and down.

    A point out of sight has none.
    """
    width, height = size
    if not (-_GAP <= x <= room[0] + _GAP and -_GAP <= y <= room[1] + _GAP):
        return Words(key, ())
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
    return left, top, left + size[0], top + size[1]


def settle(words: Sequence[Words], x: Floats, y: Floats, last: Mapping[str, int]) -> dict[str, tuple[int, Box]]:
    """Return for each key the place chosen, as (number, box); words without a free place are left out.

    ``x`` and ``y`` are the points of everything drawn, (points,): a place is the worse the more it covers.
    """
    chosen: dict[str, tuple[int, Box]] = {}
    for item in words:
        if not item.places:
            continue
        costs = _covered(item.places, x, y) * _COVERED + np.arange(len(item.places)) * _ORDER
        if item.key in last and last[item.key] < costs.size:
            costs[last[item.key]] -= _LOYALTY
        for number in np.argsort(costs, kind="stable").tolist():
            if not any(_meet(item.places[number], other) for _, other in chosen.values()):
                chosen[item.key] = number, item.places[number]
                break
    return chosen


def _covered(places: Sequence[Box], x: Floats, y: Floats) -> Floats:
    """Return how many of the points each place covers, (places,)."""
    left, top, right, bottom = np.array(places).T[:, :, None]
    covered: Floats = np.sum((x > left) & (x < right) & (y > top) & (y < bottom), axis=1, dtype=np.float64)
    return covered


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def spread(levels: Sequence[float], height: float, room: float) -> list[float]:
    """Return middles near ``levels``, at least ``height`` apart and within ``room``, in the order of the levels.

    As far as there is room their squared distances from the levels are least: pool adjacent violators, see
    https://en.wikipedia.org/wiki/Isotonic_regression
    """
    order = sorted(range(len(levels)), key=lambda number: levels[number])
    pools: list[tuple[float, int]] = []
    for place, number in enumerate(order):
        pool = levels[number] - place * height, 1
        while pools and pools[-1][0] > pool[0]:
            mean, count = pools.pop()
            pool = (mean * count + pool[0] * pool[1]) / (count + pool[1]), count + pool[1]
        pools.append(pool)
    least, most = height / 2, room - height / 2 - (len(levels) - 1) * height
    starts = [max(min(mean, most), least) for mean, count in pools for _ in range(count)]
    middles = [0.0] * len(levels)
    for place, number in enumerate(order):
        middles[number] = starts[place] + place * height
    return middles
