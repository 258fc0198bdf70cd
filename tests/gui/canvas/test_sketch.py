from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui.canvas.sketch import STEPS, sketch

AREA = QRectF(0, 0, 60, 50)


def test_every_row_is_a_point_on_the_curve() -> None:
    # ReLU over −1, 0, 3 with 15 % of 4 beside each end: x from −1.6 to 3.6, y from 0 to 3.6.
    drawn = sketch("relu", np.array([[-1.0, 0.0, 3.0]]), None, AREA)
    points = [(point.x(), point.y()) for point in drawn.points.toList()]
    expected = [((x + 1.6) / 5.2 * 60, 50 - max(x, 0) / 3.6 * 50) for x in (-1, 0, 3)]
    np.testing.assert_allclose(points, expected)
    assert drawn.zero_x == pytest.approx(1.6 / 5.2 * 60)
    assert drawn.zero_y == 50
    assert drawn.curve.size() == STEPS


def test_the_chosen_row_is_among_them() -> None:
    sums = np.array([[-1.0, 0.5, 2.0]])
    drawn = sketch("softplus", sums, sums[:, 1], AREA)
    assert drawn.chosen is not None
    assert drawn.chosen.toTuple() == pytest.approx(drawn.points.at(1).toTuple())


def test_rows_on_the_same_half_pixel_are_drawn_once() -> None:
    drawn = sketch("tanh", np.linspace(-2, 2, 100_000)[None], None, AREA)
    assert 80 < drawn.points.size() < 130


def test_without_data_the_curve_alone_is_drawn() -> None:
    drawn = sketch("sigmoid", None, None, AREA)
    assert drawn.points.size() == 0
    assert drawn.chosen is None
    assert drawn.curve.size() == STEPS


def test_sums_that_are_no_numbers_are_left_out() -> None:
    sums = np.array([[np.nan, np.inf, 1.0]])
    drawn = sketch("relu", sums, sums[:, 0], AREA)
    assert drawn.points.size() == 1
    assert drawn.chosen is None


@pytest.mark.parametrize("size", [1e-300, 1e150, 1.7e308])
def test_extreme_sums_can_be_drawn(size: float) -> None:
    drawn = sketch("identity", np.array([[-size, size]]), None, AREA)
    assert all(AREA.adjusted(-1, -1, 1, 1).contains(point) for point in drawn.curve.toList())


@pytest.mark.parametrize("size", [0.0, -3.5e151, 1.7e308])
def test_sums_that_are_all_the_same_are_one_point_in_the_middle(size: float) -> None:
    drawn = sketch("softplus", np.full((1, 3), size), np.full(1, size), AREA)
    assert [round(point.x()) for point in drawn.points.toList()] == [30]


def test_what_is_flat_looks_flat() -> None:
    drawn = sketch("sigmoid", np.array([[-30.0, -29.0]]), None, AREA)
    assert all(abs(point.y() - drawn.zero_y) < 0.1 for point in drawn.curve.toList())
