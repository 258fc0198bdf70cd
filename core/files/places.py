"""Where a value stands within decoded JSON, as sentences name it: ``nodes[2].bias.value``.

Objects and lists are gone through level by level, since a place is worth making only for those at fault, and
there may be millions that are sound.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import accumulate, chain
from typing import Any

LONGEST_KEY = 200
"""Characters of a key that a place shows."""


def join(place: str, key: str) -> str:
    """Return the place of ``key`` within the object at ``place``: ``nodes[2]`` and ``bias`` to ``nodes[2].bias``."""
    shown = key if len(key) <= LONGEST_KEY else f"{key[:LONGEST_KEY]}…"
    return f"{place}.{shown}" if place else shown


def shallow(tree: Any, depth: int) -> bool:
    """Whether nothing within ``tree`` is nested deeper than ``depth`` levels."""
    level = [tree]
    for _ in range(depth):
        level = _inner(level)
        if not level:
            return True
    return False


def find(tree: Any, faulty: Callable[[Any], bool], place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the place and the value of every object and list within ``tree`` that is ``faulty``, outer ones first.

    ``tree`` stands at ``place``.
    """
    descent = _Descent(tree, place)
    while descent.levels[-1]:
        for at in (at for at, value in enumerate(descent.levels[-1]) if faulty(value)):
            yield descent.place(at), descent.levels[-1][at]
        descent.deepen()


def find_infinite(tree: Any, depth: int, place: str = "") -> str | None:
    """Return the place of a number within ``tree`` that has become infinite, as 1e999 does; None if there is none.

    ValueError if anything is nested deeper than ``depth`` levels.
    """
    descent = _Descent(tree, place)
    while level := descent.levels[-1]:
        if len(descent.levels) > depth:
            raise ValueError(depth)
        parts = [*chain.from_iterable([one.values() if type(one) is dict else one for one in level])]
        kinds = [*map(type, parts)]
        if float in kinds and (infinite := _first_infinite(parts, kinds)) is not None:
            ends = [*accumulate(map(len, level))]
            number = bisect_right(ends, infinite)
            keys = [key for key, _ in _items(level[number])]
            return _step(descent.place(number), keys[infinite - (ends[number - 1] if number else 0)])
        descent.levels.append([part for part, kind in zip(parts, kinds, strict=True) if kind in _NESTING])
    return None


def _first_infinite(parts: list[Any], kinds: list[type]) -> int | None:
    numbers = (at for at, kind in enumerate(kinds) if kind is float)
    return next((at for at in numbers if parts[at] in _INFINITE), None)


_INFINITE = (math.inf, -math.inf)
_NESTING = (dict, list)


def _inner(level: list[Any]) -> list[Any]:
    """Return the objects and lists that stand directly in those of ``level``."""
    return [part for one in level for part in (one.values() if type(one) is dict else one) if type(part) in _NESTING]


def _items(value: Any) -> Iterable[tuple[str | int, Any]]:
    return value.items() if type(value) is dict else enumerate(value)


class _Descent:
    """The objects and lists within a tree, level by level, and the way to each."""

    def __init__(self, tree: Any, place: str) -> None:
        self.levels: list[list[Any]] = [[tree]]
        self._place = place
        self._ends = dict[int, list[int]]()
        self._keys = dict[tuple[int, int], list[str | int]]()

    def deepen(self) -> None:
        """Go on to what stands directly in the last level."""
        self.levels.append(_inner(self.levels[-1]))

    def place(self, at: int) -> str:
        """Return the place of value ``at`` of the last level."""
        way: list[str | int] = []
        for depth in range(len(self.levels) - 2, -1, -1):
            at, key = self._origin(depth, at)
            way.append(key)
        return reduce(_step, reversed(way), self._place)

    def _origin(self, depth: int, at: int) -> tuple[int, str | int]:
        """Return where value ``at`` of the level below ``depth`` stands: in which value there, under which key.

        What was found out about a level is kept, since many places may be asked for.
        """
        level = self.levels[depth]
        if depth not in self._ends and len(level) == 1:
            self._ends[depth] = [len(self.levels[depth + 1])]
        if depth not in self._ends:
            self._ends[depth] = [*accumulate(len(_inner([one])) for one in level)]
        ends = self._ends[depth]
        number = bisect_right(ends, at)
        first = ends[number - 1] if number else 0
        if type(level[number]) is list and len(level[number]) == ends[number] - first:
            return number, at - first
        if (depth, number) not in self._keys:
            self._keys[depth, number] = [key for key, part in _items(level[number]) if type(part) in _NESTING]
        return number, self._keys[depth, number][at - first]


def _step(place: str, key: str | int) -> str:
    return join(place, key) if isinstance(key, str) else f"{place}[{key}]"
