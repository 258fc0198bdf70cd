"""How the numbers of grids that stand side by side are written: all with as many decimals, so that they compare."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtGui import QFontMetricsF

from core.document import Floats
from gui.theme import font

VALUES, FILTERS, SLOPES = "values", "filters", "slopes"
"""The groups of the convolution view."""
FROM = 16
"""Pixels a side from which a cell has room for its number."""
SPARE, SMALL_SPARE = 1.5, 1.0
"""Pixels of a cell that its number, in letters of the usual size or small ones, leaves free."""
SMALL = 6.0
"""Points of small letters."""
MOST = 2
"""Decimals where the largest number is 0.1 or more; one more for each power of ten below."""
_FURTHEST = 4
_HALF_UP = 1 + 1e-12
"""A half is rounded up, as people do it: 0.625 is .63; Python rounds it to the even .62."""


@dataclass(frozen=True, slots=True)
class Writing:
    """``decimals`` of every number that is not whole.

    ``short`` leaves out the 0 before the point: ".25". ``even`` gives each number as many digits, so that "−1.0" stands
    beside "−.98": for each digit before the point there is one decimal fewer. ``small`` takes small letters.
    ``thousands`` writes 1,234 as "1k", millions as "1M".
    """

    decimals: int = MOST
    short: bool = False
    even: bool = False
    small: bool = False
    thousands: bool = False

    def fits(self, text: str, cell: float) -> bool:
        """Whether a text has room in a cell of so many pixels a side."""
        return width_of(text, self.points(cell)) <= cell - (SMALL_SPARE if self.small else SPARE)

    def points(self, cell: float) -> float:
        """Return the size of letters in a cell."""
        return SMALL if self.small else points_of(cell)

    def text(self, value: float) -> str:
        """Return a number; a whole one has no decimals, so that "0" is 0 and ".00" is not."""
        if self.thousands and round(abs(value)) >= 1000:
            unit, sign = (1e3, "k") if round(abs(value) / 1e3) < 1000 else (1e6, "M")
            return f"{value / unit:.0f}{sign}".replace("-", "−")
        if value == round(value):
            return f"{value:.0f}".replace("-", "−") if value else "0"
        decimals = self.decimals
        if self.even and round(abs(value), decimals) >= 1:
            decimals = max(0, decimals - len(f"{abs(value):.0f}"))
        found = f"{abs(value) * (_HALF_UP if decimals else 1):.{decimals}f}"
        if self.short and decimals:
            found = found.removeprefix("0")
        return f"−{found}" if value < 0 and found.strip("0.") else found


@dataclass(frozen=True, slots=True)
class Numbers:
    """Those of one grid: ``samples`` as long as the longest, ``decimals`` that say all, the side of a cell."""

    samples: tuple[float, ...]
    decimals: int
    cell: float

    def fit(self, writing: Writing) -> bool:
        """Whether the longest number fits into a cell."""
        below = (math.copysign(min(abs(value), 999), value) for value in self.samples if writing.thousands)
        longest = (*self.samples, *below)  # 1k is shorter than 999
        texts = ("".join("0" if one.isdigit() else one for one in writing.text(value)) for value in longest)
        return all(writing.fits(text, self.cell) for text in texts)


def points_of(cell: float) -> float:
    """Return the size of letters in cells of so many pixels a side."""
    return min(9.75, max(6.5, cell * 0.3))


@lru_cache(maxsize=512)
def width_of(text: str, points: float) -> float:
    """Return how wide a text is in pixels."""
    return QFontMetricsF(font(points)).horizontalAdvance(text)


def numbers_of(values: Floats, cell: float) -> Numbers:
    """Return what ``writing_for`` has to know of the numbers of a grid."""
    known = values[np.isfinite(values)]
    most = float(np.abs(known).max(initial=0.0))
    top = MOST if most >= 0.1 or not most else min(_FURTHEST, MOST + int(-np.floor(np.log10(most))) - 1)
    exact = (one for one in range(top) if not np.any(np.abs(known * 10.0**one - np.rint(known * 10.0**one)) > 1e-9))
    decimals = next(exact, top)
    ends = (float(known.max(initial=0.0)), float(known.min(initial=0.0)))
    parts = tuple(math.copysign(abs(one) // 1 + 0.5, one) for one in ends if one) if decimals else ends
    below = tuple(math.copysign(0.5, one) for one in ends if one) if decimals else ()
    return Numbers((*parts, *below), decimals, cell)


def writings(decimals: int) -> Iterator[Writing]:
    """Return the ways to write with at most so many decimals, the most telling first."""
    ways = ((False, False, False), (True, False, False), (True, True, False), (True, False, True), (True, True, True))
    for one in range(decimals, -1, -1):
        yield from (Writing(one, short, even, small) for short, even, small in ways if one <= MOST or not small)
    yield from (Writing(0, short=True, small=small, thousands=True) for small in (False, True))


_LAST = Writing(0, short=True, small=True, thousands=True)
"""Of grids in which some numbers have no room however they are written."""


def writing_for(grids: Iterable[Numbers], *, short: bool = False) -> Writing:
    """Return the first way in which the numbers of all grids fit, without a 0 before the point if ``short``."""
    found = list(grids)
    wanted = max((one.decimals for one in found), default=MOST)
    ways = (way for way in writings(wanted) if way.short or not short)
    return next((way for way in ways if all(one.fit(way) for one in found)), _LAST)


class NumberGroups:
    """Grids in groups: those of one group write in the same way, and all agree on the 0 before the point."""

    def __init__(self) -> None:
        self._members: dict[str, list[tuple[Callable[[], Numbers | None], Callable[[], object]]]] = {}
        self._ways: dict[str, Writing] = {}
        self._outdated = True

    def join(self, group: str, numbers: Callable[[], Numbers | None], repaint: Callable[[], object]) -> None:
        """Take a grid into a group: what gives its numbers, None where it shows none, and what paints it anew."""
        self._members.setdefault(group, []).append((numbers, repaint))

    def outdate(self) -> None:
        """The numbers of a grid, or its room, are others."""
        self._outdated = True

    def writing(self, group: str) -> Writing:
        """Return how the numbers of a group are written now."""
        if self._outdated:
            self._outdated = False
            self._decide()
        return self._ways[group]

    def _decide(self) -> None:
        seen = {group: [one for numbers, _ in members if (one := numbers()) is not None]
                for group, members in self._members.items()}  # fmt: skip
        short = any(writing_for(grids).short for grids in seen.values())
        before, self._ways = self._ways, {group: writing_for(grids, short=short) for group, grids in seen.items()}
        for group, members in self._members.items():
            if self._ways[group] != before.get(group):
                for _, repaint in members:
                    repaint()
