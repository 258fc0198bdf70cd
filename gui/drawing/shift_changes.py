"""What a shift changed, for the grids of the view: which of them are compared, and their changed cells."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.document import Bools
from core.shifts import Shift
from gui.drawing.shift_trial import Measured
from gui.grids.changes import OTHER, Change
from gui.grids.stages import AFTER, IMAGE, MAP, POOL, Chain, Key, Stage


def compared_by_shifts(chain: Chain) -> frozenset[Key]:
    """Return the stages to see side by side: the image, the last pool and what it pools, else the last map."""
    pools = [place for place, stage in enumerate(chain.stages) if stage.part == POOL]
    last = pools[-1] if pools else len(chain.stages)
    return frozenset(stage.key for stage in (chain.stages[0], *chain.stages[max(0, last - 1) : last + 1]))


def changes_of(found: Measured, shift: Shift | None) -> Mapping[Key, Change]:
    """Return the changed cells of each stage the test looks at, and of the other way to pool; {} for no shift."""
    if shift is None or shift not in found.result.shifts:
        return {}
    chain, result, place = found.chain, found.result, found.result.shifts.index(shift)
    by_rung = {(rung.node, rung.of): cells for rung, cells in zip(result.rungs, result.differs, strict=True)}
    changes: dict[Key, Change] = {}
    for stage in chain.stages:
        cells = by_rung.get((stage.node.id, "z" if stage.part == MAP and _has_after(chain, stage) else "a"))
        if stage.part in (IMAGE, MAP, AFTER, POOL) and cells is not None:
            changes[stage.key] = _change(stage, cells[place])
        elif stage.part == POOL and stage.node.id == found.pool:
            drawn = found.drawn
            other = next(one for mode, one in result.pooled.items() if mode in ("max", "mean") and one is not drawn)
            changes[stage.key] = _change(stage, drawn.differs[place])
            changes[stage.node.id, OTHER] = _change(stage, other.differs[place])
    return changes


def _has_after(chain: Chain, stage: Stage) -> bool:
    return chain.stage(stage.node.id, AFTER) is not None


def _change(stage: Stage, cells: Bools) -> Change:
    return Change(np.reshape(cells, stage.planes.shape), stage.channel)
