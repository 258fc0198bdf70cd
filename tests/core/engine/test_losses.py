"""The loss by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core import catalog
from core.engine.activations import run
from core.engine.choices import CHOICES
from core.engine.losses import LOSSES


def test_sum_of_squared_residuals() -> None:
    # (1 − 0.5)² + (0 − 2)² + (3 − 3)² + (−1 − 1)² = 0.25 + 4 + 0 + 4
    observed, predicted = np.array([[1.0, 0.0], [3.0, -1.0]]), np.array([[0.5, 2.0], [3.0, 1.0]])
    assert LOSSES["ssr"].value(predicted, observed) == 8.25


def test_slope_is_minus_two_residuals() -> None:
    observed, predicted, slope = np.array([[1.0, 0.0]]), np.array([[0.5, 2.0]]), np.zeros((1, 2))
    row = LOSSES["ssr"]
    run(row.slope(predicted, observed, slope))
    assert (row.factor * slope).tolist() == [[-1.0, 4.0]]


@pytest.mark.parametrize("name", list(LOSSES))
def test_slope_agrees_with_differences(name: str) -> None:
    rng = np.random.default_rng(2)
    row, observed, predicted = LOSSES[name], np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]), rng.normal(size=(2, 3))
    slope, nudge = np.zeros((2, 3)), np.zeros((2, 3))
    run(row.slope(CHOICES["softmax"].f(predicted) if row.from_raw else predicted, observed, slope))
    nudge[1, 2] = 1e-5
    numeric = (row.value(predicted + nudge, observed) - row.value(predicted - nudge, observed)) / 2e-5
    assert row.factor * slope[1, 2] == pytest.approx(numeric, rel=1e-8)


def test_every_loss_is_in_the_catalog() -> None:
    assert set(LOSSES) <= set(catalog.LOSSES)
