"""Points that would be painted over each other to the pixel are painted once; all others stay, in their order."""

from __future__ import annotations

import numpy as np

from gui.plots.drawing import MANY, in_sight
from gui.plots.scale import Scale


def scale() -> Scale:
    """A plot of 200 × 100 pixels over 0 to 20 and 0 to 10: 10 pixels a unit."""
    return Scale(0.0, 0.0, 10.0, 10.0, 200.0, 100.0)


def test_of_many_points_in_one_place_one_is_painted() -> None:
    x = np.tile([1.0, 2.0, 1.0], MANY)
    y = np.tile([3.0, 3.0, 4.0], MANY)
    left, top = in_sight(scale(), x, y)
    assert list(zip(left.tolist(), top.tolist(), strict=True)) == [(10, 70), (20, 70), (10, 60)]


def test_points_that_can_be_told_apart_all_stay() -> None:
    x = np.linspace(0, 20, 10 * MANY)  # a third of a pixel apart
    left, _ = in_sight(scale(), x, np.full_like(x, 5.0))
    assert left.size == x.size


def test_few_points_and_points_out_of_sight() -> None:
    left, top = in_sight(scale(), np.array([1.0, 1.0, 90.0, np.nan]), np.array([1.0, 1.0, 1.0, 1.0]))
    assert left.tolist() == [10, 10]
    assert top.tolist() == [90, 90]
