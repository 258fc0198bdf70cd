"""The numbers of any network by three witnesses: plain loops, differences, and a worked example."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import core.engine.survey
from core.datasets.rows import prepare
from core.document import DataSpec, Document, Node, TestSplit, parameter
from core.engine.compiler import compile_network
from core.errors import NetworkRefused
from tests.benchmarks.networks import layered
from tests.core.engine.test_layout import chain
from tests.helpers.build import documents, one_two_one
from tests.helpers.numeric import numeric_gradient
from tests.helpers.plain import Plain

REDUCTIONS = st.sampled_from(["sum", "mean"])


def with_reduction(document: Document, reduction: str) -> Document:
    return document.evolve(training=replace(document.training, reduction=reduction))


def check(document: Document) -> None:
    """Compare loss, outputs, weighted sums and derivatives with those of plain loops."""
    network, rows = compile_network(document), prepare(document)
    plain = Plain(document, rows)
    theta = network.pack(document)
    loss, gradient = network.gradient(theta, rows)
    expected = plain.loss(rows.train)
    assert loss == pytest.approx(expected, rel=1e-11, abs=1e-12)
    assert network.loss(theta, rows) == loss
    slopes = plain.gradient(rows.train)
    largest = max([1.0, *(float(np.abs(slope).max()) for slope in slopes.values())])
    for ref, slope in network.parameters(gradient).items():
        assert np.abs(slope - slopes[ref]).max() <= 1e-11 * largest, ref
    values = network.forward(theta, rows.inputs)
    for row in range(rows.inputs.shape[1]):
        z, a = plain.forward(row)
        for node, place in network.units.items():
            assert values.z[place, row] == pytest.approx(z[node], rel=1e-11, abs=1e-11)
            assert values.a[place, row] == pytest.approx(a[node], rel=1e-11, abs=1e-11)


@given(documents(), REDUCTIONS)
def test_any_network_agrees_with_plain_loops(document: Document, reduction: str) -> None:
    check(with_reduction(document, reduction))


@given(documents(), REDUCTIONS)
def test_any_gradient_agrees_with_differences(document: Document, reduction: str) -> None:
    smooth = {key: replace(node, activation="tanh") if node.activation in {"relu", "leaky_relu"} else node
              for key, node in document.nodes.items()}  # a corner has no derivative to try for
    smoothed = with_reduction(document.evolve(nodes=smooth), reduction)
    network, rows = compile_network(smoothed), prepare(smoothed)
    theta = network.pack(smoothed)
    sums = network.forward(theta, rows.inputs).z
    bent = [np.abs(sums[network.units[key]]).min() for key, node in smooth.items() if node.activation == "elu"]
    assume(all(nearest > 1e-3 for nearest in bent))  # at 0 its slope has a corner, which differences cannot see
    loss, gradient = network.gradient(theta, rows)
    scale = max(1.0, abs(loss), float(np.abs(gradient).max()))
    assert np.abs(gradient - numeric_gradient(network, theta, rows)).max() <= 2e-6 * scale


@pytest.mark.parametrize("skips", [[(1, 12)], [(0, 12), (3, 12), (3, 11)], [(4, 9), (5, 9), (1, 9), (0, 7)]])
def test_long_skips_agree_with_plain_loops(skips: list[tuple[int, int]]) -> None:
    check(chain(12, *skips))


def test_layers_alike_are_computed_in_one_product() -> None:
    check(layered([3, 4, 4, 4, 4, 2], "tanh", 5, None))


def test_outputs_may_feed_further_nodes() -> None:
    document = chain(5, (1, 4))
    middle = replace(document.nodes["n3"], kind="output")
    data = replace(document.data, targets={"n5": ("y",), "n3": ("x",)})
    check(document.evolve(nodes={**document.nodes, "n3": middle}, data=data))


def test_many_activations_gathered_across_levels() -> None:
    # twelve levels that alternate between kinds: no two neighbours can be computed at once
    kinds = ["gelu", "silu", "softplus", "sigmoid", "elu", "leaky_relu", "relu", "identity"]
    document = chain(40, (0, 40), (7, 30))
    nodes = {key: node if node.kind == "input" else replace(node, activation=kinds[place % 8])
             for place, (key, node) in enumerate(document.nodes.items())}
    check(document.evolve(nodes=nodes))


def test_part_two_by_hand() -> None:
    # b3 = 0: predictions −2.6, −1.61, −2.61; SSR 20.4; its slope by b3 is −2 × (2.6 + 2.61 + 2.61) = −15.7
    document = one_two_one()
    network, rows = compile_network(document), prepare(document)
    theta = network.pack(document)
    loss, gradient = network.gradient(theta, rows)
    predicted = network.forward(theta, rows.inputs).a[network.units["effect"]]
    assert predicted[0] == pytest.approx([-2.60, -1.61, -2.61], abs=0.01)
    assert loss == pytest.approx(20.4, abs=0.05)
    assert network.read(gradient, ("", "effect")) == pytest.approx([-15.655], abs=0.001)


def test_a_frozen_parameter_has_a_derivative_too() -> None:
    document = one_two_one()
    frozen = document.with_parameters({ref: replace(found, trainable=np.zeros_like(found.trainable))
                                       for ref, found in document.parameters().items()})
    free, held = (compile_network(each).gradient(compile_network(each).pack(each), prepare(each))
                  for each in (document, frozen))
    assert free[0] == held[0]
    assert np.array_equal(free[1], held[1])
    assert held[1].all()


def test_many_rows_are_summed_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    document = chain(3, (1, 3))
    rng = np.random.default_rng(4)
    columns = tuple(replace(old, values=rng.normal(size=50)) for old in document.data.columns)
    for reduction in ("sum", "mean"):
        long = with_reduction(document.evolve(data=replace(document.data, columns=columns)), reduction)
        network, rows = compile_network(long), prepare(long)
        whole = network.gradient(network.pack(long), rows)
        said = network.forward(network.pack(long), rows.inputs)
        with monkeypatch.context() as patch:
            patch.setattr(core.engine.survey, "_HELD", 7 * 16)
            parts = network.gradient(network.pack(long), rows)
            assert network.loss(network.pack(long), rows) == pytest.approx(whole[0], rel=1e-14)
            again = network.forward(network.pack(long), rows.inputs)
        assert np.allclose((again.z, again.a), (said.z, said.a), rtol=1e-14, atol=0)
        assert not again.z.flags.writeable
        assert parts[0] == pytest.approx(whole[0], rel=1e-14)
        assert np.allclose(parts[1], whole[1], rtol=1e-12)
        assert not np.array_equal(parts[1], whole[1])  # or it was one block


def test_numbers_too_large_are_shown_as_they_are() -> None:
    document = one_two_one()
    nodes = {**document.nodes, "top": replace(document.nodes["top"], activation="relu")}
    wild = document.evolve(nodes=nodes).with_parameters({("dose", "top"): parameter("w1", [[np.inf]])})
    network = compile_network(wild)
    values = network.forward(network.pack(wild), np.array([[0.0, 1.0]]))
    assert np.isnan(values.a[network.units["top"], 0])  # ∞ × 0, which relu must not turn into 0
    assert np.isposinf(values.a[network.units["top"], 1])


def test_values_are_read_only() -> None:
    document = one_two_one()
    network = compile_network(document)
    values = network.forward(network.pack(document), prepare(document).inputs)
    for array in (values.z, values.a):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1.0


def test_test_rows_count_apart() -> None:
    document = one_two_one()
    split = document.evolve(data=replace(document.data, test=TestSplit(rows=(1,))))
    network, rows, plain = compile_network(split), prepare(split), Plain(split, prepare(split))
    theta = network.pack(split)
    assert network.loss(theta, rows) == pytest.approx(plain.loss([0, 2]), rel=1e-13)
    assert network.test_loss(theta, rows) == pytest.approx(plain.loss([1]), rel=1e-13)
    assert compile_network(document).test_loss(theta, prepare(document)) is None


def test_an_output_that_nothing_feeds_learns_its_bias() -> None:
    document = Document(
        "Flat", {"x": Node("x", "input", "x"), "y": Node("y", "output", "y", 1, "identity", parameter("b", [0.5]))},
        data=DataSpec(chain(1).data.columns, {"x": ("x",)}, {"y": ("y",)}))
    network, rows = compile_network(document), prepare(document)
    # −2 × ((1 − 0.5) + (−1 − 0.5)) = 2
    assert network.gradient(network.pack(document), rows)[1].tolist() == [2.0]
    with pytest.raises(NetworkRefused):
        prepare(document.evolve(data=replace(document.data, targets={})))
