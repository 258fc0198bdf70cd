"""A computation in portions finds what it finds in one go."""

from __future__ import annotations

import numpy as np

from core.datasets.rows import prepare
from core.engine.compiler import compile_network
from core.portions import Portions, Work, whole
from core.profile import Slice
from tests.benchmarks.networks import layered


def count(to: int) -> Portions[int]:
    total = 0
    for value in range(to):
        total += value
        yield 1
    return total


def test_in_one_go() -> None:
    assert whole(count(5)) == 10


def test_no_time_is_one_portion_at_a_time() -> None:
    work = Work(count(3))
    assert [work.go_on(0.0) for _ in range(4)] == [False, False, False, True]
    assert work.found == 3
    assert work.go_on(0.0), "what is done stays done"


def test_so_many_values_are_computed_however_long_they_take() -> None:
    work = Work(count(10))
    assert not work.go_on(0.0, at_least=9)
    assert Work(count(10)).go_on(0.0, at_least=11)


def test_losses_in_portions_are_the_same_to_the_last_bit() -> None:
    document = layered([20, 30, 30, 4], "tanh", 900, None)
    network, rows = compile_network(document), prepare(document)
    theta, values = network.pack(document), np.linspace(-2, 2, 50)[None]
    at_once, work = (
        Slice(network, theta, rows, (3,)).losses(values),
        Work(Slice(network, theta, rows, (3,)).tally(values)),
    )
    portions = 1
    while not work.go_on(0.0):
        portions += 1
    assert portions > 10
    assert work.found is not None
    np.testing.assert_array_equal(work.found, at_once)
