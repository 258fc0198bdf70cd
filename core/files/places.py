"""Where a value stands within decoded JSON, as sentences name it: ``nodes[2].bias.value``.

Objects and lists are gone through level by level, since a place is worth making only for those at fault, and
there may be millions that are sound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
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
    levels, origins = [[tree]], dict[int, list[tuple[int, str | int]]]()
    while levels[-1]:
        for at, value in enumerate(levels[-1]):
            if faulty(value):
                yield _place(levels, origins, at, place), value
        levels.append(_inner(levels[-1]))


def _inner(level: list[Any]) -> list[Any]:
    """Return the objects and lists that stand directly in those of ``level``."""
    return [part for one in level for part in (one.values() if type(one) is dict else one) if type(part) in _NESTING]


_NESTING = (dict, list)


def _items(value: Any) -> Iterable[tuple[str | int, Any]]:
    return value.items() if type(value) is dict else enumerate(value)


def _place(levels: list[list[Any]], origins: dict[int, list[tuple[int, str | int]]], at: int, place: str) -> str:
    """Return the place of value ``at`` of the last level; ``origins`` keeps what was found out about each level."""
    way: list[str | int] = []
    for depth in range(len(levels) - 2, -1, -1):
        if depth not in origins:
            origins[depth] = [
                (number, key)
                for number, one in enumerate(levels[depth])
                for key, part in _items(one)
                if type(part) in _NESTING
            ]
        at, key = origins[depth][at]
        way.append(key)
    return reduce(_step, reversed(way), place)


def _step(place: str, key: str | int) -> str:
    return join(place, key) if isinstance(key, str) else f"{place}[{key}]"
