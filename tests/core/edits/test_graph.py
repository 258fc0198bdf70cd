"""Drawing edits: what comes with a node, what goes with it, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from core.document import Document
from core.edits.graph import AddNode, Connect, ConnectAll, InsertNode, Paste, Remove, extract
from core.errors import EditRefused
from tests.helpers.build import one_two_one


def drawn() -> Document:
    """The 1-2-1 network drawn from nothing."""
    document = Document()
    for kind, at in (("input", (0, 0)), ("hidden", (240, -90)), ("hidden", (240, 90)), ("output", (480, 0))):
        document = AddNode(kind, at).apply(document)
    return Connect((("n1", "n2"), ("n1", "n3"), ("n2", "n4"), ("n3", "n4"))).apply(document)


def test_drawing_from_nothing_names_everything_as_the_series_does() -> None:
    document = drawn()
    assert [node.label for node in document.nodes.values()] == ["input 1", "hidden 1", "hidden 2", "output 1"]
    names = {found.name for found in document.parameters().values()}
    assert names == {"w1", "w2", "w3", "w4", "b1", "b2", "b3"}
    assert document.data.names == ("input 1", "output 1")
    assert document.data.inputs == {"n1": ("input 1",)}
    assert document.data.targets == {"n4": ("output 1",)}


def test_new_weights_are_drawn_and_biases_are_zero() -> None:
    document = drawn()
    weights = [found.value[0, 0] for found in document.parameters().values() if found.value.ndim == 2]
    assert len(set(weights)) == 4
    assert all(weight != 0 for weight in weights)
    assert all(node.bias.value.tolist() == [0] for node in document.nodes.values() if node.bias)
    assert drawn() == document


def test_connecting_does_not_touch_other_weights() -> None:
    before = one_two_one()
    after = Connect((("dose", "effect"),)).apply(before)
    assert {ref: after.parameter(ref) for ref in before.parameters()} == before.parameters()


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (("effect", "top"), "Cannot connect effectiveness to hidden 1: .* close a loop"),
        (("dose", "top"), "Cannot connect dosage to hidden 1: they are connected already"),
        (("top", "dose"), "Cannot connect hidden 1 to dosage: dosage is an input"),
        (("top", "top"), "a node cannot feed itself"),
    ],
)
def test_a_connection_that_may_not_be_is_refused(pair: tuple[str, str], reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        Connect((pair,)).apply(one_two_one())


def test_a_node_can_come_joined() -> None:
    document = AddNode("hidden", (240, 0), source="dose", target="effect").apply(one_two_one())
    new = next(node for node in document.nodes if node not in one_two_one().nodes)
    assert (("dose", new) in document.connections, (new, "effect") in document.connections) == (True, True)


def test_removing_a_node_takes_its_connections_and_its_role_but_not_its_column() -> None:
    document = Remove(frozenset({"dose"})).apply(one_two_one())
    assert list(document.connections) == [("top", "effect"), ("bottom", "effect")]
    assert document.data.inputs == {}
    assert document.data.names == ("dosage", "effectiveness")
    again = AddNode("input", (0, 0)).apply(document)
    assert list(again.data.inputs.values()) == [("dosage",)]


def test_inserting_keeps_the_old_weight_in_front() -> None:
    document = InsertNode(("dose", "top"), (120, 0)).apply(one_two_one())
    new = next(node for node in document.nodes if node not in one_two_one().nodes)
    assert ("dose", "top") not in document.connections
    assert document.parameter(("dose", new)) == one_two_one().parameter(("dose", "top"))
    assert document.parameter((new, "top")).name not in {"w1", "w2", "w3", "w4"}


def test_inserting_makes_room_in_the_same_step() -> None:
    document = InsertNode(("top", "effect"), (480, 0), moved={"effect": (720, 0)}).apply(one_two_one())
    assert list(document.positions.values()) == [(0, 0), (240, -120), (240, 120), (720, 0), (480, 0)]


def test_pasting_gives_new_ids_and_names_and_keeps_the_numbers() -> None:
    before = one_two_one()
    after = Paste(extract(before, ["top", "effect"]), (10, 20)).apply(before)
    new = [node for node in after.nodes.values() if node.id not in before.nodes]
    assert [(node.kind, after.positions[node.id]) for node in new] == [("hidden", (250, -100)), ("output", (490, 20))]
    pair = (new[0].id, new[1].id)
    np.testing.assert_array_equal(after.parameter(pair).value, [[-1.22]])
    names = [found.name for found in after.parameters().values()]
    assert len(set(names)) == len(names)
    assert len({node.label for node in after.nodes.values()}) == len(after.nodes)
    assert after.data.targets[new[1].id] != after.data.targets["effect"]


def test_pasting_nothing_is_refused() -> None:
    with pytest.raises(EditRefused, match="nothing to paste"):
        Paste(Document()).apply(one_two_one())


def test_connect_all_joins_each_column_to_the_next_and_leaves_what_is_there() -> None:
    before = one_two_one()
    cut = Remove(pairs=frozenset({("dose", "top"), ("bottom", "effect")})).apply(before)
    after = ConnectAll(frozenset(cut.nodes)).apply(cut)
    assert set(after.connections) == set(before.connections)
    assert after.connections["dose", "bottom"] is cut.connections["dose", "bottom"]
    assert set(ConnectAll(frozenset({"dose", "effect"})).apply(cut).connections) - set(cut.connections) == {
        ("dose", "effect")}
    for chosen in (frozenset({"top", "bottom"}), frozenset(before.nodes)):
        with pytest.raises(EditRefused, match="nothing to connect"):
            ConnectAll(chosen).apply(before)


def test_connect_all_takes_nodes_drawn_nearly_one_above_the_other_for_a_column() -> None:
    before = one_two_one()
    moved = before.evolve(connections={}, positions={**before.positions, "top": (211, -120), "bottom": (270, 120)})
    assert set(ConnectAll(frozenset(moved.nodes)).apply(moved).connections) == set(before.connections)


def test_too_many_units_are_refused() -> None:
    with pytest.raises(EditRefused, match="at most 20,000 units and this one has 4"):
        AddNode("hidden", (0, 0), 20_000).apply(one_two_one())


def test_too_many_weights_are_refused() -> None:
    document = AddNode("hidden", (0, 0), 1_000).apply(one_two_one())
    document = AddNode("hidden", (0, 0), 1_000).apply(document)
    a, b = list(document.nodes)[-2:]
    with pytest.raises(EditRefused, match="at most 500,000 weights"):
        Connect(((a, b),)).apply(document)


def test_inserting_keeps_names_apart_where_an_earlier_name_is_free() -> None:
    document = Remove(frozenset(), frozenset({("n1", "n2")})).apply(drawn())  # w1 is free now
    document = InsertNode(("n1", "n3"), (120, 0)).apply(document)
    names = [found.name for found in document.parameters().values()]
    assert len(set(names)) == len(names)
    assert document.parameter(("n1", "n5")).name == "w2"


def test_connections_drawn_one_by_one_have_numbers_of_their_own() -> None:
    document = one_two_one()
    for edit in (AddNode("hidden", (0, 300)), AddNode("hidden", (0, 400))):
        document = edit.apply(document)
    first, second = list(document.nodes)[-2:]
    for pair in (("dose", first), ("dose", second), (first, "effect"), (second, "effect"), (first, second)):
        document = Connect((pair,)).apply(document)
    wires = [wire for pair, wire in document.connections.items() if {*pair} & {first, second}]
    found = [wire.weight.value[0, 0] for wire in wires if wire.weight is not None]
    assert len(set(found)) == len(found) == 5
