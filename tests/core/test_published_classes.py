"""Every worked figure of parts 4 to 7, from the examples that come with the program, through the public doors.

``figures/statquest.json`` lists them: ``published`` as printed (within ``tolerance``), ``computed`` in float64, to be
met to its last digit. A figure nobody computes here, or one that is not in the list, fails the test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.datasets import shipped
from core.datasets.rows import prepare
from core.datasets.scaling import SCALINGS
from core.document import Document, Floats, Stop, column, floats
from core.engine.choices import CHOICES
from core.engine.compiler import compile_network
from core.engine.losses import LOSSES
from core.scores import score
from core.training.trainer import Trainer
from tests.helpers.jacobian import jacobian
from tests.helpers.published import FIGURES, all_listed, load_example, meet

FILES = {
    "part4_multi_in_out": "part4-iris",
    "part5_softmax": "part5-softmax",
    "part6_cross_entropy": "part6-cross-entropy",
    "part7_ce_backprop_b3": "part7-b3",
}
RAW = ("setosa", "versicolor", "virginica")
CURVE = (0.01, 0.05, 0.1, 0.3, 0.5, 0.57, 0.9, 0.99)


class Worked:
    """An example, and the numbers that come out of it."""

    def __init__(self, document: Document) -> None:
        self.document, self.network = document, compile_network(document)
        self.theta = self.network.pack(document)

    def outputs(self, node: str, petal: Any, sepal: Any) -> Floats:
        """What a node puts out for scaled measurements: (units, samples)."""
        values = self.network.forward(self.theta, np.array([np.ravel(petal), np.ravel(sepal)], dtype=np.float64))
        found: Floats = values.a[self.network.units[node]]
        return found

    def raw(self, petal: Any, sepal: Any) -> Floats:
        """The three raw outputs: (3, samples)."""
        return np.concatenate([self.outputs(node, petal, sepal) for node in RAW])

    def nine(self) -> Floats:
        """The raw outputs of the first three flowers of each species, scaled by these nine: (9, 3)."""
        rows = [0, 1, 2, 50, 51, 52, 100, 101, 102]
        data = {one.name: one.values for one in shipped.load("iris")}
        spans = {name: SCALINGS["min_max"].span(data[name][rows]) for name in ("petal width", "sepal width")}
        scaled = [(data[name][rows] - low) / (high - low) for name, (low, high) in spans.items()]
        return self.raw(*scaled).T

    def probabilities(self) -> Floats:
        """What the softmax gives each class for each row of the file: (3, rows)."""
        rows = prepare(self.document)
        node = "softmax" if "softmax" in self.document.nodes else "species"
        return self.outputs(node, *rows.inputs)

    def of_the_observed(self) -> Floats:
        """The probability of each row's own class."""
        rows = prepare(self.document)
        found: Floats = (self.probabilities() * rows.observed).sum(axis=0)
        return found

    def accuracy(self) -> float | None:
        return score(self.document, self.network, self.theta, prepare(self.document))["species"].train.accuracy

    def loss(self) -> float:
        return self.network.loss(self.theta, prepare(self.document))

    def b3(self) -> float:
        return self.document.parameter(("", "setosa")).value.item()

    def slope(self) -> float:
        """The derivative of the loss by b3."""
        _, gradient = self.network.gradient(self.theta, prepare(self.document))
        return self.network.read(gradient, ("", "setosa")).item()

    def at(self, b3: float) -> Worked:
        old = self.document.parameter(("", "setosa"))
        return Worked(self.document.with_parameters({("", "setosa"): replace(old, value=floats([b3]))}))

    def trained(self, steps: int) -> Worked:
        training = replace(self.document.training, stop=Stop(max_steps=steps))
        trainer = Trainer(self.document.evolve(training=training))
        trainer.step(steps)
        return self.at(trainer.network.read(trainer.snapshot().theta, ("", "setosa")).item())

    def step_size(self) -> float:
        trainer = Trainer(self.document)
        trainer.step()
        size = trainer.snapshot().step_size
        assert size is not None
        return self.network.read(size, ("", "setosa")).item()

    def by_raw(self, row: int) -> Floats:
        """The derivative of the loss by each raw output, for one row."""
        _, by_sum = self.network.trace(self.theta, prepare(self.document), np.array([row]))
        found: Floats = by_sum[self.network.units["species"]]
        return found


def curve() -> list[list[float]]:
    """Cross entropy and the squared residual of p, with their slopes: of two classes, the first observed."""
    entropy, square = LOSSES["cross_entropy"], LOSSES["ssr"]
    table = []
    for p in CURVE:
        raw = np.log([[p], [1 - p]])
        table.append([p, entropy.value(raw, np.array([[1.0], [0.0]])), square.value(np.array([[p]]), np.array([[1.0]])),
                      -1 / p, -2 * (1 - p)])  # fmt: skip
    return table


SHOWN = [1.43, -0.4, 0.23]
Figure = Callable[[Worked], Any]

COMPUTED: dict[str, dict[str, Figure]] = {
    "part4_multi_in_out": {
        "top hidden at (0,0)": lambda one: one.outputs("h1", 0, 0),
        "top hidden at (petal 0.2, sepal 0)": lambda one: one.outputs("h1", 0.2, 0),
        "Setosa parts at (0,0): blue*-0.1, orange*1.5, sum": lambda one: [
            *(parts := [one.outputs(node, 0, 0).item() * one.document.parameter((node, "setosa")).value.item()
                        for node in ("h1", "h2")]), sum(parts)],
        "Setosa output at (0.5, 0.37)": lambda one: one.raw(0.5, 0.37)[0],
        "Versicolor output at (0.5, 0.37)": lambda one: one.raw(0.5, 0.37)[1],
        "Virginica output at (0.5, 0.37)": lambda one: one.raw(0.5, 0.37)[2],
        "raw outputs for 9 sample irises (own scaling, see JSON inputs)": Worked.nine,
        "accuracy of these weights on all 150 irises (min/max scaling)": Worked.accuracy,
    },
    "part5_softmax": {
        "ArgMax": lambda one: one.outputs("argmax", 0, 1)[:, 0],
        "e^1.43, e^-0.4, e^0.23, sum": lambda _: [*np.exp(SHOWN), np.exp(SHOWN).sum()],
        "SoftMax of 1.43, -0.4, 0.23": lambda _: CHOICES["softmax"].f(SHOWN),
        "SoftMax with unrounded -0.44": lambda one: one.outputs("softmax", 0, 1)[:, 0],
        "d p_Setosa / d raw (Setosa, Versicolor, Virginica)": lambda _: jacobian(CHOICES["softmax"], SHOWN)[0],
        "full softmax Jacobian at 1.43,-0.4,0.23": lambda _: jacobian(CHOICES["softmax"], SHOWN),
    },
    "part6_cross_entropy": {
        "predicted probability of the observed species": Worked.of_the_observed,
        "cross entropies": lambda one: -np.log(one.of_the_observed()),
        "cross entropies from rounded probabilities": lambda one: -np.log(one.of_the_observed().round(2)),
        "total cross entropy": Worked.loss,
        "comparison curve p, CE=-ln p, squared residual (1-p)^2, slopes -1/p and -2(1-p)": lambda _: curve(),
    },
    "part7_ce_backprop_b3": {
        "probability of observed species at b3=-2 (Setosa, Virginica, Versicolor rows)": Worked.of_the_observed,
        "cross entropy of each row at b3=-2": lambda one: -np.log(one.of_the_observed()),
        "total cross entropy at b3=-2": Worked.loss,
        "p_Setosa of each row at b3=-2": lambda one: one.probabilities()[0],
        "row 1 softmax, gradient wrt raw outputs (UC)": lambda one: [one.probabilities()[:, 0], one.by_raw(0)[:, 0]],
        "row 2 (Virginica) softmax (UC)": lambda one: one.probabilities()[:, 1],
        "dCE_total/db3 at b3=-2": Worked.slope,
        "step size (lr 1)": Worked.step_size,
        "b3 after step 1": lambda one: one.trained(1).b3(),
        "b3, total CE, derivative for steps 0..11": lambda one: [
            [at.b3(), at.loss(), at.slope()] for at in map(one.trained, range(12))],
        "final b3": lambda one: one.trained(100).b3(),
        "total CE at optimum": lambda one: one.trained(100).loss(),
        "total CE at b3 = -1, 0, 1, 2": lambda one: [one.at(b3).loss() for b3 in (-1, 0, 1, 2)],
    },
}  # fmt: skip


def load(example: str) -> Worked:
    return Worked(load_example(FILES[example]))


@pytest.mark.parametrize("example", FILES)
def test_every_figure_is_computed_here(example: str) -> None:
    all_listed(example, COMPUTED[example])


@pytest.mark.parametrize(("example", "name"), [(one, name) for one, rows in COMPUTED.items() for name in rows])
def test_figure(example: str, name: str) -> None:
    meet(example, name, COMPUTED[example][name](load(example)))


@pytest.mark.parametrize("example", [one for one in FILES if one != "part5_softmax"])
def test_the_examples_hold_the_parameters_of_the_figures(example: str) -> None:
    params, one = FIGURES[example]["params"], load(example).document
    b3 = FIGURES[example]["config"].get("start", {}).get("b3")
    hidden, labels = ("h1", "h2"), [one.nodes[node].label for node in RAW]
    assert labels == params["outputs"]
    assert [[one.parameter((x, h)).value.item() for x in ("petal", "sepal")] for h in hidden] == params["W1"]
    assert [one.parameter(("", h)).value.item() for h in hidden] == params["B1"]
    assert [[one.parameter((h, raw)).value.item() for h in hidden] for raw in RAW] == params["W2"]
    assert [one.parameter(("", raw)).value.item() for raw in RAW] == [
        b3 if bias == "b3" else bias for bias in params["B2"]
    ]


def test_the_rows_of_parts_6_and_7_are_those_of_the_figures() -> None:
    for example in ("part6_cross_entropy", "part7_ce_backprop_b3"):
        data = load(example).document.data
        for name, key in (("petal width", "petal"), ("sepal width", "sepal"), ("species", "observed")):
            assert data.column(name) == column(name, [row[key] for row in FIGURES[example]["data"]["rows"]])


def test_b3_alone_learns_in_part_7_at_rate_1() -> None:
    one = load("part7_ce_backprop_b3").document
    assert [found.name for found in one.parameters().values() if found.trainable.any()] == ["b3"]
    assert one.parameter(("", "setosa")).name == "b3"
    assert (one.training.learning_rate, one.training.loss, one.training.reduction) == (1.0, "cross_entropy", "sum")
