"""A thinned curve looks like the whole one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.thinning import thin


def test_short_curves_stay_as_they_are() -> None:
    x = np.linspace(0, 1, 50)
    assert thin(x, x**2, 0.01)[0] is x


@given(st.integers(0, 2**32 - 1), st.integers(100, 5000))
def test_ends_and_extremes_survive(seed: int, count: int) -> None:
    generator = np.random.default_rng(seed)
    x, y = np.arange(count, dtype=float), generator.normal(size=count)
    thin_x, thin_y = thin(x, y, count / 50)
    assert thin_x.size <= 160
    assert (thin_x[0], thin_x[-1]) == (0, count - 1)
    assert (thin_y.min(), thin_y.max()) == (y.min(), y.max())
    assert (np.diff(thin_x) > 0).all()


def test_a_gap_stays_a_gap() -> None:
    x, y = np.arange(1000.0), np.ones(1000)
    y[400:600] = np.nan
    y[300] = 9
    thin_x, thin_y = thin(x, y, 10.0)
    assert np.isnan(thin_y[(thin_x > 410) & (thin_x < 590)]).all()
    assert not np.isnan(thin_y[(thin_x < 400) | (thin_x >= 600)]).any()
    assert 9 in thin_y
