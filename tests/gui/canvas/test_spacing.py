from __future__ import annotations

from PySide6.QtCore import QPointF

from gui.canvas.geometry import extent
from gui.canvas.spacing import make_room, offset_beside

LEFT, RIGHT, FAR = QPointF(0, 0), QPointF(240, 0), QPointF(480, 100)
CENTERS = {"a": LEFT, "b": RIGHT, "c": FAR, "aside": QPointF(100, 300)}


def test_the_nodes_behind_move_right_together() -> None:
    spot, moved = make_room(CENTERS, ("a", "b"), QPointF(120, 0))
    assert spot == QPointF(240, 0)
    assert moved == {"b": (480, 0), "c": (720, 100)}


def test_nothing_moves_where_there_is_room() -> None:
    assert make_room({"a": LEFT, "b": QPointF(520, 0)}, ("a", "b"), QPointF(260, 0)) == (QPointF(260, 0), {})
    # Far above both, the numbers have room on the way up and down.
    assert make_room(CENTERS, ("a", "b"), QPointF(120, -220)) == (QPointF(120, -220), {})


def test_connections_that_run_back_stay() -> None:
    assert make_room(CENTERS, ("b", "a"), QPointF(120, 0)) == (QPointF(120, 0), {})


def test_an_offset_stays_near_where_nothing_is() -> None:
    assert offset_beside([LEFT], []) == QPointF(40, 40)


def test_an_offset_goes_round_what_is_there() -> None:
    offset = offset_beside([LEFT], [extent(LEFT), extent(QPointF(0, 160))])
    assert offset == QPointF(120, 0)


def test_where_all_is_taken_it_goes_far_below() -> None:
    everywhere = extent(LEFT).adjusted(-5000, -5000, 5000, 5000)
    assert offset_beside([LEFT], [everywhere]) == QPointF(40, 1200)
