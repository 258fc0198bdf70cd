"""Moving, aligning, distributing."""

from __future__ import annotations

import pytest

from core.document import Point
from core.edits.placement import MoveNodes, align, distribute, nudge
from tests.helpers.build import one_two_one


def test_moving_touches_nothing_else() -> None:
    before = one_two_one()
    after = MoveNodes({"top": (1, 2), "gone": (3, 4)}).apply(before)
    assert after.positions == {**before.positions, "top": (1, 2)}
    assert (after.nodes, after.connections) == (before.nodes, before.connections)


def test_nudging_adds_to_where_the_nodes_stand() -> None:
    assert nudge(one_two_one(), ["top", "bottom"], 20, -20).positions == {"top": (260, -140), "bottom": (260, 100)}


@pytest.mark.parametrize(
    ("edge", "top", "effect"),
    [
        ("left", (240, -120), (240, 0)), ("right", (480, -120), (480, 0)), ("center", (360, -120), (360, 0)),
        ("top", (240, -120), (480, -120)), ("bottom", (240, 0), (480, 0)), ("middle", (240, -60), (480, -60)),
    ],
)  # fmt: skip
def test_aligning(edge: str, top: Point, effect: Point) -> None:
    assert align(one_two_one(), ["top", "effect"], edge).positions == {"top": top, "effect": effect}


def test_distributing_keeps_the_outer_ones() -> None:
    document = MoveNodes({"top": (100, 0)}).apply(one_two_one())
    assert distribute(document, ["dose", "top", "effect"], "horizontally").positions["top"] == (240, 0)
    assert distribute(document, ["dose"], "vertically").positions == {"dose": (0, 0)}
