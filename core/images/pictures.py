"""Rows that are pictures: which input nodes hold pixels, and how bright each is."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from operator import is_
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.document import Column, DataSpec, Document, Node

Shape: TypeAlias = tuple[int, int]
"""(rows, columns) of pixels."""
Greys: TypeAlias = NDArray[np.uint8]
LEAST_SIDE = 8
"""Columns whose names say nothing are pixels where they make a square of at least so many pixels a side."""
LEAST_PIXELS = 16
"""Columns whose names say nothing, and fewer than these, are not taken for the pixels of a new image."""
_PIXEL = re.compile(r".*?(\d+)\D+(\d+)\D*")


def picture_shape(document: Document, node: Node) -> Shape | None:
    """Return how many rows and columns of pixels an input node reads; None where it reads something else.

    Names that count rows and columns tell ("row 1 column 1" … "row 8 column 8"); without such names a square
    number of units does, from 8 × 8 on.
    """
    names = document.data.inputs.get(node.id, ())
    if node.grid is not None:
        height, width, channels = node.grid.shape
        known = bool(names) and len(names) == node.units and {*names} <= {*document.data.names}
        return (height, width) if channels == 1 and known else None
    if node.kind != "input" or len(names) != node.units or node.units < 4 or not {*names} <= {*document.data.names}:
        return None
    return _named(names) or _square(node.units)


@lru_cache(maxsize=16)
def _named(names: tuple[str, ...]) -> Shape | None:
    """Return the shape that names which end in two numbers tell, if they are all there in order."""
    found = [_PIXEL.fullmatch(name) for name in names]
    places = [(int(match[1]), int(match[2])) for match in found if match]
    if len(places) < len(names):
        return None
    first, last = places[0], places[-1]
    rows, columns = last[0] - first[0] + 1, last[1] - first[1] + 1
    wanted = (
        [(first[0] + place // columns, first[1] + place % columns) for place in range(len(names))]
        if columns > 0
        else []
    )
    return (rows, columns) if min(rows, columns) > 1 and places == wanted else None


def _square(units: int) -> Shape | None:
    side = math.isqrt(units)
    return (side, side) if side >= LEAST_SIDE and side * side == units else None


def free_picture(data: DataSpec) -> tuple[Shape, tuple[str, ...]] | None:
    """Return the columns of numbers without a role that make a picture, and its shape; None where they make none.

    Those whose names count rows and columns make one, others where they are a square number of columns in all.
    """
    used = {name for mapping in (data.inputs, data.targets) for names in mapping.values() for name in names}
    free = tuple(one.name for one in data.columns if one.numeric and one.name not in used)
    numbered = tuple(name for name in free if _PIXEL.fullmatch(name))
    shape = _named(numbered) if len(numbered) >= 4 else None
    if shape is not None:
        return shape, numbered
    side = math.isqrt(len(free))
    return ((side, side), free) if side * side == len(free) >= LEAST_PIXELS else None


def picture(document: Document, node: Node, row: int) -> Greys | None:
    """Return the pixels of a data row, (rows, columns), 0 for the least number in the table and 255 for the largest."""
    shape = picture_shape(document, node)
    if shape is None or not 0 <= row < document.data.count:
        return None
    columns = tuple(document.data.column(name) for name in document.data.inputs[node.id])
    greys = _greys(columns)
    return None if greys is None else greys[row].reshape(shape)


@lru_cache(maxsize=4)
def _greys(columns: tuple[Column, ...]) -> Greys | None:
    """Return all rows as greys, (rows, pixels); None where a column holds text or a number that is not finite."""
    if not all(column.numeric for column in columns):
        return None
    numbers = np.array([column.values for column in columns]).T
    low, high = numbers.min(), numbers.max()
    if not np.isfinite([low, high]).all() or high <= low:
        return None
    found: Greys = np.ascontiguousarray(np.rint((numbers - low) * (255 / (high - low))).astype(np.uint8))
    return found


class _Spans:
    """The spans of the images of one table, known by being the very same: to compare tables takes a millisecond."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = (None, None, None)
        self._known: dict[str, tuple[float, float]] = {}

    def of(self, data: DataSpec, node: str) -> tuple[float, float]:
        about = (data.columns, data.inputs, data.scaling)
        if not all(map(is_, about, self._of)):
            self._of, self._known = about, {}
        if node not in self._known:
            self._known[node] = _span(data, node)
        return self._known[node]


_SPANS = _Spans()


def span_of_pixels(document: Document, node: str) -> tuple[float, float]:
    """Return the least and the largest number of an image's columns as the network sees them; (0, 1) without any.

    A table of nothing but one number, and one that holds 0 and 1 only, go from 0 to 1.
    """
    return _SPANS.of(document.data, node)


def _span(data: DataSpec, node: str) -> tuple[float, float]:
    by_name = {column.name: column for column in reversed(data.columns)}
    names = data.inputs.get(node, ())
    if not names or not all(name in by_name and by_name[name].numeric for name in names):
        return 0.0, 1.0
    low, high = np.array([data.scaling.get(name, (0.0, 1.0)) for name in names]).T[:, :, None]
    numbers = (np.array([by_name[name].values for name in names]) - low) / (high - low)
    if not numbers.size or not np.isfinite(numbers).all():
        return 0.0, 1.0
    least, most = min(0.0, float(numbers.min())), float(numbers.max())
    return (least, most) if most > least else (0.0, 1.0)
