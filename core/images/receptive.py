"""What a cell sees and what a pixel reaches, through any chain of convolutions and pools.

A *chain* is the windows from an image on, each over what comes out of the one before; *stage* 0 is the image and
stage s what comes out of window s − 1. A cell of a convolution sees all channels of its source, a cell of a pool
its own channel only. What a cell sees in the image is its receptive field. Padding is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from core.document import Bools, Document
from core.images.grids import Planes, Window, source_of, window_of
from core.images.taps import taps

Cell: TypeAlias = tuple[int, int, int]
"""(channel, row, column), counted from 0."""


def chain_to(document: Document, node: str) -> tuple[str, ...]:
    """Return the ids from the image to ``node``, an image, convolution or pool; where nothing feeds one, from there."""
    chain = [node]
    while (source := source_of(document, chain[0])) is not None:
        chain.insert(0, source.id)
    return tuple(chain)


def windows_of(document: Document, chain: Sequence[str]) -> tuple[Window, ...]:
    """Return the windows of a chain of ids, one fewer than ids; KeyError where the first has a source of its own."""
    return tuple(window_of(document, node) for node in chain[1:])


def seen_by(windows: Sequence[Window], stage: int, cell: Cell) -> tuple[Bools, ...]:
    """Return what a cell of a stage sees in stages 0 to ``stage``, each (channels, height, width)."""
    masks = [_only(_planes(windows, stage), cell)]
    for window in reversed(windows[:stage]):
        masks.insert(0, read_for(window, masks[0]))
    return tuple(masks)


def reached_by(windows: Sequence[Window], stage: int, cell: Cell) -> tuple[Bools, ...]:
    """Return what a cell of a stage goes into in stages ``stage`` to the last, each (channels, height, width)."""
    masks = [_only(_planes(windows, stage), cell)]
    for window in windows[stage:]:
        masks.append(read_from(window, masks[-1]))
    return tuple(masks)


def read_for(window: Window, wanted: Bools) -> Bools:
    """Return the source cells that are read for the output cells ``wanted``."""
    read = np.zeros(window.source, dtype=np.bool_)
    needed = wanted if window.mode else _in_any(wanted)
    for tap in taps(window):
        read[:, tap.source_down, tap.source_across] |= needed[:, tap.down, tap.across]
    return read


def read_from(window: Window, given: Bools) -> Bools:
    """Return the output cells that any of the source cells ``given`` goes into."""
    reached = np.zeros(window.out, dtype=np.bool_)
    there = given if window.mode else _in_any(given)
    for tap in taps(window):
        reached[:, tap.down, tap.across] |= there[:, tap.source_down, tap.source_across]
    return reached


def cells_of(mask: Bools) -> list[Cell]:
    """Return the cells of a mask (channels, height, width) in the order channel, row, column."""
    return [(int(channel), int(row), int(column)) for channel, row, column in np.argwhere(mask)]


def _in_any(mask: Bools) -> Bools:
    """Return what is in any channel, as one channel."""
    plane: Bools = np.logical_or.reduce(mask, axis=0)[None]
    return plane


def _planes(windows: Sequence[Window], stage: int) -> Planes:
    return windows[stage - 1].out if stage else windows[0].source


def _only(planes: Planes, cell: Cell) -> Bools:
    mask = np.zeros(planes, dtype=np.bool_)
    mask[cell] = True
    return mask
