"""What lights up where a cell is pointed at: what it sees in earlier stages, what it reaches in later ones, who won."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from core.chain_rule.cell_sums import Region, region_at
from core.document import Bools
from core.images.grids import Window
from core.images.receptive import Cell, cells_of, reached_by, read_from, seen_by
from core.images.taps import taps
from gui.grids.grid_marks import NO_MARKS, Marks
from gui.grids.stages import AFTER, FILTER, MAP, POOL, Chain, Key, Stage

Known: TypeAlias = Mapping[int, Bools]
"""For nodes of the path by their place which cells are computed, (height, width); all of those not named."""
EVERYTHING: Known = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pointed:
    """A cell that is pointed at: a stage by its key, row and column counted from 0."""

    key: Key
    row: int
    column: int


@lru_cache(maxsize=64)
def _fields(windows: tuple[Window, ...], step: int, cell: Cell) -> tuple[Bools, ...]:
    """Return what the cell sees and, from its own step on, reaches: one mask (channels, height, width) a step."""
    if not windows:
        return ()
    return (*seen_by(windows, step, cell)[:-1], *reached_by(windows, step, cell))


def marks_of(chain: Chain, pointed: Pointed | None, known: Known = EVERYTHING) -> Mapping[Key, Marks]:
    """Return what to mark on each stage; stages without marks are left out."""
    stage = chain.stage(*pointed.key) if pointed is not None else None
    if pointed is None or stage is None or not _inside(stage, pointed):
        return {}
    if stage.part == FILTER:
        return _of_filter(chain, stage, pointed)
    fields = _fields(chain.windows, stage.step, (stage.channel, pointed.row, pointed.column))
    found = {other.key: _marks(other, stage, fields) for other in chain.stages if other.part != FILTER}
    focused = replace(found.get(stage.key, NO_MARKS), focus=(pointed.row, pointed.column), seen=None, reached=None)
    found[stage.key] = focused
    return {**found, **_of_region(chain, region_about(chain, pointed, known), found)}


def _inside(stage: Stage, pointed: Pointed) -> bool:
    return pointed.row < stage.shape[0] and pointed.column < stage.shape[1]


def _marks(other: Stage, stage: Stage, fields: tuple[Bools, ...]) -> Marks:
    if not fields:
        return NO_MARKS
    mask = fields[other.step][other.channel]
    earlier = other.step < stage.step or (other.step == stage.step and (other.part, stage.part) == (MAP, AFTER))
    return Marks(seen=mask) if earlier else Marks(reached=mask)


def region_about(chain: Chain, pointed: Pointed, known: Known = EVERYTHING) -> tuple[int, Region] | None:
    """Return the region of a pool that the cell pointed at is, or is the first to be part of: (step, region).

    None where there is none, or where its cell is not ``known`` yet.
    """
    stage = chain.stage(*pointed.key)
    if stage is None or stage.part == FILTER:
        return None
    step = stage.step + (stage.part != POOL)
    if step >= len(chain.path) or not chain.windows[step - 1].mode:
        return None
    cell = stage.channel, pointed.row, pointed.column
    if stage.part != POOL:
        reached = cells_of(_fields(chain.windows, stage.step, cell)[step])
        if not reached:
            return None
        cell = reached[0]
    if step in known and not known[step][cell[1:]]:
        return None
    return step, region_at(chain.windows[step - 1], chain.planes_of(step - 1), chain.planes_of(step), cell)


def _of_region(chain: Chain, found: tuple[int, Region] | None, marks: Mapping[Key, Marks]) -> dict[Key, Marks]:
    """Mark in the source of a pool the cells of the region, and the one that won."""
    if found is None:
        return {}
    step, region = found
    source = [stage for stage in chain.stages if stage.step == step - 1][-1]
    seen = np.zeros(source.shape, dtype=np.bool_)
    for _, row, column in region.cells:
        seen[row, column] = True
    won = () if region.winner is None else (region.winner[1:],)
    return {source.key: replace(marks.get(source.key, NO_MARKS), seen=seen, reached=None, won=won)}


def _of_filter(chain: Chain, stage: Stage, pointed: Pointed) -> Mapping[Key, Marks]:
    """Mark the source cells that a cell of the filter is multiplied with, and the sums it goes into."""
    window, found = chain.windows[stage.step - 1], dict[Key, Marks]()
    source = [other for other in chain.stages if other.step == stage.step - 1][-1]
    for tap in taps(window):
        if (tap.row, tap.column) == (pointed.row, pointed.column):
            seen, reached = np.zeros(source.shape, np.bool_), np.zeros(window.out[1:], np.bool_)
            seen[tap.source_down, tap.source_across] = True
            reached[tap.down, tap.across] = True
            found = {source.key: Marks(seen=seen), (stage.node.id, MAP): Marks(reached=reached)}
    return {**found, stage.key: Marks(focus=(pointed.row, pointed.column))}


def known_after(chain: Chain, step: int, count: int) -> dict[int, Bools]:
    """Return which cells are computed of each step from ``step`` on when ``count`` cells of its map are.

    (height, width) each: a cell further on is computed when all that it reads is.
    """
    shape = chain.windows[step - 1].out
    known = np.arange(shape[1] * shape[2]).reshape(1, *shape[1:]) < count
    masks = {step: np.broadcast_to(known, shape)}
    for later in range(step + 1, len(chain.path)):
        masks[later] = ~read_from(chain.windows[later - 1], ~masks[later - 1])
    return {at: mask[0] for at, mask in masks.items()}
