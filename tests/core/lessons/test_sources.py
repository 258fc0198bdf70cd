"""Numbers from their sources, against hand-worked sums and the published figures of part 2."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from core import storage
from core.errors import SquiggleError, ValueRefused
from core.lessons.bench import Bench, bench_of
from core.lessons.sources import agrees, compute


@pytest.fixture
def bench(examples: Path) -> Bench:
    return bench_of(storage.load(examples / "part2-backpropagation.squiggle"))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("loss", 20.423598), ("SSR", None), ("derivative b3", -15.655108), ("step size b3", -1.565511),
        ("next b3", 1.565511), ("b3", 0.0), ("number w3", -1.22), ("b3 after 2 steps", 2.191715),
        ("b3 after training", 2.609141), ("loss with b3 1", 7.768489), ("derivative b3 after 1 step", -6.262043),
        ("derivative b3 with w4 0.63 with w3 0.36", 1.899555), ("predicted effectiveness in row 2", -1.609019),
        # 1 − (−1.609019)
        ("residual of effectiveness in row 2", 2.609019),
        # (1 − (−1.609019))² = 6.80698
        ("loss of row 2", 6.806982), ("residual of effectiveness in row 2 ^ 2", 6.806982),
        # −1.43 + 3.34 × 0.5 = 0.24; ln(1 + e^0.24) = 0.82033; its slope is 1 ÷ (1 + e^−0.24) = 0.559714
        ("sum of hidden 1 in row 2", 0.24), ("output of hidden 1 in row 2", 0.82033),
        ("slope of hidden 1 in row 2", 0.559714), ("ln(1 + exp(sum of hidden 1 in row 2))", 0.82033),
        ("observed effectiveness in row 2", 1.0), ("rows", 3.0), ("learning rate", 0.1), ("steps", 0.0),
        ("steps to stop", 12.0), ("0 - 0.1 × derivative b3", 1.565511), ("2 + 3 × 2 ^ 2", 14.0),
        ("(2 + 3) × 2", 10.0), ("8 - 3 - 2", 3.0), ("sqrt(16) ÷ 2", 2.0), ("b3 after 1 step at rate 1", 15.655108),
    ],
)  # fmt: skip
def test_a_source_gives_its_number(bench: Bench, source: str, value: float | None) -> None:
    if value is None:
        with pytest.raises(ValueRefused, match="no parameter SSR"):
            compute(source, bench)
    else:
        assert compute(source, bench) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("source", "words"),
    [("w9", "no parameter w9; it has w1"), ("output of moon in row 1", "no node “moon”"), ("loss of row 4", "no row 4"),
     ("output of hidden 1[2] in row 1", "has 1 units"), ("1 ÷ 0", "cannot be computed"),
     ("rows right", "calls classes"),
     ("observed hidden 1 in row 1", "nothing is observed")],
)  # fmt: skip
def test_what_the_network_does_not_have_is_named(bench: Bench, source: str, words: str) -> None:
    with pytest.raises(SquiggleError, match=words.replace("“", ".").replace("”", ".")):
        compute(source, bench)


def test_numbers_of_layers_and_classes_have_names(examples: Path) -> None:
    flowers = bench_of(storage.load(examples / "part6-cross-entropy.squiggle"))
    shares = [compute(f"probability of species[{name}] in row 1", flowers) for name in flowers.document.nodes[
        "species"].classes]  # fmt: skip
    assert sum(shares) == pytest.approx(1)
    assert compute("probability of species[2] in row 1", flowers) == shares[1]
    assert compute("loss of row 1", flowers) == pytest.approx(-math.log(max(shares)))
    assert 0 <= compute("rows right", flowers) <= compute("rows", flowers)


@pytest.mark.parametrize(
    ("shown", "value", "right"),
    [("20.4", 20.423598, True), ("20.4", 20.46, False), ("−15.66", -15.655108, True), ("-15.7", -15.655108, True),
     ("15.66", -15.655108, False), ("0", 0.4, True), ("0", 0.6, False), ("12%", 0.1234, True), ("12%", 0.13, False),
     ("1,759", 1759.0, True), ("1e−5", 0.0000099, True), ("2.61", 2.6049, False)],
)  # fmt: skip
def test_a_number_agrees_to_the_digits_that_are_written(shown: str, value: float, right: bool) -> None:  # noqa: FBT001
    assert agrees(shown, value) is right
