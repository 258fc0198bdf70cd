"""How updates are spelled out: the trainer's own numbers, worked by hand, and the published steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import catalog, storage
from core.chain_rule.explain import explain
from core.chain_rule.update_rule import UpdateRule, update_of, update_rule
from core.document import Document, TrainingSpec
from core.edits.values import SetTrainable
from core.training.trainer import Trainer

SETTINGS: list[tuple[str, Mapping[str, float]]] = [
    ("gradient_descent", {}), ("momentum", {}), ("momentum", {"momentum": 0.5}), ("rmsprop", {}),
    ("rmsprop", {"alpha": 0.9, "epsilon": 1e-3}), ("adam", {}),
    ("adam", {"beta1": 0.8, "beta2": 0.9, "epsilon": 1e-3}),
]  # fmt: skip


def rules(document: Document, trainer: Trainer) -> dict[str, UpdateRule]:
    """The rule of every parameter of one number, by name."""
    shot = trainer.snapshot()
    found = (explain(document, trainer.network, shot.theta, trainer.rows, ref, step=shot.step)
             for ref in document.parameters())
    return {document.parameter(one.ref).name: update_of(document, trainer.network, shot, one) for one in found}


def values(rule: UpdateRule) -> dict[str, float]:
    return {line.symbol: line.value for line in rule.lines}


@pytest.mark.parametrize("batch", [None, 2])
@pytest.mark.parametrize(("name", "settings"), SETTINGS)
def test_every_step_of_the_trainer_is_the_one_spelled_out(
    name: str, settings: Mapping[str, float], batch: int | None, examples: Path
) -> None:
    document = storage.load(examples / "details2-all-parameters.squiggle")
    training = replace(document.training, optimizer=name, settings=settings, batch_size=batch, shuffle=True)
    document = document.evolve(training=training)
    trainer = Trainer(document)
    for _ in range(12):
        spelled = rules(document, trainer)
        trainer.step()
        shot = trainer.snapshot()
        assert shot.step_size is not None
        for ref, parameter in document.parameters().items():
            rule, place = spelled[parameter.name], trainer.network.slots[ref].index.item()
            # The derivative's own rounding, and no more, is between them.
            assert rule.step_size == pytest.approx(shot.step_size[place], rel=1e-13)
            assert rule.next_value == pytest.approx(shot.theta[place], rel=1e-13)


def test_the_same_derivative_gives_the_same_bits(examples: Path) -> None:
    for file in ("part2-backpropagation", "details1-three-parameters", "details2-all-parameters"):
        document = storage.load(examples / f"{file}.squiggle")
        trainer = Trainer(document)
        before = trainer.snapshot()
        trainer.step()
        after = trainer.snapshot()
        assert after.step_size is not None
        for place in np.flatnonzero(trainer.network.trainable):
            rule = update_rule(document.training, float(before.gradient[place]), float(before.theta[place]))
            assert rule.step_size == pytest.approx(after.step_size[place], rel=4e-16)
            assert rule.next_value == pytest.approx(after.theta[place], rel=4e-16)


def test_published_steps_of_part_2(examples: Path) -> None:
    document = storage.load(examples / "part2-backpropagation.squiggle")
    trainer = Trainer(document)
    first = rules(document, trainer)["b3"]
    assert (round(first.step_size, 2), round(first.next_value, 2)) == (-1.57, 1.57)
    assert [line.numbers for line in first.lines] == ["0.1 × (−15.66)", "0 − (−1.566)"]
    assert [line.rule for line in first.lines] == ["learning rate × derivative", "old value − step size"]
    trainer.step()
    second = rules(document, trainer)["b3"]
    assert (round(second.step_size, 3), round(second.next_value, 2)) == (-0.626, 2.19)


def test_momentum_by_hand() -> None:
    # velocity = 0.9 × 2 + 1 = 2.8, step size = 0.1 × 2.8 = 0.28, new value = 5 − 0.28 = 4.72
    rule = update_rule(TrainingSpec(optimizer="momentum", learning_rate=0.1), 1.0, 5.0, {"velocity": 2.0}, 1)
    assert values(rule) == pytest.approx({"velocity": 2.8, "step size": 0.28, "new value": 4.72}, rel=1e-15)
    assert [line.numbers for line in rule.lines] == ["0.9 × 2 + 1", "0.1 × 2.8", "5 − 0.28"]


def test_rmsprop_by_hand() -> None:
    # average of squares = 0.75 × 4 + 0.25 × (−2)² = 4, step size = 0.5 × −2 ÷ (√4 + 0) = −0.5
    spec = TrainingSpec(optimizer="rmsprop", learning_rate=0.5, settings={"alpha": 0.75, "epsilon": 1e-300})
    rule = update_rule(spec, -2.0, 1.0, {"square": 4.0})
    assert values(rule) == pytest.approx({"average of squares": 4.0, "step size": -0.5, "new value": 1.5}, rel=1e-15)
    assert rule.lines[0].numbers == "0.75 × 4 + 0.25 × (−2)²"


def test_adam_by_hand() -> None:
    # The second update: average = 0.5 × 3 + 0.5 × 1 = 2, corrected 2 ÷ (1 − 0.5²) = 8/3; average of squares
    # = 0.75 × 1 + 0.25 × 1² = 1, corrected 1 ÷ (1 − 0.75²) = 16/7; step = 0.1 × 8/3 ÷ √(16/7) = 0.8 ÷ 3 × √7 ÷ 4
    spec = TrainingSpec(optimizer="adam", learning_rate=0.1, settings={"beta1": 0.5, "beta2": 0.75, "epsilon": 1e-300})
    rule = update_rule(spec, 1.0, 0.0, {"mean": 3.0, "square": 1.0}, 1)
    step = 0.8 / 3 * 7**0.5 / 4
    assert values(rule) == pytest.approx({
        "average": 2.0, "average of squares": 1.0, "corrected average": 8 / 3,
        "corrected average of squares": 16 / 7, "step size": step, "new value": -step}, rel=1e-15)
    assert rule.lines[2].numbers == "2 ÷ (1 − 0.5²)"


def test_lines_that_stand_in_one_another_agree() -> None:
    """The step worked from the lines shown is the step that the optimizer's calls make."""
    spec = TrainingSpec(optimizer="adam", learning_rate=0.02)
    rule = update_rule(spec, -0.7, 0.3, {"mean": 0.2, "square": 0.05}, 41)
    found = values(rule)
    by_lines = 0.02 * found["corrected average"] / (found["corrected average of squares"] ** 0.5 + 1e-8)
    assert by_lines == pytest.approx(rule.step_size, rel=1e-14)


@pytest.mark.parametrize("name", catalog.OPTIMIZERS)
def test_a_frozen_number_stays(name: str) -> None:
    rule = update_rule(TrainingSpec(optimizer=name), 3.0, 1.25, {"velocity": 2.0}, trainable=False)
    assert (rule.step_size, rule.next_value) == (0.0, 1.25)
    assert [line.rule for line in rule.lines] == ["0, as it is frozen", "old value − step size"]


@pytest.mark.parametrize("name", catalog.OPTIMIZERS)
@pytest.mark.parametrize("derivative", [np.inf, np.nan, 1e300, 0.0])
def test_what_diverges_is_said_and_does_not_raise(name: str, derivative: float) -> None:
    rule = update_rule(TrainingSpec(optimizer=name), derivative, 1e308)
    assert all(line.numbers for line in rule.lines)
    if np.isnan(derivative):
        assert np.isnan(rule.step_size)
        assert "NaN" in rule.lines[0].numbers


def test_frozen_in_the_document_is_frozen_in_the_rule(examples: Path) -> None:
    document = storage.load(examples / "part2-backpropagation.squiggle")
    spelled = rules(document, Trainer(document))
    assert {name: rule.step_size == 0.0 for name, rule in spelled.items()} == {
        "b1": True, "b2": True, "b3": False, "w1": True, "w2": True, "w3": True, "w4": True}


def test_frozen_while_the_optimizer_still_remembers_it(examples: Path) -> None:
    document = storage.load(examples / "details1-three-parameters.squiggle")
    document = document.evolve(training=replace(document.training, optimizer="momentum"))
    trainer = Trainer(document)
    trainer.step(3)
    ref = next(ref for ref, one in document.parameters().items() if one.name == "w3")
    frozen = SetTrainable((ref,), trainable=False).apply(document)
    later = Trainer(frozen, carry=trainer.state)
    rule = rules(frozen, later)["w3"]
    before = later.snapshot().theta
    later.step()
    assert later.network.read(later.snapshot().theta, ref) == later.network.read(before, ref) == rule.next_value
    assert not frozen.parameter(ref).trainable.any()
