from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from gui.canvas import geometry
from gui.canvas.geometry import Crowd, Wire, free_spot, snap, wire_distances, wire_path, wire_point

COORDINATES = st.integers(-4000, 4000).map(lambda number: number / 4)
POINTS = st.builds(QPointF, COORDINATES, COORDINATES)
WIRES = st.builds(Wire, POINTS, POINTS, st.booleans())


def test_a_wire_starts_ends_and_passes_its_middle() -> None:
    wire = Wire(QPointF(0, 0), QPointF(160, 80))
    assert wire_point(wire, 0) == QPointF(0, 0)
    assert wire_point(wire, 1) == QPointF(160, 80)
    # The curve is symmetric about the middle of its ends.
    assert wire_point(wire, 0.5) == QPointF(80, 40)


@given(WIRES, st.floats(0, 1))
def test_the_formula_of_the_curve_is_the_one_that_is_painted(wire: Wire, t: float) -> None:
    assume(wire.start != wire.end)  # Qt draws nothing then
    away = wire_point(wire, t) - wire_path(wire).pointAtPercent(0)
    painted = wire_path(wire)
    control = [painted.elementAt(index) for index in range(4)]
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * element.x for weight, element in zip(weights, control, strict=True))
    y = sum(weight * element.y for weight, element in zip(weights, control, strict=True))
    assert (away + wire.start).x() == pytest.approx(x, abs=1e-6)
    assert (away + wire.start).y() == pytest.approx(y, abs=1e-6)


def distance(wire: Wire, point: QPointF) -> float:
    ends = np.array([[wire.start.x(), wire.start.y(), wire.end.x(), wire.end.y()]])
    return float(wire_distances(ends, point, straight=wire.straight)[0])


@given(WIRES, st.floats(0, 1))
def test_points_of_the_wire_are_near_it(wire: Wire, t: float) -> None:
    assert distance(wire, wire_point(wire, t)) < 8


def test_distance_of_a_level_wire_is_how_far_above_it_a_point_is() -> None:
    wire = Wire(QPointF(0, 0), QPointF(200, 0))
    assert distance(wire, QPointF(100, 30)) == pytest.approx(30)
    assert distance(wire, QPointF(240, 30)) == pytest.approx(50)


def test_a_straight_wire_is_straight() -> None:
    # 3-4-5: the point (0, 5) is 4 away from the line through (0, 0) and (4, 3).
    assert distance(Wire(QPointF(0, 0), QPointF(40, 30), straight=True), QPointF(0, 5)) == pytest.approx(4)


def test_snap_prefers_other_nodes_to_the_grid() -> None:
    found = snap(QPointF(103, 58), [QPointF(107, 400)])
    assert found.point == QPointF(107, 60)
    assert [(line.x1(), line.x2()) for line in found.guides] == [(107, 107)]


def test_snap_to_the_grid_shows_no_guides() -> None:
    found = snap(QPointF(31, -49), [QPointF(300, 300)])
    assert found.point == QPointF(40, -40)
    assert found.guides == ()


@given(POINTS, st.lists(POINTS, max_size=6))
def test_a_snapped_point_stays_near(point: QPointF, others: list[QPointF]) -> None:
    away = snap(point, others).point - point
    assert abs(away.x()) <= geometry.GRID / 2 + 1e-9
    assert abs(away.y()) <= geometry.GRID / 2 + 1e-9


@given(POINTS, st.lists(POINTS, max_size=12))
def test_a_free_spot_is_free(wanted: QPointF, others: list[QPointF]) -> None:
    spot = free_spot(wanted, others)
    assert Crowd(geometry.extent(other) for other in others).is_free(geometry.extent(spot))


def test_positions_out_of_this_world_are_brought_back() -> None:
    assert geometry.clamp(1e300, -1e300) == QPointF(geometry.FARTHEST, -geometry.FARTHEST)


@pytest.mark.parametrize("zoom", [0.31, 0.4, 0.5, 0.549])
def test_names_from_afar_are_large_enough_to_be_read_and_stay_within_what_is_painted(zoom: float) -> None:
    center = QPointF(30, -20)
    area, size = geometry.far_label(center, zoom)
    assert size * zoom >= 8.5
    assert geometry.whole(center).contains(area)
    assert area.bottom() == geometry.label_box(center).bottom()
