"""Maps as pictures: who wins where and by how much, or how large a number is where. Arrays to colours."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from core.document import Bools, Floats, Indices
from gui.plots.marks import Span
from gui.plots.tints import mixed

LEVELS = 24
"""Strengths that are told apart."""
FAINTEST, STRONGEST = 0.1, 0.62
"""How much of the winner's colour is in the ground where it barely wins, and where it is sure."""
FINE = 80
"""Points a side from which borders are drawn: of a coarse grid they would be blocks."""
HEAT = 255
"""Colours of a heat map."""


def winners(shares: Floats) -> Indices:
    """Return the place of the largest of ``shares`` (classes, samples), the first of equals; −1 where one is NaN."""
    found: Indices = shares.argmax(axis=0)
    found[np.isnan(shares).any(axis=0)] = -1
    return found


def regions(shares: Floats, side: tuple[int, int], *, even: bool = False) -> Indices:
    """Return tiles (y, x) for ``class_table`` from shares (classes, y × x), which add up to 1.

    The tile of class k has strength 0 where its share is 1 ÷ classes, and grows to LEVELS − 1 where it is 1; ``even``
    makes all as strong as in the middle. The border between two winners is a tile of its own.
    """
    count = shares.shape[0]
    best = winners(shares)
    least = 1.0 / count
    strength = np.full(best.shape, 0.5) if even else (shares.max(axis=0) - least) / max(1.0 - least, least)
    level = np.nan_to_num(np.clip(strength, 0, 1) * (LEVELS - 1)).astype(np.intp)
    tiles: Indices = np.where(best < 0, count * LEVELS + 1, best * LEVELS + level).reshape(side)
    if min(side) >= FINE:
        tiles[_borders(best.reshape(side))] = count * LEVELS
    return tiles


def _borders(best: Indices) -> Bools:
    found = np.zeros(best.shape, dtype=np.bool_)
    found[:-1] |= best[:-1] != best[1:]
    found[:, :-1] |= best[:, :-1] != best[:, 1:]
    return found


@lru_cache(maxsize=16)
def class_table(tints: tuple[str, ...], ground: str, ink: str) -> NDArray[np.uint32]:
    """Return the colours of ``regions``: LEVELS a class, then that of borders, then none, for what is not computed."""
    shares = np.linspace(FAINTEST, STRONGEST, LEVELS).tolist()
    found = [_argb(mixed(ground, tint, share)) for tint in tints for share in shares]
    return np.array([*found, _argb(mixed(ground, ink, 0.55)), 0], dtype=np.uint32)


def heat(values: Floats, limits: Span, side: tuple[int, int]) -> Indices:
    """Return tiles (y, x) for ``heat_table`` from values (y × x); those beyond the limits as the limits."""
    low, high = limits
    known = np.isfinite(values)
    share = np.clip((np.where(known, values, low) - low) / (high - low), 0, 1) * (HEAT - 1)
    return np.where(known, share.astype(np.intp), HEAT).reshape(side)


@lru_cache(maxsize=16)
def heat_table(low: str, middle: str, high: str) -> NDArray[np.uint32]:
    """Return the colours of ``heat``, from ``low`` over ``middle`` to ``high``, and none at the end."""
    shares = (place / (HEAT - 1) for place in range(HEAT))
    return np.array([*(_argb(heat_color(low, middle, high, share)) for share in shares), 0], dtype=np.uint32)


def heat_color(low: str, middle: str, high: str, share: float) -> str:
    """Return the colour of a share of the way from ``low`` over ``middle`` to ``high``."""
    return mixed(low, middle, share * 2) if share < 0.5 else mixed(middle, high, share * 2 - 1)


def _argb(color: str) -> int:
    return QColor(color).rgba()
