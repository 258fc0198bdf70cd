"""How many steps to make now: the set speed, and how much fits between two rests."""

from __future__ import annotations

import math
import time

WORK = 0.004
"""Seconds of work between two rests; with rests of 1 ms a window beside it stays smooth, measured."""
_TICK = 1 / 60
"""A set speed above this makes several steps at a time."""
_MOST_BEHIND = 0.25
"""Seconds by which a set speed may fall behind; beyond, it gives up catching up."""


class Tempo:
    """Deals out the steps of a set speed, in steps a second; None deals out as many as anyone asks."""

    def __init__(self, speed: float | None) -> None:
        self._speed = speed
        self._start, self._made = time.perf_counter(), 0

    def due(self) -> float:
        """Return how many steps are to be made now; the first is due at once."""
        if self._speed is None:
            return math.inf
        now = time.perf_counter()
        behind = 1 + int((now - self._start) * self._speed) - self._made
        if behind > 1 + _MOST_BEHIND * self._speed:
            self._start, self._made, behind = now, 0, 1
        return behind

    def made(self, count: int) -> None:
        """Note that ``count`` steps were made."""
        self._made += count

    def wait(self) -> float:
        """Return how many seconds to wait until there is something to do."""
        if self._speed is None:
            return 0.0
        next_due = self._start + self._made / self._speed
        return max(next_due - time.perf_counter(), min(_TICK, 1 / self._speed) / 4)


class Burst:
    """Finds how many steps fit into ``WORK`` seconds, from how long the last ones took."""

    def __init__(self) -> None:
        self.size = 1

    def learn(self, count: int, seconds: float) -> None:
        """Note that ``count`` steps took ``seconds``."""
        fitting = int(count * WORK / max(seconds, 1e-9))
        self.size = max(1, min(2 * count, fitting))
