"""Inputs and weights counted, for the letters and for larger images."""

from __future__ import annotations

from core.images.input_counts import SIDES, count_inputs, over
from tests.helpers.plain_windows import window

MAP = window((1, 6, 6), 1, 3)
LETTERS = (MAP, window(MAP.out, 1, 2, 2, 0, "max"))


def test_the_letters_go_from_36_inputs_to_4() -> None:
    """36 weights and a bias for the one neuron, against 9 + 1 for the filter and 4 + 1 for the neuron."""
    found = count_inputs(LETTERS, 6, 6)
    assert found is not None
    assert found.stages == ((1, 6, 6), (1, 4, 4), (1, 2, 2))
    assert (found.direct_inputs, found.inputs) == (36, 4)
    assert (found.direct_numbers, found.numbers) == (37, 15)


def test_a_large_image_costs_a_neuron_ten_thousand_weights_and_a_filter_nine() -> None:
    """100 − 3 + 1 = 98 places a side, 98 ÷ 2 = 49: 2,401 cells are left to read."""
    found = count_inputs(LETTERS, 100, 100, neurons=10)
    assert found is not None
    assert (found.direct_inputs, found.filters, found.filter_biases, found.inputs) == (10_000, 9, 1, 2_401)
    assert found.direct_numbers == 10 * 10_001
    assert found.numbers == 10 + 10 * 2_402


def test_channels_and_chains_count() -> None:
    """2 channels: 4 filters of 2 × 3 × 3; then 3 of 4 × 2 × 2: 72 + 48 weights, 4 + 3 biases."""
    first = window((2, 9, 9), 4, 3, 1, 1)
    pool = window(first.out, 4, 3, 3, 0, "mean")
    found = count_inputs((first, pool, window(pool.out, 3, 2)), 9, 9, neurons=5)
    assert found is not None
    assert found.stages == ((2, 9, 9), (4, 9, 9), (4, 3, 3), (3, 2, 2))
    assert (found.filters, found.filter_biases, found.direct_inputs, found.inputs) == (120, 7, 162, 12)


def test_where_a_window_does_not_fit_there_is_no_count() -> None:
    assert count_inputs(LETTERS, 3, 6) is None  # a map one cell high, nothing to pool
    assert over(MAP, (1, 2, 9)) is None


def test_without_convolutions_both_ways_are_one() -> None:
    found = count_inputs((), 8, 8)
    assert found is not None
    assert found.direct_numbers == found.numbers == 65


def test_the_sizes_asked_for_are_among_those_side_by_side() -> None:
    assert SIDES[0] == 6
    assert {28, 64, 100} <= set(SIDES)
    assert list(SIDES) == sorted(SIDES)
