"""Pills stand on their own lines, apart from each other and from other lines."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from gui.canvas import geometry
from gui.canvas.geometry import Wire
from gui.canvas.pill_places import place_pills

COORDINATES = st.integers(-4000, 4000).map(lambda number: number / 4)
POINTS = st.builds(QPointF, COORDINATES, COORDINATES)


@given(st.lists(st.tuples(POINTS, POINTS), max_size=25), st.lists(POINTS, max_size=8))
def test_pills_overlap_neither_each_other_nor_what_was_there(
    wires: list[tuple[QPointF, QPointF]], nodes: list[QPointF]
) -> None:
    taken = [geometry.extent(node) for node in nodes]
    placed = place_pills({index: (Wire(*wire), 90.0) for index, wire in enumerate(wires)}, taken)
    rects = list(placed.values())
    for place, rect in enumerate(rects):
        assert not any(rect.intersects(other) for other in [*rects[:place], *taken])


def test_crossing_wires_both_find_a_place() -> None:
    wires = {
        "down": (Wire(QPointF(0, 0), QPointF(160, 200)), 90.0),
        "up": (Wire(QPointF(0, 200), QPointF(160, 0)), 90.0),
    }
    assert place_pills(wires, []).keys() == {"down", "up"}


def test_every_connection_of_small_full_networks_shows_its_number() -> None:
    for sizes in ((2, 4, 4, 1), (3, 3, 2), (4, 4, 2), (2, 3, 1)):
        columns = [
            [QPointF(240 * place, 190 * (row - (size - 1) / 2)) for row in range(size)]
            for place, size in enumerate(sizes)
        ]
        ends = [(a, b) for left, right in pairwise(columns) for a in left for b in right]
        wires = {index: (Wire(geometry.out_port(a), geometry.in_port(b)), 88.0) for index, (a, b) in enumerate(ends)}
        taken = [geometry.extent(node) for column in columns for node in column]
        assert len(place_pills(wires, taken)) == len(ends)


def test_a_pill_with_little_room_is_narrower() -> None:
    left, right = QPointF(0, 0), QPointF(240, -120)
    wire = Wire(geometry.out_port(left), geometry.in_port(right))
    taken = [geometry.extent(left), geometry.extent(right)]
    assert place_pills({"w": (wire, 130.0)}, taken)["w"].width() == 130
    assert place_pills({"w": (wire, 150.0)}, taken)["w"].width() == 0.84 * 150
    assert place_pills({"w": (wire, 180.0)}, taken) == {}


def test_a_pill_without_room_is_left_out() -> None:
    wire = Wire(QPointF(0, 0), QPointF(60, 0))
    assert place_pills({"w": (wire, 90.0)}, [QRectF(-500, -500, 1000, 1000)]) == {}


