"""Splitting and merging keep what the network computes; resizing keeps the numbers that still fit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compiler import compile_network
from core.datasets.rows import prepare
from core.document import Document, Floats
from core.edits.graph import AddNode, Connect
from core.edits.layers import MergeNodes, SetUnits, SplitLayer
from core.edits.values import SetValue
from core.errors import EditRefused
from tests.helpers.build import documents, one_two_one


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
