"""Ways to scale a column before use, fitted on the training rows alone: a span (low, high) by (x − low) ÷ (high − low).

Test rows have no say: what is measured on them would not be of unseen rows otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.datasets.rows import held
from core.document import Column, DataSpec, Floats
from core.errors import ValueRefused
from core.quantity import format_number

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scaling:
    """One way to scale: ``span`` gives the values that become 0 and 1, ``told`` says what they are of the column."""

    name: str
    title: str
    help: str
    span: Callable[[Floats], Span]
    told: Callable[[float, float], str]


def _extremes(values: Floats) -> Span:
    return float(values.min()), float(values.max())


def _spread(values: Floats) -> Span:
    """(x − mean) ÷ deviation is (x − low) ÷ (high − low) with low the mean and high one deviation above it."""
    mean = float(values.mean())
    return mean, mean + float(values.std())


_ROWS = (
    Scaling("min_max", "From 0 to 1", "The smallest training value becomes 0 and the largest 1.", _extremes,
            lambda low, high: f"{format_number(low)} to {format_number(high)}"),
    Scaling("standard", "Standard", "The training values get the mean 0 and the standard deviation 1.", _spread,
            lambda low, high: f"mean {format_number(low)}, deviation {format_number(high - low)}"),
)  # fmt: skip
SCALINGS: Mapping[str, Scaling] = {row.name: row for row in _ROWS}


def training_values(data: DataSpec, column: Column) -> Floats:
    """Return a column's values in the training rows; none of a column of text."""
    values: Floats = np.delete(column.values, held(data)) if column.numeric else np.zeros(0)
    return values


def fitted(data: DataSpec, column: Column, method: str = "min_max") -> Span:
    """Return the span of a column's training rows; ValueRefused if they are all alike, which cannot be scaled."""
    values = training_values(data, column)
    low, high = SCALINGS[method].span(values) if values.size else (0.0, 0.0)
    if not 0 < abs(high - low) < np.inf or values.min() == values.max():
        raise ValueRefused(
            f"The training rows of {column.name} are all alike, so there is nothing to scale; "
            "change a value, or choose low and high yourself."
        )
    return low, high


def fitting(data: DataSpec, name: str, method: str = "min_max") -> Span | None:
    """Return the span of the column ``name`` as ``fitted`` does; None if it cannot be scaled."""
    try:
        return fitted(data, data.column(name), method)
    except ValueRefused:
        return None
