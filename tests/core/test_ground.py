"""What a network puts out over two inputs: against computing each sample alone, in portions, others held."""

from __future__ import annotations

import numpy as np
import pytest

from core.datasets.rows import prepare
from core.document import Connection, Document, Node, parameter
from core.engine.compiler import compile_network
from core.ground import Ground, side_for
from tests.helpers.classifier import iris, layered
from tests.helpers.random_grids import random_grids

RNG = np.random.default_rng(4)


def drawn(pairs: tuple[tuple[str, str], ...], kinds: dict[str, str], classes: int = 0) -> Document:
    """Four inputs a, b, c, d and the neurons ``kinds`` (id → activation), joined by ``pairs``; "p" is a softmax."""
    nodes = {name: Node(name, "input", name) for name in "abcd"}
    nodes |= {name: Node(name, "output" if name == "out" else "hidden", name, 1, kind, parameter(f"b{name}", [0.0]))
              for name, kind in kinds.items()}  # fmt: skip
    connections = {pair: Connection(*pair, parameter("".join(pair), [[1.0]])) for pair in pairs}
    if classes:
        nodes["p"] = Node("p", "softmax", "p", classes, classes=tuple(map(str, range(classes))))
        connections |= {(name, "p"): Connection(name, "p") for name in "abcd"[:classes]}
    return Document("Drawn", nodes, connections, dict.fromkeys(nodes, (0.0, 0.0)))


DRAWINGS = {
    "layers": layered((4, 5, 3, 3)),
    # h reads a and d alone, and out what lies far apart.
    "gathered": drawn((("a", "h"), ("d", "h"), ("h", "k"), ("k", "m"), ("m", "out"), ("b", "out")),
                      {"h": "tanh", "k": "softplus", "m": "relu", "out": "identity"}),
    "skipping": drawn((*((name, "h") for name in "abcd"), *((name, "out") for name in "abcd"), ("h", "out")),
                      {"h": "sigmoid", "out": "identity"}),
    "classes of inputs": drawn((("c", "h"), ("h", "out")), {"h": "tanh", "out": "identity"}, classes=3),
}  # fmt: skip


def test_it_is_the_network_sample_by_sample_with_the_others_held() -> None:
    document = layered((4, 5, 3))
    network = compile_network(document)
    theta, held = network.pack(document), RNG.normal(size=4)
    points, units = RNG.normal(size=(2, 4_321)), np.arange(network.units["p"].start, network.units["p"].stop)
    found = Ground(network).over(theta, held, (2, 0), points, units)
    inputs = np.repeat(held[:, None], 4_321, axis=1)
    inputs[2], inputs[0] = points
    whole = network.forward(theta, inputs)
    np.testing.assert_allclose(found.a, whole.a[units], rtol=1e-12)
    np.testing.assert_allclose(found.z, whole.z[units], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(found.a.sum(axis=0), 1.0, rtol=1e-12)


@pytest.mark.parametrize("along", [(0, 1), (3, 1), (2, 3)])
@pytest.mark.parametrize("make", ["layers", "gathered", "skipping", "classes of inputs"])
def test_inputs_that_are_held_are_summed_once_in_every_drawing(make: str, along: tuple[int, int]) -> None:
    document = DRAWINGS[make]
    network = compile_network(document)
    theta, held = RNG.normal(size=network.size), RNG.normal(size=4)
    points, units = RNG.normal(size=(2, 30)), np.arange(max(place.stop for place in network.units.values()))
    inputs = np.repeat(held[:, None], 30, axis=1)
    inputs[list(along)] = points
    whole, found = network.forward(theta, inputs), Ground(network).over(theta, held, along, points, units)
    np.testing.assert_allclose(found.a, whole.a, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(found.z, whole.z, rtol=1e-10, atol=1e-13)


def test_held_inputs_and_the_two_that_vary_may_change_from_one_to_the_next() -> None:
    network = compile_network(layered((4, 5, 3)))
    theta, points, units = RNG.normal(size=network.size), RNG.normal(size=(2, 5)), np.arange(15)
    ground = Ground(network)
    for along in ((0, 1), (1, 0), (2, 3), (0, 1)):
        held = RNG.normal(size=4)
        inputs = np.repeat(held[:, None], 5, axis=1)
        inputs[list(along)] = points
        whole = network.forward(theta, inputs)
        found = ground.over(theta, held, along, points, units[: whole.a.shape[0]])
        np.testing.assert_allclose(found.a, whole.a, rtol=1e-10, atol=1e-13)


def test_by_hand() -> None:
    """Part 5's first row (0.04, 0.42), by the lesson's weights:
    h1 = relu(−2.5·0.04 + 0.6·0.42 + 1.6) = 1.752, h2 = relu(−1.5·0.04 + 0.4·0.42 + 0.7) = 0.808;
    Setosa = −0.1·1.752 + 1.5·0.808 = 1.0368, Versicolor = 2.4·1.752 − 5.2·0.808 = 0.0032,
    Virginica = −2.2·1.752 + 3.7·0.808 + 1 = 0.1352.
    """
    document = iris()
    network = compile_network(document)
    units = np.arange(network.units["species"].start, network.units["species"].stop)
    found = Ground(network).over(network.pack(document), np.zeros(2), (0, 1), np.array([[0.04], [0.42]]), units)
    np.testing.assert_allclose(found.z[:, 0], [1.0368, 0.0032, 0.1352], atol=1e-12)


def test_another_theta_and_another_order_of_units() -> None:
    document = layered((2, 3, 3))
    network = compile_network(document)
    ground, points = Ground(network), RNG.normal(size=(2, 10))
    units = np.array([network.units["p"].start + 2, network.units["h0"].start])
    for theta in (network.pack(document), RNG.normal(size=network.size)):
        found = ground.over(theta, np.zeros(2), (0, 1), points, units)
        np.testing.assert_allclose(found.a, network.forward(theta, points).a[units], rtol=1e-12)


def test_nothing_asked_nothing_found() -> None:
    document = layered((2, 3, 3))
    network = compile_network(document)
    found = Ground(network).over(network.pack(document), np.zeros(2), (0, 1), np.zeros((2, 0)), np.array([0]))
    assert found.a.shape == (1, 0)


def test_what_overflows_is_not_a_number_and_not_0() -> None:
    document = layered((2, 3, 3), "relu")
    network = compile_network(document)
    units = np.arange(network.units["p"].start, network.units["p"].stop)
    theta = np.full(network.size, 1e200)
    found = Ground(network).over(theta, np.zeros(2), (0, 1), np.full((2, 1), 1e200), units)
    assert not np.isfinite(found.z).any()


@pytest.mark.parametrize(("sizes", "least"), [((2, 2, 3), 200), ((64, 32, 10), 200), ((784, 256, 10), 24)])
def test_large_networks_have_fewer_points(sizes: tuple[int, ...], least: int) -> None:
    network = compile_network(layered(sizes))
    assert least <= side_for(network, 12e6) <= 200
    assert side_for(network, 3e6) <= side_for(network, 12e6)


@pytest.mark.parametrize("seed", range(12))
def test_two_inputs_beside_an_image_that_is_held(seed: int) -> None:
    document = random_grids(seed)
    network, rows = compile_network(document), prepare(document)
    theta, points = network.pack(document), np.random.default_rng(seed).normal(size=(2, 5))
    along = tuple(place for place, (node, _) in enumerate(rows.input_units) if node == "x")
    held = rows.inputs[:, 0]
    inputs = np.repeat(held[:, None], 5, axis=1)
    inputs[list(along)] = points
    wanted = network.forward(theta, inputs)
    found = Ground(network).over(theta, held, (along[0], along[1]), points, np.arange(len(wanted.a)))
    np.testing.assert_allclose(found.a, wanted.a, rtol=1e-12, atol=1e-14)
