"""Networks with convolutions train as plain loops do; frozen cells stay; every step can be made again bit by bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import core.training.history
import core.training.trainer
from core import storage
from core.catalog import OPTIMIZERS
from core.document import Document, Stop, bias_of, filters_of
from core.edits.values import NewStart, SetTrainable
from core.errors import NetworkRefused
from core.scores import score
from core.training.batches import rows_at
from core.training.replay import Replay
from core.training.trainer import Trainer
from tests.core.training.test_replay import assert_identical, each_step
from tests.helpers.plain import Plain
from tests.helpers.random_grids import random_grids

EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"


def descending(seed: int) -> Document:
    """Return a random network that trains by plain gradient descent, without end."""
    document = random_grids(seed)
    settings = replace(document.training, optimizer="gradient_descent", stop=Stop(), learning_rate=0.003)
    return document.evolve(training=settings)


@pytest.mark.parametrize("seed", range(12))
def test_training_goes_as_by_plain_loops(seed: int) -> None:
    document = descending(seed)
    trainer = Trainer(document)
    plain = Plain(document, trainer.rows)
    for step in range(4):
        plain.descend(rows_at(document.training, trainer.rows.train, step).tolist(), 0.003)
    trainer.step(4)
    for ref, value in trainer.network.parameters(trainer.snapshot().theta).items():
        assert value == pytest.approx(plain.values[ref], rel=1e-9, abs=1e-11), ref


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_frozen_cells_stay_with_every_optimizer(optimizer: str) -> None:
    document = random_grids(4)
    document = document.evolve(training=replace(document.training, optimizer=optimizer))
    trainer = Trainer(document)
    trainer.step(5)
    frozen = moved = 0
    for ref, value in trainer.network.parameters(trainer.snapshot().theta).items():
        old = document.parameter(ref)
        assert np.array_equal(value[~old.trainable], old.value[~old.trainable]), ref
        frozen += int((~old.trainable).sum())
        moved += int((value != old.value).sum())
    assert moved > 10
    assert frozen > 3


@pytest.mark.parametrize("seed", range(6))
def test_every_step_is_made_again_bit_by_bit(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core.training.history, "MOST", 12)
    document = random_grids(seed)
    document = document.evolve(training=replace(document.training, stop=Stop()))
    expected = each_step(document, 40)
    trainer = Trainer(document)
    trainer.step(40)
    trainer.snapshot()
    replay = Replay(document, trainer.network, trainer.rows)
    for step in (3, 17, 16, 39, 0):
        assert_identical(replay.record(trainer.history.view(), step), expected[step])


def test_one_cell_alone_learns() -> None:
    document = storage.load(EXAMPLES / "letters-train.squiggle")
    document = SetTrainable(tuple(document.parameters()), trainable=False).apply(document)
    document = SetTrainable((filters_of("map"),), trainable=True, places=((0, 0, 1, 1),)).apply(document)
    trainer = Trainer(document)
    trainer.step(10)
    found = trainer.network.parameters(trainer.snapshot().theta)
    moved = {(ref, tuple(place)) for ref, value in found.items()
             for place in np.argwhere(value != document.parameter(ref).value).tolist()}  # fmt: skip
    assert moved == {(filters_of("map"), (0, 0, 1, 1))}


def test_the_letters_are_learned_from_nearly_every_start() -> None:
    document = storage.load(EXAMPLES / "letters-train.squiggle")
    right = []
    for _ in range(10):
        trainer = Trainer(document, most_records=4)
        trainer.step(1000)
        found = score(document, trainer.network, trainer.snapshot().theta, trainer.rows)["which"]
        right.append(found.train.accuracy)
        document = NewStart().apply(document)
    assert right[0] == 1.0
    assert right.count(1.0) >= 9


def test_digits_are_read_by_a_convolution() -> None:
    document = storage.load(EXAMPLES / "digits-cnn.squiggle")
    trainer = Trainer(document, most_records=4)
    reason = trainer.step(2000)
    found = score(document, trainer.network, trainer.snapshot().theta, trainer.rows)["digit"]
    assert reason is not None
    assert reason.name == "max_steps"
    assert found.test.accuracy is not None
    assert found.test.accuracy >= 0.975


def test_a_filter_that_diverges_ends_training_by_name() -> None:
    document = storage.load(EXAMPLES / "part8-letters.squiggle")
    nodes = {key: replace(node, activation="identity") for key, node in document.nodes.items()}
    document = document.evolve(nodes=nodes, training=replace(document.training, learning_rate=10.0))
    trainer = Trainer(document)
    reason = trainer.step(50)
    assert reason is not None
    assert reason.name == "diverged"
    assert reason.node in document.nodes
    assert np.isfinite(trainer.snapshot().theta).all()
    assert bias_of(reason.node) in trainer.network.slots or document.nodes[reason.node].bias is None


def test_batches_that_would_take_gigabytes_are_refused_with_a_size_that_would_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = storage.load(EXAMPLES / "digits-cnn.squiggle")
    whole = document.evolve(training=replace(document.training, batch_size=None))
    units = Trainer(document).network.layout.height
    monkeypatch.setattr(core.training.trainer, "AT_ONCE", 100 * units + 99)
    with pytest.raises(NetworkRefused, match=r"rows make .* choose a batch of at most 100 rows\.$"):
        Trainer(whole)
    Trainer(document.evolve(training=replace(document.training, batch_size=100)), most_records=1).step()
