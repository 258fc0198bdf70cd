"""Round numbers for axes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.ticks import linear_ticks, log_ticks, padded, settled, short_of, span, tick_step, tick_text

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 1, 2, [0, 0.5, 1]),
        (-1.6, 1.6, 4, [-1, 0, 1]),
        (0, 22, 3, [0, 10, 20]),
        (3, 3, 4, []),
    ],
)
def test_linear_ticks(low: float, high: float, most: int, expected: list[float]) -> None:
    assert linear_ticks(low, high, most) == pytest.approx(expected)


@given(NUMBERS, st.floats(1e-6, 1e9), st.integers(2, 12))
def test_linear_ticks_are_few_and_inside(low: float, wide: float, most: int) -> None:
    wide *= max(1.0, abs(low))
    ticks = linear_ticks(low, low + wide, most)
    assert len(ticks) <= max(most + 1, 5), "two at least: where 500 has but one between, 200 has five at most"
    assert all(low - 1e-6 * wide <= tick <= low + wide * (1 + 1e-6) for tick in ticks)


def test_log_ticks_are_powers_of_ten_or_finer() -> None:
    assert log_ticks(-4, 2, 7) == [-4, -3, -2, -1, 0, 1, 2]
    assert log_ticks(-12, 0, 4) == [-12, -9, -6, -3, 0]
    assert [round(10**tick, 9) for tick in log_ticks(0, 1, 5)] == [1, 2, 5, 10]
    close = [10**tick for tick in log_ticks(math.log10(4.2), math.log10(4.9), 4)]
    assert close == pytest.approx([4.2, 4.4, 4.6, 4.8])


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (0.2, 0.2, "0.2"),
        (-1.5, 0.5, "−1.5"),
        (1e-17, 0.2, "0"),
        (100, 20, "100"),
        (1250, 250, "1250"),
        (2e-7, 1e-7, "2e−7"),
    ],
)
def test_tick_text(value: float, step: float, text: str) -> None:
    assert tick_text(value, step) == text


def test_tick_text_tells_neighbours_apart() -> None:
    texts = [tick_text(tick, 0.0005) for tick in linear_ticks(12.3, 12.302, 5)]
    assert len(set(texts)) == len(texts)


def test_span_ignores_what_is_not_finite() -> None:
    assert span([np.array([1.0, np.nan, np.inf, 3.0]), np.array([])]) == (1, 3)
    assert span([np.array([np.nan])]) is None
    assert span([np.array([2.0])], around=0.0) == (0, 2)
    assert span([np.array([5.0])]) == (4.5, 5.5)


def test_padded_widens_both_sides() -> None:
    assert padded((0, 10), 0.1) == (-1, 11)


@given(NUMBERS, st.floats(1e-3, 1e6))
def test_settled_holds_the_limits_and_then_stands_still(low: float, wide: float) -> None:
    limits = settled((low, low + wide), None)
    assert limits[0] <= low + 1e-6 * wide
    assert limits[1] >= low + wide - 1e-6 * wide
    assert settled((low, low + 0.95 * wide), limits) == limits
    assert settled((low, low + 0.1 * wide), limits) != limits


def test_short_of_is_finer_than_a_pixel() -> None:
    assert short_of(0.51837465, 0.004) == 0.518
    assert short_of(1234.5678, 3.0) == 1235
    assert short_of(0.5, 0.0) == 0.5


def test_tick_step_is_round() -> None:
    assert tick_step(0, 7, 5) == 2
    assert tick_step(0, 0.11, 5) == pytest.approx(0.025)
