"""The chain rule as values: factors, products and sums against the sweep, plain loops, trying, published numbers."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core import storage
from core.catalog import ACTIVATIONS
from core.chain_rule.explain import MOST_FEEDS, MOST_PATHS, Reckoning, explain
from core.chain_rule.gradcheck import check
from core.chain_rule.values import Explanation, Unit
from core.datasets.rows import prepare
from core.document import Connection, DataSpec, Document, Floats, Node, Ref, bias_of, column, parameter
from core.edits.layers import SetUnits
from core.engine.compiler import compile_network
from core.exercise.sheet import exercise
from core.profile import place_of
from core.training.batches import rows_at
from core.training.trainer import Trainer
from tests.helpers.build import one_two_one
from tests.helpers.plain import FUNCTIONS, Plain
from tests.helpers.random_graphs import random_graph

GRAPHS = 500
EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"


class Case:
    """A random graph at some step, and all that is known of it."""

    def __init__(self, seed: int) -> None:
        self.document = random_graph(seed)
        self.network, self.rows, self.step = compile_network(self.document), prepare(self.document), seed % 7
        self.theta = self.network.pack(self.document)
        self.chosen = rows_at(self.document.training, self.rows.train, self.step)
        self.reckoning = Reckoning(self.document, self.network, self.theta, self.rows, self.chosen)

    def numbers(self) -> list[tuple[Ref, tuple[int, ...]]]:
        known = self.document.parameters().items()
        return [(ref, index) for ref, one in known for index in np.ndindex(one.value.shape)]


def near(value: float, wanted: float) -> bool:
    """Whether both are one number to 1e-12: relative, and absolute below 1, where terms of size 1 cancel.

    Each sum has terms of about 1; float64 rounds each to 1e-16, and what is left of them carries that error.
    """
    return abs(value - wanted) <= 1e-12 * max(1.0, abs(wanted))


def path_sum(found: Explanation) -> float:
    return float(sum(path.products.sum() for path in found.paths))


def test_random_graphs_have_everything() -> None:
    documents = [random_graph(seed) for seed in range(GRAPHS)]
    nodes = [node for document in documents for node in document.nodes.values()]
    assert {node.activation for node in nodes if node.kind == "output"} == set(ACTIVATIONS)
    assert {(d.training.reduction, d.training.batch_size, d.training.shuffle) for d in documents} == {
        (reduction, size, shuffle) for reduction in ("sum", "mean") for size in (None, 1, 2, 4, 6)
        for shuffle in (False, True)}
    assert sum(len(d.data.targets) == 2 for d in documents) > GRAPHS // 3, "several outputs"
    assert sum(any(d.nodes[a].kind == "output" for a, _ in d.connections) for d in documents) > 50, "that feed on"
    assert sum(any(d.nodes[b].kind == "output" and d.nodes[a].kind == "input" for a, b in d.connections)
               for d in documents) > 50, "skips"


def test_products_and_sums_are_the_derivative_of_the_network() -> None:
    for seed in range(GRAPHS):
        case = Case(seed)
        survey = case.network.survey(case.rows, case.chosen, case.network.spread(case.theta))
        survey.measure()
        gradient = case.network.parameters(case.network.gather(survey.gradient))
        for ref, index in case.numbers():
            found, wanted = case.reckoning.explain(ref, index), float(gradient[ref][index])
            assert near(found.derivative, wanted), (seed, ref, index)
            if found.count <= MOST_PATHS:
                assert len(found.paths) == found.count
                assert near(path_sum(found), wanted), (seed, ref, index)


def test_the_rows_are_those_that_the_trainer_uses() -> None:
    for seed in range(60):
        document = random_graph(seed)
        trainer = Trainer(document)
        for _ in range(4):
            before = trainer.snapshot()
            trainer.step()
            after = trainer.snapshot()
            assert after.step_size is not None
            for ref, one in document.parameters().items():
                index = tuple(0 for _ in one.value.shape)
                found = explain(document, trainer.network, before.theta, trainer.rows, ref, index, step=before.step)
                step = trainer.network.read(after.step_size, ref)[index]
                wanted = step / document.training.learning_rate
                assert near(found.derivative, wanted), (seed, ref)


def test_against_plain_loops_and_trying() -> None:
    for seed in range(0, GRAPHS, 10):
        case = Case(seed)
        slopes = Plain(case.document, case.rows).gradient(case.chosen.tolist())
        for ref, index in case.numbers():
            found = case.reckoning.explain(ref, index)
            assert near(found.derivative, float(slopes[ref][index])), (seed, ref, index)
            tried = check(case.document, case.network, case.theta, case.rows, found)
            assert tried.agrees, (seed, ref, index, tried)


def test_each_factor_is_the_derivative_it_says() -> None:
    """Loss by output, output by sum, sum by weight or output: factor by factor along every path, from plain loops."""
    for seed in range(0, GRAPHS, 25):
        case = Case(seed)
        plain = Plain(case.document, case.rows)
        for ref, index in case.numbers():
            found = case.reckoning.explain(ref, index)
            for path in found.paths:
                for place, row in enumerate(found.rows.tolist()):
                    z, a = plain.forward(row)
                    for factor in path.factors:
                        wanted = witness(case, factor.kind, factor.place, factor.units, z, a, row)
                        assert near(float(factor.values[place]), wanted), (seed, factor)


def witness(
    case: Case, kind: str, place: Ref, units: tuple[int, ...], z: dict[str, list[float]], a: dict[str, list[float]],
    row: int,
) -> float:
    """One factor from its definition."""
    unit: Unit = (place[1], units[0])
    if kind == "loss":
        observed = float(case.rows.observed[case.rows.target_units.index(unit), row])
        share = case.chosen.size if case.document.training.reduction == "mean" else 1
        return -2 * (observed - a[unit[0]][unit[1]]) / share
    if kind == "activation":
        return FUNCTIONS[case.document.nodes[unit[0]].activation][1](z[unit[0]][unit[1]])
    if kind == "weight":
        return float(case.document.parameter(place).value[units])
    return a[unit[0]][unit[1]] if kind == "value" else 1.0


def test_the_recursive_form_sums_up() -> None:
    for seed in range(0, GRAPHS, 5):
        case = Case(seed)
        for node in case.document.nodes.values():
            for place in range(node.units if node.kind != "input" else 0):
                step = case.reckoning.back_step((node.id, place))
                fed = sum((feed.passed_back for feed in step.feeds), np.zeros(case.chosen.size))
                assert step.count == len(step.feeds)
                assert np.allclose(step.own + fed, step.by_output, rtol=1e-12, atol=1e-12)
                assert np.allclose(step.by_output * step.slope, step.by_sum, rtol=1e-12, atol=1e-12)
                for feed in step.feeds:
                    later = case.reckoning.back_step(feed.unit).by_sum
                    assert np.array_equal(feed.weight * later, feed.passed_back)
                bias = case.reckoning.explain(bias_of(node.id), (place,))
                assert near(float(step.by_sum.sum()), bias.derivative)


def layered(*units: int) -> Document:
    """A chain of layers, each joined to the next, with a row of numbers."""
    rng = np.random.default_rng(1)
    kinds = ["input", *["hidden"] * (len(units) - 2), "output"]
    nodes = [Node(f"n{at}", kind, f"{kind} {at}", size, "identity" if kind != "hidden" else "tanh",
                  None if kind == "input" else parameter(f"b{at}", rng.normal(0, 0.3, size)))
             for at, (kind, size) in enumerate(zip(kinds, units, strict=True))]
    wires = {(one.id, two.id): Connection(one.id, two.id, parameter(
        f"w{two.id}", rng.normal(0, one.units**-0.5, (two.units, one.units))))
        for one, two in pairwise(nodes)}
    names = {node.id: tuple(f"{node.id} {unit}" for unit in range(node.units)) for node in (nodes[0], nodes[-1])}
    columns = tuple(column(name, rng.normal(0, 1, 3)) for part in names.values() for name in part)
    return Document("Layers", {node.id: node for node in nodes}, wires, {}, DataSpec(
        columns, {nodes[0].id: names[nodes[0].id]}, {nodes[-1].id: names[nodes[-1].id]}))


def explained(document: Document, ref: Ref, index: tuple[int, ...] = (), step: int = 0) -> Explanation:
    network = compile_network(document)
    return explain(document, network, network.pack(document), prepare(document), ref, index, step=step)


@pytest.mark.parametrize(("units", "count"), [
    ((1, 1, 1), 1), ((1, 2, 3, 1), 3), ((1, 2, 6, 1), 6), ((2, 8, 8, 8, 8, 8, 8, 8, 1), 8**6), ((1, 5, 4, 2), 4 * 2),
    ((1, *[100] * 12, 1), 100**11),
])  # fmt: skip
def test_how_many_paths_there_are(units: tuple[int, ...], count: int) -> None:
    found = explained(layered(*units), ("n0", "n1"), (0, 0))
    assert found.count == count
    assert len(found.paths) == (count if count <= MOST_PATHS else 0)
    wanted = compile_network(layered(*units))
    assert found.products.shape == (3,)
    assert [factor.kind for factor in found.short] == (
        ["passed_back", "activation", "value"] if len(units) > 2 else ["loss", "value"])
    assert wanted.size == sum(a * b + b for a, b in pairwise(units))


def test_paths_through_an_output_that_feeds_on_start_at_both_losses() -> None:
    document = layered(1, 1, 1)
    nodes = {**document.nodes, "n1": replace(document.nodes["n1"], kind="output")}
    data = replace(document.data, columns=(*document.data.columns, column("more", [1.0, 0.0, 2.0])),
                   targets={"n1": ("more",), **document.data.targets})
    found = explained(document.evolve(nodes=nodes, data=data), ("n0", "n1"))
    assert sorted(path.nodes for path in found.paths) == [(("n1", 0),), (("n2", 0), ("n1", 0))]
    assert path_sum(found) == pytest.approx(found.derivative, rel=1e-13)


def test_dead_ends_have_no_path_and_cost_nothing() -> None:
    """Sixty layers of two nodes each that lead nowhere: 2⁶⁰ ways to nothing."""
    document = layered(1, 1, 1)
    nodes, wires = dict(document.nodes), dict(document.connections)
    before = ["n1"]
    for level in range(60):
        group = [f"d{level}a", f"d{level}b"]
        for key in group:
            nodes[key] = Node(key, "hidden", key, 1, "tanh", parameter(f"b {key}", [0.1]))
            wires |= {(a, key): Connection(a, key, parameter(f"w {a} {key}", [[0.5]])) for a in before}
        before = group
    found = explained(document.evolve(nodes=nodes, connections=wires), ("n0", "n1"))
    assert (found.count, len(found.paths)) == (1, 1)
    assert path_sum(found) == pytest.approx(found.derivative, rel=1e-13)
    lost = explained(document.evolve(nodes=nodes, connections=wires), ("", "d59a"))
    assert (lost.count, lost.paths, lost.derivative) == (0, (), 0.0)
    assert lost.short[0].words == "nothing is passed back to d59a: it feeds nothing"


def test_a_chain_longer_than_pythons_stack() -> None:
    found = explained(layered(1, *[1] * 1500, 1), ("n0", "n1"))
    assert found.count == 1
    assert len(found.paths[0].nodes) == 1501
    assert path_sum(found) == pytest.approx(found.derivative, abs=1e-12)


def test_numbers_that_diverge_are_shown_and_raise_nothing() -> None:
    for value in (1e200, np.inf, -np.inf, np.nan):
        document = one_two_one()
        network, rows = compile_network(document), prepare(document)
        theta = np.full(network.size, value)
        for ref in document.parameters():
            found = explain(document, network, theta, rows, ref)
            assert not math.isfinite(found.derivative) or value == 1e200
            assert [path.products.shape for path in found.paths] == [(3,)]
        step = Reckoning(document, network, theta, rows, rows.train).back_step(("top", 0))
        assert step.by_output.shape == (3,)


def test_a_parameter_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        explained(one_two_one(), ("dose", "effect"))


@pytest.mark.parametrize("index", [(), (0,), (0, 1), (3, 0), (-1, 0), (0, 0, 0)])
def test_a_number_that_is_not_there(index: tuple[int, ...]) -> None:
    """A weight of 3 targets and 1 source: what is no place in it must not fall on a number of another."""
    document = SetUnits("top", 3).apply(one_two_one())
    network, rows = compile_network(document), prepare(document)
    theta, shot = network.pack(document), Trainer(document).snapshot()
    with pytest.raises(IndexError, match="shape"):
        explain(document, network, theta, rows, ("dose", "top"), index)
    with pytest.raises(IndexError, match="shape"):
        exercise(document, network, shot, rows, ("dose", "top"), index)
    with pytest.raises(IndexError, match="shape"):
        place_of(network, ("dose", "top"), index)


# -- published figures -----------------------------------------------------------------------------------------


def at_step(file: str, name: str, steps: int = 0) -> Explanation:
    document = storage.load(EXAMPLES / f"{file}.squiggle")
    trainer = Trainer(document)
    if steps:
        trainer.step(steps)
    shot = trainer.snapshot()
    ref = next(ref for ref, one in document.parameters().items() if one.name == name)
    return explain(document, trainer.network, shot.theta, trainer.rows, ref, step=shot.step)


def figure(example: str, name: str) -> Floats:
    listed = json.loads((Path(__file__).parents[2] / "figures" / "statquest.json").read_text())["examples"]
    one = next(row for found in listed if found["id"] == example for row in found["expect"] if row["name"] == name)
    return np.array(one["computed"])


def test_part_2_factor_by_factor() -> None:
    found = at_step("part2-backpropagation", "b3")
    (path,) = found.paths
    assert [(factor.over, factor.under, factor.rule) for factor in path.factors] == [
        ("SSR", "predicted", "−2 × (observed − predicted)"), ("predicted", "b_3", "1")]
    # −2 × (0 − −2.6037), −2 × (1 − −1.6090), −2 × (0 − −2.6149), each × 1
    assert path.factors[0].values == pytest.approx([-5.20733, -5.218038, -5.22974], abs=1e-6)
    assert path.factors[1].values.tolist() == [1, 1, 1]
    assert [name for name, _ in (*found.inputs, *found.observed, *found.predicted)] == [
        "dosage", "effectiveness", "predicted"]
    assert found.predicted[0][1] == pytest.approx(figure("part2_backprop_b3", "predicted at b3=0 (doses 0, 0.5, 1)"),
                                                  abs=1e-6)
    assert found.derivative == pytest.approx(figure("part2_backprop_b3", "dSSR/db3 at b3=0").item(), abs=1e-6)
    for step, wanted in enumerate(figure("part2_backprop_b3", "slope sequence, exact, steps 0..11")):
        assert at_step("part2-backpropagation", "b3", step).derivative == pytest.approx(wanted, abs=5.1e-5)


def test_details_1_factor_by_factor() -> None:
    found = at_step("details1-three-parameters", "w3")
    (path,) = found.paths
    assert [factor.kind for factor in path.factors] == ["loss", "value"]
    assert [factor.under for factor in path.factors] == ["predicted", "w_3"]
    y1, y2 = figure("details1_three_params", "y1 and y2 (softplus outputs) at the three doses")
    predicted = figure("details1_three_params", "predicted at start, all")
    assert path.factors[0].values == pytest.approx(-2 * (np.array([0, 1, 0]) - predicted), abs=3e-6)
    assert path.factors[1].values == pytest.approx(y1, abs=1e-6)
    assert path.products == pytest.approx(-2 * (np.array([0, 1, 0]) - predicted) * y1, abs=1e-5)
    assert at_step("details1-three-parameters", "w4").paths[0].factors[1].values == pytest.approx(y2, abs=1e-6)
    for name in ("w3", "w4", "b3"):
        wanted = figure("details1_three_params", f"dSSR/d{name} at start").item()
        assert at_step("details1-three-parameters", name).derivative == pytest.approx(wanted, abs=1e-6)


def test_details_2_factor_by_factor() -> None:
    found = at_step("details2-all-parameters", "w1")
    (path,) = found.paths
    assert [(factor.over, factor.under) for factor in path.factors] == [
        ("SSR", "predicted"), ("predicted", "y_1"), ("y_1", "x_1"), ("x_1", "w_1")]
    x = np.array([0, 1.37, 2.74])
    predicted = figure("details2_seven_params", "predicted at start")
    # −2 × (observed − predicted), then w3 = 0.36, then eˣ ÷ (1 + eˣ), then the dosage
    worked = [-2 * (np.array([0, 1, 0]) - predicted), np.full(3, 0.36), np.exp(x) / (1 + np.exp(x)), [0, 0.5, 1]]
    for factor, wanted in zip(path.factors, worked, strict=True):
        assert factor.values == pytest.approx(wanted, abs=3e-6)
    names = ("w1", "b1", "w2", "b2", "w3", "w4", "b3")
    slopes = figure("details2_seven_params", "all derivatives at start, order w1,b1,w2,b2,w3,w4,b3")
    for name, wanted in zip(names, slopes, strict=True):
        one = at_step("details2-all-parameters", name)
        assert path_sum(one) == pytest.approx(wanted, abs=1e-6)
        assert one.derivative == pytest.approx(wanted, abs=1e-6)


def test_a_wide_layer_is_explained_at_once() -> None:
    document = layered(400, 250, 40, 10)  # 100,000 weights in one connection
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    begun = time.thread_time()
    found = explain(document, network, theta, rows, ("n0", "n1"), (249, 399))
    assert time.thread_time() - begun < 1.0
    assert (found.count, found.paths) == (40 * 10, ())
    gradient = network.read(network.gradient(theta, rows)[1], ("n0", "n1"))
    assert near(found.derivative, float(gradient[249, 399]))
    step = Reckoning(document, network, theta, rows, rows.train).back_step(("n1", 249))
    assert (len(step.feeds), step.count) == (MOST_FEEDS, 40)
    sizes = [float(np.abs(feed.passed_back).max()) for feed in step.feeds]
    assert sizes == sorted(sizes, reverse=True)
