"""Many random starts: the numbers that New start and Run come to, told with their ends, stopped when asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.document import Document, Stop
from core.edits.values import NewStart, Reset, SetTrainable, SetValue
from core.errors import NetworkRefused
from core.scores import score
from core.training.starts import Start, Starts, altered, starts_for
from core.training.stopping import StopReason
from core.training.trainer import Trainer
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris, layered
from tests.helpers.plain import Plain


def short(document: Document, max_steps: int | None = None, loss_below: float | None = None) -> Document:
    """Return ``document`` with these stop rules alone."""
    stop = Stop(max_steps=max_steps, loss_below=loss_below)
    return document.evolve(training=replace(document.training, stop=stop))


def at_rate(document: Document, rate: float) -> Document:
    return document.evolve(training=replace(document.training, learning_rate=rate))


def trained(document: Document, count: int | None = None, first: int | None = None) -> Starts:
    starts = Starts(document, count=count, first=first)
    starts.start()
    starts.wait()
    assert starts.failure == ""
    return starts


def test_they_are_what_new_start_and_run_come_to() -> None:
    document = short(iris(), max_steps=60)
    starts = trained(document, count=4)
    for start in starts.standing.found:
        document = NewStart().apply(document)
        alone = Trainer(document)
        reason = alone.step(10_000)
        assert (start.seed, start.step, start.reason) == (document.training.seed, alone.steps, reason)
        assert np.array_equal(start.theta, alone.snapshot().theta)
        assert start.loss == alone.snapshot().loss
        results = score(document, alone.network, start.theta, alone.rows)["species"]
        assert start.right["species"][0] == results.train.accuracy
        assert np.isnan(start.right["species"][1])  # no row is held back
    assert [start.number for start in starts.standing.found] == [1, 2, 3, 4]
    assert starts.over


def test_probabilities_of_a_row_are_those_of_the_network_with_the_numbers_of_each_start() -> None:
    starts = trained(short(layered((2, 4, 3)), max_steps=25), count=3)
    for row in range(6):
        found = starts.probabilities("p", row)
        assert found.shape == (3, 3)
        assert found.sum(axis=1) == pytest.approx(1, abs=1e-12)
        for start, shares in zip(starts.standing.found, found, strict=True):
            taken = start.take(starts.network).apply(starts.document)
            assert shares == pytest.approx(Plain(taken, starts.rows).forward(row)[1]["p"], abs=1e-12)


def test_early_ends_and_divergence_are_told() -> None:
    low = trained(short(iris(), max_steps=500, loss_below=100.0), count=2).standing.found
    assert [(start.reason.name, start.step) for start in low] == [("loss_below", 1)] * 2
    wild = at_rate(short(iris(), max_steps=50), 1e300)
    found = trained(wild, count=3).standing.found
    assert all(np.isfinite(start.theta).all() for start in found)
    assert any(start.diverged for start in found)


def test_rows_are_ordered_by_how_far_the_starts_are_apart() -> None:
    starts = trained(short(layered((2, 4, 3)), max_steps=25), count=4)
    spans = [float(np.ptp(starts.probabilities("p", row), axis=0).max()) for row in range(6)]
    assert starts.disputed("p").tolist() == sorted(range(6), key=lambda row: -spans[row])
    assert Starts(short(iris(), max_steps=5)).disputed("species").tolist() == [0, 1, 2]  # none is trained yet


def test_shuffled_batches_follow_the_seed_of_each_start(examples: Path) -> None:
    digits = short(storage.load(examples / "digits.squiggle"), max_steps=40)
    assert digits.training.shuffle
    found = trained(digits, count=2, first=9).standing.found
    for start in found:
        alone = Trainer(NewStart().apply(digits.evolve(training=replace(digits.training, seed=start.seed - 1))))
        alone.step(100)
        assert np.array_equal(alone.snapshot().theta, start.theta)


def test_stopping_keeps_what_is_whole(examples: Path) -> None:
    starts = Starts(storage.load(examples / "iris-train.squiggle"))
    starts.start()
    while not starts.standing.found:
        pass
    starts.stop()
    found = starts.standing.found
    assert 0 < len(found) < starts.count == 20
    assert all(start.step == 2000 for start in found)
    assert not starts.over


def test_what_is_left_is_told_in_seconds() -> None:
    starts = Starts(short(iris(), max_steps=100), count=10)
    one = Start(1, 2, np.zeros(3), 50, 0.0, StopReason("max_steps", "", 50), {})
    assert starts.seconds_left is None
    starts.standing = replace(starts.standing, step=25, seconds=1.0)
    assert starts.seconds_left == pytest.approx(39)  # a quarter of one start took 1 s: 9.75 starts to go
    starts.standing = replace(starts.standing, found=(one,), step=25, seconds=3.0)
    assert starts.seconds_left == pytest.approx(17)  # of 50 steps each: 1.5 starts took 3 s, 8.5 to go


def test_what_cannot_be_trained_is_refused() -> None:
    with pytest.raises(NetworkRefused, match="until a stop rule holds"):
        Starts(short(iris()))
    with pytest.raises(NetworkRefused, match="the derivative of an ArgMax is 0"):
        Starts(short(iris("argmax", "ssr"), max_steps=3))
    with pytest.raises(NetworkRefused, match="frozen"):
        Starts(SetTrainable(tuple(iris().parameters()), trainable=False).apply(short(iris(), max_steps=3)))


def test_of_a_very_large_network_fewer_are_trained() -> None:
    assert [starts_for(size) for size in (0, 15, 2_000_000, 10**9)] == [20, 20, 16, 1]


def test_what_starts_hang_on_is_named() -> None:
    document = iris()
    assert altered(document, document) == ""
    assert altered(document, NewStart().apply(document)) == ""
    assert altered(document, SetValue(("", "h1"), 3.0).apply(document)) == ""
    assert altered(document, at_rate(document, 0.3)) == "training settings"
    assert altered(document, one_two_one()) == "drawing"
    frozen = SetTrainable((("", "h1"),), trainable=False).apply(document)
    assert altered(document, frozen) == "frozen numbers"
    assert altered(frozen, SetValue(("", "h1"), 3.0).apply(frozen)) == "frozen numbers"
    assert altered(frozen, SetValue(("", "h2"), 3.0).apply(frozen)) == ""
    columns = tuple(reversed(document.data.columns))
    assert altered(document, document.evolve(data=replace(document.data, columns=columns))) == "data"


def test_a_start_that_is_taken_is_as_if_it_had_been_drawn_and_trained() -> None:
    document = short(iris(), max_steps=30)
    starts = trained(document, count=2)
    start = starts.standing.found[1]
    taken = start.take(starts.network).apply(document)
    twice = NewStart().apply(NewStart().apply(document))
    assert taken.steps == 30
    assert taken.training == twice.training
    assert np.array_equal(starts.network.pack(taken), start.theta)
    assert np.array_equal(starts.network.pack(Reset().apply(taken)), starts.network.pack(twice))
