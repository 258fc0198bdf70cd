"""What may be joined, and what a drawing lacks."""

from __future__ import annotations

from core.document import Document
from core.edits.graph import AddNode, Remove
from core.rules import downstream, losses, problems, refusal
from tests.helpers.build import one_two_one


def test_a_complete_network_lacks_nothing() -> None:
    assert problems(one_two_one()) == []


def test_an_empty_drawing_says_how_to_begin() -> None:
    said = [problem.sentence for problem in problems(Document())]
    assert said == [
        "Drag an Input onto the canvas: the network has none.",
        "Drag an Output onto the canvas: the network has none.",
    ]


def test_an_unconnected_node_and_missing_rows_are_named() -> None:
    document = AddNode("output", (0, 0)).apply(AddNode("input", (0, 0)).apply(Document()))
    found = {problem.sentence: problem.ids for problem in problems(document)}
    assert found["output 1 has no incoming connection: drag from a port to it."] == ("n2",)
    assert any("no data" in sentence for sentence in found)


def test_a_node_without_its_column_is_named() -> None:
    document = one_two_one()
    bare = document.evolve(data=Remove(frozenset({"effect"})).apply(document).data)
    assert [problem.ids for problem in problems(bare)] == [("effect",)]


def test_what_lies_downstream() -> None:
    assert downstream(one_two_one(), "top") == {"top", "effect"}


def test_a_new_connection_is_allowed_both_ways_round_until_one_is_made() -> None:
    document = Remove(pairs=frozenset({("dose", "top")})).apply(one_two_one())
    assert refusal(document, "dose", "top") is None
    assert refusal(document, "bottom", "top") is None
    assert refusal(document, "top", "bottom") is None


def test_cross_entropy_is_offered_only_with_a_softmax() -> None:
    assert [row.name for row in losses(one_two_one())] == ["ssr"]
