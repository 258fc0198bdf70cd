"""The slide of a filter over a chain: which convolution it is of, how many places it has, the cell it makes now."""

from __future__ import annotations

from gui.grids.pointing import Pointed
from gui.grids.stages import MAP, Chain


def sliding_step(chain: Chain, node: str) -> int | None:
    """Return which node of the path slides its filter: ``node`` if it is a convolution there, else the first one."""
    steps = [stage.step for stage in chain.stages if stage.part == MAP]
    return next((step for step in steps if chain.path[step] == node), steps[0] if steps else None)


def places_of(chain: Chain, step: int) -> int:
    """Return over how many places the filter of the node at ``step`` goes."""
    _, height, width = chain.windows[step - 1].out
    return height * width


def cell_made(chain: Chain, step: int, count: int) -> Pointed:
    """Return the cell of the feature map that the filter makes at its place number ``count``, from 1, line by line."""
    row, column = divmod(count - 1, chain.windows[step - 1].out[2])
    return Pointed((chain.path[step], MAP), row, column)
