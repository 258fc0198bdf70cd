"""Steps per second, from the steps and times of the snapshots that came."""

from __future__ import annotations

from collections import deque

SPAN_S = 1.0
"""How far back the rate looks."""
READABLE = 30.0
"""Steps per second at which each step is still seen: as many as there are frames."""


def readable(speed: float | None) -> bool:
    """Whether each step can be seen at ``speed``; None is as fast as the machine can."""
    return speed is not None and speed <= READABLE


class Pace:
    """Measures a rate over about the last second."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def forget(self) -> None:
        """Begin anew."""
        self._seen.clear()

    def note(self, step: int, now: float) -> float:
        """Return the rate (steps per second) with ``step`` reached at ``now`` (seconds)."""
        self._seen.append((now, step))
        while len(self._seen) > 2 and now - self._seen[0][0] > SPAN_S:
            self._seen.popleft()
        (then, before) = self._seen[0]
        return (step - before) / (now - then) if now > then else 0.0
