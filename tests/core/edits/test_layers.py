"""Splitting and merging keep what the network computes; resizing keeps the numbers that still fit."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.arrange import NEAR, arrange
from core.datasets.rows import prepare
from core.document import Document, Floats
from core.edits.graph import AddNode, Connect, ConnectAll
from core.edits.layers import BESIDE, SPACING, MergeNodes, SetUnits, SplitLayer, merge_refusal
from core.edits.values import RenameNode, SetValue
from core.engine.compiler import compile_network
from core.errors import EditRefused
from tests.helpers.build import documents, one_two_one
from tests.helpers.classifier import iris, layered


def outputs(document: Document) -> list[Floats]:
    """What every output node gives for every row, in the order of the target columns."""
    network, rows = compile_network(document), prepare(document)
    values = network.forward(network.pack(document), rows.inputs)
    return sorted((row for node in document.data.targets for row in values.a[network.units[node]]), key=tuple)


def learning(document: Document) -> int:
    return sum(int(found.trainable.sum()) for found in document.parameters().values())


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_splitting_a_layer_changes_no_output(document: Document, data: st.DataObject) -> None:
    layers = [key for key, node in document.nodes.items() if node.units > 1]
    if not layers:
        return
    split = SplitLayer(data.draw(st.sampled_from(layers))).apply(document)
    for before, after in zip(outputs(document), outputs(split), strict=True):
        np.testing.assert_allclose(after, before, atol=1e-12)
    names = [found.name for found in split.parameters().values()]
    assert len(set(names)) == len(names)


def test_merging_the_hidden_nodes_gives_a_layer_that_computes_the_same() -> None:
    merged = MergeNodes(frozenset({"top", "bottom"})).apply(one_two_one())
    layer = next(node for node in merged.nodes.values() if node.units == 2)
    assert layer.bias is not None
    assert layer.bias.value.tolist() == [-1.43, 0.57]
    assert merged.positions[layer.id] == (240, 0)
    assert merged.parameter(("dose", layer.id)).value.tolist() == [[3.34], [-3.53]]
    assert merged.parameter((layer.id, "effect")).value.tolist() == [[-1.22, -2.3]]
    np.testing.assert_allclose(outputs(merged), outputs(one_two_one()))


def test_splitting_what_was_merged_brings_back_no_connection_that_was_not_there() -> None:
    document = one_two_one()
    document = AddNode("input", (0, 200)).apply(document)
    extra = next(node for node in document.nodes if node not in one_two_one().nodes)
    document = Connect(((extra, "bottom"),)).apply(document)
    merged = MergeNodes(frozenset({"top", "bottom"})).apply(document)
    layer = next(node.id for node in merged.nodes.values() if node.units == 2)
    gap = merged.parameter((extra, layer))
    assert (gap.value[0, 0], gap.trainable.tolist()) == (0, [[False], [True]])
    assert learning(merged) == learning(document)
    split = SplitLayer(layer).apply(merged)
    assert len(split.connections) == len(document.connections)
    np.testing.assert_allclose(outputs(split), outputs(document))


def told(document: Document) -> tuple[set[str], dict[str, tuple[str, str, list[list[float]]]]]:
    """Return the labels of nodes, and for each weight its name, what it joins and its numbers."""
    labels = {key: node.label for key, node in document.nodes.items()}
    weights = {found.name: (labels.get(ref[0], ""), labels[ref[1]], found.value.reshape(1, -1).tolist())
               for ref, found in document.parameters().items()}  # fmt: skip
    return set(labels.values()), weights


@pytest.mark.parametrize("order", list(permutations(("input", "hidden", "output"))))
def test_merging_the_2_2_3_network_to_layers_and_back_keeps_numbers_and_names(order: tuple[str, ...]) -> None:
    document = merged = iris()
    for kind in ("hidden", "output", "input"):
        members = frozenset(node.id for node in merged.nodes.values() if node.kind == kind)
        merged = MergeNodes(members).apply(merged.evolve(positions=down(merged)))
    assert {node.label for node in merged.nodes.values()} == {"inputs", "hidden", "outputs", "species"}
    assert sorted((found.name, found.value.shape) for found in merged.parameters().values()) == [
        ("b1", (2,)), ("b3", (3,)), ("w1", (2, 2)), ("w5", (3, 2))]  # fmt: skip
    split = merged
    for kind in order:
        split = SplitLayer(next(node.id for node in split.nodes.values() if node.kind == kind)).apply(split)
    assert told(split) == told(document)


def down(document: Document) -> dict[str, tuple[float, float]]:
    """Return places one below the other, in the order of the file: so layers take their members in that order."""
    return {key: (0.0, float(place)) for place, key in enumerate(document.nodes)}


def test_a_layer_is_named_like_no_other_node() -> None:
    document = RenameNode("effect", "hidden").apply(one_two_one())
    merged = MergeNodes(frozenset({"top", "bottom"})).apply(document)
    layer = next(node for node in merged.nodes.values() if node.units == 2)
    assert layer.label == "hidden 2"
    split = SplitLayer(layer.id).apply(RenameNode(layer.id, "3").apply(merged))
    assert len({node.label for node in split.nodes.values()}) == len(split.nodes)


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_names_stay_unique_however_nodes_are_merged_and_split(document: Document, data: st.DataObject) -> None:
    kinds = sorted({(node.kind, node.activation) for node in document.nodes.values()})
    kind = data.draw(st.sampled_from(kinds))
    alike = [key for key, node in document.nodes.items() if (node.kind, node.activation) == kind]
    if len(alike) < 2 or merge_refusal(document, [document.nodes[key] for key in alike]):
        return
    merged = MergeNodes(frozenset(alike)).apply(document)
    split = SplitLayer([*merged.nodes][-1]).apply(merged)
    for found in (merged, split):
        names = [one.name for one in found.parameters().values()]
        labels = [one.label for one in found.nodes.values()]
        assert (len(set(names)), len(set(labels))) == (len(names), len(labels))


def test_merging_is_refused_with_the_reason() -> None:
    document = one_two_one()
    for nodes, reason in (
        ({"top"}, "two or more"),
        ({"top", "effect"}, "one kind and one activation"),
        (set(), "Select"),
    ):
        with pytest.raises(EditRefused, match=reason):
            MergeNodes(frozenset(nodes)).apply(document)
    chained = Connect((("top", "bottom"),)).apply(document)
    with pytest.raises(EditRefused, match="hidden 1 feeds another"):
        MergeNodes(frozenset({"top", "bottom"})).apply(chained)


def test_splitting_a_neuron_is_refused() -> None:
    with pytest.raises(EditRefused, match="hidden 1 is a single neuron"):
        SplitLayer("top").apply(one_two_one())


def test_changing_the_units_keeps_numbers_and_draws_new_ones() -> None:
    wide = SetUnits("top", 3).apply(one_two_one())
    weight = wide.parameter(("dose", "top"))
    assert weight.value.shape == (3, 1)
    assert weight.value[0, 0] == 3.34
    assert weight.value[1, 0] != 0
    assert wide.parameter(("", "top")).value.tolist() == [-1.43, 0, 0]
    narrow = SetUnits("top", 1).apply(wide)
    assert narrow.parameter(("dose", "top")) == one_two_one().parameter(("dose", "top"))


def test_an_input_that_grows_gets_columns_and_one_that_shrinks_lets_go() -> None:
    wide = SetUnits("dose", 3).apply(one_two_one())
    assert len(wide.data.inputs["dose"]) == 3
    assert wide.data.inputs["dose"][0] == "dosage"
    narrow = SetUnits("dose", 1).apply(wide)
    assert narrow.data.inputs["dose"] == ("dosage",)


def test_too_many_units_are_refused() -> None:
    with pytest.raises(EditRefused, match="at most 20,000 units"):
        SetUnits("top", 20_000).apply(one_two_one())


def test_a_split_keeps_the_start_values() -> None:
    merged = MergeNodes(frozenset({"top", "bottom"})).apply(one_two_one())
    layer = next(node.id for node in merged.nodes.values() if node.units == 2)
    trained = SetValue(("", layer), 9.0, (1,)).apply(merged.evolve(steps=5))
    split = SplitLayer(layer).apply(trained)
    biases = [node.bias for node in split.nodes.values() if node.kind == "hidden"]
    assert [(bias.value[0], bias.initial[0]) for bias in biases if bias] == [(-1.43, -1.43), (9.0, 0.57)]


def test_a_large_layer_is_split_into_a_block_and_merged_again_as_it_was() -> None:
    document = layered((2, 32, 3))
    document = document.evolve(positions=arrange(document))
    split = SplitLayer("h0").apply(document)
    parts = split.nodes.keys() - document.nodes.keys()
    xs, ys = zip(*(split.positions[part] for part in parts), strict=True)
    assert (max(xs) - min(xs), max(ys) - min(ys)) == (5 * BESIDE, 5 * SPACING)
    assert split.positions["in"][0] < min(xs) - NEAR
    assert split.positions["raw"][0] > max(xs) + NEAR
    with pytest.raises(EditRefused, match="nothing to connect"):
        ConnectAll(frozenset(split.nodes)).apply(split)
    merged = MergeNodes(frozenset(parts)).apply(split)
    layer = next(node for node in merged.nodes if node not in document.nodes)
    assert merged.parameter(("in", layer)).value.tolist() == document.parameter(("in", "h0")).value.tolist()
    assert merged.positions[layer] == document.positions["h0"]
    assert {key: merged.positions[key] for key in ("in", "raw")} == {
        key: document.positions[key] for key in ("in", "raw")}  # fmt: skip
