"""Numbers as shades: one scale about 0, and nothing left out where there are more numbers than pixels."""

from __future__ import annotations

import numpy as np
import pytest

from gui.canvas.shades import contrast, ink_on, reach_of, shade_image, shares, strongest
from gui.theme import LIGHT, THEMES, Colors


def colors_of(values: list[list[float]], reach: float, colors: Colors = LIGHT) -> list[list[str]]:
    image = shade_image(np.array(values), reach, colors)
    return [[image.pixelColor(x, y).name() for x in range(image.width())] for y in range(image.height())]


def test_the_scale_is_symmetrical_about_0() -> None:
    # Of #1a6fc4 on white half is (0xff + 0x1a) / 2 = 140.5 → 140, (0xff + 0x6f) / 2 = 183, (0xff + 0xc4) / 2 = 225.5;
    # halves go to the even neighbour: 8c b7 e2. Of #d9730d: (255 + 217) / 2 = 236, (255 + 115) / 2 = 185, 134.
    assert colors_of([[2.0, 1.0, 0.0], [-2.0, -1.0, 0.0]], 2.0) == [
        ["#1a6fc4", "#8cb7e2", "#ffffff"],
        ["#d9730d", "#ecb986", "#ffffff"],
    ]


def test_what_is_no_number_is_shown_as_such_and_scales_nothing() -> None:
    values = np.array([[np.nan, np.inf, -0.5, 0.25]])
    assert reach_of(values) == 0.5
    lost = LIGHT.danger
    assert colors_of(values.tolist(), 0.5)[0][:3] == [lost, lost, LIGHT.negative]


def test_numbers_of_any_size_have_a_share() -> None:
    for size in (5e-324, 1e-300, 1.7e308):
        values = np.array([size, -size, 0.0])
        assert shares(values, reach_of(values)).tolist() == [1, -1, 0]
    assert reach_of(np.zeros(3)) == 0
    assert shares(np.zeros(3), 0.0).tolist() == [0, 0, 0]


def test_of_numbers_that_fall_together_the_strongest_is_shown() -> None:
    values = np.array([[0.1, 0.2, 0.3, -0.1], [-0.5, 0.4, 0.2, 0.3], [0.0, 0.1, np.nan, 1.0]])
    # Two rows and two columns go into one: {0.1, 0.2, −0.5, 0.4}, {0.3, −0.1, 0.2, 0.3}, {0, 0.1}, {NaN, 1}.
    np.testing.assert_array_equal(strongest(values, 2, 2), [[-0.5, 0.3], [0.1, np.nan]])
    assert strongest(values, 3, 4) is values
    assert strongest(np.arange(7.0).reshape(1, 7), 1, 3).tolist() == [[2, 5, 6]]


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_numbers_stand_out_from_their_shades(theme: str) -> None:
    colors = THEMES[theme]
    rgb = {ink: np.array([int(ink[at : at + 2], 16) for at in (1, 3, 5)], dtype=float)
           for ink in (colors.text, colors.window, colors.positive, colors.negative)}  # fmt: skip
    for part in np.linspace(-1, 1, 41).tolist():
        full = rgb[colors.negative if part < 0 else colors.positive]
        ground = rgb[colors.window] + abs(part) * (full - rgb[colors.window])
        assert contrast(rgb[ink_on(part, colors)], ground) >= 3.8
