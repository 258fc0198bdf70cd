"""Φ(x), by erf and by table."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.engine.normal import fill_share_below


def share(x: np.ndarray) -> np.ndarray:
    out = np.empty_like(x)
    fill_share_below(x, out)
    return out


@pytest.mark.parametrize("count", [7, 10_001])
def test_agrees_with_erf(count: int) -> None:
    x = np.linspace(-12, 12, count)
    expected = [0.5 * math.erfc(-value / math.sqrt(2)) for value in x]
    assert np.abs(share(x) - expected).max() < 3e-16


def test_few_and_many_are_the_same_numbers() -> None:
    x = np.random.default_rng(1).uniform(-9, 9, (30, 40))
    few = np.concatenate([share(row) for row in x])
    assert np.abs(share(x).ravel() - few).max() < 3e-16


def test_known_shares() -> None:
    assert share(np.array([0.0, 1.0, -1.0])) == pytest.approx([0.5, 0.841344746068543, 0.158655253931457], rel=1e-14)
    assert share(np.full(200, 1e6))[0] == 1.0
    assert share(np.full(200, -1e6))[0] == 0.0
