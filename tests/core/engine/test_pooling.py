"""A pool's calls by three witnesses: plain loops, differences, the O and the X worked out by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from core.document import Floats
from core.engine.activations import run
from core.engine.pooling import Pool, region_cells
from core.images.grids import Window
from tests.helpers.plain_windows import pool, pool_back, window

SAMPLES = 4


def _windows(mode: str) -> list[Window]:
    """Beside one another, overlapping, with gaps, with rows and columns left over at the edge."""
    shapes = product([(1, 4, 4), (2, 5, 7), (3, 6, 6)], [1, 2, 3, 4], [1, 2, 3])
    return [window(source, source[0], size, stride, 0, mode) for source, size, stride in shapes]


EVERY = pytest.mark.parametrize("at", [*_windows("max"), *_windows("mean")], ids=str)


def _back(at: Window, values: Floats, delta: Floats, error: Floats, *, adds: bool = False) -> Floats:
    a = np.zeros((int(np.prod(at.out)), values.shape[1]))
    calls = Pool(at, values, a)
    run([*calls.forward(), *calls.by_values(delta, error, adds=adds)])
    return a


@EVERY
@pytest.mark.parametrize("ties", [False, True])
def test_plain_loops_give_the_same(at: Window, ties: bool) -> None:  # noqa: FBT001  given by pytest
    rng = np.random.default_rng(2)
    values = rng.standard_normal((int(np.prod(at.source)), SAMPLES))
    if ties:
        values = np.maximum(np.rint(values), 0)  # zeros and ones, as after a ReLU
    delta, before = rng.standard_normal((int(np.prod(at.out)), SAMPLES)), rng.standard_normal(values.shape)
    error = np.full_like(values, np.nan)
    a = _back(at, values, delta, error)
    more = before.copy()
    _back(at, values, delta, more, adds=True)
    assert more == pytest.approx(before + error, rel=1e-14, abs=1e-14)
    for sample in range(SAMPLES):
        image = values[:, sample].reshape(at.source)
        assert a[:, sample].reshape(at.out) == pytest.approx(pool(at, image), rel=1e-14, abs=1e-14)
        by_image = pool_back(at, image, delta[:, sample].reshape(at.out))
        assert error[:, sample].reshape(at.source) == pytest.approx(by_image, rel=1e-14, abs=1e-14)


@EVERY
def test_derivatives_agree_with_differences(at: Window) -> None:
    """Of the loss Σ delta × a, by every value of one sample; no two are equal."""
    rng = np.random.default_rng(3)
    values = rng.permutation(int(np.prod(at.source)))[:, None] / 10.0
    delta, error = rng.standard_normal((int(np.prod(at.out)), 1)), np.zeros_like(values)
    a = np.zeros(delta.shape)
    calls = Pool(at, values, a)
    run([*calls.forward(), *calls.by_values(delta, error, adds=False)])
    for place, kept in enumerate(values[:, 0].copy()):
        losses = []
        for moved in (kept + 1e-4, kept - 1e-4):
            values[place] = moved
            run(calls.forward())
            losses.append(float((delta * a).sum()))
        values[place] = kept
        assert error[place, 0] == pytest.approx((losses[0] - losses[1]) / 2e-4, abs=1e-9)


MAPS = {
    "O": [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]],
    "X": [[0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0]],
}
"""The maps of the two letters after ReLU."""


@pytest.mark.parametrize(("letter", "mode", "expected"), [
    ("O", "max", [[1, 0], [0, 1]]),  # max of {1, 0, 0, 0} = 1, of {0, 0, 0, 0} = 0
    ("O", "mean", [[0.25, 0], [0, 0.25]]),  # (1 + 0 + 0 + 0) ÷ 4 = 0.25
    ("X", "max", [[0, 1], [1, 0]]),  # upper right: max of {0, 1, 1, 0} = 1
    ("X", "mean", [[0, 0.5], [0.5, 0]]),  # (0 + 1 + 1 + 0) ÷ 4 = 0.5
])  # fmt: skip
def test_the_letters_by_hand(letter: str, mode: str, expected: list[list[float]]) -> None:
    at = window((1, 4, 4), 1, 2, 2, 0, mode)
    values, a = np.array(MAPS[letter], dtype=float).reshape(16, 1), np.zeros((4, 1))
    run(Pool(at, values, a).forward())
    assert a.reshape(2, 2).tolist() == expected


def test_of_equals_the_first_in_reading_order_is_chosen() -> None:
    """The X: upper right has ones at (0, 3) and (1, 2); the first is read first, although it stands further right.

    Upper left, four zeros: the first. Lower left has ones at (2, 1) and (3, 0), lower right four zeros.
    """
    at = window((1, 4, 4), 1, 2, 2, 0, "max")
    values, error = np.array(MAPS["X"], dtype=float).reshape(16, 1), np.zeros((16, 1))
    _back(at, values, np.array([[1.0], [2.0], [3.0], [4.0]]), error)
    assert error.reshape(4, 4).tolist() == [[1, 0, 0, 2], [0, 0, 0, 0], [0, 3, 4, 0], [0, 0, 0, 0]]


def test_rows_and_columns_left_over_learn_nothing() -> None:
    at = window((1, 5, 5), 1, 2, 2, 0, "mean")
    error = np.full((25, 1), np.nan)
    _back(at, np.ones((25, 1)), np.ones((4, 1)), error)
    assert error.reshape(5, 5)[4].tolist() == [0.0] * 5
    assert error.reshape(5, 5)[:, 4].tolist() == [0.0] * 5
    assert error.sum() == 4.0


def test_regions_in_reading_order() -> None:
    """3 × 4 cells, numbered row by row, in regions of 2 × 2 one apart: the first reads 0, 1, 4, 5."""
    found = region_cells(window((1, 3, 4), 1, 2, 1, 0, "max"))
    assert found[:, 0].tolist() == [0, 1, 4, 5]
    assert found[0].tolist() == [0, 1, 2, 4, 5, 6]
