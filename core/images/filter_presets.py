"""Well-known filters to begin with, of any size, as rows of a table.

A filter is correlated with the image: its map is large where the image looks like the filter. The edges are
Prewitt's (1970), the blur is the mean of the cells; sharpened is the image and what it has more than its neighbors.
At 3 × 3 the rising diagonal is the filter of the letters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.document import Floats, Indices


@dataclass(frozen=True, slots=True)
class FilterPreset:
    """A filter by name, with what it does in a sentence; ``draw`` gives its cells from their distances to the middle.

    Distances down and across count half cells, so that sizes without a middle cell have whole numbers too; ``least``
    is the smallest size at which it is what it says, ``odd`` that it needs a middle.
    """

    name: str
    label: str
    help: str
    draw: Callable[[Indices, Indices], Floats]
    least: int = 2
    odd: bool = False

    def suits(self, size: int) -> bool:
        """Whether there is such a filter of ``size`` × ``size``."""
        return size >= self.least and (size % 2 == 1 or not self.odd)

    def values(self, size: int) -> Floats:
        """Return the filter, (size, size)."""
        row, column = np.indices((size, size)) * 2 - (size - 1)
        return np.array(self.draw(row, column), dtype=np.float64)


def _is(condition: object) -> Floats:
    return np.array(condition, dtype=np.float64)


def _sharpen(row: Indices, column: Indices) -> Floats:
    """Return −1 along the row and the column through the middle, and in the middle what makes the sum 1."""
    arms = _is((row == 0) ^ (column == 0))
    middle = _is((row == 0) & (column == 0))
    found: Floats = middle * (1 + arms.sum()) - arms
    return found


FILTER_PRESETS: tuple[FilterPreset, ...] = (
    FilterPreset("horizontal", "Horizontal edge", "Large where the image is brighter below than above.",
                 lambda row, column: np.sign(row) + 0.0 * column),
    FilterPreset("vertical", "Vertical edge", "Large where the image is brighter on the right than on the left.",
                 lambda row, column: np.sign(column) + 0.0 * row),
    FilterPreset("rising", "Rising diagonal", "Large on lines from the lower left to the upper right.",
                 lambda row, column: _is(row + column == 0)),
    FilterPreset("falling", "Falling diagonal", "Large on lines from the upper left to the lower right.",
                 lambda row, column: _is(row == column)),
    FilterPreset("blur", "Blur", "The mean of the cells: small details fade.",
                 lambda row, column: np.full(column.shape, 1.0 / row.size)),
    FilterPreset("sharpen", "Sharpen", "Raises what is brighter than its neighbors and lowers what is darker.",
                 _sharpen, 3, odd=True),
    FilterPreset("identity", "Identity", "Only the middle counts: the map is the image.",
                 lambda row, column: _is((row == 0) & (column == 0)), 1, odd=True),
)  # fmt: skip
"""The filters in the order of menus. To add one is to add a row."""


def presets_of(size: int) -> tuple[FilterPreset, ...]:
    """Return the filters that there are at ``size`` × ``size``."""
    return tuple(preset for preset in FILTER_PRESETS if preset.suits(size))
