"""The tiles of sheets: small where sheets are steep, none missing, none twice, painted from afar."""

from __future__ import annotations

import numpy as np
import pytest

from core.document import Floats
from gui.maps.tiles import BESIDE, tiles_of

SIDE = 97


def wall(steep: float) -> Floats:
    """A sheet that rises from 0 to 1 across a slanting line, and one that falls: (sheets, y, x)."""
    x, y = np.meshgrid(np.linspace(-1, 1, SIDE), np.linspace(-1, 1, SIDE))
    rising = 1 / (1 + np.exp(-steep * (x + 0.4 * y)))
    return np.stack([rising, 1 - rising])


@pytest.mark.parametrize("step", [3, 4, 6, 8, 12, 16])
def test_every_place_has_one_tile(step: int) -> None:
    tiles = tiles_of(wall(30), step, 4_500)
    covered = np.zeros((SIDE - 1, SIDE - 1), dtype=np.intp)
    for row, column, side in zip(tiles.row, tiles.column, tiles.side, strict=True):
        covered[row : row + side, column : column + side] += 1
    assert (covered == 1).all()
    assert set(tiles.side.tolist()) <= set(tiles.sides)


def test_no_computed_point_lies_beside_its_tile_where_there_are_enough() -> None:
    heights = wall(12)
    tiles = tiles_of(heights, 4, 100_000)
    assert 2 * tiles.row.size < 2 * (SIDE - 1) ** 2 / 3, "even parts stay whole"
    for row, column, side in zip(tiles.row, tiles.column, tiles.side, strict=True):
        share = np.linspace(0, 1, side + 1)
        for sheet in heights:
            square = sheet[row : row + side + 1, column : column + side + 1]
            ends = np.outer(1 - share, square[0]) + np.outer(share, square[-1])  # from below to above, then across
            flat = np.outer(ends[:, 0], 1 - share) + np.outer(ends[:, -1], share)
            assert side == 1 or np.abs(square - flat).max() <= BESIDE + 1e-12


def test_a_plane_is_not_divided_and_a_wall_no_more_than_there_is_time_for() -> None:
    x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    assert tiles_of((2.0 * x - y)[None].astype(np.float64), 4, 4_500).side.tolist() == [4] * 576
    for most in (0, 1_800, 4_500):
        assert 2 * tiles_of(wall(200), 4, most).row.size <= max(most, 2 * 576)


def test_parts_are_painted_with_the_tile_they_are_of_and_that_from_afar() -> None:
    tiles = tiles_of(wall(30), 4, 4_500)
    x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    depths = 0.31371 * x + 1.1 * y
    order = tiles.from_afar(depths)
    assert sorted(order.tolist()) == list(range(tiles.row.size))
    whole = [(row // 4, column // 4) for row, column in zip(tiles.row[order], tiles.column[order], strict=True)]
    entered = list(dict.fromkeys(whole))
    assert len([1 for place, one in enumerate(whole) if place == 0 or whole[place - 1] != one]) == len(entered)
    far = [1.1 * row + 0.31371 * column for row, column in entered]
    assert far == sorted(far, reverse=True)


def test_what_is_not_finite_is_not_divided_for_it() -> None:
    heights = wall(12)
    heights[0, 5, 5], heights[1, 40, 9] = np.nan, 1e308
    tiles = tiles_of(heights, 4, 4_500)
    assert tiles.corners(heights[0]).shape == (tiles.row.size, 4)
