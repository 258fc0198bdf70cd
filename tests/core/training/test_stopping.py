"""Each stop rule ends training at the step it should, and is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.document import Document, Stop, column
from core.training.stopping import StopReason, Watch
from core.training.trainer import Trainer
from tests.core.engine.test_layout import chain
from tests.core.training.test_trainer import only_trainable, ten_rows, with_training
from tests.helpers.build import one_two_one


def trained(document: Document, **rules: Any) -> tuple[Trainer, StopReason | None]:
    trainer = Trainer(with_training(document, stop=Stop(**rules)))
    return trainer, trainer.step(3000)


def losses(document: Document, steps: int) -> list[float]:
    """Return the loss over all training rows after each step, from 0."""
    trainer = Trainer(with_training(document, stop=Stop()))
    found = [trainer.snapshot().loss]
    for _ in range(steps):
        trainer.step()
        found.append(trainer.snapshot().loss)
    return found


def b3_only(rate: float = 0.1) -> Document:
    return with_training(only_trainable(one_two_one(), ("", "effect")), learning_rate=rate)


@pytest.mark.parametrize("limit", [0, 1, 63, 64, 65, 200])
def test_max_steps(limit: int) -> None:
    trainer, reason = trained(b3_only(), max_steps=limit)
    assert reason is not None
    assert (reason.name, reason.step, trainer.steps) == ("max_steps", limit, limit)
    assert trainer.step() == reason
    assert trainer.steps == limit


def test_max_steps_count_from_the_start_values() -> None:
    trainer, reason = trained(b3_only().evolve(steps=90), max_steps=100)
    assert trainer.steps == 100
    assert reason is not None
    assert "100 steps" in reason.sentence


def test_min_step_size() -> None:
    # each step is 0.4 of the one before (1 − 0.1 × 2 × 3 rows): 1.5655 × 0.4ⁿ < 0.001 from n = 9, which is step 10
    # and step 9 is still 1.5655 × 0.4⁸ = 0.00103
    trainer, reason = trained(b3_only(), min_step_size=0.001)
    assert reason is not None
    assert (reason.name, trainer.steps) == ("min_step_size", 10)
    assert "0.001" in reason.sentence


@pytest.mark.parametrize(("limit", "name", "steps"), [(1e-200, "min_step_size", 2), (0.0, "max_steps", 50)])
def test_min_step_size_too_small_to_be_squared(limit: float, name: str, steps: int) -> None:
    # θ ← θ − 0.25 × 2 × ((θ − 1) + (θ − 1)) = 1 at once, and then every step is 0
    document = with_training(only_trainable(chain(1), ("", "n1")), learning_rate=0.25)
    nodes = {**document.nodes, "n1": replace(document.nodes["n1"], activation="identity")}
    table = (column("x", [0, 0]), column("y", [1, 1]))
    exact = document.evolve(nodes=nodes, data=replace(document.data, columns=table))
    trainer, reason = trained(exact, min_step_size=limit, max_steps=50)
    assert reason is not None
    assert (reason.name, trainer.steps) == (name, steps)


def test_loss_below() -> None:
    seen = losses(b3_only(0.01), 60)
    expected = next(step for step, loss in enumerate(seen) if loss < 5.0)
    trainer, reason = trained(b3_only(0.01), loss_below=5.0)
    assert reason is not None
    assert (reason.name, trainer.steps) == ("loss_below", expected)


def test_no_improvement_counts_from_the_last_fall_that_was_enough() -> None:
    seen, by, steps = losses(b3_only(0.01), 400), 0.05, 5
    best, since = seen[0], 0
    for step, loss in enumerate(seen):
        if loss < best - by:
            best, since = loss, step
        if step - since >= steps:
            break
    trainer, reason = trained(b3_only(0.01), no_improvement=(steps, by))
    assert reason is not None
    assert (reason.name, trainer.steps) == ("no_improvement", step)
    assert "5 steps" in reason.sentence


def test_no_improvement_of_a_loss_that_only_rises() -> None:
    trainer, reason = trained(b3_only(0.35), no_improvement=(7, 0.0))  # 1 − 0.35 × 6 = −1.1: swings ever wider
    assert reason is not None
    assert (reason.name, trainer.steps) == ("no_improvement", 7)


def test_with_batches_the_loss_is_looked_at_when_an_epoch_ends() -> None:
    document = ten_rows(batch_size=3)
    seen = losses(document, 200)
    limit = seen[100]
    expected = next(step for step, loss in enumerate(seen) if step and step % 4 == 0 and loss < limit)
    trainer, reason = trained(document, loss_below=limit)
    assert reason is not None
    assert (reason.name, trainer.steps) == ("loss_below", expected)
    assert trainer.steps % 4 == 0


def test_with_batches_no_improvement_ends_with_an_epoch() -> None:
    trainer, reason = trained(ten_rows(batch_size=3), no_improvement=(10, 1e6))
    assert reason is not None
    assert (reason.name, trainer.steps) == ("no_improvement", 12)


def test_where_two_rules_hold_at_once_the_more_telling_one_is_named() -> None:
    _, alone = trained(b3_only(), min_step_size=0.001)
    assert alone is not None
    _, both = trained(b3_only(), min_step_size=0.001, max_steps=alone.step)
    assert both is not None
    assert both.name == "min_step_size"


def test_at_least_one_step_is_made() -> None:
    trainer, reason = trained(b3_only(), loss_below=1e9)
    assert reason is not None
    assert (reason.name, trainer.steps) == ("loss_below", 1)


def test_rules_hold_whatever_the_number_of_steps_a_call() -> None:
    document = with_training(b3_only(0.01), stop=Stop(no_improvement=(5, 0.05), loss_below=1e-9, min_step_size=1e-9))
    single, many = Trainer(document), Trainer(document)
    reason = many.step(3000)
    stops: list[StopReason | None] = [None]
    while stops[-1] is None:
        stops.append(single.step())
    assert stops[-1] == reason
    assert np.array_equal(single.snapshot().theta, many.snapshot().theta)


def test_after_a_rule_has_ended_it_training_can_go_on() -> None:
    trainer, reason = trained(b3_only(), min_step_size=0.001)
    assert reason is not None
    assert trainer.step() is not None
    assert trainer.steps == reason.step + 1


def test_steps_of_size_zero_are_called_what_they_are() -> None:
    watch = Watch(Stop(min_step_size=0.001), 0, lambda: 1.0, 2, 1)
    reason = watch.verdict(2, None, np.zeros(2))
    assert reason is not None
    assert reason.name == "min_step_size"
    assert "every step size is 0" in reason.sentence
    small = watch.verdict(2, None, np.array([1e-5, 0.0]))
    assert small is not None
    assert small.sentence == "Training ended at step 2: the largest step size of the last step, 1e−5, is below 0.001."
