"""Tiny documents, and strategies for random ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from core import catalog
from core.document import Connection, DataSpec, Document, Node, Parameter, column, floats, parameter
from core.edits.classes import SetClasses, SetKind
from core.edits.graph import AddNode, Connect, ConnectAll, InsertNode, Paste, Remove, extract
from core.edits.layers import MergeNodes, SetUnits, SplitLayer
from core.edits.placement import MoveNodes, align, distribute
from core.edits.settings import SetTitle, SetTraining
from core.edits.sizes import SetGrid
from core.edits.values import (
    AdoptParameters,
    FreezeOthers,
    NewStart,
    RenameNode,
    RenameParameter,
    Reset,
    SetActivation,
    SetTrainable,
    SetValue,
)
from core.rules import refusal
from core.session import Edit


def one_two_one(b3: float = 0.0) -> Document:
    """The dosage network of part 2: two SoftPlus nodes, three rows."""
    numbers = {"w1": 3.34, "b1": -1.43, "w2": -3.53, "b2": 0.57, "w3": -1.22, "w4": -2.3, "b3": b3}

    def hidden(key: str, bias: str, label: str) -> Node:
        return Node(key, "hidden", label, 1, "softplus", parameter(bias, [numbers[bias]]))

    nodes = [
        Node("dose", "input", "dosage"),
        hidden("top", "b1", "hidden 1"),
        hidden("bottom", "b2", "hidden 2"),
        Node("effect", "output", "effectiveness", 1, "identity", parameter("b3", [b3])),
    ]
    ends = {"w1": ("dose", "top"), "w2": ("dose", "bottom"), "w3": ("top", "effect"), "w4": ("bottom", "effect")}
    connections = [Connection(a, b, parameter(name, [[numbers[name]]])) for name, (a, b) in ends.items()]
    return Document(
        "Drug dosage",
        {node.id: node for node in nodes},
        {connection.pair: connection for connection in connections},
        {"dose": (0, 0), "top": (240, -120), "bottom": (240, 120), "effect": (480, 0)},
        DataSpec(
            (column("dosage", [0, 0.5, 1]), column("effectiveness", [0, 1, 0])),
            {"dose": ("dosage",)},
            {"effect": ("effectiveness",)},
        ),
    )


NUMBERS = st.floats(-3, 3, allow_nan=False, width=32)
POINTS = st.tuples(st.integers(-500, 500).map(float), st.integers(-500, 500).map(float))


@st.composite
def documents(draw: st.DrawFn, most_nodes: int = 6, rows: int = 5) -> Document:
    """Any loop-free drawing the format allows: skips, layers, several inputs and outputs, frozen parts, data."""
    document = Document("Random")
    inputs, outputs = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    kinds = ["input"] * inputs + ["hidden"] * draw(st.integers(0, most_nodes - 3)) + ["output"] * outputs
    for kind in kinds:
        units = draw(st.sampled_from([1, 1, 1, 2, 3]))
        document = AddNode(kind, draw(POINTS), units).apply(document)
    nodes = list(document.nodes)
    pairs = [(a, b) for place, a in enumerate(nodes) for b in nodes[place + 1 :]]
    for pair in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []:
        if refusal(document, *pair) is None:
            document = Connect((pair,)).apply(document)
    document = document.with_parameters({ref: draw(_numbers(found)) for ref, found in document.parameters().items()})
    names = st.sampled_from(list(catalog.ACTIVATIONS))
    bent = {
        key: node if node.kind == "input" else replace(node, activation=draw(names))
        for key, node in document.nodes.items()
    }
    columns = tuple(
        column(old.name, draw(st.lists(NUMBERS, min_size=rows, max_size=rows))) for old in document.data.columns
    )
    return document.evolve(nodes=bent, data=replace(document.data, columns=columns))


@st.composite
def _numbers(draw: st.DrawFn, old: Parameter) -> Parameter:
    size = old.value.size
    values = draw(st.lists(NUMBERS, min_size=size, max_size=size))
    masks = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    mask = np.array(masks, dtype=np.bool_).reshape(old.value.shape)
    mask.setflags(write=False)
    return replace(old, value=floats(np.reshape(values, old.value.shape)), trainable=mask)


@st.composite
def edits(draw: st.DrawFn, document: Document) -> Edit:
    """Any edit a user could make in this document; some of them are refused."""
    always: list[st.SearchStrategy[Edit]] = [
        st.builds(AddNode, st.sampled_from([*catalog.NODE_KINDS]), POINTS, st.integers(1, 3)),
        st.just(SetTitle("Another")),
        st.just(NewStart()),
        st.just(Reset()),
        st.builds(lambda rate: SetTraining(replace(document.training, learning_rate=rate)), st.floats(0.01, 1)),
    ]
    edit: Edit = draw(st.one_of(*always, *_node_edits(document), *_pair_edits(document)))
    return edit


def _node_edits(document: Document) -> list[st.SearchStrategy[Edit]]:
    if not document.nodes:
        return []
    node = st.sampled_from(list(document.nodes))
    some = st.frozensets(node, min_size=1, max_size=4)
    values = {ref: floats(found.value + 1) for ref, found in document.parameters().items()}
    return [
        st.builds(Connect, st.tuples(st.tuples(node, node))),
        st.builds(ConnectAll, some),
        st.builds(Remove, some),
        st.builds(MoveNodes, st.dictionaries(node, POINTS, min_size=1, max_size=2)),
        some.map(lambda chosen: align(document, chosen, "left")),
        some.map(lambda chosen: distribute(document, chosen, "vertically")),
        some.map(lambda chosen: Paste(extract(document, chosen))),
        st.builds(RenameNode, node, st.sampled_from(["dose", "  ", "effect"])),
        st.builds(SetActivation, st.tuples(node), st.sampled_from(list(catalog.ACTIVATIONS))),
        st.builds(SetUnits, node, st.integers(1, 4)),
        *(st.builds(SetGrid, node, **{name: st.integers(0, 4)}) for name in catalog.GRID_SETTINGS),
        st.builds(SetGrid, node, mode=st.sampled_from(["max", "mean"])),
        st.builds(SplitLayer, node),
        st.builds(SetKind, node, st.sampled_from(["softmax", "argmax"])),
        st.builds(SetClasses, node, st.lists(st.sampled_from("abcd"), max_size=3).map(tuple)),
        st.builds(MergeNodes, some),
        st.builds(AdoptParameters, st.just(values), st.integers(1, 9)),
    ]


def _pair_edits(document: Document) -> list[st.SearchStrategy[Edit]]:
    found: list[st.SearchStrategy[Edit]] = []
    if document.connections:
        pair = st.sampled_from(list(document.connections))
        found += [
            st.builds(InsertNode, pair, POINTS, st.integers(1, 2)),
            st.builds(Remove, st.just(frozenset()), st.frozensets(pair, min_size=1)),
        ]
    refs = list(document.parameters())
    if refs:
        ref = st.sampled_from(refs)
        found += [
            st.builds(SetValue, ref, NUMBERS),
            st.builds(SetTrainable, st.tuples(ref), st.booleans()),
            st.builds(FreezeOthers, ref),
            st.builds(RenameParameter, ref, st.sampled_from(["w1", "b1", "slope", ""])),
        ]
    return found
