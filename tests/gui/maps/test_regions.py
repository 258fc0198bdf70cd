"""Arrays to colours: who wins, how strongly, borders, what cannot be computed."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor

from gui.maps.regions import HEAT, LEVELS, class_table, heat, heat_table, regions, winners
from gui.plots.shading import tiled


def test_the_first_of_equals_wins_and_nan_wins_nothing() -> None:
    shares = np.array([[0.2, 0.5, np.nan], [0.8, 0.5, 0.1]])
    assert winners(shares).tolist() == [1, 0, -1]


def test_strength_grows_from_even_to_sure() -> None:
    """Of two classes: 0.5 is strength 0, 1 is the strongest, 0.75 half way: round down (0.5 × 23) = 11."""
    shares = np.array([[1.0, 0.5, 0.25, np.nan], [0.0, 0.5, 0.75, 1.0]])
    tiles = regions(shares, (2, 2))
    assert tiles.tolist() == [[LEVELS - 1, 0], [LEVELS + 11, 2 * LEVELS + 1]]


def test_without_probabilities_all_are_alike() -> None:
    tiles = regions(np.array([[1.0, 0.0], [0.0, 1.0]]), (1, 2), even=True)
    assert tiles.tolist() == [[11, LEVELS + 11]]


def test_borders_are_drawn_on_a_fine_grid() -> None:
    left = np.tile(np.arange(100) < 30, (100, 1)).ravel()
    shares = np.where(left, np.array([[0.9], [0.1]]), np.array([[0.1], [0.9]]))
    tiles = regions(shares, (100, 100))
    assert (tiles[:, 29] == 2 * LEVELS).all()
    assert (np.delete(tiles, 29, axis=1) < 2 * LEVELS).all()


def test_colours_come_from_the_table_with_the_first_row_below() -> None:
    table = class_table(("#ff0000", "#0000ff"), "#ffffff", "#000000")
    picture = tiled(np.array([[0, LEVELS - 1], [LEVELS, 2 * LEVELS + 1]]), table)
    faint, strong = picture.pixelColor(0, 1), picture.pixelColor(1, 1)
    assert faint.red() == strong.red() == 255
    assert faint.green() > 220 > 120 > strong.green()
    assert picture.pixelColor(0, 0).blue() == 255
    assert picture.pixelColor(1, 0).alpha() == 0


def test_heat_is_kept_within_its_limits() -> None:
    tiles = heat(np.array([-5.0, 0.0, 1.0, 2.0, 9.0, np.inf]), (0.0, 2.0), (1, 6))
    assert tiles.tolist() == [[0, 0, 127, 254, 254, HEAT]]
    table = heat_table("#000000", "#808080", "#ffffff")
    assert [QColor.fromRgba(int(table[place])).red() for place in (0, 127, 254)] == [0, 128, 255]
    assert table[HEAT] == 0
