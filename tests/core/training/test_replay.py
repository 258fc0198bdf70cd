"""Steps that were dropped are made again bit by bit: every optimizer, batches, shuffled or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import core.training.history
import core.training.replay
from core.document import Document, Stop, TestSplit
from core.training.history import Record
from core.training.replay import Replay
from core.training.run import Run
from core.training.trainer import Trainer
from tests.core.training.test_trainer import ten_rows, with_training
from tests.helpers.build import one_two_one

OPTIMIZERS = ("gradient_descent", "momentum", "rmsprop", "adam")
BATCHES: tuple[dict[str, Any], ...] = ({}, {"batch_size": 3}, {"batch_size": 3, "shuffle": True})


@pytest.fixture
def _few_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep so few records that most steps are dropped."""
    monkeypatch.setattr(core.training.history, "MOST", 12)


def forever(document: Document) -> Document:
    return with_training(document, stop=Stop())


def each_step(document: Document, steps: int) -> list[Record]:
    """Train one step at a time and return what stood there, read from a trainer whose history drops nothing of it."""
    trainer, found = Trainer(document), []
    for step in range(document.steps, document.steps + steps + 1):
        trainer.snapshot()
        found.append(trainer.history.view().nearest(step))
        trainer.step()
    return found


def assert_identical(found: Record | None, expected: Record) -> None:
    assert found is not None
    for name in Record._fields:
        assert np.array_equal(getattr(found, name), getattr(expected, name), equal_nan=True), name


@pytest.mark.usefixtures("_few_records")
@pytest.mark.parametrize("batches", BATCHES, ids=["all rows", "batches", "shuffled"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_step_is_bit_by_bit_what_it_was(optimizer: str, batches: dict[str, Any]) -> None:
    document = forever(ten_rows(optimizer=optimizer, **batches))
    document = document.evolve(data=replace(document.data, test=TestSplit(rows=(0, 9))))
    expected = each_step(document, 150)
    trainer = Trainer(document)
    trainer.step(150)
    trainer.snapshot()
    view = trainer.history.view()
    assert view.steps.size <= 13
    replay = Replay(document, trainer.network, trainer.rows)
    there_and_back = [*range(151), *range(150, -1, -7), 149, 3, 148, 4]
    for step in there_and_back:
        assert_identical(replay.record(view, step), expected[step])


@pytest.mark.usefixtures("_few_records")
def test_a_limit_of_time_is_kept_and_the_next_call_goes_on() -> None:
    document = forever(ten_rows(optimizer="adam"))
    trainer, whole = Trainer(document), Trainer(document)
    trainer.step(9)
    trainer.step(4000)
    view = trainer.history.view()
    gap = int(np.argmax(np.diff(view.steps)))
    step = int(view.steps[gap + 1]) - 1
    replay, calls = Replay(document, trainer.network, trainer.rows), 0
    while (found := replay.record(view, step, 0.0002)) is None:
        calls += 1
    assert calls > 1
    whole.step(step)
    assert np.array_equal(found.theta, whole.snapshot().theta)


@pytest.mark.usefixtures("_few_records")
def test_marks_stay_within_their_room_and_the_numbers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core.training.replay, "_BYTES", 2000)
    document = forever(ten_rows(optimizer="momentum"))
    trainer, whole = Trainer(document), Trainer(document)
    trainer.step(3000)
    view, replay = trainer.history.view(), Replay(document, trainer.network, trainer.rows)
    for step in (2990, 1500, 2989):
        assert replay.record(view, step) is not None
    each = sum(vector.nbytes for vector in next(iter(replay._marks.values())).vectors)
    assert 2 <= len(replay._marks) <= 2000 // each
    whole.step(2989)
    assert_identical(replay.record(view, 2989), whole._gauge.record(2989))


def test_replaying_does_not_touch_the_run() -> None:
    document = forever(one_two_one())
    trainer, alone = Trainer(document), Trainer(document)
    run = Run(document, trainer.network, trainer.rows, trainer.history)
    trainer.step(20_000)
    alone.step(20_000)
    kept = set(trainer.history.view().steps.tolist())
    dropped = next(step for step in range(5_000, 20_000) if step not in kept)
    assert run.record(dropped) is not None
    trainer.step(100)
    alone.step(100)
    assert np.array_equal(trainer.snapshot().theta, alone.snapshot().theta)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batches", BATCHES, ids=["all rows", "batches", "shuffled"])
def test_running_on_from_any_step_gives_the_same_steps(optimizer: str, batches: dict[str, Any]) -> None:
    document = forever(ten_rows(optimizer=optimizer, **batches))
    trainer = Trainer(document)
    run = Run(document, trainer.network, trainer.rows, trainer.history)
    trainer.step(60)
    trainer.snapshot()
    for step in (0, 1, 29, 30):
        there = run.snapshot(step)
        assert there is not None
        values = trainer.network.parameters(there.theta)
        half = document.with_parameters({
            ref: replace(found, value=values[ref]) for ref, found in document.parameters().items()})
        second = Trainer(half.evolve(steps=step), carry=run.state(step))
        branch = Run(half.evolve(steps=step), second.network, second.rows, second.history, parent=run, moved=step > 0)
        second.step(60 - step)
        second.snapshot()
        for at in range(61):
            record, expected = branch.record(at), run.record(at)
            assert expected is not None
            assert_identical(record, expected)
        assert (branch.first, branch.start, branch.end) == (0, step, 60)


def test_a_branch_shows_the_way_before_it_and_its_own_after() -> None:
    document = forever(one_two_one())
    trainer = Trainer(document)
    run = Run(document, trainer.network, trainer.rows, trainer.history)
    trainer.step(50)
    values = trainer.network.parameters(run.snapshot(20).theta)  # type: ignore[union-attr]
    half = document.with_parameters({
        ref: replace(found, value=values[ref]) for ref, found in document.parameters().items()}).evolve(steps=20)
    half = with_training(half, learning_rate=0.01)
    second = Trainer(half, carry=run.state(20))
    branch = Run(half, second.network, second.rows, second.history, parent=run, moved=True)
    second.step(10)
    view = branch.view()
    assert view.steps.tolist() == list(range(31))
    assert np.array_equal(view.losses[:21], run.view().losses[:21])
    ref = ("", "effect")
    assert np.array_equal(view.values(ref)[:21], run.view().values(ref)[:21])
    assert view.step_sizes(ref)[21] == pytest.approx(0.01 * view.gradients(ref)[20])
    assert np.array_equal(view.step_sizes(ref)[20], run.view().step_sizes(ref)[20])
    assert np.array_equal(view.read("theta", view.slots[ref].index, 25), view.values(ref)[25:])
    assert (branch.settings, run.settings) == ("rate 0.01", "rate 0.1")
    shot = branch.snapshot(20)
    assert shot is not None
    assert shot.step_size is not None
    assert run.snapshot(0).step_size is None  # type: ignore[union-attr]


@pytest.mark.parametrize(("optimizer", "names"), [
    ("gradient_descent", ()), ("momentum", ("velocity",)), ("rmsprop", ("square",)), ("adam", ("mean", "square"))])
def test_a_snapshot_holds_what_the_optimizer_remembers(optimizer: str, names: tuple[str, ...]) -> None:
    trainer = Trainer(ten_rows(optimizer=optimizer))
    assert all(not vector.any() for vector in trainer.snapshot().memory.values())
    gradient = trainer.snapshot().gradient
    trainer.step()
    shot = trainer.snapshot()
    assert tuple(shot.memory) == names
    # after one step from 0: v = g; s = 0.01 g² (RMSprop's alpha is 0.99); m = 0.1 g, s = 0.001 g² (Adam)
    share = {"momentum": {"velocity": gradient}, "rmsprop": {"square": 0.01 * gradient**2},
             "adam": {"mean": 0.1 * gradient, "square": 0.001 * gradient**2}}.get(optimizer, {})
    for name, expected in share.items():
        np.testing.assert_allclose(shot.memory[name], expected, rtol=1e-12)
        assert not shot.memory[name].flags.writeable
    assert shot.updates == (1 if optimizer == "adam" else 0)
