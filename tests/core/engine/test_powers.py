"""SoftMax step by step by hand, far beyond what a power can hold, and its derivatives by differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.engine.choices import CHOICES
from core.engine.losses import LOSSES
from core.engine.powers import powers, slopes

RAW = [1.43, -0.4, 0.23]  # the row of part 5
SEEN = np.array([0.0, 0.0, 1.0])


def test_the_row_of_the_lesson_by_hand() -> None:
    # e^1.43 = 4.1787, e^−0.4 = 0.6703, e^0.23 = 1.2586; together 6.1076; 4.1787 ÷ 6.1076 = 0.6842, …
    found = powers(RAW)
    assert found.shift == 0
    np.testing.assert_allclose(found.powers, [4.1787, 0.6703, 1.2586], atol=5e-5)
    assert found.total == pytest.approx(6.1076, abs=5e-5)
    np.testing.assert_allclose(found.shares, [0.6842, 0.1098, 0.2061], atol=5e-5)
    assert found.winner == 0


def test_powers_divided_by_their_sum_are_the_shares() -> None:
    for raw in np.random.default_rng(1).normal(0, 30, size=(20, 4)):
        found = powers(raw)
        np.testing.assert_allclose(found.powers / found.total, found.shares, rtol=1e-12)


@pytest.mark.parametrize("raw", [[1e6, 999_999.0, -1e6], [-1e6, -999_999.0, -2e6]])
def test_what_no_power_can_hold_is_shifted_by_the_largest(raw: list[float]) -> None:
    # the two largest are 1 apart: 1 ÷ (1 + e^−1) = 0.7311, and the other 0.2689
    found = powers(raw)
    assert found.shift == max(raw)
    assert math.isfinite(found.total)
    assert sorted(found.shares)[1:] == pytest.approx([0.268941, 0.731059], abs=1e-6)


def test_the_first_of_equals_wins() -> None:
    assert powers([0.5, 2.0, 2.0]).winner == 1


def test_with_cross_entropy_the_derivative_is_p_less_what_was_observed() -> None:
    # p = 0.6842, 0.1098, 0.2061; the third class was observed: 0.2061 − 1
    np.testing.assert_allclose(slopes("softmax", "cross_entropy", RAW, SEEN), [0.6842, 0.1098, -0.7939], atol=5e-5)


@pytest.mark.parametrize("loss", ["cross_entropy", "ssr"])
def test_the_derivative_agrees_with_differences(loss: str) -> None:
    row = LOSSES[loss]

    def value(raw: np.ndarray) -> float:
        said = raw if row.from_raw else CHOICES["softmax"].f(raw)
        return row.value(said[:, None], SEEN[:, None])

    raw, h = np.array(RAW), 1e-6
    differences = [(value(raw + h * one) - value(raw - h * one)) / (2 * h) for one in np.eye(3)]
    np.testing.assert_allclose(slopes("softmax", loss, RAW, SEEN), differences, atol=1e-8)


def test_through_an_argmax_every_derivative_is_exactly_0() -> None:
    assert slopes("argmax", "ssr", RAW, SEEN).tolist() == [0, 0, 0]
