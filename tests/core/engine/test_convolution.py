"""A convolution's calls by three witnesses: plain loops, differences, the O and the X worked out by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from core.document import Floats
from core.engine import convolution
from core.engine.activations import run
from core.engine.convolution import Convolution
from core.images.grids import Window
from tests.helpers.plain_windows import convolve, convolve_back, window

SAMPLES = 3
THE_O = [[0, 0, 1, 1, 0, 0], [0, 1, 0, 0, 1, 0], [1, 0, 0, 0, 0, 1],
         [1, 0, 0, 0, 0, 1], [0, 1, 0, 0, 1, 0], [0, 0, 1, 1, 0, 0]]  # fmt: skip
THE_X = [[1, 0, 0, 0, 0, 1], [0, 1, 0, 0, 1, 0], [0, 0, 1, 1, 0, 0],
         [0, 0, 1, 1, 0, 0], [0, 1, 0, 0, 1, 0], [1, 0, 0, 0, 0, 1]]  # fmt: skip
DIAGONAL = np.array([[0, 0, 1, 0, 1, 0, 1, 0, 0, -2.0]])
"""The published filter, row by row, and its bias."""


class Case:
    """A random convolution with its matrices."""

    def __init__(self, at: Window, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        self.at = at
        self.values = rng.standard_normal((int(np.prod(at.source)), SAMPLES))
        self.z = np.zeros((int(np.prod(at.out)), SAMPLES))
        self.weights = rng.standard_normal((at.out[0], at.taps + 1))
        self.delta = rng.standard_normal(self.z.shape)
        self.gradient, self.error = np.full_like(self.weights, np.nan), rng.standard_normal(self.values.shape)
        self.calls = Convolution(at, self.values, self.z)

    @property
    def filters(self) -> Floats:
        return self.weights[:, :-1].reshape(self.at.out[0], self.at.source[0], self.at.size, self.at.size)

    def forward(self) -> Floats:
        run(self.calls.forward(self.weights))
        return self.z

    def backward(self, *, adds: bool = False) -> None:
        self.forward()
        run(self.calls.by_weights(self.delta, self.gradient))
        run(self.calls.by_values(self.weights, self.delta, self.error, adds=adds))

    def plain(self, sample: int) -> tuple[Floats, Floats, Floats, Floats]:
        image, delta = self.values[:, sample].reshape(self.at.source), self.delta[:, sample].reshape(self.at.out)
        z = convolve(self.at, image, self.filters, self.weights[:, -1])
        return z, *convolve_back(self.at, image, self.filters, delta)


SHAPES = [
    window((channels, height, width), filters, size, stride, padding)
    for (height, width), channels, filters, size, stride, padding in product(
        [(6, 6), (5, 7)], [1, 3], [1, 2], [1, 2, 3], [1, 2, 3], [0, 1, 2])
]  # fmt: skip
EVERY = pytest.mark.parametrize("at", SHAPES, ids=str)


def check(case: Case) -> None:
    before = case.error.copy()
    case.backward()
    plain = [case.plain(sample) for sample in range(SAMPLES)]
    for sample, (z, _, _, by_image) in enumerate(plain):
        assert case.z[:, sample].reshape(case.at.out) == pytest.approx(z, rel=1e-12, abs=1e-12)
        assert case.error[:, sample].reshape(case.at.source) == pytest.approx(by_image, rel=1e-12, abs=1e-12)
    assert case.gradient[:, :-1].reshape(case.filters.shape) == pytest.approx(
        sum(found[1] for found in plain), rel=1e-12, abs=1e-12)  # fmt: skip
    assert case.gradient[:, -1] == pytest.approx(sum(found[2] for found in plain), rel=1e-12, abs=1e-12)
    once = case.error.copy()
    case.error[...] = before
    case.backward(adds=True)
    assert case.error == pytest.approx(before + once, rel=1e-12, abs=1e-12)


@EVERY
def test_plain_loops_give_the_same(at: Window) -> None:
    check(Case(at))


@pytest.mark.parametrize("kept", [1, 200, 2_000])
def test_cut_into_blocks_it_gives_the_same(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row by row, two rows and fewer at the end, and in one piece."""
    monkeypatch.setattr(convolution, "_KEPT", kept)
    for at in (window((2, 7, 6), 3, 3, 1, 1), window((1, 9, 9), 2, 3, 2, 2), window((3, 5, 5), 1, 2)):
        check(Case(at))


@pytest.mark.parametrize("at", [window((2, 5, 6), 2, 3, 1, 1), window((1, 7, 7), 3, 3, 2), window((3, 4, 4), 2, 2, 1)],
                         ids=str)  # fmt: skip
def test_derivatives_agree_with_differences(at: Window) -> None:
    """Of the loss Σ delta × z, by every weight and every value."""
    case = Case(at)
    case.backward()
    for numbers, slopes in ((case.weights, case.gradient), (case.values, case.error)):
        for place in np.ndindex(numbers.shape):
            kept, h = numbers[place], 1e-6
            losses = []
            for moved in (kept + h, kept - h):
                numbers[place] = moved
                losses.append(float((case.delta * case.forward()).sum()))
            numbers[place] = kept
            assert slopes[place] == pytest.approx((losses[0] - losses[1]) / (2 * h), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize(("letter", "expected"), [
    # upper left of the O: 0×0 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 1×1 + 0×0 + 0×0 − 2 = 1; one to the right, of the
    # diagonal of ones only its middle, (0, 3), meets one: 1 − 2 = −1
    (THE_O, [[1, -1, -2, -1], [-1, -2, -1, -2], [-2, -1, -2, -1], [-1, -2, -1, 1]]),
    # upper left of the X: only the middle of the diagonal meets a one, 1 − 2 = −1
    (THE_X, [[-1, -2, -1, 1], [-2, -1, 1, -1], [-1, 1, -1, -2], [1, -1, -2, -1]]),
])  # fmt: skip
def test_the_letters_by_hand(letter: list[list[int]], expected: list[list[int]]) -> None:
    at = window((1, 6, 6), 1, 3)
    values, z = np.array(letter, dtype=float).reshape(36, 1), np.zeros((16, 1))
    calls = Convolution(at, values, z)
    run(calls.forward(DIAGONAL))
    assert z.reshape(4, 4).tolist() == expected


def test_the_derivative_by_the_filter_by_hand() -> None:
    """dLoss/dz is 1 at the upper left of the O's map and 2 at its lower right, 0 elsewhere.

    dLoss/dw is then 1 × what the first window reads, [[0, 0, 1], [0, 1, 0], [1, 0, 0]], + 2 × what the last reads,
    [[0, 0, 1], [0, 1, 0], [1, 0, 0]]: 3 along the diagonal; by the bias it is 1 + 2 = 3. dLoss/dimage is the filter
    once, at the upper left, and twice, at the lower right.
    """
    at = window((1, 6, 6), 1, 3)
    values, z, delta, error = np.array(THE_O, dtype=float).reshape(36, 1), *(np.zeros((n, 1)) for n in (16, 16, 36))
    calls, gradient = Convolution(at, values, z), np.zeros((1, 10))
    delta[0], delta[15] = 1, 2
    run([*calls.forward(DIAGONAL), *calls.by_weights(delta, gradient),
         *calls.by_values(DIAGONAL, delta, error, adds=False)])  # fmt: skip
    assert gradient.tolist() == [[0, 0, 3, 0, 3, 0, 3, 0, 0, 3]]
    assert error.reshape(6, 6).tolist() == [
        [0, 0, 1, 0, 0, 0], [0, 1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 2], [0, 0, 0, 0, 2, 0], [0, 0, 0, 2, 0, 0],
    ]  # fmt: skip


def test_padding_stays_nothing_when_values_change() -> None:
    """A sweep is run again and again with new values in the same buffers."""
    case = Case(window((1, 4, 4), 1, 3, 1, 1))
    case.backward()
    case.values *= -3
    check(case)
