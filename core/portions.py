"""Long computations in portions, so that something else can be done in between: the window must never stand still.

A computation is a generator. It yields how many values it has computed since it last did, every few milliseconds at
most, and returns what it found.

    found = whole(line.tally(values))          # all of it now
    work = Work(line.tally(values))
    while not work.go_on(0.008):               # some of it, 8 ms at a time
        ...
"""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter
from typing import Generic, TypeAlias, TypeVar

Found = TypeVar("Found")
Portions: TypeAlias = Generator[int, None, Found]


def whole(portions: Portions[Found]) -> Found:
    """Return what is found at the end, without a break."""
    while True:
        try:
            next(portions)
        except StopIteration as end:
            found: Found = end.value
            return found


class Work(Generic[Found]):
    """A computation under way: ``found`` is its result once it is ``finished``."""

    def __init__(self, portions: Portions[Found]) -> None:
        self._portions = portions
        self.found: Found | None = None
        self.finished = False

    def go_on(self, seconds: float, at_least: int = 0) -> bool:
        """Go on for so many seconds, and for ``at_least`` so many values however long they take; say if it is done."""
        end, values = perf_counter() + seconds, 0
        while not self.finished:
            try:
                values += next(self._portions)
            except StopIteration as last:
                self.found, self.finished = last.value, True
                break
            if values >= at_least and perf_counter() >= end:
                break
        return self.finished
