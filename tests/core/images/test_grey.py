"""Pictures scaled by area means."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import ValueRefused
from core.images.grey import scaled


def test_the_same_size_stays_as_it_is() -> None:
    picture = np.array([[0, 255], [51, 102]], dtype=np.uint8)
    assert scaled(picture, 2, 2).tolist() == [[0, 1], [0.2, 0.4]]


def test_cells_are_means_of_what_they_cover() -> None:
    """3 pixels on 2 cells: each covers one and a half, (255 + 0 ÷ 2) ÷ 1.5 = 170 and (0 ÷ 2 + 153) ÷ 1.5 = 102."""
    assert scaled(np.array([[255, 0, 153]]), 1, 2).tolist()[0] == pytest.approx([170 / 255, 102 / 255])
    quarters = np.kron([[0, 255], [255, 51]], np.ones((50, 70)))
    assert scaled(quarters, 2, 2) == pytest.approx(np.array([[0, 1], [1, 0.2]]))


def test_a_small_picture_is_enlarged() -> None:
    assert scaled(np.array([[0, 255]]), 2, 4).tolist() == [[0, 0, 1, 1]] * 2


def test_plain_loops_give_the_same() -> None:
    """Every pixel cut into 6 × 4 pieces: then each cell of 7 × 5 → 6 × 4 covers whole pieces, 7 × 5 of them."""
    picture = np.random.default_rng(1).integers(0, 256, (7, 5))
    pieces = [[picture[row // 6][column // 4] for column in range(20)] for row in range(42)]
    means = [[sum(pieces[7 * r + i][5 * c + j] for i in range(7) for j in range(5)) / 35 / 255 for c in range(4)]
             for r in range(6)]  # fmt: skip
    assert scaled(picture, 6, 4) == pytest.approx(np.array(means), rel=1e-12)


def test_a_large_picture_keeps_its_mean_and_its_bounds() -> None:
    picture = np.random.default_rng(2).integers(0, 256, (3_000, 1_700), dtype=np.uint8)
    found = scaled(picture, 28, 28)
    assert found.mean() == pytest.approx(picture.mean() / 255, rel=1e-12)
    assert scaled(np.full((1_001, 997), 255, dtype=np.uint8), 28, 28).max() <= 1.0


@pytest.mark.parametrize(("picture", "sentence"), [
    (np.zeros((0, 5)), "no pixels"), (np.zeros(5), "no pixels"), (np.array([[np.nan]]), "0 to 255"),
    (np.array([[256]]), "0 to 255"), (np.array([[-1.0]]), "0 to 255"), (np.array([[np.inf]]), "0 to 255"),
])  # fmt: skip
def test_what_is_no_picture_is_refused(picture: np.ndarray, sentence: str) -> None:
    with pytest.raises(ValueRefused, match=sentence):
        scaled(picture, 4, 4)
