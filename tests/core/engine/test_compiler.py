"""What compiles, and the sentences for what does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.document import Connection, Document, Node, TrainingSpec, parameter
from core.engine.compiler import compile_network
from core.errors import NetworkRefused
from tests.helpers.build import one_two_one
from tests.helpers.classifier import iris


def joined(document: Document, *pairs: tuple[str, str]) -> Document:
    """Return the document with more connections, drawn past the rules."""
    more = {pair: Connection(*pair, parameter(f"m{place}", [[1.0]])) for place, pair in enumerate(pairs)}
    return document.evolve(connections={**document.connections, **more})


def altered(document: Document, node: str, **changes: object) -> Document:
    return document.evolve(nodes={**document.nodes, node: replace(document.nodes[node], **changes)})  # type: ignore[arg-type]


def refused(document: Document) -> NetworkRefused:
    with pytest.raises(NetworkRefused) as caught:
        compile_network(document)
    assert str(caught.value).endswith(".")
    return caught.value


def test_theta_holds_every_parameter_once() -> None:
    document = one_two_one(b3=2.6)
    network = compile_network(document)
    theta = network.pack(document)
    assert network.size == theta.size == 7
    assert sorted(theta) == sorted([3.34, -1.43, -3.53, 0.57, -1.22, -2.3, 2.6])
    assert set(network.slots) == set(document.parameters())
    for ref, found in document.parameters().items():
        assert np.array_equal(network.read(theta, ref), found.value)
        assert network.slots[ref].index.shape == found.value.shape
    assert all(np.array_equal(value, document.parameter(ref).value)
               for ref, value in network.parameters(theta).items())


def test_trainable_is_laid_out_as_theta() -> None:
    document = one_two_one()
    frozen = document.with_parameters({("top", "effect"): parameter("w3", [[-1.22]], trainable=False)})
    network = compile_network(frozen)
    assert network.trainable.sum() == 6
    assert not network.read(network.trainable.astype(float), ("top", "effect"))


def test_units_do_not_overlap_and_inputs_come_first() -> None:
    document = altered(one_two_one(), "top", units=3, bias=parameter("b1", [1.0, 2, 3]))
    document = document.with_parameters({
        ("dose", "top"): parameter("w1", [[1.0], [2], [3]]), ("top", "effect"): parameter("w3", [[1.0, 2, 3]])})
    network = compile_network(document)
    taken = [row for place in network.units.values() for row in range(place.start, place.stop)]
    assert sorted(taken) == list(range(6))
    assert network.units["dose"] == slice(0, 1)
    assert network.read(network.pack(document), ("top", "effect")).tolist() == [[1.0, 2.0, 3.0]]


def test_no_data_is_needed() -> None:
    document = one_two_one()
    bare = document.evolve(data=replace(document.data, columns=(), inputs={}, targets={}))
    assert compile_network(bare).forward(compile_network(bare).pack(bare), np.array([[0.5]])).a.shape == (4, 1)


def test_a_hidden_node_without_connections_gives_its_activation_of_the_bias() -> None:
    document = one_two_one()
    alone = document.evolve(nodes={**document.nodes, "alone": Node("alone", "hidden", "alone", 1, "tanh",
                                                                   parameter("b4", [0.5]))})
    network = compile_network(alone)
    assert network.forward(network.pack(alone), np.zeros((1, 2))).a[network.units["alone"]] == pytest.approx(
        np.tanh(0.5))


def test_a_loop_is_named_in_order() -> None:
    document = joined(one_two_one(), ("top", "bottom"), ("effect", "top"), ("bottom", "top"))
    error = refused(document)
    assert set(error.ids) <= {"top", "bottom", "effect"}
    pairs = list(zip(error.ids, (*error.ids[1:], error.ids[0]), strict=True))
    assert all(pair in document.connections for pair in pairs)
    assert "loop" in str(error)
    assert " → ".join(document.nodes[node].label for node in error.ids) in str(error)


def test_nodes_after_a_loop_are_not_blamed() -> None:
    nodes = one_two_one().nodes
    last = Node("last", "output", "last", 1, "identity", parameter("b9", [0.0]))
    document = joined(one_two_one().evolve(nodes={**nodes, "last": last}), ("effect", "bottom"), ("effect", "last"))
    assert set(refused(document).ids) == {"effect", "bottom"}


@pytest.mark.parametrize(("kind", "gone"), [("input", "dose"), ("output", "effect")])
def test_no_input_or_no_output(kind: str, gone: str) -> None:
    document = one_two_one()
    left = document.evolve(
        nodes={key: node for key, node in document.nodes.items() if key != gone},
        connections={pair: found for pair, found in document.connections.items() if gone not in pair})
    assert f"no {kind}" in str(refused(left))


def test_an_image_without_a_grid() -> None:
    error = refused(altered(one_two_one(), "dose", kind="image"))
    assert "cell of its grid" in str(error)
    assert error.ids == ("dose",)


def test_cross_entropy_needs_probabilities() -> None:
    error = refused(one_two_one().evolve(training=TrainingSpec(loss="cross_entropy")))
    assert "effectiveness" in str(error)
    assert "SoftMax" in str(error)
    assert error.ids == ("effect",)
    error = refused(iris("argmax"))
    assert "derivative is 0" in str(error)
    assert error.ids == ("species",)


def test_what_feeds_a_softmax_is_its_classes() -> None:
    document = iris()
    few = altered(document, "species", classes=("a", "b"), units=2)
    assert "fed by 3 values and has 2 classes" in str(refused(few))
    alone = replace(document, connections={
        pair: one for pair, one in document.connections.items() if pair[0] not in ("setosa", "virginica")})  # fmt: skip
    assert "always 1" in str(refused(altered(alone, "species", classes=("a",), units=1)))
    bare = replace(alone, connections={pair: one for pair, one in alone.connections.items() if pair[1] != "species"})
    assert "fed by nothing" in str(refused(bare))
    twice = altered(document, "species", classes=("a", "b", "a"))
    assert "class a twice" in str(refused(twice))
    weighted = document.evolve(connections={**document.connections, ("setosa", "species"): Connection(
        "setosa", "species", parameter("w", [[1.0]]))})  # fmt: skip
    assert "as they are" in str(refused(weighted))
    bald = document.evolve(connections={**document.connections, ("petal", "h1"): Connection("petal", "h1")})
    assert "not none" in str(refused(bald))


def test_shapes_that_do_not_fit() -> None:
    document = one_two_one()
    wide = document.with_parameters({("dose", "top"): parameter("w1", [[1.0, 2.0]])})
    assert refused(wide).ids == ("dose", "top")
    assert "1 × 1" in str(refused(wide))
    assert refused(altered(document, "top", bias=None)).ids == ("top",)
    assert refused(altered(document, "top", activation="step")).ids == ("top",)
    assert refused(joined(document, ("top", "dose"))).ids == ("top", "dose")


def test_a_drawing_too_wide_to_compute_is_refused_before_memory_is_taken() -> None:
    # 4,500 inputs, each joined to an output of its own: 4,500 × 4,501 places, most of them not drawn
    count = 4500
    inputs = {f"i{at}": Node(f"i{at}", "input", f"i{at}") for at in range(count)}
    outputs = {f"o{at}": Node(f"o{at}", "output", f"o{at}", bias=parameter(f"b{at}", [0.0])) for at in range(count)}
    weights = (Connection(f"i{at}", f"o{at}", parameter(f"w{at}", [[1.0]])) for at in range(count))
    document = Document("Wide", {**inputs, **outputs}, {one.pair: one for one in weights})
    assert "room for 20,254,500 weights" in str(refused(document))
