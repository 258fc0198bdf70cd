"""Automatic placement: columns by level, few crossings, quick on large drawings."""

from __future__ import annotations

from hypothesis import given, settings

from core.arrange import COLUMN, FAR, ROW, arrange, side_by_side
from core.document import Document, Node
from core.edits.placement import MoveNodes
from core.loops import levels
from tests.helpers.build import documents, one_two_one


def test_the_dosage_network_stands_as_the_series_draws_it() -> None:
    shuffled = MoveNodes({"dose": (900, 30), "top": (-50, 0)}).apply(one_two_one())
    placed = arrange(shuffled)
    assert placed == {
        "dose": (0, 0), "top": (COLUMN, -ROW / 2), "bottom": (COLUMN, ROW / 2), "effect": (2 * COLUMN, 0),
    }  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_connection_leads_to_the_right_and_no_two_nodes_share_a_place(document: Document) -> None:
    placed = arrange(document)
    assert placed.keys() == document.nodes.keys()
    assert len(set(placed.values())) == len(placed)
    for source, target in document.connections:
        if document.nodes[source].kind != "output":
            assert placed[source][0] < placed[target][0]


def test_levels_are_the_longest_paths() -> None:
    pairs = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]
    assert levels(dict.fromkeys("abcd", 0), pairs) == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_nothing_is_arranged_in_an_empty_document() -> None:
    assert arrange(Document()) == {}


def test_nothing_is_placed_further_out_than_a_file_may_say() -> None:
    crowd = Document("Crowd", {f"n{at}": Node(f"n{at}", "input", "") for at in range(20_000)})
    placed = arrange(crowd)
    assert max(abs(one) for point in placed.values() for one in point) <= FAR
    assert len({*placed.values()}) == 20_000


def test_a_node_drawn_a_little_left_of_its_column_belongs_to_it_but_a_staircase_is_no_column() -> None:
    drawn = {"a": (0.0, 0.0), "b": (60.0, 100.0), "c": (95.0, 200.0), "d": (300.0, 0.0)}
    assert side_by_side(drawn) == [["a", "b", "c"], ["d"]]  # c is 95 right of a, and 65 of the middle of a and b
    steps = {name: (60.0 * place, 0.0) for place, name in enumerate("abcd")}
    assert side_by_side(steps) == [["a", "b"], ["c", "d"]]  # c is 120 - 30 = 90 from the middle of a and b
