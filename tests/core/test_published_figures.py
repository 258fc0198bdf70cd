"""Every worked figure of parts 1 to 3 and of both details, from the examples that come with the program.

``figures/statquest.json`` lists them: ``published`` as printed (within ``tolerance``), ``computed`` in float64, to be
met to its last digit. A figure nobody computes here, or one that is not in the list, fails the test.

Those of part 2 and both details are computed twice: by network and trainer, and from what the program shows of them,
the chain rule, the update spelled out, the slice through the loss, the exercise and the run's past (``Told``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.chain_rule.explain import explain
from core.chain_rule.update_rule import UpdateRule, update_of
from core.chain_rule.values import Explanation
from core.datasets.rows import prepare
from core.document import Document, Floats, Ref, Stop, floats
from core.engine.compiler import compile_network
from core.engine.network import Values
from core.exercise.sheet import exercise
from core.profile import place_of, profile
from core.training.run import Run
from core.training.trainer import Trainer
from tests.helpers.published import FIGURES, all_listed, load_example, meet

FILES = {
    "part1_black_box": "part1-black-box",
    "part2_backprop_b3": "part2-backpropagation",
    "details1_three_params": "details1-three-parameters",
    "details2_seven_params": "details2-all-parameters",
    "part3_relu": "part3-relu",
}
ALL = ("w1", "b1", "w2", "b2", "w3", "w4", "b3")
UNKNOWN = ("w3", "w4", "b3")
DOSES = (0.0, 0.5, 1.0)
EXPLAINED = ("part2_backprop_b3", "details1_three_params", "details2_seven_params")
FEW = 11
"""Up to so many steps each is made as the card spells it out."""


class Worked:
    """An example, and the numbers that come out of it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.network = compile_network(document)
        self.refs: dict[str, Ref] = {found.name: ref for ref, found in document.parameters().items()}

    def at(self, **values: float) -> Worked:
        """The same network with other values."""
        new = {
            self.refs[name]: replace(old := self.document.parameter(self.refs[name]), value=floats([[value]]).reshape(
                old.value.shape)) for name, value in values.items()
        }  # fmt: skip
        return type(self)(self.document.with_parameters(new))

    def _forward(self, *doses: float) -> Values:
        return self.network.forward(self.network.pack(self.document), np.array([doses]))

    def coordinate(self, node: str, *doses: float) -> Floats:
        """The x-axis coordinate: what enters the activation."""
        found: Floats = self._forward(*doses).z[self.network.units[node]][0]
        return found

    def output(self, node: str, *doses: float) -> Floats:
        """What comes out of the activation."""
        found: Floats = self._forward(*doses).a[self.network.units[node]][0]
        return found

    def predicted(self, *doses: float) -> Floats:
        return self.output("effect", *(doses or DOSES))

    def values(self, *names: str) -> list[float]:
        return [self.document.parameter(self.refs[name]).value.item() for name in names]

    def ssr(self) -> float:
        return self.network.loss(self.network.pack(self.document), prepare(self.document))

    def slopes(self, *names: str) -> list[float]:
        _, gradient = self.network.gradient(self.network.pack(self.document), prepare(self.document))
        return [self.network.read(gradient, self.refs[name]).item() for name in names]

    def trained(self, steps: int | None = None, rate: float | None = None) -> Worked:
        """The network after so many steps, or when its own stop rules end training."""
        training = self.document.training
        stop = training.stop if steps is None else Stop(max_steps=steps)
        training = replace(training, stop=stop, learning_rate=rate or training.learning_rate)
        trainer = Trainer(self.document.evolve(training=training))
        assert trainer.step(1_000_000) is not None
        found = trainer.network.parameters(trainer.snapshot().theta)
        return self.at(**{name: found[ref].item() for name, ref in self.refs.items()})

    def steps(self, count: int) -> list[Worked]:
        """The network at every step from 0 to ``count``."""
        return [self.trained(at) for at in range(count + 1)]

    def step_size(self, name: str) -> float:
        """Old minus new value of the step that brought us here from one step earlier."""
        training = replace(self.document.training, stop=Stop(max_steps=1))
        trainer = Trainer(self.document.evolve(training=training))
        trainer.step()
        size = trainer.snapshot().step_size
        assert size is not None
        return self.network.read(size, self.refs[name]).item()


class Told(Worked):
    """The same numbers, as cards, plots and the time slider tell them."""

    def _explained(self, name: str) -> Explanation:
        rows = prepare(self.document)
        return explain(self.document, self.network, self.network.pack(self.document), rows, self.refs[name])

    def coordinate(self, node: str, *doses: float) -> Floats:
        shot, rows = Trainer(self.document).snapshot(), prepare(self.document)
        given = exercise(self.document, self.network, shot, rows, ("", node))
        return np.array([given.blank(f"x.{DOSES.index(dose)}").answer for dose in doses])

    def output(self, node: str, *doses: float) -> Floats:
        (path,) = self._explained(self.document.parameter((node, "effect")).name).paths
        found: Floats = path.factors[-1].values[[DOSES.index(dose) for dose in doses]]
        return found

    def predicted(self, *doses: float) -> Floats:
        ((_, values),) = self._explained("b3").predicted
        found: Floats = values[[DOSES.index(dose) for dose in doses or DOSES]]
        return found

    def ssr(self) -> float:
        place = place_of(self.network, self.refs["b3"])
        theta = self.network.pack(self.document)
        return float(profile(self.network, theta, prepare(self.document), place, theta[[place]])[0])

    def slopes(self, *names: str) -> list[float]:
        return [self._explained(name).derivative for name in names]

    def _updated(self, name: str) -> UpdateRule:
        return update_of(self.document, self.network, Trainer(self.document).snapshot(), self._explained(name))

    def step_size(self, name: str) -> float:
        return self._updated(name).step_size

    def trained(self, steps: int | None = None, rate: float | None = None) -> Worked:
        training = replace(self.document.training, learning_rate=rate or self.document.training.learning_rate)
        one: Worked = Told(self.document.evolve(training=training))
        if steps is not None and steps <= FEW:
            for _ in range(steps):
                one = one.at(**{name: Told(one.document)._updated(name).next_value for name in self.refs})
            return one
        stop = Stop(max_steps=steps) if steps else training.stop
        document = one.document.evolve(training=replace(training, stop=stop))
        trainer = Trainer(document)
        trainer.step(1_000_000)
        run = Run(document, trainer.network, trainer.rows, trainer.history)
        shot = run.snapshot(run.end)
        assert shot is not None
        found = run.network.parameters(shot.theta)
        return self.at(**{name: found[ref].item() for name, ref in self.refs.items()})


Figure = Callable[[Worked], Any]

COMPUTED: dict[str, dict[str, Figure]] = {
    "part1_black_box": {
        "top x-axis coordinate at dosage 0": lambda one: one.coordinate("top", 0)[0],
        "softplus at dosage 0, top (y)": lambda one: one.output("top", 0)[0],
        "top scaled y at dosage 0 (2.25 * -1.30)": lambda one: one.output("top", 0)[0] * one.values("w3")[0],
        "top x-axis coordinate at dosage 0.5": lambda one: one.coordinate("top", 0.5)[0],
        "prediction at dosage 0.5": lambda one: one.predicted(0.5)[0],
        "predictions at dosage 0, 0.5, 1": lambda one: one.predicted(),
    },
    "part2_backprop_b3": {
        "predicted at b3=0 (doses 0, 0.5, 1)": lambda one: one.predicted(),
        "SSR at b3=0": lambda one: one.ssr(),
        "SSR at b3=1": lambda one: one.at(b3=1).ssr(),
        "SSR at b3=2": lambda one: one.at(b3=2).ssr(),
        "SSR at b3=3": lambda one: one.at(b3=3).ssr(),
        "dSSR/db3 at b3=0": lambda one: one.slopes("b3")[0],
        "step size 1": lambda one: one.step_size("b3"),
        "b3 after step 1": lambda one: one.trained(1).values("b3")[0],
        "predicted at b3=1.57": lambda one: one.at(b3=1.57).predicted(),
        "dSSR/db3 at second step": lambda one: one.trained(1).slopes("b3")[0],
        "step size 2": lambda one: one.trained(1).step_size("b3"),
        "b3 after step 2": lambda one: one.trained(2).values("b3")[0],
        "b3 final (step size near 0)": lambda one: one.trained().values("b3")[0],
        "b3 sequence, exact, steps 0..11": lambda one: [each.values("b3")[0] for each in one.steps(11)],
        "SSR sequence, exact, steps 0..11": lambda one: [each.ssr() for each in one.steps(11)],
        "slope sequence, exact, steps 0..11": lambda one: [each.slopes("b3")[0] for each in one.steps(11)],
        "step-size sequence, exact, steps 0..11": lambda one: [each.step_size("b3") for each in one.steps(11)],
        "exact optimum b3": lambda one: one.trained(200).values("b3")[0],
    },
    "details1_three_params": {
        "y1 and y2 (softplus outputs) at the three doses": lambda one: [
            one.output("top", *DOSES), one.output("bottom", *DOSES)],
        "predicted at start, dose 0 / first y1": lambda one: [one.predicted(0)[0], one.output("top", 0)[0]],
        "predicted at start, all": lambda one: one.predicted(),
        "SSR at start": lambda one: one.ssr(),
        "dSSR/dw3 at start": lambda one: one.slopes("w3")[0],
        "dSSR/dw4 at start": lambda one: one.slopes("w4")[0],
        "dSSR/db3 at start": lambda one: one.slopes("b3")[0],
        "w3,w4,b3 after step 1 (lr 0.1)": lambda one: one.trained(1).values(*UNKNOWN),
        "final w3,w4,b3 (least-squares optimum)": lambda one: one.trained().values(*UNKNOWN),
    },
    "details2_seven_params": {
        "predicted at start": lambda one: one.predicted(),
        "x-axis coordinates at start, top node, doses 0.5 and 1": lambda one: one.coordinate("top", 0.5, 1),
        "dSSR/dw1 at start": lambda one: one.slopes("w1")[0],
        "SSR at start": lambda one: one.ssr(),
        "all derivatives at start, order w1,b1,w2,b2,w3,w4,b3": lambda one: one.slopes(*ALL),
        "all values after one step with lr 0.1": lambda one: one.trained(1, 0.1).values(*ALL),
        "all values after one step with lr 0.01": lambda one: one.trained(1, 0.01).values(*ALL),
        "final w1,b1,w2,b2,w3,w4,b3 (lr 0.01, 10000 steps)": lambda one: one.trained().values(*ALL),
        "final values with lr 0.1, 4000 steps (differs, another exact fit)":
            lambda one: one.trained(4000, 0.1).values(*ALL),
    },
    "part3_relu": {
        "top x-axis coordinate at dosage 0, 0.2, 0.6, 1": lambda one: one.coordinate("top", 0, 0.2, 0.6, 1),
        "top ReLU output at dosage 0, 0.2, 0.6, 1": lambda one: one.output("top", 0, 0.2, 0.6, 1),
        "input to final ReLU at dosage 0 / output": lambda one: [one.coordinate("effect", 0)[0], one.predicted(0)[0]],
        "output at dosage 0, 0.5, 1": lambda one: one.predicted(),
        "output on the 11-point grid 0,0.1..1": lambda one: one.predicted(*np.linspace(0, 1, 11)),
    },
}  # fmt: skip


def load(example: str, kind: type[Worked] = Worked) -> Worked:
    return kind(load_example(FILES[example]))


@pytest.mark.parametrize("example", FILES)
def test_every_figure_is_computed_here(example: str) -> None:
    all_listed(example, COMPUTED[example])


@pytest.mark.parametrize(("example", "name", "kind"), [
    *((one, name, Worked) for one, rows in COMPUTED.items() for name in rows),
    *((one, name, Told) for one in EXPLAINED for name in COMPUTED[one])])  # fmt: skip
def test_figure(example: str, name: str, kind: type[Worked]) -> None:
    meet(example, name, COMPUTED[example][name](load(example, kind)))


@pytest.mark.parametrize("example", FILES)
def test_the_examples_hold_the_parameters_and_data_of_the_figures(example: str) -> None:
    figures, one = FIGURES[example], load(example)
    start = {**figures["params"], **figures["config"].get("start", {})}
    assert dict(zip(ALL, one.values(*ALL), strict=True)) == start
    assert one.document.data.column("dosage").values.tolist() == figures["data"]["x"]
    assert one.document.data.column("effectiveness").values.tolist() == figures["data"]["y"]
    if "learning_rate" in figures["config"]:
        assert one.document.training.learning_rate == figures["config"]["learning_rate"]
    learning = {found.name for found in one.document.parameters().values() if found.trainable.all()}
    assert learning == set(figures["config"].get("train", ALL))


def test_steps_until_the_printed_digits_are_reached() -> None:
    one, wanted = load("details1_three_params"), FIGURES["details1_three_params"]["config"]
    steps = wanted["steps_until_all_three_equal_published_2dp"]
    before, there = (np.round(one.trained(at).values(*UNKNOWN), 2).tolist() for at in (steps - 1, steps))
    assert there == [-1.22, -2.3, 2.61]
    assert before != there
