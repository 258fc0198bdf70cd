"""The O and the X at the size of the example and at others."""

from __future__ import annotations

import numpy as np
import pytest

from core.images.letters import LETTERS, letter

PUBLISHED = {
    "O": ["..##..", ".#..#.", "#....#", "#....#", ".#..#.", "..##.."],
    "X": ["#....#", ".#..#.", "..##..", "..##..", ".#..#.", "#....#"],
}


def drawn(name: str, height: int = 6, width: int = 6) -> list[str]:
    return ["".join(".#"[int(cell)] for cell in row) for row in letter(name, height, width)]


@pytest.mark.parametrize("name", LETTERS)
def test_six_by_six_is_the_example(name: str) -> None:
    assert drawn(name) == PUBLISHED[name]


def test_odd_sizes_close_the_ring() -> None:
    assert drawn("O", 5, 5) == ["..#..", ".#.#.", "#...#", ".#.#.", "..#.."]
    assert drawn("X", 3, 3) == ["#.#", ".#.", "#.#"]


def test_it_stands_in_the_middle_of_an_image_that_is_not_square() -> None:
    assert drawn("X", 4, 7) == [".#..#..", "..##...", "..##...", ".#..#.."]


def test_strokes_of_large_images_are_wider() -> None:
    large = letter("O", 24, 24)
    assert np.array_equal(large, np.kron(letter("O", 12, 12), np.ones((2, 2))))


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("side", range(1, 65))
def test_letters_look_the_same_from_every_side(name: str, side: int) -> None:
    image = letter(name, side, side)
    spare = (side - len(np.flatnonzero(image.any(axis=0)))) % 2
    assert set(np.unique(image)) <= {0.0, 1.0}
    assert image.any()
    assert np.array_equal(image, image.T)
    if not spare:
        assert np.array_equal(image, image[::-1])
