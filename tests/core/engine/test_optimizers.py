"""Every optimizer against PyTorch's numbers, and by hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from core import catalog
from core.document import Connection, DataSpec, Document, Node, TrainingSpec, column, parameter
from core.engine.activations import run
from core.engine.optimizers import OPTIMIZERS, numbers
from core.training.trainer import Trainer

TRAINED = [
    ("gradient_descent", {}, 1.0228601096882521, 0.5411338888672512),
    ("momentum", {}, 0.5642290483223487, 1.7321137401464328),
    ("momentum", {"momentum": 0.5}, 0.8721419729362375, 0.8005118639751263),
    ("rmsprop", {}, 0.9236910377102528, 0.7132531921349731),
    ("rmsprop", {"alpha": 0.9, "epsilon": 1e-3}, 0.9699031432455436, 0.26394923049179847),
    ("adam", {}, 0.885475871339176, 0.14173363882175943),
    ("adam", {"beta1": 0.8, "beta2": 0.9, "epsilon": 1e-3}, 0.8855621377338269, 0.14192198394067773),
]
"""Weight and bias after 20 steps, computed by PyTorch 2.13 (SGD, RMSprop, Adam) in float64 from the same start."""


def line(training: TrainingSpec) -> Document:
    """y = softplus(w x + b) with w = 0.5, b = −0.25, for (0, 1), (1, 3), (2, 2)."""
    nodes = {"x": Node("x", "input", "x"), "y": Node("y", "output", "y", 1, "softplus", parameter("b", [-0.25]))}
    return Document(
        "Line", nodes, {("x", "y"): Connection("x", "y", parameter("w", [[0.5]]))}, {},
        DataSpec((column("x", [0, 1, 2]), column("y", [1, 3, 2])), {"x": ("x",)}, {"y": ("y",)}), training)


def test_every_optimizer_of_the_catalog_has_its_row() -> None:
    assert list(OPTIMIZERS) == list(catalog.OPTIMIZERS)


@pytest.mark.parametrize(("name", "settings", "weight", "bias"), TRAINED)
def test_same_numbers_as_pytorch(name: str, settings: Mapping[str, float], weight: float, bias: float) -> None:
    trainer = Trainer(line(TrainingSpec(optimizer=name, settings=settings, learning_rate=0.02)))
    trainer.step(20)
    values = trainer.network.parameters(trainer.snapshot().theta)
    assert values["x", "y"][0, 0] == pytest.approx(weight, rel=1e-13)
    assert values["", "y"][0] == pytest.approx(bias, rel=1e-13)


def test_momentum_by_hand() -> None:
    # rate 0.1, momentum 0.9, derivatives 2 then 1: v = 2, step 0.2; v = 0.9 × 2 + 1 = 2.8, step 0.28
    gradient, step, velocity = np.zeros(1), np.zeros(1), np.zeros(1)
    settings = numbers(TrainingSpec(optimizer="momentum", learning_rate=0.1), scale=0.5)
    calls = OPTIMIZERS["momentum"].bind(gradient, step, {"velocity": velocity}, settings, np.array(0.0))
    found = []
    for derivative in (2.0, 1.0):
        gradient[:] = derivative / 0.5
        run(calls)
        found.append(step[0])
    assert found == pytest.approx([0.2, 0.28], rel=1e-15)


def test_first_step_of_adam_is_the_rate() -> None:
    # m̂ = g and ŝ = g² after one step, so that the step is rate × g ÷ (|g| + epsilon)
    trainer = Trainer(line(TrainingSpec(optimizer="adam", learning_rate=0.125)))
    trainer.step()
    snapshot = trainer.snapshot()
    assert snapshot.step_size is not None
    assert np.abs(snapshot.step_size) == pytest.approx([0.125, 0.125], rel=1e-8)


def test_settings_that_are_not_named_have_their_defaults() -> None:
    found = numbers(TrainingSpec(optimizer="adam", settings={"beta1": 0.5}, learning_rate=0.3), scale=2.0)
    assert {name: float(value) for name, value in found.items()} == {
        "beta1": 0.5, "beta2": 0.999, "epsilon": 1e-8, "learning_rate": 0.3, "scale": 2.0}
