"""Generated sets by their formulas, worked out row by row in plain Python."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.generated import SETS, generate
from core.errors import ValueRefused


def table(name: str, n: int, noise: float = 0.0, seed: int = 1) -> list[tuple[float, ...]]:
    columns = [column.values.tolist() for column in generate(name, n, noise, seed)]
    if SETS[name].only_names:
        columns[-1] = [SETS[name].classes.index(one) for one in columns[-1]]
    return list(zip(*columns, strict=True))


# √2 (cos 90°, sin 90°), √2 (cos 210°, sin 210°) = √2 (−√3/2, −1/2), √2 (cos 330°, sin 330°) = √2 (√3/2, −1/2)
TRIANGLE = ((0.0, 2**0.5), (-(1.5**0.5), -(0.5**0.5)), (1.5**0.5, -(0.5**0.5)))


def expected(name: str, i: int, n: int) -> tuple[float, ...]:
    """Row i of n, by the formula in the docstrings."""
    x, y, t = i / (n - 1), i % 2, (i // 2) / math.ceil(n / 2)
    a = 3 * math.pi * t + math.pi * y
    r = 0.5 if y else 1.0
    rows: dict[str, tuple[float, ...]] = {
        "line": (x, 2 * x + 1),
        "sine": (x, math.sin(2 * math.pi * x)),
        "bump": (x, 16 * x * x * (1 - x) * (1 - x)),
        "xor": (i // 2 % 2, i % 2, float((i // 2 % 2) != (i % 2))),
        "circles": (r * math.cos(2 * math.pi * t), r * math.sin(2 * math.pi * t), y),
        "spiral": (t * math.cos(a), t * math.sin(a), y),
        "blobs": (2 * y - 1, 2 * y - 1, y),
        "blobs3": (*TRIANGLE[i % 3], i % 3),
    }
    return rows[name]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("n", [2, 3, 7, 40])
def test_without_noise_every_row_is_the_formula(name: str, n: int) -> None:
    found = table(name, n)
    assert len(found) == n
    for i, row in enumerate(found):
        assert row == pytest.approx(expected(name, i, n), abs=1e-12)


def test_three_rows_of_the_bump_are_the_drug_dosages() -> None:
    assert table("bump", 3) == [(0, 0), (0.5, 1), (1, 0)]


def test_four_rows_of_xor_are_its_truth_table() -> None:
    assert table("xor", 4) == [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


@given(name=st.sampled_from(list(SETS)), seed=st.integers(0, 2**63 - 1), n=st.integers(2, 50))
def test_the_same_seed_gives_the_same_rows_and_another_seed_others(name: str, seed: int, n: int) -> None:
    assert table(name, n, 0.3, seed) == table(name, n, 0.3, seed)
    assert table(name, n, 0.3, seed) != table(name, n, 0.3, (seed + 1) % 2**63)


@pytest.mark.parametrize("name", SETS)
def test_noise_has_the_standard_deviation_asked_for_and_spares_the_classes(name: str) -> None:
    exact, noisy = (np.array(table(name, 5000, noise, 3)) for noise in (0.0, 0.5))
    spread = (noisy - exact).std(axis=0)
    touched = spread[:-1] if SETS[name].noisy_inputs else spread[-1:]
    kept = spread[-1:] if SETS[name].noisy_inputs else spread[:-1]
    assert touched == pytest.approx(0.5, rel=0.05)
    assert not kept.any()


@pytest.mark.parametrize(
    ("n", "noise", "seed", "word"),
    [(1, 0, 1, "Rows"), (10_001, 0, 1, "Rows"), (5, -0.1, 1, "Noise"), (5, math.nan, 1, "Noise"), (5, 0, -1, "Seed")],
)
def test_numbers_out_of_range_are_refused_by_name(n: int, noise: float, seed: int, word: str) -> None:
    with pytest.raises(ValueRefused, match=word):
        generate("line", n, noise, seed)


@pytest.mark.parametrize("name", [name for name, found in SETS.items() if found.classes])
def test_classes_are_named_where_that_is_wanted(name: str) -> None:
    named, plain = generate(name, 12, names=True), table(name, 12)
    assert named[-1].name == "class"
    assert named[-1].values.tolist() == [SETS[name].classes[int(row[-1])] for row in plain]
    assert named[:-1] == generate(name, 12)[:-1]


def test_sets_without_classes_stay_numbers() -> None:
    assert generate("line", 5, names=True) == generate("line", 5)


def test_columns_are_read_only() -> None:
    assert not any(column.values.flags.writeable for column in generate("spiral", 10))
