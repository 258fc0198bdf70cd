"""Tables of rows made by a formula: what a network can be tried on before there are data.

Every set is exact where the noise is 0; noise is drawn from a normal distribution with that standard
deviation, by ``numpy.random.default_rng(seed)``, so that the same numbers come again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from core.catalog import SEED, Setting
from core.document import Column, Floats, column, floats

Points: TypeAlias = tuple[Floats, Floats]
"""Inputs (rows, columns) and the target of each row (rows,)."""

COUNT = Setting("n", "Rows", "How many rows to make.", 40, low=2, high=10_000, whole=True)
NOISE = Setting("noise", "Noise", "Standard deviation of what is added by chance; 0 is exact.", 0, low=0, high=10)


@dataclass(frozen=True, slots=True)
class GeneratedSet:
    """One kind of set. ``make`` gives the exact rows; noise goes to the target, or to the inputs of classes."""

    name: str
    title: str
    formula: str
    inputs: tuple[str, ...]
    target: str
    make: Callable[[int], Points]
    rows: int
    noise: float
    noisy_inputs: bool = False
    classes: tuple[str, ...] = ()
    """What the numbers 0, 1 … of the target mean, where they are classes."""

    @property
    def only_names(self) -> bool:
        """Whether the target is always told by names: of three classes no number lies between two others."""
        return len(self.classes) > 2


def _spread(n: int) -> Floats:
    """Return n numbers from 0 to 1, evenly: i / (n − 1)."""
    return np.linspace(0.0, 1.0, n)


def _line(n: int) -> Points:
    """y = 2 x + 1."""
    x = _spread(n)
    return x[:, None], 2 * x + 1


def _sine(n: int) -> Points:
    """y = sin(2 π x)."""
    x = _spread(n)
    return x[:, None], np.sin(2 * np.pi * x)


def _bump(n: int) -> Points:
    """y = 16 x² (1 − x)²: 0 at both ends, 1 in the middle. Three rows are the drug dosages 0, 0.5 and 1."""
    x = _spread(n)
    return x[:, None], 16 * x**2 * (1 - x) ** 2


def _xor(n: int) -> Points:
    """Row i stands on the corner (x₁, x₂) = (i ÷ 2 mod 2, i mod 2); y = 1 where just one of the two is 1."""
    i = np.arange(n)
    x1, x2 = i // 2 % 2, i % 2
    return np.column_stack((x1, x2)).astype(np.float64), (x1 ^ x2).astype(np.float64)


def _in_turn(n: int) -> tuple[Floats, Floats]:
    """Return each row's class, 0 and 1 in turn, and how far along its class it stands: from 0 up to below 1."""
    i = np.arange(n)
    return (i % 2).astype(np.float64), (i // 2) / ((n + 1) // 2)


def _circles(n: int) -> Points:
    """(x₁, x₂) = r (cos 2πt, sin 2πt), t = 0 … 1 along the circle; r = 1 where y = 0, r = ½ where y = 1."""
    y, t = _in_turn(n)
    radius, angle = 1 - y / 2, 2 * np.pi * t
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle))), y


def _spiral(n: int) -> Points:
    """(x₁, x₂) = t (cos a, sin a) with a = 3πt + πy, t = 0 … 1: two arms of one and a half turns."""
    y, t = _in_turn(n)
    angle = 3 * np.pi * t + np.pi * y
    return np.column_stack((t * np.cos(angle), t * np.sin(angle))), y


def _blobs(n: int) -> Points:
    """(x₁, x₂) = (−1, −1) where y = 0 and (1, 1) where y = 1; noise spreads the points around."""
    y, _ = _in_turn(n)
    return np.column_stack((2 * y - 1, 2 * y - 1)), y


def _blobs3(n: int) -> Points:
    """(x₁, x₂) = √2 (cos a, sin a) with a = 90° + 120° y, y = 0, 1, 2 in turn; noise spreads the points around."""
    y: Floats = np.arange(n, dtype=np.float64) % 3
    angle = np.pi / 2 + 2 * np.pi / 3 * y
    return math.sqrt(2) * np.column_stack((np.cos(angle), np.sin(angle))), y


_ONE, _TWO = ("x",), ("x1", "x2")
_ROWS = (
    GeneratedSet("line", "Line", "y = 2 x + 1", _ONE, "y", _line, 20, 0.1),
    GeneratedSet("sine", "Sine", "y = sin(2 π x)", _ONE, "y", _sine, 40, 0.05),
    GeneratedSet("bump", "Bump", "y = 16 x² (1 − x)²", _ONE, "y", _bump, 20, 0.0),
    GeneratedSet("xor", "XOR", "y = 1 where just one of x₁, x₂ is 1", _TWO, "y", _xor, 40, 0.1, noisy_inputs=True,
                 classes=("alike", "different")),
    GeneratedSet("circles", "Circles", "y = 1 on the inner circle", _TWO, "y", _circles, 80, 0.05,
                 noisy_inputs=True, classes=("outer", "inner")),
    GeneratedSet("spiral", "Spiral", "y says which of two arms", _TWO, "y", _spiral, 100, 0.02,
                 noisy_inputs=True, classes=("first arm", "second arm")),
    GeneratedSet("blobs", "Blobs", "y = 0 around (−1, −1), 1 around (1, 1)", _TWO, "y", _blobs, 60, 0.4,
                 noisy_inputs=True, classes=("lower", "upper")),
    GeneratedSet("blobs3", "Three blobs", "One class around each corner of a triangle", _TWO, "y", _blobs3, 60, 0.5,
                 noisy_inputs=True, classes=("top", "left", "right")),
)  # fmt: skip
SETS: Mapping[str, GeneratedSet] = {row.name: row for row in _ROWS}


CLASS = "class"
"""What the target is called where it holds names."""


def generate(
    name: str, n: int, noise: float = 0.0, seed: int = 1, *, names: bool = False
) -> tuple[Column, ...]:
    """Return the columns of a set: its inputs, then its target, ``n`` rows each.

    With ``names`` the target of a set of classes is a column of their names; of three classes it always is.
    ValueRefused if a number is out of range; KeyError if there is no set of that name.
    """
    for setting, value in ((COUNT, n), (NOISE, noise), (SEED, seed)):
        setting.check(value)
    found = SETS[name]
    inputs, target = found.make(int(n))
    chance = np.random.default_rng(int(seed))
    if found.noisy_inputs:
        inputs = inputs + noise * chance.standard_normal(inputs.shape)
    else:
        target = target + noise * chance.standard_normal(target.shape)
    columns = [Column(label, floats(values)) for label, values in zip(found.inputs, inputs.T, strict=True)]
    if found.only_names or (names and found.classes):
        return (*columns, column(CLASS, [found.classes[int(number)] for number in target]))
    return (*columns, Column(found.target, floats(target)))
