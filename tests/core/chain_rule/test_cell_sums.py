"""How a cell came about: its terms, its sum in words, which cell won."""

from __future__ import annotations

import numpy as np
import pytest

from core.chain_rule.cell_sums import pooled, region_at, sum_at, winners, written_region, written_sum
from core.document import Floats
from core.images.letters import letter
from tests.helpers.plain_windows import convolve, pool, pool_back, window

AT = window((1, 6, 6), 1, 3)
POOL = window((1, 4, 4), 1, 2, 2, 0, "max")
MEAN = window((1, 4, 4), 1, 2, 2, 0, "mean")
FILTER, BIAS = np.array([[[[0.0, 0, 1], [0, 1, 0], [1, 0, 0]]]]), np.array([-2.0])


def mapped(name: str) -> tuple[Floats, Floats, Floats]:
    image = letter(name)[None]
    z = convolve(AT, image, FILTER, BIAS)
    return image, z, np.maximum(z, 0)


def test_the_sum_of_the_letters_in_words() -> None:
    image, z, a = mapped("O")
    found = sum_at(AT, image, FILTER, BIAS, z, a, (0, 0, 0))
    assert written_sum(found, "relu") == (
        "0×0 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 0×0 + bias (−2) = 1 → ReLU → 1")  # fmt: skip
    assert [term.cell for term in found.terms[:4]] == [(0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 1, 0)]
    assert written_sum(found).endswith("= 1")


def test_padding_and_channels() -> None:
    at = window((2, 3, 3), 3, 2, 2, 1)
    rng = np.random.default_rng(1)
    source, filters, biases = rng.normal(0, 1, at.source), rng.normal(0, 1, (3, 2, 2, 2)), rng.normal(0, 1, 3)
    z = convolve(at, source, filters, biases)
    for cell in np.ndindex(*at.out):
        found = sum_at(at, source, filters, biases, z, np.tanh(z), cell)
        assert sum(term.product for term in found.terms) + found.bias == pytest.approx(found.z, rel=1e-12, abs=1e-12)
        assert len(found.terms) == at.taps
        assert all(term.cell is not None or term.value == 0 for term in found.terms)
        assert [found.z, found.a] == [float(z[cell]), float(np.tanh(z)[cell])]
    corner = sum_at(at, source, filters, biases, z, z, (1, 0, 0))
    assert [term.cell for term in corner.terms] == [None, None, None, (0, 0, 0), None, None, None, (1, 0, 0)]
    assert [term.tap for term in corner.terms][-1] == (1, 1, 1)


def test_negative_numbers_stand_in_brackets() -> None:
    at = window((1, 1, 1), 1, 1)
    source, z = np.array([[[-0.5]]]), np.array([[[2.0]]])
    found = sum_at(at, source, np.array([[[[-3.0]]]]), np.array([0.5]), z, z, (0, 0, 0))
    assert written_sum(found) == "(−0.5)×(−3) + bias 0.5 = 2"


def test_of_many_terms_zeros_are_counted_and_the_rest_is_added_up() -> None:
    """36 terms: 30 times 1×1, 6 times 0×1; 27 are written, the last 3 added up, and 30 + 0.5 is the sum."""
    at = window((1, 6, 6), 1, 6)
    source = np.ones((1, 6, 6))
    source[0, 0] = 0
    z = np.full((1, 1, 1), 30.5)
    text = written_sum(sum_at(at, source, np.ones((1, 1, 6, 6)), np.array([0.5]), z, z, (0, 0, 0)))
    assert text == " + ".join(["1×1"] * 27) + " + 3 more (3) + 6 × 0 + bias 0.5 = 30.5"


def test_the_pool_of_the_letters_in_words() -> None:
    _, _, a = mapped("O")
    found = region_at(POOL, a, pool(POOL, a), (0, 0, 0))
    assert written_region(found) == "max of {1, 0, 0, 0} = 1"
    assert (found.winner, found.tied) == ((0, 0, 0), False)
    mean = region_at(MEAN, a, pool(MEAN, a), (0, 0, 0))
    assert written_region(mean) == "mean of {1, 0, 0, 0} = 0.25"
    assert (mean.winner, mean.tied) == (None, False)


def test_of_equals_the_first_won_and_it_is_said() -> None:
    """Upper right of the X: {0, 1, 1, 0}; the one at (0, 3) is read before the one at (1, 2)."""
    _, _, a = mapped("X")
    found = region_at(POOL, a, pool(POOL, a), (0, 0, 1))
    assert written_region(found) == "max of {0, 1, 1, 0} = 1"
    assert (found.winner, found.won, found.tied) == ((0, 0, 3), 1, True)


@pytest.mark.parametrize(("source", "size", "stride"), [((2, 6, 5), 2, 2), ((1, 5, 5), 3, 1), ((3, 7, 7), 2, 3)])
def test_winners_are_those_that_learn(source: tuple[int, int, int], size: int, stride: int) -> None:
    at = window(source, source[0], size, stride, 0, "max")
    values = np.rint(np.random.default_rng(3).normal(0, 1, source))
    won = winners(at, values)
    for cell in np.ndindex(*at.out):
        delta = np.zeros(at.out)
        delta[cell] = 1
        assert pool_back(at, values, delta).ravel().argmax() == won[cell]
        winner = region_at(at, values, pool(at, values), cell).winner
        assert winner is not None
        assert np.ravel_multi_index(winner, source) == won[cell]


def test_what_a_pool_makes_of_a_map_is_what_plain_loops_make() -> None:
    """The O's map is 1 in two corners and 0 else: each 2 × 2 region has a largest of 1 or 0 and a mean of 1/4 or 0."""
    a = mapped("O")[2]
    assert pooled(POOL, a).tolist() == [[[1, 0], [0, 1]]]
    assert pooled(MEAN, a).tolist() == [[[0.25, 0], [0, 0.25]]]
    source = np.random.default_rng(2).normal(0, 1, (2, 5, 7))
    for mode in ("max", "mean"):
        at = window((2, 5, 7), 2, 3, 2, 0, mode)
        assert pooled(at, source) == pytest.approx(pool(at, source), abs=1e-15)
