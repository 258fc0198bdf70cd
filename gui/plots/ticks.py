"""Where the numbers of an axis stand, and which span holds a set of values. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.quantity import format_number

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ENOUGH = 12
"""Intervals of which at least one lies whole within any limits."""
_LOG_STEPS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0))
LARGEST = 1e150
"""Beyond it differences of positions overflow; no axis goes there."""
SMALLEST_SPAN = 1e-12
"""Relative to the size of the numbers: below it float64 has no steps left to draw."""


def tick_step(low: float, high: float, most: int) -> float:
    """Return the smallest step of the form 1, 2, 2.5 or 5 × 10ⁿ that needs at most ``most`` intervals."""
    rough = (high - low) / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step for step in (factor * power for factor in _STEPS) if step >= rough * (1 - 1e-9))


def linear_ticks(low: float, high: float, most: int) -> list[float]:
    """Return evenly spaced round numbers in [low, high]: about ``most`` at most, but two at least."""
    if not low < high:
        return []
    step = tick_step(low, high, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if last - first < 1 and most < _ENOUGH:
        return linear_ticks(low, high, most + 1)
    return [round(number * step, 12 - math.floor(math.log10(step))) for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return exponents of ten in [low, high] that stand for round numbers: powers of ten, or 1-2-5 where few fit."""
    decades = range(math.floor(low), math.ceil(high) + 1)
    for factors in reversed(_LOG_STEPS):
        found = [decade + math.log10(factor) for decade in decades for factor in factors]
        found = [value for value in found if low - 1e-9 <= value <= high + 1e-9]
        if 2 <= len(found) <= most:
            return found
    if high - low < 1:
        values = linear_ticks(10**low, 10**high, most)
        return [math.log10(value) for value in values if value > 0]
    stride = max(1, math.ceil((high - low) / max(1, most)))
    return [float(decade) for decade in decades if decade % stride == 0 and low <= decade <= high]


def tick_text(value: float, step: float) -> str:
    """Return ``value`` as an axis shows it where neighbours are ``step`` apart."""
    if abs(value) < step * 1e-6:
        return "0"
    digits = max(1, 1 + math.floor(math.log10(abs(value))) - math.floor(math.log10(step) - 0.3))
    return format_number(value, min(15, digits + 1))


def span(values: Iterable[NDArray[np.float64]], *, around: float | None = None) -> tuple[float, float] | None:
    """Return the smallest and largest finite number in arrays; None if there is none.

    ``around`` is included. A single number gets room on both sides.
    """
    edges = [] if around is None else [around]
    for array in values:
        finite = array[np.isfinite(array)] if array.size else array
        if finite.size:
            edges += [max(float(finite.min()), -LARGEST), min(float(finite.max()), LARGEST)]
    if not edges:
        return None
    low, high = min(edges), max(edges)
    if high - low > SMALLEST_SPAN * max(abs(low), abs(high)):
        return low, high
    room = abs(low) * 0.1 or 1.0
    return low - room, high + room


def padded(limits: tuple[float, float], share: float = 0.05) -> tuple[float, float]:
    """Return limits with ``share`` of their span added on both sides."""
    room = (limits[1] - limits[0]) * share
    return limits[0] - room, limits[1] + room


def settled(limits: tuple[float, float], current: tuple[float, float] | None, most: int = 5) -> tuple[float, float]:
    """Return ``limits`` widened to round numbers, or ``current`` while that still fits well.

    An axis that follows every frame exactly never stands still and can not be read.
    """
    if current is not None:
        slack = 1e-6 * (current[1] - current[0])
        inside = current[0] <= limits[0] + slack and limits[1] <= current[1] + slack
        if inside and limits[1] - limits[0] > 0.6 * (current[1] - current[0]):
            return current
    step = tick_step(*limits, most) / 2
    return math.floor(limits[0] / step + 1e-9) * step, math.ceil(limits[1] / step - 1e-9) * step


def short_of(value: float, pixel: float) -> float:
    """Return ``value`` rounded to the coarsest power of ten that is finer than half a pixel."""
    if not pixel > 0 or not math.isfinite(value):
        return value
    return round(value, -math.floor(math.log10(pixel / 2)))
