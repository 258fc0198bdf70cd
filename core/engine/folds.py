"""Max pools that take along the slope of the activation before them.

dLoss/dz of a map is dLoss/da × f′(z), and behind a max pool dLoss/da is 0 at all cells but the winners, whose value is
the pool's own. Where f′ follows from f alone (ReLU: 1 above 0) the pool may therefore multiply its dLoss/da by f′
before it is handed to the winners: the very same products, for a quarter of the cells with 2 × 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.engine.activations import ACTIVATIONS
from core.engine.layout import Level


def folds(levels: Sequence[Level]) -> Mapping[int, int]:
    """Return the place of each such max pool among the levels, and that of the level whose slope it takes along.

    It must be the only one that reads that level, all of it one activation, and the loss must not compare it.
    """
    found = {}
    for at, level in enumerate(levels):
        before = _before(levels, at)
        if before is not None and not level.adds and sum(_reads(other, levels[before]) for other in levels) == 1:
            found[at] = before
    return found


def _before(levels: Sequence[Level], at: int) -> int | None:
    """Return the place of the level that a max pool reads, if its slope follows from its output."""
    window, reads = levels[at].window, levels[at].reads
    if window is None or window.mode != "max":
        return None
    place = next((place for place, level in enumerate(levels) if level.rows == reads), None)
    if place is None or len(levels[place].segments) != 1:
        return None
    return place if ACTIVATIONS[levels[place].segments[0].activation].by_output else None


def _reads(level: Level, other: Level) -> bool:
    """Whether a level reads any of the units of another."""
    if isinstance(level.reads, slice):
        return bool(level.reads.start < other.rows.stop and other.rows.start < level.reads.stop)
    return bool(np.any((level.reads >= other.rows.start) & (level.reads < other.rows.stop)))
