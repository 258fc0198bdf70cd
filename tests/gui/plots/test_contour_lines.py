"""Lines of equal height: on a cone, a saddle, a plane with a hole; which heights are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from gui.plots.contour_lines import Grid, levels_of, lines_at, shades


def bowl(side: int = 41) -> Grid:
    x = np.linspace(-2, 2, side)
    return Grid(x, x, np.hypot(x[None, :], x[:, None]))


def test_a_line_around_a_cone_is_a_closed_circle() -> None:
    x, y, to_x, to_y = lines_at(bowl(), 0.987)
    np.testing.assert_allclose(np.hypot(x, y), 0.987, atol=0.01)
    starts = sorted(zip(np.round([*x, *to_x], 9), np.round([*y, *to_y], 9), strict=True))
    assert all(starts.count(point) == 2 for point in set(starts)), "each end is where another piece begins"
    assert np.hypot(to_x - x, to_y - y).sum() == pytest.approx(2 * np.pi * 0.987, abs=0.05)


def test_a_plane_is_cut_where_its_height_is() -> None:
    """z = x + 2y on four corners (0, 1, 2, 3): the line at 1.5 runs from (0, 0.75) to (1, 0.25)."""
    grid = Grid(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([[0.0, 1.0], [2.0, 3.0]]))
    found = [float(part[0]) for part in lines_at(grid, 1.5)]
    assert {tuple(found[:2]), tuple(found[2:])} == {(0.0, 0.75), (1.0, 0.25)}


def test_a_saddle_has_two_lines_that_do_not_cross() -> None:
    grid = Grid(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    for level in (0.4, 0.6):
        assert lines_at(grid, level)[0].size == 2


@pytest.mark.parametrize("side", [3, 8, 20])
def test_every_crossing_is_at_the_height(side: int) -> None:
    rng = np.random.default_rng(side)
    grid = Grid(np.arange(side, dtype=float), np.arange(side, dtype=float), rng.normal(size=(side, side)))
    for x, y in np.array(lines_at(grid, 0.1)).reshape(2, 2, -1).transpose(0, 2, 1).reshape(-1, 2):
        column, row = int(min(x, side - 2)), int(min(y, side - 2))
        a, b = x - column, y - row
        z = grid.z
        height = ((1 - a) * (1 - b) * z[row, column] + a * (1 - b) * z[row, column + 1]
                  + (1 - a) * b * z[row + 1, column] + a * b * z[row + 1, column + 1])
        assert height == pytest.approx(0.1, abs=1e-9)


def test_no_line_runs_through_a_gap() -> None:
    grid = bowl()
    z = grid.z.copy()
    z[:, :20] = np.nan
    x, _, to_x, _ = lines_at(Grid(grid.x, grid.y, z), 1.0)
    assert min(x.min(), to_x.min()) >= grid.x[20]


def test_heights_are_round_and_divide_by_ratios_where_they_differ_much() -> None:
    assert levels_of(np.geomspace(0.09, 60.0, 1_000)) == pytest.approx([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50])
    assert levels_of(np.linspace(1, 5, 100).reshape(10, 10)) == pytest.approx([1.5, 2, 2.5, 3, 3.5, 4, 4.5])
    assert levels_of(np.full((2, 2), 3.0)) == []
    assert levels_of(np.full((2, 2), np.nan)) == []


def test_shades_rise_by_the_same_from_line_to_line() -> None:
    z = np.array([[0.0, 1.0], [10.0, 100.0]])
    assert shades(z, [1.0, 10.0]).ravel().tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    lost = shades(np.array([[np.nan, 1.0, 2.0]]), [])
    assert np.isnan(lost[0, 0])
    assert lost[0, 1:].tolist() == [0, 1]
