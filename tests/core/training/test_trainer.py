"""Training: the same numbers as plain loops, batches, frozen parts, divergence, going on with an altered document."""

from __future__ import annotations

import math
import pickle  # noqa: TID251  nothing of a user's: shows that a snapshot may cross processes
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.training.batches
from core.document import Document, Floats, Ref, Stop, TestSplit, column, parameter
from core.errors import NetworkRefused
from core.training.trainer import Trainer
from tests.core.engine.test_layout import chain
from tests.helpers.build import documents, one_two_one
from tests.helpers.plain import Plain


def with_training(document: Document, **changes: Any) -> Document:
    return document.evolve(training=replace(document.training, **changes))


def only_trainable(document: Document, *refs: Ref) -> Document:
    return document.with_parameters({
        ref: replace(found, trainable=np.full(found.value.shape, ref in refs))
        for ref, found in document.parameters().items()})


def values(trainer: Trainer) -> dict[Ref, Floats]:
    return trainer.network.parameters(trainer.snapshot().theta)


def assert_same(found: Mapping[Ref, Floats], expected: Mapping[Ref, Floats], tolerance: float = 1e-11) -> None:
    for ref, value in expected.items():
        assert np.abs(found[ref] - value).max() <= tolerance * max(1.0, float(np.abs(value).max())), ref


def rows_of_step(trainer: Trainer, step: int, size: int) -> Iterable[int]:
    """Return the rows of a step (from 0) in file order, by the definition."""
    train = [int(row) for row in trainer.rows.train]
    place = step % math.ceil(len(train) / size)
    return train[place * size : (place + 1) * size]


def ten_rows(**changes: Any) -> Document:
    rng = np.random.default_rng(7)
    document = chain(3, (1, 3))
    columns = tuple(column(old.name, rng.normal(size=10)) for old in document.data.columns)
    return with_training(document.evolve(data=replace(document.data, columns=columns)), learning_rate=0.01, **changes)


def test_part_two_by_hand() -> None:
    # b3: slope −15.7 at 0, step −1.57, then −6.26 at 1.57: step −0.626, b3 = 2.19
    trainer = Trainer(only_trainable(one_two_one(), ("", "effect")))
    seen = []
    for _ in range(2):
        trainer.step()
        seen.append(float(values(trainer)["", "effect"][0]))
    assert seen == pytest.approx([1.566, 2.19], abs=0.005)
    assert values(trainer)["dose", "top"] == 3.34


@given(documents(), st.sampled_from(["sum", "mean"]), st.sampled_from([None, 1, 2, 3, 5, 99]))
def test_any_network_trains_as_plain_loops_do(document: Document, reduction: str, batch: int | None) -> None:
    tame = with_training(document, reduction=reduction, batch_size=batch, learning_rate=1e-4)
    if not any(found.trainable.any() for found in tame.parameters().values()):
        with pytest.raises(NetworkRefused, match="frozen"):
            Trainer(tame)
        return
    trainer = Trainer(tame)
    plain = Plain(tame, trainer.rows)
    for step in range(4):
        plain.descend(rows_of_step(trainer, step, batch or 5), 1e-4)
    if trainer.step(4) is None:
        assert_same(values(trainer), plain.values, 1e-9)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("batch", [None, 1, 3, 10])
def test_batches_in_file_order_the_last_one_smaller(batch: int | None, reduction: str) -> None:
    document = ten_rows(batch_size=batch, reduction=reduction)
    trainer = Trainer(document)
    plain = Plain(document, trainer.rows)
    for step in range(25):
        plain.descend(rows_of_step(trainer, step, batch or 10), 0.01)
    trainer.step(25)
    assert_same(values(trainer), plain.values)


def test_many_rows_are_loaded_batch_by_batch() -> None:
    rng = np.random.default_rng(7)
    document = chain(3, (1, 3))
    columns = tuple(column(old.name, rng.normal(size=30_001)) for old in document.data.columns)
    document = with_training(
        document.evolve(data=replace(document.data, columns=columns)), learning_rate=1e-5, batch_size=10_000)
    trainer = Trainer(document)
    assert all(found.load for found in trainer._batches.rounds)
    theta = trainer.snapshot().theta
    for step in range(5):
        batch = replace(trainer.rows, train=np.array(list(rows_of_step(trainer, step, 10_000))))
        theta = theta - 1e-5 * trainer.network.gradient(theta, batch)[1]
    trainer.step(5)
    assert np.abs(trainer.snapshot().theta - theta).max() < 1e-13


def test_shuffled_epochs_use_every_row_once_and_differ() -> None:
    document = ten_rows(batch_size=4, shuffle=True, seed=3)
    trainer = Trainer(document)
    seen = []
    for step in range(6):
        sweep = trainer._batches.at(step).sweep
        seen.append(sweep.inputs[0].tolist())
        trainer.step()
    first, second = (sorted(seen[k] + seen[k + 1] + seen[k + 2]) for k in (0, 3))
    assert first == second == sorted(trainer.rows.inputs[0])
    assert seen[:3] != seen[3:]
    assert [len(batch) for batch in seen] == [4, 4, 2, 4, 4, 2]


@pytest.mark.parametrize("shuffle", [False, True])
def test_calls_of_one_step_and_of_many_give_the_same_numbers(shuffle: bool) -> None:  # noqa: FBT001
    document = ten_rows(batch_size=3, shuffle=shuffle, optimizer="adam")
    many, single = Trainer(document), Trainer(document)
    many.step(150)
    for _ in range(150):
        single.step()
        single.snapshot()
    assert_same(values(single), values(many), 0)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "rmsprop", "adam"])
def test_a_new_trainer_carries_on_where_the_last_one_was(optimizer: str) -> None:
    document = ten_rows(batch_size=3, shuffle=True, optimizer=optimizer)
    whole, first = Trainer(document), Trainer(document)
    whole.step(50)
    first.step(22)  # in the middle of an epoch
    half = document.with_parameters({
        ref: parameter(document.parameter(ref).name, value) for ref, value in values(first).items()})
    second = Trainer(half.evolve(steps=22), carry=first.state)
    second.step(28)
    assert second.steps == 50
    assert_same(values(second), values(whole), 1e-14)


@pytest.mark.parametrize("shuffle", [False, True])
def test_batches_that_share_a_sweep_give_the_same_numbers(
    shuffle: bool, monkeypatch: pytest.MonkeyPatch,  # noqa: FBT001
) -> None:
    document = ten_rows(batch_size=3, shuffle=shuffle)
    own = Trainer(document)
    monkeypatch.setattr(core.training.batches, "_HELD", 0)
    shared, late = Trainer(document), Trainer(document.evolve(steps=6))
    assert all(found.load for found in shared._batches.rounds)
    own.step(50)
    shared.step(50)
    assert_same(values(shared), values(own), 0)
    assert np.array_equal(late._batches.at(6).sweep.inputs, rows_after(document, 6))


def rows_after(document: Document, steps: int) -> Floats:
    """Return the inputs that a trainer looks at after so many steps."""
    trainer = Trainer(document)
    trainer.step(steps)
    return trainer._batches.at(steps).sweep.inputs


def test_what_no_longer_fits_is_not_carried() -> None:
    document = ten_rows(optimizer="momentum")
    first = Trainer(document)
    first.step(5)
    shorter = document.evolve(
        connections={pair: found for pair, found in document.connections.items() if pair != ("n1", "n3")})
    second = Trainer(shorter, carry=first.state)
    assert ("n1", "n3") not in second.state.memory["velocity"]
    assert second.state.memory["velocity"]["n0", "n1"] == first.state.memory["velocity"]["n0", "n1"] != 0
    other = Trainer(with_training(document, optimizer="adam"), carry=first.state)
    assert not other.state.memory["mean"]["n0", "n1"].any()


@pytest.mark.parametrize("optimizer", ["momentum", "rmsprop", "adam"])
def test_what_is_frozen_on_the_way_is_not_moved_by_what_is_remembered(optimizer: str) -> None:
    document = ten_rows(optimizer=optimizer)
    first = Trainer(document)
    first.step(5)
    second = Trainer(only_trainable(document, ("n1", "n3")), carry=first.state)
    second.step(5)
    moved = {ref for ref, value in values(second).items() if not np.array_equal(value, document.parameter(ref).value)}
    assert moved == {("n1", "n3")}


def test_frozen_parts_of_an_array_stay_and_do_not_disturb_the_others() -> None:
    document = ten_rows()
    trainable = only_trainable(document, ("n1", "n3"), ("", "n2"))
    trainer = Trainer(trainable)
    trainer.step(10)
    plain = Plain(trainable, trainer.rows)
    for _ in range(10):
        plain.descend(range(10), 0.01)
    assert_same(values(trainer), plain.values)
    assert values(trainer)["n0", "n1"] == document.parameter(("n0", "n1")).value


def test_snapshot_tells_the_truth() -> None:
    document = ten_rows(batch_size=4)
    document = document.evolve(data=replace(document.data, test=TestSplit(rows=(0, 9))))
    trainer = Trainer(document, revision=5)
    assert trainer.snapshot().step_size is None
    before = trainer.snapshot()
    trainer.step()
    after = trainer.snapshot()
    assert (after.revision, before.step, after.step, after.stop) == (5, 0, 1, None)
    assert after.step_size is not None
    assert np.abs(before.theta - after.theta - after.step_size).max() < 1e-16
    loss, gradient = trainer.network.gradient(after.theta, trainer.rows)
    assert after.loss == pytest.approx(loss, rel=1e-14)
    assert np.allclose(after.gradient, gradient, rtol=1e-13, atol=1e-16)
    assert after.test_loss == pytest.approx(trainer.network.test_loss(after.theta, trainer.rows), rel=1e-14)
    for array in (after.theta, after.gradient, after.step_size):
        assert not array.flags.writeable
    copy = pickle.loads(pickle.dumps(after))
    assert np.array_equal(copy.theta, after.theta)
    assert copy.loss == after.loss


def test_step_size_of_plain_descent_is_rate_times_derivative() -> None:
    trainer = Trainer(ten_rows())
    gradient = trainer.snapshot().gradient
    trainer.step()
    assert trainer.snapshot().step_size == pytest.approx(0.01 * gradient, rel=1e-15)


@pytest.mark.parametrize("activation", ["relu", "softplus", "identity", "gelu"])
@pytest.mark.parametrize("batch", [None, 4])
def test_divergence_ends_with_the_last_finite_values(activation: str, batch: int | None) -> None:
    document = ten_rows(batch_size=batch, shuffle=True, stop=Stop(max_steps=5000))
    kinds = {"input": "identity", "hidden": activation, "output": "identity"}
    nodes = {key: replace(node, activation=kinds[node.kind]) for key, node in document.nodes.items()}
    document = with_training(document.evolve(nodes=nodes), learning_rate=40.0)
    trainer, slow = Trainer(document), Trainer(document)
    reason = trainer.step(5000)
    assert reason is not None
    assert reason.name == "diverged"
    assert trainer.steps == reason.step - 1
    assert reason.node in document.nodes
    assert document.nodes[reason.node].label in reason.sentence
    assert f"step {reason.step:,}" in reason.sentence
    assert "4" in reason.sentence.split()[-1]
    snapshot = trainer.snapshot()
    assert np.isfinite(snapshot.theta).all()
    assert math.isfinite(snapshot.loss)
    assert snapshot.stop == reason
    for _ in range(reason.step - 1):
        assert slow.step() is None
    assert np.array_equal(slow.snapshot().theta, snapshot.theta)
    while (found := slow.step()) is None:  # a batch may stay finite a little longer than the loss over all rows
        assert slow.steps < reason.step + 5
    assert (found, slow.steps) == (reason, trainer.steps)


@pytest.mark.parametrize("limit", [100, 2000])
def test_batches_that_stay_finite_while_their_sum_does_not(limit: int) -> None:
    # Two rows with x = 1, y = 0 and a batch for each: w ← w − rate × 2 w = −1.0005 w, so the loss of a batch, w², grows
    # by 1.0005² a step. From w² = 8.464e307 the sum of both, 2 w², passes 1.798e308 after 60 steps, w² alone after 754.
    document = only_trainable(chain(1), ("n0", "n1"))
    nodes = {**document.nodes, "n1": replace(document.nodes["n1"], activation="identity", bias=parameter("b", [0.0]))}
    table = (column("x", [1.0, 1.0]), column("y", [0.0, 0.0]))
    document = document.evolve(nodes=nodes, data=replace(document.data, columns=table)).with_parameters(
        {("n0", "n1"): parameter("w", [[9.2e153]]), ("", "n1"): parameter("b", [0.0], trainable=False)})
    trainer = Trainer(with_training(document, learning_rate=1.00025, batch_size=1, stop=Stop(max_steps=limit)))
    reason = trainer.step(5000)
    assert reason is not None
    step = next(k for k in range(2000) if 2 * (9.2e153 * 1.0005**k) ** 2 == math.inf)
    assert (reason.name, reason.step, trainer.steps) == ("diverged", step, step - 1)
    assert trainer.snapshot().loss == pytest.approx(2 * (9.2e153 * 1.0005 ** (step - 1)) ** 2, rel=1e-9)


def test_the_first_node_that_is_not_finite_is_named() -> None:
    # the weight into n2 grows without bound, n1 stays what it is
    document = only_trainable(ten_rows(stop=Stop()), ("n1", "n2"), ("n2", "n3"))
    nodes = {key: node if node.kind == "input" else replace(node, activation="identity")
             for key, node in document.nodes.items()}
    reason = Trainer(with_training(document.evolve(nodes=nodes), learning_rate=1e3)).step(5000)
    assert reason is not None
    assert reason.node in {"n2", "n3"}


def test_a_loss_that_is_not_finite_from_the_start() -> None:
    document = one_two_one().with_parameters({("", "effect"): parameter("b3", [1e200])})
    trainer = Trainer(document)
    reason = trainer.step(10)
    assert reason is not None
    assert (reason.name, reason.step, reason.node) == ("diverged", 0, "effect")
    assert trainer.steps == 0
    assert values(trainer)["", "effect"] == 1e200


def test_a_derivative_too_large_to_use_leaves_frozen_weights_alone() -> None:
    # n0 → n1 is frozen at 1e300 with huge data: its own derivative is not finite, the others' are
    document = only_trainable(chain(1), ("", "n1"))
    table = (column("x", [1e200, 1e200]), column("y", [0.0, 1.0]))
    nodes = {**document.nodes, "n1": replace(document.nodes["n1"], activation="identity")}
    document = document.evolve(nodes=nodes, data=replace(document.data, columns=table)).with_parameters(
        {("n0", "n1"): replace(document.parameter(("n0", "n1")), value=np.array([[1e-150]]))})
    trainer = Trainer(with_training(document, learning_rate=1e-3))
    assert trainer.step(3) is None
    assert values(trainer)["n0", "n1"] == 1e-150


def test_history_has_the_first_and_the_last_step() -> None:
    trainer = Trainer(ten_rows())
    trainer.step(9)
    trainer.snapshot()
    view = trainer.history.view()
    assert view.steps.tolist() == list(range(10))
    assert view.losses[-1] == trainer.snapshot().loss
    assert np.array_equal(view.values(("n0", "n1"))[-1], values(trainer)["n0", "n1"])
    assert (view.values(("n0", "n1"))[:-1] - view.values(("n0", "n1"))[1:]
            == pytest.approx(view.step_sizes(("n0", "n1"))[1:], abs=1e-16))


def test_history_of_batches_has_the_ends_of_epochs() -> None:
    trainer = Trainer(ten_rows(batch_size=4))
    trainer.step(10)
    assert trainer.history.view().steps.tolist() == [0, 3, 6, 9]
    trainer.snapshot()
    assert trainer.history.view().steps.tolist() == [0, 3, 6, 9, 10]


def test_a_long_run_keeps_a_bounded_history() -> None:
    trainer = Trainer(one_two_one())
    trainer.step(20_000)
    view = trainer.history.view()
    assert 2_000 < view.steps.size <= trainer.history.capacity
    assert view.steps[0] == 0
    assert (np.diff(view.steps) < 2 * 8).all()
